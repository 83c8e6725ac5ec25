"""Pieces of a page that nobody speaks to, as ready markup.

Dash keeps each component in a store that all components follow, and tells all of them when one more appears: a table of
a thousand cells takes a browser half a minute. `lean` leaves the components that a callback speaks to, and turns the
rest into HTML, made here and put in place by `assets/30-markup.js`: one component for each piece.
"""

import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from markupsafe import Markup, escape

_BARE = {"Br", "Col", "Hr", "Img", "Wbr"}
"""Elements without an end."""
_ALIVE = {"Button", "Details", "Dialog", "Form", "Iframe", "Input", "Option", "Script", "Select", "Style", "Textarea"}
"""Elements with a state or an act of their own stay components."""
_NAMES = {"className": "class", "htmlFor": "for"}
_CAPITAL = re.compile("(?=[A-Z])")
_SAFE = re.compile(r"(/(?!/)|[?#]|mailto:|tel:|https?://)")
"""How the address of a link begins; anything else could be a script."""


class Piece(Component):
    """One element with the HTML in it. `tag` is its name, `attributes` are its own as React names them."""

    _namespace = "helikopterview"
    _type = "Piece"

    def __init__(self, tag: str, attributes: Mapping[str, Any], inner: str) -> None:
        self._prop_names = ["tag", "attributes", "inner"]
        self.available_properties = self._prop_names
        self._valid_wildcard_attributes: list[str] = []
        self.available_wildcard_properties: list[str] = []
        super().__init__(tag=tag, attributes=dict(attributes), inner=inner)


def lean(part: Any) -> Any:
    """The same part of a page with as few components as it needs; `part` is a component, words, or a list of both.

    Raises ValueError for a link that does not lead to a page.
    """
    if isinstance(part, list | tuple):
        return [lean(each) for each in part]
    if not isinstance(part, Component):
        return part
    if _is_still(part):
        return _piece(part) if _holds_more(part) else part
    kept = copy(part)
    for name in ("children", *part._children_props):
        if getattr(part, name, None) is not None:
            setattr(kept, name, lean(getattr(part, name)))
    return kept


def _is_still(part: Any) -> bool:
    """Whether nothing speaks to a part or to anything in it."""
    if isinstance(part, list | tuple):
        return all(_is_still(each) for each in part)
    if not isinstance(part, Component):
        return True
    plain = isinstance(part, dcc.Link) or (part._namespace == html.Div._namespace and part._type not in _ALIVE)
    return plain and getattr(part, "id", None) is None and _is_still(getattr(part, "children", None))


def _holds_more(part: Component) -> bool:
    children = getattr(part, "children", None)
    return any(isinstance(each, Component) for each in (children if isinstance(children, list | tuple) else [children]))


def _piece(part: Component) -> Piece:
    own = {name: value for name, value in part.to_plotly_json()["props"].items() if name != "children"}
    _check_address(own.get("href"))
    if isinstance(part, dcc.Link):
        own["className"] = _inside(own)
    return Piece(_tag(part), own, _markup(getattr(part, "children", None)))


def _tag(part: Component) -> str:
    return "a" if isinstance(part, dcc.Link) else str(part._type).lower()


def _markup(part: Any) -> Markup:
    if part is None:
        return Markup("")
    if isinstance(part, list | tuple):
        return Markup("").join(_markup(each) for each in part)
    if not isinstance(part, Component):
        return escape(part)
    props, tag = part.to_plotly_json()["props"], _tag(part)
    if isinstance(part, dcc.Link):
        props["className"] = _inside(props)
    start = Markup("<{}{}>").format(tag, Markup("").join(_attribute(*each) for each in props.items()))
    return start if part._type in _BARE else Markup("{}{}</{}>").format(start, _markup(props.get("children")), tag)


def _inside(props: Mapping[str, Any]) -> str:
    """The class of a link that leads on without loading the page again (`assets/30-shell.js`)."""
    return f"inside {props.get('className') or ''}".strip()


def _attribute(name: str, value: Any) -> Markup:
    if name == "children" or value is None or value is False:
        return Markup("")
    if name == "href":
        _check_address(value)
    words = _style(value) if name == "style" else "" if value is True else value
    return Markup(' {}="{}"').format(_NAMES.get(name, name.lower()), words)


def _check_address(address: Any) -> None:
    if address is not None and not _SAFE.match(str(address)):
        raise ValueError(f"not the address of a page: {address!r}")


def _style(rules: Mapping[str, Any]) -> str:
    return ";".join(f"{_CAPITAL.sub('-', name).lower()}:{value}" for name, value in rules.items())
