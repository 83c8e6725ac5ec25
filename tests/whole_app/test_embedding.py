"""The page with which a town puts its map on its website: what it offers, and what it says is missing."""

import json

import dash

from config.kinds import Role
from dashboard.store.engine import Writer
from queries.tables import appearance
from tests.whole_app.people import OTHER_TOWN, TOWN, Browser, username

PARTS = "embed-parts.children"


def told(site: dash.Dash, organisation_id: int, search: str = "") -> str:
    browser = Browser(site).as_(username(Role.COMMUNICATIE, organisation_id))
    return json.dumps(browser.call(PARTS, {"url.search": search}).get_json(), ensure_ascii=False)


def test_it_says_what_is_missing_and_gives_what_was_chosen(site: dash.Dash, town_writer: Writer) -> None:
    assert "nog niet open" in told(site, TOWN)
    with town_writer.transaction() as connection:
        row = {"organisation_id": TOWN, "public_map": True}
        connection.execute(appearance.insert().values(row))
    without = told(site, TOWN, "?maat=klein&taal=en&organisatie=other-town")
    assert "Nog geen enkele website" in without
    assert "Er is nog geen licentie" in without
    assert "http://localhost/kaart/town/inbed?taal=en&amp;maat=klein" in without
    assert 'height=\\"480\\" loading=\\"lazy\\"' in without
    assert "Map with proposals of residents of Name of town" in without
    websites = {"frame_ancestors": ["https://www.town.example"], "licence": "https://example.be/licence"}
    with town_writer.transaction() as connection:
        connection.execute(appearance.update().values(websites))
    complete = told(site, TOWN)
    assert "Deze websites mogen de kaart tonen: https://www.town.example" in complete
    assert "Nog geen enkele website" not in complete
    assert "nog niet open" in told(site, OTHER_TOWN)
    assert Browser(site).get("/kaart").headers["Location"] == "/kaart/town"


def test_others_do_not_get_it(site: dash.Dash) -> None:
    assert Browser(site).as_(username(Role.BURGEMEESTER)).call(PARTS).status_code == 403
