"""Files of cards: for whom, with which filters, and nothing that was not declared."""

import dash
import pytest

from config.kinds import PERMISSIONS, REACHES_MEMBERS, Permission, Role
from dashboard.reports.tables import XLSX_TYPE
from dashboard.web.cards import declared
from queries import region
from tests.whole_app.people import Browser, username

PERIOD = "from=2026-09-01&to=2026-09-30"
TELLING = frozenset({Permission.SEE_CASES, Permission.HANDLE_PROPOSALS, Permission.PUBLISH_CHOICES})
"""What a scope says beside where it holds (`queries.accounts.Person.scope`): on these turns what may be told."""


@pytest.fixture(scope="module")
def everybody(site: dash.Dash) -> dict[Role, Browser]:
    """A logged-in browser for each role."""
    return {role: Browser(site).as_(username(role)) for role in Role}


def test_every_card_can_be_had_by_who_may_see_and_download_it(everybody: dict[Role, Browser]) -> None:
    """The file itself once for each way of being told: a role that is told as another one is asked for what it may."""
    told: set[object] = set()
    for role, browser in everybody.items():
        for page, cards in declared().items():
            for card in cards.values():
                allowed = {Permission.DOWNLOAD, card.permission} <= PERMISSIONS[role]
                way = (page, card.id, TELLING & PERMISSIONS[role], role in REACHES_MEMBERS)
                asked, answer = (PERIOD, 200) if way not in told else ("from=nonsense", 400)
                response = browser.get(f"/download/{page}/{card.id}.csv?{asked}")
                assert response.status_code == (answer if allowed else 403), (role, card.id)
                told |= {way} if allowed else set()


def test_the_file_says_what_it_is(everybody: dict[Role, Browser]) -> None:
    response = everybody[Role.ALGEMEEN_DIRECTEUR].get(
        f"/download/meldingen/stock.csv?{PERIOD}&kind=klacht&service=roads"
    )
    assert response.headers["Content-Disposition"].endswith("meldingen-stock-2026-09-01-2026-09-30.csv")
    lines = response.get_data().decode().splitlines()
    assert lines[0] == "\ufeffTitel;Aansluiting van de stock"
    assert lines[1].startswith('Filters;"Periode: 1 sep – 30 sep 2026; Dienst: roads; Soort: Klacht; Dagen: Werkdagen')
    assert lines[6:8] == ["Stap;Aantal meldingen", "Open, 1 sep;0"]


def test_a_workbook(everybody: dict[Role, Browser]) -> None:
    response = everybody[Role.ALGEMEEN_DIRECTEUR].get(f"/download/meldingen/on-time.xlsx?{PERIOD}")
    assert response.mimetype == XLSX_TYPE
    assert response.get_data()[:2] == b"PK"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/download/meldingen/other.csv", 404),
        ("/download/other/stock.csv", 404),
        ("/download/meldingen/stock.pdf", 404),
        ("/download/meldingen/stock.csv?from=nonsense", 400),
        ("/download/meldingen/stock.csv?from=2026-02-01&to=2026-01-01", 400),
    ],
)
def test_anything_else_is_refused(everybody: dict[Role, Browser], path: str, status: int) -> None:
    assert everybody[Role.ALGEMEEN_DIRECTEUR].get(path).status_code == status


def test_nobody_gets_a_file(site: dash.Dash) -> None:
    response = Browser(site).get(f"/download/meldingen/stock.csv?{PERIOD}")
    assert response.status_code in (302, 401)
    assert b"Titel" not in response.get_data()


def test_what_a_region_may_see_is_asked_in_fixed_grains_only(everybody: dict[Role, Browser]) -> None:
    """Every card with this permission, and the file of each whatever its address says."""
    shown = [(page, card) for page, cards in declared().items() for card in cards.values()]
    regional = [(page, card) for page, card in shown if card.permission is Permission.SEE_REGION]
    assert {page for page, _ in regional} == {"gemeenten"}
    free = "service=roads&area=x&channel=y&kind=klacht&organisation=town&days=calendar"
    for page, card in regional:
        assert card.query.__module__ == "queries.region"
        assert card.reads is region.grain
        paths = (f"/download/{page}/{card.id}.csv?{PERIOD}", f"/download/{page}/{card.id}.csv?{PERIOD}&{free}")
        plain, narrowed = (everybody[Role.REGIO].get(path) for path in paths)
        assert (plain.status_code, plain.get_data()) == (200, narrowed.get_data())
        assert "Kleine aantallen weggelaten" in plain.get_data().decode()


def test_a_region_is_answered_by_its_own_page_only(everybody: dict[Role, Browser]) -> None:
    assert everybody[Role.REGIO].get("/vergelijk").headers["Location"] == "/vergelijk/gemeenten"
    assert everybody[Role.ALGEMEEN_DIRECTEUR].get("/vergelijk/gemeenten").status_code == 403
    for path in ("/meldingen", "/tevredenheid"):
        assert everybody[Role.REGIO].get(path).status_code == 403
