"""The Mantine theme: the tokens of `dashboard/charts/palette.py` in the form that MantineProvider takes."""

from typing import Any

from dashboard.charts.palette import ATTENTION, BAD, FONT, GOOD, INK, INK2, PAPER, mix
from dashboard.components.accent import Accent

_BLACK = "#000000"
_ON_WHITE = (0.08, 0.16, 0.30, 0.46, 0.64, 0.82)
_WITH_BLACK = (0.12, 0.24, 0.36)


def tint(color: str) -> list[str]:
    """Mantine's ten shades: six on white, the colour itself as number 6, three darker ones."""
    light = [mix(color, PAPER, share) for share in _ON_WHITE]
    return [*light, color, *(mix(_BLACK, color, share) for share in _WITH_BLACK)]


def mantine_theme(own: Accent) -> dict[str, Any]:
    """The `theme` of MantineProvider for one municipality; use it with `forceColorScheme="light"`."""
    return {
        "fontFamily": FONT,
        "primaryColor": "gemeente",
        "primaryShade": 6,
        "colors": {
            "gemeente": tint(own.color),
            "goed": tint(GOOD),
            "aandacht": tint(ATTENTION),
            "slecht": tint(BAD),
            "inkt": tint(INK2),
        },
        "black": INK,
        "white": PAPER,
        "autoContrast": True,
        "defaultRadius": 4,
        "cursorType": "pointer",
        "focusRing": "auto",
        "respectReducedMotion": True,
        "fontSizes": {"xs": "12px", "sm": "13px", "md": "15px", "lg": "18px", "xl": "26px"},
        "lineHeights": {"md": "1.45"},
        "breakpoints": {"sm": "45em"},
        "spacing": {"xs": "4px", "sm": "8px", "md": "16px", "lg": "24px", "xl": "40px"},
        "shadows": dict.fromkeys(("xs", "sm", "md", "lg", "xl"), "none"),
        "headings": {
            "fontWeight": "650",
            "sizes": {
                "h1": {"fontSize": "26px", "lineHeight": "1.2"},
                "h2": {"fontSize": "14px"},
                "h3": {"fontSize": "14px"},
            },
        },
    }
