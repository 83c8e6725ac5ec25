"""Photos beside a list of proposals: from a folder to moderation, once, and never from anywhere else."""

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import text
from typer.testing import CliRunner, Result

from dashboard.cli.imports import imports
from dashboard.store.check import check

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
HEAD = "Nr;Titel;Omschrijving;Ingediend;Status;Reden;Thema;Wijk;X;Y;Stemmen;Te ontharden m2;Raming;Foto"


def photo(seed: int, form: str = "PNG") -> bytes:
    """Noise, so that a part of it is missed."""
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Camera of the neighbour"
    Image.frombytes("RGB", (24, 16), random.Random(seed).randbytes(24 * 16 * 3)).save(file, form, exif=exif)
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "photos"
    made.mkdir()
    (made / "plein.jpg").write_bytes(photo(10, "JPEG"))
    (made / "twee met spatie.png").write_bytes(photo(20))
    (made / "half.png").write_bytes(photo(30)[:800])
    (tmp_path / "outside.png").write_bytes(photo(40))
    (made / "link.png").symlink_to(tmp_path / "outside.png")
    return made


@pytest.fixture
def run(database_url, monkeypatch, tmp_path) -> Callable[..., Result]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("HELI_DATA_DIR", str(tmp_path / "data"))
    mapping = (EXAMPLES / "proposals.toml").read_text(encoding="utf-8")
    (tmp_path / "m.toml").write_text(mapping.replace('decimal = ","', 'decimal = ","\nlist_separator = "|"'))

    def invoke(cells: dict[str, str], *more: str, day: str = "2025-03-12", language: str = "en") -> Result:
        rows = [f"{key};Bomen;;03/03/2025 09:15;Nieuw;;;;;;;;;{cell}" for key, cell in cells.items()]
        (tmp_path / "list.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        words = ["csv", str(tmp_path / "list.csv"), "--mapping", str(tmp_path / "m.toml"), "--as-of", day]
        return CliRunner().invoke(imports, [*words, "--language", language, *more], env={"COLUMNS": "200"})

    return invoke


@pytest.fixture
def rows(writer) -> Callable[[str], list[tuple]]:
    def read(statement: str) -> list[tuple]:
        with writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    return read


PHOTOS = """SELECT p.number, f.photo_no, f.state, b.width, b.media_type FROM photo f JOIN proposal p USING (subject_id)
JOIN blob b ON b.organisation_id = f.organisation_id AND b.key = f.photo ORDER BY 1, 2"""
LIST = {
    "1": "https://voorbeeld.example/1/twee%20met%20spatie.png?v=2 | fotos/plein.jpg | plein.jpg",
    "2": "../../outside.png|half.png|link.png",
    "3": "plein.jpg",
}


def test_photos_come_once_and_wait_for_moderation(run, rows, writer, folder):
    first = run(LIST, "--photos", str(folder)).output
    assert "6 steps written" in first
    assert rows(PHOTOS) == [
        ("1", 1, "waiting", 24, "image/png"),
        ("1", 2, "waiting", 24, "image/jpeg"),
        ("3", 1, "waiting", 24, "image/jpeg"),
    ]
    assert rows("SELECT count(*) FROM blob") == [(2,)], "the same picture is kept once, and nothing of another folder"
    assert rows("SELECT count(*) FROM blob WHERE position('neighbour' IN encode(content, 'escape')) > 0") == [(0,)]
    assert "line 3: Photo 1 of this row is not in the folder of photos" in first
    assert "line 3: Photo 3 of this row is not in the folder of photos" in first
    assert "line 3: Photo 2 of this row was not taken over. This picture is damaged or incomplete." in first
    again = run(LIST, "--photos", str(folder)).output
    assert "3 unchanged" in again
    assert " 0 steps written" in again
    assert (
        "Foto 2 van deze rij is niet overgenomen. Deze afbeelding is beschadigd"
        in run(LIST, "--photos", str(folder), language="nl").output
    )
    with writer.transaction() as connection:
        assert check(connection) == []


def test_what_a_list_still_names_stays_and_what_it_no_longer_names_goes(run, rows, folder):
    run(LIST, "--photos", str(folder))
    assert "1 proposals have 3 pictures" in (left := run(LIST, day="2025-03-13").output)
    assert " 0 steps written" in left
    (folder / "plein.jpg").write_bytes(b"broken")
    assert "was not taken over" in (broken := run(LIST, "--photos", str(folder), day="2025-03-14").output)
    assert " 0 steps written" in broken
    (folder / "plein.jpg").write_bytes(photo(50, "JPEG"))
    run(LIST | {"1": "plein.jpg"}, "--photos", str(folder), day="2025-03-15")
    assert [row[:3] for row in rows(PHOTOS)] == [("1", 1, "waiting"), ("3", 1, "waiting")]
    assert rows("SELECT count(*) FROM blob") == [(3,)]


def test_a_folder_that_cannot_be_and_a_list_without_photos_are_refused(run, rows, folder, tmp_path):
    said = run(LIST, "--photos", str(tmp_path / "nowhere"))
    assert (said.exit_code, "does not exist" in said.output) == (1, True)
    mapping = tmp_path / "m.toml"
    mapping.write_text(mapping.read_text().replace('images = "Foto"\n', ""))
    assert "has no column with names of photos" in run(LIST, "--photos", str(folder)).output
    assert rows("SELECT count(*) FROM event") == [(0,)]


def test_a_trial_judges_photos_and_keeps_none(run, rows, folder):
    said = run(LIST, "--photos", str(folder), "--dry-run").output
    assert "6 steps found" in said
    assert "damaged" in said
    assert rows("SELECT count(*) FROM blob") == [(0,)]
