"""What belongs to a version and what can be done with it: files, steps, other versions, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import ReportState
from config.language import N_, moment, t
from dashboard.charts.lead import Lead
from dashboard.components.aria import aria
from dashboard.components.form import SAVE, Button, Field, Option, button, questions, result
from dashboard.components.form import Kind as Asks
from dashboard.components.icon import Icon, icon
from dashboard.components.labels import role_words
from dashboard.components.page_head import lead_words
from dashboard.components.reports.frame import ONE, Form, address, compare_address
from dashboard.components.reports.listed import May, back_link
from dashboard.components.reports.words import (
    STATES,
    Row,
    as_of_words,
    file_links,
    known_kind,
    state_mark,
    title_words,
    version_words,
)

WITH_REMARKS = Button("remarks", N_("Version with the remarks"))
WITH_NUMBERS = Button("numbers", N_("Version with new numbers"))
REVIEW = Button(SAVE, N_("Mark as reviewed"), primary=True)
AGENDA = Button(SAVE, N_("Put on the agenda"), primary=True)
PUBLISH = Button(SAVE, N_("Publish"), primary=True)
WITHDRAW = Button(SAVE, N_("Withdraw"), grave=True)


@dataclass(frozen=True)
class One:
    """A version with what stands around it: `row` and `versions` as of `queries.reports`, the last version first."""

    row: Row
    member: str
    versions: Sequence[Row]
    steps: Sequence[Row]
    formats: tuple[str, ...]
    sittings: Mapping[Any, str]
    """What sittings are called, by their id: those of the steps and those that can be chosen."""
    open_sittings: Sequence[Any]
    """Those on whose agenda it can come."""
    zone: str
    may: May
    pending: bool
    """Whether other remarks stand beside it than it holds."""
    under_way: bool
    """Whether a next version is being made."""

    @property
    def title(self) -> str:
        """What the report is called."""
        return title_words(self.row, self.member)

    @property
    def newest(self) -> bool:
        """Whether it is the last version that the reader knows of."""
        return bool(self.row["version"] == self.versions[0]["version"])

    @property
    def subject(self) -> str:
        """The version, as a button names it."""
        return f"{self.row['report_id']}/{self.row['version']}"


def head(one: One, purpose: str) -> list[Component]:
    """What the report is, how it stands and up to when its data goes."""
    row = one.row
    words = [version_words(row["version"]), t(N_("made on {moment}"), moment=moment(row["made_at"], one.zone))]
    if row["as_of"] is not None:
        words.append(t(N_("data until {moment}"), moment=as_of_words(row, one.zone)))
    lead = Lead(purpose, " · ".join(words))
    told: list[Component] = [html.P([state_mark(row["state"]), *_newer(one)], className="report-state")]
    return [
        back_link(),
        html.Div(
            html.Div([html.H1(one.title), html.P(lead_words(lead), className="lead")], className="page-words"),
            className="page-head",
        ),
        *told,
    ]


def _newer(one: One) -> list[Component]:
    if one.newest:
        return []
    newest = one.versions[0]["version"]
    words = t(N_("There is a later version: {version}."), version=version_words(newest))
    return [dcc.Link(words, href=address(one.row["report_id"]))]


def panel(one: One) -> list[Component]:
    """All that stands beside the text."""
    return [*_files(one), *_ways(one), *_versions(one), *_history(one)]


def _block(title: str, *parts: Component) -> html.Section:
    return html.Section([html.H2(title, className="block-label"), *parts], className="report-side")


def _files(one: One) -> list[Component]:
    check = t(N_("check {check}"), check=f"{one.row['hash'][:4]}-{one.row['hash'][4:8]}")
    return [
        _block(
            t(N_("Download")), html.P(file_links(one.row, one.formats, one.title)), html.P(check, className="secondary")
        )
    ]


def _ways(one: One) -> list[Component]:
    """What the reader may do now."""
    state, parts = ReportState(one.row["state"]), []
    if one.may.make:
        parts.append(_again(one))
    if one.may.review and one.newest and state in (ReportState.MADE, ReportState.WITHDRAWN):
        parts.append(_form(Form.REVIEW, one, REVIEW, hint=_before_review(one)))
    parts += _publishing(one, state) if one.may.publish else []
    withdraws = one.may.review if state is ReportState.REVIEWED else one.may.publish
    if withdraws and state in (ReportState.REVIEWED, ReportState.ON_AGENDA, ReportState.PUBLISHED):
        reason = Field("reason", N_("Why it is withdrawn"), Asks.LONG)
        more = html.Summary(t(N_("Withdraw this version")))
        parts.append(html.Details([more, _form(Form.WITHDRAW, one, WITHDRAW, [reason])], className="choosing-more"))
    return [_block(t(N_("What can be done")), *parts)] if parts else []


def _publishing(one: One, state: ReportState) -> list[Component]:
    kind = known_kind(one.row["kind"])
    organ = kind.organ if kind else None
    parts: list[Component] = []
    if organ is not None and state in (ReportState.REVIEWED, ReportState.ON_AGENDA):
        parts.append(_agenda(one, again=state is ReportState.ON_AGENDA))
    if state is ReportState.ON_AGENDA or (state is ReportState.REVIEWED and organ is None):
        parts.append(_form(Form.PUBLISH, one, PUBLISH))
    return parts


def _agenda(one: One, *, again: bool) -> Component:
    offered = [one_ for one_ in one.open_sittings if one_ != one.row["sitting_id"]]
    if not offered:
        return html.P(t(N_("No sitting is planned on whose agenda it can come.")), className="secondary")
    options = [Option(str(sitting), one.sittings[sitting]) for sitting in offered]
    field = Field("sitting", N_("Sitting"), Asks.CHOICE, options=options, value=options[0].value)
    form = _form(Form.AGENDA, one, AGENDA, [field])
    if not again:
        return form
    return html.Details([html.Summary(t(N_("Put it on another agenda"))), form], className="choosing-more")


def _again(one: One) -> Component:
    """Asking for the next version; while one is made nobody asks for it again."""
    if one.under_way:
        words = t(N_("A next version is being made; it appears here by itself."))
        return html.P([icon(Icon.CLOCK), html.Span(words)], className="choosing-warning", role="status")
    ways = [*([WITH_REMARKS] if one.pending else []), WITH_NUMBERS]
    buttons = html.Div([button(ONE, Form.AGAIN, way, one.subject) for way in ways], className="form-buttons")
    said = [html.P(t(N_("Remarks were written that this version does not hold.")))] if one.pending else []
    return html.Div([*said, buttons, result(ONE, Form.AGAIN)], className="report-way")


def _before_review(one: One) -> str:
    return t(N_("Make a version with the remarks before it is reviewed.")) if one.pending else ""


def _form(form: Form, one: One, way: Button, fields: Sequence[Field] = (), hint: str = "") -> html.Div:
    parts: list[Component] = [html.P(hint, className="secondary")] if hint else []
    parts += [questions(ONE, form, fields)] if fields else []
    parts += [html.Div(button(ONE, form, way, one.subject), className="form-buttons"), result(ONE, form)]
    return html.Div(parts, className="report-way")


def _versions(one: One) -> list[Component]:
    """The versions, and the way to lay each beside this one."""
    items = [html.Li(_version(row, one)) for row in one.versions]
    return [_block(t(N_("Versions")), html.Ul(items, className="report-versions"))]


def _version(row: Row, one: One) -> list[Component | str]:
    name, here = version_words(row["version"]), row["version"] == one.row["version"]
    words: Component = (
        html.B(name, **aria(current="true")) if here else dcc.Link(name, href=address(row["report_id"], row["version"]))
    )
    made = html.Span(moment(row["made_at"], one.zone), className="secondary")
    if here:
        return [words, state_mark(row["state"]), made]
    first, last = sorted((row["version"], one.row["version"]))
    label = t(N_("Compare with {version}"), version=name.lower())
    way = dcc.Link(label, href=compare_address(row["report_id"], first, last))
    return [words, state_mark(row["state"]), made, way]


def _history(one: One) -> list[Component]:
    """Each step with its role and moment."""
    made = [
        (row["made_at"], version_words(row["version"]), t(STATES[ReportState.MADE]), row["made_role"], "")
        for row in one.versions
    ]
    done = [
        (
            row["at"],
            version_words(row["version"]),
            t(STATES[ReportState(row["state"])]),
            row["by_role"],
            _detail(row, one),
        )
        for row in one.steps
    ]
    lines = [
        html.Li(
            [
                html.B(f"{name}: {words.lower()}"),
                html.Span(f"{moment(at, one.zone)} · {role_words(role)}", className="secondary"),
                *([html.P(more)] if more else []),
            ]
        )
        for at, name, words, role, more in sorted([*made, *done], key=lambda line: line[0], reverse=True)
    ]
    return [_block(t(N_("History")), html.Ul(lines, className="report-history"))]


def _detail(step: Row, one: One) -> str:
    if step["reason"]:
        return str(step["reason"])
    return one.sittings.get(step["sitting_id"], "") if step["state"] == ReportState.ON_AGENDA else ""
