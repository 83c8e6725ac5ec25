"""The accessibility statement, in the form that the Flemish 'bestuursdecreet' and Directive (EU) 2016/2102 ask for."""

from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.language import N_, day, t
from dashboard.components import statement as words
from dashboard.components.navigation import Section
from dashboard.components.page_head import tab_title
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.policy import ACCESSIBILITY_CONTACT, policy

CONTACT = "accessibility-contact"


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(words.NAME)


def layout(**_query: object) -> Component:
    """The statement; only the contact comes from this installation."""
    return html.Article(
        [
            html.H1(t(words.NAME)),
            html.P(t(words.INTRODUCTION), className="lead"),
            html.H2(t(N_("Status"))),
            html.P(t(words.STATUS)),
            html.H2(t(N_("What was tested, and how"))),
            _listed(words.TESTED),
            html.H2(t(N_("Known limits"))),
            _listed(words.LIMITS),
            html.H2(t(N_("Report a problem"))),
            html.P(t(words.REPORT)),
            html.P(id=CONTACT),
            html.P(t(words.COMPLAINT)),
            html.H2(t(N_("This statement"))),
            html.P(t(words.DRAWN_UP, day=day(words.REVIEWED))),
        ],
        className="prose statement",
    )


def _listed(sentences: tuple[str, ...]) -> Component:
    return html.Ul([html.Li(t(sentence)) for sentence in sentences])


dash.register_page(
    __name__, path="/toegankelijkheid", name=words.NAME, title=title, order=900, permission=None, section=Section.FOOT
)


@callback(Output(CONTACT, "children"), Input(Key.URL, "pathname"))
def show_contact(_path: str) -> list[Any]:
    """Whom to tell, as this installation has set it."""
    with services().db.read() as db:
        contact = policy(db, ACCESSIBILITY_CONTACT)
    if not contact:
        return [t(N_("Your contact is the administrator of this dashboard in your organisation."))]
    return [t(N_("Your contact:")), " ", html.B(str(contact))]
