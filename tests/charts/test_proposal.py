"""What the picture of votes says."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.plotly import to_plotly
from dashboard.charts.proposal import votes_over_time
from dashboard.charts.spec import ChartSpec

FIRST, LAST = date(2026, 3, 2), date(2026, 11, 22)
PUBLISHED = date(2026, 3, 4)


def told(*changes: tuple[int, int], published: date | None = PUBLISHED, counted: int = 0) -> ChartSpec:
    """The chart of changes on days of March; on one of them a running total was read first."""
    rows = pd.DataFrame([(date(2026, 3, on), votes) for on, votes in changes], columns=["day", "votes"])
    rows = rows.assign(total=rows["votes"].cumsum(), first_count=[on == counted for on, _ in changes])
    marks = {PUBLISHED: "gepubliceerd", date(2026, 4, 1): "gekozen", date(2027, 1, 1): "later"}
    return votes_over_time(rows, first=FIRST, last=LAST, marks=marks, published=published)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (((4, 12),), "12 stemmen; de helft was er op de dag van de publicatie."),
        (((4, 2), (5, 10)), "12 stemmen; de helft was er 1 dag na de publicatie."),
        (((4, 5), (14, 5), (20, 10)), "20 stemmen; de helft was er 10 dagen na de publicatie."),
        (((4, 9),), "9 stemmen."),
        (((4, 1),), "1 stem."),
        (((4, 12), (5, -4)), "8 stemmen."),
    ],
)
def test_how_soon_half_of_the_votes_had_come(changes, words):
    assert told(*changes).conclusion == words


def test_the_first_reading_says_nothing_of_when_half_had_come():
    assert told((20, 12), counted=20).conclusion == "12 stemmen, voor het eerst geteld op 20 mrt 2026."
    assert told((5, 2), (20, 10), counted=5).conclusion == "12 stemmen; de helft was er 16 dagen na de publicatie."


def test_votes_taken_back_are_told_and_drawn():
    spec = told((4, 12), (5, -2), (9, -1))
    assert spec.note == "Op 2 dagen zijn stemmen teruggenomen: 3 minder."
    assert told((4, 12), (5, -2)).note == "Op 1 dag zijn stemmen teruggenomen: 2 minder."
    assert told((4, 12)).note is None
    assert spec.content.series[0].y == (0, 12, 10, 9, 9)
    assert spec.content.hover[2] == "5 mrt 2026: 10 stemmen (\N{MINUS SIGN}2)"
    assert [row[1] for row in spec.table.rows()] == ["+12", "\N{MINUS SIGN}2", "\N{MINUS SIGN}1"]


def test_moments_stand_where_they_were_and_not_beyond_what_is_known():
    spec = told((4, 12))
    assert [spot.text for spot in spec.content.spots] == ["gepubliceerd", "gekozen"]
    assert spec.footnote.text == "n = 12"
    assert spec.content.x_ticks[0].text == "2 mrt 2026"
    assert to_plotly(spec)["data"]


def test_without_votes_there_is_nothing_to_draw():
    spec = told()
    assert spec.empty
    assert spec.alt == "Geen stemmen."
    assert spec.content.series[0].y == (0, 0)
