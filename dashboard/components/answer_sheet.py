"""What somebody may answer a citizen or a council member about one place, on a sheet that prints well."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, day, moment, number, percent, t
from dashboard.charts.choices import reason_words
from dashboard.charts.phrases import joined
from dashboard.components.aria import aria
from dashboard.components.case_parts import Header, block, missing, pairs, reference, told
from dashboard.components.proposal_case import proposal_head
from dashboard.components.proposal_choice import motivation_of, ratified, scores_of, who_chose
from dashboard.components.proposal_parts import embargo, euros
from dashboard.components.status import proposal_stage
from queries.neighbourhood import HERE, TOWN
from queries.proposal_case import ProposalCase
from queries.tables.published import EXECUTION

PRINT = "answer-print"
ENOUGH = 5
"""Places of which a share or a median is told."""
Choice = Mapping[Any, Any]


@dataclass(frozen=True)
class Answer:
    """A place: `told` as everybody may know it, `known` as the reader does; both are the same of one that is not
    `public`.

    `in_round`: as of `queries.same_round.in_round`. `of_area`: as of `queries.neighbourhood.proposals_of_area`; None
    without a neighbourhood. Both tell what everybody may know. `organisation` and its `website` (empty without one that
    can be linked to).
    """

    told: ProposalCase
    known: ProposalCase
    public: bool
    in_round: pd.DataFrame
    of_area: pd.DataFrame | None
    organisation: str
    website: str = ""


def answer_sheet(answer: Answer, way: str) -> html.Div:
    """The sheet: what may be answered, and on the screen alone what not yet. `way` is the address of the whole file."""
    header = answer.told.header.to_dict()
    choice, secret = _choices(answer.known)
    parts = [
        _asked(header),
        _decided(header, choice),
        *([_why(choice)] if choice else []),
        *([_under_embargo(secret)] if secret else []),
        _beside(header, answer),
        _further(header),
        _contact(header, answer),
    ]
    kind = html.P([html.B(t(N_("Answer sheet"))), f" · {answer.organisation}"], className="answer-kind")
    ways = html.P(
        [
            html.Button(t(N_("Print")), id=PRINT, type="button", className="button"),
            dcc.Link(t(N_("The whole file")), href=way),
        ],
        className="answer-ways no-print",
    )
    warning = [] if answer.public else [html.P(t(N_("This proposal is not public.")), className="answer-warning")]
    head = [kind, proposal_head(answer.told, embargoed=False), *warning, ways]
    return html.Div([*head, *[part for part in parts if part]], className="answer proposal")


def _choices(case: ProposalCase) -> tuple[Choice | None, Choice | None]:
    """The choice that is public, and the last one where that is not."""
    rows = case.selections.to_dict("records")
    public = next((row for row in rows if row["shown"]), None)
    secret = next((row for row in rows if row["current"] and missing(row["published_at"])), None)
    return public, secret


def _asked(header: Header) -> html.Section:
    """What was proposed, where and when, and how many want it."""
    written = [part for part in map(str.strip, told(header["text"]).split("\n")) if part]
    where = ", ".join(filter(None, (told(header["street"]), told(header["area"]))))
    rows = [
        (t(N_("Theme")), told(header["theme"])),
        (t(N_("Place")), where),
        (t(N_("Submitted")), day(header["submitted_day"])),
        (t(N_("Support")), _votes(header["support"])),
    ]
    return block("asked", t(N_("What was asked")), [*[html.P(part) for part in written], pairs(rows)])


def _votes(n: int) -> str:
    return t(N_("1 vote")) if n == 1 else t(N_("{n} votes"), n=number(n))


def _decided(header: Header, choice: Choice | None) -> html.Section:
    """What was decided, when and by whom, as far as it is public."""
    title = t(N_("What was decided"))
    if choice is None:
        words = N_("Nothing was decided yet that is public.")
        if header["stage"] in EXECUTION:
            words = N_("The works are public; no choice was told.")
        return block("decided", title, [html.P(t(words))])
    rows = [
        (t(N_("Chosen by")), who_chose(choice)),
        (t(N_("Decided on")), "" if missing(choice["made_day"]) else day(choice["made_day"])),
        (t(N_("Ratified")), ratified(choice)),
        (t(N_("Decision")), _uri(choice)),
        (t(N_("Made public")), _published(header, choice)),
    ]
    state = html.P(proposal_stage(choice["outcome"]), className="case-state")
    return block("decided", title, [state, pairs(rows)])


def _published(header: Header, choice: Choice) -> str:
    """The day of publication, where a source told it."""
    return "" if "explained" in header["undated"] else day(choice["published_day"])


def _uri(choice: Choice) -> Component | str:
    """The address of the decision in full, for who reads it on paper."""
    return reference(choice["decision_uri"], choice["decision_uri"])


def _why(choice: Choice) -> html.Section:
    """The motivation and the reasons; criteria and scores for who may know these."""
    reasons = joined(reason_words(choice["terms"]))
    rows = [(t(N_("Reasons")), reasons), (t(N_("Scores at that moment")), ", ".join(scores_of(choice)))]
    return block("why", t(N_("Why")), [*motivation_of(choice), pairs(rows)])


def _under_embargo(choice: Choice) -> html.Div:
    """A choice that is not public: not to be told, so not on paper."""
    state: list[Any] = [proposal_stage(choice["outcome"]), " ", embargo()]
    words = html.P(t(N_("This choice is not public. Do not pass it on before it is.")), className="answer-warning")
    parts = [html.P(state, className="case-state"), words, *motivation_of(choice)]
    return html.Div(block("embargo", t(N_("Under embargo")), parts), className="no-print")


# --- beside others -----------------------------------------------------------------------------------------------
def _beside(header: Header, answer: Answer) -> html.Section | None:
    """How it stands among the places of its round, and its neighbourhood among the others."""
    rows = [*_of_round(header, answer.in_round), *_of_area(header, answer.of_area)]
    return block("beside", t(N_("Beside the others")), [pairs(rows)]) if rows else None


def _of_round(header: Header, df: pd.DataFrame) -> list[tuple[str, str]]:
    if df.empty or int(df["n"].iloc[0]) < 2:
        return []
    row = df.iloc[0]
    words = {"n": number(row["n"]), "selected": number(row["selected"]), "rank": number(row["more"] + 1)}
    place = N_("place {rank} of {n} by votes") if not row["as_many"] else N_("shared place {rank} of {n} by votes")
    told_rows = [
        (t(N_("In the same round, on this theme")), t(N_("{n} places, {selected} of them chosen"), **words)),
        (t(N_("Support")), t(place, **words)),
    ]
    return [*told_rows, *_costs(header, row)]


def _costs(header: Header, row: pd.Series) -> list[tuple[str, str]]:
    """What it would cost, beside what half of them cost at most."""
    own = header["cost_estimated"]
    if missing(own):
        return []
    if missing(row["cost_median"]) or int(row["cost_n"]) < ENOUGH:
        return [(t(N_("Estimated cost")), euros(own))]
    half = {"own": euros(own), "half": euros(row["cost_median"]), "n": number(row["cost_n"])}
    return [(t(N_("Estimated cost")), t(N_("{own}; half of these places cost at most {half} (n = {n})"), **half))]


def _of_area(header: Header, df: pd.DataFrame | None) -> list[tuple[str, str]]:
    """The share of a neighbourhood in what was chosen so far, beside its share of the inhabitants."""
    if df is None or df.empty:
        return []
    rows: dict[Any, Any] = df.to_dict("index")
    here, town = rows[HERE], rows[TOWN]
    chosen, everywhere = int(here["chosen"]), int(town["chosen"])
    people = percent(int(here["inhabitants"]) / int(town["inhabitants"]))
    words = {"chosen": number(chosen), "whole": number(everywhere), "people": people}
    label = t(N_("Chosen so far in {area}"), area=told(header["area"]))
    if everywhere < ENOUGH:
        return [(label, t(N_("{chosen} of {whole} chosen places; {people} of the inhabitants live there"), **words))]
    words["share"] = percent(chosen / everywhere)
    return [
        (label, t(N_("{chosen} of {whole} chosen places ({share}); {people} of the inhabitants live there"), **words))
    ]


# --- what comes --------------------------------------------------------------------------------------------------
_NEXT = {
    "selected": N_("No works are planned yet."),
    "not_selected": N_("No works follow for this place."),
    "deferred": N_("This place will be decided on later."),
    "planned": N_("The works are planned."),
    "in_execution": N_("The works have begun."),
    "realised": N_("The works are done."),
}


def _further(header: Header) -> html.Section:
    """What comes next, and when, as far as that is public."""
    stage = header["stage"]
    words = t(_NEXT.get(stage, N_("This place was not decided on yet.")))
    dated = {"due_on": N_("To be realised by"), "started_day": N_("Begun"), "realised_day": N_("Realised")}
    known = [name for name in dated if stage in EXECUTION and not missing(header[name])]
    rows = [(t(dated[name]), day(header[name])) for name in known if name.removesuffix("_day") not in header["undated"]]
    if stage == "realised" and not missing(header["cost_actual"]):
        rows.append((t(N_("Actual cost")), euros(header["cost_actual"])))
    return block("further", t(N_("What comes next")), [html.P(words), *([pairs(rows)] if rows else [])])


def _contact(header: Header, answer: Answer) -> html.Footer:
    """Whom to ask more, and how fresh this is."""
    who = ", ".join(filter(None, (told(answer.known.header["service"]), answer.organisation)))
    address: list[Any] = (
        [" · ", html.A(answer.website, href=answer.website, rel="noreferrer")] if answer.website else []
    )
    until = t(N_("Data until {moment}"), moment=moment(header["as_of"], header["zone"]))
    cite = t(N_("Number of this proposal: {number}."), number=told(header["number"])) if told(header["number"]) else ""
    asked = t(N_("Questions about this answer: {who}"), who=who)
    return html.Footer(
        [html.P([asked, *address]), html.P(" ".join(filter(None, (cite, f"{until}."))), className="secondary")],
        className="answer-contact",
        **aria(label=t(N_("Contact"))),
    )
