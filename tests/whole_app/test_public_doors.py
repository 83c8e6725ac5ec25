"""What is not published is at no door of the public, tried with the guard (the views) taken away and in place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import dash
import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql

from config.clock import FixedClock
from config.kinds import Role
from config.settings import with_role
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.engine import Writer
from queries.tables import appearance
from queries.tables.published import VIEWS
from tests import publishing
from tests.publishing import Known, chosen, hidden, open_map, published, write
from tests.whole_app.people import Browser, guarded
from tests.world import World

OPEN, CLOSED = "aalst-aan-zee", "berg"
STATES = ("published", "selected")
Door = Callable[[Known, str], str]


def _page(query: str) -> Door:
    return lambda one, code: f"/kaart/{code}{query.format(text=quote(one.title), number=one.number)}"


DOORS: dict[str, Door] = {
    "page": _page(""),
    "english page": _page("?taal=en"),
    "theme": _page(f"?thema={publishing.THEME[0]}"),
    "neighbourhood": _page(f"?wijk={publishing.AREA[0]}"),
    "state": _page("?" + "&".join(f"staat={one}" for one in STATES)),
    "most votes": _page("?orde=stemmen"),
    "title": _page("?zoek={text}"),
    "street": _page("?zoek=kerkstr"),
    "number": _page("?zoek={number}"),
    "embed": _page("/inbed"),
    "embed of a theme": _page(f"/inbed?thema={publishing.THEME[0]}&maat=groot"),
    "points": _page("/punten"),
    "points far off": _page("/punten?zoom=2&bbox=-180,-90,180,90"),
    "geojson": lambda _one, code: f"/open/{code}/voorstellen.geojson",
    "geojson of a part": lambda _one, code: f"/open/{code}/voorstellen.geojson?bbox=3.9,50.9,4.1,51.1",
    "csv": lambda _one, code: f"/open/{code}/voorstellen.csv",
    "detail": lambda one, code: f"/kaart/{code}/voorstel/{one.subject_id}",
    "photo": lambda one, code: f"/kaart/{code}/foto/{one.photo}",
}
OF_ONE = ("detail", "photo")
"""Doors that lead to one proposal: there is something, or there is not."""


@pytest.fixture(scope="module")
def town_writer(town_url: str) -> Iterator[Writer]:
    """The writing side; the towns are those of `world`."""
    side = Writer(with_role(town_url, "heli_writer"))
    yield side
    side.close()


@pytest.fixture(scope="module")
def world(town_writer: Writer, time: FixedClock) -> World:
    return World(town_writer, time)


@pytest.fixture(scope="module")
def shown(world: World) -> dict[str, Known]:
    """Published proposals of a town with an open map."""
    with world.writer.transaction() as connection:
        open_map(connection, world.a)
        return {
            number: write(world, connection, world.a, number, events)
            for number, events in (("plein", published("plein")), ("gekozen", chosen("gekozen")))
        }


@pytest.fixture(scope="module")
def kept_back(world: World, shown: dict[str, Known]) -> dict[str, tuple[Known, str]]:
    """What nobody may find, with the town where it would be: by state, and of a town with a closed map."""
    with world.writer.transaction() as connection:
        events = hidden(shown["plein"].subject_id)
        found = {number: (write(world, connection, world.a, number, one), OPEN) for number, one in events.items()}
        elsewhere = write(world, connection, world.b, "elders", published("elders"))
    return found | {"elders": (elsewhere, CLOSED)}


def tells(browser: Browser, door: str, one: Known, code: str) -> bool:
    """Whether a door tells of a proposal."""
    answer = browser.get(DOORS[door](one, code))
    assert answer.status_code in (200, 404), (door, answer.status_code)
    if door in OF_ONE:
        return answer.status_code == 200
    told = answer.text.replace(f'value="{one.title}"', "")  # what was searched stands in its field
    return any(mark in told for mark in one.marks)


CONDITIONS = {
    "WHERE appearance.public_map": "",
    "proposal.public_stage IS NOT NULL": "true",
    "photo.public_stage IS NOT NULL": "true",
    "photo.state = 'published'": "true",
    "proposal.public_stage AS stage": "coalesce(proposal.public_stage, 'published') AS stage",
}
"""What guards the views, and what stands there without it."""


@contextmanager
def unguarded(url: str) -> Iterator[None]:
    """The views without their conditions: what a mistake in them would show."""
    told = {
        name: str(view.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
        for name, view in VIEWS.items()
    }
    _put(url, {name: _without_conditions(view) for name, view in told.items()})
    try:
        yield
    finally:
        _put(url, told)


def _without_conditions(view: str) -> str:
    for condition, nothing in CONDITIONS.items():
        view = view.replace(condition, nothing)
    return view


def _put(url: str, views: dict[str, str]) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for name, view in views.items():
            connection.exec_driver_sql(f"CREATE OR REPLACE VIEW published.{name} AS {view}")
    engine.dispose()


@guarded
def test_what_is_not_published_is_at_no_door(
    site: dash.Dash, kept_back: dict[str, tuple[Known, str]], world: World, town_url: str, guard: bool
) -> None:
    with world.writer.transaction() as connection:
        if not guard:  # the closed town says how it shows itself, so that only the condition keeps it closed
            connection.execute(appearance.insert().values(organisation_id=world.b, public_map=False))
    found = _found(site, kept_back) if guard else _found_without(site, kept_back, town_url)
    assert found == {(name, door): not guard for name in kept_back for door in DOORS}


def _found(site: dash.Dash, kept_back: dict[str, tuple[Known, str]]) -> dict[tuple[str, str], bool]:
    found: dict[tuple[str, str], bool] = {}
    for place, (name, (one, code)) in enumerate(kept_back.items()):
        browser = Browser(site, address=f"10.0.0.{place}")
        found |= {(name, door): tells(browser, door, one, code) for door in DOORS}
    return found


def _found_without(
    site: dash.Dash, kept_back: dict[str, tuple[Known, str]], town_url: str
) -> dict[tuple[str, str], bool]:
    with unguarded(town_url):
        return _found(site, kept_back)


def test_what_is_published_is_at_every_door(site: dash.Dash, shown: dict[str, Known]) -> None:
    browser = Browser(site, address="10.0.1.1")
    missing = [(name, door) for name, one in shown.items() for door in DOORS if not tells(browser, door, one, OPEN)]
    assert missing == []


def test_what_is_unknown_closed_and_not_published_is_answered_alike(
    site: dash.Dash, kept_back: dict[str, tuple[Known, str]]
) -> None:
    browser = Browser(site)
    waiting, elsewhere = kept_back["wacht"][0].subject_id, kept_back["elders"][0].subject_id
    addresses = (
        *(f"/kaart/{OPEN}/voorstel/{one}" for one in (waiting, elsewhere, "019d24de-cb10-79e8-98d3-dab63e872cff")),
        *(
            f"/kaart/{CLOSED}{more}"
            for more in ("", "/inbed", "/punten", "/wijken", "/versie", f"/voorstel/{elsewhere}")
        ),
        *("/kaart/nergens", "/kaart/a/b/c", f"/kaart/{OPEN}/foto/photo-wacht", "/kaart/static/nothing.js", "/open/x/y"),
        *("/kaart/", "/kaart//x", "/open/", "/open//x", f"/kaart//{OPEN}"),
        *(f"/kaart/{OPEN}/voorstel/not-an-id", "/kaart/static/..%2fpolicy.py", "/kaart/%00/punten"),
    )
    told = {_without_language(browser.get(one).text) for one in addresses}
    assert {one: browser.get(one).status_code for one in addresses} == dict.fromkeys(addresses, 404)
    assert len(told) == 1
    assert "bestaat niet" in told.pop()


def _without_language(html: str) -> str:
    """A page without the link to itself in the other language."""
    return "\n".join(line for line in html.splitlines() if "hreflang" not in line)


def test_no_public_answer_touches_a_session(
    site: dash.Dash, shown: dict[str, Known], world: World, somebody: Callable[..., str]
) -> None:
    signed_in = Browser(site, address="10.0.1.2").as_(somebody(NewGrant(world.a, Role.BURGEMEESTER)))
    for browser in (Browser(site, address="10.0.1.3"), signed_in):
        for address in (*(door(shown["plein"], OPEN) for door in DOORS.values()), f"/kaart/{OPEN}?lang=en", "/kaart/x"):
            answer = browser.get(address)
            assert "Set-Cookie" not in answer.headers, address
            assert "cookie" not in answer.headers.get("Vary", "").lower(), address
