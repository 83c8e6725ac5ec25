"""What comes in as a picture, and what is left of it."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageOps, PngImagePlugin

from config.clock import FixedClock
from config.errors import InvalidInput
from dashboard.store import pictures
from dashboard.store.blobs import BlobStore, DatabaseBlobs, key_of
from dashboard.store.engine import Writer
from dashboard.store.pictures import LONGEST_ACCEPTED, LONGEST_SIDE, MOST_BYTES, Picture, clean
from tests.world import World

RED, BLUE = (200, 30, 30), (30, 30, 200)
ORIENTATION, GPS, CAMERA = 0x0112, 0x8825, 0x0110


def halves(width: int = 40, height: int = 20, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (width // 2, 0, width, height))
    return made.convert(mode)


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def refusal(content: bytes) -> str:
    with pytest.raises(InvalidInput) as raised:
        clean(content)
    return raised.value.text("en")


def test_a_photo_is_turned_upright_and_loses_what_the_camera_added() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[CAMERA], exif[GPS] = 6, "Camera of the neighbour", {1: "N", 2: (51.0, 12.0, 30.5)}
    taken = saved(halves(), "JPEG", exif=exif, comment=b"at home", xmp=b"<x:xmpmeta/>", icc_profile=b"profile " * 20)
    assert all(word in taken for word in (b"Camera of the neighbour", b"at home", b"xmpmeta", b"profile"))
    picture = clean(taken)
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 20, 40)
    seen = opened(picture)
    assert not seen.getexif()
    assert all(str(name).startswith(("jfif", "progress")) for name in seen.info)
    assert not any(word in picture.content for word in (b"Camera", b"at home", b"xmp", b"profile", b"Exif"))
    red, _, blue = seen.split()
    assert red.getpixel((10, 5)) == pytest.approx(RED[0], abs=20)
    assert blue.getpixel((10, 35)) == pytest.approx(BLUE[2], abs=20)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_whatever_else_stands_in_its_exif(orientation: int) -> None:
    description = struct.pack("<HHIf", 0x010E, 11, 1, 1.5)  # a text, given as a broken number
    entries = description + struct.pack("<HHII", ORIENTATION, 3, 1, orientation)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0)
    image = halves()
    image.paste((255, 255, 255), (0, 0, 20, 10))  # so that each of eight ways is another picture
    seen = opened(clean(saved(image, "PNG", exif=exif)))
    sound = Image.Exif()
    sound[ORIENTATION] = orientation
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(saved(image, "PNG", exif=sound))))
    assert (seen.size, seen.tobytes()) == (expected.size, expected.tobytes())


def test_a_jpeg_that_refines_itself_again_and_again_is_refused_and_what_lies_behind_it_is_not_counted() -> None:
    whole = saved(halves(), "JPEG", progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    assert clean(whole + b"\0\0" + last * 200).width == 40
    bomb = whole[:-2] + last * 100 + whole[-2:]
    assert refusal(bomb).startswith("This picture is stored in more than 100 passes")


def test_a_jpeg_in_several_scans_may_be_less_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_IN_SCANS", 100)
    assert refusal(saved(halves(), "JPEG", progressive=True)) == "This picture has more than 0 million pixels."
    inside = saved(halves(), "JPEG", progressive=True)  # a photo may hold a small one of itself
    for mode in ("RGB", "L", "CMYK"):
        assert clean(saved(halves(mode=mode), "JPEG", comment=inside)).width == 40


def test_what_the_reader_of_pictures_did_not_foresee_is_damage_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_image: Image.Image) -> None:
        raise AttributeError

    monkeypatch.setattr(Image.Image, "getexif", fail)
    assert refusal(saved(halves(), "JPEG")) == "This picture is damaged or incomplete."


def test_texts_in_a_png_go_and_what_shines_through_stays() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "somebody", zip=True)
    logo = halves(mode="RGBA")
    logo.putpixel((0, 0), (0, 0, 0, 0))
    picture = clean(saved(logo, "PNG", pnginfo=texts))
    assert not any(word in picture.content for word in (b"tEXt", b"zTXt", b"iTXt"))
    assert opened(picture).getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("mode", "form"), [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("I;16", "PNG"), ("1", "PNG"), ("RGBA", "WEBP")]
)
def test_every_way_to_write_colours_is_read(mode: str, form: str) -> None:
    image = Image.new(mode, (40, 20)) if mode == "I;16" else halves(mode=mode)
    picture = clean(saved(image, form))
    assert (picture.width, picture.height) == (40, 20)
    assert opened(picture).format == form


def test_a_large_photo_becomes_smaller_in_proportion() -> None:
    picture = clean(saved(halves(4000, 1000), "JPEG"))
    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)
    assert clean(saved(halves(), "WEBP")).width == 40


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just a text",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        saved(halves(), "GIF"),
        saved(halves(), "BMP"),
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40,
    ],
    ids=["nothing", "text", "svg", "gif", "bmp", "heic"],
)
def test_what_is_no_jpeg_png_or_webp_is_refused_by_content(content: bytes) -> None:
    assert refusal(content) == "This is no picture that can be kept: it must be JPEG, PNG or WebP."


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    """60 000 x 60 000 pixels in some bytes: 10 GB once opened."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    assert refusal(bomb) == "This picture has more than 16 million pixels."
    assert refusal(saved(Image.new("1", (LONGEST_ACCEPTED + 1, 1)), "PNG")).startswith("One side of this picture")
    assert refusal(b"\xff\xd8\xff" + b"\0" * MOST_BYTES) == "This picture is larger than 15 MB."


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_file_is_refused_or_shown_but_never_an_error(form: str) -> None:
    noise = Image.frombytes("RGB", (64, 64), random.Random(1).randbytes(64 * 64 * 3))
    whole = saved(noise, form)
    assert refusal(whole[: len(whole) // 2]) == "This picture is damaged or incomplete." or form == "WEBP"
    draw = random.Random(form)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(draw.randint(1, 8)):
            damaged[draw.randrange(min(len(damaged), 400))] = draw.randrange(256)
        try:
            clean(bytes(damaged))
        except InvalidInput:
            continue


def test_a_picture_is_kept_once_by_what_it_holds(writer: Writer, clock: FixedClock) -> None:
    world, picture = World(writer, clock), clean(saved(halves(), "PNG"))
    with writer.transaction() as connection:
        store: BlobStore = DatabaseBlobs(connection, clock)
        keys = {store.keep(world.a, picture) for _ in range(2)}
        assert keys == {key_of(picture)}
        key = keys.pop()
        assert store.fetch(world.a, key) == picture
        assert store.fetch(world.b, key) is None
        assert store.fetch(world.a, "f" * 64) is None
