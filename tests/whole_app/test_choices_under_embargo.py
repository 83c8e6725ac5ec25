"""A draft, a choice that waits for approval, and one that is planned, approved or decided on stand at no door.

Every callback that a role may call, every address, the public pages and the open data answer the same before somebody
wrote about a place and after it, in each state, until its publication: then they do not. With the guard taken away the
roles that may not know of it are told of the approved choice.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import dash
import pytest
from pydantic import SecretStr
from sqlalchemy import text

import app  # noqa: TID251 - the whole app is what is tested
from config.clock import FixedClock
from config.kinds import PERMISSIONS, ItemKind, Organ, Permission, Role, SittingResult
from config.settings import Settings, with_role
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import choices, drafts, publishing, rounds
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.passwords import hash_password
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.actions.reasons import NewReason, add_reason
from dashboard.store.actions.sittings import planning, recording
from dashboard.store.actions.sittings.agenda import Marked, Put, put_on
from dashboard.store.engine import Writer
from dashboard.store.outbox import take_in
from queries.accounts import Person
from queries.filters import Scope
from tests import server, sites
from tests.conftest import NOW
from tests.publishing import chosen, open_map, published, write
from tests.whole_app.people import PASSWORD, SECRET, Browser, add
from tests.whole_app.test_every_callback import page_of, served
from tests.whole_app.test_every_route import FILLED, address
from tests.world import World

CODE = "aalst-aan-zee"
OWN = NewReason("Verborgen schoolpad", "Hidden way to school", ["selected"])
SECRET_WORDS = ("Geheimzinnig", "Onder ons gezegd", "own_verborgen", OWN.label_nl, OWN.label_en)
OUTSIDERS = (Role.RAADSLID, Role.COMMUNICATIE)
PERIOD = "?from=2026-01-01&to=2026-11-22"
SEARCHES = (f"{PERIOD}&stage=selected&stage=published", f"{PERIOD}&mode=points")
DECISION = "https://besluiten.example/geheimzinnig"
MAP = [[[50.9, 3.9], [51.2, 4.2]], 14]
OWN_DOOR, MENU = "pages.publicatie", "dashboard.web.shell"
"""Where the communication service finds approved choices in order to publish them, and their number."""


_DOSSIER = (
    "INSERT INTO dossier (organisation_id, dossier_id, round_id, ref, version, draft, places, reach, as_of, made_at, "
    "made_role, frozen, hash) VALUES (:o, :d, :r, 'geheimzinnig', 1, false, 1, '[]', :now, :now, 'medewerker', "
    "jsonb_build_object('name', 'Geheimzinnig', 'places', jsonb_build_array(jsonb_build_object("
    "'organisation', CAST(:o AS int), 'subject', CAST(:s AS text), 'outcome', 'selected', 'version', 1))), 'x')",
    "INSERT INTO dossier_file VALUES (:o, :d, 'pdf', 'Geheimzinnig', now())",
)

_PACK = (
    "INSERT INTO publication_pack (organisation_id, pack_id, ref, made_at, made_role, places, public, reach, "
    "subject_ids, content) VALUES (:o, :p, 'geheimzinnig', now(), 'communicatie', 1, false, '[]', '{}', 'Geheimzinnig')"
)


class Town:
    """A town with an open map and a place in its round; each step brings the choice about it further."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        self.world = World(writer, clock)
        with writer.transaction() as connection:
            open_map(connection, self.world.a)
            self.place = write(self.world, connection, self.world.a, "plek", published("plek")).subject_id
            write(self.world, connection, self.world.a, "ander", chosen("ander"))
        take_in(writer, clock)
        self.one, self.two = (
            Acting(Actor(UUID(int=number), str(role), "r"), self.world.a)
            for number, role in ((7, Role.MEDEWERKER), (8, Role.DIENSTHOOFD))
        )
        self.held: dict[str, Any] = {"writer": writer, "clock": clock}
        told: dict[str, Any] = self.held | {"actor": self.one.actor, "organisation_id": self.world.a}
        self.reason = add_reason(**told, new=OWN)
        round_id = rounds.open_round(**self.held, by=self.one, rules=Rules("Geheimzinnig", {"support": 100}))
        self.within = Within(self.world.a, round_id)

    def seen(self) -> Seen:
        with self.writer.transaction() as connection:
            asked = text("SELECT max(seq) FROM event WHERE subject_id = :s")
            return Seen(self.place, int(connection.scalar(asked, {"s": self.place}) or 0))

    def draft(self) -> None:
        point = {"type": "Point", "coordinates": [4.05, 51.05]}
        words = "Geheimzinnig, met leidingen.", "Geheimzinnig gedeeld.", "Onder ons gezegd."
        content = Content("selected", ("support", self.reason), *words, geometry=point)
        key: dict[str, Any] = {"within": self.within, "subject_id": self.place, "draft_no": 0}
        drafts.save(**self.held, by=self.one, **key, content=content)

    def make(self) -> None:
        choices.make(**self.held, by=self.one, within=self.within, marks=[Mark(self.seen(), 1)])

    def approve(self) -> None:
        choices.approve(**self.held, by=self.two, seen=[self.seen()])

    def plan(self) -> None:
        """Approved, and planned for tomorrow."""
        self.approve()
        later = self.clock.now() + timedelta(days=1)
        publishing.plan(**self.held, by=self.two, seen=[self.seen()], publish_at=later)

    def dossier(self) -> None:
        """A dossier with all of it, under the id that every door is asked for."""
        named = {"o": self.world.a, "d": FILLED["dossier_id"], "r": self.within.round_id, "s": str(self.place)}
        named |= {"now": self.clock.now()}
        with self.writer.transaction() as connection:
            for statement in _DOSSIER:
                connection.execute(text(statement), named)

    def pack(self) -> None:
        """A publication pack with all of it, under the id that every door is asked for."""
        with self.writer.transaction() as connection:
            connection.execute(text(_PACK), {"o": self.world.a, "p": FILLED["pack_id"]})

    def decide(self) -> None:
        """The college decides on that dossier, two seconds later."""
        by = Acting(Actor(UUID(int=9), str(Role.SECRETARIAAT), "r"), self.world.a)
        begins = planning.Sitting(Organ.COLLEGE, self.clock.now() + timedelta(seconds=1))
        held: dict[str, Any] = self.held | {"by": by, "sitting_id": planning.plan(**self.held, by=by, sitting=begins)}
        put = Put(ItemKind.DOSSIER, (self.seen(),), "Geheimzinnig", UUID(FILLED["dossier_id"]))
        (item,) = put_on(**held, puts=[put])
        self.clock.advance(timedelta(seconds=2))
        told = recording.Result(SittingResult.APPROVED, "Geheimzinnig_1", DECISION)
        recording.record(**held, items=[Marked(item, 1, (self.seen(),))], told=told)

    def publish(self) -> None:
        publishing.publish(**self.held, by=self.two, seen=[self.seen()])


STEPS = (Town.draft, Town.make, Town.plan, Town.dossier, Town.pack, Town.decide)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, dash.Dash]]:
    name, clock = server.create_database(), FixedClock(NOW)
    url = server.url(name)
    writer = Writer(with_role(url, "heli_writer"))
    made = Town(writer, clock)
    hashed = hash_password(PASSWORD)
    for role in OUTSIDERS:
        add(writer, clock, str(role), NewGrant(made.world.a, role), password_hash=hashed)
    settings = Settings(database_url=url, data_dir=tmp_path_factory.mktemp("data"), secret_key=SecretStr(SECRET))
    site = app.create_app(settings, clock=clock)
    yield made, site
    sites.close(site)
    writer.close()
    server.drop_database(name)


def answers(site: dash.Dash, browser: Browser, role: Role | None, place: UUID) -> dict[str, str]:
    """What every door tells a role (None: everybody), without what differs for each request."""
    own = f"/download/publicatiepakket/{FILLED['pack_id']}.zip" if role is Role.COMMUNICATIE else ""
    paths = [path for path in addresses(site, place) if path != own]
    told = {f"GET {path}": browser.get(path).data.decode(errors="replace") for path in paths}
    if role is not None:
        told |= {
            f"{name} {search}": browser.call(name, asked(place, search)).text
            for name in served(site)
            if may_call(site, name, role)
            for search in SEARCHES
        }
    return {door: _OF_REQUEST.sub("", words) for door, words in told.items()}


_OF_REQUEST = re.compile(
    r'"request_id":"\w+"|request_id=\w+|beheerder: \w+|nonce="[^"]+"|value="[^"]+"|"end_id":"[^"]+"'
)


def addresses(site: dash.Dash, place: UUID) -> list[str]:
    """Every address that can be opened, about the town and the place."""
    rules = [rule for rule in site.server.url_map.iter_rules() if "GET" in (rule.methods or ())]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"code": CODE, "subject_id": str(place)}.items():
            patch.setitem(FILLED, name, value)
        plain = [address(rule) for rule in rules if rule.rule not in ("/logout", "/puls", "/_dash-dependencies")]
    detail = [f"/kaart/{CODE}/voorstel/{place}", f"/open/{CODE}/voorstellen.csv", f"/open/{CODE}/voorstellen.geojson"]
    pages = [path for path in plain if "_dash-component-suites" not in path and "/assets/" not in path]
    return sorted({*pages, *detail})


def asked(place: UUID, search: str) -> dict[str, Any]:
    return {
        "url.search": search,
        "url.pathname": f"/voorstellen/{place}",
        '{"page":"voorstellen","type":"atlas-seen"}.data': MAP,
        '{"page":"voorstellen","type":"atlas-grid"}.getRowsRequest': {"startRow": 0},
        '{"place":["MATCH"],"type":"search-text"}.value': "plein",
    }


def may_call(site: dash.Dash, name: str, role: Role) -> bool:
    page, module = page_of(site, name), site.callback_map[name]["callback"].__module__
    if role is Role.COMMUNICATIE and module in (OWN_DOOR, MENU):
        return False
    return page is None or page["permission"] is None or page["permission"] in PERMISSIONS[role]


def doors(town: tuple[Town, dash.Dash]) -> dict[tuple[str, str], str]:
    """All doors of everybody who may not know."""
    made, site = town
    take_in(made.writer, made.clock)
    browsers: dict[Role | None, Browser] = {None: Browser(site)}
    browsers |= {role: Browser(site).as_(str(role)) for role in OUTSIDERS}
    return {
        (str(role), door): words
        for role, browser in browsers.items()
        for door, words in answers(site, browser, role, made.place).items()
    }


def test_no_door_tells_of_a_choice_before_its_publication(
    town: tuple[Town, dash.Dash], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = town
    before = doors(town)
    assert len(before) > 200, "the doors are there"
    for step in STEPS:
        step(made)
        after = doors(town)
        assert [door for door in before if after[door] != before[door]] == [], step.__name__
        assert [door for door, words in after.items() if any(word in words for word in SECRET_WORDS)] == []
    with monkeypatch.context() as patch:
        patch.setattr(Person, "scope", careless(Person.scope))
        leaky = doors(town)
        changed = {door for door in before if leaky[door] != before[door]}
        assert {role for role, _ in changed} == {str(role) for role in OUTSIDERS}, "the guard is what keeps it"
    made.publish()
    public = doors(town)
    changed = {door for door in before if public[door] != before[door]}
    assert {role for role, _ in changed} == {"None", *map(str, OUTSIDERS)}
    assert ("None", f"GET /kaart/{CODE}/voorstel/{made.place}") in changed
    assert f'<a href="{DECISION}"' in public["None", f"GET /kaart/{CODE}/voorstel/{made.place}"]
    assert not any("Onder ons gezegd" in words for words in public.values())
    _by_its_name(made.reason, public)


def _by_its_name(code: str, public: dict[tuple[str, str], str]) -> None:
    """A reason of the town's own is told by its name at every door; by its code only as the open data explain."""
    named = {door for door, words in public.items() if OWN.label_nl in words}
    assert {role for role, _ in named} == {"None", *map(str, OUTSIDERS)}
    bare = {door for door, words in public.items() if code in re.sub(rf"reason={code}", "", words)}
    assert {door.split("?")[0].rpartition("/")[2] for _, door in bare} == {"voorstellen.csv", "voorstellen.geojson"}
    assert bare <= named


def careless(scope: Any) -> Any:
    """A guard that lets everybody know what is not public."""

    def told(self: Person, permission: Permission) -> Scope:
        true: Scope = scope(self, permission)
        return Scope(true.reaches, cases=true.cases, embargoed=True)

    return told


def test_the_communication_service_finds_what_is_approved_where_it_publishes_only(
    town: tuple[Town, dash.Dash],
) -> None:
    _, site = town
    names = [name for name in served(site) if site.callback_map[name]["callback"].__module__ == OWN_DOOR]
    browser = Browser(site).as_(str(Role.COMMUNICATIE))
    assert any(browser.call(name, {"url.search": ""}).status_code == 200 for name in names)
    other = Browser(site).as_(str(Role.RAADSLID))
    assert {other.call(name, {"url.search": ""}).status_code for name in names} == {403}
