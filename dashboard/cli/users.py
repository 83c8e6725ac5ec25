"""`python -m dashboard users`: accounts, their roles and one-time links, before anybody can log in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, select

from config.clock import Clock, SystemClock
from config.errors import InvalidInput, NotFound
from config.kinds import Role
from config.language import LANGUAGES, N_, t
from config.settings import Settings
from dashboard.cli.common import spoken, writer_from
from dashboard.store.actions import accounts as actions
from dashboard.store.actions.accounts import NewAccount, NewGrant
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.links import LIFETIME, create_link, find_link
from dashboard.store.engine import Writer
from dashboard.store.organisations import organisation_number
from queries.accounts import account_id_of, accounts, refused_logins
from queries.tables import service

users = typer.Typer(no_args_is_help=True, help="Accounts, their roles, and links to choose a password.")

_HEADS = (
    N_("User name"),
    N_("Name"),
    N_("Nr"),
    N_("Organisation"),
    N_("Role"),
    N_("Services"),
    N_("From"),
    N_("Until"),
)
_REFUSED_HEADS = (N_("When (UTC)"), N_("User name"), N_("What"), N_("Request"))
_REFUSED = {"login_failed": N_("wrong password"), "login_blocked": N_("blocked after too many attempts")}
_LINK = N_("Hand this link over; it works once, within {days} days, and is not shown again:")
_DONE = N_("Done. Running sessions of {username} have ended.")
_KEPT = N_("Done.")
_NOBODY = N_("There is no account with user name {username}.")
_NO_SERVICE = N_("There is no service with code {code} in this organisation.")
_BAD_DAY = N_("{value} is not a date. Write it as 2026-11-22.")
_CLOSED = N_("closed")
_ASK, _AGAIN = N_("New password"), N_("The same once more")
_ALL = "*"

NameArgument = Annotated[str, typer.Argument(help="User name.", show_default=False)]
OrganisationOption = Annotated[str, typer.Option(help="Code of the organisation.")]
RoleOption = Annotated[Role, typer.Option(help="What the person is there.")]
ServiceOption = Annotated[list[str] | None, typer.Option("--service", help="Code of a service; repeat.")]
EverywhereOption = Annotated[bool, typer.Option("--all-services", help="On purpose not limited to services.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First day, as 2026-11-22; today unless given.")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Last day, as 2026-12-31.")]
LanguageOption = Annotated[str | None, typer.Option(help="nl or en: language of this command.")]


@dataclass(frozen=True)
class Desk:
    """What each of these commands works with."""

    settings: Settings
    console: Console
    writer: Writer
    clock: Clock

    def do(self, action: Any, **more: Any) -> Any:
        """Run an action from the command line."""
        return action(writer=self.writer, clock=self.clock, actor=COMMAND_LINE, **more)

    def account(self, username: str) -> UUID:
        """The account with this name. Raises NotFound."""
        with self.writer.transaction() as connection:
            found = account_id_of(connection, username)
        if found is None:
            raise NotFound(_NOBODY, username=username)
        return found

    def ended(self, username: str) -> None:
        """Say that it is done, and that the person has to log in again."""
        self.console.print(t(_DONE, username=username))

    def show_link(self, account_id: UUID) -> None:
        """Make a link and show it this once."""
        token = self.do(create_link, account_id=account_id)
        purpose = find_link(writer=self.writer, clock=self.clock, token=token).purpose
        self.console.print(t(_LINK, days=LIFETIME[purpose].days))
        self.console.print(f"http://{self.settings.host}:{self.settings.port}/toegang/{token}", markup=False)


@contextmanager
def _desk(language: str | None) -> Iterator[Desk]:
    settings = Settings()
    with spoken(settings, language) as console, writer_from(settings) as writer:
        yield Desk(settings, console, writer, SystemClock())


@users.command("list")
def list_command(language: LanguageOption = None) -> None:
    """Every account with its roles."""
    with _desk(language) as desk:
        with desk.writer.transaction() as connection:
            found = accounts(connection)
        table = Table(*(t(head) for head in _HEADS))
        for row in found.itertuples():
            table.add_row(*_cells(row))
        desk.console.print(table)


def _cells(row: Any) -> list[str]:
    name = row.username if pd.isna(row.disabled_at) else f"{row.username} ({t(_CLOSED)})"
    services = _ALL if row.service_ids is None else ", ".join(map(str, row.service_ids))
    grant = (row.grant_no, row.organisation, row.role, services, row.valid_from, row.valid_to)
    return [name, row.display_name, *("" if value is None or value is pd.NaT else str(value) for value in grant)]


@users.command("add")
def add_command(
    username: NameArgument,
    name: Annotated[str, typer.Option(help="Name on screen.")],
    organisation: OrganisationOption,
    role: RoleOption,
    service: ServiceOption = None,
    all_services: EverywhereOption = False,
    until: UntilOption = None,
    reads: Annotated[str, typer.Option(help="nl or en: language in which the person reads.")] = LANGUAGES[0],
    mail: Annotated[str | None, typer.Option(help="Where mail goes that the person asks for.")] = None,
    language: LanguageOption = None,
) -> None:
    """Make an account, and a link with which the person chooses a password."""
    with _desk(language) as desk:
        grant = _grant(desk, organisation, role, service, all_services, None, until)
        new = NewAccount(username, name, language=reads, mail_address=mail)
        desk.show_link(desk.do(actions.create_account, new=new, grant=grant))


@users.command("grant")
def grant_command(
    username: NameArgument,
    organisation: OrganisationOption,
    role: RoleOption,
    service: ServiceOption = None,
    all_services: EverywhereOption = False,
    since: FromOption = None,
    until: UntilOption = None,
    language: LanguageOption = None,
) -> None:
    """Give an account one more role."""
    with _desk(language) as desk:
        grant = _grant(desk, organisation, role, service, all_services, since, until)
        desk.do(actions.grant_role, account_id=desk.account(username), grant=grant)
        desk.ended(username)


def _grant(
    desk: Desk,
    code: str,
    role: Role,
    services: Sequence[str] | None,
    all_services: bool,
    since: str | None,
    until: str | None,
) -> NewGrant:
    with desk.writer.transaction() as connection:
        number = organisation_number(connection, code)
        numbers = _services(connection, number, services) if services else None
    return NewGrant(number, role, numbers, _day(since), _day(until), all_services)


def _services(connection: Connection, organisation_id: int, codes: Sequence[str]) -> list[int]:
    of_town = select(service.c.code, service.c.service_id).where(service.c.organisation_id == organisation_id)
    numbers = {row.code: row.service_id for row in connection.execute(of_town)}
    missing = [code for code in codes if code not in numbers]
    if missing:
        raise NotFound(_NO_SERVICE, code=missing[0])
    return [numbers[code] for code in codes]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(_BAD_DAY, value=text) from None


@users.command("revoke")
def revoke_command(
    username: NameArgument,
    number: Annotated[int, typer.Argument(help="Number of the role in `users list`.", show_default=False)],
    language: LanguageOption = None,
) -> None:
    """End a role: yesterday was its last day."""
    with _desk(language) as desk:
        desk.do(actions.revoke_role, account_id=desk.account(username), grant_no=number)
        desk.ended(username)


@users.command("link")
def link_command(username: NameArgument, language: LanguageOption = None) -> None:
    """Make a link to choose a (new) password; earlier links stop working."""
    with _desk(language) as desk:
        desk.show_link(desk.account(username))


@users.command("password")
def password_command(username: NameArgument, language: LanguageOption = None) -> None:
    """Set a password here and now; a link is better, then only its owner knows it."""
    with _desk(language) as desk:
        account_id = desk.account(username)
        password = typer.prompt(t(_ASK), hide_input=True, confirmation_prompt=t(_AGAIN))
        desk.do(actions.set_password, account_id=account_id, password=password)
        desk.ended(username)


@users.command("disable")
def disable_command(username: NameArgument, language: LanguageOption = None) -> None:
    """Close an account; what it did stays in the audit log."""
    with _desk(language) as desk:
        desk.do(actions.disable, account_id=desk.account(username))
        desk.ended(username)


@users.command("enable")
def enable_command(username: NameArgument, language: LanguageOption = None) -> None:
    """Open a closed account again."""
    with _desk(language) as desk:
        desk.do(actions.enable, account_id=desk.account(username))
        desk.console.print(t(_KEPT))


@users.command("language")
def language_command(
    username: NameArgument,
    reads: Annotated[str, typer.Argument(help="nl or en.", show_default=False)],
    language: LanguageOption = None,
) -> None:
    """Set the language in which a person reads."""
    with _desk(language) as desk:
        desk.do(actions.change_language, account_id=desk.account(username), language=reads)
        desk.console.print(t(_KEPT))


@users.command("mail")
def mail_command(
    username: NameArgument,
    address: Annotated[str, typer.Argument(help="Where mail goes; leave it out for nowhere.", show_default=False)] = "",
    language: LanguageOption = None,
) -> None:
    """Set where mail goes that a person asked for."""
    with _desk(language) as desk:
        desk.do(actions.change_address, account_id=desk.account(username), address=address)
        desk.console.print(t(_KEPT))


@users.command("refused")
def refused_command(
    organisation: OrganisationOption,
    days: Annotated[int, typer.Option(help="How far to look back.", min=1)] = 7,
    language: LanguageOption = None,
) -> None:
    """Logins that were refused: wrong passwords, and accounts blocked after too many."""
    with _desk(language) as desk:
        with desk.writer.transaction() as connection:
            number = organisation_number(connection, organisation)
            found = refused_logins(connection, number, desk.clock.now() - timedelta(days=days))
        table = Table(*(t(head) for head in _REFUSED_HEADS))
        for row in found.itertuples():
            table.add_row(_moment(row.at), str(row.username), t(_REFUSED[str(row.action)]), str(row.request_id))
        desk.console.print(table)


def _moment(at: Any) -> str:
    instant: datetime = at
    return f"{instant:%Y-%m-%d %H:%M}"
