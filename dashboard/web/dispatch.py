"""A callback request is data from outside: Dash runs whatever fits the name, so its form is checked before.

Anybody who is logged in can send any value to any callback. What comes through here names a callback that exists,
of a page that the person may see, with the inputs that it declared. The values are parsed by the callback itself.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import dash
from dash import Output

from config.errors import Forbidden, InvalidInput
from config.language import N_
from dashboard.web import pages
from queries.accounts import Person

Declared = Mapping[str, str]
"""Id and property of an input, state or output, as Dash writes them."""
MOST_ITEMS = 500
UNKNOWN = N_("This page is out of date. Load it again.")


def check_callback(callbacks: Mapping[str, Any], body: Any, person: Person) -> None:
    """Raise InvalidInput for a request that our own pages cannot have sent, Forbidden for another's page."""
    callback = _callback_named(callbacks, body)
    page = dash.page_registry.get(callback["callback"].__module__)
    if page is not None and not pages.allows(page, person):
        raise Forbidden()
    _check_values(callback["inputs"], body.get("inputs", []))
    _check_values(callback["state"], body.get("state", []))
    _check_outputs(callback, body)


def _callback_named(callbacks: Mapping[str, Any], body: Any) -> Mapping[str, Any]:
    name = body.get("output") if isinstance(body, dict) else None
    found: Mapping[str, Any] | None = callbacks.get(name) if isinstance(name, str) else None
    if found is None or "callback" not in found:  # a clientside callback has no function here
        raise InvalidInput(UNKNOWN)
    return found


def _check_values(declared: Sequence[Declared], given: Any) -> None:
    if not isinstance(given, list) or len(given) != len(declared):
        raise InvalidInput(UNKNOWN)
    for one, value in zip(declared, given, strict=True):
        items = value if isinstance(value, list) else [value]
        if len(items) > MOST_ITEMS or not all(_fits(one, item) for item in items):
            raise InvalidInput(UNKNOWN)


def _check_outputs(callback: Mapping[str, Any], body: dict[str, Any]) -> None:
    changed, outputs = body.get("changedPropIds", []), body.get("outputs")
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        raise InvalidInput(UNKNOWN)
    if callback["no_output"]:
        return
    is_several = isinstance(callback["output"], list | tuple)
    declared = callback["output"] if is_several else [callback["output"]]
    _check_values([_declared(output) for output in declared], outputs if is_several else [outputs])


def _declared(output: Output) -> Declared:
    return {"id": output.component_id_str(), "property": output.component_property}


def _fits(declared: Declared, item: Any) -> bool:
    """Whether an item has the declared id (with any value for a wildcard) and property."""
    if not isinstance(item, dict) or not isinstance(item.get("property"), str):
        return False
    if item["property"].partition("@")[0] != declared["property"]:  # '@' begins the mark of a shared output
        return False
    if not declared["id"].startswith("{"):
        return bool(item.get("id") == declared["id"])
    pattern, given = json.loads(declared["id"]), item.get("id")
    if not isinstance(given, dict) or pattern.keys() != given.keys():
        return False
    return all(_same(pattern[key], given[key]) for key in pattern)


def _same(pattern: Any, value: Any) -> bool:
    """A wildcard is a list with its name, like ["ALL"]; it takes any single value."""
    if isinstance(pattern, list):
        return isinstance(value, str | int | float | bool)
    return bool(pattern == value)
