"""Two versions of a report beside each other: what reads otherwise, and of when each of them is."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, moment, number, t
from dashboard.charts.lead import Lead
from dashboard.charts.versions import Change, Differences, Reworded
from dashboard.components.icon import Icon, icon
from dashboard.components.page_head import lead_words
from dashboard.components.reports.frame import address
from dashboard.components.reports.shown import LANGUAGE
from dashboard.components.reports.words import Row, as_of_words, state_mark, title_words, version_words
from dashboard.components.rows import rows_table

NOTHING = "–"
"""Stands where a version has no such thing."""


def compared(left: Row, right: Row, member: str, found: Differences, zone: str) -> list[Component]:
    """The whole page; `left` and `right` are versions as of `queries.reports`."""
    title = t(N_("{title}: two versions"), title=title_words(left, member))
    words = html.Div([html.H1(title), html.P(lead_words(_lead(found)), className="lead")], className="page-words")
    back = [icon(Icon.ARROW_RIGHT), html.Span(t(N_("Back to the report")))]
    parts: list[Component] = [
        html.P(dcc.Link(back, href=address(right["report_id"], right["version"])), className="back-link"),
        html.Div(words, className="page-head"),
        _both(left, right, zone),
    ]
    names = version_words(left["version"]), version_words(right["version"])
    return [*parts, *_numbers(found.numbers, names), *_words(found, names)]


def _lead(found: Differences) -> Lead:
    if not found:
        return Lead(t(N_("There are no differences.")))
    n = len(found.numbers)
    news = (
        t(N_("No number differs."))
        if not n
        else t(N_("1 number differs."))
        if n == 1
        else t(N_("{n} numbers differ."), n=number(n))
    )
    return Lead(news, "" if found.definitions else t(N_("The definitions are the same.")))


def _both(left: Row, right: Row, zone: str) -> Component:
    heads = [t(N_("Version")), t(N_("State")), t(N_("Made")), t(N_("Data until")), t(N_("Check"))]
    rows: list[Sequence[Any]] = [
        [
            dcc.Link(version_words(row["version"]), href=address(row["report_id"], row["version"])),
            state_mark(row["state"]),
            moment(row["made_at"], zone),
            as_of_words(row, zone),
            html.Span(row["hash"], className="report-hash"),
        ]
        for row in (left, right)
    ]
    return rows_table(heads, rows, label=t(N_("Both versions")))


def _numbers(changes: Sequence[Change], names: tuple[str, str]) -> list[Component]:
    """The cells that differ, by the table in which they stand."""
    parts: list[Component] = []
    for section, block in dict.fromkeys((one.section, one.block) for one in changes):
        own = [one for one in changes if (one.section, one.block) == (section, block)]
        title = section if section == block else f"{section}: {block}"
        rows = [[one.row, one.column, one.before or NOTHING, one.after or NOTHING] for one in own]
        table = rows_table([t(N_("Row")), t(N_("Column")), *names], rows, label=title)
        parts.append(
            html.Section([html.H2(title, className="block-label"), table], lang=LANGUAGE, className="report-compared")
        )
    return parts


def _words(found: Differences, names: tuple[str, str]) -> list[Component]:
    told = (
        (t(N_("Sentences that differ")), found.sentences),
        (t(N_("Definitions that differ")), found.definitions),
        (t(N_("Remarks that differ")), found.remarks),
    )
    return [_reworded(title, rows, names) for title, rows in told if rows]


def _reworded(title: str, changes: Sequence[Reworded], names: tuple[str, str]) -> Component:
    whole = t(N_("the whole report"))
    rows = [[one.about or whole, one.before or NOTHING, one.after or NOTHING] for one in changes]
    table = rows_table([t(N_("Part of the report")), *names], rows, label=title)
    return html.Section([html.H2(title, className="block-label"), table], className="report-compared")
