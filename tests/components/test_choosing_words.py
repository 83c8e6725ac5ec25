"""Why a place stands where it stands, in words: what it got most and few points for, and what is not known."""

from typing import Any

from config.language import use_language
from dashboard.components.choosing.words import facts_of, why


def said(weights: dict[str, int], **points: float | None) -> str:
    row: dict[str, Any] = {f"points.{code}": value for code, value in points.items()}
    known = sum(value for value in points.values() if value is not None)
    lost = sum(weights[code] for code, value in points.items() if value is None)
    with use_language("nl"):
        return why(row | {"rank": 3, "score": known, "unknown": lost}, weights, 12)


def test_most_and_few_points_and_what_is_not_known() -> None:
    found = said({"support": 50, "cost": 30, "waiting": 20}, support=48.0, cost=3.0, waiting=None)
    assert found.startswith("Plaats 3 van 12 met 51 op 100.")
    assert "20 punten" in found.rsplit(":", 1)[1]


def test_what_gave_no_points_is_few_and_never_left_out() -> None:
    found = said({"support": 50, "cost": 50}, support=50.0, cost=0.0)
    most, few = found.split(". ")[1:]
    assert "(50 van 50)" in most
    assert "(0 van 50)" not in most
    assert "(0 van 50)" in few
    nothing = said({"support": 50, "cost": 50}, support=0.0, cost=0.0)
    assert nothing.count("(0 van 50)") == 2


def test_a_cost_stands_in_a_motivation_in_whole_euro() -> None:
    row = {"cost": 45_000.75, "support": 9.0, "rank": 1, "score": 10.0, "title": "Plein"}
    told = facts_of(row, 3)
    assert (told["kost"], told["stemmen"], "meldingen" in told) == ("45.001", "9", False)
    assert "kost" not in facts_of(row | {"cost": None}, 3)
