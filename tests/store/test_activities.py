"""Activities as they are entered and corrected: what each act writes, what is refused, and that nobody overwrites."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from config.errors import InvalidInput, NotFound
from config.topics import ActivityEvent as A
from config.topics import Topic
from dashboard.store.actions import activities
from dashboard.store.actions.activities import NewActivity
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.engine import Writer
from queries.activities import activity_told
from queries.filters import Scope
from tests.desk import GREEN, HEAD, Desk
from tests.world import story

GROUP = NewActivity(
    *("working_group", "mee_beslissen", "Werkgroep Kerkplein", date(2026, 11, 12), "held"),
    sequence_no=3,
    guide="civil_servant",
    invited=10,
    attended=12,
    report="Er werd gestemd.",
)


class Office(Desk):
    """A desk at which activities are entered."""

    def tell(self, new: NewActivity = GROUP) -> UUID:
        return activities.tell_activity(**self.held, by=self.by, new=new)

    def correct(self, activity: UUID, new: NewActivity, *, by: Acting | None = None, seq: int | None = None) -> None:
        seen = self.seen(activity).seq if seq is None else seq
        activities.correct_activity(**self.held, by=by or self.by, activity_id=activity, seq=seen, new=new)

    def row(self, activity: UUID) -> dict[str, Any]:
        with self.writer.transaction() as db:
            return dict(activity_told(db, Scope.whole(self.world.a), activity))

    def kinds(self, activity: UUID) -> list[str]:
        found = "SELECT kind FROM event WHERE subject_id = :s ORDER BY seq"
        return [kind for (kind,) in self.ask(found, s=activity)]


@pytest.fixture
def office(writer: Writer) -> Office:
    return Office(writer)


def test_what_is_entered_is_told_by_events_and_one_audit_row(office: Office) -> None:
    activity = office.tell()
    assert office.kinds(activity) == [A.PLANNED, A.HELD]
    row = office.row(activity)
    assert {name: row[name] for name in vars(GROUP)} == vars(GROUP) | {"venue": None, "next_steps": None}
    assert (row["own"], row["seq"]) == (True, 2)
    [(action, who, role, subject, detail)] = office.log()
    assert (action, who, role, subject) == ("activity_told", HEAD.account_id, HEAD.role, activity)
    assert detail == {"activity_kind": "working_group", "sequence_no": 3, "day": "2026-11-12", "state": "held"}


def test_a_correction_voids_what_no_longer_holds(office: Office) -> None:
    activity = office.tell(replace(GROUP, state="planned", on_day=date(2026, 11, 28), **NOTHING))
    held = replace(GROUP, on_day=date(2026, 10, 1), guide="", venue="school")
    office.correct(activity, held)
    assert office.kinds(activity) == [A.PLANNED, A.VOID, A.PLANNED, A.HELD]
    row = office.row(activity)
    assert (row["state"], row["on_day"], row["guide"], row["venue"]) == ("held", date(2026, 10, 1), None, "school")
    office.correct(activity, replace(held, attended=None))
    assert (office.row(activity)["attended"], office.row(activity)["invited"]) == (None, 10)
    assert office.kinds(activity)[4:] == [A.VOID, A.HELD], "its planning stands"
    with pytest.raises(InvalidInput):
        office.correct(activity, replace(held, attended=None))
    office.correct(activity, replace(held, state="cancelled", **NOTHING))
    assert office.row(activity)["state"] == "cancelled"
    assert [action for action, *_ in office.log()] == ["activity_told", *["activity_corrected"] * 3]


NOTHING: dict[str, Any] = {"invited": None, "attended": None, "report": "", "next_steps": ""}


def test_what_a_source_told_of_theme_and_service_stays(office: Office) -> None:
    planned = {"activity_kind": "plantdag", "phase": "co_creeren", "theme_id": 1, "lon": 4.1, "lat": 51.1}
    told = story((A.PLANNED, "2026-10-01 10:00", {"service_id": GREEN, "payload": planned}))
    with office.writer.transaction() as connection:
        [activity] = office.world.add(connection, office.world.a, told, topic=Topic.ACTIVITY)
    office.correct(activity, replace(GROUP, activity_kind="plantdag"))
    found = office.ask("SELECT theme_id, lon, service_id, title FROM activity WHERE subject_id = :s", s=activity)
    assert [tuple(row) for row in found] == [(1, 4.1, GREEN, "Werkgroep Kerkplein")]
    assert not office.row(activity)["own"]
    with pytest.raises(NotFound):
        office.correct(activity, GROUP, by=Acting(HEAD, office.world.a, frozenset({GREEN + 1})))


def test_who_saw_something_else_is_told_and_nothing_is_lost(office: Office) -> None:
    activity = office.tell()
    office.correct(activity, replace(GROUP, attended=9))
    before = office.kinds(activity)
    with pytest.raises(InvalidInput, match="meanwhile"):
        office.correct(activity, replace(GROUP, attended=8), seq=2)
    for by in (Acting(HEAD, office.world.b), Acting(HEAD, office.world.predecessor)):
        with pytest.raises(NotFound):
            office.correct(activity, GROUP, by=by)
    assert office.kinds(activity) == before
    with pytest.raises(InvalidInput, match="already"):
        office.tell()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"sequence_no": 0}, "sequence_no"),
        ({"on_day": date(2026, 11, 21)}, "on_day"),
        ({"on_day": date(1999, 1, 1)}, "on_day"),
        ({"on_day": date(2126, 1, 1), "state": "planned", **NOTHING}, "on_day"),
        ({"state": "planned", **NOTHING}, "on_day"),
        ({"invited": -1}, "invited"),
        ({"attended": 100_001}, "attended"),
        ({"state": "cancelled"}, "report"),
        ({"report": "x" * 4_001}, "report"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(office: Office, more: dict[str, Any], field: str) -> None:
    new = replace(GROUP, **more)
    assert field in new.problems(date(2026, 11, 20))
    with pytest.raises(InvalidInput):
        office.tell(new)
    assert office.log() == []
