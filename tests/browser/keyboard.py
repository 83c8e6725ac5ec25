"""Somebody who has a keyboard and nothing else: Tab until it is there, then a key."""

from playwright.sync_api import Locator, Page, expect

MOST = 200
"""Tabs after which something counts as out of reach."""


def reach(target: Locator) -> Locator:
    """Tab to something from where the keyboard is; it must show that it has the keyboard."""
    expect(target).to_be_visible()
    for _ in range(MOST):
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate("one => one.matches(':focus-visible')"), f"{target} does not show the keyboard"
            return target
        target.page.keyboard.press("Tab")
    raise AssertionError(f"{MOST} tabs do not reach {target}")


def press(target: Locator, key: str = "Enter") -> None:
    """Tab to something and press a key on it."""
    reach(target)
    target.page.keyboard.press(key)


def type_in(target: Locator, words: str) -> None:
    """Tab to a field and write in it."""
    reach(target)
    write(target.page, words)


def write(page: Page, words: str) -> None:
    """Write where the keyboard is; a field tells its text a moment after the last key."""
    page.keyboard.type(words)
    page.evaluate("new Promise(taken => setTimeout(taken, 50))")
