"""Pictures that people send, made safe to keep and to show: what a camera adds goes, and no trap comes in.

What comes out is drawn anew from its pixels: turned upright, at most `LONGEST_SIDE` long, without EXIF (and so without
the place where it was taken), XMP, colour profile, comment or anything else that stood beside them.
"""

import io
import re
from collections.abc import Sequence
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
LONGEST_ACCEPTED = 16_384
"""Pixels: the width of the longest panoramas of telephones."""
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A few bytes can claim any number of pixels, which are all in memory at once, perhaps twice: up to 300 MB in all.
Only JPEG can be read by lines at a part of its size, so it may be as large as telephones make it (48 million)."""
MOST_IN_SCANS = 25_000_000
"""Pixels of a JPEG that is not read by lines, as it comes in several scans: 200 MB at this limit."""
MOST_SCANS = 100
"""A JPEG can refine all of its pixels again with a few bytes. Programs write some 10 scans."""
_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 82},
}
_PLAIN = ("L", "RGB", "RGBA")
_UPRIGHT = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""How a picture is turned upright, by its orientation in EXIF."""
_ORIENTATION = 0x0112
_MARKER = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")
"""What can stand between the parts of a JPEG; within a scan the reader of JPEG passes over all others, too."""
_SCAN, _END = b"\xff\xda", b"\xff\xd9"
_NO_PICTURE = N_("This is no picture that can be kept: it must be JPEG, PNG or WebP.")
_DAMAGED = N_("This picture is damaged or incomplete.")
_TOO_HEAVY = N_("This picture is larger than {n} MB.")
_TOO_MANY_PIXELS = N_("This picture has more than {n} million pixels.")
_TOO_LONG = N_("One side of this picture is longer than {n} pixels.")
_TOO_MANY_SCANS = N_(
    "This picture is stored in more than {n} passes, which no camera does. Save it once more as an ordinary JPEG."
)


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
        raise InvalidInput(_TOO_HEAVY, n=MOST_BYTES // 2**20)
    image, form = _opened(content)
    _check_size(image, form, _scans(content) if form == "JPEG" else [])
    try:
        return _written(_drawn_anew(image, form), form)
    except Exception as error:  # no list of what Pillow raises on bytes of a stranger proved complete
        raise InvalidInput(_DAMAGED) from error


def _opened(content: bytes) -> "tuple[Image, str]":
    """The picture with only its head read, and its form."""
    from PIL import Image  # 30 ms and some MB that a process without pictures does without

    Image.MAX_IMAGE_PIXELS = None  # Pillow warns where `clean` refuses, before a pixel is read
    try:
        image = Image.open(io.BytesIO(content), formats=tuple(_MEDIA))
    except Exception as error:  # as in `clean`
        raise InvalidInput(_NO_PICTURE) from error
    form = "JPEG" if image.format == "MPO" else str(image.format)  # a JPEG with more pictures behind the first
    return image, form


def _check_size(image: "Image", form: str, scans: Sequence[int]) -> None:
    """Raise InvalidInput when it would take too much memory or time to open. `scans`: those of a JPEG."""
    if len(scans) > MOST_SCANS:
        raise InvalidInput(_TOO_MANY_SCANS, n=MOST_SCANS)
    by_lines = scans == [len(image.getbands())] and not image.info.get("progressive")
    most = MOST_PIXELS[form] if by_lines or form != "JPEG" else MOST_IN_SCANS
    if image.width * image.height > most:
        raise InvalidInput(_TOO_MANY_PIXELS, n=most // 1_000_000)
    if max(image.size) > LONGEST_ACCEPTED:
        raise InvalidInput(_TOO_LONG, n=LONGEST_ACCEPTED)


def _scans(content: bytes) -> list[int]:
    """How many colours each scan of a JPEG holds; of its first picture only, without what lies in or behind that."""
    found: list[int] = []
    marker = _MARKER.search(content, 2)
    while marker and marker[0] != _END and len(found) <= MOST_SCANS:
        after = marker.end()
        if marker[0] == _SCAN:
            found += content[after + 2 : after + 3]
        marker = _MARKER.search(content, after + int.from_bytes(content[after : after + 2]))
    return found


def _drawn_anew(image: "Image", form: str) -> "Image":
    """The same picture upright and not too large, of which only the pixels are left."""
    from PIL import Image

    longest = max(image.size)
    image.draft(None, (max(1, image.width * LONGEST_SIDE // longest), max(1, image.height * LONGEST_SIDE // longest)))
    image.load()
    # read by itself: Pillow's own way writes all of EXIF anew, which it cannot when something else is wrong with it
    method = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    shown = image if image.mode in _PLAIN else image.convert("RGBA" if image.has_transparency_data else "RGB")
    if form == "JPEG" and shown.mode == "RGBA":
        shown = shown.convert("RGB")
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    upright = shown if method is None else shown.transpose(Image.Transpose[method])
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _written(image: "Image", form: str) -> Picture:
    file = io.BytesIO()
    image.save(file, form, **_WRITTEN[form])
    return Picture(file.getvalue(), _MEDIA[form], image.width, image.height)
