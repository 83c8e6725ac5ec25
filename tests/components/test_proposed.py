"""The best set in words: what was found, how sure it is, why each place is in or out, and why nothing can be."""

from datetime import UTC, datetime
from typing import Any

import pytest

from config.language import use_language
from dashboard.components.choosing import proposed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLACES: dict[str, Any] = {
    "a": {"title": "Kerkplein", "rank": 1, "score": 12.34, "cost": 9_000.0, "area_code": "c"},
    "b": {"title": "Dorpsweide", "rank": 2, "score": 10.0, "cost": None, "area_code": "c"},
}
FOUND: dict[str, Any] = {
    **{"chosen": ["a"], "value": 1_234, "at_most": 1_234, "cost": 9_000, "costs_unknown": 0},
    **{"best": True, "cheapest": True, "clashes": []},
    "reasons": [
        {"key": "a", "chosen": True, "why": "value", "value": 1_234, "cost": 9_000},
        {"key": "b", "chosen": False, "why": "area_full", "value": 1_000, "limit": 1}
        | {"exchange": {"gives_up": "a", "loses": 234}},
        {"key": "gone", "chosen": False, "why": "value", "value": 1},
    ],
}
WORK: dict[str, Any] = {
    **{"asked_at": NOW, "ended_at": NOW, "problem": None, "params": None, "result": FOUND},
    "asked": {"budget": 20_000, "most": None, "least": 0, "most_per_area": 1, "said": True, "weights": {}},
}


def told(places: dict[str, Any] = PLACES, weights: dict[str, int] | None = None, **changes: Any) -> str:
    with use_language("nl"):
        parts = proposed.answer(WORK | changes, places, {"c": "Centrum"}, "Europe/Brussels", weights or {}, may=True)
    return " ".join(words(parts))


def words(part: Any) -> list[str]:
    """Everything that is written in a component, in order."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, list | tuple):
        return [word for one in part for word in words(one)]
    return words(getattr(part, "children", None) or [])


def test_what_was_found_and_why() -> None:
    found = told()
    for expected in (
        "1 plek voor 9.000 euro, 12,3 punten waard.",
        "Geen andere selectie is meer waard, en geen die evenveel waard is kost minder.",
        "budget 20.000 euro; hoogstens 1 per wijk; wat gekozen is blijft erin",
        "1. Kerkplein 12,3 punten waard, voor 9.000 euro.",
        "Niet in de selectie: 1 plek",
        "De wijk Centrum heeft er al 1, zoveel als mag.",
        "Ze kan in de plaats komen van Kerkplein, met 2,3 punten verlies.",
        "Vink aan wat voorgesteld wordt",
    ):
        assert expected in found


def test_the_answer_keeps_its_numbers_when_the_list_moves_on() -> None:
    moved = {"a": PLACES["a"] | {"score": 80.0, "cost": 500.0, "rank": 2}, "b": PLACES["b"] | {"rank": 1}}
    found = told(moved, {"cost": 100})
    assert "2. Kerkplein 12,3 punten waard, voor 9.000 euro." in found
    assert "met andere gewichten dan hierboven." in found
    assert "andere gewichten" not in told()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ended_at": None}, "ze verschijnt hier vanzelf"),
        ({"problem": "Something went wrong.", "params": {}}, "Er kon geen selectie berekend worden"),
        ({"result": FOUND | {"chosen": []}}, "voegt geen enkele plek iets toe"),
        ({"result": FOUND | {"best": False, "at_most": 1_245}}, "hoogstens 0,2 punten meer waard"),
        ({"result": FOUND | {"best": False, "value": 0, "at_most": 3}}, "hoogstens 0,1 punten meer waard"),
        ({"result": FOUND | {"cheapest": False, "costs_unknown": 2}}, "niet in dat bedrag: 2."),
    ],
)
def test_what_else_can_come_of_it(changes: dict[str, Any], expected: str) -> None:
    assert expected in told(**changes)


def test_every_code_has_its_words() -> None:
    from dashboard.jobs.best_set import Conflict, Why

    clash = {"asked": 3, "possible": 2, "keys": ["a", "b"], "areas": ["c"]}
    with use_language("nl"):
        one = proposed.Told(FOUND, PLACES, {"c": "Centrum"})
        for why in Why:
            told_so = {"key": "a", "why": str(why), "limit": 4, "short": 5, "value": 1}
            assert "{" not in proposed.why_words(one, told_so), why
        for conflict in Conflict:
            assert "{" not in proposed.clash_words(one, clash | {"conflict": str(conflict)}), conflict
