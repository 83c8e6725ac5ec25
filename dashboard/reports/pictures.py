"""Pictures as a page needs them: how large, no finer than print shows, and an SVG as PNG where a file knows no SVG."""

import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.reports.document import Picture, Sign
from dashboard.reports.fonts import drawable
from dashboard.reports.typesetting import png

if TYPE_CHECKING:
    from PIL.Image import Image

TEXT_WIDTH = 180.0
"""Of an A4 page with margins of 15 mm, in mm."""
HALF_WIDTH = 85.0
"""Of what stands beside something else, in mm."""
GUTTER = 4.0
"""Between pictures side by side, in mm."""
PRINT_PPI, PRINT_QUALITY = 200, 82
MAP_PPI = 300
LOGO_WIDTH, LOGO_HEIGHT = 30.0, 6.0
_TALLEST, _TALLEST_BESIDE = 190.0, 48.0
_SIGNS = Path(__file__).parents[2] / "assets" / "icons"
_VIEW_BOX = re.compile(r'viewBox="\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*"')


def widths(pictures: Sequence[Picture]) -> list[float]:
    """How wide each is on the page, in mm: one by its share, several side by side so that all are equally high."""
    shapes = [ratio(picture.content) for picture in pictures]
    if len(pictures) == 1:
        return [min(TEXT_WIDTH * pictures[0].share, _TALLEST * shapes[0])]
    height = min((TEXT_WIDTH - GUTTER * (len(shapes) - 1)) / sum(shapes), _TALLEST_BESIDE)
    return [height * shape for shape in shapes]


def ratio(content: bytes | str) -> float:
    """Width by height. Raises ValueError for an SVG without viewBox, and what Pillow raises for no picture."""
    if isinstance(content, str):
        found = _VIEW_BOX.search(content)
        if not found:
            raise ValueError("an SVG needs a viewBox")
        return float(found[1]) / float(found[2])
    image = _opened(content)
    return image.width / image.height


def fitted(content: bytes, width: float) -> bytes:
    """A JPEG or PNG that is `width` mm wide with at most `PRINT_PPI`; unchanged where it is one already."""
    image = _opened(content)
    wanted = max(1, round(width / 25.4 * PRINT_PPI))
    if image.format in ("JPEG", "PNG") and image.width <= wanted:
        return content
    return _written(image, min(wanted, image.width), "PNG" if image.format == "PNG" else "")


def _opened(content: bytes) -> "Image":
    from PIL import Image

    return Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))


def _written(image: "Image", wide: int, form: str) -> bytes:
    """The picture so many pixels wide; one with transparency, or of PNG, as PNG."""
    clear, high = image.has_transparency_data, max(1, round(wide * image.height / image.width))
    image.draft(None, (wide, high))  # a JPEG is read at a part of its size
    shown = image.convert("RGBA" if clear else "L" if image.mode == "L" else "RGB")
    small = shown.resize((wide, high))
    file = io.BytesIO()
    if clear or form == "PNG":
        small.save(file, "PNG", optimize=True)
    else:
        small.save(file, "JPEG", quality=PRINT_QUALITY, optimize=True)
    return file.getvalue()


def png_of(svg: str, width: float, ppi: int = PRINT_PPI) -> bytes:
    """An SVG as PNG, `width` mm wide; its texts in the fonts of documents."""
    return png("picture.typ", {"picture.svg": drawable(svg).encode()}, ppi, {"width": f"{width}"})


@lru_cache(maxsize=64)
def swatch_png(drawing: str) -> bytes:
    """The drawing of a swatch as PNG, sharp at the height of a line."""
    return png_of(drawing, 4.0, ppi=MAP_PPI)


@lru_cache(maxsize=len(Sign))
def sign_svg(sign: Sign) -> str:
    """The drawing of a sign, as the screen shows it."""
    return (_SIGNS / f"{sign}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=len(Sign))
def sign_png(sign: Sign) -> bytes:
    """The same as PNG, sharp at the height of a line."""
    return png_of(sign_svg(sign), 4.0, ppi=MAP_PPI)
