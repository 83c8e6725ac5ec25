"""A report as slides, read back: a conclusion as title, a chart with the very numbers, words for who cannot see it."""

import io
import subprocess
import sys
import zipfile

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard.charts.contents import Panel, Panels, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import Key, Table
from dashboard.reports.charts.native import Form, native_of
from dashboard.reports.slides import Deck, Slide, as_pptx
from tests.reports.sample import MADE_AT, table
from tests.reports.specs import COLUMNS, CONTENTS, DRAWN, LONG, ROWS, spec

CHARTED = tuple(name for name in DRAWN if name != "flows")


def deck(*slides, **more):
    own = slides or tuple(Slide(f"Grafiek {name}", spec(name), "Zo berekend.") for name in CONTENTS)
    return Deck("Rapport", "Stad <Proef> & co", MADE_AT, own, "Oktober 2026", "Gegevens tot 22 november 2026", **more)


@pytest.fixture(scope="module")
def file():
    return as_pptx(deck(summary=table()))


@pytest.fixture(scope="module")
def slides(file):
    return list(Presentation(io.BytesIO(file)).slides)


def shown(slides):
    return dict(zip(CONTENTS, slides[2:], strict=True))


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def chart_of(slide):
    return next(shape for shape in slide.shapes if shape.has_chart)


def test_a_title_a_summary_and_a_slide_for_each_chart(file, slides):
    assert len(slides) == 2 + len(CONTENTS)
    assert slides[0].shapes.title.text_frame.text == "Rapport"
    assert slides[1].shapes.title.text_frame.text == "Plaatsen met hun steun"
    rows = next(shape for shape in slides[1].shapes if shape.has_table).table
    assert [cell.text for cell in rows.rows[0].cells] == ["Plaats", "Stemmen", "Deel", "Uitkomst"]
    assert rows.cell(3, 1).text == "12.345"
    own = Presentation(io.BytesIO(file))
    assert own.slide_width / own.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert (own.core_properties.title, own.core_properties.created) == (
        "Rapport",
        MADE_AT.replace(tzinfo=None),
    )


@pytest.mark.parametrize("name", CONTENTS)
def test_the_conclusion_is_the_title_and_the_rest_stands_around_the_chart(slides, name):
    slide = shown(slides)[name]
    assert slide.shapes.title.text_frame.text == "Eén dienst haalt het doel, één niet."
    words = "\n".join(texts(slide))
    for one in (f"Grafiek {name}", "Aandeel op tijd afgehandeld", "76,8 % op tijd", "n = 1.492", "Gegevens tot"):
        assert one in words
    notes = slide.notes_slide.notes_text_frame.text
    assert "Zo berekend." in notes
    assert f"Een grafiek met {name}." in notes


@pytest.mark.parametrize("name", CHARTED)
def test_a_chart_has_the_very_numbers_and_its_alternative_text(slides, name):
    shape, native = chart_of(shown(slides)[name]), native_of(spec(name))
    assert native
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == f"Een grafiek met {name}."
    plot = shape.chart.plots[0]
    if native.form is Form.SCATTER:
        wanted = [[value for value in row.values if value is not None] for row in native.drawn]
        assert [list(series.iter_values()) for series in plot.series] == wanted
    else:
        assert [series.values for series in plot.series] == [row.values for row in native.drawn]
        assert [str(one).strip() for one in plot.categories] == [one.strip() for one in native.categories]


def test_flows_are_a_picture_and_rows_a_table(slides):
    picture = next(one for one in shown(slides)["flows"].shapes if one.shape_type is MSO_SHAPE_TYPE.PICTURE)
    assert picture._element.nvPicPr.cNvPr.get("descr") == "Een grafiek met flows."
    rows = next(one for one in shown(slides)["rows"].shapes if one.has_table).table
    assert [cell.text for cell in rows.rows[2].cells] == [LONG, "918", "63,0\u202f%", "–"]


def test_nothing_falls_off_a_slide(slides):
    wide, high = 13.333 * 914400 + 2000, 7.5 * 914400
    for slide in slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= wide
            assert shape.top + shape.height <= high


def test_no_name_becomes_a_formula_in_the_workbook_of_a_chart():
    bars = Bars((Bar('=HYPERLINK("x")', (BarPart(1, Fill.BLUE),)),))
    made = as_pptx(deck(Slide("x", spec("bars", content=bars, legend=(Key(Fill.BLUE, "=1+1"),)))))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        [name] = [name for name in package.namelist() if name.endswith(".xlsx")]
        page = load_workbook(io.BytesIO(package.read(name))).active
    cells = {cell.value: cell.data_type for row in page.iter_rows() for cell in row}
    assert "f" not in cells.values()
    assert cells["'=1+1"] == "s"


def test_a_long_table_says_how_many_rows_it_leaves_out():
    frame = ROWS.loc[[0] * 60].reset_index(drop=True)
    slide = Presentation(io.BytesIO(as_pptx(deck(Slide("x", spec("rows", table=Table(frame, COLUMNS)))))))
    rows = next(one for one in slide.slides[1].shapes if one.has_table)
    count = len(rows.table.rows)
    assert rows.table.cell(count - 1, 0).text == f"en nog {60 - (count - 2)} rijen"
    assert rows.top + rows.height <= 6.6 * 914400


def test_a_gap_is_no_number():
    """NaN is a gap too, as from a frame; neither may come to stand in the file as a word."""
    gap = Panels((Panel("a", (float("nan"), 0.5, None), "50 %"),), (Tick(0, "x"),), 1.0)
    for content in (gap, CONTENTS["curve"]):
        with zipfile.ZipFile(io.BytesIO(as_pptx(deck(Slide("x", spec("panels", content=content)))))) as package:
            [chart] = [package.read(name).decode() for name in package.namelist() if "charts/chart" in name]
        assert "nan" not in chart
        assert "None<" not in chart


def test_an_empty_chart_is_told_in_words():
    slide = as_pptx(deck(Slide("Stock", spec("bars", empty=True, table=Table(ROWS[:0], COLUMNS)))))
    [_, page] = Presentation(io.BytesIO(slide)).slides
    assert not any(shape.has_chart or shape.has_table for shape in page.shapes)


def test_the_same_deck_gives_the_same_bytes(file):
    assert as_pptx(deck(summary=table())) == file


def test_every_run_says_its_language(slides):
    runs = [run for slide in slides for shape in slide.shapes if shape.has_text_frame for run in _runs(shape)]
    assert {run._r.rPr.get("lang") for run in runs} == {"nl-BE"}


def _runs(shape):
    return [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]


def test_who_only_names_the_module_loads_no_library_of_documents():
    code = (
        "import sys, dashboard.reports.slides, dashboard.reports.workbook, dashboard.reports.charts.blocks; "
        "print({'pptx', 'docx', 'typst', 'xlsxwriter', 'PIL'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
