"""Charts on paper: everything a chart says stands in the picture, whole, and nothing stands on anything else."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.contents import Plot, Series, Spot, Tick
from dashboard.charts.palette import BLUE, PAINTS, PAPER, Fill, mix
from dashboard.charts.rows import Bar, BarPart, Bars, Dot, Dots
from dashboard.charts.spec import Content, Group, Part, PartsBar
from dashboard.reports.charts.names import placed
from dashboard.reports.charts.picture import picture_of
from dashboard.reports.charts.pieces import apart, area, cut, wrapped
from dashboard.reports.fonts import width
from dashboard.reports.pictures import HALF_WIDTH, TEXT_WIDTH, ratio
from tests.reports.drawing import outside, overlaps, said_in, size_of
from tests.reports.specs import CONTENTS, DRAWN, LONG, SHARES, spec

WIDTHS = (HALF_WIDTH, TEXT_WIDTH)
_RECT = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="(#\w+|url\S+)"')


def drawn(name, wide=TEXT_WIDTH, **more):
    svg = picture_of(spec(name, **more), wide)
    assert svg
    fromstring(svg)
    return svg


def said(svg):
    return " ".join(one.text for one in said_in(svg))


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("name", DRAWN)
def test_no_words_stand_on_others_or_fall_off_the_picture(name, wide):
    svg = drawn(name, wide)
    assert (overlaps(svg), outside(svg)) == ([], [])
    assert size_of(svg)[0] == wide
    assert ratio(svg) > 0


@pytest.mark.parametrize("name", ["rows", "plain"])
def test_a_table_is_no_picture_and_an_empty_chart_neither(name):
    assert picture_of(spec(name)) is None
    assert picture_of(spec("bars", empty=True)) is None


def test_every_number_of_a_bar_stands_at_its_end_and_its_exception_with_it():
    words = said(drawn("bars"))
    for text in ("571", "312", "12 over tijd", "te weinig (n = 2)", "n = 312", "doel 500"):
        assert text in words


def test_bars_are_as_long_as_their_values():
    rows = Bars(tuple(Bar(str(n), (BarPart(n, Fill.BLUE),), str(n)) for n in (50, 100, 25)))
    wide = [float(one[2]) for one in _RECT.findall(drawn("bars", content=rows))]
    assert [one / wide[1] for one in wide] == pytest.approx([0.5, 1, 0.25], abs=0.001)


def test_a_whole_takes_all_the_room():
    half = Bars((Bar("", (BarPart(0.5, Fill.BLUE),)),), whole=1)
    [bar] = _RECT.findall(drawn("bars", content=half))
    assert float(bar[2]) == TEXT_WIDTH / 2


def test_parts_and_steps_are_as_large_as_their_values():
    parts = [float(one[2]) for one in _RECT.findall(drawn("parts")) if one[4] == PAINTS[Fill.BLUE].color]
    whole = (TEXT_WIDTH - 4) * 1000 / 1066
    assert parts == pytest.approx([whole], abs=0.02)
    steps = [float(one[3]) for one in _RECT.findall(drawn("waterfall"))]
    assert [one / steps[0] for one in steps] == pytest.approx([1, 3046 / 190, 2905 / 190, 331 / 190], abs=0.01)


def test_parts_of_a_whole_touch_and_end_at_the_edge():
    fills = (Fill.BLUE, Fill.SKY, Fill.WINE)
    parts = PartsBar((Group("a", tuple(Part("x", n, fill) for n, fill in zip((5, 3, 2), fills, strict=True))),))
    spans = [(float(one[0]), float(one[0]) + float(one[2])) for one in _RECT.findall(drawn("parts", content=parts))]
    assert [end for span in spans for end in span] == pytest.approx([0, 90, 90, 144, 144, 180], abs=0.02)


def test_a_missed_target_is_hatched_and_has_another_shape():
    svg = drawn("dots")
    assert svg.count('fill="url(#overdue)"') == 1
    assert "doel 80 %" in said(svg)
    assert 'stroke-dasharray="0.5 0.8"' in svg


def test_fills_that_only_their_hue_parts_have_a_grain():
    """In grey, orange is as light as sky; every two fills differ in lightness or in what they are drawn with."""
    looks = {fill: area(0, 0, 5, 5, fill) for fill in Fill}
    assert len(set(looks.values())) == len(Fill)
    assert "url(#orange)" in looks[Fill.ORANGE]
    assert "url" not in looks[Fill.SKY]


def test_a_gap_is_no_line_and_a_band_has_one_too():
    def lines(values):
        one = Series("x", (0, 1, 2, 3, 4), values, Fill.BLUE, low=values, high=values)
        plot = Plot((one,), (Tick(0, "a"), Tick(4, "b")), (Tick(0, "0"), Tick(9, "9")))
        svg = drawn("plot", content=plot)
        return svg.count('stroke-width="0.6"'), svg.count(f'Z" fill="{mix(BLUE, PAPER, 0.16)}"')

    assert lines((1, 2, 3, 4, 5)) == (1, 1)
    assert lines((1, 2, None, 4, 5)) == (2, 2)


def test_points_are_where_their_values_are():
    spots = (Spot(0, 0), Spot(2, 10), Spot(4, 5))
    plot = Plot((), (Tick(0, "0"), Tick(4, "4")), (Tick(0, "0"), Tick(10, "10")), spots=spots)
    places = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="1.10"', drawn("plot", content=plot))
    (x0, y0), (x1, y1), (x2, y2) = ((float(x), float(y)) for x, y in places)
    assert ((x1 - x0) / (x2 - x0), (y0 - y2) / (y0 - y1)) == pytest.approx((0.5, 0.5), abs=0.01)


def test_a_range_reaches_from_low_to_high():
    dots = Dots((Dot("a", 0.5, "50", low=0.25, high=1.0),), SHARES)
    svg = drawn("dots", content=dots)
    line = re.search(r'd="M([\d.]+) [\d.]+L([\d.]+) [\d.]+" fill="none" stroke="#\w+" stroke-width="1.3"', svg)
    low, high = (float(x) for x in line.groups())
    at = float(re.search(r'<circle cx="([\d.]+)" cy="[\d.]+" r="1.30"', svg)[1])
    assert (at - low) / (high - low) == pytest.approx(1 / 3, abs=0.01)


def test_all_cases_of_a_node_reach_it():
    """The ribbons that arrive at a node are together as high as it, and lie beside each other."""
    svg = drawn("flows")
    nodes = [float(one[3]) for one in _RECT.findall(svg)]
    ends = re.findall(r"([\d.]+) ([\d.]+)V([\d.]+)C", svg)
    last = sum(float(bottom) - float(top) for _, top, bottom in ends)
    assert last == pytest.approx(sum(nodes[2:]), abs=0.05)
    for column in {x for x, _, _ in ends}:
        spans = sorted((float(top), float(bottom)) for x, top, bottom in ends if x == column)
        assert all(above[1] <= below[0] + 0.02 for above, below in pairwise(spans))


def test_a_long_name_stands_above_its_row_and_a_short_one_beside_it():
    assert not placed([("Groen", "n = 3")], TEXT_WIDTH, ends=10, bar=5).above
    assert placed([(LONG, "n = 3")], HALF_WIDTH, ends=10, bar=5).above
    beside = placed([("Toegangspunten deelmobiliteit", "doel 85")], HALF_WIDTH, ends=8, bar=5)
    assert (beside.above, beside.below) == (False, True)


def test_words_from_a_source_are_no_markup():
    rows = Bars((Bar('<b>&"put"', (BarPart(1, Fill.BLUE),), "<1"),))
    assert '<b>&"put"' in said(drawn("bars", content=rows))


def test_a_name_that_is_too_long_is_cut_with_a_sign():
    found = cut(LONG, 30)
    assert found.endswith("…")
    assert width(found, 8.5) <= 30
    lines = wrapped(LONG, 25, most=3)
    assert len(lines) == 3
    assert all(width(line, 8.5) <= 25 for line in lines)
    assert lines[0] == "Beveren-Kruibeke-"


@settings(max_examples=60, deadline=None)
@given(
    names=st.lists(st.text(st.sampled_from("abc èW-0 "), max_size=60), min_size=1, max_size=6),
    value=st.integers(0, 10**6),
    aside=st.sampled_from(["", "n = 1.234", "n = 29, 14 open, de helft hoogstens 26 wd"]),
    wide=st.sampled_from(WIDTHS),
)
def test_whatever_rows_are_called_they_stay_on_the_page(names, value, aside, wide):
    bars = Bars(tuple(Bar(name, (BarPart(value, Fill.BLUE),), "1.234 wd", "", aside) for name in names))
    dots = Dots(tuple(Dot(name, value / 1e6, "12 tot 34 wd", aside) for name in names), SHARES)
    for content in (bars, dots):
        svg = picture_of(replace(spec("bars"), content=content), wide)
        assert svg
        assert (overlaps(svg), outside(svg)) == ([], [])


@given(places=st.lists(st.floats(0, 50), max_size=8), size=st.floats(1, 6))
def test_what_is_moved_apart_keeps_its_order_and_its_distance(places, size):
    ordered = sorted(places)
    found = apart(ordered, [size] * len(ordered), 0, 50)
    assert all(b - a >= size - 1e-6 for a, b in pairwise(found))
    if ordered and size * len(ordered) <= 50:
        assert found[0] >= size / 2 - 1e-6
        assert found[-1] <= 50 - size / 2 + 1e-6


def test_every_content_that_is_drawn_stands_in_these_tests():
    assert {type(one) for one in CONTENTS.values()} == set(Content.__args__)
