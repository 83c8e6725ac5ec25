"""Following up what was chosen: what each act writes and on which day, what is impossible, and taking the last back."""

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from config.errors import InvalidInput, NotFound
from config.topics import ProposalEvent as P
from dashboard.store.actions import progress as acts
from dashboard.store.actions.proposal_turn import Acting, Overtaken
from dashboard.store.engine import Writer
from queries.tables import PUBLIC_NEWS
from tests.desk import CLEAN, GREEN, HEAD, Desk
from tests.publishing import open_map
from tests.world import at

PUBLISHED = (P.PUBLISHED, "2026-11-03 10:00")
CHOSEN = (P.SELECTION_MADE, "2026-11-05 10:00", {"payload": {"outcome": "selected"}})
TOLD = (P.SELECTION_PUBLISHED, "2026-11-06 10:00")
BEGUN, DONE = (P.EXECUTION_STARTED, "2026-11-09 10:00"), (P.REALISED, "2026-11-16 10:00")
DUE = date(2026, 12, 24)


def picture(color: str = "green") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), color).save(file, "PNG")
    return file.getvalue()


def photo(moment: str, *, publish: bool = True, **more: Any) -> dict[str, Any]:
    return {"content": picture(), "moment": moment, "alt": "Een plein", "publish": publish} | more


@pytest.fixture(scope="module")
def desk(shared_writer: Writer) -> Desk:
    return Desk(shared_writer)


def chosen(desk: Desk, *more: tuple, **payload: Any) -> UUID:
    return desk.add(PUBLISHED, CHOSEN, *more, **payload)


def days(desk: Desk, place: UUID) -> tuple:
    asked = "SELECT started_at, realised_at, realised_day, cost_actual, stage FROM proposal WHERE subject_id = :s"
    return tuple(desk.ask(asked, s=place)[0])


def test_from_choice_to_result_each_act_writes_its_event_and_one_audit_row(desk: Desk) -> None:
    place = chosen(desk, number="P-1")
    trees: dict[str, Any] = {"indicator": "trees", "value": 7.0}
    before = len(desk.log()), len(desk.events(place))
    desk.do(acts.plan, place, due=DUE, service_id=CLEAN)
    desk.do(acts.start, place)
    desk.do(acts.realise, place, cost=11_500.0)
    desk.do(acts.measure, place, **trees)
    desk.do(acts.tell_next_steps, place, words=" De buurt plant mee. ")
    assert [(kind, payload) for kind, _, payload, _ in desk.events(place)[before[1] :]] == [
        (P.EXECUTION_PLANNED, {"due": "2026-12-24"}),
        (P.EXECUTION_STARTED, {}),
        (P.REALISED, {"cost_actual": 11_500.0}),
        (P.OUTCOME_MEASURED, trees),
        (P.NEXT_STEPS_TOLD, {"text": "De buurt plant mee."}),
    ]
    number = {"number": "P-1"}
    assert [(action, who, detail) for action, who, _, _, detail in desk.log()[before[0] :]] == [
        ("execution_planned", HEAD.account_id, number | {"due": "2026-12-24", "service_id": CLEAN}),
        ("execution_started", HEAD.account_id, number),
        ("place_realised", HEAD.account_id, number | {"cost": 11_500.0}),
        ("outcome_measured", HEAD.account_id, number | trees),
        ("next_steps_told", HEAD.account_id, number),
    ]
    asked = "SELECT stage, due_on, service_id, cost_actual, next_steps FROM proposal WHERE subject_id = :s"
    row = desk.ask(asked, s=place)[0]
    assert tuple(row) == ("realised", DUE, CLEAN, 11_500.0, "De buurt plant mee.")


def test_what_happened_on_an_earlier_day_keeps_the_order_of_the_course(desk: Desk) -> None:
    """Noon there, unless something went before it later on that day; recorded now."""
    place = chosen(desk)
    desk.do(acts.start, place, on=date(2026, 11, 5))
    desk.do(acts.realise, place, on=date(2026, 11, 5))
    noon, after = at("2026-11-05 12:00"), at("2026-11-05 12:00:01")
    assert days(desk, place) == (noon, after, date(2026, 11, 5), None, "realised")
    asked = "SELECT count(*) FROM event WHERE subject_id = :s AND source_id IS NULL AND recorded_at > :today"
    assert desk.ask(asked, s=place, today=at("2026-11-20 00:00"))[0][0] == 2
    late = chosen(desk, (P.EXECUTION_PLANNED, "2026-11-10 16:00"))
    desk.do(acts.start, late, on=date(2026, 11, 10))
    assert days(desk, late)[0] == at("2026-11-10 16:00:01")
    assert desk.stage(late) == "in_execution"


def test_a_day_lies_between_the_choice_and_today(desk: Desk) -> None:
    place = chosen(desk)
    for act, on in ((acts.start, date(2026, 11, 4)), (acts.realise, date(2026, 11, 21))):
        with pytest.raises(InvalidInput):
            desk.do(act, place, on=on)
    with pytest.raises(InvalidInput):
        desk.do(acts.plan, place, due=date(2026, 11, 19))
    desk.do(acts.start, place, on=date(2026, 11, 20))
    assert days(desk, place)[0] > at("2026-11-20 09:00"), "today is now, not noon"


def test_cost_and_outcomes_are_told_again_and_the_day_stays(desk: Desk) -> None:
    place = chosen(desk, BEGUN, DONE)
    for cost in (900.0, 1_200.0):
        desk.do(acts.tell_cost, place, cost=cost)
    assert days(desk, place)[1:4] == (at("2026-11-16 10:00"), date(2026, 11, 16), 1_200.0)
    for value in (3.0, 5.0):
        desk.do(acts.measure, place, indicator="trees", value=value, on=date(2026, 11, 18))
    asked = "SELECT realised, measured_day FROM gain WHERE subject_id = :s"
    assert tuple(desk.ask(asked, s=place)[0]) == (5.0, date(2026, 11, 18))
    with pytest.raises(InvalidInput):  # it would lie before what it corrects, and count for nothing
        desk.do(acts.measure, place, indicator="trees", value=4.0, on=date(2026, 11, 17))


def test_what_is_impossible_is_refused_and_nothing_is_written(desk: Desk) -> None:
    waits = (P.SELECTION_MADE, "2026-11-05 10:00", {"payload": {"outcome": "selected", "needs_approval": True}})
    deferred = (P.SELECTION_MADE, "2026-11-05 10:00", {"payload": {"outcome": "deferred"}})
    pending, later = desk.add(PUBLISHED, waits), desk.add(PUBLISHED, deferred)
    ready, busy, done = chosen(desk), chosen(desk, BEGUN), chosen(desk, BEGUN, DONE)
    gone, elsewhere = chosen(desk, (P.WITHDRAWN, "2026-11-10 10:00")), desk.add(PUBLISHED, town=desk.world.b)
    trees: dict[str, Any] = {"indicator": "trees", "value": 1.0}
    written = desk.ask("SELECT count(*) FROM event"), desk.log(), desk.ask("SELECT count(*) FROM blob")
    refused: list[tuple[Any, ...]] = [
        *((InvalidInput, acts.start, one, {}) for one in (pending, later, busy, done, gone)),
        (InvalidInput, acts.plan, busy, {"due": DUE}),
        (InvalidInput, acts.plan, pending, {"due": DUE}),
        (NotFound, acts.plan, ready, {"due": DUE, "service_id": 99}),
        (InvalidInput, acts.realise, done, {}),
        (InvalidInput, acts.realise, ready, {"cost": -1.0}),
        (InvalidInput, acts.tell_cost, busy, {"cost": 5.0}),
        (InvalidInput, acts.tell_cost, done, {"cost": float("inf")}),
        (InvalidInput, acts.measure, busy, trees),
        (InvalidInput, acts.measure, done, trees | {"indicator": "no such"}),
        (InvalidInput, acts.measure, done, trees | {"value": float("nan")}),
        (InvalidInput, acts.tell_next_steps, ready, {"words": " \n"}),
        (InvalidInput, acts.tell_next_steps, pending, {"words": "In mei."}),
        (InvalidInput, acts.add_photo, busy, photo("after")),
        (InvalidInput, acts.add_photo, pending, photo("before")),
        (InvalidInput, acts.add_photo, done, photo("after", alt=" ")),
        (InvalidInput, acts.add_photo, done, photo("after", content=b"no picture")),
        (NotFound, acts.start, elsewhere, {}),
    ]
    for refusal, act, place, more in refused:
        with pytest.raises(refusal):
            desk.do(act, place, **more)
    now = desk.ask("SELECT count(*) FROM event"), desk.log(), desk.ask("SELECT count(*) FROM blob")
    assert now == written


def test_a_photo_is_kept_drawn_anew_and_published_only_by_who_may(desk: Desk) -> None:
    place, before = chosen(desk), len(desk.log())
    desk.do(acts.add_photo, place, **photo("before", publish=False))
    desk.do(acts.realise, place)
    desk.do(acts.add_photo, place, **photo("after", content=picture("blue")))
    shown = desk.ask("SELECT moment, alt, state FROM photo WHERE subject_id = :s ORDER BY photo_no", s=place)
    assert [tuple(row) for row in shown] == [("before", "Een plein", "waiting"), ("after", "Een plein", "published")]
    kept = "SELECT media_type FROM blob JOIN photo ON photo.photo = blob.key WHERE photo.subject_id = :s"
    assert [row[0] for row in desk.ask(kept, s=place)] == ["image/png"] * 2
    assert [row[0] for row in desk.log()[before:]] == ["photo_added", "place_realised", "photo_added"]
    with pytest.raises(InvalidInput):
        desk.do(acts.add_photo, place, **photo("after"))


def test_the_last_that_was_told_here_is_taken_back_one_after_another(desk: Desk) -> None:
    place = chosen(desk)
    told = [
        desk.do(acts.start, place),
        desk.do(acts.realise, place, cost=100.0),
        desk.do(acts.add_photo, place, **photo("after")),
    ]
    events = [done.events[0].seq for done in told]
    with pytest.raises(InvalidInput):
        desk.do(acts.take_back, place, event=events[0])
    stale = desk.seen(place)
    stages = []
    for event in reversed(events):
        desk.do(acts.take_back, place, event=event)
        stages.append(desk.stage(place))
    assert stages == ["realised", "in_execution", "selected"]
    assert desk.ask("SELECT count(*) FROM photo WHERE subject_id = :s", s=place)[0][0] == 0
    assert [row[0] for row in desk.log()[-3:]] == ["progress_taken_back"] * 3
    with pytest.raises(InvalidInput):  # what a source told is not ours to take back
        desk.do(acts.take_back, place, event=desk.seen(place).seq)
    with pytest.raises(Overtaken):
        acts.start(**desk.held, by=desk.by, seen=stale)


def test_who_follows_up_for_some_services_reaches_theirs(desk: Desk) -> None:
    limited = Acting(HEAD, desk.world.a, frozenset({GREEN}))
    desk.do(acts.start, chosen(desk), limited)
    others = desk.add(PUBLISHED, CHOSEN, service=CLEAN)
    with pytest.raises(NotFound):
        desk.do(acts.start, others, limited)


def test_the_public_hears_of_next_steps_once_the_choice_is_public(desk: Desk) -> None:
    told, untold, heard = chosen(desk, TOLD), chosen(desk), []
    with desk.writer.transaction() as connection:
        open_map(connection, desk.world.a)
    for place in (None, untold, told):
        if place:
            desk.do(acts.tell_next_steps, place, words="In mei.")
        heard.append(desk.ask("SELECT count(*) FROM outbox WHERE topic = :news", news=PUBLIC_NEWS)[0][0])
    assert heard[0] == heard[1] < heard[2]
