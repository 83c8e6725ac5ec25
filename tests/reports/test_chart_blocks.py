"""A chart in a document: the same words and numbers in PDF and DOCX, its picture with its alternative text."""

from dataclasses import replace

import pandas as pd
import pytest

from config.kinds import Direction
from dashboard.charts.contents import Mark
from dashboard.charts.palette import Fill
from dashboard.charts.spec import Fact, Footnote, Table
from dashboard.reports.charts.blocks import document_blocks, table_of
from dashboard.reports.charts.swatches import swatch_of
from dashboard.reports.document import Columns, Heading, Paragraph, Picture, plain_text
from dashboard.reports.document import Table as Rows
from dashboard.reports.docx import as_docx
from dashboard.reports.pdf import as_pdf
from queries.targets import State
from tests.reports.reading import letters_of, numbers_of, structure, texts_of
from tests.reports.sample import DRAWING, document, table
from tests.reports.specs import CONTENTS, DRAWN, spec


def texts(blocks):
    return [plain_text(block.text) for block in blocks if isinstance(block, Heading | Paragraph)]


def test_a_chart_reads_from_its_title_to_its_footnote():
    blocks = document_blocks(spec("bars"), "Per dienst")
    assert [type(block).__name__ for block in blocks] == ["Heading", *["Paragraph"] * 4, "Picture"]
    assert texts(blocks) == [
        "Per dienst",
        "Eén dienst haalt het doel, één niet.",
        "Aandeel op tijd afgehandeld per dienst.",
        "76,8 % op tijd: Onder doel\n331 open: Op koers",
        "doel gehaald 571\u00a0\u00a0 onder doel",
    ]
    assert blocks[-1].caption == "n = 1.492: de som klopt"


def test_all_of_a_chart_stays_on_one_page():
    made = document(*document_blocks(spec("bars"), "Per dienst", level=1))
    assert [made.stays_above(place) for place in range(6)] == [False, True, True, True, True, False]


def test_a_conclusion_may_be_the_heading():
    blocks = document_blocks(spec("dots"), "Per dienst", headline=True, level=1)
    assert blocks[0] == Heading("Eén dienst haalt het doel, één niet", 1)
    assert texts(blocks)[1] == "Per dienst. Aandeel op tijd afgehandeld per dienst."
    assert document_blocks(spec("dots", conclusion=None), "Per dienst", headline=True)[0] == Heading("Per dienst", 2)


@pytest.mark.parametrize("name", ["rows", "plain"])
def test_a_chart_that_is_a_table_stays_one(name):
    [rows] = [block for block in document_blocks(spec(name), "Rijen") if isinstance(block, Rows)]
    assert rows.rows[0] == ("Groendienst", "571", "89,0\u202f%", "1 nov 2026")
    assert rows.notes == ("n = 1.492: de som klopt",)
    assert [column.numeric for column in rows.columns] == [False, True, True, False]


def test_an_empty_chart_says_so_in_words_only():
    blocks = document_blocks(spec("bars", empty=True, facts=(), footnote=None, note=None), "Per dienst")
    assert texts(blocks) == ["Per dienst", "Eén dienst haalt het doel, één niet."]
    assert len(blocks) == 2
    nothing = Table(pd.DataFrame({"n": []}), ())
    assert not any(isinstance(one, Rows) for one in document_blocks(replace(spec("rows"), table=nothing), "x"))


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Fact("9", "dagen", State.BAD, Direction.AT_MOST), "9 dagen: Boven doel"),
        (Fact("9", "dagen", State.ATTENTION), "9 dagen: Net onder doel"),
        (Fact("9", "dagen", State.UNKNOWN), "9 dagen"),
        (Fact("9", "dagen\nmediaan"), "9 dagen mediaan"),
    ],
)
def test_a_figure_says_how_it_stands_to_its_target(fact, words):
    assert words in texts(document_blocks(spec("bars", facts=(fact,)), "x"))


def test_a_sum_that_does_not_hold_is_told():
    blocks = document_blocks(spec("bars", footnote=Footnote("1 + 1 = 3", holds=False)), "x")
    assert blocks[-1].caption == "1 + 1 = 3: de som klopt niet"
    half = document_blocks(spec("bars", footnote=Footnote("n = 3")), "x", half=True)
    assert (half[-2].caption, texts(half)[-1]) == ("", "n = 3")


def test_pdf_and_docx_say_the_same_of_every_chart():
    blocks = [block for name in CONTENTS for block in document_blocks(spec(name), f"Grafiek {name}", level=1)]
    half = [document_blocks(spec(name), f"Half {name}", half=True) for name in ("bars", "plot")]
    made = document(*blocks, Columns(*half), table_of(spec("bars").table, "Alle rijen"))
    pdf, docx = as_pdf(made), as_docx(made)
    assert letters_of(pdf) == letters_of(docx)
    assert numbers_of(pdf) == numbers_of(docx)
    assert "Half plot" in texts_of(pdf)
    figures = [node.alt for node in structure(pdf).of("Figure")]
    assert figures == [
        *(f"Een grafiek met {name}." for name in DRAWN),
        "Een grafiek met bars.",
        "Een grafiek met plot.",
    ]


def test_every_fill_and_mark_has_a_swatch_of_its_own():
    drawings = [swatch_of(one) for one in (*Fill, *Mark)]
    assert len(set(drawings)) == len(drawings)


def test_columns_are_read_from_left_to_right_and_their_headings_count():
    both = Columns((Heading("Links"), Picture(DRAWING, "kaart", share=0.4)), (Heading("Rechts"), Paragraph("slot")))
    made = document(both)
    assert [one.text for one in made.headings()] == ["Links", "Rechts"]
    for file in (as_pdf(made), as_docx(made)):
        assert [text for text in texts_of(file) if text in ("Links", "Rechts", "slot")] == ["Links", "Rechts", "slot"]


def test_columns_hold_no_captions():
    with pytest.raises(ValueError, match="captions"):
        Columns((Heading("x"),), (table(),))
    with pytest.raises(ValueError, match="two columns"):
        Columns((), (Heading("x"),))


def test_what_leads_to_a_picture_stays_with_it():
    few = document(Heading("x"), *[Paragraph("a")] * 3, Picture(DRAWING, "kaart"), Paragraph("b"))
    assert [few.stays_above(place) for place in range(6)] == [False, True, True, True, False, False]
    many = document(Heading("x"), *[Paragraph("a")] * 5, Picture(DRAWING, "kaart"))
    assert not any(many.stays_above(place) for place in range(7))
