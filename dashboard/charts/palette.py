"""The colours, once: `assets/00-tokens.css` repeats them for the browser and a test compares the two.

Contrast ratios are WCAG 2 (relative luminance); the categorical order and the scales were chosen to stay apart in every
colour vision type and in greyscale, which `tests/charts/test_palette.py` measures.
"""

from dataclasses import dataclass
from enum import StrEnum

FONT = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"

INK, INK2, INK3 = "#17212B", "#4A5763", "#5F6C78"
PAPER, WASH, RULE, RULE2, GRID, CONTROL = "#FFFFFF", "#F6F5F1", "#D9DDE1", "#EBEDEF", "#E3E6E9", "#808B95"
ACCENT, ACCENT_DEEP, ACCENT_WASH, ON_ACCENT, LINK = "#0A5A66", "#084850", "#E3EFF0", "#FFFFFF", "#1B5490"
GOOD, GOOD_WASH = "#1A6B3A", "#E4F1E8"
ATTENTION, ATTENTION_WASH = "#8A5300", "#FBEFD5"
BAD, BAD_WASH = "#AD1F1F", "#FBE6E3"
NEUTRAL, NEUTRAL_WASH = "#4A5763", "#ECEEF0"
BLUE, ORANGE, SKY, WINE, GREY = "#1F5A99", "#D5701F", "#4C97DB", "#6A1B4D", "#6A7681"

CATEGORICAL = (BLUE, ORANGE, SKY, WINE, GREY)
BLUES = ("#E4EEF7", "#B7D0E8", "#7DA8D2", "#3C76B3", "#174679")
VIOLETS = ("#F1E8F4", "#D6BFE0", "#B08BC4", "#83529F", "#542870")
"""Of maps: neither park, nor water, nor a status."""
LAND, BEYOND = "#F8F8F5", "#ECEEEA"
"""The ground of a map: within the neighbourhoods and around them."""
DIVERGING = ("#1F5A99", "#6497C4", "#B5CFE3", "#F1F0EC", "#EBC9A4", "#CF8544", "#9A4A12")

TOKENS = {
    "ink": INK,
    "ink2": INK2,
    "ink3": INK3,
    "paper": PAPER,
    "wash": WASH,
    "rule": RULE,
    "rule2": RULE2,
    "grid": GRID,
    "control": CONTROL,
    "accent": ACCENT,
    "accent-deep": ACCENT_DEEP,
    "accent-wash": ACCENT_WASH,
    "on-accent": ON_ACCENT,
    "link": LINK,
    "good": GOOD,
    "good-wash": GOOD_WASH,
    "attention": ATTENTION,
    "attention-wash": ATTENTION_WASH,
    "bad": BAD,
    "bad-wash": BAD_WASH,
    "neutral": NEUTRAL,
    "neutral-wash": NEUTRAL_WASH,
    "blue": BLUE,
    "orange": ORANGE,
    "sky": SKY,
    "wine": WINE,
    "grey": GREY,
    "land": LAND,
    "beyond": BEYOND,
} | {f"shade-{place}": color for place, color in enumerate(VIOLETS)}


class Fill(StrEnum):
    """What an area of a chart means; the value is also the name of its CSS swatch (`.swatch-blue`)."""

    BLUE = "blue"
    ORANGE = "orange"
    SKY = "sky"
    WINE = "wine"
    GREY = "grey"
    TOTAL = "total"
    OVERDUE = "overdue"
    STOPPED = "stopped"
    POSSIBLE = "possible"
    NOT_DUE = "not-due"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Paint:
    """How a fill is drawn: its colour, the colour of text on it, and an edge or hatch where it has one."""

    color: str
    text: str
    edge: str | None = None
    dashed: bool = False
    hatched: bool = False


PAINTS: dict[Fill, Paint] = {
    Fill.BLUE: Paint(BLUE, PAPER),
    Fill.ORANGE: Paint(ORANGE, INK),
    Fill.SKY: Paint(SKY, INK),
    Fill.WINE: Paint(WINE, PAPER),
    Fill.GREY: Paint(GREY, PAPER),
    Fill.TOTAL: Paint(INK2, PAPER),
    Fill.OVERDUE: Paint(BAD, INK, edge=BAD, hatched=True),
    Fill.STOPPED: Paint(CONTROL, INK, edge=GREY, hatched=True),
    Fill.POSSIBLE: Paint(BLUE, INK, edge=BLUE, hatched=True),
    Fill.NOT_DUE: Paint(PAPER, INK2, edge=GREY, dashed=True),
    Fill.OUTSIDE: Paint(PAPER, INK2, edge=CONTROL),
}


def luminance(color: str) -> float:
    """WCAG 2 relative luminance (0 to 1) of '#RRGGBB'."""
    red, green, blue = (linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    """The linear light (0 to 1) of an sRGB channel (0 to 1)."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio (1 to 21) between two colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(color: str, other: str, share: float) -> str:
    """`share` (0 to 1) of `color` over `other`, per sRGB channel."""
    channels = ((int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in channels)
