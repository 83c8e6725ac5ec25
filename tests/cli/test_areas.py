"""Boundaries from the command line: tried, taken into use, listed and taken back."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from config.clock import SystemClock
from dashboard.__main__ import cli
from dashboard.store.areas.reading import LARGEST_ON_PAGE
from dashboard.store.engine import Writer
from tests.deliveries import Town, melding
from tests.store.areas import collection, feature, square

KEYS = ("--code-key", "code", "--name-key", "naam", "--source", "test", "--valid-from", "2025-01-01")


@pytest.fixture
def town(writer: Writer) -> Town:
    town = Town(writer, SystemClock())
    town.load(melding("1", "2024-03-04", lon=3.005, lat=51.005), melding("2", "2024-03-04", lon=4.0, lat=51.0))
    return town


@pytest.fixture
def run(database_url: str, town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `areas ...` in that town."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def invoke(*words: str) -> Result:
        told = ["areas", *words, "--organisation", town.code, "--language", "en"]
        return CliRunner().invoke(cli, told, env={"COLUMNS": "200"})

    return invoke


def test_a_file_is_tried_used_listed_and_taken_back(run: Any, town: Town, tmp_path: Path) -> None:
    file = tmp_path / "wijken.geojson"
    file.write_bytes(collection(feature("w", square(3, 51))) + b" " * LARGEST_ON_PAGE)  # more than the page takes
    tried = run("import", str(file), *KEYS, "--dry-run")
    assert "Meldingen: 2 in all, 1 with a place in no area, 0 without a place." in tried.output
    assert "Nothing was changed" in tried.output
    assert town.rows("SELECT FROM boundary_file") == []
    used = run("import", str(file), *KEYS)
    assert used.output.replace("Taken into use.", "") == tried.output.replace(
        "This is what it would do. Nothing was changed.", ""
    )
    listed = run("list").output
    assert "In use" in listed
    (number,) = town.rows("SELECT file_id::text FROM boundary_file")[0]
    assert "1 meldingen" in run("take-back", number[:13]).output
    assert "0 meldingen" in run("decide", "--kind", "district").output
    assert run("take-back", number[:13]).exit_code == 1


def test_what_cannot_be_used_says_why(run: Any, town: Town, tmp_path: Path) -> None:
    file = tmp_path / "wijken.geojson"
    file.write_bytes(collection(feature("w", square(3, 51)), feature("w", square(3.01, 51))))
    for more in ((), ("--dry-run",)):
        refused = run("import", str(file), *KEYS, *more)
        assert (refused.exit_code, "more than once: w" in refused.output) == (1, True)
    assert "no property 'nis'" in run("import", str(file), *KEYS, "--code-key", "nis").output
    assert "cannot be read" in run("import", str(tmp_path / "none"), *KEYS).output
    assert town.rows("SELECT FROM area_version WHERE file_id IS NOT NULL") == []
