"""The picture of a chart on paper. Titles, legends and figures around it are the document's (`blocks.py`)."""

from dashboard.charts.contents import Flows, Panels, Plot
from dashboard.charts.rows import Bars, Dots
from dashboard.charts.spec import ChartSpec, Lines, PartsBar, Waterfall
from dashboard.reports.charts.bars import draw_bars
from dashboard.reports.charts.dots import draw_dots
from dashboard.reports.charts.flows import draw_flows
from dashboard.reports.charts.lines import draw_lines
from dashboard.reports.charts.panels import draw_panels
from dashboard.reports.charts.parts import draw_parts
from dashboard.reports.charts.pieces import Drawn, sheet
from dashboard.reports.charts.plot import draw_plot
from dashboard.reports.charts.waterfall import draw_waterfall
from dashboard.reports.pictures import TEXT_WIDTH


def picture_of(spec: ChartSpec, width_mm: float = TEXT_WIDTH) -> str | None:
    """The picture as SVG, laid out for that width with letters of 8.5 and 7.5 points; None for a table or empty chart.

    The few numbers that a content does not hold as text are written in the current language.
    """
    drawn = None if spec.empty else _drawn(spec, width_mm)
    return sheet(drawn, width_mm) if drawn else None


def _drawn(spec: ChartSpec, wide: float) -> Drawn | None:
    match spec.content:
        case Waterfall():
            return draw_waterfall(spec.content, wide)
        case PartsBar():
            return draw_parts(spec.content, wide)
        case Lines():
            return draw_lines(spec.content, wide)
        case Bars():
            return draw_bars(spec.content, wide)
        case Dots():
            return draw_dots(spec.content, wide)
        case Plot():
            return draw_plot(spec.content, wide)
        case Panels():
            return draw_panels(spec.content, wide)
        case Flows():
            return draw_flows(spec.content, wide)
        case _:
            return None
