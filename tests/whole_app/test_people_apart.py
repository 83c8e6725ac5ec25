"""Two people, one process: what one sees never stands in what the other gets; layouts are the same for all."""

import re
from typing import Any

import dash
import pytest

from config.kinds import Role
from tests.whole_app.people import OTHER_TOWN, Browser, username

ONE, OTHER = username(Role.DIENSTHOOFD), username(Role.DIENSTHOOFD, OTHER_TOWN)


@pytest.fixture(scope="module")
def pair(site: dash.Dash) -> tuple[Browser, Browser]:
    """Somebody of each town."""
    return Browser(site).as_(ONE), Browser(site).as_(OTHER)


def paths(site: dash.Dash) -> list[str]:
    """The pages without variables in their address."""
    pages = site.server.extensions["pages"].values()
    return [page["path"] for page in pages if page["path"] != "/404" and not page["path_template"]]


def without_tokens(html: str) -> str:
    """A page without what is made anew for each request."""
    return re.sub(r'"end_id":"[^"]+"|beheerder: [0-9a-f]{16}', "", html)


def test_the_html_of_a_page_is_the_same_for_both(site: dash.Dash, pair: tuple[Browser, Browser]) -> None:
    for path in paths(site):
        first, second = (without_tokens(browser.get(path).text) for browser in pair)
        assert first == second, path
        assert "validation_layout" not in first


def test_the_layout_of_the_shell_is_the_same_for_both(pair: tuple[Browser, Browser]) -> None:
    first, second = (browser.get("/_dash-layout").data for browser in pair)
    assert first == second


def test_the_layouts_of_pages_are_the_same_for_both(site: dash.Dash, pair: tuple[Browser, Browser]) -> None:
    router = next(name for name in site.callback_map if "_pages_content" in name)
    for path in paths(site):
        values = {"_pages_location.pathname": path, "_pages_location.search": "?a=1&a=2&unknown=x"}
        first, second = (browser.call(router, values) for browser in pair)
        assert first.status_code == 200
        assert first.data == second.data, path


def test_no_layout_holds_a_name_from_the_database(site: dash.Dash, pair: tuple[Browser, Browser]) -> None:
    router = next(name for name in site.callback_map if "_pages_content" in name)
    texts = [pair[0].get("/_dash-layout").text]
    texts += [pair[0].call(router, {"_pages_location.pathname": path}).text for path in paths(site)]
    for text in texts:
        assert not re.search(r"Name of |Person |diensthoofd-", text)


def test_each_gets_an_own_answer_of_the_same_callbacks(site: dash.Dash, pair: tuple[Browser, Browser]) -> None:
    for name, entry in site.callback_map.items():
        if "callback" in entry:
            answers: list[Any] = [browser.call(name).text for browser in pair]
            assert ONE not in answers[1], name
            assert OTHER not in answers[0], name
            assert "Name of town" not in answers[1], name
            assert "Name of other-town" not in answers[0], name
