"""The accessibility statement, in the form that the Flemish 'bestuursdecreet' and Directive (EU) 2016/2102 ask for."""

from datetime import date
from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.language import N_, day, t
from dashboard.components.navigation import Section
from dashboard.components.page_head import tab_title
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.policy import ACCESSIBILITY_CONTACT, policy

NAME = N_("Accessibility")
CONTACT = "accessibility-contact"
REVIEWED = date(2026, 11, 22)
"""When this statement was last compared with the dashboard; move it whenever the page is looked over."""

INTRODUCTION = N_(
    "Everybody who works with this dashboard must be able to use it. This statement says how far that is true, "
    "as the Flemish 'bestuursdecreet' of 7 December 2018 and Directive (EU) 2016/2102 ask."
)
STATUS = N_(
    "This dashboard conforms in part to the Web Content Accessibility Guidelines (WCAG) 2.2, level AA, and with them "
    "to EN 301 549. We know of no criterion that it fails, but nobody from outside has assessed it yet; until then we "
    "do not claim more."
)
TESTED = (
    N_(
        "Each page is checked automatically with axe-core against the WCAG rules of level A and AA, without "
        "exceptions, on a wide screen and on a phone of 360 pixels: as it opens, with tables shown, with drawers open, "
        "with errors and without data."
    ),
    N_("Logging in, filtering and opening details are tried by keyboard alone at every change of the software."),
    N_("The contrast of all colours was calculated, also for people who do not tell colours apart."),
)
LIMITS = (
    N_(
        "Charts are pictures with a description. Their figures are complete only in the table that 'Show as table' "
        "opens, and in the files to download."
    ),
    N_("Single points of a chart show more under a mouse; the table holds the same figures."),
    N_("The table with the oldest meldingen shows fewer columns on a narrow screen; the file holds all of them."),
    N_("The dashboard has not yet been tried by people who use a screen reader every day."),
    N_("The fields for a date are those of the browser: how well they can be read out differs from one to another."),
)
REPORT = N_("Can you not use something, or not understand it? Tell us which page it was and what you wanted to do.")
COMPLAINT = N_(
    "If the answer does not help you, use the complaints procedure of your organisation. After that you can turn to "
    "its ombudsman or to the Flemish Ombuds Service (Vlaamse Ombudsdienst)."
)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The statement; only the contact comes from this installation."""
    return html.Article(
        [
            html.H1(t(NAME)),
            html.P(t(INTRODUCTION), className="lead"),
            html.H2(t(N_("Status"))),
            html.P(t(STATUS)),
            html.H2(t(N_("What was tested, and how"))),
            _listed(TESTED),
            html.H2(t(N_("Known limits"))),
            _listed(LIMITS),
            html.H2(t(N_("Report a problem"))),
            html.P(t(REPORT)),
            html.P(id=CONTACT),
            html.P(t(COMPLAINT)),
            html.H2(t(N_("This statement"))),
            html.P(t(N_("Drawn up by the makers after their own tests, last reviewed on {day}."), day=day(REVIEWED))),
        ],
        className="prose statement",
    )


def _listed(sentences: tuple[str, ...]) -> Component:
    return html.Ul([html.Li(t(sentence)) for sentence in sentences])


dash.register_page(
    __name__, path="/toegankelijkheid", name=NAME, title=title, order=900, permission=None, section=Section.FOOT
)


@callback(Output(CONTACT, "children"), Input(Key.URL, "pathname"))
def show_contact(_path: str) -> list[Any]:
    """Whom to tell, as this installation has set it."""
    with services().db.read() as db:
        contact = policy(db, ACCESSIBILITY_CONTACT)
    if not contact:
        return [t(N_("Your contact is the administrator of this dashboard in your organisation."))]
    return [t(N_("Your contact:")), " ", html.B(str(contact))]
