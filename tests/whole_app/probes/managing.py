"""A page for the beheerder only."""

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission

dash.register_page(__name__, path="/managing", title="Managing", permission=Permission.MANAGE)


def layout(**_query: object) -> Component:
    """What a beheerder may read."""
    return html.Div("for the beheerder")


@callback(Output("managing-out", "children"), Input("managing-in", "data"))
def tell(_value: object) -> str:
    """What a beheerder may hear."""
    return "told to the beheerder"
