"""The fonts of documents: which signs they can draw, and how wide a text is in them.

A tagged PDF may not hold a sign that no font of it draws, and what citizens write can hold any sign. `drawable`
therefore puts `MISSING` in the place of those; `clean` takes out what no file can hold, in DOCX as well.
"""

import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst
    from PIL.ImageFont import FreeTypeFont

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Source Sans 3", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Emoji")
"""In the order in which they are asked for a sign."""
MISSING = "\u25a1"
"""An empty square."""
MM_A_POINT = 25.4 / 72
_TEXT_FONTS = ("SourceSans3-Regular.otf", "SourceSans3-Semibold.otf", "SourceSans3-Bold.otf")
_OTHER_FONTS = ("NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf", "NotoEmoji-Regular.ttf")
_UNSEEN = frozenset({0x0A, 0x20, 0xA0, 0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10)})
"""What is never drawn: breaks, joiners, variants."""
_NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""Control characters, non-characters and tags, and what would turn the direction of the text around it."""
_LINES = re.compile("\r\n?|[\x85\u2028\u2029]")
_SAMPLE = 200


def clean(text: str) -> str:
    """The text as files can hold it: no control characters, '\\n' for each kind of line end."""
    lines = _LINES.sub("\n", text).replace("\t", " ")
    return _NEVER.sub("", lines).encode("utf-8", "replace").decode()


def drawable(text: str) -> str:
    """The clean text with `MISSING` for each sign that the fonts cannot draw."""
    found = clean(text)
    lost = {sign for sign in set(found) if ord(sign) not in covered()}
    return found.translate({ord(sign): MISSING for sign in lost}) if lost else found


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points that the fonts draw, in each weight."""
    text = frozenset.intersection(*(frozenset(_mapped(FOLDER / name)) for name in _TEXT_FONTS))
    return text.union(_UNSEEN, *(_mapped(FOLDER / name) for name in _OTHER_FONTS))


def _mapped(path: Path) -> Iterator[int]:
    """The code points of a font that have a sign of their own: its table `cmap`, in the forms 4 and 12."""
    data = path.read_bytes()
    begin = _table(data, b"cmap")
    for place in range(struct.unpack_from(">H", data, begin + 2)[0]):
        offset = begin + struct.unpack_from(">HHI", data, begin + 4 + 8 * place)[2]
        form = struct.unpack_from(">H", data, offset)[0]
        yield from _form_12(data, offset) if form == 12 else _form_4(data, offset) if form == 4 else ()


def _table(data: bytes, name: bytes) -> int:
    """Where a table of a font begins."""
    rows = (
        struct.unpack_from(">4sIII", data, 12 + 16 * place) for place in range(struct.unpack_from(">H", data, 4)[0])
    )
    return next(int(offset) for tag, _, offset, _ in rows if tag == name)


def _form_12(data: bytes, offset: int) -> Iterator[int]:
    for place in range(struct.unpack_from(">I", data, offset + 12)[0]):
        first, last, _ = struct.unpack_from(">III", data, offset + 16 + 12 * place)
        yield from range(first, last + 1)


def _form_4(data: bytes, offset: int) -> Iterator[int]:
    count = struct.unpack_from(">H", data, offset + 6)[0] // 2
    lasts, firsts = (struct.unpack_from(f">{count}H", data, offset + 14 + skip) for skip in (0, 2 * count + 2))
    for first, last in zip(firsts, lasts, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)


def width(text: str, points: float, *, strong: bool = False) -> float:
    """How wide the longest line of a text is, in mm."""
    font = _measure(_TEXT_FONTS[1 if strong else 0])
    return max(font.getlength(line) for line in text.split("\n")) / _SAMPLE * points * MM_A_POINT


@lru_cache(maxsize=2)
def _measure(name: str) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(FOLDER / name), _SAMPLE)


@lru_cache(maxsize=1)
def typst_fonts() -> "typst.Fonts":
    """The fonts for typst, and no others: neither those of the system nor those within typst."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
