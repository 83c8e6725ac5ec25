"""What one organisation or service is told never depends on the data of another one: every question, enumerated."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from inspect import signature
from types import GeneratorType
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from sqlalchemy import Connection, text

import queries
from config.cells import cell_of
from config.clock import FixedClock
from config.errors import HelikopterError
from config.ids import uuid7
from config.kinds import EventKind, MeldingKind, ReportState
from config.topics import ActivityEvent, ContactEvent, DeliverableEvent, Topic
from config.topics import ProposalEvent as P
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_dimension
from queries.atlas import EVERYWHERE
from queries.db import Database
from queries.distance import around
from queries.filters import Days, Filters, Population, Reach, Scope
from queries.rounds import Round
from queries.steps import sparkline_of
from tests.world import World, at, story

K = EventKind
OWN, OTHER = 1, 2
"""Services: that of the limited scope, and one beside it."""
FIRST_PROPOSAL, WAITING, FIRST_MELDING = (uuid7(1_700_000_000_000 + number, number) for number in (1, 2, 15))
"""The first that a world makes, and the first that waits for moderation: of `OWN`."""
SUBJECTS = {
    "queries.proposal_case": FIRST_PROPOSAL,
    "queries.drafts": FIRST_PROPOSAL,
    "queries.moderation_case": WAITING,
    "queries.progress": FIRST_PROPOSAL,
    "queries.same_round": FIRST_PROPOSAL,
}
"""Whom the questions of a module are about; the others are about a melding."""
PLACE = (4.0, 51.1)
LOCATED = {"lon": PLACE[0], "lat": PLACE[1], "h3_10": cell_of(*PLACE), "street": "Putstraat"}
YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
ASKED = (
    YEAR,
    replace(YEAR, population=Population.COHORT, days=Days.CALENDAR).stood_at(at("2026-10-01 12:00")),
    replace(YEAR, kind=MeldingKind.VRAAG, areas=("centrum",)),
    replace(YEAR, organisations=("berg",)).last_year(),
)


def questions() -> Iterator[tuple[str, Callable]]:
    """Every public function of `queries` that takes a scope and a connection."""
    for module in (
        importlib.import_module(f"queries.{found.name}") for found in pkgutil.iter_modules(queries.__path__)
    ):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and {"db", "scope"} <= set(signature(function).parameters):
                yield f"{module.__name__}.{name}", function


QUESTIONS = dict(questions())
NOT_ASKED = {
    *("queries.facts.facts", "queries.norms.within_days"),
    *("queries.reasons.with_terms", "queries.reasons.with_words", "queries.reasons.named_terms"),
    *("queries.nearby.last_months", "queries.proposal_header.with_names"),
    *("queries.inhabitants.by_neighbourhood", "queries.inhabitants.of_heirs", "queries.equity.beside_inhabitants"),
    "queries.sittings.with_names",
    *("queries.trends.coming_meldingen", "queries.trends.coming_proposals"),
}
"""What gives tables to ask or something to ask with, or names to rows that were asked, and no answer."""
COMPOSED = {
    "queries.registry.measure",
    "queries.registry.compared",
    "queries.key_figures.key_figures",
    "queries.overview.stock_against_target",
    "queries.overview.on_time_against_target",
    *("queries.choices.by_theme", "queries.choices.chosen_spread", "queries.influence.realised_spread"),
}
"""Made of other questions that are asked in every way; asked once, for each asks a hundred times."""
A_FEW = {"queries.registry.compared": {"only": ["received", "open_age", "proposals", "influence"]}}
"""What asks all numbers thrice is asked some of them: all are asked once (`measure`)."""
ONCE = {name for name, function in QUESTIONS.items() if not {"filters", "steps"} & set(signature(function).parameters)}
"""What knows of no filters."""


MET = date(2026, 11, 21)
"""The day of a sitting that was held."""


def answers(db: Connection, world: World, scope: Scope, asked: Sequence[Filters]) -> dict[str, Any]:
    """All answers, as values that can be compared."""
    found = {}
    for name, function in QUESTIONS.items():
        for number, filters in enumerate(asked):
            if name not in NOT_ASKED and (filters is YEAR or name not in COMPOSED | ONCE):
                found[f"{name} {number}"] = plain(_asked(function, **_arguments(function, db, world, scope, filters)))
    return found


def _arguments(function: Callable, db: Connection, world: World, scope: Scope, filters: Filters) -> dict[str, Any]:
    known = {"db": db, "scope": scope, "filters": filters, "now": world.clock.now(), "since": at("2026-01-01 00:00")}
    known |= {
        "dimension": "service",
        "steps": sparkline_of(filters),
        "text": "put",
        "phase": "informed",
        "day": YEAR.last_day,
    }
    known["subject_id"] = SUBJECTS.get(function.__module__, FIRST_MELDING)
    if function.__module__ == "queries.activities":
        held = text("SELECT subject_id FROM activity WHERE organisation_id = :o LIMIT 1")
        known["subject_id"] = db.scalar(held, {"o": world.a})
    known |= {"view": around(PLACE, 500), "part": EVERYWHERE, "apart": True, "first": 0, "count": 50}
    known |= {"own": round_in(world.a), "round_id": round_in(world.a).round_id}
    known |= {"sitting_id": round_in(world.a).round_id, "subjects": [FIRST_MELDING]}
    known |= {"dossier_id": round_in(world.a).round_id, "ending": "pdf", "dossier_ids": [round_in(world.a).round_id]}
    known |= {"round_ids": [round_in(world.a).round_id]}
    known |= {"pack_id": round_in(world.a).round_id, "ref": "najaar", "wanted": {world.a: frozenset({1})}}
    report_id = round_in(world.a).round_id
    known |= {"report_id": report_id, "report_ids": [report_id], "version": 1, "least": ReportState.MADE}
    known |= {"moment": at("2026-01-01 00:00")}
    known |= {"place": PLACE, "distance": 500, "organisation_id": world.a, "area_id": 1, "subject_ids": [WAITING]}
    known |= {"organisation_ids": [world.a], "days": [MET], "sitting_ids": [round_in(world.a).round_id]}
    if function.__module__ == "queries.region":  # knows whole years and months only, and shared categories
        known["filters"] = replace(filters, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), categories=("R1",))
    parameters = signature(function).parameters.values()
    needed = {one.name for one in parameters if one.default is one.empty and one.kind is not one.VAR_POSITIONAL}
    assert needed <= set(known), f"{function.__name__} needs more than this test knows: {needed - set(known)}"
    few = A_FEW.get(f"{function.__module__}.{function.__name__}", {})
    return {name: known[name] for name in needed} | few


def _asked(function: Callable, **known: Any) -> Any:
    """The answer, or the kind of refusal."""
    try:
        answer = function(**known)
        return list(answer) if isinstance(answer, GeneratorType) else answer
    except HelikopterError as refusal:
        return type(refusal)


def plain(answer: Any) -> Any:
    """A frame as columns and rows, with None for nothing, so that equal answers are equal."""
    if isinstance(answer, list) and any(isinstance(one, pd.DataFrame) for one in answer):
        return [plain(one) for one in answer]
    if is_dataclass(answer):
        return [plain(getattr(answer, field.name)) for field in fields(answer)]
    if isinstance(answer, pd.Series):
        return plain(answer.to_frame().T)
    if not isinstance(answer, pd.DataFrame):
        return answer
    return list(answer.columns), answer.astype(object).where(answer.notna(), None).values.tolist()


def lives(service: int) -> Iterator[list]:
    """Meldingen of a service: open, closed, closed late, reopened, waiting, of another kind; enough of them each month
    for a region to be told of them."""
    held: dict[str, Any] = {"service_id": service, "payload": {"category_id": service, "area_id": 1, "channel_id": 1}}
    held["payload"] |= LOCATED
    for month in range(1, 11):
        received = (K.SUBMITTED, f"2026-{month:02}-03 10:00", held)
        yield story(received)
        yield from [story(received, (K.RESOLVED, f"2026-{month:02}-05 10:00"))] * 3
        yield story(
            received,
            (K.WAITING_ON_CITIZEN, f"2026-{month:02}-04 10:00"),
            (K.REFUSED, f"2026-{month + 1:02}-20 10:00"),
            (K.REOPENED, f"2026-{month + 1:02}-21 10:00", {"actor_role": "citizen"}),
        )
    yield from talks(held)
    asked = held["payload"] | {"melding_kind": "vraag"}
    yield story((K.SUBMITTED, "2026-05-05 10:00", held | {"payload": asked}), (K.RESOLVED, "2026-05-06 10:00"))
    yield story((K.SUBMITTED, "2025-05-05 10:00", held), (K.RESOLVED, "2025-07-06 10:00"))


def talks(held: dict[str, Any]) -> Iterator[list]:
    """Meldingen about which advice, a decision, messages and an evaluation were asked."""
    named = held | {"payload": held["payload"] | {"number": "M-1", "title": "Put in de weg", "street": "Kerkstraat"}}
    one, two = {"payload": {"ref": "1", "partner_id": 1, "system": "x"}}, {"payload": {"ref": "2", "partner_id": 2}}
    told = {"payload": {"moment": "beslissing", "channel": "sms"}}
    for _ in range(5):
        yield story(
            (K.SUBMITTED, "2026-08-03 10:00", named),
            (K.ADMISSIBLE, "2026-08-03 11:00", {"actor_role": "system"}),
            (K.ASSIGNED, "2026-08-03 12:00", {"actor_role": "system", "service_id": held["service_id"]}),
            (K.ADVICE_REQUESTED, "2026-08-04 10:00", one),
            (K.ADVICE_RECEIVED, "2026-08-10 10:00", one),
            (K.TASK_CREATED, "2026-08-11 10:00", two),
            (K.TASK_DONE, "2026-08-12 10:00", two),
            (K.DECISION_READY, "2026-08-12 10:00", one),
            (K.DECISION_ON_AGENDA, "2026-08-14 10:00", one),
            (K.DECISION_TAKEN, "2026-08-17 10:00", one),
            (K.DECISION_SIGNED, "2026-08-18 10:00", one),
            (K.DECISION_PUBLISHED, "2026-08-19 10:00", one),
            (K.CITIZEN_NOTIFIED, "2026-08-20 10:00", told),
            (K.RESOLVED, "2026-08-21 10:00"),
            (K.EVALUATION_ASKED, "2026-08-22 10:00", {"payload": {"ref": "1"}}),
            (K.EVALUATED, "2026-08-23 10:00", {"payload": {"ref": "1", "score": 2}}),
        )
    waiting = (K.ADVICE_REQUESTED, "2026-08-04 10:00", two), (K.DECISION_READY, "2026-08-12 10:00", one)
    yield story((K.SUBMITTED, "2026-08-03 10:00", named), *waiting)
    forwarded = (K.FORWARDED, "2026-08-05 10:00", {"service_id": held["service_id"]})
    yield story(
        (K.SUBMITTED, "2026-08-03 10:00", named | {"service_id": 3}), forwarded, (K.RESOLVED, "2026-08-06 10:00")
    )


def wishes(service: int) -> Iterator[list]:
    """Proposals of a service: chosen and told, waiting with a photo, refused, voted for, chosen, withdrawn, of a year
    before, realised, and chosen and told lately."""
    told = {"title": "Put weg", "theme_id": 1, "area_id": 1, "estimates": {"trees": 3}} | LOCATED
    submitted = (P.SUBMITTED, "2026-03-03 10:00", {"service_id": service, "payload": told})
    published, voted = (P.PUBLISHED, "2026-03-09 10:00"), {"payload": {"votes": 2, "voters": [f"v{service}"]}}
    votes = (P.VOTES_CAST, "2026-03-12 10:00", voted)
    why = {"outcome": "selected", "motivation": "Nodig", "reasons": ["support", "own_put"], "ref": "1"}
    chosen, same = (P.SELECTION_MADE, "2026-05-10 10:00", {"payload": why}), {"payload": {"ref": "1"}}
    yield story(submitted, published, votes, chosen, (P.SELECTION_PUBLISHED, "2026-05-18 10:00", same))
    yield story(submitted, (P.PHOTO_ADDED, "2026-03-03 10:00", {"payload": {"photo": "put"}}))
    yield story(submitted, (P.REFUSED, "2026-03-10 10:00", {"payload": {"reason": "spam"}}))
    yield from [story(submitted, published, votes)] * 5
    yield story(submitted, published, chosen)
    yield story(submitted, (P.WITHDRAWN, "2026-03-10 10:00"))
    numbered = {"service_id": service, "payload": told | {"number": "put"}}
    yield story((P.SUBMITTED, "2026-03-03 10:00", numbered))
    before = {"service_id": service, "payload": told}
    long_ago = (P.SELECTION_MADE, "2025-05-10 10:00", {"payload": why | {"outcome": "not_selected"}})
    yield story((P.SUBMITTED, "2025-03-03 10:00", before), (P.PUBLISHED, "2025-03-09 10:00"), long_ago)
    yielded = {"payload": {"indicator": "depaving_m2", "value": 40}}
    yield story(
        submitted, published, (P.REALISED, "2026-06-01 10:00"), (P.OUTCOME_MEASURED, "2026-06-02 10:00", yielded)
    )
    yield story(submitted, published, chosen, (P.SELECTION_PUBLISHED, "2026-11-16 10:00", same))


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    """Both towns, with meldingen of one service in the first."""
    made = World(writer, clock)
    tell(made, made.a, OWN)
    with writer.transaction() as connection:
        told = "INSERT INTO norm VALUES (:o, 900, NULL, 'informed', 3, 'working_day', '2020-01-01', NULL)"
        connection.execute(text(told), {"o": made.a})
        connection.execute(text("UPDATE category_version SET regional_code = 'R' || category_id"))
        shape = '{"type": "Polygon", "coordinates": [[[4.0, 51.1], [4.1, 51.1], [4.1, 51.2], [4.0, 51.1]]]}'
        bounded = "UPDATE area_version SET population = 500, name = 'Put ' || name, geometry = CAST(:shape AS jsonb)"
        connection.execute(text(bounded), {"shape": shape})
        layers = """INSERT INTO appearance (organisation_id, layers) VALUES (:o, '[{"name": "x"}]')"""
        connection.execute(text(layers), {"o": made.a})
    return made


def tell(world: World, organisation_id: int, service: int) -> None:
    """Meldingen of a service, a note on it, and a change that the worker left."""
    own = {"o": organisation_id, "s": service, "at": at("2026-11-01 12:00") + timedelta(minutes=service)}
    with world.writer.transaction() as connection:
        world.add(connection, organisation_id, *wishes(service), topic=Topic.PROPOSAL)
        for life in lives(service):
            world.add(connection, organisation_id, life)
        spoken = {"service_id": service, "payload": {"channel_id": 1, "category_id": 1, "answered": True}}
        kept = "INSERT INTO blob VALUES (:o, 'put', 'image/png', 4, 3, 'x', now()) ON CONFLICT DO NOTHING"
        connection.execute(text(kept), own)
        contact = story((ContactEvent.MADE, "2026-08-03 10:00", spoken))
        world.add(connection, organisation_id, contact, topic=Topic.CONTACT)
        planned: dict[str, Any] = {"service_id": service, "payload": {"title": "Tegels eruit"}}
        action = story((DeliverableEvent.PLANNED, "2026-02-02 10:00", planned))
        world.add(connection, organisation_id, action, topic=Topic.DELIVERABLE)
        if service == OWN:  # reasons and activities are of the whole town
            named = "(:o, 'own_put', 'Put ' || CAST(:o AS text), 'Pit', '{selected}', '', true, 1, now())"
            kept = f"INSERT INTO reason VALUES {named} ON CONFLICT DO NOTHING"
            connection.execute(text(kept), {"o": organisation_id})
            walk = {"payload": {"activity_kind": "wandeling", "phase": "co_creeren", "title": "Putwandeling"}}
            held = story((ActivityEvent.PLANNED, "2026-03-02 10:00", walk), (ActivityEvent.HELD, "2026-04-01 19:00"))
            world.add(connection, organisation_id, held, topic=Topic.ACTIVITY)
        connection.execute(
            text(
                "INSERT INTO target VALUES (:o, :s, 'on_time', '', NULL, NULL, 'at_least', 0.8, 0.8, 0.7, NULL, "
                "'2020-01-01', NULL)"
            ),
            own,
        )
        ours = own | {"r": round_in(organisation_id).round_id}
        connection.execute(text(_ROUND), ours)
        _meet(world, connection, organisation_id, service)
        for statement in (_HAPPENED, _PLAN, _DOSSIER, _FILE, _PACK, _ASKED, _ANSWER, *_CROWDS, *_REPORTS):
            connection.execute(text(statement), ours)
        read = "INSERT INTO climate_reading VALUES (:o, :s, 'trees', '2026-06-30', 90, false, 'x', :at, NULL)"
        connection.execute(text(read), own)
        connection.execute(text("INSERT INTO outbox VALUES (:o, 'melding', '2026-11-01', :at)"), own)
        connection.execute(
            text(
                "INSERT INTO note VALUES (:o, gen_random_uuid(), 'on_time', :s, 'note', :at, gen_random_uuid(), "
                "'schepen')"
            ),
            own,
        )


def _meet(world: World, connection: Connection, organisation_id: int, service: int) -> None:
    """A sitting tomorrow that decides about the melding of a service that waits for it, and one that was."""
    tomorrow = world.clock.now() + timedelta(days=1)
    sitting = round_in(organisation_id).round_id
    past = UUID(int=sitting.int ^ 1)
    own = {"o": organisation_id, "t": sitting, "s": service, "at": tomorrow}
    connection.execute(text(_SITTING), own)
    connection.execute(text(_ITEM), own)
    connection.execute(text(_SITTING), own | {"t": past, "at": tomorrow - timedelta(days=2)})


_SITTING = """
INSERT INTO sitting (organisation_id, sitting_id, organ, organ_name, starts_at, state, change_no, planned_at)
VALUES (:o, :t, 'college', '', :at, 'planned', 1, :at) ON CONFLICT DO NOTHING
"""
_ITEM = """
INSERT INTO sitting_item (organisation_id, item_id, sitting_id, kind, subject_ids, place, late, added_at, change_no)
SELECT organisation_id, subject_id, :t, 'melding', ARRAY[subject_id], 1, false, :at, 1 FROM decision
WHERE organisation_id = :o AND service_id = :s AND ready_day IS NOT NULL AND decided_day IS NULL
"""
_ANSWER = """
INSERT INTO signal_answer (organisation_id, answer_id, topic, dimension, member, narrowed, reach, week, last_week,
    sentence, numbers, answer, reason, due_on, taken_at, taken_by, taken_role, change_no)
VALUES (:o, CAST(md5('answer' || :o || '-' || :s) AS uuid), 'melding', 'category', 'put', '',
    jsonb_build_array(jsonb_build_array(CAST(:o AS int), jsonb_build_array(CAST(:s AS int)))), '2026-10-05',
    '2026-10-05', 'Putten: 9', '{}', 'werkplan', 'Veel putten', '2026-12-01', '2026-11-01', :r, 'diensthoofd', 1)
"""
_CROWDS = tuple(
    f"""
INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object(
    'subject_id', CAST(md5('{table}' || :o || '-' || :s || '-' || n) AS uuid),
    '{what}_day', '2026-10-20', '{what}_at', '2026-10-20 10:00+00'))).*
FROM {table} one, generate_series(1, 30) n WHERE one.organisation_id = :o AND one.subject_id = (
    SELECT subject_id FROM {table} WHERE organisation_id = :o AND service_id = :s ORDER BY subject_id LIMIT 1)
"""
    for table, what in (("melding", "received"), ("proposal", "submitted"))
)
"""More in one week than ever before: signals."""
_ROUND = """
INSERT INTO selection_round (organisation_id, round_id, ref, name, theme_ids, least_per_area, weights, needs_approval,
    opened_at, changed_at, change_no)
VALUES (:o, :r, 'najaar', 'Najaar', '{}', 0, '{"support": 100}', true, :at, :at, 1) ON CONFLICT DO NOTHING
"""
_PLAN = """
INSERT INTO publication_plan (organisation_id, plan_id, publish_at, choices, planned_at, planned_by, planned_role)
VALUES (:o, :r, '2027-01-01', '[]', '2026-01-01', :r, 'diensthoofd') ON CONFLICT DO NOTHING
"""
_DOSSIER = """
INSERT INTO dossier (organisation_id, dossier_id, round_id, ref, version, draft, places, reach, as_of, made_at,
    made_role, frozen, hash)
VALUES (:o, :r, :r, 'najaar', 1, false, 1, jsonb_build_array(jsonb_build_array(CAST(:o AS int), NULL)), '2026-01-01',
    '2026-01-01', 'medewerker', jsonb_build_object('places', jsonb_build_array(jsonb_build_object('organisation',
    CAST(:o AS int), 'subject', CAST(:r AS text), 'outcome', 'selected', 'version', 1))), 'x') ON CONFLICT DO NOTHING
"""
_HAPPENED = """
INSERT INTO annotation VALUES (:o, :r, '2026-10-01', '2026-10-02', 'storm', 'Put vol', '', NULL, NULL, NULL,
    '2026-11-01', :r, 'schepen') ON CONFLICT DO NOTHING
"""
_FILE = "INSERT INTO dossier_file VALUES (:o, :r, 'pdf', 'x', '2026-01-01') ON CONFLICT DO NOTHING"
_PACK = """
INSERT INTO publication_pack (organisation_id, pack_id, ref, made_at, made_role, places, public, reach, subject_ids,
    content)
VALUES (:o, :r, 'najaar', '2026-01-01', 'communicatie', 1, false,
    jsonb_build_array(jsonb_build_array(CAST(:o AS int), NULL)), '{}', 'x') ON CONFLICT DO NOTHING
"""
_REPORTS = (
    """
INSERT INTO report (organisation_id, report_id, kind, about, member, first_day, last_day, asked_at)
VALUES (:o, :r, 'college', 'organisation', '', '2026-10-01', '2026-10-31', '2026-11-02') ON CONFLICT DO NOTHING
""",
    """
INSERT INTO report_version (organisation_id, report_id, version, reader, reach, made_at, made_role, frozen, hash)
VALUES (:o, :r, 1, 'schepen', jsonb_build_array(jsonb_build_array(CAST(:o AS int), NULL)), '2026-11-02', 'schepen',
    '{"kind": "college"}', 'x') ON CONFLICT DO NOTHING
""",
    "INSERT INTO report_file VALUES (:o, :r, 1, 'pdf', 'x') ON CONFLICT DO NOTHING",
    """
INSERT INTO report_remark (organisation_id, report_id, remark_id, block, text, written_at, author_role)
VALUES (:o, :r, :r, 'summary', 'remark', '2026-11-02', 'schepen') ON CONFLICT DO NOTHING
""",
    """
INSERT INTO report_step (organisation_id, report_id, version, step_no, state, at, by_role, sitting_id)
VALUES (:o, :r, 1, 1, 'published', '2026-11-03', 'secretariaat', :r) ON CONFLICT DO NOTHING
""",
    """
INSERT INTO report
SELECT organisation_id, CAST(md5('2' || CAST(:r AS text)) AS uuid),
    'climate', about, member, first_day, last_day, asked_at
FROM report WHERE organisation_id = :o AND report_id = CAST(:r AS uuid) ON CONFLICT DO NOTHING
""",
    """
INSERT INTO report_version (organisation_id, report_id, version, reader, reach, made_at, made_role, frozen, hash)
SELECT organisation_id, CAST(md5('2' || CAST(:r AS text)) AS uuid),
    version, reader, reach, made_at, made_role, frozen, hash
FROM report_version WHERE organisation_id = :o AND report_id = CAST(:r AS uuid) ON CONFLICT DO NOTHING
""",
    """
INSERT INTO report_step (organisation_id, report_id, version, step_no, state, at, by_role)
VALUES (:o, CAST(md5('2' || CAST(:r AS text)) AS uuid),
    1, 1, 'reviewed', '2026-11-03', 'algemeen_directeur') ON CONFLICT DO NOTHING
""",
)
_ASKED = """
INSERT INTO work_request (organisation_id, request_id, kind, subject_id, actor_role, asked_at)
VALUES (:o, :r, 'dossier', :r, 'medewerker', '2026-01-01'),
    (:o, gen_random_uuid(), 'publication_pack', NULL, 'communicatie', '2026-01-01'),
    (:o, CAST(md5('report' || CAST(:r AS text)) AS uuid), 'report', NULL, 'schepen', '2026-01-01'),
    (:o, gen_random_uuid(), 'best_set', :r, 'medewerker', '2026-01-01') ON CONFLICT DO NOTHING
"""


def round_in(organisation_id: int) -> Round:
    """The round that each town has."""
    number, moment = uuid7(1_700_000_000_000, organisation_id), at("2026-11-01 12:00")
    rules: dict[str, Any] = {"ref": "najaar", "name": "Najaar", "theme_ids": (), "weights": {"support": 100}}
    limits: dict[str, Any] = {"budget": None, "least_per_area": 0, "most_per_area": None, "needs_approval": True}
    return Round(organisation_id, number, **rules, **limits, change_no=1, opened_at=moment, closed_at=None)


def ask(reader: Database, world: World, scope: Scope, asked: Sequence[Filters] = ASKED) -> dict[str, Any]:
    with reader.read() as db:
        return answers(db, world, scope, asked)


def test_the_questions_are_found() -> None:
    assert {"queries.counts.received", "queries.options.options", "queries.registry.measure"} <= set(QUESTIONS)
    assert set(QUESTIONS) >= NOT_ASKED


def test_a_town_is_told_the_same_whatever_its_neighbour_has(world: World, reader: Database, writer: Writer) -> None:
    scope = Scope.whole(world.a, world.predecessor)
    before = ask(reader, world, scope)
    for service in (OWN, OTHER):
        tell(world, world.b, service)
    with writer.transaction() as connection:
        ensure_dimension(connection, world.b, "area", {"elders": "Elders"})
        connection.execute(
            text("UPDATE source SET as_of = :at, name = 'Other', expected_every = 1 WHERE organisation_id = :o"),
            {"at": at("2026-02-01 00:00"), "o": world.b},
        )
        connection.execute(
            text("UPDATE organisation_version SET name = 'X' WHERE organisation_id = :o"), {"o": world.b}
        )
        connection.execute(text("UPDATE norm SET n = 99 WHERE organisation_id = :o"), {"o": world.b})
    after = ask(reader, world, scope)
    assert {name for name in before if before[name] != after[name]} == set()


def test_a_service_is_told_the_same_whatever_the_others_have(world: World, reader: Database) -> None:
    scope = Scope((Reach(world.a, frozenset({OWN})),))
    before = ask(reader, world, scope)
    tell(world, world.a, OTHER)
    after = ask(reader, world, scope)
    assert {name for name in before if before[name] != after[name]} == set()


def test_nobody_is_told_anything_without_a_scope(world: World, reader: Database) -> None:
    """And the test itself can see a difference: with a scope there are answers."""
    nothing, something = (ask(reader, world, scope, [YEAR]) for scope in (Scope(()), Scope.whole(world.a)))
    assert {name for name in nothing if "counts.received 0" in name and nothing[name][1] != [[0]]} == set()
    assert [name.split()[0] for name in something if name.endswith(" 0") and something[name] == nothing[name]] == []
