"""Import, look, and take out again, from the command line and through the loader to the numbers."""

import gzip
import json
import re
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from config.clock import SystemClock
from dashboard.cli.imports import imports, runs
from dashboard.store.organisations import ensure_organisation

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FILE, MAPPING = EXAMPLES / "meldingen.csv", EXAMPLES / "meldingen.toml"


@pytest.fixture
def run(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def invoke(app, *words) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})

    return invoke


def load(run, file=FILE, mapping=MAPPING, *more):
    return run(imports, "csv", file, "--mapping", mapping, "--language", "en", *more)


def count(writer, table):
    with writer.transaction() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}"))  # names of this test


def test_an_import_is_loaded_and_reported(run, writer):
    done = load(run)
    assert done.exit_code == 0, done.output
    assert "6 rows read: 6 new, 0 changed, 0 unchanged, 0 refused." in done.output
    assert "Not kept, because they hold personal data: Naam melder, E-mail melder." in done.output
    assert "Data complete up to 2024-01-08 14:02 (UTC)" in done.output
    assert (count(writer, "melding"), count(writer, "event")) == (6, 14)
    with writer.transaction() as connection:
        row = connection.execute(text("SELECT title, number, lon FROM melding WHERE number = '2024-0001'")).one()
        holds = connection.scalar(text("SELECT string_agg(payload::text, ' ') FROM event"))
    assert (row.title, row.number, round(row.lon, 3)) == ("Losse stoeptegel", "2024-0001", 3.722)
    assert '"x"' not in holds


def test_a_second_import_changes_nothing(run, writer):
    load(run)
    again = load(run)
    assert "0 new, 0 changed, 6 unchanged" in again.output
    assert count(writer, "event") == 14


def test_a_run_is_listed_shown_and_taken_out(run, writer):
    number = re.search(r"Run (\S+):", load(run).output)[1]
    assert number in run(runs, "list", "--language", "en").output
    shown = run(runs, "show", number[:13], "--language", "en")
    assert "6 rows read" in shown.output
    done = run(runs, "void", number, "--language", "en")
    assert "6 cases changed" in done.output
    assert count(writer, "melding") == 0
    again = run(runs, "void", number, "--language", "en")
    assert again.exit_code == 1
    assert "Taken out" in run(runs, "list", "--language", "en").output


def test_unknown_runs_are_said(run):
    assert "geen importbeurten" in run(runs, "list").output
    for number in ("abc", "%", ""):
        assert run(runs, "show", number).exit_code == 1


def test_a_dry_run_writes_nothing(run, writer, tmp_path):
    done = load(run, FILE, MAPPING, "--dry-run", "--report", tmp_path / "report.json")
    assert "Dry run: 6 rows read, 14 steps found, 0 rows refused." in done.output
    assert count(writer, "organisation") == 0
    assert json.loads((tmp_path / "report.json").read_text())["dropped_columns"] == ["Naam melder", "E-mail melder"]


def test_a_refused_file_leaves_nothing_and_exit_code_1(run, writer, tmp_path):
    whole = gzip.compress(FILE.read_bytes() * 2000)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    done = load(run, tmp_path / "cut.csv.gz")
    assert done.exit_code == 1
    assert "cut off or damaged" in done.output
    assert "Traceback" not in done.output
    assert [count(writer, table) for table in ("melding", "event", "subject", "category")] == [0, 0, 0, 0]


def test_dutch_is_the_default(run, tmp_path):
    done = run(imports, "csv", tmp_path / "geen.csv", "--mapping", MAPPING)
    assert (done.exit_code, "Het bestand geen.csv bestaat niet." in done.output) == (1, True)


def test_the_as_of_of_the_command_goes_first(run):
    assert "up to 2024-01-31 22:59" in load(run, FILE, MAPPING, "--as-of", "2024-01-31").output
    assert "is not a day" in load(run, FILE, MAPPING, "--as-of", "gisteren").output


def test_odd_texts_arrive_as_they_are(run, writer, tmp_path):
    odd = 'Een \\N "put" \\ 50 % 🕳️ {a}'
    (tmp_path / "odd.csv").write_text(FILE.read_text().replace("Losse stoeptegel", '"' + odd.replace('"', '""') + '"'))
    assert "6 new" in load(run, tmp_path / "odd.csv").output
    with writer.transaction() as connection:
        assert connection.scalar(text("SELECT title FROM melding WHERE number = '2024-0001'")) == odd


def test_an_unknown_organisation_is_said(run, tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING.read_text().replace('name = "Voorbeeldstad"\n', ""))
    assert "There is no organisation voorbeeldstad yet" in load(run, FILE, mapping).output
    assert "There is no organisation elders yet" in load(run, FILE, MAPPING, "--organisation", "elders").output


def test_what_a_later_file_tells_differently_is_changed(run, writer, tmp_path):
    load(run)
    later = tmp_path / "later.csv"
    later.write_text(FILE.read_text().replace("17/01/2024;;In onderzoek", "17/01/2024;09/01/2024 10:00;Opgelost"))
    done = load(run, later)
    assert "0 new, 1 changed, 5 unchanged" in done.output
    assert count(writer, "event") == 15


def first_received(writer):
    with writer.transaction() as connection:
        found = connection.scalar(text("SELECT received_at FROM melding WHERE number = '2024-0001'"))
    return f"{found.astimezone(UTC):%H:%M}"


def make(writer, code, zone):
    with writer.transaction() as connection:
        named = {"code": code, "kind": "municipality", "name": code, "time_zone": zone}
        ensure_organisation(connection, clock=SystemClock(), **named)


def test_times_are_in_the_zone_of_the_stored_organisation(run, writer):
    make(writer, "voorbeeldstad", "Atlantic/Azores")
    assert load(run).exit_code == 0
    assert first_received(writer) == "10:15"


def test_times_are_in_the_zone_of_the_organisation_of_the_command(run, writer):
    make(writer, "elders", "Atlantic/Azores")
    assert load(run, FILE, MAPPING, "--organisation", "elders").exit_code == 0
    assert first_received(writer) == "10:15"


def test_another_zone_than_the_stored_one_is_refused(run, writer, tmp_path):
    make(writer, "voorbeeldstad", "Atlantic/Azores")
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING.read_text().replace("[source]", 'time_zone = "Europe/Brussels"\n[source]'))
    done = load(run, FILE, mapping)
    assert done.exit_code == 1
    assert "is Europe/Brussels, but the organisation is known with Atlantic/Azores" in done.output
    assert count(writer, "melding") == 0
    mapping.write_text(MAPPING.read_text().replace("[dates]", '[dates]\ntime_zone = "Europe/Brussels"'))
    assert load(run, FILE, mapping).exit_code == 0
    assert first_received(writer) == "08:15"


def test_the_hours_between_deliveries_are_kept(run, writer, tmp_path):
    load(run)
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING.read_text().replace("[source]", "[source]\nexpected_hours = 26"))
    for used in (mapping, MAPPING):
        assert load(run, FILE, used).exit_code == 0
        with writer.transaction() as connection:
            assert connection.scalar(text("SELECT expected_every FROM source")) == 26
    mapping.write_text(MAPPING.read_text().replace("[source]", "[source]\nexpected_hours = 0"))
    assert "expected_hours" in load(run, FILE, mapping).output


def test_a_reopened_melding_keeps_its_closing(run, writer, tmp_path):
    rows = "Nr;In;Uit;Status;Sinds\nA;2024-03-01;2024-03-05;Heropend;2024-03-08\n"
    (tmp_path / "f.csv").write_text(rows)
    (tmp_path / "m.toml").write_text(
        '[organisation]\ncode = "t"\nname = "T"\n[source]\ncode = "s"\nname = "S"\n[columns]\nsource_key = "Nr"\n'
        'received = "In"\nclosed = "Uit"\nstatus = "Status"\nstatus_date = "Sinds"\n'
        '[values.status]\n"heropend" = "reopened"\n'
    )
    assert load(run, tmp_path / "f.csv", tmp_path / "m.toml").exit_code == 0
    with writer.transaction() as connection:
        row = connection.execute(text("SELECT stage, open, closings, reopenings FROM melding")).one()
    assert tuple(row) == ("reopened", True, 1, 1)
