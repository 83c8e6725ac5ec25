"""What the fonts can draw: a text that a PDF cannot hold never reaches it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from dashboard.reports.fonts import FOLDER, MISSING, clean, covered, drawable, width


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Plein", "Plein"),
        ("a\tb\r\nc\rd\u2028e", "a b\nc\nd\ne"),
        ("a\x00\x07\ufeff\u202e\U000e0041b", "ab"),
        ("half \ud83c", "half ?"),
        ("🌳 Привіт שלום مرحبا ≥ → 30\u202f%", "🌳 Привіт שלום مرحبا ≥ → 30\u202f%"),
        ("漢字 en \ue000", f"{MISSING}{MISSING} en {MISSING}"),
    ],
)
def test_what_is_drawn(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@settings(deadline=None)
@given(st.text())
def test_only_what_a_font_has_is_drawn(text: str) -> None:
    assert covered().issuperset(map(ord, drawable(text)))
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.?tf")), ids=lambda path: path.name)
def test_each_font_has_a_licence(path) -> None:
    assert list(FOLDER.glob(f"{path.name[:8]}*-LICENSE.txt")) or path.name.startswith("NotoSans")
    assert str(ImageFont.truetype(str(path), 10).getname()[0]).startswith(("Source Sans 3", "Noto"))


def test_width_is_that_of_the_longest_line() -> None:
    assert width("i\nmmm", 10) == width("mmm", 10) > width("i", 10)
    assert width("mmm", 20) == pytest.approx(2 * width("mmm", 10))
    assert width("mmm", 10, strong=True) > width("mmm", 10)
