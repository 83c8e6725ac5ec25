"""Lists of proposals and votes from the command line to the numbers: snapshots become growth, and are compared."""

from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from dashboard.cli.imports import imports
from dashboard.store.check import check

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture
def run(database_url, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("HELI_DATA_DIR", str(tmp_path / "data"))

    def invoke(kind: str, file: Path, mapping: str, *more: str) -> Result:
        words = [kind, str(file), "--mapping", str(EXAMPLES / mapping), "--language", "en", *more]
        return CliRunner().invoke(imports, words, env={"COLUMNS": "200"})

    return invoke


@pytest.fixture
def rows(writer):
    def read(statement) -> list[tuple]:
        with writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    return read


STAGES = "SELECT number, stage, public_stage, votes FROM proposal ORDER BY number"
GROWTH = "SELECT p.number, v.day::text, v.votes, v.total FROM vote v JOIN proposal p USING (subject_id) ORDER BY 1, 2"


def test_lists_of_proposals_and_votes(run, rows, writer, tmp_path):
    assert "--as-of" in run("csv", EXAMPLES / "proposals.csv", "proposals.toml").output
    assert rows("SELECT count(*) FROM organisation") == [(0,)]
    day = ("--as-of", "2025-03-12")
    first = run("csv", EXAMPLES / "proposals.csv", "proposals.toml", *day).output
    assert "3 rows read: 3 new" in first
    assert "Not kept, because they hold personal data: Naam indiener." in first
    assert rows(STAGES) == [
        ("V-1", "published", "published", 24),
        ("V-2", "refused", None, 0),
        ("V-3", "submitted", None, 0),
    ]
    assert rows("SELECT indicator, estimated FROM gain") == [("depaving_m2", 120.0)]
    assert "3 unchanged" in run("csv", EXAMPLES / "proposals.csv", "proposals.toml", *day).output
    later = tmp_path / "later.csv"
    told = (EXAMPLES / "proposals.csv").read_text(encoding="utf-8")
    later.write_text(told.replace(";24;", ";31;").replace("Nieuw", "Goedgekeurd"), encoding="utf-8")
    assert "2 changed, 1 unchanged" in run("csv", later, "proposals.toml", "--as-of", "2025-03-19").output
    assert rows(GROWTH) == [("V-1", "2025-03-12", 24, 24), ("V-1", "2025-03-19", 7, 31)]
    assert rows("SELECT number, stage_since::date::text FROM proposal WHERE stage = 'published' ORDER BY 1") == [
        ("V-1", "2025-03-12"), ("V-3", "2025-03-19"),
    ]  # fmt: skip
    assert "2 changed" in run("csv", EXAMPLES / "votes.csv", "votes.toml").output
    assert "3 unchanged" in run("csv", later, "proposals.toml", "--as-of", "2025-03-20").output, "votes stay"
    grown = rows(GROWTH)
    assert grown[:2] == [("V-1", "2025-03-04", 2, 2), ("V-1", "2025-03-12", 22, 24)]
    # nothing changed on the 20th, so that only the list itself tells that the 19th is past
    late = run("csv", EXAMPLES / "proposals.csv", "proposals.toml", "--as-of", "2025-03-19")
    assert "made on 2025-03-19 22:59 (UTC), but one of 2025-03-20 22:59 was read before it" in " ".join(
        late.output.split()
    )
    assert (late.exit_code, rows(GROWTH)) == (1, grown)
    assert rows("SELECT count(*) FROM event WHERE payload::text LIKE '%voorbeeld.example%'") == [(0,)]
    with writer.transaction() as connection:
        assert check(connection) == []


def test_states_without_a_date_keep_the_day_on_which_they_were_first_told(run, rows, writer):
    for day in ("2025-03-12", "2025-03-19"):
        assert run("govocal", EXAMPLES / "govocal.xlsx", "govocal.toml", "--as-of", day).exit_code == 0
    assert rows("SELECT title, stage, public_stage, stage_since::date::text FROM proposal ORDER BY 1") == [
        ("+ zitbanken in het park", "selected", "selected", "2025-03-12"),
        ("Bomen op het Marktplein", "published", "published", "2025-03-03"),
        ("Deelfietsen", "submitted", None, "2025-03-06"),
    ]
    with writer.transaction() as connection:
        assert check(connection) == []


def test_a_preset_of_meldingen_reads_no_proposals(run):
    said = run("georeport", EXAMPLES / "georeport.json", "proposals.toml").output
    assert "leave file.rows out" in said
