"""A real HTML table: what stands behind a chart, readable by everybody."""

from collections.abc import Callable, Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts.spec import Column, Table

Picks = Mapping[str, Mapping[str, str]]
"""Addresses by the key of a column and the words in it."""
NO_PICKS: Picks = {}


def data_table(table: Table, *, label: str, stacked: bool = False, picks: Picks = NO_PICKS) -> html.Table:
    """The rows of `table`; the first column heads its row. `label` names the table for a screen reader.

    On a phone the rows of a `stacked` table become blocks in which each cell names its column. Words of `picks` are
    links.
    """
    head = html.Tr([_cell(html.Th, column, column.header, scope="col") for column in table.columns])
    body = [_row(table.columns, cells, stacked, picks) for cells in table.rows()]
    caption = html.Caption(label, className="visually-hidden")
    if not stacked:
        return html.Table([caption, html.Thead(head), html.Tbody(body)], className="table")
    # What is laid out as blocks is no table any more to a browser, unless its roles say so.
    parts = [caption, html.Thead(head), html.Tbody(body, role="rowgroup")]
    return html.Table(parts, className="table table-stacked", role="table")


def _row(columns: tuple[Column, ...], cells: list[str], stacked: bool, picks: Picks) -> html.Tr:
    words = [_words(column, cell, picks) for column, cell in zip(columns, cells, strict=True)]
    (first, name), *others = zip(columns, words, strict=True)
    if not stacked:
        row = [_cell(html.Td, column, cell) for column, cell in others]
        return html.Tr([_cell(html.Th, first, name, scope="row"), *row])
    row = [_cell(html.Td, column, cell, role="cell", **{"data-header": column.header}) for column, cell in others]
    return html.Tr([_cell(html.Th, first, name, scope="row", role="rowheader"), *row], role="row")


def _words(column: Column, text: str, picks: Picks) -> str | Component:
    address = picks.get(column.key, {}).get(text)
    return dcc.Link(text, href=address) if address else text


def _cell(kind: Callable[..., Component], column: Column, text: str | Component, **more: str) -> Component:
    return kind(text, className="right" if column.numeric else None, **more)
