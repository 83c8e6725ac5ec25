"""A document as PDF: tagged so that it can be read aloud, the same bytes each time, and no text is ever markup."""

import hashlib
import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dashboard.reports.document import Column, Heading, Mark, Note, Pairs, Paragraph, Picture, Quote, Sign, Table
from dashboard.reports.fonts import MISSING
from dashboard.reports.pdf import as_pdf
from dashboard.reports.pictures import fitted, widths
from tests.reports.reading import UNSEEN, Node, structure, texts_of
from tests.reports.sample import HOSTILE, document, photo, table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return as_pdf(document())


@pytest.fixture(scope="module")
def tree(pdf: bytes) -> Node:
    return structure(pdf)


def said(node: Node) -> str:
    return UNSEEN.sub("", node.text)


def test_the_file_says_that_it_is_accessible_and_to_be_kept(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "nl-BE"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a value of its own kind
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert reader.metadata
    assert reader.metadata.title == "Dossier: ronde 3"
    assert reader.metadata.author == "Gemeente <Proef> & co"
    assert reader.metadata.creation_date == datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
    assert [float(side) for side in reader.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.01)


def test_headings_follow_one_another(tree: Node) -> None:
    assert said(tree.of("Title")[0]) == "Dossier: ronde 3"
    found = [(node.tag, said(node)) for node in tree.of("H1", "H2", "H3")]
    assert found == [
        ("H1", "Inhoud"),
        ("H1", "Plaatsen"),
        ("H2", "12. Plein ontharden"),
        ("H3", "Motivering"),
        ("H1", "Bijlage"),
    ]


def test_every_picture_has_an_alternative_text_and_a_sign_is_its_word(tree: Node) -> None:
    told = ["Een plein met klinkers", "Een boom", "Kaart met 3 plaatsen"]
    assert [node.alt for node in tree.of("Figure")] == told
    assert [said(node) for node in tree.of("Strong")].count("Gekozen") == 3


def test_tables_have_headers_above_their_columns(tree: Node) -> None:
    own = tree.of("Table")[0]
    headers = ["Plaats", "Steun", "Uitkomst", "Stemmen", "Deel"]
    assert [said(cell) for cell in own.of("THead")[0].of("TH")] == headers
    assert [[said(cell) for cell in row.of("TD")] for row in own.of("TBody")[0].of("TR")] == [
        ["Plaats 0", "0.203", "0,5 %", "Gekozen"],
        ["Plaats 1", "1.203", "0,5 %", "Gekozen"],
        ["Samen", "12.345", "100 %", ""],
    ]
    assert said(own.of("Caption")[0]) == "Plaatsen met hun steun"


def test_lists_are_lists(tree: Node) -> None:
    facts, pairs, bullets, terms = tree.of("L")
    assert [said(label) for label in facts.of("Lbl")] == ["Versie", "Controle"]
    assert [said(label) for label in pairs.of("LBody")] == ["1.203 stemmen", "Gekozen, score 81,5"]
    assert [said(label) for label in bullets.of("LBody")] == ["Eerste punt", "Tweede punt"]
    assert [said(label) for label in terms.of("Lbl")] == ["Steun", "Raming"]


def test_headers_come_back_on_each_page() -> None:
    own = as_pdf(document(table(90)))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(own)).pages]
    assert len(pages) > 2
    assert all("Stemmen" in page and "Onder embargo" in page and f"van {len(pages)}" in page for page in pages)
    assert len(structure(own).of("TH")) == 5
    assert len(structure(own).of("TR")) == 90 + 3


@pytest.mark.parametrize("text", [HOSTILE, "x" * 3_000, "مرحبا بالعالم، هذه شجرة 🌳", "שלום", "a\u0301\u200d" * 40])
def test_a_text_is_never_markup(text: str) -> None:
    own = document(
        Heading(text[:200]),
        Paragraph(text),
        Quote(text, text[:200]),
        Pairs(((text[:80], text),)),
        Note(text, text[:80]),
        Table((Column(text[:80]), Column("b", True)), ((text, (Mark(Sign.BAD, text[:80]),)),), text[:80]),
        Picture(photo(), text[:200], text),
        **dict.fromkeys(("title", "organisation", "subtitle", "running", "foot", "state"), text[:100]),
    )
    found = structure(as_pdf(own))
    if text.isascii():
        plain = "".join(text.split())
        assert plain in "".join(said(found).split())
        assert "".join(said(found.of("TD")[0]).split()) == plain


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_whatever_somebody_writes_can_be_printed(text: str) -> None:
    as_pdf(document(Paragraph(text), Quote(text), Picture(photo(), f"Foto {text}", text)))


def test_a_long_paragraph_goes_on_over_pages() -> None:
    text = "Een lange motivering met veel woorden. " * 260
    own = document(Quote(text), Note(text, "Nota"), Table((Column("a"), Column("b")), ((text, "1"),)))
    assert len(text) > 10_000
    assert "".join(texts_of(as_pdf(own))).replace(" ", "").count("Eenlangemotivering") == 3 * 260


def test_what_no_font_has_is_a_square_and_the_document_says_so() -> None:
    found = texts_of(as_pdf(document(Paragraph("Naam: 漢字"))))
    assert found[-2:] == [
        f"Naam: {MISSING}{MISSING}",
        f"{MISSING} staat voor een teken dat de letters van dit bestand niet hebben.",
    ]
    assert "teken dat" not in texts_of(as_pdf(document(Paragraph(f"Vakje: {MISSING}"))))[-1]


def test_the_same_document_gives_the_same_bytes_in_another_process(pdf: bytes) -> None:
    code = (
        "import hashlib; from dashboard.reports.pdf import as_pdf; from tests.reports.sample import document;"
        "print(hashlib.sha256(as_pdf(document())).hexdigest())"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == hashlib.sha256(pdf).hexdigest()


def test_english_is_english() -> None:
    own = as_pdf(document(Paragraph("Plain words."), language="en"))
    reader = PdfReader(io.BytesIO(own))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert "Page 1 of 1" in reader.pages[0].extract_text()


def test_a_broken_picture_is_an_error() -> None:
    with pytest.raises(OSError, match="identify"):
        as_pdf(document(Picture(b"no picture", "een plein")))


def test_photos_are_no_finer_than_print_shows() -> None:
    from PIL import Image

    large, small = photo(size=(3000, 1000)), photo(size=(300, 100))
    assert Image.open(io.BytesIO(fitted(large, 127))).size == (1000, 333)
    assert fitted(small, 127) is small
    assert Image.open(io.BytesIO(fitted(photo(form="WEBP"), 127))).format == "JPEG"
    clear = io.BytesIO()
    Image.new("RGBA", (3000, 10), (0, 0, 0, 0)).save(clear, "WEBP")
    assert Image.open(io.BytesIO(fitted(clear.getvalue(), 127))).mode == "RGBA"


def test_pictures_side_by_side_are_equally_high_and_fill_the_width() -> None:
    one, other = widths([Picture(photo(size=(400, 300)), "a"), Picture(photo(size=(1600, 300)), "b")])
    assert one / (4 / 3) == pytest.approx(other / (16 / 3))
    assert one + other == pytest.approx(176)
    assert widths([Picture(photo(size=(300, 3000)), "a")]) == [19]
