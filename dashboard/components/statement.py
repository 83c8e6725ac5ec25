"""The words of both accessibility statements: of the dashboard (`pages/toegankelijkheid.py`) and of the public pages.

Their form is what the Flemish 'bestuursdecreet' and Directive (EU) 2016/2102 ask for.
"""

from datetime import date

from config.language import N_

NAME = N_("Accessibility")
REVIEWED = date(2026, 11, 22)
"""When the statements were last compared with the pages; move it whenever those are looked over."""

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
DRAWN_UP = N_("Drawn up by the makers after their own tests, last reviewed on {day}.")

PUBLIC_INTRODUCTION = N_(
    "Everybody must be able to use the public map and the open data. This statement says how far that is true, as the "
    "Flemish 'bestuursdecreet' of 7 December 2018 and Directive (EU) 2016/2102 ask."
)
PUBLIC_STATUS = N_(
    "These pages conform in part to the Web Content Accessibility Guidelines (WCAG) 2.2, level AA, and with them to "
    "EN 301 549. We know of no criterion that they fail, but nobody from outside has assessed them yet; until then we "
    "do not claim more."
)
PUBLIC_TESTED = (
    N_(
        "The map with its list and the page of a proposal are checked automatically with axe-core against the WCAG "
        "rules of level A and AA, without exceptions, on a wide screen and on a phone of 360 pixels."
    ),
    N_("Filtering the list and opening a proposal are tried by keyboard alone, and without JavaScript."),
    TESTED[-1],
)
PUBLIC_LIMITS = (
    N_(
        "The marks on the map can be reached with a mouse or a finger only. The list shows the same proposals in words."
    ),
    N_("The descriptions of photos are written by people; not every photo has a good one."),
    N_("The pages have not yet been tried by people who use a screen reader every day."),
)
PUBLIC_COMPLAINT = N_(
    "If the answer does not help you, use the complaints procedure of your local government. After that you can turn "
    "to its ombudsman or to the Flemish Ombuds Service (Vlaamse Ombudsdienst)."
)
