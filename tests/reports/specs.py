"""Charts with every content and long Dutch names, for whatever draws them."""

from datetime import date, timedelta

import pandas as pd

from config.kinds import Direction
from dashboard.charts.contents import (
    Flow,
    Flows,
    Mark,
    Moment,
    Node,
    Panel,
    Panels,
    Plain,
    Plot,
    Series,
    Spot,
    Target,
    Tick,
)
from dashboard.charts.palette import Fill
from dashboard.charts.rows import Bar, BarPart, Bars, Dot, Dots
from dashboard.charts.spec import (
    ChartSpec,
    Column,
    Fact,
    Footnote,
    Group,
    Key,
    Kind,
    Line,
    Lines,
    Part,
    PartsBar,
    Rows,
    Step,
    Table,
    Waterfall,
)
from queries.targets import State

LONG = "Beveren-Kruibeke-Zwijndrecht, dienst Openbaar Domein en Groenonderhoud"
SHARES = tuple(Tick(one / 100, f"{one} %" if one == 100 else str(one)) for one in (0, 25, 50, 75, 100))
DOEL = Target(0.8, "doel 80 %")
ROWS = pd.DataFrame(
    {
        "name": ["Groendienst", LONG, "=1+1"],
        "n": [571, 918, 3],
        "share": [0.89, 0.63, None],
        "since": [date(2026, 11, 1), None, date(2026, 10, 1)],
    }
)
COLUMNS = (
    Column("name", "Dienst"),
    Column("n", "Aantal", Kind.COUNT),
    Column("share", "Op tijd", Kind.SHARE),
    Column("since", "Sinds", Kind.DAY),
)
WEEKS = tuple(date(2026, 1, 5) + timedelta(weeks=place) for place in range(40))


def _bar(name: str, one: int, other: int, **more: str) -> Bar:
    parts = (BarPart(one, Fill.BLUE, str(one)), BarPart(other, Fill.OVERDUE, str(other)))
    return Bar(name, parts, str(one + other), **more)


CONTENTS = {
    "waterfall": Waterfall(
        (
            Step("Open", 190, "190", Fill.TOTAL, total=True, sublabel="1 jan"),
            Step("Ontvangen", 3046, "+ 3.046", Fill.BLUE),
            Step("Heropend", 0, "+ 0", Fill.BLUE),
            Step("Gesloten of doorverwezen", -2905, "− 2.905", Fill.SKY),
            Step("Open", 331, "331", Fill.TOTAL, total=True, sublabel="31 okt"),
        )
    ),
    "parts": PartsBar(
        (
            Group(
                "Telt mee: 1.054",
                (Part("op tijd", 1000, Fill.BLUE), Part("laat", 4, Fill.ORANGE), Part("open", 50, Fill.OVERDUE)),
            ),
            Group("Telt niet mee: 12", (Part("te vroeg", 9, Fill.NOT_DUE), Part("zonder norm", 3, Fill.OUTSIDE))),
        )
    ),
    "lines": Lines(
        WEEKS,
        (
            Line("nu", tuple(None if i == 7 else 9 + i % 5 for i in range(40)), Fill.BLUE, "de helft\nbinnen 12"),
            Line("vorig", tuple(10.0 + i % 4 for i in range(40)), Fill.GREY, "vorig jaar\nbinnen 13", 1, True),
        ),
        tuple(20 + i % 9 for i in range(40)),
        "aantal gesloten, per week",
        moments=(Moment(2, "Campagne sluikstort", until=9), Moment(30, "Plantdag Dorpsbos"), Moment(31, "Storm")),
    ),
    "bars": Bars(
        (
            _bar("Groendienst", 571, 0, aside="n = 571"),
            _bar(LONG, 300, 12, exception="12 over tijd", aside="n = 312"),
            Bar("Jeugd", (), "te weinig (n = 2)"),
        ),
        target=Target(500, "doel 500"),
    ),
    "dots": Dots(
        (
            Dot("Groendienst", 0.89, "89 %", "n = 571", before=0.7, low=0.86, high=0.92),
            Dot(LONG, 0.63, "63 %", "n = 918, 12 open", missed=True, before=0.72),
            Dot("Jeugd", None, "te weinig (n = 2)", "n = 2"),
        ),
        SHARES,
        DOEL,
    ),
    "plot": Plot(
        (
            Series(
                "nu",
                tuple(range(12)),
                (0.3, 0.4, None, 0.5, 0.6, 0.55, 0.6, 0.7, 0.7, 0.72, 0.71, 0.78),
                Fill.BLUE,
                "nu 78 %",
                low=(0.2, 0.3, None, 0.4, 0.5, 0.5, 0.5, 0.6, 0.6, 0.62, 0.61, 0.68),
                high=(0.4, 0.5, None, 0.6, 0.7, 0.6, 0.7, 0.8, 0.8, 0.82, 0.81, 0.88),
            ),
            Series("vorig", (0, 11), (0.5, 0.77), Fill.GREY, "vorig jaar 77 %", rank=1, dashed=True),
        ),
        (Tick(0, "jan 2026"), Tick(5, "jun 2026"), Tick(11, "dec 2026")),
        SHARES,
        "maand van sluiting",
        target=DOEL,
        spots=(
            Spot(4, 0.6, "helft in mei", drop=True),
            Spot(7, 0.7, "Storm Ciarán", "8 aug 2026", hollow=True),
            Spot(7.2, 0.5, "Openbare Werken", missed=True, beside=True),
            Spot(7.3, 0.5, "Groendienst", beside=True),
        ),
        moments=(Moment(1, "Nieuwe regel"),),
    ),
    "curve": Plot(
        (
            Series("nu", (0, 20, 40), (0, 0.5, 0.7), Fill.BLUE, "nu", (0, 0.4, 0.6), (0, 0.6, 0.8), steps=True),
            Series("=1", (0, 40), (0.1, None), Fill.ORANGE, rank=1),
        ),
        (Tick(0, "0"), Tick(20, "20"), Tick(40, "40")),
        SHARES,
        "dagen",
        spots=(Spot(20, 0.5, "helft na 20 dagen", drop=True), Spot(30, 0.9)),
        clip=True,
    ),
    "panels": Panels(
        (
            Panel("Website", (0.4, 0.5, None, 0.6), "50 %"),
            Panel(LONG, (0.1, 0.2, 0.1, 0.0), "10 %"),
            Panel("Sluikstort", (3, 9, None, 4), "4", low=(1,) * 4, high=(5,) * 4, missed=(False, True) * 2, top=10),
        ),
        (Tick(0, "jan 2026"), Tick(1, "feb 2026"), Tick(3, "apr 2026")),
        0.6,
    ),
    "flows": Flows(
        ("Categorie bij intake", "Eerste dienst", "Uitkomst"),
        (
            Node(0, "Wegen en voetpaden", 280),
            Node(0, "Groen", 3),
            Node(1, "Openbare Werken", 270),
            Node(1, LONG, 13),
            Node(2, "Opgelost", 263),
            Node(2, "Onontvankelijk", 20),
        ),
        (
            Flow(0, 2, 270),
            Flow(0, 3, 10, True),
            Flow(1, 3, 3),
            Flow(2, 4, 250),
            Flow(2, 5, 20),
            Flow(3, 4, 13, changes=True),
        ),
    ),
    "rows": Rows("meldingen"),
    "plain": Plain("diensten"),
}
DRAWN = tuple(name for name in CONTENTS if name not in ("rows", "plain"))


def spec(name: str, **more: object) -> ChartSpec:
    """A chart with that content and everything around it."""
    own: dict[str, object] = {
        "conclusion": "Eén dienst haalt het doel, één niet.",
        "content": CONTENTS[name],
        "table": Table(ROWS, COLUMNS),
        "alt": f"Een grafiek met {name}.",
        "height": 200,
        "note": "Aandeel op tijd afgehandeld per dienst.",
        "legend": (Key(Fill.BLUE, "doel gehaald", "571"), Key(Mark.MISSED, "onder doel")),
        "facts": (Fact("76,8 %", "op tijd", State.BAD), Fact("331", "open", State.GOOD, Direction.AT_MOST)),
        "footnote": Footnote("n = 1.492", holds=True),
    }
    return ChartSpec(**(own | more))  # type: ignore[arg-type]
