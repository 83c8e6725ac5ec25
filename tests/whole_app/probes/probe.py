"""A page that tells what its callback may see; the probes of the gate's tests ask it."""

import json
from typing import Any

import dash
from dash import Input, Output, State, callback, clientside_callback, dcc, html
from dash.development.base_component import Component

from config.errors import InvalidInput
from config.kinds import Permission
from dashboard.web.auth import current_scope, find_current_user

dash.register_page(__name__, path="/probe", title=lambda: "Probe", permission=Permission.SEE_MELDINGEN)


def layout(**_query: object) -> Component:
    """What must never happen: the reader's name in a layout."""
    person = find_current_user()
    words = html.P(f"layout of {person.username if person else 'nobody'}")
    outputs = [html.P(id="probe-out"), html.P(id="probe-mirror")]
    return html.Div([words, *outputs, dcc.Store(id="probe-in"), dcc.Store(id="probe-scope")])


@callback(Output("probe-out", "children"), Input("probe-in", "data"), State("probe-scope", "data"))
def tell(wanted: Any, _claimed: Any) -> str:
    """The organisations and services in scope, whatever the client claims."""
    if wanted == "error":
        raise InvalidInput()
    if wanted == "crash":
        raise RuntimeError("a secret in a traceback")
    reaches = current_scope().reaches
    return json.dumps([[reach.organisation_id, sorted(reach.service_ids or [])] for reach in reaches])


clientside_callback("(value) => value", Output("probe-mirror", "children"), Input("probe-in", "data"))
