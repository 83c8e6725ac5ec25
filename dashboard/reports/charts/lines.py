"""Lines per week on paper, above a strip with the number of cases in each week."""

from config.language import number
from dashboard.charts.contents import Plot, Series, Tick
from dashboard.charts.palette import CONTROL, INK, INK3
from dashboard.charts.scale import nice_ticks, spread
from dashboard.charts.spec import Line, Lines, week_name
from dashboard.reports.charts.pieces import SMALL, SMALL_LINE, Drawn, known, rule, words
from dashboard.reports.charts.plot import draw_plot, frame_of

_STRIP = 9.0


def draw_lines(content: Lines, wide: float) -> Drawn:
    """The lines as a plot, and below it the strip on the same weeks."""
    above = _plot(content)
    drawn, frame = draw_plot(above, wide), frame_of(above, wide)
    top = drawn.height + SMALL_LINE + 1.0
    most = max(*content.counts, 1)
    step = (frame.right - frame.left) / len(content.weeks)
    bars = (
        f'<rect x="{frame.across(place) - step * 0.36:.2f}" y="{top + _STRIP * (1 - count / most):.2f}" '
        f'width="{step * 0.72:.2f}" height="{_STRIP * count / most:.2f}" fill="{CONTROL}"/>'
        for place, count in enumerate(content.counts)
    )
    pieces = (
        words((frame.left, top - SMALL_LINE / 2 - 0.4), content.counts_label, SMALL, fill=INK3),
        words((frame.left - 1.4, top + SMALL_LINE / 3), number(most), SMALL, fill=INK3, anchor="end"),
        *bars,
        rule((frame.left, top + _STRIP), (frame.right, top + _STRIP), INK, 0.3),
    )
    return Drawn((*drawn.pieces, *pieces), top + _STRIP + 0.4)


def _plot(content: Lines) -> Plot:
    highest = max((value for line in content.lines for value in line.values if known(value)), default=1)
    ticks = tuple(Tick(value, number(value)) for value in nice_ticks(highest))
    weeks = len(content.weeks)
    names = tuple(Tick(place, week_name(content.weeks[place])) for place in spread(weeks, 13))
    series = tuple(_series(line) for line in content.lines)
    return Plot(series, names, ticks, first_x=-0.6, last_x=weeks - 0.4, moments=content.moments)


def _series(line: Line) -> Series:
    places = tuple(float(place) for place in range(len(line.values)))
    return Series(line.name, places, line.values, line.fill, line.label, rank=line.rank, dashed=line.dashed)
