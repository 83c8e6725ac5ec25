"""Moderation: what each act writes, what is impossible, and that of two people nobody's work is lost."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from config.cells import cell_of
from config.errors import InvalidInput, NotFound
from config.ids import uuid7
from config.kinds import Role
from config.topics import ProposalEvent as P
from dashboard.store.actions import proposal_changes as changes
from dashboard.store.actions import proposals as acts
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.proposal_changes import Place
from dashboard.store.actions.proposal_turn import Acting, Overtaken, Seen
from dashboard.store.engine import Writer
from tests.deliveries import Town, step
from tests.desk import CLEAN, GREEN, HEAD, Desk, Ticking
from tests.fold import Event
from tests.world import at

WORDS = "Wie onderhoudt het groen?\n\nEn staat er een kraan?"


@pytest.fixture
def desk(writer: Writer) -> Desk:
    return Desk(writer)


def test_each_act_writes_its_event_and_one_audit_row(desk: Desk) -> None:
    one = desk.add((P.PHOTO_ADDED, "2026-11-02 10:00", {"payload": {"photo": "abc"}}), number="P-1")
    own, number = str(Role.DIENSTHOOFD), {"number": "P-1"}
    street, cell, photo = "Grote Kaai", cell_of(4.14, 51.16), {"photo": "abc"}
    there: dict[str, Any] = {"lon": 4.14, "lat": 51.16, "area_id": 2}
    place = Place(**there, street=" Grote   Kaai ")
    theme, trees, reason = {"theme_id": 2}, {"indicator": "trees", "value": 3.0}, {"reason": "incomplete"}
    asked: dict[str, Any] = {"message": WORDS, "ref": "v3"}
    for act, more, kind, payload, action, detail in (
        (acts.ask, {"message": f" {WORDS} "}, P.QUESTION_ASKED, asked, "proposal_asked", {}),
        (acts.judge_photo, {"key": "abc", "publish": True}, P.PHOTO_PUBLISHED, photo, "photo_published", photo),
        (acts.judge_photo, {"key": "abc", "publish": False}, P.PHOTO_HIDDEN, photo, "photo_hidden", photo),
        (
            changes.relocate,
            {"place": place},
            P.RELOCATED,
            there | {"street": street, "h3_10": cell},
            "proposal_relocated",
            {},
        ),
        (changes.reclassify, theme, P.RECLASSIFIED, theme, "proposal_reclassified", theme | {"service_id": None}),
        (changes.estimate, trees, P.ESTIMATE_SET, trees, "proposal_estimated", trees),
        (acts.refuse, reason | {"message": ""}, P.REFUSED, reason, "proposal_refused", reason),
        (acts.approve, {}, P.PUBLISHED, {}, "proposal_published", {}),
    ):
        before = len(desk.log()), len(desk.events(one))
        done = desk.do(act, one, **more)
        assert done.events == (desk.seen(one),)
        assert desk.events(one)[before[1] :] == [(kind, own, payload, None)], act
        assert desk.log()[before[0] :] == [(action, HEAD.account_id, own, one, number | detail)], act
    row = desk.ask("SELECT stage, area_id, street, h3_10, theme_id, asked_at IS NOT NULL FROM proposal")
    assert tuple(row[0]) == ("published", 2, "Grote Kaai", cell, 2, True)
    assert desk.ask("SELECT estimated FROM gain")[0][0] == 3.0
    assert desk.ask("SELECT state FROM photo")[0][0] == "hidden"


def test_the_boundary_decides_where_a_corrected_place_lies(desk: Desk) -> None:
    ring = [[4.1, 51.1], [4.2, 51.1], [4.2, 51.2], [4.1, 51.2], [4.1, 51.1]]
    values = {"g": json.dumps({"type": "Polygon", "coordinates": [ring]}), "o": desk.world.a}
    with desk.writer.transaction() as connection:
        bounded = "UPDATE area_version SET geometry = CAST(:g AS jsonb) WHERE organisation_id = :o AND area_id = 1"
        connection.execute(text(bounded), values)
    one, found = desk.add(), []
    for lon in (4.14, 4.3):
        desk.do(changes.relocate, one, place=Place(lon, 51.16, area_id=2))
        found.append(desk.ask("SELECT area_id FROM proposal")[0][0])
    assert found == [1, None], "what was chosen counts only without boundaries"


def test_what_was_done_can_be_taken_back_once(desk: Desk) -> None:
    one = desk.add()
    done = desk.do(acts.refuse, one, reason="off_topic")
    acts.take_back(**desk.held, by=desk.by, events=done.events)
    assert desk.stage(one) == "submitted"
    assert desk.events(one)[-1] == ("void", str(Role.DIENSTHOOFD), {}, done.events[0].seq)
    assert desk.log()[-1][0] == "proposal_taken_back"
    with pytest.raises(Overtaken):  # that it was taken back is what happened since
        acts.take_back(**desk.held, by=desk.by, events=done.events)
    with pytest.raises(InvalidInput):  # what a source told is not ours to take back
        acts.take_back(**desk.held, by=desk.by, events=[desk.seen(desk.add((P.PUBLISHED, "2026-11-03 10:00")))])


def test_a_merge_counts_the_votes_of_both_and_is_undone(desk: Desk) -> None:
    vote = (P.VOTES_CAST, "2026-11-03 10:00", {"payload": {"votes": 2, "voters": ["a1", "b2"]}})
    one, other = desk.add(vote), desk.add(vote)
    done = desk.do(changes.merge, one, into=other)
    assert desk.stage(one) == "merged"
    assert desk.events(one)[-1][2] == {"into_id": str(other)}
    assert desk.ask("SELECT support FROM proposal WHERE subject_id = :s", s=other)[0][0] == 2
    acts.take_back(**desk.held, by=desk.by, events=done.events)
    assert (desk.stage(one), desk.stage(other)) == ("submitted", "submitted")


def test_what_is_impossible_is_refused_in_words_and_nothing_is_written(desk: Desk) -> None:
    gone = (P.WITHDRAWN, "2026-11-04 10:00")
    plain, published, withdrawn = desk.add(), desk.add((P.PUBLISHED, "2026-11-03 10:00")), desk.add(gone)
    chosen = desk.add((P.PUBLISHED, "2026-11-03 10:00"), (P.SHORTLISTED, "2026-11-04 10:00"))
    refused = desk.add((P.REFUSED, "2026-11-03 10:00", {"payload": {"reason": "off_topic"}}))
    merged = desk.add((P.MERGED, "2026-11-03 10:00", {"payload": {"into_id": str(plain)}}))
    elsewhere, asked = desk.add(town=desk.world.b), desk.add()
    desk.do(acts.ask, asked, message="Waar?")
    written = desk.ask("SELECT count(*) FROM event"), desk.log()
    for refusal, act, subject, more in (
        (InvalidInput, acts.approve, published, {}),
        (InvalidInput, acts.approve, merged, {}),
        (InvalidInput, acts.approve, withdrawn, {}),
        (InvalidInput, acts.refuse, refused, {"reason": "off_topic"}),
        (InvalidInput, acts.refuse, chosen, {"reason": "off_topic"}),
        (InvalidInput, acts.refuse, plain, {"reason": "no such reason"}),
        (InvalidInput, acts.refuse, plain, {"reason": "off_topic", "message": "x" * 2_001}),
        (InvalidInput, acts.ask, plain, {"message": " \n "}),
        (InvalidInput, acts.ask, plain, {"message": "a\x00b"}),
        (InvalidInput, acts.ask, asked, {"message": "Nog eens?"}),
        (InvalidInput, changes.merge, plain, {"into": plain}),
        (InvalidInput, changes.merge, plain, {"into": merged}),
        (InvalidInput, changes.merge, plain, {"into": refused}),
        (InvalidInput, changes.merge, plain, {"into": withdrawn}),
        (InvalidInput, changes.merge, merged, {"into": published}),
        (NotFound, changes.merge, plain, {"into": elsewhere}),
        (NotFound, changes.merge, plain, {"into": uuid7(1, 1)}),
        (NotFound, acts.approve, elsewhere, {}),
        (NotFound, acts.judge_photo, plain, {"key": "none", "publish": True}),
        (NotFound, changes.reclassify, plain, {"theme_id": 99}),
        (NotFound, changes.relocate, plain, {"place": Place(4.1, 51.1, "", 99)}),
        (InvalidInput, changes.relocate, plain, {"place": Place(4.1, 151.1)}),
        (InvalidInput, changes.relocate, withdrawn, {"place": Place(4.1, 51.1)}),
        (InvalidInput, changes.estimate, plain, {"indicator": "no such", "value": 1.0}),
        (InvalidInput, changes.estimate, plain, {"indicator": "trees", "value": float("nan")}),
    ):
        with pytest.raises(refusal):
            desk.do(act, subject, **more)
    with pytest.raises(InvalidInput):
        acts.approve(**desk.held, by=desk.by, seen=[])
    assert (desk.ask("SELECT count(*) FROM event"), desk.log()) == written


def test_who_moderates_for_some_services_reaches_theirs_and_what_has_none(desk: Desk) -> None:
    limited = Acting(HEAD, desk.world.a, frozenset({GREEN}))
    theirs, nobodys, others = desk.add(), desk.add(service=None), desk.add(service=CLEAN)
    for subject in (theirs, nobodys):
        desk.do(acts.approve, subject, limited)
    with pytest.raises(NotFound):
        desk.do(acts.approve, others, limited)
    with pytest.raises(NotFound):
        desk.do(changes.merge, desk.add(), limited, into=others)


def test_the_second_of_two_is_told_what_the_first_did_and_votes_disturb_nobody(desk: Desk) -> None:
    one = desk.add()
    seen = desk.seen(one)
    with desk.writer.transaction() as connection:
        desk.world.append(
            connection, desk.world.a, one, [Event(2, P.VOTES_CAST, at("2026-11-03 10:00"), payload={"votes": 1})]
        )
    acts.refuse(**desk.held, by=desk.by, seen=seen, reason="off_topic", message="Dit past hier niet.")
    with pytest.raises(Overtaken) as told:
        acts.approve(**desk.held, by=Acting(Actor(UUID(int=2), Role.MEDEWERKER), desk.world.a), seen=[seen])
    (happened,) = told.value.happened
    assert (happened.subject_id, happened.kind, happened.role) == (one, P.REFUSED, Role.DIENSTHOOFD)
    assert desk.stage(one) == "refused"
    desk.do(acts.approve, one)  # having seen it, one may
    assert desk.stage(one) == "published"


def test_several_are_published_together_or_none(desk: Desk) -> None:
    several = [desk.add() for _ in range(3)]
    seen = [desk.seen(one) for one in several]
    done = acts.approve(**desk.held, by=desk.by, seen=[*seen, seen[0]])
    assert {desk.stage(one) for one in several} == {"published"}
    assert [row[0] for row in desk.log()] == ["proposals_published"]
    acts.take_back(**desk.held, by=desk.by, events=done.events)
    desk.do(acts.refuse, several[1], reason="duplicate")
    with pytest.raises(Overtaken):
        acts.approve(**desk.held, by=desk.by, seen=[desk.seen(several[0]), Seen(several[1], done.events[1].seq + 1)])
    assert [desk.stage(one) for one in several] == ["submitted", "refused", "submitted"]


def test_many_at_once_lose_nothing(desk: Desk) -> None:
    """Twenty people refuse, publish and merge three proposals: what is told to have been done is what there is."""
    three = [desk.add() for _ in range(3)]

    def act(turn: int) -> str:
        own, other = three[turn % 3], three[(turn + 1 + turn // 3 % 2) % 3]
        plans: list[tuple[Callable[..., Any], dict[str, Any]]] = [
            (acts.approve, {}),
            (acts.refuse, {"reason": "off_topic"}),
            (changes.merge, {"into": other}),
            (changes.estimate, {"indicator": "trees", "value": float(turn)}),
        ]
        what, more = plans[turn % 4]
        for _ in range(30):
            try:
                desk.do(what, own, **more)
            except Overtaken:
                continue  # looked once more
            except InvalidInput:
                return "refused"
            return "done"
        return "gave up"

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(act, range(20)))
    assert "gave up" not in outcomes
    written = sum(len(desk.events(one)) for one in three)
    assert outcomes.count("done") == written == len(desk.log()) > 0
    seqs = desk.ask("SELECT subject_id, array_agg(seq ORDER BY seq) FROM event GROUP BY 1")
    assert all(list(row[1]) == list(range(1, len(row[1]) + 1)) for row in seqs)
    into = dict(desk.ask("SELECT subject_id, merged_into_id FROM proposal WHERE stage = 'merged'"))
    assert len(into) < len(three)  # no circle: something is left that the others went on in
    assert all(into.get(into.get(into.get(one))) is None for one in three)


def test_the_answer_to_a_question_comes_by_import(writer: Writer) -> None:
    town = Town(writer, Ticking())
    told: dict[str, Any] = {"topic": "proposal"}
    town.load([step("p1", P.SUBMITTED, "2026-11-02 10:00", title="Plein", **told)], snapshot=False)
    (subject,) = (row[0] for row in town.rows("SELECT subject_id FROM proposal WHERE organisation_id = :o"))
    held: dict[str, Any] = {"writer": writer, "clock": town.clock, "by": Acting(HEAD, town.id)}
    acts.ask(**held, seen=Seen(subject, 1), message="Waar juist?")
    asked = town.rows("SELECT asked_at, payload ->> 'ref' FROM proposal JOIN event USING (subject_id) WHERE seq = 2")
    assert asked[0][0] is not None
    answer = step(
        "p1", P.QUESTION_ANSWERED, "2026-11-20 08:30", extra={"message": "Op de hoek", "ref": asked[0][1]}, **told
    )
    town.load([answer], snapshot=False)
    assert town.rows("SELECT asked_at, stage FROM proposal WHERE organisation_id = :o") == [(None, "submitted")]
    acts.approve(**held, seen=[Seen(subject, 3)])
    assert town.damage() == []
