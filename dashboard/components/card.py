"""The chart card: rule, label, conclusion, chart or table, and a footer that leads further.

The frame is part of the page's layout; what is in it comes later from a callback and is `filled`, `failed` or, until
then, a `skeleton` of the final size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import Direction
from config.language import N_, number, t
from dashboard.charts.contents import Plain
from dashboard.charts.plotly import to_plotly
from dashboard.charts.spec import ChartSpec, Fact, Footnote, Key, Rows, Table
from dashboard.components.aria import aria
from dashboard.components.card_parts import Group, Part, Place, heading_id
from dashboard.components.filter_words import period_words
from dashboard.components.grid import grid
from dashboard.components.icon import Icon, icon
from dashboard.components.kpi_words import state_words
from dashboard.components.status import State, status
from dashboard.components.table import Picks, data_table
from queries.targets import State as Stands

FACT_STATES = {
    Stands.GOOD: State.GOOD,
    Stands.ATTENTION: State.ATTENTION,
    Stands.BAD: State.BAD,
    Stands.UNKNOWN: State.NEUTRAL,
}
GRAPH_CONFIG: Any = {"displayModeBar": False, "locale": "nl", "responsive": True}


@dataclass(frozen=True)
class Nearest:
    """The nearest period with data, offered where a chart is empty; `search` is its address ('?from=...')."""

    first_day: date
    last_day: date
    n: int
    search: str


@dataclass(frozen=True)
class Links:
    """Addresses of the card's files; empty where the reader may not download."""

    csv: str = ""
    xlsx: str = ""


def card_frame(place: Place, *, title: str, span: int, height: int, rows: int = 1) -> html.Section:
    """The fixed part of a card, with a skeleton where the chart will be.

    `span` counts twelfths of the width, `rows` the rows of cards that it is as high as.
    """
    heading = heading_id(place.page, place.card)
    wide = (" block-wide" if span == 12 else "") + (f" rows-{rows}" if rows > 1 else "")
    children = [
        html.H2(title, id=heading),
        html.Div(skeleton(height), id=place.id(Part.FILL), className="block-fill"),
    ]
    return html.Section(
        children, id=place.id(Part.CARD), className=f"block span-{span}{wide}", **aria(labelledby=heading)
    )


def definition_drawer(page: str) -> list[Component]:
    """The one drawer of a page that explains a number, and the card that was asked about; filled when it opens."""
    drawer = dmc.Drawer(
        id={"type": Part.DEFINITION, "page": page},
        position="right",
        size="min(100vw, 480px)",
        closeButtonProps={"aria-label": t(N_("Close"))},
    )
    return [dcc.Store(id={"type": Part.DEFINED, "page": page}), drawer]


def skeleton(height: int) -> html.Div:
    """Grey bars of the final size; they show after 300 ms."""
    bars = [html.Div(className="skeleton-line"), html.Div(className="skeleton-chart", style={"height": f"{height}px"})]
    return html.Div(bars, className="skeleton", **aria(hidden="true"))


def filled(
    spec: ChartSpec,
    place: Place,
    *,
    title: str,
    links: Links,
    defined: bool = True,
    nearest: Nearest | None = None,
    as_table: bool = False,
) -> list[Component]:
    """What a card says once its data is there. The table behind a chart comes when asked for, or with `as_table`."""
    parts: list[Component] = []
    if spec.conclusion:
        parts.append(html.P(spec.conclusion, className="conclusion"))
    if spec.empty:
        return [*parts, _empty(nearest)]
    if spec.note:
        parts.append(html.P(spec.note, className="block-note"))
    return [*parts, _body(spec, place, title, as_table), _foot(spec, place, links, defined)]


def _body(spec: ChartSpec, place: Place, title: str, as_table: bool) -> html.Div:
    match spec.content:
        case Rows():
            return _grid_body(spec, place)
        case Plain():
            table = data_table(spec.table, label=spec.content.label, stacked=True)
            return html.Div(None if spec.table.frame.empty else table, className="block-plain")
        case _:
            return _chart_body(spec, place, title, as_table)


def _chart_body(spec: ChartSpec, place: Place, title: str, as_table: bool) -> html.Div:
    picture = [*_legend(spec.legend), _graph(spec, place)]
    shown = picture if spec.phone is None else [_wide(picture), _phone(spec.phone, title, spec.picks)]
    chart = html.Div([*shown, *_facts(spec.facts)], className="block-chart")
    table = html.Div(
        table_of(spec, title) if as_table else None,
        id=place.id(Part.ROWS),
        className="block-table",
        role="region",
        tabIndex=0,
        **aria(label=t(N_("Table: {title}"), title=title)),
    )
    return html.Div([chart, table], className="block-body")


def table_of(spec: ChartSpec, title: str) -> html.Table:
    """The table behind a chart."""
    return data_table(spec.table, label=title, picks=spec.picks)


def _wide(picture: list[Component]) -> html.Div:
    return html.Div(picture, className="only-wide")


def _phone(table: Table, title: str, picks: Picks) -> html.Div:
    """What a phone shows instead of a picture that needs room."""
    return html.Div(data_table(table, label=title, picks=picks), className="only-phone")


def _grid_body(spec: ChartSpec, place: Place) -> html.Div:
    label = dcc.Store(id=place.id(Part.GRID_LABEL), data=spec.alt)
    rows = grid(spec.table, place.id(Part.GRID))
    return html.Div([label, rows], className="block-grid", style={"minHeight": f"{spec.height}px"})


def _graph(spec: ChartSpec, place: Place) -> html.Div:
    """The picture as one image with words; the table view carries the figures, and links for what a click chooses."""
    height = {"height": f"{spec.height}px"}  # on both: the graph itself has none until its code has arrived
    graph = dcc.Graph(id=place.id(Part.GRAPH), figure=to_plotly(spec), config=GRAPH_CONFIG, style=height)
    look = "picks" if can_pick(spec) else None
    return html.Div(graph, role="img", style=height, className=look, **aria(label=spec.alt))


def can_pick(spec: ChartSpec) -> bool:
    """Whether a click on the picture sets a filter."""
    return any(spec.picks.values())


def _legend(keys: Sequence[Key]) -> list[Component]:
    if not keys:
        return []
    return [html.Ul([html.Li(_key(key)) for key in keys], className="legend")]


def _key(key: Key) -> list[Any]:
    swatch = html.Span(className=f"swatch swatch-{key.fill}", **aria(hidden="true"))
    return [swatch, key.text, *([" ", html.Span(key.value, className="legend-value")] if key.value else [])]


def _facts(facts: Sequence[Fact]) -> list[Component]:
    if not facts:
        return []
    return [
        html.Dl(
            [html.Div([html.Dt(_fact_words(fact)), html.Dd(fact.value)], className="fact") for fact in facts],
            className="facts",
        )
    ]


def _fact_words(fact: Fact) -> list[Any]:
    """The words of a fact; beside a target how the number stands to it."""
    if fact.state is None:
        return [fact.text]
    words = state_words(fact.state, at_least=fact.direction is Direction.AT_LEAST)
    return [html.Span(fact.text), " ", status(FACT_STATES[fact.state], words)]


def _foot(spec: ChartSpec, place: Place, links: Links, defined: bool) -> html.Div:
    items: list[Component] = []
    if not isinstance(spec.content, Rows | Plain):
        items.append(_table_button(place))
    if links.csv:
        items.append(downloads(links))
    if defined:
        items.append(html.Button(t(N_("How is this computed?")), id=place.id(Part.DEFINE), className="foot-link"))
    if can_pick(spec):
        items.append(html.Span(t(N_("Click to filter")), className="foot-note foot-pick"))
    if spec.footnote:
        items.append(_footnote(spec.footnote))
    return html.Div(items, className="block-foot")


def _table_button(place: Place) -> html.Button:
    words = [
        html.Span(t(N_("Show as table")), className="when-chart"),
        html.Span(t(N_("Show as chart")), className="when-table"),
    ]
    return html.Button(words, id=place.id(Part.TABLE), className="foot-link")


def downloads(links: Links) -> html.Details:
    """The ways to the same rows as files."""
    files = [html.Li(html.A(name, href=href)) for name, href in (("CSV", links.csv), ("XLSX", links.xlsx))]
    return html.Details([html.Summary(t(N_("Download")), className="foot-link"), html.Ul(files)], className="menu")


def _footnote(note: Footnote) -> html.Span:
    marks: dict[bool | None, list[Any]] = {
        None: [],
        True: [icon(Icon.GOOD), html.Span(t(N_("the sum holds")), className="visually-hidden")],
        False: [icon(Icon.BAD), t(N_("the sum does not hold"))],
    }
    return html.Span([note.text, *marks[note.holds]], className="foot-note")


def _empty(nearest: Nearest | None) -> html.Div:
    if nearest is None:
        return html.Div(html.P(t(N_("Choose another period or fewer filters."))), className="empty")
    period = period_words(nearest.first_day, nearest.last_day)
    words = html.P([t(N_("The nearest period with data is")), " ", html.B(period), f" (n = {number(nearest.n)})."])
    offer = dcc.Link(t(N_("Show {period}"), period=period), href=nearest.search, className="button")
    return html.Div([words, offer], className="empty")


def failed(message: str, place: Place, *, request_id: str = "", retry: bool = True) -> list[Component]:
    """What a card says when it could not be filled; the other cards stay."""
    parts: list[Component] = [html.P([icon(Icon.BAD, size="large"), html.Span(message)])]
    if retry:
        parts.append(html.Button(t(N_("Try again")), id=place.id(Part.RETRY), className="button"))
    if request_id:
        parts.append(html.P(t(N_("Number of this error: {id}"), id=request_id), className="request-id"))
    return [html.Div(parts, className="failed", role="alert")]


def reload_store(page: str, group: Group) -> dcc.Store:
    """Counts how often a group was asked for again."""
    return dcc.Store(id={"type": Part.RELOAD, "page": page, "group": group})
