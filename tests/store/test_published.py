"""Published decisions beside agendas: what each belongs to, by what, and why not; nothing recorded is overwritten."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import InvalidInput
from config.kinds import Organ, SittingResult
from dashboard.store.actions.sittings.published import (
    Item,
    Line,
    Meeting,
    Published,
    State,
    laid_beside,
    read,
    said_of,
)
from dashboard.store.actions.sittings.recording import Result

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "lblod"
DAY = date(2026, 3, 10)
COLLEGE, COUNCIL = Meeting(UUID(int=1), "college", DAY), Meeting(UUID(int=2), "gemeenteraad", DAY)
LATER = Meeting(UUID(int=3), "college", date(2026, 3, 17))
URI = "https://besluiten.example/1"
YES, NO = SittingResult.APPROVED, SittingResult.REFUSED


def told(**more: Any) -> Published:
    usual: dict[str, Any] = {"uri": URI, "number": "2026_CBS_00041", "organ": Organ.COLLEGE, "day": DAY, "result": YES}
    return Published(**usual | more)


def item(n: int = 10, of: Meeting = COLLEGE, **more: Any) -> Item:
    return Item(UUID(int=n), of.sitting_id, **{"number": "2026 cbs 41"} | more)


def beside(*decisions: Published, items: Sequence[Item] = (item(),), usual: UUID | None = None) -> list[Line]:
    return list(laid_beside(decisions, [COLLEGE, COUNCIL, LATER], items, usual))


@pytest.mark.parametrize(
    ("decision", "known", "state", "by"),
    [
        ({}, {}, State.FITS, "number"),
        ({}, {"number": None, "uri": URI}, State.FITS, "uri"),
        ({"number": "2026_CBS_00042"}, {}, State.NOTHING, None),
        ({"number": ""}, {}, State.NOTHING, None),
        ({"day": date(2026, 3, 11)}, {}, State.NO_SITTING, None),
        ({"organ": Organ.BURGEMEESTER}, {}, State.NO_SITTING, None),
        ({"organ": Organ.GEMEENTERAAD}, {}, State.NOTHING, None),
        ({"organ": None}, {}, State.FITS, "number"),
        ({"day": None}, {}, State.NO_DAY, None),
        ({}, {"uri": URI, "result": "approved"}, State.KNOWN, "uri"),
        ({}, {"result": "amended"}, State.FITS, "number"),
        ({}, {"result": "refused"}, State.OTHER_RESULT, "number"),
        ({"result": None}, {"result": "refused"}, State.FITS, "number"),
        ({}, {"uri": "https://besluiten.example/2"}, State.FITS, "number"),
        ({}, {"uri": "https://besluiten.example/2", "result": "amended"}, State.KNOWN, "number"),
        ({}, {"result": "approved", "ours": False}, State.KNOWN, "number"),
        ({}, {"result": "refused", "ours": False}, State.OTHER_RESULT, "number"),
    ],
)
def test_a_decision_belongs_to_an_item_of_its_sitting(
    decision: dict[str, Any], known: dict[str, Any], state: State, by: str | None
) -> None:
    (line,) = beside(told(**decision), items=[item(**known)])
    assert (line.state, line.by) == (state, by)
    assert bool(line.items) == (by is not None)


def test_without_a_day_the_sitting_that_was_chosen_counts() -> None:
    (line,) = beside(told(day=None), usual=COLLEGE.sitting_id)
    assert (line.state, line.items) == (State.FITS, (UUID(int=10),))


def test_one_decision_about_several_items_of_a_sitting_and_several_for_one_item() -> None:
    (both,) = beside(told(), items=[item(), item(11)])
    assert (both.state, both.items) == (State.FITS, (UUID(int=10), UUID(int=11)))
    (torn,) = beside(told(), items=[item(), item(11, number="2026_CBS_42", uri=URI)])
    assert torn.state is State.DOUBT
    (one,) = beside(told(), items=[item(), item(11, uri=URI)])
    assert len(one.items) == 2
    (two,) = beside(told(organ=None), items=[item(), item(11, COUNCIL)])
    assert two.state is State.DOUBT
    assert [one.state for one in beside(told(), told(uri="https://besluiten.example/2"))] == [State.DOUBT] * 2
    assert beside(told(day=LATER.day), items=[item(), item(11, LATER)])[0].items == (UUID(int=11),)


def test_an_example_of_a_decision_list_and_of_json_ld() -> None:
    page = read((EXAMPLES / "besluitenlijst.html").read_bytes())
    assert [(one.number, one.organ, one.day, one.result) for one in page.decisions] == [
        ("2026_CBS_00041", Organ.COLLEGE, DAY, YES),
        ("2026_CBS_00042", Organ.COLLEGE, DAY, NO),
        ("2026_CBS_00043", Organ.COLLEGE, DAY, None),
    ]
    assert page.problems
    assert read((EXAMPLES / "besluiten.jsonld").read_bytes()).decisions


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"%PDF-1.7", "PDF"), (b"\x00\x01\xff", "neither"), (b"<html><p>Hallo</p>", "no decisions")],
)
def test_what_holds_no_decisions_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        read(content)
    assert refused.value.text("nl") != refused.value.text("en")


def test_a_record_keeps_what_was_there_and_leaves_out_a_day_that_cannot_be() -> None:
    today = date(2026, 3, 20)
    assert said_of(told(published_on=date(2026, 3, 12)), YES, None, DAY, today) == Result(
        YES, "2026_CBS_00041", URI, None, date(2026, 3, 12)
    )
    before = Result(SittingResult.AMENDED, "CBS 41", "", date(2026, 3, 13))
    kept = said_of(told(published_on=date(2026, 3, 12)), SittingResult.AMENDED, before, DAY, today)
    assert kept == Result(SittingResult.AMENDED, "CBS 41", URI, date(2026, 3, 13))
    assert said_of(told(published_on=date(2026, 3, 21)), YES, None, DAY, today).published_on is None
    assert said_of(told(), SittingResult.POSTPONED, None, DAY, today) == Result(SittingResult.POSTPONED)


TEXTS = st.text("abc 0", max_size=5)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2099, 1, 1))


@given(
    st.builds(
        Published,
        *[TEXTS] * 3,
        st.none() | st.sampled_from(Organ),
        TEXTS,
        DAYS,
        TEXTS,
        st.none() | st.sampled_from(SittingResult),
        DAYS,
    )
)
def test_what_a_browser_keeps_comes_back_as_it_was(one: Published) -> None:
    assert Published.of_plain(one.plain()) == one


@pytest.mark.parametrize(
    "raw", [None, 1, [], {}, {"uri": 1}, told().plain() | {"day": "x"}, told().plain() | {"organ": 3}]
)
def test_what_a_browser_cannot_have_kept_is_refused(raw: Any) -> None:
    with pytest.raises(InvalidInput):
        Published.of_plain(raw)


@given(
    st.lists(st.sampled_from(["2026_CBS_1", "2026_CBS_2", ""]), max_size=4), st.lists(st.sampled_from("12"), max_size=4)
)
def test_an_item_never_belongs_to_two_decisions_and_each_decision_has_its_line(
    decisions: list[str], items: list[str]
) -> None:
    known = [item(n, number=f"2026/CBS/{number}") for n, number in enumerate(items)]
    lines = beside(*(told(number=number, uri="") for number in decisions), items=known)
    assert [line.decision.number for line in lines] == decisions
    belonging = [key for line in lines for key in line.items]
    assert len(belonging) == len(set(belonging))
