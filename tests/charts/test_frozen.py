"""What is kept of a chart: all that it says, whatever it holds, and nothing that only a screen has."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.canonical import canonical
from dashboard.charts import frozen
from dashboard.charts.contents import Flow, Flows, Node, Panel, Panels, Plain, Plot, Series, Spot, Target, Tick
from dashboard.charts.frozen import UnknownFormat, freeze, thaw
from dashboard.charts.palette import Fill
from dashboard.charts.rows import Bar, BarPart, Bars, Dot, Dots
from dashboard.charts.spec import (
    ChartSpec,
    Column,
    Group,
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
from tests.charts.keeping import kept_as_it_was

DAY = date(2026, 11, 22)
CELLS = {
    "whole": pd.Series([1, 2, 3]),
    "share": pd.Series([0.25, None, 7.0]),
    "far": pd.Series([float("inf"), float("-inf"), 1e300]),
    "word": pd.Series(["boom", None, ""]),
    "mixed": pd.Series([None, float("nan"), 7.0], dtype=object),
    "more": pd.Series([7, "7", True], dtype=object),
    "day": pd.Series([DAY, None, DAY], dtype=object),
    "moment": pd.Series(pd.to_datetime(["2026-11-22", "NaT", "2026-01-01"])),
    "there": pd.Series(pd.to_datetime(["2026-11-22", "NaT", "2026-01-01"])).dt.tz_localize("Europe/Brussels"),
    "perhaps": pd.Series([1, None, 3], dtype="Int64"),
    "yes": pd.Series([True, False, True]),
    "group": pd.Series(pd.Categorical(["b", None, "b"], categories=["b", "a"], ordered=True)),
    "band": pd.Series(pd.Categorical([5, 10, 5])),
    "exact": pd.Series([Decimal("1.20"), None, Decimal(3)], dtype=object),
    "instant": pd.Series([datetime(2026, 1, 1, tzinfo=UTC)] * 3, dtype=object),
}


TABLE = Plain("x")


def chart(content=TABLE, frame=None, **more):
    shown = pd.DataFrame({"n": [1]}) if frame is None else frame
    table = Table(shown, tuple(Column(str(key), str(key)) for key in shown))
    return ChartSpec(conclusion="Ja.", content=content, table=table, alt="x", height=200, **more)


@pytest.mark.parametrize("name", CELLS)
def test_cells_keep_their_type(name):
    kept_as_it_was(chart(frame=CELLS[name].to_frame(name)))


def test_a_whole_number_among_objects_is_not_taken_for_a_fraction():
    cells = thaw(json.loads(canonical(freeze(chart(frame=CELLS["more"].to_frame("more")))))).table.frame["more"]
    assert [type(one) for one in cells] == [int, str, bool]


def test_only_what_a_column_shows_is_kept():
    frame = pd.DataFrame({"n": [1], "secret": ["naam"], "to": ["/meldingen/1"]})
    spec = replace(
        chart(), table=Table(frame, (Column("n", "Aantal", Kind.COUNT, href="to"),)), picks={"n": {"1": "?x"}}
    )
    assert "secret" not in canonical(freeze(spec))
    back = thaw(freeze(spec))
    assert (list(back.table.frame), back.table.columns[0].href, back.picks) == (["n"], "", {})


def test_nothing_for_a_pointer_is_kept():
    bars = Bars((Bar("a", (BarPart(1, Fill.BLUE, hover="WENK"),), pick="?WENK"),))
    spots = Plot((), (Tick(0, "0"), Tick(1, "1")), (Tick(0, "0"), Tick(1, "1")), spots=(Spot(0, 0, hover="WENK"),))
    assert all("WENK" not in canonical(freeze(chart(content))) for content in (bars, spots))


def test_another_form_is_refused_in_words():
    kept = freeze(chart())
    with pytest.raises(UnknownFormat) as refused:
        thaw(kept | {"format": 2})
    assert refused.value.text("nl") == (
        "Deze grafiek werd bewaard in vorm 2; deze versie van het programma kent vorm 1."
    )
    with pytest.raises(UnknownFormat):
        thaw({name: value for name, value in kept.items() if name != "format"})


def test_what_was_kept_before_a_field_existed_gets_its_usual_value():
    kept = freeze(chart(Dots((Dot("a", 0.5, "50 %", missed=True),), (Tick(0, "0"),))))
    del kept["content"]["dots"][0]["missed"]
    assert thaw(kept).content == Dots((Dot("a", 0.5, "50 %"),), (Tick(0, "0"),))


@pytest.mark.parametrize("cell", [object(), pd.Timedelta(1), b"x"])
def test_what_json_has_no_word_for_is_refused(cell, made):
    with pytest.raises(TypeError):
        freeze(chart(frame=pd.DataFrame({"x": pd.Series([cell], dtype=object)})))
    made.clear()  # this one cannot be kept


def test_every_content_has_a_name():
    assert set(frozen._CONTENTS.values()) == set(fields(ChartSpec)[1].type.__args__)


texts, wholes = st.text(max_size=12), st.integers(-(10**12), 10**12)
amounts = st.one_of(wholes, st.floats(allow_nan=False, allow_infinity=False))
known = st.none() | amounts
fills = st.sampled_from(Fill)


def several(one):
    return st.lists(one, max_size=3).map(tuple)


def drawn(kind, *parts, **more):
    return st.builds(kind, *parts, **more)


ticks = several(drawn(Tick, amounts, texts))
targets = st.none() | drawn(Target, amounts, texts)
contents = st.one_of(
    drawn(Waterfall, several(drawn(Step, texts, amounts, texts, fills, st.booleans(), texts))),
    drawn(PartsBar, several(drawn(Group, texts, several(drawn(Part, texts, wholes, fills))))),
    drawn(
        Lines,
        several(st.dates()),
        several(drawn(Line, texts, several(known), fills, texts, st.integers(0, 1), st.booleans())),
        several(wholes),
        texts,
    ),
    drawn(
        Bars, several(drawn(Bar, texts, several(drawn(BarPart, amounts, fills, texts)), texts, texts)), known, targets
    ),
    drawn(Dots, several(drawn(Dot, texts, known, texts, texts, st.booleans(), known, known, known)), ticks, targets),
    drawn(
        Plot,
        several(drawn(Series, texts, several(amounts), several(known), fills, texts, several(known), several(known))),
        ticks,
        ticks,
        texts,
        known,
        known,
        targets,
        several(drawn(Spot, amounts, amounts, texts, texts, st.booleans(), st.booleans())),
        clip=st.booleans(),
    ),
    drawn(Panels, several(drawn(Panel, texts, several(known), texts, missed=several(st.booleans()))), ticks, amounts),
    drawn(
        Flows,
        several(texts),
        several(drawn(Node, wholes, texts, wholes)),
        several(drawn(Flow, wholes, wholes, wholes, st.booleans())),
    ),
    drawn(Rows, texts),
    drawn(Plain, texts),
)
cells = st.one_of(st.none(), st.booleans(), wholes, st.floats(), texts, st.dates())


@settings(max_examples=120, deadline=None)
@given(content=contents, column=st.lists(cells, max_size=5), typed=st.booleans())
def test_whatever_a_chart_holds_comes_back(content, column, typed):
    series = pd.Series(column) if typed else pd.Series(column, dtype=object)
    kept_as_it_was(chart(content, series.to_frame("x")))
