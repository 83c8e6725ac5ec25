"""The municipality's own colour: made dark enough to read, with the shades that go with it."""

import math
import re
from dataclasses import dataclass

from config.errors import InvalidInput
from config.language import N_
from dashboard.charts.palette import ACCENT, PAPER, WASH, contrast, linear, mix

READABLE = 4.5
_BLACK = "#000000"
_STEPS = 400


@dataclass(frozen=True)
class Accent:
    """`color` reads on white and on wash, `deep` on `wash_color`; `on` is the text colour on `color`."""

    color: str
    deep: str
    wash_color: str
    on: str = PAPER


def accent(color: str = ACCENT) -> Accent:
    """The readable accent for '#RRGGBB': darkened in OKLCH, hue kept, until 4.5:1 on white and on wash.

    Raises InvalidInput when `color` is not such a code.
    """
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", color):
        raise InvalidInput(N_("The accent colour must be written as #RRGGBB, not as {color}."), color=color)
    dark = color.upper() if _readable(color) else _darkened(color)
    return Accent(dark, mix(dark, _BLACK, 0.8), mix(dark, PAPER, 0.1))


def accent_tokens(own: Accent) -> dict[str, str]:
    """The tokens of `assets/00-tokens.css` that an accent replaces."""
    return {
        "--accent": own.color,
        "--accent-deep": own.deep,
        "--accent-wash": own.wash_color,
        "--on-accent": own.on,
    }


def accent_style(own: Accent) -> str:
    """The same as the value of a style attribute."""
    return ";".join(f"{name}:{value}" for name, value in accent_tokens(own).items())


def _readable(color: str) -> bool:
    return min(contrast(color, PAPER), contrast(color, WASH)) >= READABLE


def _darkened(color: str) -> str:
    """The lightest readable shade of the same hue; chroma gives way where sRGB has no such colour."""
    lightness, chroma, hue = _oklch(color)
    shades = (_hex(lightness * (1 - step / _STEPS), chroma, hue) for step in range(_STEPS + 1))
    return next(shade for shade in shades if _readable(shade))


def _oklch(color: str) -> tuple[float, float, float]:
    """OKLCH of '#RRGGBB': lightness 0 to 1, chroma, hue in radians (Ottosson 2020)."""
    red, green, blue = (linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short, math.hypot(a, b), math.atan2(b, a)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """'#RRGGBB' of an OKLCH colour, with the chroma reduced to what sRGB can show."""
    shades = (_linear_rgb(lightness, chroma * part / 100, hue) for part in range(100, -1, -1))
    shown = next((rgb for rgb in shades if all(-1e-4 <= x <= 1 + 1e-4 for x in rgb)), (0.0, 0.0, 0.0))
    return "#" + "".join(f"{round(_companded(min(max(x, 0.0), 1.0)) * 255):02X}" for x in shown)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _companded(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
