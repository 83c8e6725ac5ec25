"""What somebody may see follows from dated grants, predecessors and services."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert

from config.clock import FixedClock
from config.kinds import Permission, Role
from dashboard.store.engine import Writer
from queries.accounts import Grant, Person, accounts, find_person, merged, refused_logins
from queries.filters import Reach, Scope
from queries.tables import (
    account,
    account_grant,
    audit,
    organisation,
    organisation_membership,
    organisation_successor,
    service,
    setting,
)

NEW, OLD, OLDEST, OTHER = 1, 2, 3, 4
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY, YESTERDAY, TOMORROW = (date(2026, 11, 22) + timedelta(days=n) for n in (0, -1, 1))


@pytest.fixture
def connection(writer: Writer) -> Iterable[Connection]:
    """A line of mergers (oldest -> old -> new) and another town, each with two services."""
    with writer.transaction() as open_connection:
        for number in (NEW, OLD, OLDEST, OTHER):
            row = {"organisation_id": number, "code": f"o{number}", "kind": "municipality"}
            rest = {"time_zone": "Europe/Brussels", "holiday_calendar": "BE", "created_at": NOW}
            open_connection.execute(insert(organisation).values(row | rest))
            for place, code in enumerate(("roads", "green")):
                row = {"organisation_id": number, "service_id": 10 * number + place, "code": code}
                open_connection.execute(insert(service).values(row))
        for before, after in ((OLDEST, OLD), (OLD, NEW)):
            merger = {"from_id": before, "to_id": after, "on_day": date(2025, 1, 1)}
            open_connection.execute(insert(organisation_successor).values(merger))
        yield open_connection


def somebody(
    connection: Connection, *grants: tuple[int, Role, list[int] | None, date, date | None], **more: object
) -> UUID:
    """An account with these grants."""
    account_id = uuid4()
    row = {"account_id": account_id, "username": str(account_id), "display_name": "A", "language": "nl"}
    rest = {"session_version": 1, "demo": False, "created_at": NOW}
    connection.execute(insert(account).values(row | rest | more))
    for number, (organisation_id, role, services, first, last) in enumerate(grants, start=1):
        values = {"account_id": account_id, "grant_no": number, "organisation_id": organisation_id, "role": role}
        dated = {"service_ids": services, "valid_from": first, "valid_to": last}
        connection.execute(insert(account_grant).values(values | dated))
    return account_id


def person(connection: Connection, account_id: UUID, now: datetime = NOW) -> Person:
    found = find_person(connection, account_id, now)
    assert found is not None
    return found


def reading(*organisation_ids: int) -> Scope:
    """Everything of these, as who publishes nothing sees it."""
    return replace(Scope.whole(*organisation_ids), publishes=False)


def test_a_role_reaches_the_organisation_and_all_its_predecessors(connection: Connection) -> None:
    known = somebody(connection, (NEW, Role.BURGEMEESTER, None, TODAY, None))
    assert person(connection, known).scope(Permission.SEE_MELDINGEN) == reading(NEW, OLD, OLDEST)


def test_a_predecessor_reaches_no_successor(connection: Connection) -> None:
    known = somebody(connection, (OLD, Role.BURGEMEESTER, None, TODAY, None))
    assert person(connection, known).scope(Permission.SEE_MELDINGEN) == reading(OLD, OLDEST)


def test_services_reach_those_of_the_same_code_in_predecessors(connection: Connection) -> None:
    known = somebody(connection, (NEW, Role.DIENSTHOOFD, [10], TODAY, None))
    reaches = person(connection, known).scope(Permission.SEE_MELDINGEN).reaches
    assert reaches == (Reach(NEW, frozenset({10})), Reach(OLD, frozenset({20})), Reach(OLDEST, frozenset({30})))


def test_a_role_for_no_service_reaches_nothing(connection: Connection) -> None:
    known = somebody(connection, (NEW, Role.DIENSTHOOFD, [], TODAY, None))
    assert person(connection, known).scope(Permission.SEE_MELDINGEN).reaches == ()


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (TODAY, TODAY, True),
        (YESTERDAY, None, True),
        (TOMORROW, None, False),
        (YESTERDAY, YESTERDAY, False),
    ],
)
def test_a_role_holds_on_its_days(connection: Connection, first: date, last: date | None, holds: bool) -> None:
    known = somebody(connection, (NEW, Role.SCHEPEN, None, first, last))
    assert person(connection, known).may(Permission.SEE_MELDINGEN) == holds


def test_days_are_local_to_the_organisation(connection: Connection) -> None:
    known = somebody(connection, (NEW, Role.SCHEPEN, None, TOMORROW, None))
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the 23rd in Brussels
    assert person(connection, known, late).may(Permission.SEE_MELDINGEN)


def test_a_permission_reaches_only_where_its_role_holds(connection: Connection) -> None:
    known = somebody(
        connection, (NEW, Role.PARTICIPATIE_EXPERT, None, TODAY, None), (OTHER, Role.RAADSLID, None, TODAY, None)
    )
    assert person(connection, known).scope(Permission.SEE_MELDINGEN) == Scope(
        (Reach(OTHER),), cases=False, embargoed=False, publishes=False, agenda=False
    )


def test_cases_are_seen_only_where_every_contributing_role_sees_them(connection: Connection) -> None:
    known = somebody(connection, (NEW, Role.RAADSLID, None, TODAY, None), (OTHER, Role.MEDEWERKER, None, TODAY, None))
    found = person(connection, known)
    assert not found.scope(Permission.SEE_MELDINGEN).cases
    assert found.scope(Permission.SEE_CASES) == replace(reading(OTHER), agenda=False)


def test_who_prepares_an_agenda_is_told_what_it_names_and_nothing_else(connection: Connection) -> None:
    grants = (NEW, Role.SECRETARIAAT, None, TODAY, None), (OTHER, Role.RAADSLID, None, TODAY, None)
    found = person(connection, somebody(connection, *grants))
    agenda = found.scope(Permission.SEE_SITTINGS)
    assert (agenda.cases, agenda.embargoed, agenda.agenda) == (False, False, True)
    assert OTHER not in agenda.organisation_ids
    assert not found.scope(Permission.SEE_PROPOSALS).agenda
    told = {Permission.SEE_SITTINGS, Permission.RECORD_DECISIONS, Permission.SEE_REPORTS, Permission.PUBLISH_REPORTS}
    for permission in set(Permission) - told:
        assert NEW not in found.scope(permission).organisation_ids, permission


def belongs(connection: Connection, member: int, first: date, last: date | None) -> None:
    row = {"region_id": OTHER, "organisation_id": member, "valid_from": first, "valid_to": last}
    connection.execute(insert(organisation_membership).values(row))


@pytest.mark.parametrize(
    ("first", "last", "reached"),
    [
        (TODAY, TODAY, (NEW, OLD, OLDEST, OTHER)),
        (YESTERDAY, None, (NEW, OLD, OLDEST, OTHER)),
        (TOMORROW, None, (OTHER,)),
        (YESTERDAY, YESTERDAY, (OTHER,)),
    ],
)
def test_a_region_reaches_its_members_of_today_and_their_predecessors(
    connection: Connection, first: date, last: date | None, reached: tuple[int, ...]
) -> None:
    belongs(connection, NEW, first, last)
    found = person(connection, somebody(connection, (OTHER, Role.REGIO, None, TODAY, None)))
    fixed = Scope(tuple(map(Reach, reached)), cases=False, embargoed=False, publishes=False, agenda=False)
    assert found.scope(Permission.SEE_REGION) == fixed
    assert found.scope(Permission.SEE_MELDINGEN).reaches == found.scope(Permission.SEE_CASES).reaches == ()


def test_no_other_role_reaches_the_members_of_a_region(connection: Connection) -> None:
    belongs(connection, NEW, TODAY, None)
    for role in set(Role) - {Role.REGIO}:
        found = person(connection, somebody(connection, (OTHER, role, None, TODAY, None)))
        assert {reach.organisation_id for grant in found.grants for reach in grant.reaches} == {OTHER}, role
    limited = person(connection, somebody(connection, (OTHER, Role.REGIO, [40], TODAY, None)))
    assert limited.scope(Permission.SEE_REGION).reaches == (Reach(OTHER, frozenset({40})),)


def test_who_leads_a_town_and_compares_a_region_sees_cases_of_the_town_only(connection: Connection) -> None:
    belongs(connection, NEW, TODAY, None)
    grants = (OLDEST, Role.ALGEMEEN_DIRECTEUR, None, TODAY, None), (OTHER, Role.REGIO, None, TODAY, None)
    found = person(connection, somebody(connection, *grants))
    assert found.scope(Permission.SEE_CASES) == found.scope(Permission.SEE_MELDINGEN) == reading(OLDEST)
    assert found.scope(Permission.SEE_REGION).organisation_ids == (NEW, OLD, OLDEST, OTHER)


def test_a_closed_account_is_nobody(connection: Connection) -> None:
    known = somebody(connection, (NEW, Role.SCHEPEN, None, TODAY, None), disabled_at=NOW)
    assert find_person(connection, known, NOW) is None
    assert find_person(connection, uuid4(), NOW) is None


@pytest.mark.parametrize(("value", "enters"), [(True, True), (False, False), ("true", False), (None, False)])
def test_a_demo_account_is_somebody_only_in_the_demo(connection: Connection, value: object, enters: bool) -> None:
    known = somebody(connection, (NEW, Role.SCHEPEN, None, TODAY, None), demo=True)
    if value is not None:
        connection.execute(insert(setting).values({"key": "demo", "value": value}))
    assert (find_person(connection, known, NOW) is not None) == enters


def test_reaches_merge_per_organisation() -> None:
    few, more = Reach(1, frozenset({1})), Reach(1, frozenset({2}))
    assert merged([few, more]) == (Reach(1, frozenset({1, 2})),)
    assert merged([few, Reach(1)]) == merged([Reach(1), few]) == (Reach(1),)
    assert merged([Reach(2), few]) == (few, Reach(2))
    assert merged([]) == ()


def test_roles_stand_in_the_order_of_their_grants() -> None:
    grants = (Grant(Role.SCHEPEN, 1, ()), Grant(Role.BEHEERDER, 1, ()))
    assert Person(uuid4(), "a", "A", "nl", 1, grants).roles == (Role.SCHEPEN, Role.BEHEERDER)


def test_the_list_of_accounts_has_a_row_for_each_grant_and_no_hash(connection: Connection) -> None:
    somebody(connection, (NEW, Role.SCHEPEN, None, TODAY, None), (OLD, Role.SCHEPEN, [20], TODAY, None))
    frame = accounts(connection)
    assert list(frame["grant_no"]) == [1, 2]
    assert list(frame["organisation"]) == [f"o{NEW}", f"o{OLD}"]
    assert "password_hash" not in frame.columns


def test_refused_logins_are_those_of_the_organisation_since_a_moment(connection: Connection, clock: FixedClock) -> None:
    known = somebody(connection, (NEW, Role.SCHEPEN, None, TODAY, None))
    for number, (organisation_id, action, hours) in enumerate(
        [(NEW, "login_failed", 1), (NEW, "login", 1), (OTHER, "login_failed", 1), (NEW, "login_blocked", 30)]
    ):
        row = {"organisation_id": organisation_id, "audit_id": uuid4(), "at": NOW - timedelta(hours=hours)}
        rest = {"actor_role": "anonymous", "action": action, "subject_id": known, "request_id": str(number)}
        connection.execute(insert(audit).values(row | rest))
    assert list(refused_logins(connection, NEW, NOW - timedelta(days=1))["request_id"]) == ["0"]
