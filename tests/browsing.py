"""What all tests with a browser share: the one browser of a process, an app that answers it, and what axe finds."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import dash
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from scripts.install_browser import found

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

FLAGS = (
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
PATIENCE = 60_000
"""Milliseconds that a page may take on a machine that runs many tests at once."""


@contextmanager
def started() -> Iterator[Browser]:
    """The browser at hand, else Playwright's own. Playwright can be started once in a process, no more."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=list(FLAGS))
        yield browser
        browser.close()


def whole(file: IO[bytes], _size: int = 0) -> list[bytes]:
    """A file read at once: one half sent when its reader leaves would stay open."""
    with file:
        return [file.read()]


class Silent(WSGIRequestHandler):
    """Keeps requests out of the report of a test that fails, and waits for no browser that has nothing to ask."""

    timeout = 5

    def make_environ(self) -> "WSGIEnvironment":
        """Without files that outlive their request."""
        return super().make_environ() | {"wsgi.file_wrapper": whole}

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


class Thorough(ThreadedWSGIServer):
    """Closes when every request has its answer, and so gave back its connection with the database."""

    daemon_threads = False


@contextmanager
def serving(site: dash.Dash) -> Iterator[str]:
    """The address of an app that answers for as long as the block lasts."""
    with answering(site.server) as address:
        yield address


@contextmanager
def answering(application: "WSGIApplication") -> Iterator[str]:
    """The same of anything that speaks WSGI."""
    server = Thorough("127.0.0.1", 0, application, handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, no rule and no element left out."""
    result = Axe().run(page, options={"runOnly": list(WCAG), "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]
