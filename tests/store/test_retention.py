"""Texts go at the end of their retention, really, and nothing that is counted goes with them."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.errors import InvalidInput
from config.kinds import EventKind as K
from config.payloads import Form, payloads
from config.retention import WORDS, Keeping, periods
from config.settings import with_role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.actions import proposals, retention
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.blobs import key_of
from dashboard.store.check import check
from dashboard.store.engine import Writer
from dashboard.store.organisations import rebuild_calendar
from dashboard.store.pictures import Picture
from dashboard.store.project import project_keys
from dashboard.store.requests import do_next
from dashboard.store.retention import due, erasing, runs
from dashboard.store.retention.erasing import Turn
from dashboard.store.retention.runs import run_all, run_retention
from queries.filters import Filters, Scope
from queries.registry import measure
from tests import server
from tests.conftest import NOW
from tests.deliveries import Town, counts, melding, step
from tests.erasing import derived, holding
from tests.fold import Event
from tests.queries.test_projection import histories as melding_histories
from tests.queries.test_projection_topics import HEALTH
from tests.queries.test_projection_topics import histories as topic_histories
from tests.world import LAST, World, at, story

MARK, STAYS = "Zwaluwstaartje", "Boerenkrijg"
BOSS = Actor(UUID(int=9), "beheerder", "r9")
WHOLE = Filters(date(2022, 1, 1), date(2026, 11, 22))
RECEIVED, CLOSED = "2024-03-04 10:00", "2024-03-11 10:00"


def titled(kind: str = "melding", word: str = MARK) -> dict[str, Any]:
    return {
        "payload": {"title": f"{word} voor de deur", "melding_kind": kind, "street": "Kerkstraat", "category_id": 1}
    }


def closed(kind: str = "melding", day: str = CLOSED, word: str = MARK) -> list[Event]:
    return story((K.SUBMITTED, RECEIVED, titled(kind, word)), (K.RESOLVED, day))


PHOTO = {"payload": {"photo": f"photo-{MARK}".lower(), "alt": f"Foto met {MARK}"}}
MESSAGES = [
    (kind, "2024-03-04 10:00", {"payload": {"message": f"Over {MARK}", "reason": "personal_data"}})
    for kind in (P.REFUSED, P.ANSWERED, P.QUESTION_ASKED, P.QUESTION_ANSWERED)
]
CHOICE = {"outcome": "not_selected", "ref": "1", "motivation": f"{STAYS}: te duur", "internal_note": f"{STAYS} intern"}
PROPOSAL = story(
    (
        P.SUBMITTED,
        RECEIVED,
        {"payload": {"title": MARK, "text": f"Een {MARK}.", "theme_id": 1, "estimates": {"trees": 3}}},
    ),
    (P.PHOTO_ADDED, RECEIVED, PHOTO),
    (P.PHOTO_PUBLISHED, RECEIVED, {"payload": {"photo": PHOTO["payload"]["photo"]}}),
    *MESSAGES,
    (P.PUBLISHED, "2024-03-05 10:00"),
    (P.VOTES_CAST, "2024-03-06 10:00", {"payload": {"votes": 2, "voters": ["a1", "b2"]}}),
    (P.SELECTION_MADE, "2024-03-07 10:00", {"payload": CHOICE}),
    (P.SELECTION_PUBLISHED, "2024-03-08 10:00", {"payload": {"ref": "1"}}),
    (P.NEXT_STEPS_TOLD, "2024-03-08 11:00", {"payload": {"text": f"{STAYS} volgt"}}),
    (P.WITHDRAWN, "2024-03-09 10:00"),
)
KLACHT_CLOSED = "2021-11-01 10:00"
DUE = {
    "melding": closed(),
    "klacht": story((K.SUBMITTED, "2021-10-01 10:00", titled("klacht")), (K.RESOLVED, KLACHT_CLOSED)),
    "vraag": closed("vraag", "2026-10-20 10:00"),
    "corrected": [
        *story((K.SUBMITTED, RECEIVED, titled()), (K.SUBMITTED, RECEIVED, {"payload": {}}), (K.RESOLVED, CLOSED)),
        Event(4, K.VOID, at("2024-03-03 10:00"), voids_seq=1),
    ],
    "evaluated": story(
        (K.SUBMITTED, RECEIVED),
        (K.RESOLVED, CLOSED),
        (K.EVALUATED, "2024-03-10 10:00", {"payload": {"ref": "1", "score": 2}}),
        (K.EVALUATION_PROCESSED, "2024-03-11 10:00", {"payload": {"ref": "1", "follow_up": f"Gebeld over {MARK}"}}),
    ),
}
"""What the usual periods erase on 22 November 2026."""
NOT_DUE = {
    "too soon": closed("melding", "2024-11-23 10:00", STAYS),
    "klacht": closed("klacht", CLOSED, STAYS),
    "reopened": [*closed(word=STAYS), Event(3, K.REOPENED, at("2024-04-01 10:00"))],
    "open": story((K.SUBMITTED, RECEIVED, titled(word=STAYS))),
}


def plant(world: World, connection: Connection, town: int) -> UUID:
    """Words in every place that we know of; returns the proposal."""
    rebuild_calendar(connection, town, date(2021, 1, 1), LAST)
    world.add(connection, town, *DUE.values(), *NOT_DUE.values())
    [subject] = world.add(connection, town, PROPOSAL, topic=Topic.PROPOSAL)
    values = {"o": town, "s": subject, "now": world.clock.now(), "mark": MARK, "round": uuid4(), "run": uuid4()}
    values |= {"photo": PHOTO["payload"]["photo"], "bytes": MARK.encode(), "then": at("2026-01-05 10:00")}
    params = json.dumps(
        {
            "read": 2,
            "refused": [{"line": 2, "reason": "x", "params": {"value": MARK}}],
            "suspicions": [],
            "reasons": {"x": 1},
            "remarks": {},
            "problem": {"line": 0, "reason": "Wrong: {value}", "params": {"value": MARK}},
        }
    )
    for statement in PLANTED:
        connection.execute(text(statement), values | {"report": params})
    return subject


_CONTENT = "organisation_id, round_id, subject_id, {no}, reasons, motivation, shared, internal_note, saved_at, saved_by"
PLANTED = (
    "INSERT INTO blob VALUES (:o, :photo, 'image/png', 1, 1, :bytes, :then)",
    "INSERT INTO selection_round (organisation_id, round_id, ref, name, theme_ids, least_per_area, weights, "
    "needs_approval, opened_at, changed_at, change_no, closed_at) VALUES (:o, :round, '2', 'Ronde', '{}', 0, '{}', "
    "false, :then, :then, 1, :then)",
    f"INSERT INTO selection_draft ({_CONTENT.format(no='draft_no')}, ref) VALUES "
    "(:o, :round, gen_random_uuid(), 1, '{}', :mark, '', '', :then, gen_random_uuid(), '2')",
    f"INSERT INTO selection_draft_text ({_CONTENT.format(no='text_no')}, aside) VALUES "
    "(:o, :round, :s, 1, '{}', '', :mark, '', :now, gen_random_uuid(), true)",
    "INSERT INTO import_run (organisation_id, run_id, source_id, state, started_at, finished_at, report) VALUES "
    "(:o, :run, 1, 'refused', :then, :then, CAST(:report AS jsonb))",
    "INSERT INTO dossier (organisation_id, dossier_id, round_id, ref, version, draft, places, reach, as_of, made_at, "
    "made_role, frozen, hash) VALUES (:o, :round, :round, '2', 1, false, 1, '[]', :then, :then, 'x', '{}', 'x')",
    "INSERT INTO dossier_part (organisation_id, dossier_id, part_no, subject_organisation_id, subject_id, kind, "
    "content, digest) VALUES (:o, :round, 1, :o, :s, 'text', :mark, 'x')",
    "INSERT INTO dossier_part (organisation_id, dossier_id, part_no, subject_organisation_id, subject_id, kind, photo, "
    "alt, digest) VALUES (:o, :round, 2, :o, :s, 'photo', :photo, :mark, 'x')",
    "INSERT INTO dossier_file VALUES (:o, :round, 'pdf', :bytes, :then)",
    "INSERT INTO publication_pack (organisation_id, pack_id, ref, made_at, made_role, places, public, reach, "
    "subject_ids, content) VALUES (:o, :round, '2', :then, 'x', 1, true, '[]', ARRAY[CAST(:s AS uuid)], :bytes)",
)
HELD = {
    "event",
    "melding",
    "evaluation",
    "proposal",
    "photo",
    "blob",
    "selection_draft",
    "selection_draft_text",
    "import_run",
    "dossier_part",
    "dossier_file",
    "publication_pack",
}


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def numbers(world: World, connection: Connection) -> list[Any]:
    """Every measure of the registry."""
    found = measure(connection, Scope.whole(world.a), WHOLE)
    return found.astype(object).where(found.notna(), None).to_numpy().tolist()


def test_the_words_are_nowhere_and_no_number_moved(world: World) -> None:
    with world.writer.transaction() as connection:
        plant(world, connection, world.a)
        assert holding(connection, MARK) == HELD
        official = holding(connection, STAYS)
        before = derived(connection, world.a), numbers(world, connection)
    assert run_retention(world.writer, world.clock, world.a) == (13, True)
    with world.writer.transaction() as connection:
        assert holding(connection, MARK) == set()
        assert holding(connection, STAYS) == official == {"event", "melding", "proposal", "selection"}
        assert (derived(connection, world.a), numbers(world, connection)) == before
        told = "SELECT title, text, text_removed_day FROM proposal"
        assert connection.execute(text(told)).one() == (None, None, date(2026, 11, 22))
        days = "SELECT count(*), count(text_removed_day), count(title) FROM melding"
        assert connection.execute(text(days)).one() == (9, 5, 4)
        run = connection.execute(text("SELECT counts, report, ended_at FROM retention_run")).one()
        audit = connection.execute(text("SELECT action, detail FROM audit")).all()
    gone = {"melding": 3, "klacht": 1, "vraag": 1, "proposal_ended": 1, "picture": 1, "draft": 2, "import_report": 1}
    gone |= {"dossier_part": 2, "publication_pack": 1}
    assert (run.counts, run.ended_at) == (gone, NOW)
    assert run.report["oldest"]["klacht"] == "2021-11-01"
    assert run.report["days"]["vraag"] == 30
    assert audit == [("texts_erased", {"n": 13, "counts": gone})]


def test_a_run_again_finds_nothing_and_another_town_is_left_alone(world: World) -> None:
    with world.writer.transaction() as connection:
        plant(world, connection, world.b)
        held = holding(connection, MARK)
    for _ in range(2):
        assert run_retention(world.writer, world.clock, world.a) == (0, True)
    with world.writer.transaction() as connection:
        assert holding(connection, MARK) == held
        assert connection.scalar(text("SELECT count(*) FROM audit")) == 0


@pytest.fixture(scope="module")
def drawn_world() -> Iterator[World]:
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    yield World(writer, FixedClock(NOW))
    writer.close()
    server.drop_database(name)


def marked(events: list[Event]) -> list[Event]:
    """The same events, with the word wherever words go."""
    for event in events:
        event.payload.update({name: f"{MARK} {name}" for name in WORDS.get(event.kind, ())})
    return events


@settings(max_examples=8, deadline=None, suppress_health_check=HEALTH)
@given(st.data())
def test_of_any_history_words_go_and_nothing_else(drawn_world: World, data: st.DataObject) -> None:
    stories = {
        Topic.MELDING: data.draw(st.lists(melding_histories(), min_size=1, max_size=3)),
        Topic.PROPOSAL: data.draw(st.lists(topic_histories(Topic.PROPOSAL), min_size=1, max_size=3)),
    }
    with drawn_world.writer.engine.connect() as connection:
        subjects = [
            subject
            for topic, drawn in stories.items()
            for subject in drawn_world.add(connection, drawn_world.a, *map(marked, drawn), topic=topic)
        ]
        before, events = derived(connection, drawn_world.a), _rest(connection)
        Turn(connection, drawn_world.a, NOW + timedelta(days=4_000), NOW.date()).erase(subjects)
        assert holding(connection, MARK) == set()
        assert derived(connection, drawn_world.a) == before
        assert _rest(connection) == events
        connection.rollback()


def _rest(connection: Connection) -> list[Any]:
    """All events but for tombstones and words."""
    rows = connection.execute(text("SELECT * FROM event WHERE kind <> 'text_removed' ORDER BY 1, 2, 3")).mappings()
    words = {str(kind): names for kind, names in WORDS.items()}
    return [
        {
            **row,
            "payload": {name: one for name, one in row["payload"].items() if name not in words.get(row["kind"], ())},
        }
        for row in rows
    ]


def test_every_text_that_an_event_may_tell_is_a_citizens_or_official() -> None:
    official = {
        "street": "a place, without house number",
        "motivation": "of the organisation",
        "internal_note": "of the organisation",
        "next_steps": "of the organisation",
        "report": "of the organisation",
        "ref": "a name",
        "criterion": "a name",
        "number": "a number",
        "uri": "an address",
        "photo": "a key",
    }
    ours = {P.SELECTION_RETURNED: "message", P.NEXT_STEPS_TOLD: "text"}
    citizens = {str(kind) for kind in WORDS}
    for kind, fields in payloads().items():
        texts = {field.name for field in fields if field.form is Form.TEXT} | (
            {"title"} & {field.name for field in fields}
        )
        if kind.startswith(("proposal", "moderation", "question", "photo", "selection", "next", "votes", "score")):
            known = set(official) | set(WORDS.get(P(kind), ())) | {ours.get(P(kind), "")}
            assert texts <= known, kind
        else:
            assert kind not in citizens


# --- when, and how long -------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def office() -> Iterator[World]:
    """A world for what leaves the rows of others alone."""
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    yield World(writer, FixedClock(NOW))
    writer.close()
    server.drop_database(name)


def fresh(world: World, code: str) -> int:
    """A town of its own for one test."""
    with world.writer.transaction() as connection:
        return world._town(connection, code, code)


def said(world: World, town: int) -> dict[str, Any]:
    return {"writer": world.writer, "clock": world.clock, "actor": BOSS, "organisation_id": town}


def titles(world: World, town: int) -> list[str | None]:
    with world.writer.transaction() as connection:
        asked = "SELECT title FROM melding WHERE organisation_id = :o ORDER BY subject_id"
        return list(connection.scalars(text(asked), {"o": town}))


def test_a_period_ends_on_its_day_and_a_preview_counts_what_then_goes(office: World) -> None:
    town = fresh(office, "tijdstad")
    with office.writer.transaction() as connection:
        office.add(connection, town, *(closed(day=f"2026-11-{day} 23:30") for day in (10, 11, 12)))
    asked: dict[str, Any] = {"writer": office.writer, "clock": office.clock, "organisation_id": town}
    told = {days: retention.preview(**asked, kind=Keeping.MELDING, days=days) for days in (13, 11, 10, 9, None)}
    assert {days: found.n for days, found in told.items()} == {13: 0, 11: 2, 10: 3, 9: 3, None: 0}
    assert told[11].oldest == date(2026, 11, 10)
    retention.set_rule(**said(office, town), kind=Keeping.MELDING, days=11)
    found, pictures = retention.due_now(**asked)
    assert (found[Keeping.MELDING].n, sum(one.n for one in found.values()), pictures) == (2, 2, 0)
    run_retention(office.writer, office.clock, town)
    assert titles(office, town) == [None, None, f"{MARK} voor de deur"]


def test_a_period_is_set_once_for_one_town_and_said_in_the_log(office: World) -> None:
    town, other = fresh(office, "regelstad"), fresh(office, "anderstad")
    retention.set_rule(**said(office, town), kind=Keeping.PROPOSAL_REALISED, days=3_652)
    retention.set_rule(**said(office, town), kind=Keeping.PROPOSAL_REALISED, days=None)
    for days in (0, -1, 40_000, None):
        with pytest.raises(InvalidInput):
            retention.set_rule(**said(office, town), kind=Keeping.PROPOSAL_REALISED, days=days)
    with office.writer.transaction() as connection:
        assert due.rules_of(connection, other) == {kind: one.days for kind, one in periods().items()}
        rows = connection.execute(text("SELECT action, detail FROM audit WHERE organisation_id = :o"), {"o": town})
        assert [(action, told["before"], told["days"]) for action, told in rows] == [
            ("retention_set", None, 3_652),
            ("retention_set", 3_652, None),
        ]


def test_broken_off_nothing_is_half_and_the_next_run_goes_on(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    town = fresh(office, "breekstad")
    with office.writer.transaction() as connection:
        office.add(connection, town, *[closed()] * 5)
    monkeypatch.setattr(runs, "BATCH", 2)
    times = iter(range(9))
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "project_keys", lambda on: project_keys(on) if next(times) < 1 else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_retention(office.writer, office.clock, town)
    assert [title is None for title in titles(office, town)] == [True, True, False, False, False]
    asked = """SELECT (SELECT count(*) FROM event WHERE organisation_id = :o AND payload ? 'title'),
                      (SELECT count(*) FROM event WHERE organisation_id = :o AND kind = 'text_removed'),
                      (SELECT count(*) FROM audit WHERE organisation_id = :o)"""
    with office.writer.transaction() as connection:
        assert connection.execute(text(asked), {"o": town}).one() == (3, 2, 0)
    assert run_retention(office.writer, office.clock, town) == (3, True)
    with office.writer.transaction() as connection:
        assert connection.execute(text(asked), {"o": town}).one() == (0, 5, 1)
        told = connection.execute(
            text("SELECT counts FROM retention_run WHERE organisation_id = :o"), {"o": town}
        ).all()
        assert check(connection, town) == []
    assert told == [({"melding": 5},)]


def test_a_long_list_goes_in_parts_under_one_report(office: World) -> None:
    town = fresh(office, "langstad")
    with office.writer.transaction() as connection:
        office.add(connection, town, *[closed()] * 3)
    assert run_retention(office.writer, office.clock, town, most=2) == (2, False)
    assert run_retention(office.writer, office.clock, town, most=2) == (1, True)
    with office.writer.transaction() as connection:
        found = connection.execute(text("SELECT counts FROM retention_run WHERE organisation_id = :o"), {"o": town})
        assert found.all() == [({"melding": 3},)]


def test_the_worker_erases_once_a_day_and_whenever_somebody_asks(writer: Writer, clock: FixedClock) -> None:
    world = World(writer, clock)

    def ran() -> list[tuple]:
        with writer.transaction() as connection:
            asked = "SELECT organisation_id, actor_role FROM retention_run ORDER BY begun_at, organisation_id"
            return [tuple(row) for row in connection.execute(text(asked))]

    with writer.transaction() as connection:
        world.add(connection, world.a, closed())
    once = [(one, "worker") for one in (world.a, world.b, world.predecessor)]
    assert run_all(writer, clock) == 1
    assert (run_all(writer, clock), ran()) == (0, once)
    clock.advance(timedelta(hours=10))  # half past midnight in Brussels
    assert (run_all(writer, clock), ran()) == (0, once * 2)
    clock.advance(timedelta(hours=1))
    with writer.transaction() as connection:
        world.add(connection, world.a, closed())
    retention.plan_run(**said(world, world.a))
    assert do_next(writer, clock)
    assert ran() == [*once * 2, (world.a, "beheerder")]
    with writer.transaction() as connection:
        told = connection.execute(text("SELECT action, actor_id FROM audit ORDER BY at, action")).all()
        done = connection.execute(text("SELECT count, problem, ended_at FROM work_request")).all()
    assert told == [
        ("texts_erased", None),
        *[(action, BOSS.account_id) for action in ("retention_asked", "texts_erased")],
    ]
    assert done == [(1, None, clock.now())]
    clock.advance(timedelta(days=31))
    assert run_all(writer, clock) == 0
    assert len(ran()) == 2 + 3  # those with something to tell, and those of today


# --- what is told again -------------------------------------------------------------------------------------------
OLD = melding("1", RECEIVED, CLOSED, title=f"{MARK} stuk") + melding("2", RECEIVED, title=STAYS)


def words_of(town: Town) -> list[tuple]:
    rows = "SELECT source_event_key, payload ->> 'title' FROM event WHERE organisation_id = :o AND payload ? 'title'"
    return town.rows(rows)


@pytest.mark.parametrize("snapshot", [True, False])
def test_a_source_that_tells_the_text_again_brings_nothing_back(town: Town, *, snapshot: bool) -> None:
    town.load(OLD, snapshot=snapshot)
    run_retention(town.writer, town.clock, town.id)
    state, events = town.state(), town.rows("SELECT count(*) FROM event WHERE organisation_id = :o")
    assert words_of(town) == [("2/submitted", STAYS)]
    otherwise = melding("1", RECEIVED, CLOSED, title=f"{MARK} weer stuk") + melding("2", RECEIVED, title=STAYS)
    for told in (OLD, otherwise, OLD):
        assert counts(town.load(told, snapshot=snapshot)) == (0, 0, 2, 0)
    assert (town.state(), words_of(town)) == (state, [("2/submitted", STAYS)])
    assert town.rows("SELECT count(*) FROM event WHERE organisation_id = :o") == events
    later = melding("1", RECEIVED, "2024-03-10 10:00", title=MARK) + melding("2", RECEIVED, title=STAYS)
    assert counts(town.load(later, snapshot=snapshot))[:3] == (0, 1, 1)
    assert (words_of(town), town.damage()) == ([("2/submitted", STAYS)], [])


def test_a_run_that_is_taken_out_brings_nothing_back(town: Town) -> None:
    town.load(OLD)
    second = town.load(melding("1", "2024-03-02 11:00", CLOSED, title=MARK), melding("2", RECEIVED, title=STAYS))
    run_retention(town.writer, town.clock, town.id)
    town.void(second)
    assert (words_of(town), town.damage()) == ([("2/submitted", STAYS)], [])


@pytest.mark.parametrize("again", [False, True])
def test_a_source_that_says_so_itself_is_obeyed_at_once(town: Town, *, again: bool) -> None:
    """In its first delivery, and in a later one."""
    removed = [*OLD, step("1", "text_removed", "2024-04-01 10:00")]
    if again:
        town.load(OLD)
    town.load(removed)
    assert words_of(town) == [("2/submitted", STAYS)]
    assert town.load(removed).events == 0
    assert town.damage() == []


def test_then_drafts_go_too_but_who_made_a_choice_stays(town: Town) -> None:
    begun = [step(key, P.SUBMITTED, RECEIVED, title=MARK, topic="proposal", inferred=False) for key in "12"]
    town.load(begun)
    written, made = (
        row[0] for row in town.rows("SELECT subject_id FROM subject WHERE organisation_id = :o ORDER BY 1")
    )
    then = at(RECEIVED)
    values = {"o": town.id, "round": uuid4(), "then": then, "ref": "r", "closed": None, "saved": then, "made": made}
    with town.writer.transaction() as connection:
        connection.execute(text(_ROUND), values)
        for subject in (written, made):
            connection.execute(text(_DRAFT.replace("'x'", f"'{MARK}'")), values | {"s": subject})
        by = "UPDATE selection_draft SET made_seq = 2, made_by = saved_by WHERE subject_id = :made"
        connection.execute(text(by), values)
        connection.execute(text(PLANTED[3].replace("'2'", "'r'")), values | {"s": written, "mark": MARK, "now": then})
    removed: dict[str, Any] = {"topic": "proposal", "inferred": False}
    town.load(begun + [step(key, P.TEXT_REMOVED, "2024-04-01 10:00", **removed) for key in "12"])
    with town.writer.transaction() as connection:
        assert holding(connection, MARK) == set()
    left = town.rows("SELECT subject_id, made_by IS NOT NULL FROM selection_draft WHERE organisation_id = :o")
    assert [tuple(row) for row in left] == [(made, True)]


def proposal(key: str, photo: str, **more: Any) -> list[dict]:
    told: dict[str, Any] = {"topic": "proposal", "inferred": False}
    return [
        step(key, P.SUBMITTED, RECEIVED, title=MARK, extra={"text": MARK}, **told),
        step(key, P.PHOTO_ADDED, RECEIVED, extra={"photo": photo}, **told),
        *([step(key, P.WITHDRAWN, CLOSED, **told)] if more.get("withdrawn", True) else []),
    ]


def pictures(town: Town) -> set[bytes]:
    return {bytes(content) for (content,) in town.rows("SELECT content FROM blob WHERE organisation_id = :o")}


def test_photos_go_with_the_texts_unless_another_proposal_has_them(town: Town) -> None:
    own, shared = (Picture(f"{MARK} {name}".encode(), "image/png", 1, 1) for name in ("own", "shared"))
    told = [
        *proposal("1", key_of(own)),
        *proposal("2", key_of(shared)),
        *proposal("3", key_of(shared), withdrawn=False),
    ]
    town.load(told, pictures=lambda: [own, shared])
    run_retention(town.writer, town.clock, town.id)
    assert pictures(town) == {shared.content}
    assert town.load(told, pictures=lambda: [own, shared]).events == 0
    assert pictures(town) == {shared.content}


def test_a_picture_without_a_name_waits_a_week_and_a_voided_photo_as_long(town: Town, clock: FixedClock) -> None:
    named, lost = (Picture(f"{name}".encode(), "image/png", 1, 1) for name in ("named", "lost"))
    first = proposal("1", key_of(named), withdrawn=False)
    town.load(first, pictures=lambda: [named, lost])
    for days, left in ((6, {b"named", b"lost"}), (1, {b"named"})):
        clock.advance(timedelta(days=days))
        run_retention(town.writer, clock, town.id)
        assert pictures(town) == left
    town.load([first[0]])
    for days, left in ((6, {b"named"}), (1, set())):
        clock.advance(timedelta(days=days))
        run_retention(town.writer, clock, town.id)
        assert pictures(town) == left


def test_nobody_writes_words_beside_those_that_were_removed(office: World) -> None:
    town = fresh(office, "schrijfstad")
    refused = story((P.SUBMITTED, RECEIVED, titled()), (P.REFUSED, CLOSED, {"payload": {"reason": "x"}}))
    with office.writer.transaction() as connection:
        [subject] = office.add(connection, town, refused, topic=Topic.PROPOSAL)
    run_retention(office.writer, office.clock, town)
    acting: dict[str, Any] = {"writer": office.writer, "clock": office.clock, "by": Acting(BOSS, town)}
    with pytest.raises(InvalidInput, match="removed"):
        proposals.ask(**acting, seen=Seen(subject, 3), message="Waar precies?")
    proposals.approve(**acting, seen=[Seen(subject, 3)])


@pytest.mark.parametrize("merged", [False, True], ids=["of its own", "of the town in which it went on"])
def test_what_was_not_selected_waits_until_that_is_public_and_nobody_is_at_it(office: World, *, merged: bool) -> None:
    town, then = fresh(office, f"keurstad-{merged}"), at("2024-06-01 10:00")
    chosen = (P.SELECTION_MADE, "2024-05-01 10:00", {"payload": {"outcome": "not_selected", "ref": "r"}})
    begun = (P.SUBMITTED, RECEIVED, titled()), (P.PUBLISHED, RECEIVED), chosen
    public = story(*begun, (P.SELECTION_PUBLISHED, "2024-05-02 10:00", {"payload": {"ref": "r"}}))
    with office.writer.transaction() as connection:
        gone, written, _embargoed = office.add(connection, town, public, public, story(*begun), topic=Topic.PROPOSAL)
        values = {
            "o": town,
            "round": uuid4(),
            "then": then,
            "ref": "nieuw",
            "closed": None,
            "s": written,
            "saved": then,
        }
        connection.execute(text(_ROUND), values | ({"o": office.a} if merged else {}))
        connection.execute(text(_DRAFT), values)
    assert run_retention(office.writer, office.clock, town) == (0, True)
    retention.set_rule(**said(office, town), kind=Keeping.PROPOSAL_NOT_SELECTED, days=365)
    assert run_retention(office.writer, office.clock, town) == (1, True)
    with office.writer.transaction() as connection:
        asked = "SELECT subject_id FROM proposal WHERE organisation_id = :o AND text_removed"
        assert list(connection.scalars(text(asked), values)) == [gone]


@pytest.mark.parametrize("merged", [False, True], ids=["of its own", "of the town in which it went on"])
def test_a_draft_goes_some_time_after_its_choice_is_public_or_its_round_closed(office: World, *, merged: bool) -> None:
    """Not while its choice waits for approval or publication, nor what was written since."""
    town, then, now = fresh(office, f"kladstad-{merged}"), at("2026-08-24 10:00"), at("2026-11-20 10:00")
    made = (P.SELECTION_MADE, "2026-08-01 10:00", {"payload": {"outcome": "selected", "ref": "r"}})
    shown = (P.SELECTION_PUBLISHED, "2026-08-24 10:00", {"payload": {"ref": "r"}})
    begun, public = (P.SUBMITTED, "2026-07-01 10:00"), (P.PUBLISHED, "2026-07-02 10:00")
    histories = {
        "shown": [*story(begun, public, made, shown)],
        "waits": [*story(begun, public, made)],
        "written since": [*story(begun, public, made, shown)],
        "not chosen": [*story(begun, public)],
    }
    closed_too = {False: ["not chosen", "waits", "written since"], True: ["waits", "written since"]}
    for closed_round, left in closed_too.items():
        with office.writer.transaction() as connection:
            found = office.add(connection, town, *histories.values(), topic=Topic.PROPOSAL)
            by_name = dict(zip(histories, found, strict=True))
            values = {"o": town, "round": uuid4(), "closed": then if closed_round else None, "then": then}
            connection.execute(text(_ROUND), values | {"ref": "r", "o": office.a if merged else town})
            for name, subject in by_name.items():
                saved = now if name == "written since" else then
                connection.execute(text(_DRAFT), values | {"s": subject, "saved": saved})
        run_retention(office.writer, office.clock, town)
        with office.writer.transaction() as connection:
            kept = set(
                connection.scalars(text("SELECT subject_id FROM selection_draft WHERE round_id = :round"), values)
            )
            connection.execute(text("DELETE FROM selection_round WHERE round_id = :round"), values)
        assert sorted(name for name, subject in by_name.items() if subject in kept) == left


_ROUND = PLANTED[1].replace("'2'", ":ref").replace("1, :then)", "1, :closed)")
_DRAFT = PLANTED[2].replace(":mark", "'x'").replace("gen_random_uuid(), 1", ":s, 1").replace(":then", ":saved")
