"""Bars, dots, plots, panels and flows as figures: nothing lost, nothing that overlaps."""

import json
from itertools import pairwise

import pandas as pd
import pytest

from dashboard.charts.axes import count_ticks_around, share_ticks, share_ticks_around
from dashboard.charts.contents import Flow, Flows, Node, Panel, Panels, Plain, Plot, Series, Spot, Target, Tick
from dashboard.charts.palette import BAD, BLUE, Fill
from dashboard.charts.plotly import PHONE_WIDTH, to_plotly
from dashboard.charts.rows import Bar, BarPart, Bars, Dot, Dots, wrapped
from dashboard.charts.scale import spread, ticks_between
from dashboard.charts.spec import ChartSpec, Table

TICKS = (Tick(0, "0"), Tick(1, "100 %"))


def draw(content, height=232):
    spec = ChartSpec(conclusion=None, content=content, table=Table(pd.DataFrame(), ()), alt="", height=height)
    figure = to_plotly(spec)
    assert json.loads(json.dumps(figure)) == figure
    return figure["data"], figure["layout"]


def texts(layout):
    return [note["text"] for note in layout["annotations"]]


def bars(*labels, aside=""):
    part = (BarPart(30, Fill.BLUE, "30"), BarPart(0, Fill.SKY), BarPart(10, Fill.OVERDUE, ""))
    return Bars(tuple(Bar(label, part, "40", "10 over tijd", aside) for label in labels))


def test_bars_stand_behind_each_other_and_nothing_is_drawn_for_nothing():
    data, layout = draw(bars("0–5"))
    assert [(bar["base"], bar["x"]) for bar in data] == [([0.0], [30]), ([30.0], [10])]
    assert data[1]["marker"]["pattern"]["fgcolor"] == BAD
    assert "10 over tijd" in texts(layout)[0]
    assert layout["xaxis"]["range"] == [0, 40]


@pytest.mark.parametrize("label", ["0–5", "Burgerzaken en onthaal", "Beveren-Kruibeke-Zwijndrecht"])
def test_rows_keep_room_for_their_picture_on_a_phone(label):
    for content in (bars(label), bars(label, aside="n = 1.286"), dots(label)):
        margin = draw(content)[1]["margin"]
        assert PHONE_WIDTH - margin["l"] - margin["r"] >= 120


def test_long_names_stand_above_their_bar_and_short_ones_beside_it():
    assert not bars("0–5").labels.above
    assert bars("Beveren-Kruibeke-Zwijndrecht").labels.above
    assert bars("0–5", aside="n = 9").labels.above
    assert wrapped("Burgerzaken en onthaal") == "Burgerzaken en\nonthaal"


def dots(*labels, **more):
    return Dots(tuple(Dot(label, 0.6, "60 %", "n = 9", **more) for label in labels), TICKS, Target(0.8, "doel 80 %"))


def test_a_dot_has_its_range_and_former_place_behind_it():
    data, layout = draw(dots("Groen", low=0.5, high=0.7, before=0.9))
    assert [trace["mode"] for trace in data] == ["lines", "lines", "markers", "markers"]
    assert (data[0]["x"], data[1]["x"], data[3]["x"]) == ([0.5, 0.7], [0.9, 0.6], [0.6])
    assert "doel 80 %" in texts(layout)
    assert [shape["x0"] for shape in layout["shapes"]] == [0.8]


def test_a_missed_target_is_another_shape_not_just_another_colour():
    symbol = [draw(dots("Groen", missed=missed))[0][-1]["marker"]["symbol"] for missed in (False, True)]
    assert symbol == ["circle", "diamond"]


def test_a_row_without_value_says_why():
    data, layout = draw(Dots((Dot("Jeugd", None, "te weinig (n = 2)"),), TICKS))
    assert data == []
    assert "te weinig (n = 2)" in texts(layout)


def plot(**more):
    line = Series("nu", (0, 1, 2), (0.2, None, 0.6), Fill.BLUE, "nu", low=(0.1, 0.2, 0.5), high=(0.3, 0.4, 0.7))
    then = Series("toen", (0, 1, 2), (0.3, 0.5, 0.61), Fill.GREY, "toen", rank=1, dashed=True)
    return Plot((line, then), TICKS, TICKS, last_x=2, **more)


def test_a_plot_has_a_band_gaps_and_lines_of_two_weights():
    data, _ = draw(plot())
    then, low, high, now, end = data
    assert (low["y"], high["fill"], high["fillcolor"]) == ([0.1, 0.2, 0.5], "tonexty", "rgba(31,90,153,0.16)")
    assert now["y"] == [0.2, None, 0.6]
    assert then["line"]["dash"]
    assert then["line"]["width"] < now["line"]["width"]
    assert (end["x"], end["y"]) == ([2], [0.6])


def test_names_at_the_end_and_the_target_keep_apart():
    _, layout = draw(plot(target=Target(0.6, "doel 60 %")))
    assert sorted(texts(layout)) == ["doel 60 %", "nu", "toen"]
    room = (232 - 36) / 1.04
    assert all((b - a) * room >= 17.9 for a, b in pairwise(sorted(note["y"] for note in layout["annotations"])))


def test_marks_on_a_line_and_names_of_points():
    spots = (
        Spot(1, 0.5, "helft", drop=True),
        Spot(1.5, 0.6, "14 % open", "na 40 dagen", hollow=True),
        Spot(0.2, 0.3, "Wegen", missed=True, beside=True),
        Spot(1.9, 0.3, "Groen", beside=True),
    )
    data, layout = draw(plot(spots=spots))
    assert [trace["marker"]["symbol"] for trace in data[-4:]] == ["circle", "circle", "diamond", "circle"]
    assert layout["shapes"][0]["y1"] == 0.5
    by_text = {note["text"]: note for note in layout["annotations"]}
    assert by_text["<b>Wegen</b>"]["xanchor"] == "left"
    assert by_text["<b>Groen</b>"]["xanchor"] == "right"
    assert by_text["<b>Wegen</b>"]["y"] != by_text["<b>Groen</b>"]["y"]


def test_panels_share_one_scale_and_keep_gaps():
    panels = (Panel("web", (0.5, None), "60 %"), Panel("app", (0.25, 0.1), "20 %"))
    data, layout = draw(Panels(panels, (Tick(1, "nov"),), 0.5))
    assert data[0]["y"][1] is None
    assert data[0]["y"][0] == 2 * data[1]["y"][0]
    assert data[1]["base"] == [-1, -1]
    assert "<b>20 %</b>" in texts(layout)


def test_flows_say_n_in_each_node_and_paint_what_changes():
    nodes = (Node(0, "Wegdek", 1286), Node(1, "Wegen", 1200), Node(1, "Groen", 86))
    (sankey,), layout = draw(Flows(("Van", "Naar"), nodes, (Flow(0, 1, 1200), Flow(0, 2, 86, changes=True))))
    assert sankey["node"]["label"][0] == "Wegdek <b>1.286</b>"
    assert sankey["link"]["color"] == ["rgba(31,90,153,0.17)", "rgba(213,112,31,0.82)"]
    assert [note["xanchor"] for note in layout["annotations"]] == ["left", "right"]


def test_a_plain_table_is_not_a_figure():
    with pytest.raises(TypeError):
        draw(Plain("tabel"))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (286, 350), (3.1, 3.2), (40, 40), (0.5, 97), (1200, 98000)])
def test_ticks_hold_the_values_and_are_few(low, high):
    ticks = ticks_between(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 3 <= len(ticks) <= 8
    steps = {round(b - a, 9) for a, b in pairwise(ticks)}
    assert len(steps) == 1


@pytest.mark.parametrize("lowest", [0, 0.12, 0.3, 0.61, 0.97, 1])
def test_shares_run_to_a_hundred_in_even_steps(lowest):
    ticks = share_ticks(lowest)
    assert ticks[0].value <= lowest
    assert ticks[-1].text == "100\u202f%"
    assert len({round(b.value - a.value, 9) for a, b in pairwise(ticks)}) == 1


def test_ticks_around_stay_possible():
    assert all(0 <= tick.value <= 1 for tick in share_ticks_around([0.02, 0.99]))
    assert share_ticks_around([0.6, 0.9])[-1].text.endswith("%")
    assert all(len(share_ticks_around([share, share])) >= 2 for share in (0, 0.005, 0.5, 0.999, 1))
    for counts in ([0, 0], [0, 1], [40, 40], [286, 350]):
        ticks = [tick.value for tick in count_ticks_around(counts)]
        assert ticks == [int(tick) for tick in ticks]
        assert 0 <= ticks[0] <= min(counts) < max(counts) + 1 <= ticks[-1] + 1
        assert len(ticks) >= 3


@pytest.mark.parametrize("count", [0, 1, 5, 13, 105])
def test_names_of_moments_are_few_and_end_with_the_last(count):
    shown = spread(count)
    assert len(shown) <= 7
    assert shown[-1:] == ([count - 1] if count else [])


def test_series_keep_their_colour():
    assert draw(plot())[0][3]["line"]["color"] == BLUE
