"""Name, logo, colour and tiles of an organisation: seen by its own people, and by nobody else."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import dash
import pytest
from PIL import Image
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import Role
from config.layers import Layer
from dashboard.store.actions import appearance
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.engine import Writer
from dashboard.web import context
from dashboard.web.looks import AFTER, Looks
from queries import appearance as appearance_queries
from tests.whole_app.people import OTHER_TOWN, TOWN, Browser, username

ROOT = Path(__file__).parents[2]
TILES = "https://tiles.example.be"


@pytest.fixture
def chosen(site: dash.Dash, town_writer: Writer, time: FixedClock) -> Iterator[None]:
    """The town chose everything, and the app has heard of it; afterwards it did not."""
    said: dict[str, Any] = {"writer": town_writer, "clock": time, "actor": COMMAND_LINE, "organisation_id": TOWN}
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "PNG")
    appearance.set_look(name="Stad <Aan> Zee", accent="#AA3300", website=None, **said)
    appearance.set_logo(content=file.getvalue(), **said)
    appearance.add_layer(layer=Layer("Tegels", f"{TILES}/{{z}}/{{x}}/{{y}}.png", "x", 19), **said)
    context.of(site.server).looks.forget()
    yield
    with town_writer.transaction() as connection:
        connection.execute(text("DELETE FROM appearance"))
    context.of(site.server).looks.forget()


@pytest.mark.usefixtures("chosen")
def test_the_town_sees_its_colour_and_name_and_the_neighbour_does_not(site: dash.Dash) -> None:
    own = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    other = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR, OTHER_TOWN))
    assert "--accent:#AA3300" in own.get("/").text
    assert "--accent" not in other.get("/").text
    assert "#AA3300" in own.get("/_dash-layout").text
    assert "#AA3300" not in other.get("/_dash-layout").text
    assert "--accent" not in Browser(site).get("/login").text


@pytest.mark.usefixtures("chosen")
def test_a_logo_is_given_to_its_own_people_only(site: dash.Dash, somebody: Callable[..., str]) -> None:
    own = Browser(site).as_(username(Role.ALGEMEEN_DIRECTEUR))
    found = own.get(f"/logo?organisation={TOWN}")
    assert (found.status_code, found.mimetype) == (200, "image/png")
    other = Browser(site).as_(somebody(NewGrant(OTHER_TOWN, Role.ALGEMEEN_DIRECTEUR)))
    asked = (f"?organisation={TOWN}", f"?organisation={OTHER_TOWN}", "?organisation=x", "")
    assert [other.get(f"/logo{one}").status_code for one in asked] == [404, 404, 404, 404]
    assert Browser(site).get(f"/logo?organisation={TOWN}").status_code in (302, 401)


@pytest.mark.usefixtures("chosen")
def test_pages_may_show_pictures_of_the_tiles_that_were_chosen_and_of_nothing_else(site: dash.Dash) -> None:
    policy = Browser(site).as_(username(Role.RAADSLID)).get("/").headers["Content-Security-Policy"]
    told = dict(part.split(" ", 1) for part in policy.split("; "))
    assert told["img-src"] == f"'self' data: blob: {TILES}"
    assert [name for name, values in told.items() if TILES in values] == ["img-src"]


def test_looks_ask_the_database_at_most_once_a_minute(site: dash.Dash, time: FixedClock, monkeypatch: Any) -> None:
    asked: list[Any] = []
    looks = Looks(context.of(site.server).db, FixedClock(time.now()))
    read = appearance_queries.looks

    def counted(db: Any) -> Any:
        asked.append(db)
        return read(db)

    monkeypatch.setattr(appearance_queries, "looks", counted)
    for _ in range(3):
        assert looks.of(TOWN).name is None
        looks.tile_origins()
    assert len(asked) == 1
    looks.forget()
    looks.tile_origins()
    looks.clock = FixedClock(time.now() + AFTER + timedelta(seconds=1))
    looks.tile_origins()
    assert len(asked) == 3


def test_a_web_process_starts_without_what_only_the_worker_needs() -> None:
    worker = "{'shapely', 'scipy', 'matplotlib', 'typst', 'docx', 'pptx', 'lxml'}"
    code = f"import sys, app, dashboard.web.manage.areas; print({worker} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
