"""A report as a workbook: what it is, a sheet for each chart with its rows and a chart that Excel draws, definitions.

The numbers behind a drawn chart stand on its sheet, below it, so that whoever changes one sees the chart change.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from config.language import N_, t
from dashboard.charts.palette import BAD, GRID, INK, INK2, INK3, PAPER
from dashboard.charts.spec import ChartSpec
from dashboard.reports.charts.native import Form, Native, Row, native_of
from dashboard.reports.charts.pieces import known
from dashboard.reports.tables import WORKBOOK_OPTIONS, Header, Styles, write_header, write_rows

CONTENTS, DEFINITIONS, CHART_DATA = N_("Contents"), N_("Definitions"), N_("Numbers of the chart")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_CHART_LINES, _CHART_WIDTH, _LINE_PX = 19, 760, 20
_GAP, _FEW, _MANY = 45, 160, 4
"""Between bars, in percent of their width; wider where there are few."""
_KINDS = {
    Form.BARS: {"type": "bar"},
    Form.STACKED_BARS: {"type": "bar", "subtype": "stacked"},
    Form.STACKED_COLUMNS: {"type": "column", "subtype": "stacked"},
    Form.LINES: {"type": "line"},
    Form.SCATTER: {"type": "scatter", "subtype": "straight"},
}


@dataclass(frozen=True)
class Sheet:
    """A chart with its title; its rows are those of the page."""

    title: str
    spec: ChartSpec


def as_workbook(
    header: Header, sheets: Sequence[Sheet], definitions: Sequence[tuple[str, str]], made_at: datetime
) -> bytes:
    """The workbook: contents with the header, a sheet each, definitions (term, meaning). All texts are final.

    The only date in the file is `made_at` (with a time zone), so the same report gives the same bytes.
    """
    import xlsxwriter

    file = io.BytesIO()
    names = sheet_names([t(CONTENTS), *(sheet.title for sheet in sheets), t(DEFINITIONS)])
    with xlsxwriter.Workbook(file, WORKBOOK_OPTIONS) as book:
        book.set_properties({"title": header.title, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        styles = Styles(book)
        pages = [book.add_worksheet(name) for name in names]
        _contents(pages[0], header, sheets, names[1:-1], styles)
        for page, name, sheet in zip(pages[1:-1], names[1:-1], sheets, strict=True):
            _Page(book, page, name, styles).write(sheet)
        _definitions(pages[-1], definitions, styles)
    return file.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Names of sheets as Excel takes them: no sign it forbids, at most 31 letters, each once."""
    found: list[str] = []
    for title in titles:
        plain = " ".join(_FORBIDDEN.sub(" ", title).split()).strip("'") or "-"
        known_names = {name.lower() for name in found} | {"history"}
        tried, count = plain[:_LONGEST_NAME].strip(), 1
        while tried.lower() in known_names:
            count += 1
            ending = f" ({count})"
            tried = plain[: _LONGEST_NAME - len(ending)].strip() + ending
        found.append(tried)
    return found


def _contents(page: Any, header: Header, sheets: Sequence[Sheet], names: Sequence[str], styles: Styles) -> None:
    write_header(page, header)
    top = len(header.lines()) + 1
    page.write_row(top, 0, [t(N_("Sheet")), t(N_("Conclusion"))], styles.bold)
    for line, (sheet, name) in enumerate(zip(sheets, names, strict=True), start=top + 1):
        page.write_url(line, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", string=sheet.title)
        page.write_string(line, 1, sheet.spec.conclusion or "")
    page.set_column(0, 0, 36)
    page.set_column(1, 1, 100)


def _definitions(page: Any, definitions: Sequence[tuple[str, str]], styles: Styles) -> None:
    page.write_row(0, 0, [t(N_("Term")), t(N_("Meaning"))], styles.bold)
    for line, row in enumerate(definitions, start=1):
        page.write_row(line, 0, row)
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 36)
    page.set_column(1, 1, 100)


class _Page:
    """A sheet with a chart: words, rows, the chart right of them, and its numbers below the chart."""

    def __init__(self, book: Any, page: Any, name: str, styles: Styles) -> None:
        self.book, self.page, self.name, self.styles = book, page, name, styles

    def write(self, sheet: Sheet) -> None:
        """Everything of one chart."""
        spec, strong = sheet.spec, self.book.add_format({"bold": True})
        self.page.write_string(0, 0, sheet.title, strong)
        footnote = spec.footnote.text if spec.footnote else ""
        words = [spec.conclusion or "", " ".join((spec.note or "").split()), footnote]
        told = [one for one in words if one] + [f"{fact.value} {' '.join(fact.text.split())}" for fact in spec.facts]
        for line, text in enumerate(told, start=1):
            self.page.write_string(line, 0, text)
        top = len(told) + 2
        write_rows(self.page, top, spec.table, self.styles)
        native = native_of(spec)
        if native and native.drawn:
            self.chart(native, top, len(spec.table.columns) + 1, sheet)

    def chart(self, native: Native, top: int, left: int, sheet: Sheet) -> None:
        """The chart with its numbers below it."""
        first = top + _CHART_LINES + 1
        self.page.set_column(left, left + 2 * len(native.rows), 14)
        chart = self.book.add_chart(_KINDS[native.form])
        self.page.write_string(first - 1, left, t(CHART_DATA), self.styles.bold)
        places = (
            self.scattered(native, first, left) if native.form is Form.SCATTER else self.listed(native, first, left)
        )
        for row, place in zip(native.rows, places, strict=True):
            self.page.write_string(*place["name"][1:], row.name or sheet.title, self.styles.bold)
            if row.shown:
                chart.add_series(place | _look(row, native))
        _dress(chart, native)
        chart.set_size({"width": _CHART_WIDTH, "height": _CHART_LINES * _LINE_PX - 8})
        self.page.insert_chart(top, left, chart, {"description": sheet.spec.alt, "object_position": 2})

    def listed(self, native: Native, first: int, left: int) -> list[dict[str, Any]]:
        """Categories below each other, a series in each column right of them; where each stands."""
        unit, last = self.book.add_format({"num_format": native.unit}), first + len(native.categories)
        for line, name in enumerate(native.categories, start=first + 1):
            self.page.write_string(line, left, name)
        places = []
        for column, row in enumerate(native.rows, start=left + 1):
            self.numbers(row.values, first + 1, column, unit)
            places.append(self.place(first, last, left, column))
        return places

    def scattered(self, native: Native, first: int, left: int) -> list[dict[str, Any]]:
        """A column of places and one of numbers for each series; where each stands."""
        unit, plain, places = self.book.add_format({"num_format": native.unit}), self.book.add_format({}), []
        for number, row in enumerate(native.rows):
            x, y, last = left + 2 * number, left + 2 * number + 1, first + len(row.values)
            self.numbers(row.x, first + 1, x, plain)
            self.numbers(row.values, first + 1, y, unit)
            places.append(self.place(first, last, x, y))
        return places

    def place(self, first: int, last: int, names: int, column: int) -> dict[str, Any]:
        """Where the name, the categories and the numbers of a series stand; as cells, so that no text is a formula."""
        cells = {"values": column, "categories": names}
        found = {what: [self.name, first + 1, one, last, one] for what, one in cells.items()}
        return found | {"name": [self.name, first, column]}

    def numbers(self, values: Sequence[float | None], first: int, column: int, style: Any) -> None:
        """Numbers below each other; a gap stays empty."""
        for line, value in enumerate(values, start=first):
            if known(value):
                self.page.write_number(line, column, float(value), style)


def _look(row: Row, native: Native) -> dict[str, Any]:
    """How a series is drawn."""
    if row.hidden:
        return {"fill": {"none": True}, "border": {"none": True}}
    if native.form in (Form.LINES, Form.SCATTER):
        return _line(row)
    paint: dict[str, Any] = {"gap": _FEW if len(row.values) < _MANY else _GAP}
    if row.hatched:
        paint |= {"pattern": _hatch(row.color), "border": {"color": row.color}}
    else:
        look = (PAPER, row.color) if row.hollow else (row.color, PAPER)
        paint |= {"fill": {"color": look[0]}, "border": {"color": look[1]}}
    if row.missed:
        count = range(len(row.values))
        missed = {"pattern": _hatch(BAD), "border": {"color": BAD}}
        paint["points"] = [missed if point in row.missed else {"fill": {"color": row.color}} for point in count]
    labels = _labels(row, native)
    return paint | ({"data_labels": labels} if labels else {})


def _hatch(color: str) -> dict[str, str]:
    return {"pattern": "wide_upward_diagonal", "fg_color": color, "bg_color": PAPER}


def _line(row: Row) -> dict[str, Any]:
    if not row.line:
        return {"line": {"none": True}, "marker": {"type": "circle", "size": 8, "fill": {"color": row.color}}}
    dash = {"dash_type": "dash"} if row.dashed else {}
    return {"line": {"color": row.color, "width": 1.25 if row.thin else 2.25} | dash, "marker": {"type": "none"}}


def _labels(row: Row, native: Native) -> dict[str, Any]:
    """The numbers of few bars, or the words that stand for them."""
    font = {"size": 9, "color": row.said if native.stacked else INK}
    if row.labels:
        custom = [{"value": text} if text and not text.startswith("=") else {"delete": True} for text in row.labels]
        return {"value": True, "custom": custom, "font": font}
    return {"value": True, "num_format": native.unit, "font": font} if native.labelled else {}


def _dress(chart: Any, native: Native) -> None:
    """Quiet axes, a legend below where it says something, gaps as gaps."""
    quiet = {"num_font": {"color": INK3, "size": 9}, "line": {"color": INK}}
    grid = {"major_gridlines": {"visible": True, "line": {"color": GRID}}, "line": {"none": True}}
    ends = {} if native.span is None else {"min": native.span[0], "max": native.span[1]}
    measured = quiet | grid | ends | {"num_format": native.unit}
    title = {"name_font": {"color": INK2, "size": 9, "bold": False}}
    named = ({"name": native.title_x} | title) if native.title_x else {}
    target = ({"name": native.target} | title) if native.target else {}
    names = quiet | named | {"major_gridlines": {"visible": False}}
    if native.form in (Form.BARS, Form.STACKED_BARS):  # the first on top, the numbers below
        chart.set_x_axis(measured | target)
        chart.set_y_axis(names | {"reverse": True, "crossing": "max"})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(measured | target)
    legend = {"position": "bottom", "font": {"color": INK2, "size": 9}, "delete_series": native.unnamed}
    chart.set_legend({"none": True} if len(native.drawn) - len(native.unnamed) <= 1 else legend)
    chart.set_title({"none": True})
    chart.show_blanks_as("gap")
