"""One account a role, so that everyone can look through the eyes of another. They only work in the demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from config.clock import Clock
from config.kinds import Role
from dashboard.jobs.demo.region import region
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account, grant_role
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from queries.tables import account, service

PASSWORD = "demo"  # noqa: S105 - shown on the start screen; works in the demo only


_REGION = "regio_waas_en_schelde"


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo; `services` are the codes to which it is limited, None for all.

    `organisation` is a code; None is the town. `compares` gives the town's figures beside those of the region as well.
    """

    username: str
    display_name: str
    role: Role
    services: tuple[str, ...] | None = None
    organisation: str | None = None
    compares: bool = False


_OUTDOORS = ("openbaar_domein", "groendienst", "netheid")
"""The service of today and those that became it."""
DEMO_ACCOUNTS = (
    DemoAccount("directeur", "Algemeen directeur", Role.ALGEMEEN_DIRECTEUR, compares=True),
    DemoAccount("burgemeester", "Burgemeester", Role.BURGEMEESTER, compares=True),
    DemoAccount("schepen", "Schepen Openbare Werken, Mobiliteit", Role.SCHEPEN, ("openbare_werken", "mobiliteit")),
    DemoAccount("diensthoofd", "Diensthoofd Openbaar domein", Role.DIENSTHOOFD, _OUTDOORS),
    DemoAccount("medewerker", "Medewerker Openbaar domein", Role.MEDEWERKER, _OUTDOORS),
    DemoAccount("secretariaat", "Secretariaat", Role.SECRETARIAAT),
    DemoAccount("communicatie", "Communicatiedienst", Role.COMMUNICATIE),
    DemoAccount("participatie", "Participatie-expert", Role.PARTICIPATIE_EXPERT),
    DemoAccount("raadslid", "Raadslid", Role.RAADSLID),
    DemoAccount("regio", "Regio", Role.REGIO, organisation=_REGION),
    DemoAccount("beheerder", "Beheerder", Role.BEHEERDER),
)


def ensure_accounts(writer: Writer, clock: Clock, organisations: Mapping[str, int]) -> int:
    """Make the accounts that are not there yet; `organisations` are numbers by code. Returns how many were made."""
    town = organisations[region().town.code]
    with writer.transaction() as connection:
        known = set(connection.scalars(select(account.c.username)))
        of_town = service.c.organisation_id == town
        rows = connection.execute(select(service.c.code, service.c.service_id).where(of_town))
        numbers = {row.code: row.service_id for row in rows}
    missing = [one for one in DEMO_ACCOUNTS if one.username not in known]
    secret = hash_password(PASSWORD) if missing else ""  # one for all: everybody may know it
    for one in missing:
        made = _create(writer, clock, organisations.get(one.organisation or "", town), one, numbers, secret)
        if one.compares:
            regional = NewGrant(organisations[_REGION], Role.REGIO)
            grant_role(writer=writer, clock=clock, actor=COMMAND_LINE, account_id=made, grant=regional)
    return len(missing)


def _create(
    writer: Writer, clock: Clock, organisation_id: int, one: DemoAccount, numbers: Mapping[str, int], secret: str
) -> UUID:
    services = None if one.services is None else [numbers[code] for code in one.services]
    return create_account(
        writer=writer,
        clock=clock,
        actor=COMMAND_LINE,
        new=NewAccount(one.username, one.display_name, password_hash=secret, demo=True),
        grant=NewGrant(organisation_id, one.role, services),
    )
