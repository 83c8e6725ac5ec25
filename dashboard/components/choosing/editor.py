"""Writing about one place: outcome, reasons, motivation with its facts, and what only colleagues read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, current_language, moment, number, t
from config.vocabularies import Term, Vocabulary, vocabularies
from dashboard.components.aria import aria
from dashboard.components.choosing import activity, place
from dashboard.components.choosing.frame import EDITOR_HEAD, PAGE, Form, Part
from dashboard.components.choosing.listed import OUTCOMES, outcome_words
from dashboard.components.choosing.look import Look
from dashboard.components.choosing.words import Row, criterion_words, fact_label, place_words, value_words, why
from dashboard.components.form import Button, Option, button, part_id, result
from dashboard.components.form import Part as FormPart
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.words import title_of
from dashboard.components.proposal_parts import embargo
from dashboard.components.spot import Spot
from dashboard.components.status import PROPOSAL_ICONS

DRAFT = "draft"
"""The form of the editor: its fields are saved while somebody types."""
LONGEST = 4_000
MAKE = Button("save", N_("Make this choice"), primary=True)
APPROVE = Button("save", N_("Approve"), primary=True)
BACK = Button("save", N_("Send back"))
UNDO = Button("save", N_("Undo this choice"), grave=True)
MINE, THEIRS = Button("mine", N_("Mine stays"), primary=True), Button("theirs", N_("Theirs stays"))


@dataclass(frozen=True)
class Reason:
    """A reason that is offered: for which outcomes, and the text with which its motivation can begin ('' without)."""

    code: str
    label: str
    outcomes: Sequence[str]
    template: str


@dataclass(frozen=True)
class Draft:
    """What a draft holds, as the editor shows it. `reasons` are told with their words. `activity` is the id of the
    activity of a working group, `geometry` where it will be, if that was drawn."""

    outcome: str | None
    reasons: Sequence[Term]
    motivation: str
    shared: str
    note: str
    chosen_by: str | None
    activity: str | None
    geometry: Mapping[str, Any] | None = None


def head(row: Row, look: Look) -> list[Component]:
    """Which place it is about, and a way to all that is known of it."""
    way = dcc.Link(t(N_("All about this place")), href=f"/voorstellen/{row['subject_id']}")
    where = " · ".join(filter(None, (place_words(row), row["theme"], row["number"])))
    hidden = [] if row["choice_published"] and not row["made"] else [embargo()]
    return [
        html.Div([html.H2(t(N_("Motivation")), className="block-label"), *hidden], className="choosing-head"),
        html.H3(title_of(row), id=EDITOR_HEAD, className="choosing-title", tabIndex=-1),
        html.P([where, " · " if where else "", way], className="secondary"),
    ]


def about(row: Row, weights: Mapping[str, int], n: int) -> list[Component]:
    """Why it stands where it stands, and what is known by each criterion."""
    told = [(criterion_words(code), value_words(code, row.get(code))) for code in weights if weights[code]]
    known = [part for name, words in told if words for part in (html.Dt(name), html.Dd(words))]
    return [
        html.P(why(row, weights, n), className="choosing-why-text"),
        html.Dl(known, className="pairs choosing-known-of"),
    ]


def writing(
    row: Row,
    draft: Draft,
    facts: Mapping[str, str],
    activities: Sequence[Option],
    reasons: Sequence[Reason],
    spot: Spot,
    today: date,
) -> list[Component]:
    """The fields; they are saved while somebody types. `spot` is the map on which the final place is drawn."""
    return [
        html.Div(
            [
                _outcome(draft),
                html.Div([_reasons(draft, reasons), *_templates(draft, reasons)]),
                _motivation(draft, facts),
                _more(draft, activities, activity.new(str(row["subject_id"]), today)),
                place.writing(row, spot, draft.geometry),
            ],
            className="choosing-fields",
            **_data(facts=json.dumps(dict(facts))),
        ),
        html.Div(
            [button(PAGE, Form.MAKE, MAKE, str(row["subject_id"])), result(PAGE, Form.MAKE)], className="form-buttons"
        ),
    ]


def _data(**told: str) -> dict[str, Any]:
    """Attributes for `assets/55-choosing.js`."""
    return {f"data-{name}": value for name, value in told.items()}


def _id(name: str) -> dict[str, str]:
    return part_id(FormPart.FIELD, PAGE, DRAFT, name=name)


def _outcome(draft: Draft) -> Component:
    radios = [
        dmc.Radio(label=html.Span([icon(PROPOSAL_ICONS[code]), outcome_words(code)], className="stage"), value=code)
        for code in OUTCOMES
    ]
    return dmc.RadioGroup(
        dmc.Group(radios, gap="md"), id=_id("outcome"), value=draft.outcome, label=t(N_("Outcome")), error=None
    )


def _reasons(draft: Draft, reasons: Sequence[Reason]) -> Component:
    return dmc.MultiSelect(
        id=_id("reasons"),
        label=t(N_("Reasons")),
        data=_by_outcomes(draft, reasons),
        value=[one.code for one in draft.reasons],
        maxValues=6,
        searchable=True,
        clearable=True,
        nothingFoundMessage=t(N_("No such reason")),
        error=None,
    )


def _by_outcomes(draft: Draft, reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """What can be chosen, by the outcomes for which it is offered: first those of the outcome that was said."""
    offered = {one.code for one in reasons}
    groups: dict[str, list[dict[str, str]]] = {}
    for one in sorted(reasons, key=lambda one: draft.outcome is not None and draft.outcome not in one.outcomes):
        words = " · ".join(outcome_words(code) for code in OUTCOMES if code in one.outcomes)
        groups.setdefault(words, []).append({"value": one.code, "label": one.label})
    for term in draft.reasons:
        if term.code not in offered:
            told = {"value": term.code, "label": term.label(current_language())}
            groups.setdefault(t(N_("Offered no more")), []).append(told)
    return [{"group": words, "items": items} for words, items in groups.items()]


def _templates(draft: Draft, reasons: Sequence[Reason]) -> list[Component]:
    """Texts to begin with: each shows while its reason is chosen."""
    chosen = {one.code for one in draft.reasons}
    buttons = [
        html.Button(
            t(N_("Begin with the text for: {reason}"), reason=one.label),
            type="button",
            className="button choosing-template",
            hidden=one.code not in chosen,
            **_data(reason=one.code, template=one.template),
        )
        for one in reasons
        if one.template
    ]
    return [html.Div(buttons, className="choosing-templates")] if buttons else []


def as_options(reasons: Sequence[Reason]) -> list[Option]:
    """What can be chosen, in a plain list: first what speaks for a place."""
    order = sorted(reasons, key=lambda one: "selected" not in one.outcomes)
    return [Option(one.code, one.label) for one in order]


def _motivation(draft: Draft, facts: Mapping[str, str]) -> Component:
    return html.Div(
        [
            dmc.Textarea(
                id=_id("motivation"),
                label=t(N_("Motivation for the public")),
                description=t(N_("Everybody reads this once the choice is published.")),
                value=draft.motivation,
                autosize=True,
                minRows=4,
                maxRows=16,
                error=None,
                attributes={"input": {"maxLength": LONGEST}},
            ),
            html.Div(
                [_facts(facts), html.Span(className="choosing-count", **aria(hidden="true"))],
                className="choosing-under",
            ),
            html.Div(
                [
                    html.P(t(N_("As it will be public")), className="choosing-preview-label"),
                    html.P(className="choosing-preview-text"),
                ],
                className="choosing-preview",
                hidden=True,
            ),
        ]
    )


def _facts(facts: Mapping[str, str]) -> Component:
    """Facts to put into the text: the name goes in, and the number of the day on which the choice is made."""
    items = [
        html.Li(
            html.Button(
                [html.B(fact_label(name)), html.Span(value)],
                type="button",
                className="choosing-fact",
                **_data(fact=name),
            )
        )
        for name, value in facts.items()
    ]
    words = html.P(
        t(N_("The figure is filled in when the choice is made, and stays as it was then.")), className="secondary"
    )
    return html.Details([html.Summary(t(N_("Add a fact"))), words, html.Ul(items)], className="choosing-facts")


def _more(draft: Draft, activities: Sequence[Option], another: Component) -> Component:
    """What it shares with others, who chose it, and a note for colleagues."""
    known = vocabularies()[Vocabulary.CHOSEN_BY].values()
    fields = [
        dmc.Textarea(
            id=_id("shared"),
            label=t(N_("Part shared with other places")),
            description=t(N_("Comes before the motivation of this place.")),
            value=draft.shared,
            autosize=True,
            minRows=2,
            maxRows=8,
            error=None,
        ),
        dmc.Select(
            id=_id("chosen_by"),
            label=t(N_("Chosen by")),
            data=[{"value": term.code, "label": term.label(current_language())} for term in known],
            value=draft.chosen_by,
            clearable=True,
            error=None,
        ),
        dmc.Select(
            id=_id("activity"),
            label=t(N_("Activity of the working group")),
            data=[{"value": one.value, "label": one.label} for one in activities],
            value=draft.activity,
            clearable=True,
            searchable=True,
            nothingFoundMessage=t(N_("No activity is known")),
            error=None,
        ),
        html.Div([html.Div(id=Part.ACTIVITY), another], className="choosing-activity"),
        dmc.Textarea(
            id=_id("note"),
            label=t(N_("Note for colleagues, never public")),
            value=draft.note,
            autosize=True,
            minRows=2,
            maxRows=8,
            error=None,
        ),
    ]
    filled = bool(draft.shared or draft.note or draft.chosen_by)
    summary = html.Summary(t(N_("Shared part, working group, note")))
    return html.Details(
        [summary, html.Div(fields, className="choosing-more-fields")], className="choosing-more", open=filled
    )


def saved_words(at: datetime, draft_no: int, zone: str, final: str = "") -> str:
    """'Bewaard om 14:29, versie 3'; with what was drawn of the final place."""
    told = t(N_("Kept at {moment}, version {n}"), moment=moment(at, zone).split()[-1], n=number(draft_no))
    return f"{told} · {final}" if final else told


def made(
    row: Row, motivation: str, reasons: str, final: Sequence[Component], *, may_undo: bool, may_approve: bool
) -> list[Component]:
    """A choice that was made: its text, where it will be (`final`), and what can be done with it."""
    subject = str(row["subject_id"])
    code = row["choice_outcome"]
    state = html.Span([icon(PROPOSAL_ICONS[code]), outcome_words(code)], className="stage")
    text = html.Blockquote([html.P(part) for part in motivation.split("\n") if part.strip()], className="motivation")
    ways: list[Component] = []
    if row["standing"] == "pending":
        ways.append(
            html.P(
                [icon(Icon.WAITING), t(N_("Waits for the approval of a second person."))], className="choosing-waits"
            )
        )
        if may_approve:
            ways.append(_judge(subject))
    if may_undo and row["made"] and not row["ratified"]:
        ways.append(
            html.Div([button(PAGE, Form.UNDO, UNDO, subject), result(PAGE, Form.UNDO)], className="form-buttons")
        )
    return [html.P([state, " · ", reasons], className="case-state"), text, *final, *ways]


def _judge(subject: str) -> Component:
    back = dmc.Textarea(
        id=part_id(FormPart.FIELD, PAGE, Form.BACK, name="message"),
        label=t(N_("What should be changed")),
        value="",
        autosize=True,
        minRows=2,
        error=None,
    )
    more = html.Details(
        [html.Summary(t(N_("Send back"))), back, button(PAGE, Form.BACK, BACK, subject), result(PAGE, Form.BACK)],
        className="choosing-more",
    )
    return html.Div(
        [button(PAGE, Form.APPROVE, APPROVE, subject), result(PAGE, Form.APPROVE), more], className="choosing-judge"
    )


def returned(message: str) -> list[Component]:
    """Why a choice was sent back."""
    return [
        html.Div(
            [html.P([icon(Icon.REOPENED), html.B(t(N_("Sent back by the second reader:")))]), html.P(message)],
            className="choosing-returned",
        )
    ]


def beside(theirs: str, mine: str, who: str) -> list[Component]:
    """Two texts about one place, of which one stays; the other is kept."""
    columns = [
        html.Div(
            [
                html.H4(who),
                html.P(theirs or t(N_("(empty)")), className="choosing-text-of"),
                button(PAGE, DRAFT, THEIRS),
            ]
        ),
        html.Div(
            [
                html.H4(t(N_("Your text"))),
                html.P(mine or t(N_("(empty)")), className="choosing-text-of"),
                button(PAGE, DRAFT, MINE),
            ]
        ),
    ]
    words = t(N_("Somebody else wrote about this place meanwhile. Nothing is lost; choose which text goes on."))
    return [
        html.Div(
            [html.P([icon(Icon.ATTENTION), html.B(words)]), html.Div(columns, className="choosing-two")],
            className="choosing-beside",
        )
    ]


def nothing_chosen() -> list[Component]:
    """No place was chosen to write about."""
    return [
        html.H2(t(N_("Motivation")), className="block-label"),
        html.P(t(N_("Choose a place in the list or on the map to write its motivation.")), className="secondary"),
    ]


def history(rows: Sequence[Any], zone: str) -> list[Component]:
    """Earlier texts of this place in this round."""
    if not rows:
        return []
    items = [
        html.Li(
            [
                html.P([html.B(moment(row["saved_at"], zone)), " · ", row["who"], _aside(row)], className="secondary"),
                html.P("\n\n".join(filter(None, (row["shared"], row["motivation"]))), className="choosing-text-of"),
            ]
        )
        for row in rows
    ]
    summary = html.Summary(t(N_("Earlier texts ({n})"), n=number(len(rows))))
    return [html.Details([summary, html.Ul(items, className="choosing-history")], className="choosing-more")]


def _aside(row: Any) -> str:
    return f" · {t(N_('kept beside'))}" if row["aside"] else ""
