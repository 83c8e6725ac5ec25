"""The municipality's colour becomes readable, and keeps its hue."""

import colorsys

import pytest

from config.errors import InvalidInput
from dashboard.charts.palette import PAPER, WASH, contrast
from dashboard.components.accent import accent, accent_style
from dashboard.components.theme import mantine_theme, tint


@pytest.mark.parametrize("color", ["#FFD500", "#00A651", "#E30613", "#009FE3", "#FFFFFF", "#F39200", "#7FFF00"])
def test_any_colour_becomes_readable(color):
    own = accent(color)
    assert min(contrast(own.color, PAPER), contrast(own.color, WASH)) >= 4.5
    assert min(contrast(own.color, PAPER), contrast(own.color, WASH)) < 4.9  # no darker than needed
    assert contrast(own.deep, own.wash_color) >= 4.5
    assert contrast(own.on, own.color) >= 4.5


def test_a_readable_colour_is_left_alone():
    assert accent("#0a5a66").color == "#0A5A66"


def test_the_hue_stays():
    def hue(color):
        return colorsys.rgb_to_hsv(*(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)))[0] * 360

    assert hue(accent("#009FE3").color) == pytest.approx(hue("#009FE3"), abs=8)


@pytest.mark.parametrize("color", ["red", "#12345", "#12345G", "url(x)", "", "#1234567"])
def test_anything_else_is_refused(color):
    with pytest.raises(InvalidInput) as refused:
        accent(color)
    assert "#RRGGBB" in refused.value.text("en")


def test_the_style_names_every_accent_token():
    css = accent_style(accent("#0A5A66"))
    assert css == "--accent:#0A5A66;--accent-deep:#084852;--accent-wash:#E6EEF0;--on-accent:#FFFFFF"


def test_theme_shades_run_from_light_to_dark():
    shades = tint("#0A5A66")
    assert len(shades) == 10
    assert shades[6] == "#0A5A66"
    ratios = [contrast(shade, PAPER) for shade in shades]
    assert ratios == sorted(ratios)
    assert mantine_theme(accent())["colors"]["gemeente"] == shades
