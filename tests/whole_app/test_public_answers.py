"""What the public pages and the open data answer: headers, weight, pages of data, limits, and odd questions."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from random import Random
from urllib.parse import quote

import dash
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from config.clock import FixedClock
from config.ids import uuid7
from config.settings import with_role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.engine import Writer
from dashboard.store.outbox import take_in
from dashboard.web.context import EXTENSION
from dashboard.web.public.doors import DOORS
from dashboard.web.public.rows import COLUMNS
from tests.publishing import BEGUN, CHOSEN, PUBLISHED, TOLD, chosen, open_map, published, submitted, write
from tests.whole_app.people import Browser
from tests.world import World, story

TOWN, WEBSITE = "aalst-aan-zee", "https://www.aalst-aan-zee.example"
MANY = 800
HEAVIEST = 250_000
LAYER = (
    '[{"name": "OSM", "url": "https://{s}.tiles.example/{z}/{x}/{y}.png", "attribution": "<b>&copy;</b>", '
    '"most_zoom": 19}, {"name": "bad", "url": "https://x.example; script-src *", "attribution": "", "most_zoom": 9}]'
)
IN_PAGE = re.compile(r'(?:href|src)="(/(?:assets|kaart/static)/[^"]+)"')


@pytest.fixture(scope="module")
def town_writer(town_url: str) -> Iterator[Writer]:
    """The writing side; the towns are those of `world`."""
    side = Writer(with_role(town_url, "heli_writer"))
    yield side
    side.close()


@pytest.fixture(scope="module")
def world(town_writer: Writer, time: FixedClock) -> World:
    """A town with an open map and as many proposals as an active one has; one of them says something dangerous."""
    made, chance = World(town_writer, time), Random(5)
    with town_writer.transaction() as connection:
        open_map(connection, made.a, websites=[WEBSITE, "https://x.example; script-src *"])
        connection.execute(text("UPDATE appearance SET layers = CAST(:layers AS jsonb)"), {"layers": LAYER})
        made.add(connection, made.a, *(_one_of_many(number, chance) for number in range(MANY)), topic=Topic.PROPOSAL)
        write(made, connection, made.a, "gekozen", chosen("gekozen"))
        write(made, connection, made.a, "formule", published("formule", title='=HYPERLINK("x")<script>'))
    take_in(town_writer, time)
    return made


def _one_of_many(number: int, chance: Random) -> list:
    told = {"title": f"Meer groen in straat {number}", "number": f"P-{number:04}", "text": "Een zin. " * 20}
    place = {"lon": 4.1 + chance.random() / 5, "lat": 51.1 + chance.random() / 5, "theme_id": 1, "area_id": 1}
    return story((P.SUBMITTED, BEGUN, {"payload": told | place}), (P.PUBLISHED, PUBLISHED))


_arrived = count()


def newcomer(site: dash.Dash) -> Browser:
    """From an address of its own, so that none uses up the requests of another."""
    number = next(_arrived)
    return Browser(site, address=f"10.1.{number // 250}.{number % 250}")


@pytest.fixture
def browser(site: dash.Dash, world: World) -> Browser:
    return newcomer(site)


def policy(answer) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in _csp(answer).split("; "))}


def _csp(answer) -> str:
    return str(answer.headers["Content-Security-Policy"])


def test_only_the_embedded_map_may_be_framed_and_by_who_was_named(browser: Browser) -> None:
    for address in (f"/kaart/{TOWN}", "/open", "/kaart/toegankelijkheid", "/kaart/nergens", f"/kaart/{TOWN}/punten"):
        answer = browser.get(address)
        assert policy(answer)["frame-ancestors"] == ["'none'"], address
        assert answer.headers["X-Frame-Options"] == "DENY", address
    embedded = browser.get(f"/kaart/{TOWN}/inbed")
    assert policy(embedded)["frame-ancestors"] == ["'self'", WEBSITE]
    assert "X-Frame-Options" not in embedded.headers


def test_a_page_runs_our_own_files_and_shows_the_tiles_of_its_town(browser: Browser) -> None:
    page = browser.get(f"/kaart/{TOWN}")
    told = policy(page)
    assert told["script-src"] == told["connect-src"] == ["'self'"]
    assert told["img-src"] == ["'self'", "data:", *(f"https://{one}.tiles.example" for one in "abc")]
    assert "unsafe" not in _csp(page)
    assert 'style="' not in page.text
    assert not re.search(r"<script(?! defer src=)", page.text)
    assert "&lt;script&gt;" in page.text
    assert {"X-Content-Type-Options", "Permissions-Policy", "Cross-Origin-Opener-Policy"} <= set(page.headers.keys())


def test_the_page_is_light(browser: Browser) -> None:
    """Everything that comes over the line before a layer of tiles, with the points of all of the town."""
    packed = {"Accept-Encoding": "gzip"}
    page = browser.get(f"/kaart/{TOWN}")
    files = set(IN_PAGE.findall(page.text)) - {one for one in IN_PAGE.findall(page.text) if "no-script" in one}
    more = {f"/kaart/{TOWN}/{one}" for one in ("punten?zoom=12&bbox=4,51,5,52", "wijken", "versie")}
    font = "/assets/fonts/source-sans-3-latin-wght-normal.woff2"
    weights = {one: len(browser.get(one, headers=packed).data) for one in {f"/kaart/{TOWN}", font, *files, *more}}
    assert len(weights) > 10
    assert sum(weights.values()) < HEAVIEST, weights
    assert len(browser.get(f"/kaart/{TOWN}/punten?zoom=18").get_json()["points"]) == MANY + 2


def test_pages_of_open_data_hold_each_proposal_once_in_both_forms(browser: Browser) -> None:
    everything = _followed(browser, "/open/voorstellen.geojson?limit=300")
    assert len({one["id"] for one in everything}) == len(everything) == MANY + 2
    part = browser.get(f"/open/{TOWN}/voorstellen.geojson?bbox=4.1,51.1,4.2,51.2&limit=5000").get_json()
    inside = [
        one for one in everything if all(low <= x <= low + 0.1 for x, low in zip(_place(one), (4.1, 51.1), strict=True))
    ]
    assert part["numberMatched"] == part["numberReturned"] == len(inside) > 0
    rows = list(csv.DictReader(io.StringIO(browser.get("/open/voorstellen.csv?limit=5000").text)))
    assert [row["id"] for row in rows] == [one["id"] for one in everything]
    assert tuple(rows[0]) == COLUMNS
    [chosen_one] = [row for row in rows if row["number"] == "gekozen"]
    assert (chosen_one["stage"], chosen_one["published"], chosen_one["reasons"]) == (
        "selected",
        "2026-03-04",
        "support",
    )
    assert chosen_one["photos"].endswith(f"/kaart/{TOWN}/foto/photo-gekozen")
    assert [row["title"][:2] for row in rows if row["number"] == "formule"] == ["'="]


def _place(one: dict) -> list[float]:
    return list(one["geometry"]["coordinates"])


def _followed(browser: Browser, address: str) -> list[dict]:
    found = []
    while address:
        answer = browser.get(address)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.get_json()["license"] == "https://example.be/licence"
        found += answer.get_json()["features"]
        told = re.search(r'<([^>]+)>; rel="next"', answer.headers["Link"])
        address = told[1] if told else ""
        assert address == next((one["href"] for one in answer.get_json()["links"] if one["rel"] == "next"), "")
    return found


@pytest.mark.parametrize("address", [f"/kaart/{TOWN}", f"/kaart/{TOWN}/versie", "/open/voorstellen.geojson?limit=9"])
def test_who_has_it_already_gets_nothing_until_something_is_published(
    browser: Browser, address: str, world: World, time: FixedClock
) -> None:
    first = browser.get(address, headers={"Accept-Encoding": "gzip"})
    known = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    again = browser.get(address, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"
    with world.writer.transaction() as connection:
        write(world, connection, world.b, f"elders-{address}", published("elders"))
        waiting = story(submitted("wacht"), (P.QUESTION_ASKED, PUBLISHED, {"payload": {"message": "Waar?"}}))
        write(world, connection, world.a, f"wacht-{address}", waiting)
    time.set(time.now() + timedelta(minutes=1))
    take_in(world.writer, time)
    assert browser.get(address, headers=known).status_code == 304  # another town's news is no news, nor what waits
    with world.writer.transaction() as connection:
        write(world, connection, world.a, f"nieuw-{address}", published("nieuw"))
    take_in(world.writer, time)
    assert browser.get(address, headers=known).status_code == 200


def test_who_asks_too_much_waits(browser: Browser) -> None:
    answers = [browser.get("/open/catalog.jsonld") for _ in range(61)]
    assert {one.status_code for one in answers[:60]} == {200}
    assert answers[60].status_code == 429
    assert 0 < int(answers[60].headers["Retry-After"]) <= 60
    assert "Wacht een minuut" in answers[60].get_json()["error"]["message"]
    assert browser.get(f"/kaart/{TOWN}").status_code == 200


def test_who_looks_at_pages_too_often_waits_too(browser: Browser) -> None:
    answers = [browser.get(f"/kaart/{TOWN}/versie") for _ in range(301)]
    assert [one.status_code for one in answers] == [200] * 300 + [429]
    assert "Wacht een minuut" in answers[300].text
    assert browser.get(f"/kaart/{TOWN}").status_code == 200


def test_a_question_of_the_public_is_given_up_soon(site: dash.Dash) -> None:
    with site.server.extensions[EXTENSION].public.read() as db:
        assert db.scalar(text("SHOW statement_timeout")) == "5s"


def test_a_photo_stays_with_its_reader_and_not_for_long(browser: Browser) -> None:
    kept = browser.get(f"/kaart/{TOWN}/foto/photo-gekozen").headers["Cache-Control"]
    assert kept == "private, max-age=3600"


def test_other_sites_may_ask_and_only_ask(browser: Browser) -> None:
    asked = browser.open("/open/voorstellen.csv", "OPTIONS")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    head = browser.open("/open/voorstellen.csv", "HEAD")
    assert (head.status_code, head.data) == (200, b"")
    assert "Last-Modified" in head.headers


def test_the_catalogue_says_what_the_profile_asks(browser: Browser) -> None:
    told = browser.get("/open/catalog.jsonld").get_json()
    [dataset] = told["dcat:dataset"]
    for one in (told, dataset):
        assert {"dct:title", "dct:description", "dct:identifier", "dct:publisher", "dcat:contactPoint"} <= set(one)
    assert dataset["mdcat:statuut"]["@id"].endswith("VLOPENDATA")
    assert {"dct:modified", "dct:accessRights"} <= set(dataset)
    for one in dataset["dcat:distribution"]:
        assert one["dct:license"]["@id"] == "https://example.be/licence"
        assert browser.get(one["dcat:downloadURL"] + "?limit=1").status_code == 200
    [record] = told["dcat:record"]
    assert record["foaf:primaryTopic"] == dataset["@id"]


WEIRD = ("'", "';--", "\0", "%00", "1e999", "nan,nan,nan,nan", "-1", "9" * 40, "&|!()<>:*\\", "٣", "4,51,5,52", "?#/..")
ODD = st.one_of(st.text(max_size=30), st.sampled_from(WEIRD))
KEYS = (
    *("thema", "wijk", "staat", "zoek", "orde", "blad", "taal", "ondergrond", "maat", "zoom", "bbox", "limit"),
    "cursor",
)
NEVER_SHRUNK = [one for one in Phase if one is not Phase.shrink]  # a request costs too much to try it a thousand times


@settings(
    max_examples=80,
    deadline=None,
    phases=NEVER_SHRUNK,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from([address for address, _ in DOORS.values()]),
    st.dictionaries(st.sampled_from(KEYS), ODD, max_size=5),
    st.one_of(st.just(TOWN), ODD.filter(bool)),
    ODD.filter(bool),
    st.integers(0, 250 * 250 - 1),
)
def test_nothing_that_is_asked_breaks_anything(
    site: dash.Dash, world: World, door: str, asked: dict[str, str], code: str, key: str, who: int
) -> None:
    filled = {"<code>": code, "<key>": key, "<name>": key, "<uuid:subject_id>": str(uuid7(who, 1))}
    address = door.replace("<any(geojson, csv):ending>", "csv")
    for place, value in filled.items():
        address = address.replace(place, quote(value, safe="", errors="replace"))
    status = newcomer(site).get(address, query_string=asked).status_code
    assert status in (200, 302, 400, 404), (address, asked)


STEPS, WHERE = "De buurt plant mee in mei.", {"type": "Point", "coordinates": [4.02, 51.01]}


def followed(number: str, *more: tuple) -> list:
    """A place that was chosen elsewhere than proposed, realised, measured and shown; `more` of its publication."""
    why = {"outcome": "selected", "motivation": f"Motief {number}", "geometry": WHERE}
    done = {"payload": {"cost_actual": 4321.0}}
    taken = {"payload": {"photo": f"na-{number}", "alt": "Een klaar plein", "moment": "after"}}
    return published(
        number,
        (P.SELECTION_MADE, CHOSEN, {"payload": why}),
        (P.NEXT_STEPS_TOLD, CHOSEN, {"payload": {"text": STEPS}}),
        *more,
        (P.EXECUTION_PLANNED, "2026-05-04 10:00", {"payload": {"due": "2026-06-01"}}),
        (P.REALISED, "2026-06-02 10:00", done),
        (P.OUTCOME_MEASURED, "2026-06-09 10:00", {"payload": {"indicator": "trees", "value": 7}}),
        (P.PHOTO_ADDED, "2026-06-09 10:00", taken),
        (P.PHOTO_PUBLISHED, "2026-06-09 10:00", taken),
        cost_estimated=999.0,
    )


def test_a_place_is_followed_to_its_end_and_one_under_embargo_tells_nothing_of_it(
    browser: Browser, world: World, town_writer: Writer
) -> None:
    with town_writer.transaction() as connection:
        told = write(world, connection, world.a, "klaar", followed("klaar", (P.SELECTION_PUBLISHED, TOLD)))
        untold = write(world, connection, world.a, "zwijg", followed("zwijg"))
    page, silent = (browser.get(f"/kaart/{TOWN}/voorstel/{one.subject_id}").text for one in (told, untold))
    words = [STEPS, "Voor en na de werken", "2 jun 2026", "7 (gemeten; 3 geschat)", "4.321 euro (999 euro geraamd)"]
    words += ["data-final='{", '<svg viewBox="0 0 480 280"', "Motief"]
    assert [one for one in words if one not in page] == []
    assert [one for one in words if one in silent] == []
    rows = csv.DictReader(io.StringIO(browser.get(f"/open/{TOWN}/voorstellen.csv?limit=5000").text))
    found = {row["number"]: (row["next_steps"], row["chosen_geometry"]) for row in rows}
    assert found["klaar"] == (STEPS, '{"type":"Point","coordinates":[4.02,51.01]}')
    assert found["zwijg"] == ("", "")
    here = json.loads(browser.get(f"/open/{TOWN}/voorstellen.geojson?bbox=4.00,50.9,4.01,51.1").text)["features"]
    assert [one["properties"].get("chosen_geometry") for one in here if one["id"] == str(told.subject_id)] == [WHERE]
