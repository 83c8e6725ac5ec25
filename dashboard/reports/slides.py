"""A report as slides (PPTX, 16:9): a title, a summary as a table, a slide for each chart with its conclusion as title.

Charts are PowerPoint's own, with the numbers of the `ChartSpec` in the small workbook that each carries; flows are a
picture, tables a table. Worker only. The same deck gives the same bytes: its only date is its own.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from config.language import N_, number, t
from dashboard.charts.palette import ACCENT, BAD, CATEGORICAL, GRID, INK, INK2, INK3, LINK, PAPER, RULE, WASH
from dashboard.charts.spec import ChartSpec
from dashboard.charts.spec import Table as Rows
from dashboard.reports.charts.blocks import table_of
from dashboard.reports.charts.native import Form, Native, Row, native_of
from dashboard.reports.charts.picture import picture_of
from dashboard.reports.charts.pieces import known
from dashboard.reports.document import LANGUAGE_TAGS, Table, plain_text
from dashboard.reports.fonts import clean, width
from dashboard.reports.pictures import TEXT_WIDTH, png_of, ratio
from dashboard.reports.tables import safe

PPTX_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WIDE, _HIGH, _EDGE = 13.333, 7.5, 0.6
"""Of a slide, in inches, and the margin around everything."""
_TITLE_LAYOUT, _CHART_LAYOUT = 0, 5
_TOP, _BOTTOM = 1.95, 6.45
_CELL, _LINE, _PAD, _WIDEST, _MOST_COLUMNS = 13, 0.31, 0.1, 60.0, 7
"""Of tables: points, inches of a line and beside a text, mm of a column before its words wrap, and how many columns."""
_ROOM = _WIDE - 2 * _EDGE
_THEME_COLORS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{place}" for place in range(1, 7)), "hlink", "folHlink")
_NO_GRID = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of tables without lines and fills."""
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True)
class Slide:
    """A chart with its title; `definition` (how its numbers are computed) goes to the notes."""

    title: str
    spec: ChartSpec
    definition: str = ""


@dataclass(frozen=True)
class Deck:
    """What is shown. Texts are final; `foot` stands below each slide, `state` ('Ontwerp') on the first.

    `made_at` has a time zone. `summary` is a table of one slide. `accent` is the colour of the organisation.
    """

    title: str
    organisation: str
    made_at: datetime
    slides: tuple[Slide, ...]
    subtitle: str = ""
    foot: str = ""
    state: str = ""
    summary: Table | None = None
    language: str = "nl"
    accent: str = ACCENT


def as_pptx(deck: Deck) -> bytes:
    """The deck as PPTX."""
    from pptx import Presentation

    made = Presentation()
    _set_page(made)
    _set_theme(made, deck)
    _set_properties(made, deck)
    _title_slide(made, deck)
    if deck.summary:
        _table_slide(made, deck, deck.summary.caption or t(N_("Summary")), deck.summary)
    for slide in deck.slides:
        _chart_slide(made, deck, slide)
    _set_language(made, LANGUAGE_TAGS[deck.language])
    file = io.BytesIO()
    made.save(file)
    return _dated(file, deck.made_at)


def _set_page(made: Any) -> None:
    """16:9, with the places of the layouts widened along, so that slides that are added look like ours."""
    from pptx.util import Inches

    stretch = Inches(_WIDE) / made.slide_width
    made.slide_width, made.slide_height = Inches(_WIDE), Inches(_HIGH)
    for page in (made.slide_master, *made.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * stretch), round(shape.width * stretch)


def _set_theme(made: Any, deck: Deck) -> None:
    """Our colours in the place of those that come with python-pptx; its font, Calibri, is that of our DOCX."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    colors = (INK, PAPER, INK2, WASH, *CATEGORICAL, deck.accent, LINK, LINK)
    text = part.blob.decode()
    for name, color in zip(_THEME_COLORS, colors, strict=True):
        own = f'<a:{name}><a:srgbClr val="{color[1:]}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", own, text, count=1, flags=re.DOTALL)
    part._blob = text.encode()


def _set_properties(made: Any, deck: Deck) -> None:
    own, moment = made.core_properties, deck.made_at.astimezone(UTC).replace(tzinfo=None)
    own.title, own.subject = clean(deck.title)[:255], clean(deck.subtitle)[:255]
    own.author = own.last_modified_by = clean(deck.organisation)[:255]
    own.language, own.keywords, own.comments, own.revision = LANGUAGE_TAGS[deck.language], "", "", 1
    own.created = own.modified = moment
    for key, relation in list(made.part.package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            made.part.package._rels.pop(key)


def _title_slide(made: Any, deck: Deck) -> None:
    page = made.slides.add_slide(made.slide_layouts[_TITLE_LAYOUT])
    _placed(page.shapes.title, (_EDGE, 2.2, _ROOM, 1.4))
    _say(page.shapes.title, [deck.title], 38, bold=True, anchor="bottom")
    below = page.placeholders[1]
    _placed(below, (_EDGE, 3.7, _ROOM, 1.2))
    lines = [line for line in (deck.subtitle, deck.organisation, deck.state) if line]
    _say(below, lines, 20, color=INK2)
    _stripe(page, deck.accent)
    _foot(page, deck)


def _table_slide(made: Any, deck: Deck, title: str, table: Table) -> None:
    page = _page(made, deck, title)
    _rows(page, table, _TOP - 0.4)
    _foot(page, deck)


def _chart_slide(made: Any, deck: Deck, slide: Slide) -> None:
    """The conclusion, what it is about, the chart, its figures."""
    spec = slide.spec
    page = _page(made, deck, spec.conclusion or slide.title)
    about = [slide.title] if spec.conclusion else []
    note = " ".join(spec.note.split()) if spec.note else ""
    _box(page, (_EDGE, 1.35, _ROOM, 0.5), [" · ".join([*about, *([note] if note else [])])], 14, INK2)
    _content(page, spec)
    _box(page, (_EDGE, _BOTTOM, _ROOM, 0.4), [" · ".join(_figures(spec))], 14, INK)
    notes = [slide.title, spec.conclusion or "", slide.definition, note, spec.alt]
    page.notes_slide.notes_text_frame.text = clean("\n".join(dict.fromkeys(one for one in notes if one)))
    _foot(page, deck)


def _figures(spec: ChartSpec) -> Iterator[str]:
    yield from (f"{fact.value} {' '.join(fact.text.split())}" for fact in spec.facts)
    if spec.footnote:
        yield spec.footnote.text


def _content(page: Any, spec: ChartSpec) -> None:
    """A chart of its own; flows as a picture; else the rows."""
    native = native_of(spec)
    if native and native.drawn and any(row.values for row in native.drawn):
        _chart(page, native, spec.alt)
        return
    drawn = picture_of(spec)
    if drawn:
        _picture(page, drawn, spec.alt)
    elif len(spec.table.frame):
        _rows(page, table_of(_narrow(spec.table)), _TOP)


def _narrow(table: Rows) -> Rows:
    """A table of many columns with those only that a phone keeps too."""
    if len(table.columns) <= _MOST_COLUMNS:
        return table
    return replace(table, columns=tuple(column for column in table.columns if column.essential) or table.columns)


def _page(made: Any, deck: Deck, title: str) -> Any:
    page = made.slides.add_slide(made.slide_layouts[_CHART_LAYOUT])
    _placed(page.shapes.title, (_EDGE, 0.35, _ROOM, 1.0))
    _say(page.shapes.title, [title], _fitting(title), bold=True, anchor="bottom")
    _stripe(page, deck.accent)
    return page


def _fitting(title: str) -> int:
    """The largest letters (points) in which a title fits on two lines."""
    room = _ROOM * 25.4 * 1.9
    return next((points for points in (28, 24, 20) if width(title, points, strong=True) <= room), 16)


def _stripe(page: Any, color: str) -> None:
    """The colour of the organisation along the top; decoration."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.oxml import parse_xml
    from pptx.util import Inches

    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(_WIDE), Inches(0.08))
    _paint(shape.fill, color)
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape._element.nvSpPr.cNvPr.append(parse_xml(_DECORATIVE))


def _foot(page: Any, deck: Deck) -> None:
    """The foot left, the number of the slide right."""
    from pptx.enum.text import PP_ALIGN

    _box(page, (_EDGE, 6.95, _ROOM - 1.0, 0.35), [deck.foot or deck.organisation], 11, INK3)
    place = len(page.part.package.presentation_part.presentation.slides)
    shape = _box(page, (_WIDE - _EDGE - 1.0, 6.95, 1.0, 0.35), [number(place)], 11, INK3)
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _box(page: Any, place: Sequence[float], lines: Sequence[str], points: float, color: str) -> Any:
    from pptx.util import Inches

    shape = page.shapes.add_textbox(*(Inches(one) for one in place))
    _say(shape, lines, points, color=color)
    return shape


def _placed(shape: Any, place: Sequence[float]) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in place)


def _say(
    shape: Any, lines: Iterable[str], points: float, *, color: str = INK, bold: bool = False, anchor: str = "top"
) -> None:
    """Lines in a shape, in one look."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame = shape.text_frame
    frame.word_wrap, frame.margin_left, frame.margin_right = True, 0, 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if anchor == "bottom" else MSO_ANCHOR.TOP
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = clean(" ".join(line.split("\n")))
        _font(run.font, points, color, bold=bold)


def _font(font: Any, points: float, color: str, *, bold: bool = False) -> None:
    from pptx.util import Pt

    font.size, font.bold, font.color.rgb = Pt(points), bold, _rgb(color)


def _rgb(color: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(color[1:])


def _paint(fill: Any, color: str) -> None:
    fill.solid()
    fill.fore_color.rgb = _rgb(color)


def _hatch(fill: Any, color: str) -> None:
    from pptx.enum.dml import MSO_PATTERN

    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = _rgb(color), _rgb(PAPER)


def _picture(page: Any, drawn: str, alt: str) -> None:
    from pptx.util import Inches

    high = min(_BOTTOM - _TOP, _ROOM / ratio(drawn))
    wide = high * ratio(drawn)
    file = io.BytesIO(png_of(drawn, TEXT_WIDTH, 240))
    left = _EDGE + (_ROOM - wide) / 2
    shape = page.shapes.add_picture(file, Inches(left), Inches(_TOP), Inches(wide), Inches(high))
    shape._element.nvPicPr.cNvPr.set("descr", clean(alt))


# --- tables ----------------------------------------------------------------------------------------------------------


def _rows(page: Any, table: Table, top: float) -> None:
    """The rows that fit; a last line says how many there are besides."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    told = [[column.header for column in table.columns], *([plain_text(cell) for cell in row] for row in table.rows)]
    total = [[plain_text(cell) for cell in table.total]] if table.total else []
    wide = _widths([*told, *total])
    shown = _fitting_rows(told, wide, _BOTTOM - top - _LINE * len(total))
    lines = told[:shown]
    if shown < len(told):
        more = t(N_("and {n} more rows"), n=number(len(told) - shown))
        lines.append([more, *[""] * (len(table.columns) - 1)])
    lines += total
    place = (Inches(_EDGE), Inches(top), Inches(_ROOM), Inches(_LINE * len(lines)))
    made = page.shapes.add_table(len(lines), len(table.columns), *place).table
    made._tbl.tblPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = _NO_GRID
    made.horz_banding = False
    for column, one in enumerate(wide):
        made.columns[column].width = Inches(one)
    for row, line in enumerate(lines):
        made.rows[row].height = Inches(_LINE)
        for column, text in enumerate(line):
            cell = made.cell(row, column)
            strong = row == 0 or (bool(table.total) and row == len(lines) - 1)
            _say(cell, [text], _CELL, color=INK2 if row == 0 else INK, bold=strong)
            cell.margin_right, cell.margin_top, cell.margin_bottom = Inches(_PAD), Inches(0.04), Inches(0.04)
            if table.columns[column].numeric:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            _ruled(cell, INK if row == 0 else RULE)


def _fitting_rows(lines: Sequence[Sequence[str]], wide: Sequence[float], room: float) -> int:
    """How many lines, with the headers, fit in so many inches, one of them kept for how many do not."""
    high = 0.0
    for place, line in enumerate(lines):
        deep = max(_lines_in(text, one) for text, one in zip(line, wide, strict=True))
        high += 0.08 + deep * (_LINE - 0.08)
        if high + (_LINE if place < len(lines) - 1 else 0) > room:
            return place
    return len(lines)


def _lines_in(text: str, wide: float) -> int:
    """How many lines a cell takes, rather too many than too few."""
    room = (wide - _PAD) * 25.4
    full = width(text, _CELL, strong=True) / room
    return 1 if full <= 1 else 2 + int(1.15 * full)


def _widths(lines: Sequence[Sequence[str]]) -> list[float]:
    """Inches for each column: whole texts as far as they are short, else whole words; together the whole width."""
    columns = [[line[place] for line in lines] for place in range(len(lines[0]))]
    found = [
        min(_widest(cells), max(_widest(word for cell in cells for word in cell.split()), _WIDEST)) for cells in columns
    ]
    return [one / sum(found) * _ROOM for one in found]


def _widest(texts: Iterable[str]) -> float:
    return max((width(text, _CELL, strong=True) for text in texts if text), default=0.0) + 4


def _ruled(cell: Any, color: str) -> None:
    """A line below a cell."""
    from pptx.oxml import parse_xml

    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    line = f'<a:lnB {space} w="9525"><a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(line))


# --- charts ----------------------------------------------------------------------------------------------------------


def _chart(page: Any, native: Native, alt: str) -> None:
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    kinds = {
        Form.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
        Form.STACKED_BARS: XL_CHART_TYPE.BAR_STACKED,
        Form.STACKED_COLUMNS: XL_CHART_TYPE.COLUMN_STACKED,
        Form.LINES: XL_CHART_TYPE.LINE,
        Form.SCATTER: XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    }
    place = (Inches(_EDGE), Inches(_TOP), Inches(_ROOM), Inches(_BOTTOM - _TOP - 0.05))
    frame = page.shapes.add_chart(kinds[native.form], *place, _data(native))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
    chart = frame.chart
    _font(chart.font, 14, INK2)
    chart.has_title = False
    for series, row in zip(chart.plots[0].series, native.drawn, strict=True):
        _look(series, row, native)
    if native.form in (Form.BARS, Form.STACKED_BARS, Form.STACKED_COLUMNS):
        chart.plots[0].gap_width = 45 if len(native.categories) > 3 else 140
    _axes(chart, native)
    _legend(chart, native)


def _data(native: Native) -> Any:
    """The numbers; `safe` since the workbook that a chart carries would take a name for a formula."""
    from pptx.chart.data import CategoryChartData, XyChartData

    if native.form is Form.SCATTER:
        points = XyChartData(number_format=native.unit)
        for row in native.drawn:
            series = points.add_series(safe(clean(row.name)))
            for x, y in zip(row.x, row.values, strict=True):
                if known(y):
                    series.add_data_point(float(x), float(y))
        return points
    data = CategoryChartData(number_format=native.unit)
    data.categories = [safe(clean(name)) or " " for name in native.categories]
    for row in native.drawn:
        data.add_series(safe(clean(row.name)), [float(one) if known(one) else None for one in row.values])
    return data


def _look(series: Any, row: Row, native: Native) -> None:
    """How a series is drawn."""
    if native.form in (Form.LINES, Form.SCATTER):
        _line(series, row)
        return
    if row.hidden:
        series.format.fill.background()
        series.format.line.fill.background()
        return
    _area(series.format, row.color, hatched=row.hatched, hollow=row.hollow)
    for place in row.missed:
        _area(series.points[place].format, BAD, hatched=True, hollow=False)
    _labels(series, row, native)


def _area(look: Any, color: str, *, hatched: bool, hollow: bool) -> None:
    if hatched:
        _hatch(look.fill, color)
    else:
        _paint(look.fill, PAPER if hollow else color)
    look.line.color.rgb = _rgb(color if hatched or hollow else PAPER)


def _line(series: Any, row: Row) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    series.smooth = False
    line, marker = series.format.line, series.marker
    if not row.line:
        line.fill.background()
        marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 9
        _paint(marker.format.fill, row.color)
        return
    marker.style = XL_MARKER_STYLE.NONE
    line.color.rgb, line.width = _rgb(row.color), Pt(1.5 if row.thin else 2.75)
    if row.dashed:
        line.dash_style = MSO_LINE.DASH


def _labels(series: Any, row: Row, native: Native) -> None:
    """The numbers of few bars, or the words that stand for them."""
    color = row.said if native.stacked else INK
    for place, text in enumerate(row.labels):
        if text:
            frame = series.points[place].data_label.text_frame
            frame.text = clean(text)
            _font(frame.paragraphs[0].runs[0].font, 14, color, bold=True)
    if native.labelled and not row.labels:
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, native.unit, False
        _font(labels.font, 14, color, bold=True)


def _axes(chart: Any, native: Native) -> None:
    """Quiet axes; the first bar on top, with the numbers below."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    measured, named = chart.value_axis, chart.category_axis
    for axis in (measured, named):
        _font(axis.tick_labels.font, 12, INK3)
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.format.line.color.rgb = _rgb(INK)
    named.has_major_gridlines, measured.has_major_gridlines = False, True
    measured.major_gridlines.format.line.color.rgb = _rgb(GRID)
    measured.format.line.fill.background()
    measured.tick_labels.number_format, measured.tick_labels.number_format_is_linked = native.unit, False
    named.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if native.span:
        measured.minimum_scale, measured.maximum_scale = (float(end) for end in native.span)
    if native.form in (Form.BARS, Form.STACKED_BARS):
        named.reverse_order = True
        measured._element.crosses.set("val", "max")  # python-pptx changes the other one for categories
    for axis, text in ((named, native.title_x), (measured, native.target)):
        if text:
            axis.axis_title.text_frame.text = clean(text)
            _font(axis.axis_title.text_frame.paragraphs[0].runs[0].font, 12, INK2)


def _legend(chart: Any, native: Native) -> None:
    """Below the chart, where it says something; without series that have no name."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.oxml import parse_xml

    chart.has_legend = len(native.drawn) - len(native.unnamed) > 1
    if not chart.has_legend:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _font(chart.legend.font, 12, INK2)
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    for at, place in enumerate(native.unnamed, start=1):
        entry = f'<c:legendEntry {space}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        chart.legend._element.insert(at, parse_xml(entry))


# --- the file --------------------------------------------------------------------------------------------------------


def _set_language(made: Any, tag: str) -> None:
    """Each run says in which language it is, for spelling and for who listens."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for slide in made.slides:
        pages = [slide._element, *([slide.notes_slide._element] if slide.has_notes_slide else [])]
        for page in pages:
            for run in page.iter(f"{space}r"):
                run.get_or_add_rPr().set("lang", tag)


def _dated(file: io.BytesIO, made_at: datetime) -> bytes:
    """The same package, in which everything bears the date of the deck, also the workbooks that charts carry."""
    moment = made_at.astimezone(UTC)
    found = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = _dated(io.BytesIO(content), made_at)
            elif name == "docProps/core.xml":
                content = _CREATED.sub(rb"\g<1>" + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            part = zipfile.ZipInfo(name, moment.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return found.getvalue()
