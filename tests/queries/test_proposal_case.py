"""One proposal as its readers may know it: all of it for who handles it, for others what the public views hold."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.errors import NotFound
from config.topics import ActivityEvent as A
from config.topics import ProposalEvent as P
from config.topics import Topic
from queries.db import fetch
from queries.filters import Reach, Scope
from queries.proposal_case import ProposalCase, proposal_case, proposal_number
from queries.tables.published import VIEWS
from tests.fold import Event
from tests.queries.test_projection_topics import STORIES, histories
from tests.world import World, at, story

SECRETS = ("eigen nota", "Graag een foto", "Hier is hij", "geheime motivering")


@pytest.fixture
def db(world: World) -> Iterator[Connection]:
    with world.writer.engine.connect() as connection:
        yield connection
        connection.rollback()


def whole_life(activity: UUID) -> list[Event]:
    """From submission to realisation, with an earlier choice, a later one that is not public, and one event voided."""
    born = {"number": "P-7", "title": "Bank", "text": "Een bank", "theme_id": 1, "area_id": 1, "street": "Dorp"}
    chosen = {"outcome": "selected", "motivation": "Veel steun", "ref": "1", "internal_note": "eigen nota"}
    later = {"outcome": "deferred", "motivation": "geheime motivering", "ref": "2", "scores": {"steun": 4}}
    told = story(
        (P.SUBMITTED, "2026-03-02 10:00", {"service_id": 1, "payload": born | {"estimates": {"trees": 3}}}),
        (P.QUESTION_ASKED, "2026-03-03 10:00", {"payload": {"message": "Graag een foto"}}),
        (P.PHOTO_ADDED, "2026-03-04 10:00", {"payload": {"photo": "a", "alt": "De hoek"}}),
        (P.PHOTO_ADDED, "2026-03-04 10:00", {"payload": {"photo": "b"}}),
        (P.QUESTION_ANSWERED, "2026-03-04 10:00", {"payload": {"message": "Hier is hij"}}),
        (P.PUBLISHED, "2026-03-05 10:00"),
        (P.PHOTO_PUBLISHED, "2026-03-05 10:00", {"payload": {"photo": "a"}}),
        (P.VOTES_CAST, "2026-03-06 10:00", {"payload": {"votes": 5, "voters": ["v1"]}}),
        (P.VOTES_CAST, "2026-03-08 10:00", {"payload": {"votes": -2}}),
        (P.SHORTLISTED, "2026-03-20 10:00"),
        (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": chosen | {"activity_id": str(activity)}}),
        (P.SELECTION_RATIFIED, "2026-04-03 10:00", {"payload": {"ref": "1", "organ": "college", "number": "2026/1"}}),
        (P.SELECTION_PUBLISHED, "2026-04-08 10:00", {"payload": {"ref": "1"}}),
        (P.EXECUTION_PLANNED, "2026-05-01 10:00", {"payload": {"due": "2026-09-01"}}),
        (P.WITHDRAWN, "2026-05-02 10:00"),
        (P.SELECTION_MADE, "2026-06-01 10:00", {"payload": later}),
    )
    return [*told, Event(len(told) + 1, P.VOID, at("2026-05-03 10:00"), voids_seq=15)]


@pytest.fixture
def life(db: Connection, world: World) -> UUID:
    planned = {
        "payload": {"activity_kind": "working_group", "phase": "mee_beslissen", "sequence_no": 2, "title": "Groep"}
    }
    held = story((A.PLANNED, "2026-03-02 10:00", planned), (A.HELD, "2026-04-01 19:00"))
    [group] = world.add(db, world.a, held, topic=Topic.ACTIVITY)
    [subject] = world.add(db, world.a, whole_life(group), topic=Topic.PROPOSAL)
    return subject


def test_who_handles_proposals_knows_all_of_it(db: Connection, world: World, life: UUID) -> None:
    case = proposal_case(db, Scope.whole(world.a), life)
    named = case.header[["number", "theme", "area", "area_code", "service", "organisation_code", "zone"]]
    assert named.tolist() == [
        "P-7",
        "Vergroening",
        "Centrum",
        "centrum",
        "Groendienst",
        "aalst-aan-zee",
        "Europe/Brussels",
    ]
    assert (case.header["stage"], case.header["undisclosed"]) == ("deferred", True)
    assert case.votes.values.tolist() == [[date(2026, 3, 6), 5, 5, False], [date(2026, 3, 8), -2, 3, False]]
    choices = case.selections[["version", "outcome", "internal_note", "activity_kind", "activity_no", "activity_day"]]
    assert choices.astype(object).where(choices.notna(), None).values.tolist() == [
        [2, "deferred", None, None, None, None],
        [1, "selected", "eigen nota", "working_group", 2, date(2026, 4, 1)],
    ]
    assert case.photos["state"].tolist() == ["published", "waiting"]
    told = [kind.removeprefix("proposal_") for kind in case.events["kind"]]
    assert told == [
        *("submitted", "question_asked", "question_answered", "photo_added", "photo_added", "published"),
        *("photo_published", "shortlisted", "selection_made", "selection_ratified", "selection_published"),
        *("execution_planned", "selection_made"),
    ]
    versions = case.events.loc[case.events["version"].notna(), "version"].tolist()
    assert versions == [1, 1, 1, 2]
    assert proposal_number(db, Scope.whole(world.a), life) == "P-7"


def test_others_know_the_public_choice_and_nothing_that_is_for_colleagues(
    db: Connection, world: World, life: UUID
) -> None:
    case = proposal_case(db, public(world), life)
    assert (case.header["stage"], case.header["stage_since"]) == ("planned", at("2026-05-01 10:00"))
    assert (case.header["undisclosed"], case.header["service"]) == (False, None)
    assert case.selections[["outcome", "motivation", "version"]].values.tolist() == [["selected", "Veel steun", None]]
    assert case.photos["photo"].tolist() == ["a"]
    assert case.events["kind"].tolist() == [
        *(P.SUBMITTED, P.PUBLISHED, P.SELECTION_RATIFIED, P.SELECTION_PUBLISHED, P.EXECUTION_PLANNED)
    ]
    assert [secret for secret in SECRETS if secret in everything(case)] == []
    assert [secret for secret in SECRETS if secret in everything(proposal_case(db, Scope.whole(world.a), life))] == [
        *SECRETS
    ]


def test_outside_the_scope_there_is_no_proposal(db: Connection, world: World, life: UUID) -> None:
    """The same answer whether it exists or not; one without a service is every service's."""
    [nobodys] = world.add(db, world.a, STORIES["relocated"], topic=Topic.PROPOSAL)
    own, other = (Scope((Reach(world.a, frozenset({service})),)) for service in (1, 3))
    for scope in (Scope.whole(world.b), other, Scope(())):
        for asked in (life, uuid4()):
            for look in (proposal_case, proposal_number):
                with pytest.raises(NotFound):
                    look(db, scope, asked)
    assert proposal_number(db, own, life) == "P-7"
    assert proposal_number(db, other, nobodys) is None


def test_what_was_merged_is_told_on_both_sides_to_who_may_know(db: Connection, world: World, life: UUID) -> None:
    merged = (P.MERGED, "2026-06-03 10:00", {"payload": {"into_id": str(life)}})
    gone = story(
        (P.SUBMITTED, "2026-03-02 10:00", {"payload": {"title": "Zetel"}}), (P.PUBLISHED, "2026-03-04 10:00"), merged
    )
    [other] = world.add(db, world.a, gone, topic=Topic.PROPOSAL)
    scope = Scope.whole(world.a)
    into, back = (proposal_case(db, scope, one).relatives for one in (other, life))
    assert into[["relation", "subject_id", "title", "at"]].values.tolist() == [
        ["into", life, "Bank", at("2026-06-03 10:00")]
    ]
    assert back[["relation", "subject_id", "title"]].values.tolist() == [["from", other, "Zetel"]]
    assert proposal_case(db, public(world), life).relatives.empty
    foreign = Scope((Reach(world.a, frozenset({3})),))
    assert proposal_case(db, foreign, other).relatives.empty


def test_removed_texts_take_what_was_written_along(db: Connection, world: World) -> None:
    asked = (P.QUESTION_ASKED, "2026-03-03 10:00", {"payload": {"message": "Wie bent u?"}})
    before = story((P.SUBMITTED, "2026-03-02 10:00", {"payload": {"title": "Bank"}}), asked)
    kept, gone = world.add(
        db,
        world.a,
        before,
        [*before, *renumbered(story((P.TEXT_REMOVED, "2028-03-02 10:00")), 3)],
        topic=Topic.PROPOSAL,
    )
    told, silent = (
        proposal_case(db, Scope.whole(world.a), one).events["message"].dropna().tolist() for one in (kept, gone)
    )
    assert (told, silent) == (["Wie bent u?"], [])


def renumbered(events: list[Event], first: int) -> list[Event]:
    return [replace(event, seq=seq) for seq, event in enumerate(events, first)]


# --- against the views of the public -----------------------------------------------------------------------------
BESIDE = {"text_removed", "submitted_at", "votes", "stage_since", "undisclosed", "zone", "as_of", "source"} | {
    *("theme", "area", "area_code", "organisation_code", "undated"),
    *("explained_at", "planned_at", "planned_day", "started_at", "realised_at"),
}
"""What the header tells everybody beside what the view holds: names, and the moments of its days and stages."""


def public(world: World) -> Scope:
    return replace(Scope.whole(world.a), embargoed=False, cases=False)


def everything(case: ProposalCase) -> str:
    return "\n".join(str(getattr(case, field.name).to_dict()) for field in fields(case))


def viewed(db: Connection, name: str, subject: UUID) -> list[dict[Any, Any]]:
    told = VIEWS[name].subquery()
    return fetch(db, told.select().where(told.c.subject_id == subject)).to_dict("records")


def same(told: Any, expected: Any) -> bool:
    """Equal, with all that stands for nothing alike."""
    if isinstance(told, list | dict) or isinstance(expected, list | dict):
        return bool(told == expected)
    return (pd.isna(told) and pd.isna(expected)) or bool(told == expected)


def differing(frame: pd.DataFrame, rows: list[dict[Any, Any]]) -> list[Any]:
    """Where a frame tells something else than the rows of a view, in the columns that both have."""
    told = frame.to_dict("records")
    shared: list[str] = [name for name in frame.columns if rows and name in rows[0]]
    pairs = [(name, one[name], row[name]) for one, row in zip(told, rows, strict=True) for name in shared]
    return [pair for pair in pairs if not same(*pair[1:])]


def assert_as_public(db: Connection, world: World, subject: UUID) -> None:
    rows = viewed(db, "proposal", subject)
    if not rows:
        with pytest.raises(NotFound):
            proposal_case(db, public(world), subject)
        return
    case = proposal_case(db, public(world), subject)
    header = pd.DataFrame([case.header])
    assert differing(header, rows) == []
    told = {name for name, value in case.header.items() if not same(value, None)}
    assert told - BESIDE <= set(rows[0])
    assert differing(case.selections, viewed(db, "selection", subject)) == []
    assert differing(case.votes, viewed(db, "vote", subject)) == []
    assert differing(case.photos, viewed(db, "photo", subject)) == []
    gains = [row for row in viewed(db, "gain", subject) if not (pd.isna(row["estimated"]) and pd.isna(row["realised"]))]
    assert differing(case.gains, gains) == []


def opened(db: Connection, world: World) -> None:
    db.execute(text("INSERT INTO appearance (organisation_id, public_map) VALUES (:o, true)"), {"o": world.a})


DONE_UNTOLD = story(
    (P.SUBMITTED, "2026-03-02 10:00", {"payload": {"estimates": {"trees": 3}, "cost_estimated": 900}}),
    (P.PUBLISHED, "2026-03-04 10:00"),
    (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": {"outcome": "selected"}}),
    (P.EXECUTION_PLANNED, "2026-04-03 10:00", {"payload": {"due": "2026-09-01"}}),
    (P.REALISED, "2026-06-01 10:00", {"payload": {"cost_actual": 950}}),
    (P.OUTCOME_MEASURED, "2026-06-02 10:00", {"payload": {"indicator": "trees", "value": 4}}),
)


def test_the_stories_are_told_to_others_as_the_public_views_hold_them(db: Connection, world: World, life: UUID) -> None:
    opened(db, world)
    for subject in (life, *world.add(db, world.a, *STORIES.values(), DONE_UNTOLD, topic=Topic.PROPOSAL)):
        assert_as_public(db, world, subject)


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.data())
def test_drawn_proposals_are_told_to_others_as_the_public_views_hold_them(world: World, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(histories(Topic.PROPOSAL), min_size=1, max_size=4))
    with world.writer.engine.connect() as connection:
        opened(connection, world)
        for subject in world.add(connection, world.a, *drawn, topic=Topic.PROPOSAL):
            assert_as_public(connection, world, subject)
            case_known_to_all(connection, world, subject)
        connection.rollback()


def case_known_to_all(db: Connection, world: World, subject: UUID) -> None:
    """Who handles proposals is told without an error, whatever happened."""
    if fetch(db, text("SELECT FROM proposal WHERE subject_id = :s"), {"s": subject}).shape[0]:
        proposal_case(db, Scope.whole(world.a), subject)
