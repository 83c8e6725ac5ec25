"""The targets of the climate pact as data: complete, with their source, and nothing guessed."""

from collections import defaultdict

from config.climate import beyond_proposals, lekp_indicators, lekp_targets, pact_days, without_target
from config.vocabularies import indicators


def test_what_the_pact_asks_and_what_proposals_yield_fit_together() -> None:
    assert set(lekp_indicators()) == {code for code, indicator in indicators().items() if indicator.lekp}
    assert set(without_target()) == {code for code, indicator in indicators().items() if not indicator.lekp}
    assert not set(beyond_proposals()) & set(lekp_targets())


def test_every_target_has_its_amount_versions_and_source() -> None:
    asked: dict[str, list[str]] = defaultdict(list)
    for target in lekp_targets().values():
        assert min(target.amount, target.per, target.factor) > 0
        assert target.source.startswith("https://")
        assert target.label("nl")
        assert target.label("en")
        assert [bool(text) for text in target.counts] in ([True, True], [False, False])
        assert (target.first_day, target.last_day) == pact_days()
        asked[target.indicator] += target.pacts
    assert {tuple(pacts) for pacts in asked.values()} == {("1.0", "2.0")}, "each version asks once of an indicator"
    assert all(one.source and one.label("nl") and one.label("en") for one in beyond_proposals().values())


def test_targets_of_one_indicator_are_in_one_unit() -> None:
    units: dict[str, set[tuple[str, float]]] = defaultdict(set)
    for target in lekp_targets().values():
        units[target.indicator].add((target.unit, target.factor))
    assert all(len(found) == 1 for found in units.values())
    assert units["rainwater_l"] == {("m³", 0.001)}
