"""Names from a source are shown as they stand: Plotly reads its texts as HTML, with links."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import charts
from dashboard.charts.compare_months import per_inhabitants_by_month
from dashboard.charts.contents import Flow, Flows, Node, Panel, Panels, Plot, Series, Spot, Target, Tick
from dashboard.charts.funnel import funnel
from dashboard.charts.meldingen_phases import phase_times
from dashboard.charts.overview import on_time_by_service
from dashboard.charts.palette import Fill
from dashboard.charts.plotly import to_plotly
from dashboard.charts.plotly_base import escaped
from dashboard.charts.rows import Bar, BarPart, Bars, Dot, Dots
from dashboard.charts.spec import ChartSpec, Group, Line, Lines, Part, PartsBar, Step, Table, Waterfall

NAME = "<b>x</b> & y"
LONG = f"{NAME} with a name that is too long to stand beside its row"
TICKS = (Tick(0, "a"), Tick(1, "b"))
SPOTS = (
    Spot(0, 1, "a", "b", hover="c"),
    Spot(1, 0, "a", "b"),
    Spot(1, 1, "a", drop=True),
    Spot(0, 0, "a", beside=True),
)
BARS = (Bar("a", (BarPart(1, Fill.BLUE, "b", "c"),), "d", "e"), Bar("a", (BarPart(1, Fill.BLUE),)), Bar("a", (), "b"))
DOTS = (Dot("a", 0.5, "b", before=0.9, hover="c"), Dot("a", 0.5, "b"), Dot("a", None, "b"))
CONTENTS = (
    Waterfall((Step("a", 1, "b", Fill.BLUE, sublabel="c"), Step("a", 2, "b", Fill.BLUE, total=True))),
    PartsBar((Group("a", (Part("b", 9, Fill.BLUE),)), Group("c", (Part("d", 9, Fill.SKY),)))),
    Lines((date(2026, 1, 5),), (Line("a", (1.0,), Fill.BLUE, "b"),), (1,), "c", ("d",)),
    Bars(BARS),
    Bars((replace(BARS[0], aside="f"),)),
    Dots(DOTS, TICKS, Target(0.8, "goal")),
    Dots((replace(DOTS[0], aside="f"),), TICKS),
    Plot((Series("a", (0, 1), (0, 1), Fill.BLUE, "b"),), TICKS, TICKS, "c", None, None, Target(1, "d"), SPOTS, ("e",)),
    Panels((Panel("a", (1.0,), "b", ("c",)),), TICKS, 1),
    Flows(("a", "b"), (Node(0, "c", 1), Node(1, "d", 1)), (Flow(0, 1, 1),)),
)  # fmt: skip


def named(value: Any, name: str) -> Any:
    """The same content, with a name wherever it has a text."""
    if type(value) is str:
        return name if value else value
    if isinstance(value, tuple):
        return tuple(named(one, name) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{one.name: named(getattr(value, one.name), name) for one in fields(value)})


def spec(content: Any) -> ChartSpec:
    return ChartSpec(conclusion=None, content=content, table=Table(pd.DataFrame(), ()), alt="", height=232)


@pytest.mark.parametrize("name", [NAME, LONG, "<a href='https://example.org'>x</a>"])
@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_no_text_of_a_figure_is_read_as_html(content: Any, name: str) -> None:
    drawn = json.dumps(to_plotly(spec(named(content, name))))
    assert "<b>x" not in drawn
    assert "<a" not in drawn
    assert "&lt;" in drawn


def built() -> list[ChartSpec]:
    """Charts of a town in which everything has that name."""
    judged = {
        "service": [NAME],
        "on_time": [81],
        "share": [0.9],
        "n": [90],
        "previous_share": [0.8],
        "previous_n": [80],
    }
    parts = ("screening", "handling", "advice_internal", "advice_external", "decision", "stopped")
    phases: dict[str, Any] = {"service": [NAME], "n": [9]} | {part: [1.0] for part in parts}
    counted = {"municipality": [NAME], "month": [date(2026, 1, 1)], "n": [9], "inhabitants": [900], "per_1000": [10.0]}
    limits = {"low95": 0.6, "high95": 0.9, "low998": 0.5, "high998": 0.95, "overall": 0.75}
    services = pd.DataFrame([{"label": NAME, "numerator": 40, "denominator": 100, "outside": "998"} | limits])
    return [
        on_time_by_service(pd.DataFrame(judged)),
        phase_times(pd.DataFrame(phases)),
        per_inhabitants_by_month(pd.DataFrame(counted)),
        funnel(services, heading="Dienst"),
    ]


def test_charts_show_a_name_as_it_stands_and_tables_keep_it() -> None:
    for chart in built():
        drawn = json.dumps(to_plotly(chart))
        assert "<b>x" not in drawn, chart.alt
        assert "&lt;b>x&lt;/b> &amp;" in drawn, chart.alt
        assert NAME in {cell for row in chart.table.rows() for cell in row}, chart.alt


def test_only_what_draws_writes_html() -> None:
    folder = Path(str(charts.__file__)).parent
    others = [path for path in folder.glob("*.py") if not path.name.startswith("plotly")]
    assert [
        path.name for path in others if any(sign in path.read_text() for sign in ("<br", "<b>", "<span", "&nbsp"))
    ] == []


def test_a_line_end_breaks_the_line() -> None:
    assert escaped("a & b\n<c>") == "a &amp; b<br>&lt;c>"
