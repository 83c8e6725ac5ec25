"""Motivering: why places were chosen and why not, whether everybody can read it, and a search in the motivations."""

import dash
from dash import html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.cards.choices import CARDS
from dashboard.components.card_parts import Group
from dashboard.components.filter_bar import filter_bar
from dashboard.components.filter_parts import About
from dashboard.components.motivations import motivation_list
from dashboard.components.navigation import Section
from dashboard.components.page_head import page_head, tab_title
from dashboard.web import cards
from dashboard.web import motivation_list as listed

PAGE = "motivering"
NAME = N_("Motivation")
cards.declare(PAGE)
listed.declare()


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    first, rest = ([card.id for card in CARDS if card.group is group] for group in Group)
    head = [page_head(PAGE, t(NAME)), filter_bar(About.CHOICES)]
    above, below = cards.cards_layout(PAGE, leave_out=rest), cards.cards_layout(PAGE, leave_out=first)
    return html.Div([*head, *above, motivation_list(), below[0]])


dash.register_page(
    __name__,
    path=listed.PATH,
    name=NAME,
    title=title,
    order=47,
    permission=Permission.SEE_PROPOSALS,
    section=Section.PLACES,
)
