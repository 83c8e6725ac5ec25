"""A publication pack tells the same in text, list and map, and says in each file that it is under embargo."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from dashboard.charts.palette import ACCENT
from dashboard.reports.pack_names import name_of
from dashboard.reports.plain import as_text
from dashboard.reports.print_map import Place, town_map
from dashboard.reports.publication_pack import Facts, as_zip, files, news
from tests.reports.reading import numbers_of, parts_of_docx, structure, texts_of
from tests.world import at

SITE = "https://example.be/kaart/zee"
MARK = "Onder embargo tot bekendmaking"
BORDERS = [
    {"name": "Centrum", "geometry": {"type": "Polygon", "coordinates": [[[4, 51], [4.1, 51], [4.1, 51.03], [4, 51]]]}}
]
OUTCOMES = ("not_selected", "selected", "deferred", "selected", "not_selected")


def place(no: int, outcome: str) -> dict[str, Any]:
    reasons = {
        "selected": ["Draagvlak", "Gunstige kost"],
        "deferred": ["Latere ronde"],
        "not_selected": ["Geplande werken", "Kostprijs"],
    }
    return {
        "subject_id": UUID(int=no),
        "number": f"P-{no}",
        "title": f"=Plein {'ABCDE'[no]}",
        "theme": "Ontharding",
        "area": "Centrum",
        "support": 101 + no,
        "cost": 5_000.0 * no,
        "outcome": outcome,
        "reasons": reasons[outcome],
        "motivation": f"Motivering van plek {no}.",
        "organ": "college",
        "ratified_day": date(2026, 11, 16) if no < 3 else None,
        "published_day": None,
        "geometry": None,
        "spot": [4.02 + no / 100, 51.01],
    }


FACTS = Facts(
    town="Aalst-aan-Zee",
    zone="Europe/Brussels",
    round="Ronde najaar 2026",
    ref="ronde/../najaar",
    made_at=at("2026-11-20 09:00"),
    public=False,
    site=SITE,
    places=[place(no, outcome) for no, outcome in enumerate(OUTCOMES)],
    gains=[{"code": "trees", "name": "Bomen", "words": "12"}],
    borders=BORDERS,
    border_source="de gemeente",
    accent=ACCENT,
)
PUBLIC = replace(FACTS, public=True)


@cache
def made(public: bool) -> dict[str, bytes]:
    """The files by their endings."""
    return {name.rsplit(".")[-1]: content for name, content in files(PUBLIC if public else FACTS).items()}


def rows(xlsx: bytes) -> list[tuple[Any, ...]]:
    [sheet] = load_workbook(io.BytesIO(xlsx)).worksheets
    return list(sheet.iter_rows(values_only=True))


def test_text_list_and_map_give_the_same_places_the_same_numbers() -> None:
    told = made(False)
    listed = rows(told["xlsx"])
    head, body = listed[6], listed[7:]
    assert head[:5] == ("Nr.", "Uitkomst", "Voorstel", "Nummer van het voorstel", "Wijk")
    assert [(row[0], row[3]) for row in body] == [(1, "P-1"), (2, "P-3"), (3, "P-2"), (4, "P-0"), (5, "P-4")]
    text = texts_of(told["docx"])
    assert [one for one in text if one.startswith(("1. ", "2. ", "3. "))] == ["1. =Plein B", "2. =Plein D"]
    lead = next(one for one in text if one.startswith("Aalst-aan-Zee besliste"))
    assert "over 5 plekken: 2 zijn gekozen, 1 is uitgesteld en 2 zijn niet gekozen" in lead
    assert "515 stemmen" in lead
    assert any(one.endswith("Waarom: draagvlak en gunstige kost") for one in text)
    assert "20.000 euro" in lead
    assert sum(row[8] for row in body) == 515
    assert sum(row[9] for row in body if row[0] < 3) == 20_000
    assert "Geplande werken: 2 plekken" in text
    assert any("de nummers 4 tot en met 5 van de lijst" in one for one in text)
    figure = structure(told["pdf"]).of("Figure")[0]
    assert "2 genummerde plekken" in (figure.alt or "")
    on_map = [re.sub(r"\s", "", one) for one in texts_of(told["pdf"])]
    assert on_map[on_map.index("1") + 1].startswith("=PleinB")
    assert on_map[on_map.index("2") + 1].startswith("=PleinD")
    assert not any("PleinC" in one for one in on_map)


def test_the_plain_text_and_csv_say_the_same_as_the_others() -> None:
    told = made(False)
    plain = told["txt"].decode("utf-8-sig").replace("\r\n", "\n")
    for words in texts_of(told["docx"]):
        if words.startswith(("Motivering", "Aalst", "1.", "2.")):
            assert words in plain
    assert f"{SITE}/voorstel/{UUID(int=1)}" in plain
    csv = told["csv"].decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in csv[7:]] == ["1", "2", "3", "4", "5"]
    assert "'=Plein B" in csv[7]
    assert f"{SITE}/voorstel/{UUID(int=1)}" in csv[7]
    assert set(numbers_of(told["docx"])) >= {"515", "20.000"}


def test_every_file_says_that_it_is_under_embargo_and_none_once_all_is_public() -> None:
    assert all(name.startswith("embargo-") for name in files(FACTS))
    assert not any(name.startswith("embargo") for name in files(PUBLIC))
    for public in (False, True):
        told = made(public)
        said = {
            "docx": " ".join(texts_of(told["docx"])),
            "foot": parts_of_docx(told["docx"])["word/footer1.xml"].decode(),
            "txt": told["txt"].decode(),
            "csv": told["csv"].decode().splitlines()[0],
            "xlsx": str(rows(told["xlsx"])[0]),
            "pdf": "".join(page.extract_text() for page in PdfReader(io.BytesIO(told["pdf"])).pages),
        }
        assert {name: MARK in words for name, words in said.items()} == dict.fromkeys(said, not public)


def test_the_map_is_an_a3_page_drawn_in_lines() -> None:
    first = PdfReader(io.BytesIO(made(True)["pdf"])).pages[0]
    assert {round(float(side) / 72 * 25.4) for side in first.mediabox[2:]} == {297, 420}
    assert "de gemeente" in first.extract_text()
    assert not list(first.images)


def test_without_public_map_nothing_links_to_it_and_without_places_there_is_no_map() -> None:
    closed = replace(FACTS, site="", borders=[], places=[place(1, "selected") | {"spot": None}])
    told = files(closed)
    assert not any(name.endswith(".pdf") for name in told)
    assert "http" not in as_text(news(closed)).decode()
    with zipfile.ZipFile(io.BytesIO(as_zip(closed))) as archive:
        assert sorted(archive.namelist()) == sorted(told)


def test_nothing_chosen_is_told_too() -> None:
    none = replace(FACTS, places=[place(0, "not_selected")], gains=[])
    text = as_text(news(none)).decode()
    assert "Aalst-aan-Zee besliste over 1 plek: 1 is niet gekozen." in text
    assert "Wat gekozen is" not in text
    assert "plekken wordt nu voorbereid" not in text


def test_a_cost_that_is_not_known_is_told_and_in_no_sum() -> None:
    half = [{**row, "cost": None} if row["number"] in ("P-0", "P-3") else row for row in FACTS.places]
    told = as_text(news(replace(FACTS, places=half))).decode()
    assert "naar schatting 5.000 euro. Van 1 ervan is de kost niet gekend." in told
    assert "Zonder gekende kost, en in geen som: 2 plekken." in told


@pytest.mark.parametrize(
    ("ref", "name"), [("ronde/../najaar", "embargo-lijst-ronde-najaar.csv"), ("é", "embargo-lijst-ronde.csv")]
)
def test_a_name_is_one_for_every_system(ref: str, name: str) -> None:
    assert name_of("lijst", ref, "csv", public=False) == name


def test_a_legend_without_source_below_it_is_not_cut_off() -> None:
    heights = {source: town_map([], [Place(4.0, 51.0, "1", "selected")], source=source).height for source in ("", "x")}
    assert heights[""] == heights["x"]
