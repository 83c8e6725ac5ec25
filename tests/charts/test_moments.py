"""What happened, in charts over weeks."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from config.language import use_language
from dashboard.charts.contents import Moment, Plain
from dashboard.charts.frozen import freeze, thaw
from dashboard.charts.moments import SHOWN, with_moments
from dashboard.charts.overview import stock_by_week
from dashboard.charts.plotly import to_plotly
from dashboard.charts.spec import ChartSpec, Table
from queries.annotations import ANNOTATIONS

FIRST = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def english():
    with use_language("en"):
        yield


def stock(*opens: int) -> ChartSpec:
    rows = [(FIRST + timedelta(weeks=at), n, None) for at, n in enumerate(opens)]
    return stock_by_week(pd.DataFrame(rows, columns=["week_start", "open", "last_year_open"]))


def happened(*spans: tuple[int, int], **more: Any) -> pd.DataFrame:
    """Annotations from and to so many days after the first Monday."""
    usual = {"kind": "storm", "words": "Storm", "text": ""} | more
    rows = [usual | {"first_day": FIRST + timedelta(a), "last_day": FIRST + timedelta(b)} for a, b in spans]
    return pd.DataFrame(rows, columns=ANNOTATIONS)


def test_a_day_stands_at_its_week_and_what_lasts_from_week_to_week():
    found = with_moments(stock(10, 20, 30), happened((8, 8), (-20, 3), (9, 90)))
    assert found.content.moments == (
        (Moment(1.0, "Storm"), Moment(0.0, "Storm"), Moment(1.0, "Storm", until=2.0))
    )  # fmt: skip
    assert found.note == (
        "What happened: 15 Sept 2026 Storm; 18 Aug 2026 to 10 Sept 2026 Storm; 16 Sept 2026 to 6 Dec 2026 Storm."
    )
    assert found.note in found.alt


def test_what_lies_outside_of_the_weeks_is_not_there():
    chart = stock(10, 20)
    assert with_moments(chart, happened((-1, -1), (14, 15))) is chart
    assert with_moments(chart, happened((13, 13))).content.moments == (Moment(1.0, "Storm"),)
    table = ChartSpec(None, Plain("x"), Table(pd.DataFrame({"week_start": [FIRST]}), ()), "", 100)
    assert with_moments(table, happened((0, 0))) is table


def test_of_many_the_last_stand_in_the_picture_and_all_in_the_note():
    found = with_moments(stock(*range(1, 20)), happened(*((7 * at, 7 * at) for at in range(9)), text="Veel wind."))
    assert len(found.content.moments) == SHOWN
    assert found.content.moments[-1].x == 8.0
    assert found.note.count("Storm (Veel wind)") == 9


def test_it_is_drawn_and_kept_and_an_older_chart_can_still_be_read():
    found = with_moments(stock(10, 60, 30), happened((8, 8), (0, 20), words="<b>Storm</b>"))
    layout = to_plotly(found)["layout"]
    words = [one for one in layout["annotations"] if "Storm" in one["text"]]
    assert [one["text"] for one in words] == ["&lt;b>Storm&lt;/b>"] * 2
    assert words[0]["ay"] > 0 > words[1]["ay"]  # below a high point, above a low one
    assert [shape["type"] for shape in layout["shapes"]] == ["rect"]
    kept = freeze(found)
    assert thaw(kept).content.moments == found.content.moments
    del kept["content"]["moments"]
    assert thaw(kept).content.moments == ()
