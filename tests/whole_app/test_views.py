"""A saved view opens after logging in while its page is permitted; a link shows to each what their own role allows."""

from typing import Any

import dash
import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import Role
from dashboard.components.views import LIST, SAVE, Part
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.views import NewView, choose_first, save_view
from dashboard.store.engine import Writer
from dashboard.web.views import the_one_change
from tests.queries import town
from tests.whole_app.people import GREEN, OTHER_TOWN, ROADS, TOWN, Browser, id_of, username

LEAD = "meldingen-lead.children"


def arrival(site: dash.Dash, name: str, **fields: str) -> str:
    response = Browser(site).log_in(name, **fields)
    assert response.status_code == 303
    return response.headers["Location"]


def keep(site: dash.Dash, writer: Writer, clock: FixedClock, name: str, path: str, query: str) -> None:
    account_id = id_of(site, name)
    view = save_view(writer=writer, clock=clock, new=NewView(account_id, f"{path}{query}", path, query))
    choose_first(writer=writer, account_id=account_id, view_id=view, first=True)


def test_the_chosen_view_opens_after_logging_in_unless_somebody_was_on_the_way_elsewhere(
    site: dash.Dash, somebody: Any, town_writer: Writer, time: FixedClock
) -> None:
    name = somebody()
    assert arrival(site, name) == "/"
    keep(site, town_writer, time, name, "/meldingen", "kind=klacht&service=x")
    assert arrival(site, name) == "/meldingen?service=x&kind=klacht"
    assert arrival(site, name, next="/toegankelijkheid") == "/toegankelijkheid"


@pytest.mark.parametrize(
    ("path", "query"),
    [("/meldingen", "from=nonsense"), ("/no-such-page", ""), ("//elsewhere.example", ""), ("/login", "")],
)
def test_a_stored_address_that_leads_nowhere_is_left_alone(
    site: dash.Dash, somebody: Any, town_writer: Writer, time: FixedClock, path: str, query: str
) -> None:
    name = somebody()
    keep(site, town_writer, time, name, path, query)
    assert arrival(site, name) == "/"


def test_a_view_of_a_page_that_is_no_longer_permitted_does_not_open(
    site: dash.Dash, somebody: Any, town_writer: Writer, time: FixedClock
) -> None:
    name = somebody(NewGrant(TOWN, Role.SECRETARIAAT))
    keep(site, town_writer, time, name, "/meldingen", "")
    assert arrival(site, name) == "/"


def test_saving_keeps_the_page_and_its_filters_and_nothing_else(site: dash.Dash, somebody: Any) -> None:
    name = somebody()
    browser = Browser(site).as_(name)
    output = next(key for key in site.callback_map if key.startswith(f"..{LIST}.children"))

    def save(path: str, search: str) -> str:
        values = {
            "view-new-name.value": f"van {path}",
            "url.pathname": path,
            "url.search": search,
            f"{SAVE}.n_clicks": 1,
        }
        return str(browser.call(output, values, changedPropIds=[f"{SAVE}.n_clicks"]).get_json())

    told = save("/meldingen", "?kind=klacht&evil=1&from=&service=a%20b")
    assert "/meldingen?service=a+b&kind=klacht" in told
    assert "evil" not in told
    refused = ("/login", ""), ("/meldingen/../x", ""), ("/meldingen", "?from=nonsense"), ("/no-such-page", "")
    for path, search in refused:
        assert "status-bad" in save(path, search), path


def test_only_one_control_that_somebody_used_is_a_change() -> None:
    one, other = {"type": Part.NAME, "view": "1"}, {"type": Part.FIRST, "view": "1"}
    assert the_one_change({"a": one}, [{"value": "x"}]) == (one, "x")
    assert the_one_change({"a": one, "b": other}, [{"value": "x"}, {"value": True}]) is None
    assert the_one_change({"a": one}, [{"value": None}]) is None
    assert the_one_change({}, []) is None


def test_the_same_link_shows_to_each_what_their_own_role_allows(
    site: dash.Dash, somebody: Any, town_writer: Writer
) -> None:
    with town_writer.transaction() as connection:
        connection.execute(
            text("INSERT INTO source (organisation_id, source_id, code, name) VALUES (1,1,'s','S'), (2,1,'s','S')")
        )
        for number, (organisation, service) in enumerate(((TOWN, ROADS), (TOWN, GREEN), (OTHER_TOWN, GREEN))):
            town.melding(connection, number, organisation=organisation, service_id=service)

    def told(name: str, search: str) -> str:
        return Browser(site).as_(name).call(LEAD, {"url.search": search}).text

    roads = somebody(NewGrant(TOWN, Role.SCHEPEN, (ROADS,)))
    for search in ("?service=green", "?organisation=other-town", "?organisation=town&service=green"):
        assert "Er zijn geen meldingen" in told(roads, search)
    assert "2 meldingen" in told(username(Role.RAADSLID), "")
    assert "1 melding " in told(roads, "")
    assert "1 melding " in told(username(Role.RAADSLID), "?service=green")
    assert "1 melding " in told(username(Role.RAADSLID, OTHER_TOWN), "?service=green")
    assert "Er zijn geen meldingen" in told(username(Role.RAADSLID, OTHER_TOWN), "?organisation=town&service=green")
