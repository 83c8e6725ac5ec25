"""What a beheerder may do with accounts, and how far that reaches."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, text

from config.clock import FixedClock
from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound
from config.kinds import Role
from dashboard.store.actions import accounts, people
from dashboard.store.actions.accounts import NewAccount, NewGrant
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.engine import Writer
from queries.tables import account, account_grant, audit, organisation, service

A, B = 7, 8


class Towns:
    """Two towns, each with a service and a beheerder who can log in; `desk` is that of the first."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        with writer.transaction() as connection:
            for number in (A, B):
                row = {"organisation_id": number, "code": f"t{number}", "kind": "municipality"}
                made = {"time_zone": "Europe/Brussels", "holiday_calendar": "BE", "created_at": clock.now()}
                connection.execute(insert(organisation).values(row | made))
                connection.execute(insert(service).values(organisation_id=number, service_id=number, code="roads"))
        self.boss = self.add("boss", Role.BEHEERDER, A)
        self.neighbour = self.add("neighbour", Role.BEHEERDER, B)
        self.desk = people.Desk(writer, clock, Actor(self.boss, "beheerder", "r1"), {A}, A)

    def add(self, name: str, role: Role, *organisations: int, invited: bool = False, **more: Any) -> UUID:
        said: dict[str, Any] = {"writer": self.writer, "clock": self.clock, "actor": COMMAND_LINE}
        first, *others = [NewGrant(number, role, all_services=True, **more) for number in organisations]
        made = accounts.create_account(
            new=NewAccount(name, name, password_hash=None if invited else "-"), grant=first, **said
        )
        for grant in others:
            accounts.grant_role(account_id=made, grant=grant, **said)
        return made

    def state(self) -> Any:
        """Everything that an action may change."""
        with self.writer.transaction() as connection:
            tables = (account, account_grant, audit)
            return [connection.execute(select(table).order_by(*table.primary_key)).all() for table in tables]


@pytest.fixture
def towns(writer: Writer, clock: FixedClock) -> Towns:
    return Towns(writer, clock)


WHOLE: dict[str, Callable[[people.Desk, UUID], Any]] = {
    "new_link": lambda desk, who: people.new_link(desk, account_id=who),
    "close": lambda desk, who: people.close_account(desk, account_id=who),
    "open": lambda desk, who: people.open_account(desk, account_id=who),
    "rename": lambda desk, who: people.rename(desk, account_id=who, display_name="X", language="en"),
}
"""Acts on a whole account."""
OF_ROLES: dict[str, Callable[[people.Desk, UUID], Any]] = {
    "give": lambda desk, who: people.give_role(desk, account_id=who, grant=NewGrant(A, Role.RAADSLID)),
    "end": lambda desk, who: people.end_role(desk, account_id=who, grant_no=1),
}


def refused(towns: Towns, act: Callable[[], Any], kind: type[HelikopterError]) -> None:
    """It raises, and nothing changed."""
    before = towns.state()
    with pytest.raises(kind):
        act()
    assert towns.state() == before


def test_an_account_of_another_town_is_out_of_reach(towns: Towns) -> None:
    for act in (WHOLE | OF_ROLES).values():
        refused(towns, lambda act=act: act(towns.desk, towns.neighbour), NotFound)  # type: ignore[misc]


def test_no_role_is_given_in_another_town_nor_on_its_services(towns: Towns) -> None:
    worker = towns.add("worker", Role.RAADSLID, A)
    elsewhere, unknown = NewGrant(B, Role.BEHEERDER), NewGrant(A, Role.DIENSTHOOFD, [B])
    for who in (worker, towns.boss):
        refused(towns, lambda who=who: people.give_role(towns.desk, account_id=who, grant=elsewhere), Forbidden)  # type: ignore[misc]
    refused(towns, lambda: people.give_role(towns.desk, account_id=worker, grant=unknown), InvalidInput)
    refused(towns, lambda: people.invite(towns.desk, new=NewAccount("n", "N"), grant=elsewhere), Forbidden)


def test_who_also_works_elsewhere_keeps_the_account_and_the_other_role(towns: Towns) -> None:
    both = towns.add("both", Role.BEHEERDER, A, B)
    for act in WHOLE.values():
        refused(towns, lambda act=act: act(towns.desk, both), InvalidInput)  # type: ignore[misc]
    refused(towns, lambda: people.end_role(towns.desk, account_id=both, grant_no=2), NotFound)
    people.end_role(towns.desk, account_id=both, grant_no=1)
    refused(towns, lambda: people.new_link(towns.desk, account_id=both), InvalidInput)


def test_a_town_keeps_a_beheerder_who_can_log_in_and_has_no_end_date(towns: Towns) -> None:
    towns.add("invited", Role.BEHEERDER, A, invited=True)
    leaving = towns.add("leaving", Role.BEHEERDER, A, valid_to=date(2027, 1, 1))
    refused(towns, lambda: people.end_role(towns.desk, account_id=towns.boss, grant_no=1), InvalidInput)
    refused(towns, lambda: people.close_account(towns.desk, account_id=towns.boss), InvalidInput)
    people.end_role(towns.desk, account_id=leaving, grant_no=1)
    second = towns.add("second", Role.BEHEERDER, A)
    people.end_role(towns.desk, account_id=towns.boss, grant_no=1)
    refused(towns, lambda: people.close_account(towns.desk, account_id=second), InvalidInput)


def test_what_is_done_is_written_down_once_and_ends_sessions(towns: Towns) -> None:
    worker = towns.add("worker", Role.RAADSLID, A)
    raised = {"close": 1, "open": 1, "give": 1, "end": 1}
    for name, act in (WHOLE | OF_ROLES).items():
        accounts_before, _, log_before = towns.state()
        act(towns.desk, worker)
        accounts_after, _, log_after = towns.state()
        (new,) = {row.audit_id for row in log_after} - {row.audit_id for row in log_before}
        row = next(row for row in log_after if row.audit_id == new)
        assert (row.organisation_id, row.actor_id, row.subject_id, row.request_id) == (A, towns.boss, worker, "r1")
        versions = [
            next(r.session_version for r in rows if r.account_id == worker)
            for rows in (accounts_before, accounts_after)
        ]
        assert versions[1] - versions[0] == raised.get(name, 0), name


def test_acts_on_an_account_are_told_in_the_log_of_the_town_at_hand(towns: Towns) -> None:
    moved = towns.add("moved", Role.RAADSLID, B, valid_to=date(2026, 1, 1))
    grant = NewGrant(A, Role.RAADSLID)
    accounts.grant_role(writer=towns.writer, clock=towns.clock, actor=COMMAND_LINE, account_id=moved, grant=grant)
    before = {row.audit_id for row in towns.state()[2]}
    for act in WHOLE.values():
        act(towns.desk, moved)
    accounts.record_logout(writer=towns.writer, clock=towns.clock, actor=towns.desk.actor, account_id=moved)
    told = [(row.organisation_id, row.action) for row in towns.state()[2] if row.audit_id not in before]
    actions = ["link_created", "account_disabled", "account_enabled", "account_renamed", "logout"]
    assert sorted(told) == [(A, action) for action in sorted(actions)]


def test_who_manages_two_towns_acts_from_one_in_which_the_account_has_a_role(towns: Towns) -> None:
    desk = replace(towns.desk, within={A, B})
    for act in WHOLE.values():
        refused(towns, lambda act=act: act(desk, towns.neighbour), NotFound)  # type: ignore[misc]
    people.rename(replace(desk, town=B), account_id=towns.neighbour, display_name="X", language="nl")
    assert [row.organisation_id for row in towns.state()[2] if row.action == "account_renamed"] == [B]


def test_no_link_is_made_beside_a_role_that_is_given_elsewhere(towns: Towns) -> None:
    worker, grant = towns.add("worker", Role.RAADSLID, A), NewGrant(B, Role.RAADSLID)
    joined = _Joined()
    with ThreadPoolExecutor(1) as pool:
        with towns.writer.transaction() as joined.connection:
            said: dict[str, Any] = {"writer": joined, "clock": towns.clock, "actor": COMMAND_LINE}
            accounts.grant_role(account_id=worker, grant=grant, **said)
            made = pool.submit(people.new_link, towns.desk, account_id=worker)
            until_somebody_waits(towns)
        with pytest.raises(InvalidInput):
            made.result(20)


class _Joined:
    """A transaction that is under way."""

    connection: Any

    def transaction(self) -> Any:
        return nullcontext(self.connection)


def until_somebody_waits(towns: Towns) -> None:
    for _ in range(1_000):
        with towns.writer.transaction() as connection:
            if connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
        Event().wait(0.01)
    pytest.fail("nobody waits")
