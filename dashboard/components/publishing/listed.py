"""The choices that can be made public, by round; what is planned; and what became public."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, current_language, day, moment, number, t
from config.vocabularies import proposal_stages
from dashboard.charts.choices import reason_words
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import joined
from dashboard.components.aria import aria
from dashboard.components.form import Button, Field, Kind, button, questions, result
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.words import title_of, who_words
from dashboard.components.publishing.frame import PAGE, PICK, Form
from dashboard.components.status import PROPOSAL_ICONS

Row = Mapping[Any, Any]
OUTCOMES = ("selected", "deferred", "not_selected")
"""In the order in which they are listed."""
LAST = 10
"""Of what became public so many are listed at once; the others open in place."""
NOW = Button("save", N_("Publish the ticked ones now"), primary=True)
LATER = Button("save", N_("Plan the ticked ones"))
CANCEL = Button("save", N_("Cancel"), grave=True)


def lead(rows: Sequence[Row], planned: Sequence[Row], zone: str) -> Lead:
    """What waits, and what comes next."""
    free = [row for row in rows if row["plan_id"] is None]
    if not free:
        news = t(N_("No choice waits for publication."))
    elif len(free) == 1:
        news = t(N_("1 choice is decided and not public yet."))
    else:
        news = t(N_("{n} choices are decided and not public yet."), n=number(len(free)))
    bare = sum(not row["motivation"] for row in free)
    more = [t(N_("{n} of them have no motivation."), n=number(bare))] if bare else []
    if planned:
        more.append(
            t(N_("The next publication is planned for {moment}."), moment=moment(planned[0]["publish_at"], zone))
        )
    return Lead(news, " ".join(more))


def rows(every: Sequence[Row], picked: Collection[str]) -> list[Component]:
    """The choices by round, with a box before each that is not planned, and the buttons below."""
    free = [row for row in every if row["plan_id"] is None]
    if not free:
        words = t(N_("What is approved in a round comes here, to publish it."))
        return [html.P([icon(Icon.GOOD), html.Span(words)], className="moderation-empty")]
    parts: list[Component] = []
    for ref in dict.fromkeys(row["ref"] for row in free):
        own = sorted((row for row in free if row["ref"] == ref), key=lambda row: OUTCOMES.index(row["outcome"]))
        title = own[0]["round"] or ref
        head = html.H2(t(N_("{name}: {n}"), name=title, n=number(len(own))), className="block-label")
        parts += [
            head,
            html.Ul([_row(row, str(row["subject_id"]) in picked) for row in own], className="publishing-rows"),
        ]
    return [*parts, _together()]


def _row(row: Row, ticked: bool) -> html.Li:
    subject = str(row["subject_id"])
    label = t(N_("Choose {title}"), title=title_of(row))
    box = dmc.Checkbox(id={"type": PICK, "subject": subject}, checked=ticked, size="xs", **aria(label=label))
    mark = html.Span([icon(PROPOSAL_ICONS[row["outcome"]]), _outcome(row["outcome"])], className="stage")
    where = " · ".join(filter(None, (row["area"], row["theme"], joined(reason_words(row["terms"])))))
    words = [
        html.Div([dcc.Link(html.B(title_of(row)), href=f"/voorstellen/{subject}"), mark], className="publishing-title"),
        html.P(where, className="secondary"),
        *_motivation(row),
        html.P(_decided(row), className="secondary"),
    ]
    return html.Li([html.Div(box, className="publishing-box"), html.Div(words)], className="publishing-row")


def _motivation(row: Row) -> list[Component]:
    if row["motivation"]:
        return [html.P(row["motivation"], className="publishing-motivation")]
    return [
        html.P([icon(Icon.ATTENTION), html.Span(t(N_("There is no motivation yet.")))], className="choosing-warning")
    ]


def _decided(row: Row) -> str:
    """When it was chosen, and by which organ it was ratified."""
    told = [t(N_("decided on {day}"), day=day(row["approved_day"] or row["made_day"]))]
    if row["ratified_day"]:
        told.append(t(N_("ratified on {day}"), day=day(row["ratified_day"])))
    else:
        told.append(t(N_("not ratified yet")))
    if row["version"] > 1:
        told.append(t(N_("a new version of an earlier choice")))
    return ", ".join(told)


def _outcome(code: str) -> str:
    return proposal_stages()[code].label(current_language())


def _together() -> html.Div:
    """What can be done with the ticked ones."""
    fields = [
        Field("day", N_("Day"), Kind.DAY),
        Field("time", N_("Hour"), help=N_("For example 9:00.")),
    ]
    plan = html.Details(
        [
            html.Summary(t(N_("Publish later"))),
            questions(PAGE, Form.PLAN, fields),
            button(PAGE, Form.PLAN, LATER),
            result(PAGE, Form.PLAN),
        ],
        className="choosing-more",
    )
    return html.Div(
        [button(PAGE, Form.PUBLISH, NOW), result(PAGE, Form.PUBLISH), plan], className="publishing-together"
    )


def beside(planned: Sequence[Row], lately: Sequence[Row], zone: str) -> list[Component]:
    """Publications to come, and what became public in the last 30 days."""
    parts: list[Component] = [html.H2(t(N_("Planned")), className="block-label")]
    if planned:
        parts.append(html.Ul([_plan(row, zone) for row in planned], className="publishing-plans"))
    else:
        parts.append(html.P(t(N_("No publication is planned.")), className="secondary"))
    parts.append(html.H2(t(N_("Public in the last 30 days")), className="block-label publishing-lately"))
    return parts + (_lately(lately) if lately else [html.P(t(N_("Nothing became public.")), className="secondary")])


def _lately(rows: Sequence[Row]) -> list[Component]:
    """The last ones, and the others where somebody asks for them."""
    parts: list[Component] = [_public_list(rows[:LAST])]
    if len(rows) > LAST:
        more = html.Summary(t(N_("and {n} more"), n=number(len(rows) - LAST)))
        parts.append(html.Details([more, _public_list(rows[LAST:])], className="choosing-more"))
    return parts


def _public_list(rows: Sequence[Row]) -> html.Ul:
    return html.Ul([_public(row) for row in rows], className="publishing-plans")


def _plan(row: Row, zone: str) -> html.Li:
    n = row["n"]
    words = t(N_("1 choice")) if n == 1 else t(N_("{n} choices"), n=number(n))
    who = t(N_("planned by {who}"), who=who_words(row["planned_role"]))
    told = html.P([html.B(moment(row["publish_at"], zone)), f" · {words} · {who}"])
    return html.Li([told, button(PAGE, Form.CANCEL, CANCEL, f"{row['organisation_id']}/{row['plan_id']}")])


def _public(row: Row) -> html.Li:
    mark = html.Span([icon(PROPOSAL_ICONS[row["outcome"]]), _outcome(row["outcome"])], className="stage")
    way = dcc.Link(title_of(row), href=f"/voorstellen/{row['subject_id']}")
    return html.Li([html.P([way, " · ", day(row["published_day"])]), mark])
