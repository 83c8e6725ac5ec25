"""A real server on a small demo of half a year, and a real browser; made once a worker."""

from collections.abc import Callable, Iterator
from typing import Any

import dash
import pytest
from playwright.sync_api import Browser, BrowserContext
from pydantic import SecretStr

import app
from config.clock import FixedClock
from config.kinds import Role
from config.settings import Settings, with_role
from dashboard.jobs.demo import making
from dashboard.jobs.demo.accounts import PASSWORD
from dashboard.jobs.reports import making as reports
from dashboard.store.actions.accounts import NewGrant, grant_role
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.reports.asking import ask_report
from dashboard.store.actions.subject_turn import Acting
from dashboard.store.engine import Writer
from dashboard.store.organisations import organisation_number
from queries.accounts import account_id_of, accounts
from queries.db import Database
from tests import server, sites
from tests.browser.visiting import SIZES, Size, Visit, log_in
from tests.browsing import PATIENCE, serving
from tests.conftest import NOW
from tests.reporting import OCTOBER, make_asked

ONLY = frozenset({"beveren_kruibeke_zwijndrecht", "sint_niklaas", "temse", "schelle"})
"""Municipalities of the demo that these tests look at: the town, and some to compare it with."""


@pytest.fixture(scope="session")
def demo_url() -> Iterator[str]:
    """The owner's address of a database with half a year of the demo, up to the fixed moment of all tests."""
    name = server.create_database()
    url = server.url(name)
    writer = Writer(with_role(url, "heli_writer"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "YEARS", 0.5)
        patch.setattr(making, "SCALE", 0.7)
        patch.setattr(making, "ONLY", ONLY)
        making.ensure_demo(writer, FixedClock(NOW), embedded=True)
    _let_manage(writer, "directeur")
    _report(writer, url)
    writer.close()
    yield url
    server.drop_database(name)


@pytest.fixture(scope="session")
def compose(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dash.Dash]:
    """Makes the app on the database of an address as it is served, but for the clock."""
    folder = tmp_path_factory.mktemp("data")

    def on(url: str) -> dash.Dash:
        settings = Settings(database_url=url, data_dir=folder, secret_key=SecretStr("k" * 48), log_level="ERROR")
        return app.create_app(settings, clock=FixedClock(NOW))

    return on


def _let_manage(writer: Writer, username: str) -> None:
    """Give somebody the roles of beheerder and medewerker as well, so that one person opens every page."""
    with writer.transaction() as connection:
        account_id, grants = account_id_of(connection, username), accounts(connection)
        code = grants.loc[grants["username"] == username, "organisation"].iloc[0]
        town = organisation_number(connection, code)
    assert account_id is not None
    more = (
        NewGrant(town, Role.BEHEERDER, valid_from=NOW.date()),
        NewGrant(town, Role.MEDEWERKER, valid_from=NOW.date(), all_services=True),
    )
    for grant in more:
        grant_role(writer=writer, clock=FixedClock(NOW), actor=COMMAND_LINE, account_id=account_id, grant=grant)


def _report(writer: Writer, url: str) -> None:
    """Two versions of a report; their files cost nothing."""
    clock, database = FixedClock(NOW), Database(with_role(url, "heli_reader"))
    with writer.transaction() as connection:
        town = organisation_number(connection, "beveren_kruibeke_zwijndrecht")
        by = Acting(Actor(account_id_of(connection, "directeur"), Role.ALGEMEEN_DIRECTEUR, "r"), town)
    asked: dict[str, Any] = {"kind": "managementteam", "member": "", "first_day": OCTOBER[0], "last_day": OCTOBER[1]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "files_of", lambda *_told: {"pdf": b"%PDF"})
        for base in (None, 1):
            ask_report(writer=writer, clock=clock, by=by, **asked, base=base)
            make_asked(writer, database, clock)
    database.close()


@pytest.fixture(scope="session")
def site(demo_url: str, compose: Callable[[str], dash.Dash]) -> Iterator[dash.Dash]:
    """The app on the demo."""
    made = compose(demo_url)
    yield made
    sites.close(made)


@pytest.fixture(scope="session")
def address(site: dash.Dash) -> Iterator[str]:
    """Where the app answers."""
    with serving(site) as where:
        yield where


@pytest.fixture(scope="session")
def session_state(browser: Browser, address: str) -> Any:
    """The cookies of the general director."""
    context = browser.new_context(locale="nl-BE", base_url=address)
    log_in(context.new_page(), "directeur", PASSWORD)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def open_context(browser: Browser, address: str, session_state: Any) -> Callable[[Size, bool], BrowserContext]:
    """A context (cookies, cache) at one of the two sizes, of the general director (`known`) or of a stranger."""

    def open_one(size: Size, known: bool) -> BrowserContext:
        context = browser.new_context(
            base_url=address,
            viewport=SIZES[size],
            locale="nl-BE",
            timezone_id="Europe/Brussels",
            storage_state=session_state if known else None,
        )
        context.set_default_timeout(PATIENCE)
        return context

    return open_one


@pytest.fixture(scope="session")
def shared_contexts(open_context: Callable[[Size, bool], BrowserContext]) -> Iterator[dict[Size, BrowserContext]]:
    """One context a size, so that files come from the cache after the first page."""
    contexts = {size: open_context(size, True) for size in Size}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def visit(
    address: str,
    open_context: Callable[[Size, bool], BrowserContext],
    shared_contexts: dict[Size, BrowserContext],
) -> Iterator[Callable[..., Visit]]:
    """Opens a tab of the general director; `alone` with cookies of its own, `known=False` as a stranger.

    After the test no tab may have complained, asked another machine or had an answer refused.
    """
    opened: list[Visit] = []

    def open_tab(size: Size = Size.WIDE, *, known: bool = True, alone: bool = False) -> Visit:
        context = open_context(size, known) if alone or not known else shared_contexts[size]
        opened.append(Visit(context.new_page(), address))
        return opened[-1]

    yield open_tab
    for tab in opened:
        if tab.page.context in shared_contexts.values():
            tab.page.close()
        else:
            tab.page.context.close()
    assert [complaint for tab in opened for complaint in tab.complaints] == []
