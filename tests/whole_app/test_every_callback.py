"""Every callback x every role and nobody: none answers an anonymous client, none trusts what it is sent."""

import copy
import inspect
from collections.abc import Iterator
from typing import Any

import dash
import pytest

from config.kinds import PERMISSIONS, Permission, Role
from tests.whole_app.people import Browser, payload, username

SEARCH = "search-found"
"""The one callback of the shell that is for who may see single meldingen or proposals."""
FINDS = {Permission.SEE_CASES, Permission.SEE_PROPOSALS}
NASTY: tuple[Any, ...] = (
    None,
    "",
    "' OR 1=1 --",
    "../../etc/passwd",
    "?from=1900-01-01&to=2099-12-31&service=x&service=y",
    "?from=nonsense",
    -1,
    10**20,
    1.5e308,
    True,
    [],
    ["a", None, {"b": 1}],
    {},
    {"organisation_id": 2, "type": "x"},
    "\x00\ud7ff",
    "\ud800",
    ["\x00"],
    ["\ud800"],
    "?service=a%00b",
    "?area=\x00&category=\x1b",
    "?kind=%00",
    "?organisation=\ud800",
    "x" * 10_000,
)


@pytest.fixture(scope="module")
def everybody(site: dash.Dash) -> dict[Role, Browser]:
    """A logged-in browser for each role."""
    return {role: Browser(site).as_(username(role)) for role in Role}


def error_of(response: Any) -> Any:
    return response.get_json()["error"]


def served(site: dash.Dash) -> list[str]:
    """Callbacks with a function on the server."""
    return [name for name, entry in site.callback_map.items() if "callback" in entry]


def permission_of(site: dash.Dash, name: str) -> Any:
    """What the page of a callback asks for; None for the shell's."""
    page = page_of(site, name)
    return page["permission"] if page else None


def page_of(site: dash.Dash, name: str) -> Any:
    """The page that a callback belongs to; None for the shell's."""
    return site.server.extensions["pages"].get(site.callback_map[name]["callback"].__module__)


def reader_of(everybody: dict[Role, Browser], name: str, usual: Role) -> Browser:
    """Somebody who may see the page of a callback: the usual reader where possible."""
    needed = permission_of(everybody[usual].site, name)
    return everybody[next(role for role in (usual, *Role) if needed is None or needed in PERMISSIONS[role])]


def test_nobody_gets_an_answer(site: dash.Dash) -> None:
    for name in site.callback_map:
        browser = Browser(site)
        response = browser.call(name)
        assert response.status_code == 401, name
        assert set(error_of(response)) == {"code", "message", "request_id"}
        browser.form_token("/login")  # neither does a visitor with a session and its CSRF token
        token = browser.form_token("/login")
        response = browser.post("/_dash-update-component", json=payload(site, name, {}), headers={"X-CSRFToken": token})
        assert response.status_code == 401, name


@pytest.mark.parametrize("role", Role)
def test_each_role_is_answered_as_its_page_allows(everybody: dict[Role, Browser], role: Role) -> None:
    browser = everybody[role]
    for name in served(browser.site):
        needed = permission_of(browser.site, name)
        response = browser.call(name)
        if (needed is not None and needed not in PERMISSIONS[role]) or (
            SEARCH in name and not FINDS & PERMISSIONS[role]
        ):
            assert response.status_code == 403, name
        elif Permission.SEE_MELDINGEN in PERMISSIONS[role]:  # what the shared callbacks of filters show
            assert response.status_code in (200, 204, 400), (name, response.text)
        else:
            assert response.status_code in (200, 204, 400, 403), (name, response.text)


AGAIN = ("version.data", "-turn.data")
"""Inputs that say only when to ask again: what is in them is not read."""


def trials(declared: list[str]) -> Iterator[list[Any]]:
    """What to send in these inputs: every nasty value in each, another one in every input at once; and again in all
    that is read beside the address, below an address that is well."""
    address = [name.startswith("url.") for name in declared]
    own = [not (there or name.endswith(AGAIN)) for name, there in zip(declared, address, strict=True)]
    for first in range(len(NASTY)):
        yield [NASTY[(first + 5 * place) % len(NASTY)] for place in range(len(declared))]
    for first in range(len(NASTY) if any(address) and any(own) else 0):
        yield [NASTY[(first + 7 * place) % len(NASTY)] if ours else None for place, ours in enumerate(own)]


def inputs_of(site: dash.Dash, name: str) -> list[str]:
    """What a callback is sent, in order: 'id.property'."""
    entry = site.callback_map[name]
    return [f"{one['id']}.{one['property']}" for one in (*entry["inputs"], *entry["state"])]


def twins(site: dash.Dash) -> list[list[str]]:
    """Callbacks by their function: pages share some, which may take turns."""
    found: dict[Any, list[str]] = {}
    for name in served(site):
        found.setdefault(inspect.unwrap(site.callback_map[name]["callback"]), []).append(name)
    return list(found.values())


def test_every_value_is_tried_in_every_input() -> None:
    declared = ["url.search", "version.data", "one.value", "other.value"]
    tried = list(trials(declared))
    assert all({repr(sent[place]) for sent in tried} >= set(map(repr, NASTY)) for place in range(len(declared)))
    well = [sent for sent in tried if sent[0] is None]
    assert all({repr(sent[place]) for sent in well} == set(map(repr, NASTY)) for place in (2, 3))


def test_no_value_of_an_input_breaks_a_callback(everybody: dict[Role, Browser]) -> None:
    site = everybody[Role.MEDEWERKER].site
    for names in twins(site):
        for turn, values in enumerate(trials(inputs_of(site, names[0]))):
            name = names[turn % len(names)]
            sent = dict(zip(inputs_of(site, name), values, strict=True))
            response = reader_of(everybody, name, Role.MEDEWERKER).call(name, sent)
            assert response.status_code in (200, 204, 400, 403, 404), (name, sent, response.text[:300])
            assert "Traceback" not in response.text


def forgeries(body: dict[str, Any]) -> list[Any]:
    """Requests that our own pages never send, made from a true one."""
    made: list[Any] = []
    changes: tuple[tuple[str, Any], ...] = (
        ("output", "no-such-output.children"),
        ("output", None),
        ("output", ["a"]),
        ("inputs", None),
        ("inputs", "x"),
        ("inputs", [*body["inputs"], {"id": "extra", "property": "value", "value": 1}]),
        ("inputs", [{"id": "another", "property": "value", "value": 1} for _ in body["inputs"]] or [1]),
        ("state", {"a": 1}),
        ("outputs", [{}] * 7),
        ("outputs", "x"),
        ("changedPropIds", [1]),
        ("changedPropIds", "x"),
    )
    for key, value in changes:
        forged = copy.deepcopy(body)
        forged[key] = value
        made.append(forged)
    return [*made, None, [], "x", 7, {}]


def test_a_forged_request_is_refused_with_400(everybody: dict[Role, Browser]) -> None:
    for name in served(everybody[Role.ALGEMEEN_DIRECTEUR].site):
        browser = reader_of(everybody, name, Role.ALGEMEEN_DIRECTEUR)
        for forged in forgeries(payload(browser.site, name, {})):
            response = browser.post_callback(forged)
            assert response.status_code == 400, (name, forged, response.text)
            assert error_of(response)["request_id"] == response.headers["X-Request-ID"]


def test_what_is_not_json_is_refused_with_400(everybody: dict[Role, Browser]) -> None:
    browser = everybody[Role.ALGEMEEN_DIRECTEUR]
    response = browser.post("/_dash-update-component", data="{", headers=browser.csrf_header())
    assert response.status_code == 400


def test_a_clientside_callback_has_no_answer_on_the_server(everybody: dict[Role, Browser]) -> None:
    browser = everybody[Role.ALGEMEEN_DIRECTEUR]
    clientside = [name for name in browser.site.callback_map if name not in served(browser.site)]
    assert clientside
    for name in clientside:
        assert browser.call(name).status_code == 400, name


def test_a_later_app_in_the_same_process_has_the_same_callbacks(settings: Any, site: dash.Dash, build: Any) -> None:
    shared = {name for name in served(site) if page_of(site, name) is None}
    assert shared <= set(build().callback_map)


def test_one_where_any_number_fit_is_refused_and_so_are_several_where_one_fits(
    everybody: dict[Role, Browser],
) -> None:
    for name in served(everybody[Role.ALGEMEEN_DIRECTEUR].site):
        browser = reader_of(everybody, name, Role.ALGEMEEN_DIRECTEUR)
        body = payload(browser.site, name, {})
        lists = {part: body[part] for part in ("inputs", "state", "outputs") if isinstance(body[part], list)}
        for key, place in [(part, place) for part, items in lists.items() for place in range(len(items))]:
            forged = copy.deepcopy(body)
            item = forged[key][place]
            forged[key][place] = item[0] if isinstance(item, list) else [item]
            response = browser.post_callback(forged)
            assert response.status_code == 400, (name, key, place, response.text)
