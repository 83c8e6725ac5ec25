"""The chosen places as a list by how far they have come, the filters above it, and what the realised ones yielded."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.form import Option
from dashboard.components.icon import Icon, icon
from dashboard.components.moderation.words import amount_words, indicator_label, title_of
from dashboard.components.progress.frame import AREA, FILTER, THEME, Look
from dashboard.components.progress.words import STANDINGS, late_words, missing_words, since_words
from dashboard.components.proposal_parts import euros
from dashboard.components.rows import records
from dashboard.components.status import PROPOSAL_ICONS, State, status
from queries.progress import COST, MOST, Standing

Row = Mapping[Any, Any]
_LABELS = {AREA: N_("Neighbourhood"), THEME: N_("Theme")}


def standings(counts: pd.DataFrame, look: Look) -> html.Nav:
    """The ways to places of one standing, each with how many there are; `counts` as of `progress_counts`."""
    own = {row.standing: row.n for row in records(counts)}
    ways = [_standing("", t(N_("All")), sum(own.values()), look)]
    ways += [_standing(one, t(words), own.get(one, 0), look) for one, words in STANDINGS.items()]
    return html.Nav(html.Ul(ways), className="progress-standings", **aria(label=t(N_("How far they have come"))))


def _standing(code: str, words: str, n: int, look: Look) -> html.Li:
    parts: list[Any] = [words, " ", html.B(number(n))]
    if code == look.standing:
        return html.Li(html.Span(parts, **aria(current="true")))
    return html.Li(dcc.Link(parts, href=look.address(standing=code, subject="")))


def filters(choices: Mapping[str, Sequence[Option]], look: Look) -> list[Component]:
    """The filters that are chosen from a list: neighbourhood and theme."""
    chosen = {AREA: look.area, THEME: look.theme}
    return [_filter(name, choices.get(name, ()), chosen[name]) for name in _LABELS]


def _filter(name: str, options: Sequence[Option], value: str) -> dmc.Select:
    data = [{"value": one.value, "label": one.label} for one in options]
    if value and value not in {one.value for one in options}:
        data.append({"value": value, "label": value})
    return dmc.Select(
        id={"type": FILTER, "name": name},
        label=t(_LABELS[name]),
        placeholder=t(N_("All")),
        data=data,
        value=value or None,
        clearable=True,
        searchable=len(data) > 12,
        nothingFoundMessage="-",
        className="progress-filter",
    )


def listed(rows: Sequence[Row], counts: pd.DataFrame, look: Look) -> list[Component]:
    """The list, under a heading for each standing, with the way to the rest of it.

    `rows` and `counts` as of `progress` and `progress_counts`.
    """
    if not rows:
        return [html.P([icon(Icon.INFO), html.Span(t(N_("There are no such places.")))], className="moderation-empty")]
    groups = groupby(rows, key=lambda row: row["standing"])
    n = {row.standing: row.n for row in records(counts)}
    return [part for standing, own in groups for part in _group(Standing(standing), list(own), n[standing], look)]


def _group(standing: Standing, rows: Sequence[Row], n: int, look: Look) -> list[Component]:
    heading = html.H2(t(STANDINGS[standing]), className="progress-group")
    own = html.Ul([_item(row, look) for row in rows], className="moderation-list")
    return [heading, own, *(_rest(standing, n, look) if n > len(rows) else [])]


def _rest(standing: Standing, n: int, look: Look) -> list[Component]:
    """What is not in the list, and how to come to it."""
    if look.standing:
        words = N_("The first {n} are listed: choose a neighbourhood or theme for the others.")
        return [html.P(t(words, n=number(MOST)), className="secondary")]
    way = dcc.Link(t(N_("All {n}"), n=number(n)), href=look.address(standing=standing, subject=""))
    return [html.P(way, className="progress-rest")]


def _item(row: Row, look: Look) -> html.Li:
    here = str(row["subject_id"]) == look.subject
    link = dcc.Link(
        [html.B(title_of(row)), html.Span(_where(row), className="secondary")],
        href=look.address(subject=str(row["subject_id"])),
        className="moderation-link",
    )
    look_of = "moderation-row progress-row" + (" moderation-here" if here else "")
    marks = html.Div(_marks(row), className="moderation-marks")
    return html.Li(html.Div([link, marks]), className=look_of, **(aria(current="true") if here else {}))


def _where(row: Row) -> str:
    return " · ".join(filter(None, (row["number"], row["theme"], row["area"])))


def _marks(row: Row) -> list[Component]:
    """How it stands: since when, why it is late, what it misses."""
    late, misses = late_words(row), missing_words(row)
    since = html.Span([icon(PROPOSAL_ICONS[row["stage"]]), since_words(row)], className="stage")
    bad = State.BAD if row["late"] else State.ATTENTION
    return [
        since,
        *([status(bad, late)] if late else []),
        *([html.Span(misses, className="moderation-mark")] if misses else []),
    ]


def figures(yielded: pd.DataFrame) -> list[Component]:
    """What the realised places yielded and cost against the estimate; `yielded` as of `queries.progress.yields`."""
    told = [row for row in records(yielded) if row.n]
    if not told:
        return []
    heading = html.H2(t(N_("Realised places: measured against estimated")), className="visually-hidden")
    return [heading, html.Dl([_figure(row) for row in told], className="facts")]


def _figure(row: Any) -> html.Div:
    cost = row.indicator == COST
    actual, estimated = (
        euros(value) if cost else amount_words(row.indicator, value) for value in (row.realised, row.estimated)
    )
    label = t(N_("Cost")) if cost else indicator_label(row.indicator)
    against = t(N_("{estimate} estimated (n = {n})"), estimate=estimated, n=number(row.n))
    words = [html.B(label), html.Span(against, className="progress-against")]
    return html.Div([html.Dt(words), html.Dd(actual)], className="fact")
