"""What an open page asks each second: cheap, of one's own organisations only, and nothing for who is not logged in."""

from datetime import date, timedelta
from typing import Any

import dash
import pytest

from config.clock import FixedClock
from config.kinds import Role
from dashboard.store.actions.accounts import NewGrant, disable
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.engine import Writer
from dashboard.web.context import of
from dashboard.web.keys import Key
from queries.tables import account_visit, outbox
from tests.whole_app.people import FORMER_TOWN, OTHER_TOWN, TOWN, Browser, id_of, username

WITHOUT_VERSION = {"chart", "follow", "describe", "write", "show_files"}
"""Callbacks on the address that show no data, or in which somebody may be ticking or writing."""
WITH_FORMS = {
    *("bewaring", "categorieen", "diensten", "doelen", "gebieden", "gebruikers", "invoer", "kalender"),
    *("klimaat", "logboek", "mail", "normen", "redenen", "uitzicht"),
}
"""Parts of /beheer on which somebody may be filling in a form: they are not refreshed, and do not say so."""

ENDED = NewGrant(TOWN, Role.RAADSLID, valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))
"""Of somebody who has no role any more."""


@pytest.fixture(autouse=True)
def _heard(site: dash.Dash) -> None:
    for organisation, version in ((TOWN, 5), (FORMER_TOWN, 2), (OTHER_TOWN, 70)):
        of(site.server).versions.hear(organisation, "melding", version)


def test_a_person_learns_of_the_own_organisation_and_its_predecessors_only(site: dash.Dash, somebody: Any) -> None:
    nobody = Browser(site).get("/puls")
    assert (nobody.status_code, nobody.data) == (204, b"")
    assert Browser(site).as_(username(Role.RAADSLID)).get("/puls").text == "7"
    assert Browser(site).as_(username(Role.BEHEERDER, OTHER_TOWN)).get("/puls").text == "70"
    assert Browser(site).as_(somebody(ENDED)).get("/puls").text == "0"


def test_it_asks_the_database_nothing_until_rights_may_have_ended(
    site: dash.Dash, somebody: Any, time: FixedClock, town_writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = somebody()
    browser = Browser(site).as_(name)

    def gone(_self: Writer) -> Any:
        raise AssertionError("the database was asked")

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "transaction", gone)
        assert browser.get("/puls").text == "7"
        assert browser.get("/toegankelijkheid").status_code == 500
    disable(writer=town_writer, clock=time, actor=COMMAND_LINE, account_id=id_of(site, name))
    assert browser.get("/toegankelijkheid").status_code == 302
    time.advance(timedelta(seconds=31))
    assert browser.get("/puls").status_code == 204


def test_who_manages_reads_since_when_changes_wait(
    site: dash.Dash, town_writer: Writer, time: FixedClock, somebody: Any
) -> None:
    def told(role: Role, organisation: int = TOWN) -> str:
        answer = Browser(site).as_(username(role, organisation)).call("page-as-of.children")
        return str(answer.get_json()["response"])

    late = "niet verwerkt sinds"
    with town_writer.transaction() as connection:
        for age in (30, 3600 * 24):
            row = {"topic": "melding", "day": time.now().date(), "written_at": time.now() - timedelta(seconds=age)}
            number = TOWN if age == 30 else OTHER_TOWN
            connection.execute(outbox.insert().values(organisation_id=number, **row))
    assert late not in told(Role.BEHEERDER)
    assert f"{late} 21 nov 2026 12:0" in told(Role.BEHEERDER, OTHER_TOWN)
    assert late not in told(Role.BURGEMEESTER, OTHER_TOWN)
    assert "Nog geen gegevens" in told(Role.PARTICIPATIE_EXPERT)
    assert Browser(site).as_(somebody(ENDED)).call("page-as-of.children").status_code == 403


def test_opening_a_page_is_a_visit_once_a_minute(
    site: dash.Dash, somebody: Any, time: FixedClock, town_writer: Writer
) -> None:
    name = somebody()
    shell = next(key for key in site.callback_map if "brand" in key)

    def last() -> Any:
        Browser(site).as_(name).call(shell, {"url.pathname": "/toegankelijkheid"})
        with town_writer.transaction() as connection:
            mine = account_visit.c.account_id == id_of(site, name)
            return connection.execute(account_visit.select().where(mine)).one()

    began = time.now()
    assert (last().began_at, last().last_at, last().before_at) == (began, began, None)
    time.advance(timedelta(seconds=50))
    assert last().last_at == began
    time.advance(timedelta(seconds=20))
    assert last().last_at == time.now()
    time.advance(timedelta(hours=3))
    assert last().before_at == began + timedelta(seconds=70)


def test_whoever_shows_data_of_the_address_also_shows_newer_data(site: dash.Dash) -> None:
    """A page that forgets the version stays old while its reader is told that it was refreshed."""
    forgetful = []
    for entry in site.callback_map.values():
        inputs = {(one["id"], one["property"]) for one in entry["inputs"]}
        if "callback" in entry and (Key.URL, "search") in inputs and (Key.VERSION, "data") not in inputs:
            forgetful.append((entry["callback"].__module__, entry["callback"].__name__))
    forms = {f"pages.beheer_{part}" for part in WITH_FORMS} | {"pages.abonnementen"}
    assert {module for module, name in forgetful if name == "show"} == forms
    assert {name for _, name in forgetful} - {"show"} == WITHOUT_VERSION
