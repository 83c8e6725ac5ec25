"""What a choice means, in words: its gain beside what the climate pact asks."""

from dataclasses import replace

import pandas as pd

from config.language import use_language
from dashboard.components.choosing.means import block, parts_of
from queries.ranking import simulated
from queries.rounds import Round
from tests.components.test_definition import words

ROUND = Round(1, None, "1", "Najaar", (), None, 0, None, {"support": 100}, True, 1, None, None)  # type: ignore[arg-type]


def told(
    people: int | None,
    here: str | None = "x",
    budget: float | None = None,
    costs: tuple[float | None, float | None] = (10.0, 10.0),
) -> str:
    places = {"subject_id": ["a", "b"], "rank": [1, 2], "title": ["A", "B"], "score": [9.0, 8.0], "cost": costs}
    gains = {"gain.trees": [20.0, 30.0], "gain.rainwater_l": [1e3, None], "gain.green_m2": [5.0, 5.0]}
    ranking = pd.DataFrame({**places, "area_code": ["x", here], "area": ["X", None], **gains})
    spread = pd.DataFrame({"code": ["x", "y"], "inhabitants": pd.array([900, 100], "Int64"), "n": [0, 0]})
    with use_language("nl"):
        return " ".join(words(block(simulated(ranking, ["a", "b"]), replace(ROUND, budget=budget), spread, {}, people)))


def test_a_gain_stands_beside_what_the_pact_asks_of_so_many_people() -> None:
    shown = told(2_000).replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "Bomen 50 2,50 % van wat het klimaatpact vraagt" in shown
    assert "0,05 % van wat het klimaatpact vraagt, gekend van 1 van de 2" in shown  # 1 000 litres of 2 000 m³
    assert shown.count("klimaatpact") == 2  # the pact asks nothing of green by itself


def test_without_inhabitants_nothing_is_said_of_the_pact() -> None:
    assert "klimaatpact" not in told(None)


def test_what_lies_in_no_known_neighbourhood_is_told_beside_the_spread() -> None:
    assert "1 gekozen plek ligt in geen wijk waarvan de inwoners gekend zijn." in told(None, here=None)
    assert "waarvan de inwoners gekend zijn" not in told(None)


def test_what_does_not_count_for_its_cost_is_not_said_to_fit_in_the_budget() -> None:
    assert "2 plekken passen in het budget." in told(None, budget=20.0)
    half = told(None, budget=20.0, costs=(10.0, None))
    assert "2 plekken gekozen; wat van de kost gekend is, past in het budget." in half
    assert "Van 1 plek is de kost niet gekend." in half
    nothing = told(None, budget=20.0, costs=(None, None))
    assert "2 plekken gekozen; de kost is niet gekend. Kost ?  van 20 euro" in nothing


def test_a_part_of_the_cost_is_not_told_as_all_of_it() -> None:
    ranking = pd.DataFrame({"subject_id": ["a", "b"], "rank": [1, 2], "title": ["A", "B"], "score": [9.0, 8.0]})
    places = ranking.assign(cost=pd.Series([10.0, None]), area_code="x", area="X")
    with use_language("nl"):
        assert parts_of(simulated(places, ["a", "b"])) == ["2 plekken", "10 euro voor zover gekend"]
        assert parts_of(simulated(places, ["a"])) == ["1 plek", "10 euro"]
