"""A document as DOCX: what Word and LibreOffice open without repair, with the texts and numbers of the PDF."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from defusedxml.ElementTree import fromstring
from docx.oxml.ns import qn
from PIL import Image

from dashboard.reports.document import Link, PageBreak, Paragraph, Picture, Quote
from dashboard.reports.docx import as_docx
from dashboard.reports.pdf import as_pdf
from tests.reports.reading import letters_of, numbers_of, parts_of_docx, texts_of
from tests.reports.sample import DRAWING, HOSTILE, MADE_AT, document, photo, table

ORDERS = {
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs suppressAutoHyphens spacing ind jc outlineLvl",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr",
    "rPr": "rStyle rFonts b bCs color sz szCs u lang",
    "tblPr": "tblW tblInd tblLayout tblCellMar tblLook tblCaption",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW gridSpan vMerge tcBorders vAlign",
    "inline": "extent docPr cNvGraphicFramePr graphic",
}
"""The order of the schema, of the elements that are written: Word repairs what stands otherwise."""


@pytest.fixture(scope="module")
def own() -> bytes:
    return as_docx(document())


@pytest.fixture(scope="module")
def word(own: bytes):
    return docx.Document(io.BytesIO(own))


def test_it_says_what_the_pdf_says(own: bytes) -> None:
    pdf = as_pdf(document())
    assert letters_of(own) == letters_of(pdf)
    assert numbers_of(own) == numbers_of(pdf)
    assert len(numbers_of(own)) > 20
    assert "".join(HOSTILE.split()) in letters_of(own)


def test_a_number_that_differs_is_found(own: bytes) -> None:
    assert numbers_of(as_pdf(document(facts=(("Versie", "3"), ("Controle", "8f41-c2a9"))))) != numbers_of(own)


def test_headings_and_lists_are_real(word) -> None:
    styles = [(one.style.name, one.text) for one in word.paragraphs]
    assert ("Title", "Dossier: ronde 3") in styles
    assert ("Heading 1", "Plaatsen") in styles
    assert ("Heading 2", "12. Plein ontharden") in styles
    assert ("Heading 3", "Motivering") in styles
    assert [text for style, text in styles if style == "List Bullet"] == ["Eerste punt", "Tweede punt"]
    numbering = word.styles["List Bullet"].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    assert numbering is not None


def test_language_title_and_moment(word) -> None:
    assert word.core_properties.title == "Dossier: ronde 3"
    assert word.core_properties.author == "Gemeente <Proef> & co"
    assert word.core_properties.language == "nl-BE"
    assert word.core_properties.created == MADE_AT
    languages = word.styles.element.iter(qn("w:lang"))
    assert [one.get(qn("w:val")) for one in languages] == ["nl-BE"]


def test_header_rows_come_back_and_rows_stay_whole(word) -> None:
    rows = word.tables[-1].rows
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert heads == [True, True, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in rows[0].cells] == ["Plaats", "Steun", "Steun", "Uitkomst"]
    assert [cell.text for cell in rows[1].cells] == ["Plaats", "Stemmen", "Deel", "Uitkomst"]


def test_pictures_have_alternative_texts_and_signs_are_decoration(word) -> None:
    told = [(one.get("descr"), len(one)) for one in word.element.body.iter(qn("wp:docPr"))]
    assert [alt for alt, _ in told if alt] == ["Een plein met klinkers", "Een boom", "Kaart met 3 plaatsen"]
    assert all(bool(alt) != bool(marked) for alt, marked in told)
    stories = (word.element.body, word.sections[0].header._element)
    ids = [one.get("id") for story in stories for one in story.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids))


def test_head_and_foot_count_pages(word) -> None:
    section = word.sections[0]
    assert "Gemeente <Proef> & co" in section.header.paragraphs[0].text
    assert "Dossier · 2026" in section.header.paragraphs[0].text
    fields = [one.get(qn("w:instr")).strip() for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_the_contents_lead_to_bookmarks(word) -> None:
    body = word.element.body
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    anchors = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    assert len(anchors) == 3
    assert set(anchors) <= marks
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_the_package_holds_what_it_names_and_no_more(own: bytes) -> None:
    parts = parts_of_docx(own)
    assert all(fromstring(text) is not None for name, text in parts.items() if name.endswith((".xml", ".rels")))
    for story in ("document", "header1"):
        told = fromstring(parts[f"word/_rels/{story}.xml.rels"])
        targets = {one.get("Id"): f"word/{one.get('Target')}" for one in told if one.get("TargetMode") != "External"}
        assert set(targets.values()) <= set(parts)
        used = set(re.findall(rb'r:(?:embed|id)="(\w+)"', parts[f"word/{story}.xml"]))
        assert {one.decode() for one in used} <= {one.get("Id") for one in told}
    assert "docProps/thumbnail.jpeg" not in parts
    assert len([name for name in parts if name.startswith("word/media/")]) == 2 + 2 + 1 + 1


def test_what_follows_a_page_break_begins_the_page_without_an_empty_line_before_it(own: bytes) -> None:
    story = parts_of_docx(own)["word/document.xml"].decode()
    assert story.count("<w:pageBreakBefore/>") == 1
    after = story.split("<w:pageBreakBefore/>")[1]
    assert re.sub("<[^>]*>", "", after).startswith("Bijlage")
    assert 'w:br w:type="page"' not in story
    table_first = parts_of_docx(as_docx(document(PageBreak(), table())))["word/document.xml"].decode()
    assert re.search("<w:pageBreakBefore/></w:pPr><w:r><w:t[^>]*>Plaatsen met", table_first)


def test_a_quote_stays_with_who_said_it_and_a_total_with_the_row_above_it() -> None:
    quoted = _stories(Quote("Woorden.", "College"), Quote("Andere."))
    assert quoted.count("<w:keepNext/>") == 1
    short, long = _stories(table(3)), _stories(table(60))
    cells = 4
    assert (short.count("<w:keepNext/>"), long.count("<w:keepNext/>")) == (3 * cells, 2 * cells)


def _stories(*blocks: object) -> str:
    """The XML of a document with these blocks."""
    return parts_of_docx(as_docx(document(*blocks, facts=())))["word/document.xml"].decode()


def test_elements_stand_in_the_order_of_the_schema(own: bytes) -> None:
    parts = parts_of_docx(own)
    wrong = []
    for name in ("document", "header1", "footer1", "styles", "numbering"):
        for element in fromstring(parts[f"word/{name}.xml"]).iter():
            order = ORDERS.get(_local(element.tag), "").split()
            found = [order.index(_local(child.tag)) for child in element] if order else []
            wrong += [(name, element.tag)] if found != sorted(found) else []
    assert wrong == []


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def test_a_drawing_becomes_a_picture_that_print_can_use() -> None:
    parts = parts_of_docx(as_docx(document(Picture(DRAWING, "Kaart"), logo=None)))
    (file,) = [content for name, content in parts.items() if name.startswith("word/media/")]
    assert Image.open(io.BytesIO(file)).size == pytest.approx((180 / 25.4 * 200, 45 / 25.4 * 200), abs=1)


def test_the_same_document_gives_the_same_bytes(own: bytes) -> None:
    assert as_docx(document()) == own
    with zipfile.ZipFile(io.BytesIO(own)) as package:
        assert {one.date_time for one in package.infolist()} == {(2026, 11, 22, 13, 32, 0)}


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert "ab" in texts_of(as_docx(document(Paragraph("a\x00\x0b\ufffeb"))))
    assert "漢字 🌳" in texts_of(as_docx(document(Paragraph("漢字 🌳"))))


def test_nor_does_it_break_an_address() -> None:
    """An address of a decision is what a source told."""
    told = as_docx(document(blocks=(Paragraph((Link("Besluit", "https://besluiten.be/\x0b\x011"),)),)))
    assert b'Target="https://besluiten.be/' in zipfile.ZipFile(io.BytesIO(told)).read("word/_rels/document.xml.rels")


def test_a_picture_is_kept_once() -> None:
    same = [Picture(photo(), f"Foto {place}") for place in range(10)]
    parts = parts_of_docx(as_docx(document(table(300), *same, logo=None)))
    assert len([name for name in parts if name.startswith("word/media/")]) == 2


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed; structure is tested without it")
def test_libreoffice_opens_it_without_repair(own: bytes, tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(own)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "pdf", "--outdir", str(tmp_path), str(tmp_path / "own.docx")], check=True, capture_output=True
    )
    from pypdf import PdfReader

    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "own.pdf").pages)
    assert all(words in text for words in ("Dossier: ronde 3", "Plaatsen met hun steun", "12.345", "van 3"))
