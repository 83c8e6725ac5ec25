"""A report as a workbook: the numbers of the page, charts that Excel draws from cells, and no formula anywhere."""

import io
import zipfile

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from dashboard.reports.charts.native import Form, native_of
from dashboard.reports.workbook import Sheet, as_workbook, sheet_names
from tests.reports.sample import MADE_AT
from tests.reports.specs import CONTENTS, DRAWN, ROWS, spec
from tests.reports.test_tables import HEADER

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHARTED = tuple(name for name in DRAWN if name != "flows")
DEFINITIONS = (("Op tijd", "=HYPERLINK(1)"), ("n", "aantal gevallen"))


@pytest.fixture(scope="module")
def file():
    sheets = [Sheet(f"Grafiek: {name}", spec(name)) for name in CONTENTS]
    return as_workbook(HEADER, sheets, DEFINITIONS, MADE_AT)


@pytest.fixture(scope="module")
def book(file):
    return load_workbook(io.BytesIO(file))


def charts(file):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert package.testzip() is None
        names = sorted(
            (name for name in package.namelist() if name.startswith("xl/charts/chart")),
            key=lambda name: int("".join(filter(str.isdigit, name))),
        )
        return [fromstring(package.read(name)) for name in names]


def cells(book, reference):
    """What the cells of a chart's reference hold."""
    name, place = reference.rsplit("!", 1)
    left, top, right, bottom = range_boundaries(place.replace("$", ""))
    page = book[name.strip("'").replace("''", "'")]
    return [page.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)]


def test_a_sheet_for_each_chart_between_contents_and_definitions(book):
    assert book.sheetnames == ["Inhoud", *(f"Grafiek {name}" for name in CONTENTS), "Definities"]
    first = book["Inhoud"]
    assert [first.cell(1, column).value for column in (1, 2)] == ["Titel", "Op tijd"]
    assert first.cell(8, 1).value == "Grafiek: waterfall"
    assert first.cell(8, 1).hyperlink.location == "'Grafiek waterfall'!A1"
    assert [cell.value for cell in book["Definities"][2]] == ["Op tijd", "=HYPERLINK(1)"]


@pytest.mark.parametrize("name", CONTENTS)
def test_the_rows_of_the_page_stand_on_its_sheet_as_they_are(book, name):
    page = book[f"Grafiek {name}"]
    rows = [[cell.value for cell in row[:4]] for row in page.iter_rows()]
    top = rows.index(["Dienst", "Aantal", "Op tijd", "Sinds"])
    assert [row[:3] for row in rows[top + 1 : top + 4]] == ROWS[["name", "n", "share"]].astype(object).where(
        ROWS[["name", "n", "share"]].notna(), None
    ).to_numpy().tolist()
    assert page.cell(top + 2, 3).number_format == "0.0%"


def test_nothing_in_it_is_a_formula(book):
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("place", range(len(CHARTED)))
def test_a_chart_is_drawn_from_cells_that_hold_its_numbers(file, book, place):
    native, found = native_of(spec(CHARTED[place])), charts(file)
    assert native
    assert len(found) == len(CHARTED)
    series = list(found[place].iter(f"{C}ser"))
    assert len(series) == len(native.drawn)
    for one, row in zip(series, native.drawn, strict=True):
        numbers = one.find(f"{C}{'yVal' if native.form is Form.SCATTER else 'val'}/{C}numRef/{C}f")
        assert cells(book, numbers.text) == [None if value is None else pytest.approx(value) for value in row.values]
        names = one.find(f"{C}{'xVal' if native.form is Form.SCATTER else 'cat'}//{C}f")
        wanted = list(row.x) if native.form is Form.SCATTER else list(native.categories)
        assert cells(book, names.text) == wanted
        assert cells(book, one.find(f"{C}tx//{C}f").text) == [row.name or f"Grafiek: {CHARTED[place]}"]


def test_charts_have_their_alternative_text(file):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        drawings = [
            package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/drawing")
        ]
    assert sorted(name for name in CHARTED if any(f'descr="Een grafiek met {name}."' in one for one in drawings)) == (
        sorted(CHARTED)
    )


def test_the_same_report_gives_the_same_bytes(file):
    sheets = [Sheet(f"Grafiek: {name}", spec(name)) for name in CONTENTS]
    assert as_workbook(HEADER, sheets, DEFINITIONS, MADE_AT) == file


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Op tijd", "op tijd"], ["Op tijd", "op tijd (2)"]),
        (["a/b:c*[d]?\\", "'x'"], ["a b c d", "x"]),
        (["history", ""], ["history (2)", "-"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
    ],
)
def test_names_of_sheets_are_those_that_excel_takes(titles, names):
    assert sheet_names(titles) == names


def test_a_waterfall_stands_on_a_base_that_is_not_seen():
    native = native_of(spec("waterfall"))
    base, *shown = native.rows
    assert base.hidden
    tops = [sum(row.values[place] or 0 for row in native.rows) for place in range(5)]
    assert (base.values, tops) == ((0, 190, 3236, 331, 0), [190, 3236, 3236, 3236, 331])
    assert [text for row in shown for text in row.labels if text] == ["190", "331", "+ 3.046", "+ 0", "− 2.905"]


def test_what_a_chart_may_not_draw_stands_in_its_rows_only():
    assert native_of(spec("flows")) is None
    assert native_of(spec("rows")) is None
    assert native_of(spec("bars", empty=True)) is None
    assert native_of(spec("lines")).rows[-1].values == CONTENTS["lines"].counts
    assert not native_of(spec("lines")).rows[-1].shown


def test_moments_are_categories_and_numbers_an_axis():
    over_months = native_of(spec("plot"))
    assert (over_months.form, over_months.categories[0], len(over_months.categories)) == (Form.LINES, "jan 2026", 14)
    curve = native_of(spec("curve"))
    assert (curve.form, curve.rows[0].x, curve.rows[0].values) == (
        Form.SCATTER,
        (0, 20, 20, 40, 40),
        (0, 0, 0.5, 0.5, 0.7),
    )


def test_bars_of_one_fill_are_one_series_with_its_words():
    native = native_of(spec("bars"))
    assert [row.name for row in native.rows] == ["doel gehaald", ""]
    assert native.rows[0].values == (571, 300, None)
    assert native.categories[2] == "Jeugd (te weinig (n = 2))"
    assert native.target == "doel 500"
