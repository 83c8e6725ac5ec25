"""How candidates compare: points by hand, what is not known, and what a set of them means."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.ranking import by_weight, ranked, shares, simulated

WEIGHTS = {"support": 50, "cost": 30, "gain.depaving_m2": 20}


def places(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {"support": 0.0, "cost": None, "waiting": 10.0, "gain.depaving_m2": None, "area_code": None, "area": None}
    named = [usual | {"subject_id": str(number), "title": f"Plek {number}"} | row for number, row in enumerate(rows)]
    return pd.DataFrame(named).astype({"support": float, "cost": float, "gain.depaving_m2": float})


THREE = places(
    {"support": 187, "cost": 40_000, "gain.depaving_m2": 400},
    {"support": 62, "cost": 88_000, "gain.depaving_m2": 900},
    {"support": 0, "cost": 28_000},
)


def test_points_by_hand() -> None:
    found = ranked(THREE, WEIGHTS).set_index("title")
    assert found["rank"].to_dict() == {"Plek 0": 1, "Plek 1": 2, "Plek 2": 3}
    assert found.loc["Plek 0", "score"] == pytest.approx(50 + 30 * 48 / 60 + 20 * 400 / 900)
    assert found.loc["Plek 1", "score"] == pytest.approx(50 * 62 / 187 + 0 + 20)
    assert found.loc["Plek 2", "score"] == pytest.approx(0 + 30)


def test_what_is_not_known_gives_no_points_and_is_told() -> None:
    found = ranked(THREE, WEIGHTS).set_index("title")
    assert found["unknown"].to_dict() == {"Plek 0": 0, "Plek 1": 0, "Plek 2": 20}
    assert found["points.gain.depaving_m2"].isna().to_dict() == {"Plek 0": False, "Plek 1": False, "Plek 2": True}
    assert ranked(THREE, {"score.feasibility": 100})["unknown"].tolist() == [100, 100, 100]


def test_of_equals_the_better_known_comes_first_then_votes_then_age() -> None:
    found = ranked(
        places({"cost": 1, "waiting": 5}, {"cost": 1, "waiting": 9}, {"cost": 1, "support": 3}, {}), {"cost": 100}
    )
    assert found["title"].tolist() == ["Plek 2", "Plek 1", "Plek 0", "Plek 3"]
    equal = ranked(places({"cost": 1}, {"support": 5, "waiting": 5}), {"score.heat": 40, "cost": 0, "support": 60})
    assert equal["title"].tolist() == ["Plek 1", "Plek 0"]


def test_all_alike_reach_the_best_where_less_is_better_and_nothing_of_nothing() -> None:
    assert shares(pd.Series([5.0, 5.0]), less_is_better=True).tolist() == [1, 1]
    assert shares(pd.Series([0.0, 0.0]), less_is_better=False).tolist() == [0, 0]
    assert shares(pd.Series([-2.0, 4.0]), less_is_better=False).tolist() == [0, 1]


NUMBERS = st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=1, max_size=12)


@given(NUMBERS, st.booleans())
def test_shares_lie_between_nought_and_one_and_keep_the_order(values: list[float | None], less: bool) -> None:
    numbers = pd.Series(values, dtype=float)
    found = shares(numbers, less_is_better=less)
    assert found.isna().tolist() == numbers.isna().tolist()
    assert found.dropna().between(0, 1 + 1e-12).all()
    ordered = found[numbers.sort_values(ascending=not less).index].dropna()
    assert ordered.is_monotonic_increasing


@given(st.integers(0, 100), st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e6)), min_size=1, max_size=8))
def test_scores_lie_between_nought_and_a_hundred(weight: int, rows: list[tuple[float, float]]) -> None:
    candidates = places(*({"support": votes, "cost": cost} for votes, cost in rows))
    found = ranked(candidates, {"support": weight, "cost": 100 - weight})
    assert found["score"].between(0, 100 + 1e-6).all()
    assert sorted(found["rank"]) == list(range(1, len(rows) + 1))
    assert found["score"].is_monotonic_decreasing


def test_what_a_set_means() -> None:
    rows = places(
        {"support": 9, "cost": 100, "gain.depaving_m2": 10, "area_code": "a", "area": "Aalst"},
        {"support": 8, "cost": 50, "area_code": "a", "area": "Aalst"},
        {"support": 7, "gain.depaving_m2": 5},
        {"support": 6, "cost": 1},
    )
    found = simulated(ranked(rows, {"support": 100}), {"0", "2"})
    assert (found.n, found.cost, found.without_cost) == (2, 100, 1)
    assert found.gains.to_dict("records") == [{"indicator": "depaving_m2", "n": 2, "total": 15}]
    assert found.areas.astype(object).where(found.areas.notna(), None).values.tolist() == [
        ["a", "Aalst", 1],
        [None, None, 1],
    ]
    assert found.left_out["title"].tolist() == ["Plek 1"]


def test_an_empty_set_means_nothing() -> None:
    found = simulated(ranked(THREE, WEIGHTS), set())
    assert (found.n, found.cost, len(found.gains), len(found.areas), len(found.left_out)) == (0, 0, 0, 0, 0)


def test_no_candidates_are_ranked_too() -> None:
    assert ranked(THREE.iloc[:0], WEIGHTS).empty


def test_a_row_by_weight() -> None:
    row = ranked(THREE, WEIGHTS).iloc[2].to_dict()
    assert by_weight(row, WEIGHTS | {"waiting": 0}) == [
        ("support", 0, 50),
        ("cost", 30, 30),
        ("gain.depaving_m2", None, 20),
    ]
