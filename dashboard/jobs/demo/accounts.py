"""One account a role, so that everyone can look through the eyes of another. They only work in the demo."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from config.clock import Clock
from config.kinds import Role
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from queries.tables import account, service

PASSWORD = "demo"  # noqa: S105 - shown on the start screen; works in the demo only


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo; `services` are the codes to which it is limited, None for all."""

    username: str
    display_name: str
    role: Role
    services: tuple[str, ...] | None = None


DEMO_ACCOUNTS = (
    DemoAccount("directeur", "Algemeen directeur", Role.ALGEMEEN_DIRECTEUR),
    DemoAccount("burgemeester", "Burgemeester", Role.BURGEMEESTER),
    DemoAccount("schepen", "Schepen Openbare Werken, Mobiliteit", Role.SCHEPEN, ("openbare_werken", "mobiliteit")),
    DemoAccount("diensthoofd", "Diensthoofd Groendienst", Role.DIENSTHOOFD, ("groendienst",)),
    DemoAccount("medewerker", "Medewerker Netheid", Role.MEDEWERKER, ("netheid",)),
    DemoAccount("secretariaat", "Secretariaat", Role.SECRETARIAAT),
    DemoAccount("communicatie", "Communicatiedienst", Role.COMMUNICATIE),
    DemoAccount("participatie", "Participatie-expert", Role.PARTICIPATIE_EXPERT),
    DemoAccount("raadslid", "Raadslid", Role.RAADSLID),
    DemoAccount("regio", "Regio", Role.REGIO),
    DemoAccount("beheerder", "Beheerder", Role.BEHEERDER),
)


def ensure_accounts(writer: Writer, clock: Clock, organisation_id: int) -> int:
    """Make the accounts that are not there yet; returns how many were made."""
    with writer.transaction() as connection:
        known = set(connection.scalars(select(account.c.username)))
        of_town = service.c.organisation_id == organisation_id
        rows = connection.execute(select(service.c.code, service.c.service_id).where(of_town))
        numbers = {row.code: row.service_id for row in rows}
    missing = [one for one in DEMO_ACCOUNTS if one.username not in known]
    for one in missing:
        _create(writer, clock, organisation_id, one, numbers)
    return len(missing)


def _create(writer: Writer, clock: Clock, organisation_id: int, one: DemoAccount, numbers: Mapping[str, int]) -> None:
    services = None if one.services is None else [numbers[code] for code in one.services]
    create_account(
        writer=writer,
        clock=clock,
        actor=COMMAND_LINE,
        new=NewAccount(one.username, one.display_name, password_hash=hash_password(PASSWORD), demo=True),
        grant=NewGrant(organisation_id, one.role, services),
    )
