from collections.abc import Mapping
from typing import Any

import pytest

from config.payload_rules import MISSING, NO_CODE, NO_PSEUDONYM, UNFIT, UNKNOWN, is_pseudonym, problem
from config.payloads import Form, payloads
from config.topics import BEGINNINGS, KINDS, READINGS, Topic, kinds_of
from config.vocabularies import Term, indicators, proposal_stages, proposal_steps, vocabularies


def test_a_kind_belongs_to_one_topic() -> None:
    shared = {"text_removed"}
    told = [kind for topic in Topic for kind in kinds_of(topic) if kind not in shared]
    assert len(told) == len(set(told))
    assert set(KINDS) == set(BEGINNINGS) == set(Topic)
    assert all(BEGINNINGS[topic] in KINDS[topic] for topic in Topic)
    assert all(kinds_of(topic)[0] == BEGINNINGS[topic] for topic in Topic), "the first breaks ties"


def test_payloads_are_of_known_kinds_and_references_name_their_topic() -> None:
    others = {kind for topic in Topic if topic is not Topic.MELDING for kind in kinds_of(topic)}
    assert set(payloads()) <= others
    assert set(READINGS) <= others
    for field in (field for fields in payloads().values() for field in fields):
        assert (field.topic is not None) == (field.form in (Form.REFERENCE, Form.REFERENCES)), field


def test_every_list_has_words_in_both_languages() -> None:
    lists: list[Mapping[str, Term]] = [*vocabularies().values(), indicators(), proposal_stages(), proposal_steps()]
    assert all(lists)
    for term in (term for terms in lists for term in terms.values()):
        assert term.label("nl")
        assert term.label("en")


def test_steps_go_from_stages_to_stages() -> None:
    known = set(proposal_stages()) | {"answered", "asked", "explained"}
    for step in proposal_steps().values():
        assert set(step.begins) | set(step.ends) <= known
        assert not set(step.begins) & set(step.ends)
    outcomes = {code for code, stage in proposal_stages().items() if stage.event == "selection_made"}
    assert outcomes == set(payloads()["selection_made"][0].codes or ())


FINE: list[tuple[str, dict[str, Any], list[str]]] = [
    ("proposal_published", {}, []),
    ("proposal_submitted", {"estimates": {"trees": 3}, "text": "x"}, ["title", "theme", "lon"]),
    ("votes_cast", {"votes": 2, "voters": ["a1", "f00-2"]}, []),
    ("selection_made", {"outcome": "selected", "reasons": ["support"], "scores": {"own score": 1.5}}, []),
    ("execution_planned", {"due": "2026-12-31"}, []),
    ("contact_made", {"answered": False, "melding": "M-1"}, ["channel"]),
]
WRONG: list[tuple[str, str, dict[str, Any], list[str]]] = [
    (MISSING, "votes_cast", {}, []),
    (MISSING, "contact_made", {"answered": True}, []),
    (UNKNOWN, "proposal_published", {"x": 1}, []),
    (UNKNOWN, "proposal_published", {}, ["theme"]),
    (UNKNOWN, "proposal_submitted", {"title": "not as a detail"}, []),
    (UNFIT, "votes_cast", {"votes": True}, []),
    (UNFIT, "votes_cast", {"votes": -1}, []),
    (UNFIT, "votes_counted", {"total": 2.5}, []),
    (UNFIT, "cost_set", {"cost_estimated": float("nan")}, []),
    (UNFIT, "execution_planned", {"due": "2026-02-30"}, []),
    (UNFIT, "execution_planned", {"due": "2026-W01-1"}, []),
    (UNFIT, "proposal_merged", {"into": " "}, []),
    (UNFIT, "activity_led_to", {"proposals": "P-1"}, []),
    (UNFIT, "proposal_submitted", {"estimates": {"trees": "3"}}, []),
    (NO_CODE, "proposal_submitted", {"estimates": {"unknown": 3}}, []),
    (NO_CODE, "selection_made", {"outcome": "maybe"}, []),
    (NO_CODE, "selection_made", {"outcome": "selected", "reasons": ["support", "taste"]}, []),
    (NO_PSEUDONYM, "votes_cast", {"votes": 1, "voters": ["jan@example.be"]}, []),
]


@pytest.mark.parametrize(("kind", "details", "columns"), FINE)
def test_what_a_kind_may_tell(kind: str, details: dict[str, Any], columns: list[str]) -> None:
    assert problem(kind, details, columns) is None


@pytest.mark.parametrize(("sentence", "kind", "details", "columns"), WRONG)
def test_what_is_refused(sentence: str, kind: str, details: dict[str, Any], columns: list[str]) -> None:
    found = problem(kind, details, columns)
    assert found is not None
    assert found.sentence == sentence
    assert found.params["kind"] == kind


@pytest.mark.parametrize("name", ["Jan", "jan@example.be", "Jan Peeters 1", "", "9" * 129])
def test_a_name_or_address_is_no_pseudonym(name: str) -> None:
    assert not is_pseudonym(name)
