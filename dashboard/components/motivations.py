"""The list of motivations: a field to search in them, what narrows them, and what was found with its words marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, day, number, t
from dashboard.charts.choices import reason_words
from dashboard.components.aria import aria
from dashboard.components.atlas import Segment, segments
from dashboard.components.case_parts import missing, reference, told, word
from dashboard.components.labels import ORGANS
from dashboard.components.proposal_parts import embargo, proposal_title
from dashboard.components.search import PAUSE
from dashboard.components.status import proposal_stage
from queries.motivations import LONGEST, MOST_RANKED
from queries.motivations import segments as pieces_of

TEXT, KEPT, NARROWED, COUNT, FOUND, MORE = (
    "motivations-text",
    "motivations-kept",
    "motivations-narrowed",
    "motivations-count",
    "motivations-found",
    "motivations-more",
)
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Ways:
    """The addresses of the pages of proposals and of answers, and the filters that go along."""

    proposals: str
    answers: str
    search: str = ""


@dataclass(frozen=True)
class Beyond:
    """How many there are outside the period, and the address that shows all of them."""

    n: int
    href: str


def motivation_list() -> html.Section:
    """The field and an empty list; callbacks fill it."""
    words = N_('Words, "words that stand together", or -words that may not occur; also a number or a street.')
    field = dmc.TextInput(
        id=TEXT,
        label=t(N_("Search in the motivations")),
        description=t(words),
        debounce=PAUSE,
        autoComplete="off",
        value="",
        attributes={"input": {"type": "search", "maxLength": LONGEST}},
    )
    heading = "motivations-title"
    return html.Section(
        [
            html.H2(t(N_("Why this place, and why not")), id=heading),
            html.Div(field, className="motivations-field", role="search"),
            html.Div(id=NARROWED, className="motivations-narrowed"),
            html.P(id=COUNT, className="motivations-count", **aria(live="polite")),
            html.Div(id=FOUND),
            html.Button(t(N_("Show more")), id=MORE, type="button", className="button", hidden=True),
            dcc.Store(id=KEPT),
        ],
        className="block motivations",
        **aria(labelledby=heading),
    )


def narrowed(outcomes: Sequence[Segment], reasons: Sequence[Segment]) -> list[Component]:
    """What narrows the list beside the filters of the page; the first of each takes all."""
    every, *others = reasons
    return [
        segments(t(N_("Choice")), outcomes),
        segments(t(N_("Reason")), [every], more=others, more_label=t(N_("Choose a reason"))),
    ]


def found(rows: pd.DataFrame, ways: Ways, beyond: Beyond | None = None) -> list[Component]:
    """Each place with its motivation, and the way to those outside the period.

    `rows`: as of `queries.motivations.motivations`.
    """
    parts: list[Component] = []
    if beyond:
        words = N_("1 more outside this period") if beyond.n == 1 else N_("{n} more outside this period")
        way = dcc.Link(t(words, n=number(beyond.n)), href=beyond.href)
        parts.append(html.P(way, className="motivations-beyond"))
    items = [html.Li(_item(row, ways)) for row in rows.to_dict("records")]
    return [*parts, html.Ul(items, className="motivations-list")] if items else parts


def count_words(total: int, *, searched: bool) -> str:
    """How many there are, and in which order."""
    if not total:
        return t(N_("Nothing found in this period.") if searched else N_("No place was decided on in this period."))
    words = {"n": number(total), "most": number(MOST_RANKED)}
    if searched and total > MOST_RANKED:
        return t(N_("{n} places found; of the {most} latest those that answer best come first."), **words)
    if searched:
        many = N_("{n} places found; those that answer best come first.")
        return t(N_("1 place found.") if total == 1 else many, **words)
    return t(N_("1 place.") if total == 1 else N_("{n} places, latest first."), **words)


def _item(row: Row, ways: Ways) -> html.Article:
    hidden = missing(row["published_day"])
    state: list[Any] = [proposal_stage(row["outcome"]), *([" ", embargo()] if hidden else [])]
    about = (told(row["number"]), told(row["area"]), told(row["theme"]), _votes(row))
    reasons = reason_words(row["terms"])
    way, answer = (f"{page}/{row['subject_id']}{ways.search}" for page in (ways.proposals, ways.answers))
    main = [
        html.P(state, className="case-state"),
        html.H3(dcc.Link(proposal_title(row), href=way)),
        html.P(" · ".join(filter(None, about)), className="secondary"),
        _motivation(row),
    ]
    side = [
        *_reasons(reasons),
        *(html.P(part) for part in _decided(row) if part),
        html.P(dcc.Link(t(N_("Answer sheet")), href=answer)),
    ]
    return html.Article([html.Div(main), html.Div(side, className="motivations-side")])


def _votes(row: Row) -> str:
    return t(N_("1 vote")) if row["support"] == 1 else t(N_("{n} votes"), n=number(row["support"]))


def _reasons(names: Sequence[str]) -> list[Component]:
    if not names:
        return []
    items = [html.Li(name) for name in names]
    return [html.Ul(items, className="reasons", **aria(label=t(N_("Reasons"))))]


def _motivation(row: Row) -> Component:
    pieces = pieces_of(told(row["marked"]), told(row["motivation"]))
    if not pieces:
        return html.P(t(N_("There is no motivation yet.")), className="secondary")
    return html.Blockquote([html.Mark(words) if marked else words for words, marked in pieces], className="motivation")


def _decided(row: Row) -> tuple[Any, ...]:
    """When and by whom, the number of the decision, and since when it is public."""
    ratified = "" if missing(row["ratified_day"]) else day(row["ratified_day"])
    return (
        "" if missing(row["chosen_day"]) else t(N_("decided on {day}"), day=day(row["chosen_day"])),
        ", ".join(filter(None, (word(ORGANS, row["organ"]), ratified))),
        reference(row["decision_number"], row["decision_uri"]),
        t(N_("not public yet")) if missing(row["published_day"]) else _public(row),
    )


def _public(row: Row) -> str:
    return t(N_("public since {day}"), day=day(row["published_day"]))
