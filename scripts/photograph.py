"""Take the pictures of README and manual again, from a running demo.

    python -m dashboard serve --demo          (in another terminal)
    python -m scripts.photograph [http://127.0.0.1:8050]

Each picture shows a page, or a card of it, as one of the demo's accounts sees it. Look at them before you keep them.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.install_browser import found

DOCS = Path(__file__).parents[1] / "docs"
SIZES = {1440: 900, 360: 780}
QUIET = 2_500
"""Milliseconds after the last answer until everything is drawn, also on a slow machine."""


@dataclass(frozen=True)
class Shot:
    """One page, or one card of it by its name, seen by one account; saved as `<name>-<width>.png`."""

    folder: str
    name: str
    path: str
    username: str = "directeur"
    widths: tuple[int, ...] = (1440,)
    card: str = ""


README, MANUAL, BOTH = "pictures", "handleiding/beelden", (1440, 360)
SHOTS = (
    Shot(README, "overzicht", "/", widths=BOTH),
    Shot(README, "voorstellen", "/voorstellen", widths=BOTH),
    Shot(MANUAL, "overzicht", "/"),
    Shot(MANUAL, "overzicht-schepen", "/", "schepen"),
    Shot(MANUAL, "overzicht-diensthoofd", "/", "diensthoofd"),
    Shot(MANUAL, "overzicht-raadslid", "/", "raadslid"),
    Shot(MANUAL, "meldingen", "/meldingen"),
    Shot(MANUAL, "langst-open", "/meldingen", "medewerker", card="Langst over tijd"),
    Shot(MANUAL, "tevredenheid", "/tevredenheid"),
    Shot(MANUAL, "trends", "/trends"),
    Shot(MANUAL, "vergelijk", "/vergelijk"),
    Shot(MANUAL, "vergelijk-regio", "/vergelijk", "regio"),
    Shot(MANUAL, "beheer", "/beheer", "beheerder"),
    Shot(MANUAL, "beheer-normen", "/beheer/normen", "beheerder"),
    Shot(MANUAL, "voorstellen", "/voorstellen"),
    Shot(MANUAL, "moderatie", "/moderatie", "diensthoofd"),
    Shot(MANUAL, "publieke-kaart", "/kaart", "communicatie"),
    Shot(MANUAL, "kaart-insluiten", "/kaart-insluiten", "communicatie"),
    Shot(MANUAL, "gebieden", "/beheer/gebieden", "beheerder"),
)


def main() -> None:
    """All of them, or those whose file name holds the second argument."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050"
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=["--no-sandbox", "--disable-quic"])
        for shot in SHOTS:
            for width in shot.widths:
                if wanted in (target := f"{shot.folder}/{shot.name}-{width}.png"):
                    photograph(browser, address, shot, width, DOCS / target)
        browser.close()


def photograph(browser: Browser, address: str, shot: Shot, width: int, target: Path) -> None:
    """Log in as the account of the shot, open its page and keep the picture."""
    context = browser.new_context(viewport={"width": width, "height": SIZES[width]}, locale="nl-BE", base_url=address)
    page = context.new_page()
    _log_in(page, shot.username)
    page.goto(shot.path)
    page.locator("main h1").wait_for()
    page.locator(".skeleton").first.wait_for(state="detached")
    page.wait_for_timeout(QUIET)
    if shot.card:
        page.locator(".block", has_text=shot.card).screenshot(path=target)
    else:
        page.screenshot(path=target, full_page=True)
    print(target.relative_to(DOCS.parent), flush=True)
    context.close()


def _log_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", "demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


if __name__ == "__main__":
    main()
