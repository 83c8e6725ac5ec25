"""Small multiples on paper: a row of columns for each, on one scale but for those that have their own."""

from dashboard.charts.contents import Panel, Panels
from dashboard.charts.palette import BAD, BLUE, INK3, RULE
from dashboard.reports.charts.pieces import LINE, SMALL, SMALL_LINE, Drawn, block, known, rule, widest, words, wrapped
from dashboard.reports.fonts import width

_HIGH, _GAP, _MOST_LEFT, _WIDEST = 8.0, 2.4, 0.3, 7.0


def draw_panels(content: Panels, wide: float) -> Drawn:
    """Names left, the number of the whole right; the moments below."""
    most = wide * _MOST_LEFT
    names = [wrapped(panel.label, most) for panel in content.panels]
    left = widest([line for name in names for line in name]) + _GAP
    right = wide - widest([panel.text for panel in content.panels], strong=True) - _GAP
    moments = max((len(panel.values) for panel in content.panels), default=1) or 1
    pitch = max(_HIGH + 2.4, LINE * max(map(len, names), default=1) + 1.6)
    step = (right - left) / moments
    pieces = []
    for place, (panel, name) in enumerate(zip(content.panels, names, strict=True)):
        base = pitch * (place + 1) - 0.8
        middle = base - _HIGH / 2
        pieces += [
            rule((left, base), (right, base), RULE, 0.2),
            block((0, middle), name),
            words((wide, middle), panel.text, anchor="end", strong=True),
            _band(panel, panel.top or content.top, left, step, base),
            _columns(panel, panel.top or content.top, left, step, base),
        ]
    bottom = pitch * len(content.panels)
    return Drawn((*pieces, *_moments(content, left, step, bottom, wide)), bottom + SMALL_LINE + 0.6)


def _band(panel: Panel, top: float, left: float, step: float, base: float) -> str:
    """Behind the columns, a grey part of each moment."""
    ends = zip(panel.low, panel.high, strict=True)
    found = [(place, low, high) for place, (low, high) in enumerate(ends) if known(low) and known(high)]
    return "".join(
        f'<rect x="{left + place * step:.2f}" y="{base - high / (top or 1) * _HIGH:.2f}" width="{step:.2f}" '
        f'height="{(high - low) / (top or 1) * _HIGH:.2f}" fill="{RULE}"/>'
        for place, low, high in found
        if low is not None and high is not None
    )


def _columns(panel: Panel, top: float, left: float, step: float, base: float) -> str:
    thick = min(step * 0.8, _WIDEST)
    found = ((place, value) for place, value in enumerate(panel.values) if known(value))
    missed = {place for place, stands_out in enumerate(panel.missed) if stands_out}
    return "".join(
        f'<rect x="{left + (place + 0.5) * step - thick / 2:.2f}" y="{base - value / (top or 1) * _HIGH:.2f}" '
        f'width="{thick:.2f}" height="{value / (top or 1) * _HIGH:.2f}" fill="{BAD if place in missed else BLUE}"/>'
        for place, value in found
    )


def _moments(content: Panels, left: float, step: float, bottom: float, wide: float) -> list[str]:
    """Their words, as many as fit, the last first."""
    said, free = [], wide
    for tick in reversed(content.ticks):
        half = width(tick.text, SMALL) / 2
        x = min(max(left + (tick.value + 0.5) * step, half), wide - half)
        if x + half <= free:
            said.append(words((x, bottom + SMALL_LINE / 2), tick.text, SMALL, fill=INK3, anchor="middle"))
            free = x - half - 1.5
    return said
