"""One proposal on a page: what it is, its votes, its choice, its course, and what lies around it."""

from datetime import date

from dash import html

from config.clock import local_day
from config.language import N_, day, number, t
from config.vocabularies import Vocabulary
from dashboard.charts.proposal import votes_over_time
from dashboard.components.aria import aria
from dashboard.components.card import Links, filled
from dashboard.components.card_parts import Group, Part, Place, heading_id
from dashboard.components.case_parts import Header, block, missing, term, told
from dashboard.components.proposal_choice import choices
from dashboard.components.proposal_course import proposal_items
from dashboard.components.proposal_facts import facts_block, gains_block, text_block
from dashboard.components.proposal_nearby import Around, area_block, meldingen_block, relatives_block
from dashboard.components.proposal_parts import Ways, embargo, euros, proposal_title
from dashboard.components.proposal_place import place_block
from dashboard.components.proposal_progress import progress_block
from dashboard.components.status import proposal_stage
from dashboard.components.timeline import timeline
from queries.atlas import UNDECIDED
from queries.proposal_case import ProposalCase
from queries.proposal_header import SINCE

VOTES = Place("voorstel", Group.ABOVE, "votes")
"""The figure of the votes: a card that is filled with its page."""


def proposal_head(case: ProposalCase, *, embargoed: bool) -> html.Div:
    """Title, number and stage; and a padlock while something was chosen that is not public.

    `embargoed`: who reads it knows of choices that are not public; to others none waits for one.
    """
    header = case.header.to_dict()
    words = " · ".join(filter(None, (told(header["number"]), _since(header))))
    state = [proposal_stage(header["stage"]), html.Span(words), *([embargo()] if header["undisclosed"] else [])]
    parts = [html.H1(proposal_title(header)), html.P(state, className="case-state")]
    return html.Div(
        html.Div([*parts, _key_facts(header, embargoed=embargoed)], className="page-words"), className="page-head"
    )


def _since(header: Header) -> str:
    """Since when it stands so; nothing where its source told no day."""
    if SINCE.get(header["stage"], "explained_at").removesuffix("_at") in header["undated"]:
        return ""
    return t(N_("since {day}"), day=day(local_day(header["stage_since"], header["zone"])))


def _key_facts(header: Header, *, embargoed: bool) -> html.Dl:
    """What somebody wants to know first, as large figures."""
    costs = [(header["cost_actual"], N_("actual cost")), (header["cost_estimated"], N_("estimated cost"))]
    facts = [
        (number(header["support"]), _support_words(header)),
        (day(header["submitted_day"]), t(N_("submitted"))),
        *([_waited(header)] if embargoed and header["stage"] in UNDECIDED else []),
        *[(euros(cost), t(words)) for cost, words in costs if not missing(cost)],
    ]
    return html.Dl(
        [html.Div([html.Dt(words), html.Dd(value)], className="fact") for value, words in facts], className="facts"
    )


def _waited(header: Header) -> tuple[str, str]:
    days = (local_day(header["as_of"], header["zone"]) - header["submitted_day"]).days
    return number(days), t(N_("day waiting for a choice")) if days == 1 else t(N_("days waiting for a choice"))


def _support_words(header: Header) -> str:
    """Votes, and how many of them came with what was merged into it."""
    votes = t(N_("vote")) if header["support"] == 1 else t(N_("votes"))
    more = header["support"] - header["votes"]
    return t(N_("{votes}, {n} of them by merging"), votes=votes, n=number(more)) if more > 0 else votes


def proposal_body(case: ProposalCase, around: Around, ways: Ways) -> html.Div:
    """Everything below the head of a proposal."""
    header = case.header.to_dict()
    main = [
        text_block(case),
        *choices(case.selections),
        progress_block(case, ways),
        votes_block(case),
        meldingen_block(around, ways),
    ]
    side = [
        facts_block(header),
        place_block(header, around, ways),
        gains_block(case.gains),
        area_block(header, around),
        relatives_block(case.relatives, around, ways),
    ]
    course = block(
        "course", t(N_("Course")), [timeline(proposal_items(case.events, case.relatives, header["zone"], ways))]
    )
    parts = ("case-main", main), ("case-side", side), ("case-course", [course])
    return html.Div(
        [html.Div([one for one in blocks if one], className=name) for name, blocks in parts], className="case proposal"
    )


# --- votes -------------------------------------------------------------------------------------------------------
def votes_block(case: ProposalCase) -> html.Section:
    """How the votes came in, as a card: picture or table."""
    header, title = case.header, t(N_("Votes over time"))
    last = local_day(header["as_of"], header["zone"])
    spec = votes_over_time(
        case.votes,
        first=header["submitted_day"],
        last=last,
        marks=_marks(case),
        published=_day(header["published_day"]),
    )
    heading = heading_id(VOTES.page, VOTES.card)
    empty = [html.P(t(N_("Nobody has voted yet.")), className="secondary")]
    parts = empty if spec.empty else filled(spec, VOTES, title=title, links=Links(), defined=False, as_table=True)
    return html.Section(
        [html.H2(title, id=heading), *parts], id=VOTES.id(Part.CARD), className="block", **aria(labelledby=heading)
    )


def _marks(case: ProposalCase) -> dict[date, str]:
    """The moments beside the votes: publication, and the choice as far as it is known."""
    marks = {} if missing(case.header["published_day"]) else {case.header["published_day"]: t(N_("published"))}
    for row in case.selections.to_dict("records"):
        at = row["published_day"] if missing(row["made_day"]) else row["made_day"]
        if row["current"]:
            marks[at] = term(Vocabulary.SELECTION_OUTCOME, row["outcome"]).lower()
    return marks


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
