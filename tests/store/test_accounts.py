"""Accounts, roles and passwords: what each action changes, and its one audit row."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from config.clock import FixedClock
from config.errors import InvalidInput, NotFound
from config.kinds import Role
from dashboard.store.actions import accounts, links
from dashboard.store.actions.accounts import NewAccount, NewGrant
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.passwords import check_strength, hash_password, is_outdated, matches
from dashboard.store.engine import Writer
from queries.tables import account, account_grant, audit, organisation

TOWN = 7
PASSWORD = "vier paarden lopen langs de vaart"


def everywhere(role: Role, organisation_id: int = TOWN) -> NewGrant:
    """A role on all services, said on purpose."""
    return NewGrant(organisation_id, role, all_services=True)


class Town:
    """Runs actions in one town and looks at what they wrote."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        row = {"organisation_id": TOWN, "code": "town", "kind": "municipality", "time_zone": "Europe/Brussels"}
        with writer.transaction() as connection:
            made = {"holiday_calendar": "BE", "created_at": clock.now()}
            connection.execute(insert(organisation).values(row | made))

    def do(self, action: Any, **more: Any) -> Any:
        self.clock.advance(timedelta(seconds=1))
        return action(writer=self.writer, clock=self.clock, **{"actor": COMMAND_LINE} | more)

    def add(self, name: str = "an.naam", role: Role = Role.MEDEWERKER, **more: Any) -> UUID:
        made: UUID = self.do(accounts.create_account, new=NewAccount(name, "An Naam", **more), grant=everywhere(role))
        return made

    def row(self, account_id: UUID) -> Any:
        with self.writer.transaction() as connection:
            return connection.execute(select(account).where(account.c.account_id == account_id)).one()

    def audit(self) -> list[Any]:
        with self.writer.transaction() as connection:
            return list(connection.execute(select(audit).order_by(audit.c.at)).all())


@pytest.fixture
def town(writer: Writer, clock: FixedClock) -> Town:
    return Town(writer, clock)


def test_a_new_account_has_one_role_and_one_audit_row(town: Town) -> None:
    made = town.add("  An.Naam ")
    assert town.row(made).username == "an.naam"
    assert town.row(made).password_hash is None
    (row,) = town.audit()
    assert (row.action, row.organisation_id, row.subject_id) == ("account_created", TOWN, made)
    assert row.detail == {"role": "medewerker", "service_ids": None, "all_services": True}


@pytest.mark.parametrize("name", ["", "   ", "an naam", "x" * 101, "an\0naam", "an\x1bnaam"])
def test_a_name_that_cannot_be_typed_is_refused(town: Town, name: str) -> None:
    with pytest.raises(InvalidInput):
        town.add(name)
    assert town.audit() == []


def test_a_name_is_given_once_whatever_its_case(town: Town) -> None:
    town.add("an.naam")
    with pytest.raises(InvalidInput, match="already"):
        town.add("AN.NAAM")
    assert len(town.audit()) == 1


def test_an_organisation_that_does_not_exist_is_refused_and_nothing_stays(town: Town) -> None:
    with pytest.raises(InvalidInput, match="no organisation"):
        town.do(accounts.create_account, new=NewAccount("a", "A"), grant=everywhere(Role.MEDEWERKER, 99))
    town.add("a")


def test_a_role_begins_on_the_local_day(town: Town) -> None:
    town.clock.set(town.clock.now().replace(hour=23, minute=30))  # already tomorrow in Brussels
    made = town.add()
    with town.writer.transaction() as connection:
        first = connection.execute(select(account_grant.c.valid_from)).scalar_one()
    assert first == date(2026, 11, 23)
    assert town.row(made).session_version == 1


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (accounts.grant_role, {"grant": NewGrant(TOWN, Role.RAADSLID, (3, 1))}),
        (accounts.revoke_role, {"grant_no": 1}),
        (accounts.set_password, {"password": PASSWORD}),
        (accounts.disable, {}),
        (accounts.enable, {}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_changes_rights_ends_sessions_and_is_written_down_once(town: Town, action: Any, more: Any) -> None:
    made = town.add()
    town.do(action, account_id=made, **more)
    assert town.row(made).session_version == 2
    assert len(town.audit()) == 2
    assert town.audit()[-1].subject_id == made


@pytest.mark.parametrize(
    ("action", "more"),
    [(accounts.change_language, {"language": "en"}), (accounts.record_logout, {}), (links.create_link, {})],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_changes_no_rights_leaves_sessions_alone(town: Town, action: Any, more: Any) -> None:
    made = town.add()
    town.do(action, account_id=made, **more)
    assert town.row(made).session_version == 1
    assert len(town.audit()) == 2


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (accounts.grant_role, {"grant": NewGrant(TOWN, Role.RAADSLID)}),
        (accounts.revoke_role, {"grant_no": 1}),
        (accounts.set_password, {"password": PASSWORD}),
        (accounts.disable, {}),
        (accounts.change_language, {"language": "en"}),
        (links.create_link, {}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_account_that_does_not_exist_is_not_found(town: Town, action: Any, more: Any) -> None:
    with pytest.raises(NotFound):
        town.do(action, account_id=uuid4(), **more)
    assert town.audit() == []


def test_the_audit_row_says_who_did_it(town: Town) -> None:
    made, beheerder = town.add("a"), town.add("b", Role.BEHEERDER)
    town.do(accounts.disable, account_id=made, actor=Actor(beheerder, "beheerder", "request-1"))
    row = town.audit()[-1]
    assert (row.actor_id, row.actor_role, row.request_id) == (beheerder, "beheerder", "request-1")


def test_roles_are_numbered_one_by_one(town: Town) -> None:
    made = town.add()
    numbers = [town.do(accounts.grant_role, account_id=made, grant=everywhere(role)) for role in list(Role)[:3]]
    assert numbers == [2, 3, 4]


@pytest.mark.parametrize("role", Role)
def test_a_role_of_some_services_is_never_given_all_by_oversight(town: Town, role: Role) -> None:
    made = town.add()
    new, grant = NewAccount("b", "B"), NewGrant(TOWN, role)
    gives = (
        lambda: town.do(accounts.create_account, new=new, grant=grant),
        lambda: town.do(accounts.grant_role, account_id=made, grant=grant),
    )
    for give in gives:
        if role in {Role.SCHEPEN, Role.DIENSTHOOFD, Role.MEDEWERKER}:
            with pytest.raises(InvalidInput, match="services"):
                give()
        else:
            give()


def test_the_audit_row_says_how_far_a_role_reaches(town: Town) -> None:
    made = town.add()
    for grant in (NewGrant(TOWN, Role.DIENSTHOOFD, (3, 1)), everywhere(Role.SCHEPEN), NewGrant(TOWN, Role.RAADSLID)):
        town.do(accounts.grant_role, account_id=made, grant=grant)
    told = [(row.detail["service_ids"], row.detail["all_services"]) for row in town.audit()[1:]]
    assert told == [([1, 3], False), (None, True), (None, True)]


def test_services_and_all_services_are_not_both(town: Town) -> None:
    both = NewGrant(TOWN, Role.SCHEPEN, (1,), all_services=True)
    with pytest.raises(InvalidInput, match="not both"):
        town.do(accounts.create_account, new=NewAccount("a", "A"), grant=both)
    assert town.audit() == []


def test_an_unknown_language_is_refused(town: Town) -> None:
    with pytest.raises(InvalidInput):
        town.do(accounts.change_language, account_id=town.add(), language="fr")


# --- links --------------------------------------------------------------------------------------------------------
def test_a_new_link_ends_the_one_before(town: Town) -> None:
    made = town.add()
    first, second = (town.do(links.create_link, account_id=made) for _ in range(2))
    with pytest.raises(NotFound):
        links.find_link(writer=town.writer, clock=town.clock, token=first)
    assert links.find_link(writer=town.writer, clock=town.clock, token=second).username == "an.naam"


def test_a_link_is_an_invitation_until_there_is_a_password(town: Town) -> None:
    made = town.add()
    token = town.do(links.create_link, account_id=made)
    assert links.find_link(writer=town.writer, clock=town.clock, token=token).purpose is links.Purpose.INVITATION
    town.do(links.redeem_link, token=token, password=PASSWORD)
    token = town.do(links.create_link, account_id=made)
    assert links.find_link(writer=town.writer, clock=town.clock, token=token).purpose is links.Purpose.RESET


@pytest.mark.parametrize(("action", "more"), [(accounts.disable, {}), (accounts.set_password, {"password": PASSWORD})])
def test_a_link_dies_with_its_reason(town: Town, action: Any, more: Any) -> None:
    made = town.add()
    token = town.do(links.create_link, account_id=made)
    town.do(action, account_id=made, **more)
    with pytest.raises(NotFound):
        town.do(links.redeem_link, token=token, password=PASSWORD)


def test_a_link_does_not_outlive_the_first_role_in_another_organisation(town: Town) -> None:
    row = {"organisation_id": TOWN + 1, "code": "neighbour", "kind": "municipality", "time_zone": "Europe/Brussels"}
    with town.writer.transaction() as connection:
        made = {"holiday_calendar": "BE", "created_at": town.clock.now()}
        connection.execute(insert(organisation).values(row | made))
    who = town.add()

    def opened_after(grant: NewGrant) -> bool:
        """Whether a link still works once the account got this role."""
        token = town.do(links.create_link, account_id=who)
        town.do(accounts.grant_role, account_id=who, grant=grant)
        try:
            return links.find_link(writer=town.writer, clock=town.clock, token=token).account_id == who
        except NotFound:
            return False

    own, elsewhere = everywhere(Role.RAADSLID), everywhere(Role.RAADSLID, TOWN + 1)
    assert opened_after(own)
    assert not opened_after(elsewhere)
    assert opened_after(elsewhere)
    for grant_no in (3, 4):
        town.do(accounts.revoke_role, account_id=who, grant_no=grant_no)
    assert not opened_after(elsewhere)


def test_a_weak_password_does_not_use_the_link_up(town: Town) -> None:
    token = town.do(links.create_link, account_id=town.add())
    with pytest.raises(InvalidInput):
        town.do(links.redeem_link, token=token, password="kort")
    town.do(links.redeem_link, token=token, password=PASSWORD)


def test_a_disabled_account_gets_no_link(town: Town) -> None:
    made = town.add()
    town.do(accounts.disable, account_id=made)
    with pytest.raises(NotFound):
        town.do(links.create_link, account_id=made)


# --- passwords ----------------------------------------------------------------------------------------------------
def test_a_hash_fits_its_password_only() -> None:
    stored = hash_password(PASSWORD)
    assert stored.startswith("$argon2id$")
    assert matches(PASSWORD, stored)
    assert not matches(PASSWORD + " ", stored)
    assert not matches(PASSWORD, None)
    assert not matches("\0 no password matches this", None)
    assert not matches(PASSWORD, "no hash")


def test_a_weaker_hash_is_outdated() -> None:
    from argon2 import PasswordHasher

    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))
    assert not is_outdated(hash_password(PASSWORD))


@pytest.mark.parametrize("password", ["kort", "x" * 300, "an.naam heeft dit gekozen", "abababababababab"])
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput):
        check_strength(password, "an.naam")
    check_strength(PASSWORD, "an.naam")
