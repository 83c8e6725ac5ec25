"""Finding motivations: what answers a question, in which order, to whom, and what is marked in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from config.topics import ProposalEvent as P
from config.topics import Topic
from queries.filters import Filters, Scope
from queries.motivations import BEGIN, END, motivations, motivations_elsewhere, reasons_told, segments
from queries.options import CHOICES, matching, options
from tests.fold import Event
from tests.world import World, story

YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
NASTY = f'<b>groen</b> & "groen" {BEGIN}vals{END} http://groen.be/a?b=<c>\n\n  groene  boom\'s'


def place(title: str, day: int, motivation: str, *, outcome: str = "selected", **more: Any) -> list[Event]:
    """Chosen on a day of April, and published two days later unless `told` is false."""
    why = {"outcome": outcome, "motivation": motivation, "ref": "1", "reasons": more.get("reasons", ["support"])}
    told = {"title": title, "street": "Dorp", "theme_id": 1, "area_id": 1, "number": f"P-{day}"}
    steps: list[Any] = [
        (P.SUBMITTED, "2026-03-02 10:00", {"payload": told}),
        (P.PUBLISHED, "2026-03-04 10:00"),
        (P.SELECTION_MADE, f"2026-04-{day:02} 10:00", {"payload": why}),
    ]
    if more.get("told", True):
        steps.append((P.SELECTION_PUBLISHED, f"2026-04-{day + 2:02} 10:00", {"payload": {"ref": "1"}}))
    if again := more.get("again"):
        later = {"outcome": "deferred", "motivation": again, "ref": "2"}
        steps.append((P.SELECTION_MADE, "2026-05-04 10:00", {"payload": later}))
    return story(*steps)


PLACES = [
    place("Plein", 1, "Bomen en groen voor de buurt. Groen!"),
    place("Groenlaan", 2, "Geen woord erover.", outcome="not_selected", reasons=["utilities", "too_costly"]),
    place("Haag", 3, "De vergroening kan snel.", again="Geheim: eerst de regenwaterput."),
    place("Kade", 4, "Geheim groen", told=False),
    place("Weg", 5, NASTY, outcome="deferred", reasons=[]),
]


@pytest.fixture(scope="module")
def db(world: World) -> Iterator[Connection]:
    with world.writer.engine.connect() as connection:
        world.add(connection, world.a, *PLACES, topic=Topic.PROPOSAL)
        world.add(connection, world.b, PLACES[0], topic=Topic.PROPOSAL)
        yield connection
        connection.rollback()


@pytest.fixture
def scope(world: World) -> Scope:
    return Scope.whole(world.a)


def titles(db: Connection, scope: Scope, text: str, **more: Any) -> list[str]:
    found = motivations(db, scope, more.pop("filters", YEAR), text, **more)
    assert found["total"].tolist() == [len(found)] * len(found)
    return list(found["title"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["Haag", "Weg", "Kade", "Groenlaan", "Plein"]),
        ("boom", ["Weg", "Plein"]),
        ("groen", ["Groenlaan", "Weg", "Plein", "Kade"]),
        ("regenw", ["Haag"]),
        ("water", []),
        ("vergroeni", []),
        ("eerst -regenwaterput", []),
        ('"groen voor de buurt"', ["Plein"]),
        ("P-4", ["Kade"]),
        ("dorp haa", ["Haag"]),
        ("' & | ! :* (", []),
        ("de", []),
    ],
)
def test_what_answers_a_question_and_in_which_order(db: Connection, scope: Scope, text: str, expected: list) -> None:
    assert titles(db, scope, text) == expected


def test_a_word_that_is_being_typed_is_found_at_each_letter(db: Connection, scope: Scope) -> None:
    council = replace(scope, embargoed=False)
    assert [titles(db, council, "vergroening"[:end]) for end in range(4, 12)] == [["Haag"]] * 8


def test_who_may_know_only_what_is_public_finds_nothing_else(db: Connection, scope: Scope) -> None:
    """Neither by words of a choice that is not told, nor in the place of the one that is."""
    council = replace(scope, embargoed=False)
    assert titles(db, scope, "geheim") == ["Haag", "Kade"]
    assert titles(db, council, "geheim") == titles(db, council, "kade") == []
    assert titles(db, council, "") == ["Weg", "Haag", "Groenlaan", "Plein"]
    told = motivations(db, council, YEAR, "vergroening").iloc[0]
    assert (told["outcome"], told["motivation"], told["chosen_day"]) == ("selected", "De vergroening kan snel.", None)
    assert reasons_told(db, council, YEAR) == ["support", "too_costly", "utilities"]


def test_filters_narrow_and_what_lies_outside_the_period_is_told(db: Connection, scope: Scope) -> None:
    assert titles(db, scope, "groen", outcomes=("not_selected",)) == ["Groenlaan"]
    assert titles(db, scope, "", reasons=("too_costly", "spread")) == ["Groenlaan"]
    assert titles(db, scope, "", filters=replace(YEAR, themes=("water",))) == []
    few = replace(YEAR, first_day=date(2026, 4, 5))
    assert titles(db, scope, "groen", filters=few) == ["Weg"]
    beyond = motivations_elsewhere(db, scope, few, "groen").iloc[0]
    assert beyond.tolist() == [3, date(2026, 4, 1), date(2026, 4, 5)]


def test_the_filters_offer_what_was_decided_on(db: Connection, scope: Scope) -> None:
    for asked, decided in ((scope, 5), (replace(scope, embargoed=False), 4)):
        offered = options(db, asked, YEAR, CHOICES)
        assert offered.loc[offered["dimension"] == "theme", ["code", "n"]].values.tolist() == [
            ["vergroening", decided],
            ["water", 0],
        ]
        assert ("service" in set(offered["dimension"])) is asked.embargoed
        assert matching(db, asked, replace(YEAR, stages=("realised",)), CHOICES) == decided
    long_before = replace(YEAR, first_day=date(2025, 1, 1), last_day=date(2025, 1, 31))
    assert matching(db, scope, long_before, CHOICES) == 0


def test_pages_follow_each_other(db: Connection, scope: Scope) -> None:
    for text in ("", "groen"):
        whole = motivations(db, scope, YEAR, text)
        parts = [motivations(db, scope, YEAR, text, first=first, count=2) for first in (0, 2, 4)]
        assert [title for part in parts for title in part["title"]] == whole["title"].tolist()
        assert {n for part in parts for n in part["total"]} == {len(whole)}


def test_what_was_found_is_marked_in_the_text_as_it_was_written(db: Connection, scope: Scope) -> None:
    [found] = [row for row in motivations(db, scope, YEAR, "groen").to_dict("records") if row["title"] == "Weg"]
    pieces = segments(found["marked"], found["motivation"])
    assert "".join(words for words, _ in pieces) == NASTY.replace(BEGIN, "").replace(END, "")
    assert [words for words, marked in pieces if marked] == ["groen", "groen", "groen.be", "groene"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30))
def test_no_text_breaks_the_search(db: Connection, text: str) -> None:
    found = motivations(db, Scope.whole(1), YEAR, text)
    assert len(found) <= len(PLACES)


@given(st.text("ab<>&" + BEGIN + END), st.text("ab" + BEGIN + END))
def test_whatever_is_marked_the_text_is_told_as_it_was_written(written: str, marked: str) -> None:
    said = written.replace(BEGIN, "").replace(END, "")
    for told in (marked, f"{BEGIN}{said}{END}", None):
        assert "".join(words for words, _ in segments(told, written)) == said
