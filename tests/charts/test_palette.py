"""The tokens: one set for browser and charts, readable, and apart for every kind of colour vision."""

import math
import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from dashboard.charts import palette
from dashboard.charts.contents import Mark
from dashboard.charts.palette import CATEGORICAL, INK, PAINTS, PAPER, TOKENS, WASH, Fill, contrast, linear

ASSETS = Path(__file__).parents[2] / "assets"
# Machado 2009, severity 1, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(color: str, vision: str) -> np.ndarray:
    """CIELAB (D65) of a colour as seen with `vision`."""
    seen = np.clip(np.array(VISION[vision]) @ [linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5)], 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = (v if v > 0 else 0 for v in np.array(to_xyz) @ seen / [0.95047, 1, 1.08883])
    fx, fy, fz = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def distance(one: str, other: str, vision: str) -> float:
    """CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = lab(one, vision), lab(other, vision)
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1 + 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    c1, c2 = math.hypot(a1 * stretch, b1), math.hypot(a2 * stretch, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = ((h2 - h1 + 180) % 360 - 180) if c1 * c2 else 0
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    ml, mc = (l1 + l2) / 2, (c1 + c2) / 2
    mh = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (h1 + h2 + 360) / 2
    waves = ((0.17, 1, -30, -1), (0.24, 2, 0, 1), (0.32, 3, 6, 1), (0.2, 4, -63, -1))
    tone = 1 + sum(sign * size * math.cos(math.radians(times * mh + shift)) for size, times, shift, sign in waves)
    sl = 1 + 0.015 * (ml - 50) ** 2 / math.sqrt(20 + (ml - 50) ** 2)
    sc, sh = 1 + 0.045 * mc, 1 + 0.015 * mc * tone
    turn_blue = -math.sin(math.radians(60 * math.exp(-(((mh - 275) / 25) ** 2))))
    rotation = turn_blue * 2 * math.sqrt(mc**7 / (mc**7 + 25**7))
    dl, dc = (l2 - l1) / sl, (c2 - c1) / sc
    return math.sqrt(dl**2 + dc**2 + (dh / sh) ** 2 + rotation * dc * dh / sh)


def test_css_and_python_hold_the_same_colours():
    css = (ASSETS / "00-tokens.css").read_text()
    assert dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", css)) == TOKENS


def test_no_other_style_sheet_invents_a_colour():
    allowed = {"#B9C0C6"}  # the underline of footer links: decoration, not information
    for sheet in sorted(ASSETS.glob("*.css"))[1:]:
        assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet.read_text())) <= allowed, sheet.name


def test_every_fill_and_mark_has_a_swatch():
    css = (ASSETS / "30-cards.css").read_text()
    assert [fill for fill in (*Fill, *Mark) if not re.search(rf"\.swatch-{fill}[ ,]", css)] == []


@pytest.mark.parametrize("name", ["ink", "ink2", "ink3", "accent", "link", "good", "attention", "bad", "neutral"])
@pytest.mark.parametrize("ground", [PAPER, WASH])
def test_text_reads(name, ground):
    assert contrast(TOKENS[name], ground) >= 4.5


@pytest.mark.parametrize("state", ["good", "attention", "bad", "neutral"])
def test_a_state_reads_on_its_own_wash(state):
    assert contrast(TOKENS[state], TOKENS[f"{state}-wash"]) >= 4.5


@pytest.mark.parametrize("color", [palette.CONTROL, *CATEGORICAL])
def test_a_mark_stands_out_from_paper(color):
    assert contrast(color, PAPER) >= 3


@pytest.mark.parametrize("fill", [fill for fill in Fill if not PAINTS[fill].hatched])
def test_text_on_a_fill_reads(fill):
    assert contrast(PAINTS[fill].text, PAINTS[fill].color) >= 4.5


@pytest.mark.parametrize("vision", VISION)
def test_categories_stay_apart(vision):
    assert min(distance(a, b, vision) for a, b in combinations(CATEGORICAL, 2)) >= 14


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("scale", "least"), [(palette.BLUES, 9.0), (palette.DIVERGING, 13.5)])
def test_scale_steps_stay_apart(vision, scale, least):
    assert min(distance(a, b, vision) for a, b in pairwise(scale)) >= least


def test_known_contrasts():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast(INK, PAPER) == pytest.approx(16.3, abs=0.05)
