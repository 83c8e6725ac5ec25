"""What nobody speaks to becomes markup that says the same; what somebody speaks to stays a component."""

import json
from typing import Any

import dash_mantine_components as dmc
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st
from plotly.io.json import to_json_plotly

from dashboard.components.markup import Piece, lean
from tests.markup import components

WORDS = st.text(alphabet="aé<>&\"'; =/", max_size=6)


def test_a_table_is_one_component() -> None:
    table = html.Table([html.Tr([html.Th("Wijk", scope="col"), html.Td("3", className="right")])], className="table")
    assert as_json(lean(table)) == {
        "tag": "table",
        "attributes": {"className": "table"},
        "inner": '<tr><th scope="col">Wijk</th><td class="right">3</td></tr>',
    }


def test_what_has_an_id_or_acts_stays() -> None:
    button = html.Button([html.Span("Toon"), html.Span("als tabel")], id={"type": "card-table"})
    more = html.Details([html.Summary(html.B("Download")), html.Ul([html.Li("CSV")])])
    place = html.Div([html.P([html.B("x")])], id="place")
    box = dmc.Checkbox(label=html.Span(["Beveren", html.Span("235")]))
    kept = lean(html.Div([button, more, place, box]))
    assert [type(each).__name__ for each in kept.children] == ["Button", "Details", "Div", "Checkbox"]
    assert [type(each).__name__ for each in more.children] == ["Summary", "Ul"]
    assert [type(each).__name__ for each in kept.children[1].children] == ["Piece", "Piece"]
    assert isinstance(kept.children[2].children[0], Piece)
    assert isinstance(kept.children[3].label, Piece)
    assert not isinstance(box.label, Piece), "the part that was given is left as it was"


def test_a_link_leads_on_within_the_app() -> None:
    line = html.Li([dcc.Link([html.B("7")], href="/meldingen?a=1&b=2", className="line"), " te laat"])
    expected = '<a href="/meldingen?a=1&amp;b=2" class="inside line"><b>7</b></a> te laat'
    assert as_json(lean(line))["inner"] == expected
    root = dcc.Link([html.B("7")], href="/meldingen")
    assert as_json(lean(root))["attributes"] == {"href": "/meldingen", "className": "inside"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", " javascript:1", "//elsewhere", "data:text/html,x", ""])
def test_a_link_to_no_page_is_refused(address: str) -> None:
    for part in (html.A(html.B("x"), href=address), html.P(html.A("x", href=address))):
        with pytest.raises(ValueError, match="address"):
            lean(part)


def test_every_kind_of_attribute() -> None:
    image = html.Img(src="/assets/a.svg", alt="")
    part = html.Div(
        html.Td([image, html.Br()], colSpan=2, tabIndex=0, hidden=True, style={"minHeight": "3px", "color": "red"})
    )
    [cell] = components(json.loads(to_json_plotly(lean(part))))["props"]["children"]
    image, line = cell["props"].pop("children")
    assert cell["props"] == {"colspan": "2", "tabindex": "0", "hidden": "", "style": "min-height:3px;color:red"}
    assert image["props"] == {"src": "/assets/a.svg", "alt": "", "children": []}
    assert line["type"] == "Br"


def as_part(inner: list[Any]) -> Component:
    return html.Span(inner, className="a", title="".join(each for each in inner if isinstance(each, str)))


@given(st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3).map(as_part), max_leaves=12))
def test_markup_says_what_the_components_said(part: Any) -> None:
    whole = html.Section([html.Div(part), html.Br()])
    assert isinstance(lean(whole), Piece)
    assert said(lean(whole)) == said(whole)


def as_json(part: Any) -> dict[str, Any]:
    found: dict[str, Any] = part.to_plotly_json()
    assert (found["namespace"], found["type"]) == ("helikopterview", "Piece")
    return dict(found["props"])


def flat(part: Any) -> list[Any]:
    """Elements with their attributes, words and ends, in their order; words beside words are one."""
    if isinstance(part, str):
        return [part] if part else []
    if isinstance(part, list):
        return [each for inner in part for each in flat(inner)]
    own, children = dict(part["props"]), part["props"].get("children")
    own.pop("children", None)
    return [(part["type"].lower(), own), *flat([] if children is None else children), ("end", part["type"].lower())]


def joined(parts: list[Any]) -> list[Any]:
    found: list[Any] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return found


def said(part: Component) -> list[Any]:
    """What a browser gets to see of a component."""
    return joined(flat(components(json.loads(to_json_plotly(part)))))
