"""All reports: what waits for the reader, and each kind with its periods, versions and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import ReportState
from config.language import N_, moment, number, t
from dashboard.charts.lead import Lead
from dashboard.components.icon import Icon, icon
from dashboard.components.reports.frame import PATH, address
from dashboard.components.reports.periods import Span
from dashboard.components.reports.words import (
    Row,
    as_of_words,
    file_links,
    kind_words,
    known_kind,
    span_words,
    state_mark,
    title_words,
)
from dashboard.components.rows import rows_table
from dashboard.reports.kinds import kinds

LAST = 6
"""Reports of a kind that are listed at once; the others open in place."""


@dataclass(frozen=True)
class May:
    """What the reader may do with reports at all; each version still has to be one that they reach."""

    make: bool = False
    remark: bool = False
    review: bool = False
    publish: bool = False


Names = Mapping[tuple[str, str], str]
"""What services and areas are called, by dimension and code."""
Formats = Mapping[tuple[UUID, int], tuple[str, ...]]


def title_of(row: Row, names: Names) -> str:
    """What a report of the list is called."""
    return title_words(row, member_of(row, names))


def member_of(row: Row, names: Names) -> str:
    """What a report is about; '' for all of the organisation."""
    return names.get((row["about"], row["member"]), row["member"]) if row["member"] else ""


def waits(rows: Sequence[Row], reviewable: Sequence[tuple[UUID, int]], *, publishes: bool) -> dict[str, list[Row]]:
    """What waits for the reader, by what is to be done ('review', 'agenda', 'publish')."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        act = _next(row, (row["report_id"], row["version"]) in reviewable, publishes=publishes)
        if act:
            found.setdefault(act, []).append(row)
    return found


def _next(row: Row, reviewable: bool, *, publishes: bool) -> str:
    kind = known_kind(row["kind"])
    match ReportState(row["state"]):
        case ReportState.MADE if reviewable:
            return "review"
        case ReportState.REVIEWED if publishes:
            return "agenda" if kind is not None and kind.organ is not None else "publish"
        case ReportState.ON_AGENDA if publishes:
            return "publish"
    return ""


_WAITING = {"review": N_("To review"), "agenda": N_("To put on an agenda"), "publish": N_("To publish")}


def lead(rows: Sequence[Row], waiting: Mapping[str, Sequence[Row]], names: Names) -> Lead:
    """What waits, and the last report that was published."""
    n = sum(map(len, waiting.values()))
    news = t(N_("No report waits for you.")) if not n else ""
    if n:
        news = t(N_("1 report waits for you.")) if n == 1 else t(N_("{n} reports wait for you."), n=number(n))
    published = [row for row in rows if row["state"] == ReportState.PUBLISHED]
    last = max(published, key=lambda row: row["state_at"], default=None)
    told = (
        t(N_("Published last: {title}."), title=title_of(last, names)) if last else t(N_("Nothing is published yet."))
    )
    return Lead(news, told)


def plain_lead(rows: Sequence[Row], names: Names) -> Lead:
    """The same for who only reads."""
    published = [row for row in rows if row["state"] == ReportState.PUBLISHED]
    last = max(published, key=lambda row: row["state_at"], default=None)
    if last is None:
        return Lead(t(N_("Nothing is published yet.")))
    n = len(published)
    more = t(N_("1 report can be read.")) if n == 1 else t(N_("{n} reports can be read."), n=number(n))
    return Lead(t(N_("Published last: {title}."), title=title_of(last, names)), more)


def waiting_block(waiting: Mapping[str, Sequence[Row]], names: Names) -> list[Component]:
    """What waits, each with the way to it."""
    parts: list[Component] = []
    for act, label in _WAITING.items():
        if waiting.get(act):
            items = [html.Li(_line(row, names)) for row in waiting[act]]
            head = html.H2(t(N_("{name}: {n}"), name=t(label), n=number(len(items))), className="block-label")
            parts += [head, html.Ul(items, className="reports-waiting")]
    return parts


def _line(row: Row, names: Names) -> list[Component]:
    way = dcc.Link(title_of(row, names), href=address(row["report_id"], row["version"]))
    return [html.B(way), state_mark(row["state"])]


def listing(rows: Sequence[Row], formats: Formats, names: Names, zone: str) -> list[Component]:
    """The reports by kind; kinds without one are left out."""
    if not rows:
        words = t(N_("There is no report that you may read yet."))
        return [html.P(words, className="secondary")]
    order = [*kinds(), *dict.fromkeys(row["kind"] for row in rows if known_kind(row["kind"]) is None)]
    parts: list[Component] = []
    for kind in order:
        own = [row for row in rows if row["kind"] == kind]
        if own:
            parts.append(_kind(kind, own, formats, names, zone))
    return parts


def _kind(kind: str, rows: Sequence[Row], formats: Formats, names: Names, zone: str) -> Component:
    name = kind_words(kind)
    tables: list[Component] = [_table(name, rows[:LAST], formats, names, zone)]
    if len(rows) > LAST:
        more = html.Summary(t(N_("and {n} more"), n=number(len(rows) - LAST)))
        tables.append(html.Details([more, _table(name, rows[LAST:], formats, names, zone)], className="choosing-more"))
    return html.Section([html.H2(name, className="block-label"), *tables], className="reports-kind")


def _table(name: str, rows: Sequence[Row], formats: Formats, names: Names, zone: str) -> Component:
    heads = [t(N_("Period")), t(N_("Version")), t(N_("State")), t(N_("Data until")), t(N_("Download"))]
    cells: list[Sequence[Any]] = []
    for row in rows:
        words = " · ".join(filter(None, (member_of(row, names), span_words(row))))
        files = formats.get((row["report_id"], row["version"]), ())
        cells.append(
            [
                dcc.Link(words, href=address(row["report_id"])),
                number(row["version"]),
                state_mark(row["state"]),
                as_of_words(row, zone),
                file_links(row, files, title_of(row, names)),
            ]
        )
    return rows_table(heads, cells, label=name)


def work_block(work: Sequence[Row], names: Names, zone: str) -> list[Component]:
    """What is being made, or could not be made and why."""
    if not work:
        return []
    items = [html.Li(_work(one, names, zone)) for one in work]
    return [html.H2(t(N_("Being made")), className="block-label"), html.Ul(items, className="reports-work")]


def _work(one: Row, names: Names, zone: str) -> list[Component]:
    asked = one["asked"]
    kind = known_kind(asked["kind"])
    about = {"about": str(kind.about) if kind else "", "kind": asked["kind"], "member": asked.get("member") or ""}
    name = ", ".join(filter(None, (kind_words(asked["kind"]), member_of(about, names), _asked_span(asked).name)))
    head = html.P([html.B(name), f" · {moment(one['asked_at'], zone)}"])
    if one["ended_at"] is None:
        words = t(N_("The report is being made; it appears here by itself."))
        return [head, html.P([icon(Icon.CLOCK), html.Span(words)], className="choosing-warning", role="status")]
    why = t(N_("The report could not be made: {why}"), why=t(one["problem"], **(one["params"] or {})))
    return [head, html.P([icon(Icon.BAD), html.Span(why)], className="choosing-warning")]


def _asked_span(asked: Mapping[str, Any]) -> Span:
    return Span(date.fromisoformat(asked["first_day"]), date.fromisoformat(asked["last_day"]))


def back_link() -> Component:
    """To the list."""
    words = [icon(Icon.ARROW_RIGHT), html.Span(t(N_("Back to reports")))]
    return html.P(dcc.Link(words, href=PATH), className="back-link")
