"""One bar cut into parts on paper, in groups with a heading above each."""

from config.language import number
from dashboard.charts.palette import INK, PAPER
from dashboard.charts.spec import Group, PartsBar
from dashboard.reports.charts.pieces import LABEL, LINE, Drawn, area, cut, inside, rule, words
from dashboard.reports.fonts import width

_BAR, _GAP, _BRACKET = 9.0, 4.0, 1.4


def draw_parts(content: PartsBar, wide: float) -> Drawn:
    """The bar over the whole width; a number that does not fit in its part stands below it."""
    groups = [group for group in content.groups if group.total]
    whole = sum(group.total for group in groups) or 1
    scale = (wide - _GAP * max(len(groups) - 1, 0)) / whole
    left, pieces, taken = 0.0, [], -1.0
    rooms = _heading_rooms(groups, wide, scale)
    for place, group in enumerate(groups):
        drawn, taken = _group(group, left, scale, wide, taken)
        end = left + group.total * scale
        pieces += [_heading(group, (left, end), rooms[place], wide, at_end=place > 0), drawn]
        left = end + _GAP
    return Drawn(tuple(pieces), LINE + _BRACKET + 1 + _BAR + (LINE + 0.6 if taken > 0 else 0.4))


def _heading_rooms(groups: list[Group], wide: float, scale: float) -> list[float]:
    """How wide each heading may be: together no more than the picture."""
    wanted = [width(group.heading, LABEL, strong=True) for group in groups]
    spare = (wide - 3.0 * (len(groups) - 1)) / max(sum(wanted), 1e-9)
    return [one * min(1.0, spare) + 0.01 for one in wanted]


def _heading(group: Group, span: tuple[float, float], room: float, wide: float, *, at_end: bool) -> str:
    """A bracket with words above it, which begin at its left or, of a later group, end at its right."""
    (left, right), y = span, LINE + 0.6 + _BRACKET
    path = f"M{left + 0.15:.2f} {y:.2f}V{y - _BRACKET:.2f}H{right - 0.15:.2f}V{y:.2f}"
    bracket = f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="0.25"/>'
    text = cut(group.heading, room, strong=True)
    if at_end:
        return bracket + words((right, LINE / 2), text, anchor="end", strong=True)
    return bracket + words((left, LINE / 2), text, strong=True)


def _group(group: Group, left: float, scale: float, wide: float, taken: float) -> tuple[str, float]:
    """The parts, and up to where numbers stand below them; -1 for none."""
    top, pieces, x = LINE + _BRACKET + 1.0, [], left
    for part in group.parts:
        long = part.value * scale
        if not part.value:
            continue
        pieces.append(area(x, top, long, _BAR, part.fill))
        text = number(part.value)
        needed = width(text, LABEL, strong=True)
        middle = max(min(x + long / 2, wide - needed / 2), needed / 2)
        if needed + 1.6 <= long:
            pieces.append(inside((middle, top + _BAR / 2), text, part.fill))
        elif middle - needed / 2 > taken:
            pieces.append(words((middle, top + _BAR + LINE / 2 + 0.3), text, anchor="middle", strong=True))
            taken = middle + needed / 2 + 1.0
        x += long
        pieces.append(rule((x, top), (x, top + _BAR), PAPER, 0.25))
    return "".join(pieces[:-1]), taken
