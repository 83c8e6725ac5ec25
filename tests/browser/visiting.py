"""One tab of a browser, with what it noticed: complaints in the console, requests to other machines, failed ones."""

import re
import time
from enum import StrEnum
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response, ViewportSize, expect

from tests.browsing import PATIENCE, violations

QUIET = 250
"""Milliseconds without a request after which a page counts as finished."""
UNFINISHED = ".skeleton, .refilling, .dash-graph:not(:has(.main-svg)), .block-grid:not(:has([role=gridcell]))"
"""A card that waits for its answer, and a chart or grid whose own code has not drawn it yet."""

PLACE_BARS = "place => document.querySelectorAll('nav.tabs, .filters').forEach(bar => (bar.style.position = place))"


class Size(StrEnum):
    """The two screens that every page must suit."""

    WIDE = "wide"
    PHONE = "phone"


SIZES: dict[Size, ViewportSize] = {
    Size.WIDE: {"width": 1440, "height": 900},
    Size.PHONE: {"width": 360, "height": 780},
}


class Visit:
    """A tab at `page`; `address` is where the app answers."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.host = page, address, urlsplit(address).netloc
        self.complaints: list[str] = []
        self._busy = 0
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("requestfinished", self._done)
        page.on("requestfailed", self._done)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        self._busy += 1
        where = urlsplit(request.url)
        if where.scheme in ("http", "https", "ws", "wss") and where.netloc != self.host:
            self.complaints.append(f"another machine: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {urlsplit(response.url).path}")

    def _done(self, _request: Request) -> None:
        self._busy -= 1

    def go(self, address: str) -> "Visit":
        """Open an address and wait until it stands."""
        self.page.goto(address)
        return self.settle()

    def resize(self, size: Size) -> "Visit":
        """Turn the screen into another one, as who turns a tablet does."""
        self.page.set_viewport_size(SIZES[size])
        return self

    def settle(self) -> "Visit":
        """Wait until nothing is asked any more, every chart and grid is drawn and nothing is half transparent."""
        expect(self.page.locator("main h1")).to_be_visible()
        still, end = 0, time.monotonic() + PATIENCE / 1000
        while still < QUIET:
            assert time.monotonic() < end, f"{self.page.url} still draws {self._unfinished()}, {self._busy} requests"
            self.page.wait_for_timeout(50)
            still = 0 if self._busy > 0 or self._unfinished() else still + 50
        return self

    def _unfinished(self) -> list[str]:
        """The classes of what still waits; the page answers between two pieces of its own work, never within one."""
        script = "marks => Array.from(document.querySelectorAll(marks), part => part.className)"
        return list(self.page.evaluate(script, UNFINISHED))

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands.

        The bars that stay in sight stand at their own place meanwhile: what they cover by chance can be scrolled free.
        """
        self.page.evaluate(PLACE_BARS, "static")
        found = violations(self.page)
        self.page.evaluate(PLACE_BARS, "")
        return found

    def overflow(self) -> int:
        """By how many px the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def focused(self) -> str:
        """The accessible words of what has the keyboard."""
        script = "(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()"
        return str(self.page.evaluate(script))


def log_in(page: Page, username: str, password: str) -> None:
    """Through the form, as a person does; where the form is not open yet it is opened."""
    if "/login" not in page.url:
        page.goto("/login")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    expect(page).not_to_have_url(re.compile("/login"))
    expect(page.locator("main h1")).to_be_visible()
