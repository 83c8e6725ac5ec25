"""Pictures that people send, made safe to keep and to show: what a camera adds goes, and no trap comes in.

What comes out is drawn anew from its pixels: turned upright, at most `LONGEST_SIDE` long, without EXIF (and so without
the place where it was taken), XMP, colour profile, comment or anything else that stood beside them.
"""

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config.errors import InvalidInput
from config.language import N_

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 1600
"""Pixels: more than any screen of ours shows of a photo."""
MOST_BYTES = 15 * 2**20
"""What the photos of today's telephones stay below; a form or a file of more is no photo."""
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""A few bytes can claim any number of pixels, each of which takes 3 or 4 bytes once opened: 100 MB at these limits.
Only JPEG can be opened at a part of its size, so it may be as large as telephones make it (48 million)."""
_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 82},
}
_PLAIN = ("L", "RGB", "RGBA")
_DAMAGED = (OSError, ValueError, SyntaxError, struct.error, ArithmeticError, LookupError, TypeError)
"""What Pillow raises on a file that is not what it says."""


@dataclass(frozen=True)
class Picture:
    """A picture that may be kept and shown. Width and height are pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def clean(content: bytes) -> Picture:
    """A JPEG, PNG or WebP (by what it holds, not by its name) made safe to keep; the first picture of several.

    Raises InvalidInput when it is something else, damaged, incomplete, or larger than a photo can be.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput(N_("This picture is larger than {n} MB."), n=MOST_BYTES // 2**20)
    image, form = _opened(content)
    if image.width * image.height > MOST_PIXELS[form]:
        raise InvalidInput(N_("This picture has more than {n} million pixels."), n=MOST_PIXELS[form] // 1_000_000)
    try:
        return _written(_drawn_anew(image, form), form)
    except _DAMAGED as error:
        raise InvalidInput(N_("This picture is damaged or incomplete.")) from error


def _opened(content: bytes) -> "tuple[Image, str]":
    """The picture with only its head read, and its form."""
    from PIL import Image  # 30 ms and some MB that a process without pictures does without

    Image.MAX_IMAGE_PIXELS = None  # Pillow warns where `clean` refuses, before a pixel is read
    try:
        image = Image.open(io.BytesIO(content), formats=tuple(_MEDIA))
    except _DAMAGED as error:
        raise InvalidInput(N_("This is no picture that can be kept: it must be JPEG, PNG or WebP.")) from error
    form = "JPEG" if image.format == "MPO" else str(image.format)  # a JPEG with more pictures behind the first
    return image, form


def _drawn_anew(image: "Image", form: str) -> "Image":
    """The same picture upright and not too large, of which only the pixels are left."""
    from PIL import Image, ImageOps

    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    shown = upright if upright.mode in _PLAIN else upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if form == "JPEG" and shown.mode == "RGBA":
        shown = shown.convert("RGB")
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    return bare


def _written(image: "Image", form: str) -> Picture:
    file = io.BytesIO()
    image.save(file, form, **_WRITTEN[form])
    return Picture(file.getvalue(), _MEDIA[form], image.width, image.height)
