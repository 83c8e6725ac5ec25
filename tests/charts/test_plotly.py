"""Figures are plain data that Plotly can draw: the right lengths, nothing that overlaps."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest

from config.language import use_language
from dashboard.charts.palette import BAD, BLUE, INK2, PAINTS, SKY, Fill
from dashboard.charts.plotly import to_plotly
from dashboard.charts.plotly_base import apart
from dashboard.charts.plotly_lines import _points
from dashboard.charts.scale import nice_ticks
from dashboard.charts.spec import ChartSpec, Group, Line, Lines, Part, PartsBar, Rows, Step, Table, Waterfall


def spec(content, height=200):
    table = Table(pd.DataFrame(), ())
    return ChartSpec(conclusion=None, content=content, table=table, alt="", height=height)


def steps():
    return (
        Step("Open", 286, "286", Fill.TOTAL, total=True, sublabel="31 aug"),
        Step("Ontvangen", 842, "+ 842", Fill.BLUE),
        Step("Gesloten", -780, "− 780", Fill.SKY),
        Step("Open", 348, "348", Fill.TOTAL, total=True),
    )


def lines(*values, weeks=None):
    count = weeks or len(values[0])
    mondays = tuple(date(2026, 1, 5) + timedelta(weeks=i) for i in range(count))
    drawn = tuple(Line(f"l{i}", tuple(v), Fill.BLUE, f"label {i}", rank=min(i, 1)) for i, v in enumerate(values))
    return Lines(mondays, drawn, (9,) * count, "n", ("x",) * count)


def test_waterfall_bars_stand_on_each_other():
    figure = to_plotly(spec(Waterfall(steps())))
    places = [(bar["base"][0], bar["y"][0], bar["marker"]["color"]) for bar in figure["data"]]
    assert places == [(0, 286, INK2), (286, 842, BLUE), (348, 780, SKY), (0, 348, INK2)]
    levels = [(shape["y0"], shape["y1"]) for shape in figure["layout"]["shapes"]]
    assert levels == [(286, 286), (1128, 1128), (348, 348)]
    assert [note["text"] for note in figure["layout"]["annotations"]] == [f"<b>{step.text}</b>" for step in steps()]


def test_a_change_of_nothing_keeps_the_level_in_sight():
    none = (*steps()[:2], Step("Heropend", 0, "+ 0", Fill.BLUE), *steps()[2:])
    shapes = to_plotly(spec(Waterfall(none)))["layout"]["shapes"]
    assert [shapes[-1][key] for key in ("x0", "x1", "y0")] == pytest.approx([1.64, 2.36, 1128])


def test_parts_fill_the_width_in_proportion():
    groups = (
        Group("a", (Part("p", 60, Fill.BLUE), Part("q", 20, Fill.OVERDUE))),
        Group("b", (Part("r", 20, Fill.NOT_DUE),)),
    )
    figure = to_plotly(spec(PartsBar(groups)))
    widths = [bar["x"][0] for bar in figure["data"]]
    assert widths == pytest.approx([58.2, 19.4, 19.4])
    assert figure["data"][-1]["base"][0] + widths[-1] == pytest.approx(100)
    assert figure["data"][1]["marker"]["pattern"]["fgcolor"] == BAD
    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["path", "path", "rect"]


def test_a_number_that_does_not_fit_goes_below_and_never_over_another():
    parts = (Part("a", 900, Fill.BLUE), Part("b", 40, Fill.ORANGE), Part("c", 5, Fill.OVERDUE), Part("d", 55, Fill.SKY))
    notes = to_plotly(spec(PartsBar((Group("g", parts),))))["layout"]["annotations"]
    below = [note for note in notes if note.get("yanchor") == "top"]
    assert [note["text"] for note in below] == ["<b>40</b>"]
    assert not any(note["text"] == "<b>5</b>" for note in notes)


def test_lines_have_gaps_and_a_strip_of_counts():
    figure = to_plotly(spec(lines([5, None, 7], [15, 14, 16]), 288))
    strip, lighter, main = figure["data"]
    assert (strip["type"], strip["y"], strip["yaxis"]) == ("bar", [9, 9, 9], "y2")
    assert main["y"] == [5, None, 7]
    assert main["marker"]["size"] == [7, 0, 7]
    assert lighter["line"]["width"] < main["line"]["width"]


@pytest.mark.parametrize("weeks", [1, 6, 12, 53, 105])
def test_at_most_seven_week_names_and_the_last_always(weeks):
    axis = to_plotly(spec(lines([5.0] * weeks), 288))["layout"]["xaxis"]
    assert len(axis["tickvals"]) <= 7
    assert axis["tickvals"][-1] == weeks - 1


def test_labels_at_the_end_do_not_cover_each_other():
    figure = to_plotly(spec(lines([7, 7], [7, 7.1], [7, 6.9]), 288))
    top = figure["layout"]["yaxis"]["range"][1]
    room = (288 - 34) * 0.74
    places = sorted(note["y"] / top * room for note in figure["layout"]["annotations"][1:])
    assert all(b - a >= 39.9 for a, b in pairwise(places))


def test_moved_labels_stay_in_the_room():
    assert apart([100, 100, 100], 40, 110) == [30, 70, 110]
    assert apart([0, 1], 40, 200) == [20, 60]
    assert apart([], 40, 200) == []


@pytest.mark.parametrize("highest", [0.4, 1, 3, 7, 9.9, 38, 96, 240, 1001])
def test_ticks_are_round_and_reach_the_highest_value(highest):
    ticks = nice_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 6
    assert all(tick == int(tick) for tick in ticks)


def test_a_lonely_value_is_seen():
    assert _points((1, None, 2, None, 3, 4), end=False) == [True, False, True, False, False, False]
    assert _points((1, 2, None), end=True) == [False, True, False]


def test_dashed_fills_have_an_outline():
    assert all(paint.edge for paint in PAINTS.values() if paint.dashed or paint.hatched)


def test_figures_are_plain_json_and_speak_the_language():
    figure = to_plotly(spec(Waterfall(steps())))
    assert json.loads(json.dumps(figure)) == figure
    assert figure["layout"]["separators"] == ",."
    with use_language("en"):
        assert to_plotly(spec(Waterfall(steps())))["layout"]["separators"] == ".,"


def test_rows_are_not_a_figure():
    with pytest.raises(TypeError):
        to_plotly(spec(Rows("rows")))
