"""Single meldingen on a page and in the search: for whom, within which services, and the same answer to all others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from pydantic import SecretStr

import app  # noqa: TID251 - the whole app is what is tested
from config.cells import cell_of
from config.clock import FixedClock
from config.kinds import EventKind, Role
from config.retention import Keeping
from config.settings import Settings, with_role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import WORKER
from dashboard.store.actions.passwords import hash_password
from dashboard.store.actions.retention import set_rule
from dashboard.store.engine import Writer
from dashboard.store.retention.runs import run_retention
from tests import server, sites
from tests.conftest import NOW
from tests.publishing import open_map
from tests.whole_app.people import PASSWORD, SECRET, Browser, add
from tests.world import World, story

GREEN, ROADS = 1, 3


@dataclass(frozen=True)
class Town:
    """A town in use, with a melding of one service and one of its neighbour; and two of which the texts went."""

    site: dash.Dash
    own: UUID
    elsewhere: UUID
    erased: UUID
    erased_proposal: UUID


def melding(number: str, service: int) -> Any:
    told = {"number": number, "title": "Verzakking rijweg", "street": "Zelestraat", "category_id": 1, "area_id": 1}
    return story((EventKind.SUBMITTED, "2026-09-01 10:00", {"service_id": service, "payload": told}))


def erased(world: World) -> tuple[UUID, UUID]:
    """A melding and a public proposal whose period is over, on the day on which their texts went."""
    told = {
        "title": "Zwaluwnest",
        "text": "Een Zwaluwnest",
        "number": "X-24-1",
        "street": "Kerkstraat",
        "lon": 4.0,
        "lat": 51.0,
    }
    with world.writer.transaction() as connection:
        open_map(connection, world.a)
        received = (EventKind.SUBMITTED, "2024-09-01 10:00", {"service_id": GREEN, "payload": told})
        [melding_] = world.add(connection, world.a, story(received, (EventKind.RESOLVED, "2024-09-02 10:00")))
        begun = (
            P.SUBMITTED,
            "2024-09-01 10:00",
            {"service_id": GREEN, "payload": told | {"h3_10": cell_of(4.0, 51.0)}},
        )
        steps = ((P.PUBLISHED, "2024-09-02 10:00"), (P.REALISED, "2024-09-03 10:00"))
        [proposal] = world.add(connection, world.a, story(begun, *steps), topic=Topic.PROPOSAL)
    said: dict[str, Any] = {"writer": world.writer, "clock": world.clock, "actor": WORKER, "organisation_id": world.a}
    set_rule(**said, kind=Keeping.PROPOSAL_REALISED, days=800)
    run_retention(world.writer, world.clock, world.a)
    return melding_, proposal


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    name, clock = server.create_database(), FixedClock(NOW)
    url = server.url(name)
    writer = Writer(with_role(url, "heli_writer"))
    world = World(writer, clock)
    own, elsewhere = world.melding(world.a, melding("M-26-1", GREEN)), world.melding(world.b, melding("M-26-2", GREEN))
    gone = erased(world)
    hashed = hash_password(PASSWORD)
    for person, grant in {
        "directeur": NewGrant(world.a, Role.ALGEMEEN_DIRECTEUR),
        "groen": NewGrant(world.a, Role.DIENSTHOOFD, (GREEN,)),
        "wegen": NewGrant(world.a, Role.DIENSTHOOFD, (ROADS,)),
        "raadslid": NewGrant(world.a, Role.RAADSLID),
    }.items():
        add(writer, clock, person, grant, password_hash=hashed)
    folder = tmp_path_factory.mktemp("data")
    site = app.create_app(Settings(database_url=url, data_dir=folder, secret_key=SecretStr(SECRET)), clock=clock)
    yield Town(site, own, elsewhere, *gone)
    sites.close(site)
    writer.close()
    server.drop_database(name)


def case(browser: Browser, subject: Any, search: str = "?kind=vraag") -> str:
    """What the page of a melding is filled with."""
    answer = browser.call("case-content.children", {"url.pathname": f"/meldingen/{subject}", "url.search": search})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_melding_is_shown_to_who_may_see_it_with_the_way_back(town: Town) -> None:
    for person in ("directeur", "groen"):
        browser = Browser(town.site).as_(person)
        told = case(browser, town.own)
        assert "Verzakking rijweg" in told
        assert "Zelestraat, Centrum" in told
        assert r"meldingen?kind=vraag\"" in told
        assert "<title>M-26-1 \N{MIDDLE DOT} Helikopterview</title>" in browser.get(f"/meldingen/{town.own}").text


def test_not_yours_and_not_there_get_the_same_answer(town: Town) -> None:
    there, missing = Browser(town.site).as_("directeur"), uuid4()
    expected = case(there, missing)
    assert "Deze pagina of dit dossier bestaat niet." in expected
    other_service = Browser(town.site).as_("wegen")
    for browser, subject in ((there, town.elsewhere), (other_service, town.own), (there, "none"), (there, "x\x00")):
        assert case(browser, subject) == expected
    page = other_service.get(f"/meldingen/{town.own}").text
    assert "M-26-1" not in page
    assert "<title>Melding \N{MIDDLE DOT} Helikopterview</title>" in page


def test_the_path_says_which_melding_whatever_the_query_says(town: Town) -> None:
    browser, search = Browser(town.site).as_("directeur"), f"?subject_id={town.elsewhere}"
    router = next(name for name in town.site.callback_map if name.startswith("..") and "_pages_content" in name)
    there = {"_pages_location.pathname": f"/meldingen/{town.own}", "_pages_location.search": search}
    page = browser.call(router, there)
    assert page.status_code == 200, page.text
    assert str(town.elsewhere) not in page.text
    assert "Verzakking rijweg" in case(browser, town.own, search)
    swapped = case(browser, town.elsewhere, f"?subject_id={town.own}")
    assert "Deze pagina of dit dossier bestaat niet." in swapped
    assert "Verzakking rijweg" not in swapped


def test_without_single_cases_there_is_no_page_of_one(town: Town) -> None:
    browser = Browser(town.site).as_("raadslid")
    assert browser.get(f"/meldingen/{town.own}").status_code == 403
    assert browser.call("case-content.children", {"url.pathname": f"/meldingen/{town.own}"}).status_code == 403


def found(browser: Browser, text: Any) -> Any:
    """What the search says of a text."""
    name = next(name for name in browser.site.callback_map if "search-found" in name)
    values = {'{"place":["MATCH"],"type":"search-text"}.value': text, "url.search": "?kind=vraag"}
    return browser.call(name, values)


def test_the_search_finds_what_is_in_scope_and_keeps_the_filters(town: Town) -> None:
    browser = Browser(town.site).as_("groen")
    for text in ("M-26", "verzakking", "ZELE"):
        told = found(browser, text).text
        assert f"{town.own}?kind=vraag" in told, text
        assert str(town.elsewhere) not in told
        assert "1 melding gevonden" in told
    assert "Geen resultaat." in found(browser, "rotonde").text
    assert "Typ minstens 2 tekens." in found(browser, "v").text
    assert "Geen resultaat." in found(Browser(town.site).as_("wegen"), "verzakking").text
    assert found(browser, "a\x00b").status_code == 400


def test_who_sees_no_single_cases_finds_none(town: Town) -> None:
    shell = next(name for name in town.site.callback_map if '"type":"brand"' in name)
    council, head = (Browser(town.site).as_(name) for name in ("raadslid", "groen"))
    assert "Zoek een melding of een voorstel" in head.call(shell, {"url.pathname": "/meldingen"}).text
    assert "Zoek een voorstel" in council.call(shell, {"url.pathname": "/meldingen"}).text
    assert "Geen resultaat." in found(council, "verzakking").text


def test_the_way_to_other_pages_carries_the_filters_from_the_start(town: Town) -> None:
    shell = next(name for name in town.site.callback_map if '"type":"brand"' in name)
    asked = {"url.pathname": "/toegankelijkheid", "url.search": "?kind=vraag"}
    told = Browser(town.site).as_("directeur").call(shell, asked).text
    assert "meldingen?kind=vraag" in told
    assert "selectie" in told
    assert "selectie?kind=vraag" not in told


REMOVED = "De tekst is verwijderd op 22 nov 2026 (bewaartermijn)."


def test_where_a_text_stood_every_door_says_when_it_went(town: Town) -> None:
    head, public = Browser(town.site).as_("directeur"), Browser(town.site)
    proposal = {"url.pathname": f"/voorstellen/{town.erased_proposal}", "url.search": ""}
    around = "?from=2024-01-01&to=2026-11-22&stage=realised"
    doors = {
        "melding": case(head, town.erased),
        "proposal": head.call("proposal-content.children", proposal).text,
        "list": head.get(f"/download/voorstellen/list.csv{around}").text,
        "public": public.get(f"/kaart/aalst-aan-zee/voorstel/{town.erased_proposal}").text,
    }
    assert {name: REMOVED in told for name, told in doors.items()} == dict.fromkeys(doors, True)
    data = public.get("/open/aalst-aan-zee/voorstellen.geojson").get_json()["features"]
    assert [one["properties"].get("text_removed") for one in data] == ["2026-11-22"]
    doors |= {
        "open data": str(data),
        "search": found(head, "X-24").text,
        "map": public.get("/kaart/aalst-aan-zee").text,
    }
    assert all(str(one) in doors["search"] for one in (town.erased, town.erased_proposal))
    assert [name for name, told in doors.items() if "Zwaluwnest" in told] == []
    assert "Geen resultaat." in found(head, "zwaluwnest").text


def test_the_list_of_meldingen_holds_titles_for_who_handles_them_only(town: Town) -> None:
    address = "/download/meldingen/list.csv?from=2024-01-01&to=2026-11-22"
    told = {name: Browser(town.site).as_(name).get(address) for name in ("directeur", "groen", "wegen", "raadslid")}
    assert [answer.status_code for answer in told.values()] == [200, 200, 200, 403]
    director, own, other = (told[name].text for name in ("directeur", "groen", "wegen"))
    assert "Verzakking rijweg" in own
    assert REMOVED in own
    assert "intern, bevat persoonsgegevens of teksten van burgers" in own
    assert "X-24-1" in director
    assert not [words for words in ("Verzakking", REMOVED, "Titel;Categorie", "bevat") if words in director]
    assert "X-24-1" not in other
