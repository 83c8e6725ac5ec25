"""What a person sees instead of a page that cannot be shown."""

from dash import html
from dash.development.base_component import Component

from config.errors import HelikopterError


def problem_panel(error: HelikopterError) -> Component:
    """The message of an error in the place of a page's content."""
    return html.Div([html.H1(error.text())], className="problem", role="alert")
