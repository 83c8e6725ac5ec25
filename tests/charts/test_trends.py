"""What the charts of weekly series say, and what they do not say."""

import json
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from config.language import use_language
from config.topics import Topic
from dashboard.charts.contents import Panels
from dashboard.charts.plotly import to_plotly
from dashboard.charts.rows import Dots
from dashboard.charts.trends import signal_table, weekly_members, weekly_total
from dashboard.charts.trends_growth import growth_dots
from dashboard.charts.trends_lead import trends_lead
from dashboard.charts.trends_picks import cases_search, series_pick
from dashboard.charts.trends_words import signal_detail, signal_words
from queries.filters import By, Filters
from queries.growth import GROWTH
from queries.signals import SERIES, SIGNALS

LAST = date(2026, 11, 9)
YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
MEMBERS = pd.DataFrame(
    [("category", "put", "Wegen"), ("category", "stoep", "Wegen"), ("category", "los", None)],
    columns=["dimension", "code", "theme"],
)


@pytest.fixture(autouse=True)
def english():
    with use_language("en"):
        yield


def series(*last: tuple[str, Any, int], basis: str = "season", history: int = 200) -> pd.DataFrame:
    """Three weeks of each (code, name, n in the last week); usual is 10, from 5 to 16."""
    band = (10.0, 5.0, 16.0) if basis in ("season", "trend", "mean") else (None, None, None)

    def row(code: str, name: Any, n: int, back: int) -> tuple[Any, ...]:
        flags = (back == 0 and n > 16, back == 0 and n > 30) if band[0] else (False, False)
        return code, name, LAST - timedelta(weeks=back), n if back == 0 else 10, *band, *flags, basis, history, True

    rows = [row(*one, back) for one in last for back in (2, 1, 0)]
    frame = pd.DataFrame(rows, columns=SERIES)
    return frame.astype({"expected": float, "low": float, "high": float, "above": bool, "clear": bool})


def signals(**changes: Any) -> pd.DataFrame:
    row = {
        **{"code": "put", "name": "Put in de weg", "first_week": LAST - timedelta(weeks=2), "last_week": LAST},
        **{"week": LAST - timedelta(weeks=1), "n": 41, "expected": 18.2, "high": 27, "total": 96, "clear": True},
        **{"total_expected": 54.6, "surprise": 0.00001, "basis": "season", "where_code": "haven", "where": "Haven"},
        **{"where_n": 30, "where_expected": 5.31},
    }
    return pd.DataFrame([row | changes], columns=SIGNALS)


def first(frame: pd.DataFrame) -> dict[Any, Any]:
    return frame.to_dict("records")[0]


def growth(*rows: tuple[str, int, int, float | None, float | None, float | None]) -> pd.DataFrame:
    """(code, n, last year, ratio, low, high)."""
    names = ["code", "n", *(f"last_year_{name}" for name in ("n", "ratio", "low", "high"))]
    told = pd.DataFrame(rows, columns=names)
    told = told.assign(name=[str(code).title() for code in told["code"]], previous_n=0)
    return told.reindex(columns=GROWTH)


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (12, "12 in w46: as expected (5 to 16)."),
        (20, "20 in w46: more than expected (10, at most 16)."),
        (2, "2 in w46: less than expected (10, at least 5)."),
    ],
)
def test_the_last_week_is_judged_by_its_band(n: int, said: str) -> None:
    assert weekly_total(series(("", None, n))).conclusion == said


@pytest.mark.parametrize(("basis", "word"), [("short", "No expectation"), ("few", "too few"), ("trend", "104")])
def test_a_series_says_on_what_its_expectation_rests(basis: str, word: str) -> None:
    spec = weekly_total(series(("", None, 12), basis=basis, history=8))
    assert word in (spec.note or "")
    assert spec.conclusion == ("12 in w46: as expected (5 to 16)." if basis == "trend" else "12 in w46.")
    assert json.dumps(to_plotly(spec), allow_nan=False)


def test_series_with_signals_come_first_and_the_clear_ones_are_named() -> None:
    frame = series(("", None, 90), ("a", "Alpha", 12), ("b", "Beta", 20), ("-", None, 40))
    spec = weekly_members(frame, By.AREA, pick=lambda code: f"?x={code}")
    assert isinstance(spec.content, Panels)
    assert [panel.label for panel in spec.content.panels] == ["Without neighbourhood", "Beta", "Alpha"]
    assert spec.conclusion == "Clearly more than expected: Without neighbourhood."
    assert spec.content.panels[1].missed == (False, False, True)
    assert spec.content.panels[1].pick == "?x=b"
    assert len(spec.table.frame) == 9
    drawn = to_plotly(spec)["data"]
    assert [trace["type"] for trace in drawn].count("bar") == 3
    assert max(y for trace in drawn for y in trace["y"] if y is not None) <= 1


def test_nothing_is_said_of_nothing() -> None:
    empty = series()
    for spec in (weekly_total(empty), weekly_members(empty, By.AREA, pick=str), growth_dots(growth(), By.AREA)):
        assert spec.empty
        assert json.dumps(to_plotly(spec), allow_nan=False)
    assert signal_table(signals().iloc[:0], By.AREA, pick=str).conclusion == "No signals in the last 13 complete weeks."


# --- signals -----------------------------------------------------------------------------------------------------
def test_a_signal_says_facts_only() -> None:
    row = first(signals())
    assert signal_words(row, By.CATEGORY) == "Put in de weg: 41 in w45, expected 18 (at most 27)"
    assert signal_detail(row) == (
        "From w44 to w46 96, expected 55. Mostly Haven: 30, expected 5.3. Chance does not explain this."
    )


def test_a_signal_of_one_week_without_place_or_season_says_less() -> None:
    alone = first(signals(first_week=LAST, week=LAST, where=None, clear=False, basis="trend"))
    assert signal_detail(alone) == "May be chance, or the season: that is not known yet."


def test_the_lead_names_the_first_clear_signal() -> None:
    lead = trends_lead(signals(), growth(("", 120, 100, 1.2, 1.05, 1.37)), By.CATEGORY)
    assert lead.news == "One clear signal."
    assert "Put in de weg: 41" in lead.more
    assert "120 meldingen came in, a year before 100: +20" in lead.more
    quiet = trends_lead(signals(clear=False), growth(("", 120, 100, 1.2, 0.9, 1.5)), By.CATEGORY)
    assert quiet.news == "No clear signals."
    assert "no clear change" in quiet.more


def test_growth_names_what_differs_clearly_and_withholds_what_is_little() -> None:
    frame = growth(("", 200, 190, 1.05, 0.9, 1.2), ("put", 40, 20, 2.0, 1.3, 3.1), ("los", 3, 1, None, None, None))
    spec = growth_dots(frame, By.CATEGORY)
    assert spec.conclusion == "Clearly more than a year before: Put."
    assert isinstance(spec.content, Dots)
    dots = spec.content.dots
    assert [dot.value for dot in dots] == [pytest.approx(0.05), 1.0, None]
    assert dots[1].high == 1.5  # the edge; the number itself stands in the table
    assert "too few" in dots[2].text


# --- ways --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("by", "topic", "code", "way"),
    [
        (By.CATEGORY, Topic.MELDING, "put", "category=put"),
        (By.THEME, Topic.MELDING, "Wegen", "category=put&category=stoep"),
        (By.THEME, Topic.MELDING, "-", "category=-&category=los"),
        (By.AREA, Topic.MELDING, "haven", "area=haven"),
        (By.CATEGORY, Topic.PROPOSAL, "groen", "theme=groen"),
    ],
)
def test_a_series_leads_to_itself(by: By, topic: Topic, code: str, way: str) -> None:
    filters = Filters(YEAR.first_day, YEAR.last_day, by=by)
    assert way in series_pick(filters, topic, MEMBERS)(code)
    assert series_pick(filters, topic, MEMBERS)("") == f"?{filters.to_query()}"


def test_a_signal_leads_to_what_came_in() -> None:
    search = cases_search(first(signals()), YEAR, Topic.MELDING, MEMBERS)
    assert search == "?from=2026-10-26&to=2026-11-15&category=put"
