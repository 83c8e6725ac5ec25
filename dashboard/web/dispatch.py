"""A callback request is data from outside: Dash runs whatever fits the name, so its form is checked before.

Anybody who is logged in can send any value to any callback. What comes through here names a callback that exists,
of a page that the person may see, with the inputs that it declared, of the types in the callback's signature. What the
values mean is for the callback to parse.
"""

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, get_type_hints

import dash
from dash import Output
from pydantic import StringConstraints, TypeAdapter, ValidationError

from config.errors import Forbidden, InvalidInput
from config.language import N_
from dashboard.web import pages
from queries.accounts import Person

Declared = Mapping[str, str]
"""Id and property of an input, state or output, as Dash writes them."""
MOST_ITEMS = 500
_TEXT: TypeAdapter[Any] = TypeAdapter(str | None)
_OWN_PATH = Annotated[str, StringConstraints(pattern="^/")]
_PATH: TypeAdapter[Any] = TypeAdapter(_OWN_PATH | None)
_ROUTED: TypeAdapter[Any] = TypeAdapter(_OWN_PATH)
"""Dash's own router fails without a path as soon as one page has a variable in its address."""
ROUTER = "_pages_location"
ADDRESS = {"pathname": _PATH, "search": _TEXT, "hash": _TEXT, "href": _TEXT}
"""Parts of the address, for every callback that has them: Dash's own router does not check them."""
_SEVERAL = (["ALL"], ["ALLSMALLER"])
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
    _check_types(callback, [*body.get("inputs", []), *body.get("state", [])])


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
        if isinstance(value, list) != _takes_several(one):
            raise InvalidInput(UNKNOWN)
        if len(items) > MOST_ITEMS or not all(_fits(one, item) for item in items):
            raise InvalidInput(UNKNOWN)


def _takes_several(declared: Declared) -> bool:
    """Whether any number of components fit the declared id: then, and only then, a list of them is sent."""
    if not declared["id"].startswith("{"):
        return False
    return any(part in _SEVERAL for part in json.loads(declared["id"]).values())


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


def _check_types(callback: Mapping[str, Any], given: list[Any]) -> None:
    """Values have the types that the callback's parameters say; one for each parameter, in order."""
    properties = [*callback["inputs"], *callback["state"]]
    for one, item, adapter in zip(properties, given, _parameters(callback["callback"], len(given)), strict=True):
        value = [each.get("value") for each in item] if isinstance(item, list) else item.get("value")
        try:
            if one["property"] in ADDRESS:
                _address_type(one).validate_python(value, strict=True)
            adapter.validate_python(value, strict=True)
        except ValidationError:
            raise InvalidInput(UNKNOWN) from None


def _address_type(declared: Declared) -> TypeAdapter[Any]:
    routed = declared["id"] == ROUTER and declared["property"] == "pathname"
    return _ROUTED if routed else ADDRESS[declared["property"]]


@lru_cache(maxsize=1024)
def _parameters(function: Callable[..., Any], count: int) -> tuple[TypeAdapter[Any], ...]:
    """What each value has to be; anything where the parameters do not stand one for one for the values."""
    own = inspect.unwrap(function)
    hints, names = get_type_hints(own), list(inspect.signature(own).parameters)
    if len(names) != count:
        return (TypeAdapter(Any),) * count
    return tuple(TypeAdapter(hints.get(name, Any)) for name in names)
