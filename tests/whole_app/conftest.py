"""The whole app on a database with two towns; `build` composes a further one, `site` is shared within a file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dash
import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr

import app
from config import logs
from config.clock import FixedClock
from config.kinds import Role
from config.settings import Settings, with_role
from dashboard.store.actions import passwords
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.engine import Writer
from tests import server, sites
from tests.whole_app.people import NOON, NUMBERS, PASSWORD, SECRET, TOWN, add, settle

PROBES = Path(__file__).parent / "probes"
Build = Callable[..., dash.Dash]


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hashes that cost little, since a test logs in very often; and no line in the log for each request."""
    logs.configure("ERROR")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords.unmatchable_hash.cache_clear()
        yield
        passwords.unmatchable_hash.cache_clear()


@pytest.fixture(scope="module")
def town_url() -> Iterator[str]:
    """The owner's address of a database with both towns."""
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture(scope="module")
def time() -> FixedClock:
    """The clock of `site`."""
    return FixedClock(NOON)


@pytest.fixture(scope="module")
def town_writer(town_url: str, time: FixedClock) -> Iterator[Writer]:
    """The writing side, after both towns were written."""
    side = Writer(with_role(town_url, "heli_writer"))
    settle(side, time)
    yield side
    side.close()


@pytest.fixture(scope="module")
def settings(town_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """As in production, but for HTTPS."""
    return Settings(database_url=town_url, data_dir=tmp_path_factory.mktemp("data"), secret_key=SecretStr(SECRET))


@pytest.fixture(scope="module")
def site(settings: Settings, town_writer: Writer, time: FixedClock) -> Iterator[dash.Dash]:
    """The app with its real pages."""
    yield from _composed(settings, time)


@pytest.fixture
def build(
    settings: Settings, town_writer: Writer, time: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Build]:
    """Composes an app with the pages in `probes/`, which show what a careless page would."""
    monkeypatch.setattr(app, "PAGES", PROBES)
    made: list[dash.Dash] = []

    def compose(**changes: Any) -> dash.Dash:
        made.append(app.create_app(settings.model_copy(update=changes), clock=time))
        return made[-1]

    yield compose
    for one in made:
        sites.close(one)


@pytest.fixture
def somebody(town_writer: Writer, time: FixedClock) -> Callable[..., str]:
    """Makes a fresh account, by default a civil servant of the town; returns its name."""

    def make(grant: NewGrant | None = None, **more: Any) -> str:
        name = f"somebody-{next(NUMBERS)}"
        hashed = {"password_hash": passwords.hash_password(PASSWORD)} | more
        add(town_writer, time, name, grant or NewGrant(TOWN, Role.MEDEWERKER, all_services=True), **hashed)
        return name

    return make


def _composed(settings: Settings, clock: FixedClock) -> Iterator[dash.Dash]:
    made = app.create_app(settings, clock=clock)
    yield made
    sites.close(made)
