"""A real server on the demo of half a year, and a real browser; made once a worker."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import dash
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from pydantic import SecretStr
from werkzeug.serving import WSGIRequestHandler, make_server

import app
from config.clock import FixedClock
from config.settings import Settings, with_role
from dashboard.jobs.demo import making
from dashboard.jobs.demo.accounts import PASSWORD
from dashboard.store.engine import Writer
from scripts.install_browser import NAMES
from tests import server
from tests.browser.visiting import FLAGS, SIZES, Size, Visit, log_in
from tests.conftest import NOW

PATIENCE = 20_000
"""Milliseconds that a page may take on a machine that runs many tests at once."""


@pytest.fixture(scope="session")
def demo_url() -> Iterator[str]:
    """The owner's address of a database with half a year of the demo, up to the fixed moment of all tests."""
    name = server.create_database()
    url = server.url(name)
    writer = Writer(with_role(url, "heli_writer"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "YEARS", 0.5)
        making.ensure_demo(writer, FixedClock(NOW), embedded=True)
    writer.close()
    yield url
    server.drop_database(name)


@pytest.fixture(scope="session")
def site(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> dash.Dash:
    """The app as it is served, but for the clock."""
    folder = tmp_path_factory.mktemp("data")
    settings = Settings(database_url=demo_url, data_dir=folder, secret_key=SecretStr("k" * 48), log_level="ERROR")
    return app.create_app(settings, clock=FixedClock(NOW))


class Silent(WSGIRequestHandler):
    """Keeps requests out of the report of a test that fails."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def address(site: dash.Dash) -> Iterator[str]:
    """Where the app answers."""
    serving = make_server("127.0.0.1", 0, site.server, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser: `CHROMIUM`, else one on PATH, else Playwright's own."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def session_state(browser: Browser, address: str) -> Any:
    """The cookies of the general director."""
    context = browser.new_context(locale="nl-BE", base_url=address)
    log_in(context.new_page(), "directeur", PASSWORD)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(browser: Browser, address: str, session_state: Any) -> Iterator[Callable[..., Visit]]:
    """Opens a tab of somebody who is logged in (`known=False`: of a stranger) at one of the two sizes.

    After the test no tab may have complained, asked another machine or failed; expected failures are taken out first.
    """
    opened: list[Visit] = []

    def open_tab(size: Size = Size.WIDE, *, known: bool = True) -> Visit:
        context = browser.new_context(
            base_url=address,
            viewport=SIZES[size],
            locale="nl-BE",
            timezone_id="Europe/Brussels",
            storage_state=session_state if known else None,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(Visit(context.new_page(), address))
        return opened[-1]

    yield open_tab
    found = [complaint for tab in opened for complaint in tab.complaints]
    for tab in opened:
        tab.page.context.close()
    assert found == []
