"""One proposal on a page and in the search: for whom, how far, and the same answer to all others."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import dash
import pytest
from pydantic import SecretStr

import app  # noqa: TID251 - the whole app is what is tested
from config.cells import cell_of
from config.clock import FixedClock
from config.kinds import EventKind, Permission, Role
from config.settings import Settings, with_role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from queries.accounts import Person
from queries.filters import Scope
from tests import server, sites
from tests.conftest import NOW
from tests.whole_app.people import PASSWORD, SECRET, Browser, add, guarded
from tests.world import World, story

GREEN, ROADS = 1, 3
PLACE = {"lon": 4.0, "lat": 51.1, "h3_10": cell_of(4.0, 51.1), "street": "Zelestraat"}
PHOTO = "f" * 64
NOT_THERE = "Deze pagina of dit dossier bestaat niet."


@dataclass(frozen=True)
class Town:
    """A town in use: a proposal that waits, one of which the choice is not told, and one that was merged into that."""

    site: dash.Dash
    waiting: UUID
    chosen: UUID
    beside: UUID
    merged: UUID


def submitted(number: str, title: str, **more: Any) -> Any:
    told = {"number": number, "title": title, "text": f"Tekst van {title}", "area_id": 1} | PLACE | more
    return (P.SUBMITTED, "2026-03-02 10:00", {"service_id": GREEN, "payload": told})


def told_to(world: World) -> tuple[UUID, ...]:
    published = (P.PUBLISHED, "2026-03-04 10:00")
    photo = (P.PHOTO_ADDED, "2026-03-03 10:00", {"payload": {"photo": PHOTO, "alt": "De hoek"}})
    words = {"motivation": "Nog niet vertellen", "internal_note": "Onder ons", "reasons": ["utilities"]}
    choice = {"outcome": "selected", "ref": "1"} | words
    with world.writer.transaction() as db:
        waiting, chosen, beside = world.add(
            db,
            world.a,
            story(submitted("P-1", "Wachtplein", street="Wachtstraat")),
            story(
                submitted("P-2", "Gekozen haag"),
                photo,
                published,
                (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": choice}),
            ),
            story(submitted("P-3", "Zitbank"), published),
            topic=Topic.PROPOSAL,
        )
        into = (P.MERGED, "2026-03-09 10:00", {"payload": {"into_id": str(chosen)}})
        [merged] = world.add(db, world.a, story(submitted("P-4", "Zusje"), published, into), topic=Topic.PROPOSAL)
        for _ in range(6):
            held = {"service_id": GREEN, "payload": {"number": "M-26-1", "category_id": 1, "area_id": 1} | PLACE}
            world.add(db, world.a, story((EventKind.SUBMITTED, "2026-09-01 10:00", held)))
    return waiting, chosen, beside, merged


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    name, clock = server.create_database(), FixedClock(NOW)
    url = server.url(name)
    writer = Writer(with_role(url, "heli_writer"))
    world = World(writer, clock)
    made = told_to(world)
    hashed = hash_password(PASSWORD)
    for person, grant in {
        "directeur": NewGrant(world.a, Role.ALGEMEEN_DIRECTEUR),
        "groen": NewGrant(world.a, Role.DIENSTHOOFD, (GREEN,)),
        "wegen": NewGrant(world.a, Role.DIENSTHOOFD, (ROADS,)),
        "raadslid": NewGrant(world.a, Role.RAADSLID),
        "communicatie": NewGrant(world.a, Role.COMMUNICATIE),
        "buur": NewGrant(world.b, Role.ALGEMEEN_DIRECTEUR),
        "secretariaat": NewGrant(world.a, Role.SECRETARIAAT),
    }.items():
        add(writer, clock, person, grant, password_hash=hashed)
    folder = tmp_path_factory.mktemp("data")
    site = app.create_app(Settings(database_url=url, data_dir=folder, secret_key=SecretStr(SECRET)), clock=clock)
    yield Town(site, *made)
    sites.close(site)
    writer.close()
    server.drop_database(name)


def page(browser: Browser, subject: Any, search: str = "") -> str:
    """What the page of a proposal is filled with."""
    values = {"url.pathname": f"/voorstellen/{subject}", "url.search": search}
    answer = browser.call("proposal-content.children", values)
    assert answer.status_code == 200, answer.text
    return answer.text


def found(browser: Browser, text: str) -> Any:
    """What the search says of a text."""
    name = next(name for name in browser.site.callback_map if "search-found" in name)
    return browser.call(name, {'{"place":["MATCH"],"type":"search-text"}.value': text, "url.search": "?theme=x"})


YEAR = "?from=2026-01-01&to=2026-11-22"
EVERY_STAGE = f"{YEAR}&stage=submitted&stage=published&stage=selected"
SEEN = [[[51.0, 3.9], [51.2, 4.1]], 12]


def plain(answer: Any) -> str:
    """An answer of a callback, in which addresses are written as they are."""
    return str(answer.get_json())


def find_place(browser: Browser, text: str) -> Any:
    """What the search over the map says of a text."""
    value = {'{"page":"voorstellen","type":"atlas-find-text"}.value': text}
    return browser.call('{"page":"voorstellen","type":"atlas-find-found"}.children', value)


def listed(browser: Browser, search: str) -> list[list[str]]:
    """Title, stage and votes of each row of the list beside the map."""
    values = {'{"page":"voorstellen","type":"atlas-seen"}.data': SEEN, "url.search": search}
    request = {'{"page":"voorstellen","type":"atlas-grid"}.getRowsRequest': {"startRow": 0}}
    rows = browser.call('{"page":"voorstellen","type":"atlas-grid"}.getRowsResponse', values | request).get_json()
    [given] = rows["response"].values()
    return [[row["title"], row["stage"], row["support"]] for row in given["getRowsResponse"]["rowData"]]


def file_of(browser: Browser, search: str) -> str:
    """The file that the heading of the list leads to."""
    values = {'{"page":"voorstellen","type":"atlas-seen"}.data': SEEN, "url.search": search}
    heading = plain(browser.call('{"page":"voorstellen","type":"atlas-heading"}.children', values))
    [way] = re.findall(r"'href': '([^']+[.]csv[^']+)'", heading)
    return browser.get(way).text


def why(browser: Browser, text: str, search: str = YEAR) -> str:
    """What the list of motivations says of a text."""
    name = next(name for name in browser.site.callback_map if "motivations-found" in name)
    answer = browser.call(name, {"motivations-text.value": text, "url.search": search})
    assert answer.status_code == 200, answer.text
    return plain(answer)


def answer_sheet(browser: Browser, subject: Any) -> str:
    """What may be answered about a place."""
    answer = browser.call("answer-content.children", {"url.pathname": f"/motivering/{subject}", "url.search": ""})
    assert answer.status_code == 200, answer.text
    return plain(answer)


def opens_with(browser: Browser) -> str:
    """The sentences with which the page on motivations opens."""
    return plain(browser.call("motivering-lead.children", {"url.search": YEAR}))


def reasons_file(browser: Browser) -> str:
    """The reasons as a file."""
    return browser.get(f"/download/motivering/why.csv{YEAR}").text


def test_who_handles_proposals_sees_all_of_it_with_the_way_back(town: Town) -> None:
    for person in ("directeur", "groen"):
        browser = Browser(town.site).as_(person)
        told = page(browser, town.chosen, "?theme=x&straal=100")
        assert [
            word for word in ("Nog niet vertellen", "Onder ons", "Onder embargo", "Zusje") if word not in told
        ] == []
        assert r"voorstellen?theme=x\"" in told
        assert "6 meldingen binnen 100" in told
        assert "M-26-1" in told
        html = browser.get(f"/voorstellen/{town.chosen}").text
        assert "<title>P-2 \N{MIDDLE DOT} Helikopterview</title>" in html


def test_not_yours_and_not_there_get_the_same_answer(town: Town) -> None:
    there = Browser(town.site).as_("directeur")
    expected = page(there, uuid4())
    assert NOT_THERE in expected
    for person, subject in (
        *(("wegen", town.chosen), ("buur", town.chosen), ("raadslid", town.waiting), ("communicatie", town.merged)),
        *(("directeur", "none"), ("directeur", "x\x00")),
    ):
        browser = Browser(town.site).as_(person)
        assert page(browser, subject) == expected, person
    html = Browser(town.site).as_("raadslid").get(f"/voorstellen/{town.waiting}").text
    assert "P-1" not in html
    assert Browser(town.site).as_("secretariaat").get(f"/voorstellen/{town.beside}").status_code == 403


def test_an_answer_sheet_is_for_who_may_know_the_place(town: Town) -> None:
    """Others get the same answer as for one that does not exist; a note for colleagues stands on nobody's."""
    head = Browser(town.site).as_("groen")
    told = answer_sheet(head, town.chosen)
    assert "Onder ons" not in told
    assert "Nog niet vertellen" in told
    expected = answer_sheet(head, uuid4())
    assert NOT_THERE in expected
    for person, subject in (("wegen", town.chosen), ("buur", town.beside), ("raadslid", town.waiting)):
        assert answer_sheet(Browser(town.site).as_(person), subject) == expected, person
    html = Browser(town.site).as_("raadslid").get(f"/motivering/{town.waiting}").text
    assert "P-1" not in html


def test_meldingen_nearby_are_told_as_far_as_the_reader_may_see_those(town: Town) -> None:
    council, press = (page(Browser(town.site).as_(name), town.beside) for name in ("raadslid", "communicatie"))
    assert "6 meldingen binnen 250" in council
    assert "M-26-1" not in council
    assert "Meldingen in de buurt" not in press
    assert "Tekst van Zitbank" in press


DOORS = {
    "the page of what waits": ("Wachtplein", lambda town, browser: page(browser, town.waiting)),
    "its tab": ("P-1", lambda town, browser: browser.get(f"/voorstellen/{town.waiting}").text),
    "the search": ("Wachtplein", lambda _town, browser: found(browser, "wachtpl").text),
    "what was merged": ("Zusje", lambda town, browser: page(browser, town.chosen)),
    "a motivation": ("Nog niet vertellen", lambda town, browser: page(browser, town.chosen)),
    "a note for colleagues": ("Onder ons", lambda town, browser: page(browser, town.chosen)),
    "a photo that was not judged": (PHOTO, lambda town, browser: page(browser, town.chosen)),
    "that something was chosen": ("embargo", lambda town, browser: page(browser, town.chosen)),
    "the mark of its stage": ("stage-selected", lambda town, browser: page(browser, town.chosen)),
    "the mark of a neighbour": ("stage-selected", lambda town, browser: page(browser, town.beside)),
    "the search over the map": ("Wachtstraat", lambda _town, browser: find_place(browser, "wachtstr").text),
    "the list": ("Wachtplein", lambda _town, browser: str(listed(browser, EVERY_STAGE))),
    "the list of motivations": ("Nog niet vertellen", lambda _town, browser: why(browser, "")),
    "the search in motivations": ("Gekozen haag", lambda _town, browser: why(browser, "vertellen")),
    "what lies outside the period": ("Nog 1 buiten", lambda _town, browser: why(browser, "vertellen", "?period=4w")),
    "the reasons to choose from": ("Nutsleidingen", lambda _town, browser: why(browser, "")),
    "the answer sheet": ("Nog niet vertellen", lambda town, browser: answer_sheet(browser, town.chosen)),
    "the mark on the answer sheet": ("embargo", lambda town, browser: answer_sheet(browser, town.chosen)),
    "the lead of the page on motivations": ("Over 1 plek werd beslist", lambda _town, browser: opens_with(browser)),
    "the file of reasons": ("Nutsleidingen", lambda _town, browser: reasons_file(browser)),
    "the file of the list": ("Wachtplein", lambda _town, browser: file_of(browser, EVERY_STAGE)),
    "the mark in the search": ("stage-selected", lambda _town, browser: found(browser, "haag").text),
}
"""Where the embargo could leak: what must not stand there, and what is said there."""


@guarded
@pytest.mark.parametrize("door", DOORS)
def test_what_is_not_public_is_at_no_door(town: Town, monkeypatch: pytest.MonkeyPatch, guard: bool, door: str) -> None:
    browser = Browser(town.site).as_("raadslid")
    if not guard:
        true_scope = Person.scope

        def careless(self: Person, permission: Permission) -> Scope:
            return replace(true_scope(self, permission), embargoed=True)

        monkeypatch.setattr(Person, "scope", careless)
    secret, look = DOORS[door]
    assert (secret in look(town, browser)) != guard


def test_the_search_finds_meldingen_and_proposals_apart(town: Town) -> None:
    head, council = (Browser(town.site).as_(name) for name in ("groen", "raadslid"))
    told = found(head, "zelestraat").text
    assert [word for word in ("6 meldingen gevonden", "3 voorstellen gevonden", "?theme=x") if word not in told] == []
    assert f"{town.chosen}?theme=x" in told
    said = found(council, "P-").text
    assert "2 voorstellen gevonden" in said
    assert "M-26" not in found(council, "M-26").text
    assert "Geen resultaat." in found(council, "M-26").text
    nobody = Browser(town.site).as_("secretariaat")
    assert found(nobody, "zelestraat").status_code == 403


def test_the_file_holds_the_rows_of_the_list(town: Town) -> None:
    for person, n in (("directeur", 3), ("raadslid", 2)):
        browser = Browser(town.site).as_(person)
        told = list(csv.reader(file_of(browser, EVERY_STAGE).splitlines(), delimiter=";"))
        header, rows = told[7], [dict(zip(told[7], row, strict=True)) for row in told[8:]]
        assert [[row["Voorstel"], row["Status"], row["Stemmen"]] for row in rows] == listed(browser, EVERY_STAGE)
        assert len(rows) == n
        assert (told[0][1], header[0]) == ("Voorstellen", "Nummer van het voorstel")
        assert "Kaart: 51,000 tot 51,200 graden noord" in told[1][1]
        first = rows[-1]
        assert (first["Breedtegraad"], first["Lengtegraad"], first["Ingediend"]) == ("51,1", "4,0", "2026-03-02")
    elsewhere = "view=5.0,50.0,5.1,50.1,12"
    assert "P-" not in browser.get(f"/download/voorstellen/list.csv{EVERY_STAGE}&{elsewhere}").text
    assert browser.get(f"/download/voorstellen/list.xlsx{YEAR}").get_data()[:2] == b"PK"
    for wrong in ("view=1,2", "view=nan,0,1,1,9", "view=a,b,c,d,e", "from=nonsense"):
        assert browser.get(f"/download/voorstellen/list.csv?{wrong}").status_code == 400, wrong


def test_a_place_on_the_map_is_found_by_its_street(town: Town) -> None:
    told = find_place(Browser(town.site).as_("communicatie"), "zele").text
    assert "1 plaats gevonden" in told
    assert "Zelestraat" in told
    assert "Geen wijk of straat" in find_place(Browser(town.site).as_("buur"), "zele").text
    assert find_place(Browser(town.site).as_("secretariaat"), "zele").status_code == 403


def test_what_waits_for_moderation_is_told_to_who_judges_and_on_the_overview_to_who_handles(town: Town) -> None:
    ways = {}
    for person in ("groen", "directeur", "raadslid"):
        browser = Browser(town.site).as_(person)
        waits = browser.call("voorstellen-moderation.children").text
        attention = plain(browser.call("overview-attention.children", {"url.search": YEAR}))
        leads = re.findall('href="(/(?:moderatie|voorstellen)[^"]*)"', attention)
        ways[person] = ("Moderatie: 2 te beoordelen" in waits, leads)
    steps, waits = (
        f"/voorstellen{YEAR.replace('&', '&amp;')}#voorstellen-{one}-title" for one in ("steps", "not-started")
    )
    expected = {"groen": (True, ["/moderatie", waits]), "directeur": (False, [steps, waits]), "raadslid": (False, [])}
    assert ways == expected
    browser = Browser(town.site).as_("groen")
    name = next(name for name in browser.site.callback_map if "moderation-queue.children" in name)
    assert len(re.findall("moderation-link", browser.call(name).text)) == 2


def test_meldingen_on_the_spot_are_for_who_may_see_single_ones(town: Town) -> None:
    search = "?from=2026-01-01&to=2026-11-22&colour=meldingen&kind=klacht"
    values = {'{"page":"voorstellen","type":"atlas-seen"}.data': SEEN, "url.search": search}
    choices = '{"page":"voorstellen","type":"atlas-choices"}.children'
    legends = {}
    for person in ("directeur", "raadslid", "communicatie"):
        browser = Browser(town.site).as_(person)
        shown = next(key for key in town.site.callback_map if "atlas-legend" in key and "voorstellen" in key)
        legends[person] = plain(browser.call(shown, values))
        offered = plain(browser.call(next(key for key in town.site.callback_map if choices in key), values))
        assert ("Meldingen op deze plek" in offered) == (person == "directeur")
    told = {person: "Meldingen waar iets" in words for person, words in legends.items()}
    assert told == {"directeur": True, "raadslid": False, "communicatie": False}
