"""GeoReport and Signalen from the command line to the numbers: twice, changed, taken back, and taken out."""

import json
import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from dashboard.cli.imports import imports, runs
from dashboard.store.check import check

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture
def run(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def invoke(app, *words) -> Result:
        return CliRunner().invoke(app, [str(word) for word in (*words, "--language", "en")], env={"COLUMNS": "200"})

    return invoke


@pytest.fixture
def rows(writer):
    def read(statement) -> list[tuple]:
        with writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    return read


def states(rows):
    return rows("SELECT number, stage, open, closings, reopenings FROM melding ORDER BY number")


def clean(writer):
    with writer.transaction() as connection:
        return check(connection) == []


def test_georeport(run, rows, writer, tmp_path):
    def load(file, *more):
        return run(imports, "georeport", file, "--mapping", EXAMPLES / "georeport.toml", *more).output

    file = tmp_path / "requests.json"
    told = json.loads((EXAMPLES / "georeport.json").read_text(encoding="utf-8"))
    assert "5 rows read: 4 new, 0 changed, 0 unchanged, 1 refused." in load(EXAMPLES / "georeport.json")
    assert states(rows) == [
        ("1001", "submitted", True, 0, 0),
        ("1002", "resolved", False, 1, 0),
        ("1003", "in_treatment", True, 0, 0),
        ("1004", "forwarded_external", False, 1, 0),
    ]
    assert "4 unchanged" in load(EXAMPLES / "georeport.json")
    closed = {"status": "closed", "updated_datetime": "2024-01-06T09:00:00Z"}
    again = {"status": "open", "updated_datetime": "2024-01-07T09:00:00Z"}
    file.write_text(
        json.dumps([told[0] | closed, told[1] | again])
    )  # 1003 and 1004 are absent: nothing is known of them
    assert "0 new, 2 changed, 0 unchanged" in load(file, "--as-of", "2024-01-08")
    assert states(rows) == [
        ("1001", "resolved", False, 1, 0),
        ("1002", "reopened", True, 1, 1),
        ("1003", "in_treatment", True, 0, 0),
        ("1004", "forwarded_external", False, 1, 0),
    ]
    assert clean(writer)
    file.write_text("<html><title>Onderhoud</title></html>")
    assert "is a web page, not GeoReport: Onderhoud" in load(file)
    assert rows("SELECT count(*) FROM event") == [(9,)]
    number = re.search(r"Run (\S+):", load(EXAMPLES / "georeport.json"))[1]
    assert "georeport.json" in run(runs, "list").output
    assert run(runs, "show", number).exit_code == 0


def test_signalen(run, rows, writer, tmp_path):
    def load(*more):
        return run(imports, "signalen", folder, "--mapping", EXAMPLES / "signalen.toml", *more).output

    folder = Path(shutil.copytree(EXAMPLES / "signalen", tmp_path / "set"))
    assert "Dry run: 6 rows read, 21 steps found, 0 rows refused." in load("--dry-run")
    first = load()
    assert "6 rows read: 4 new, 0 changed, 0 unchanged, 0 refused." in first
    assert "21 steps written" in first
    assert "Data complete up to 2024-01-10 08:00 (UTC)" in first
    assert states(rows) == [
        ("101", "resolved", False, 2, 1),
        ("102", "in_treatment", True, 0, 0),
        ("103", "closed_unhandled", False, 1, 0),
        ("106", "submitted", True, 0, 0),
    ]
    assert rows("SELECT reopened_by, count(*) FROM closing GROUP BY 1 ORDER BY 1") == [("citizen", 1), (None, 2)]
    assert rows("SELECT resolved, count(*) FROM evaluation GROUP BY 1 ORDER BY 1") == [(False, 1), (True, 1)]
    assert rows("SELECT melding_kind, count(*) FROM melding GROUP BY 1 ORDER BY 2, 1") == [
        ("klacht", 1), ("vraag", 1), ("melding", 2),
    ]  # fmt: skip
    assert rows(
        "SELECT c.code, s.code, a.code, lon, deadline_origin FROM melding m JOIN category c USING (category_id) "
        "JOIN service s USING (service_id) JOIN area a USING (area_id) WHERE number = '101'"
    ) == [("afval.grofvuil", "reiniging", "noord", 3.725, "source")]
    again = load()
    assert "0 new, 0 changed, 4 unchanged" in again
    assert "0 steps written" in again
    statuses = folder / "statuses.csv"
    told = statuses.read_text(encoding="utf-8")
    later = "1020,x,x,,Afgehandeld,False,2024-01-11 10:00:00+00,2024-01-11 10:00:00+00,null,106,o\n"
    statuses.write_text(told + later, encoding="utf-8")
    assert "0 new, 1 changed, 3 unchanged" in load()
    assert states(rows)[-1] == ("106", "resolved", False, 1, 0)
    shorter = [line for line in told.splitlines() if not line.startswith("1007,")]  # the closing of 101 was taken back
    statuses.write_text("\n".join([*shorter, later]), encoding="utf-8")
    assert "1 changed" in load()
    assert states(rows)[0] == ("101", "reopened", True, 1, 1)
    assert clean(writer)
