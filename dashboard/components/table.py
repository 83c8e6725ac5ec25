"""A real HTML table: what stands behind a chart, readable by everybody."""

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from dashboard.charts.spec import Column, Table


def data_table(table: Table, *, label: str, stacked: bool = False) -> html.Table:
    """The rows of `table`; the first column heads its row. `label` names the table for a screen reader.

    On a phone the rows of a `stacked` table become blocks in which each cell names its column.
    """
    head = html.Tr([_cell(html.Th, column, column.header, scope="col") for column in table.columns])
    body = [_row(table.columns, cells, stacked) for cells in table.rows()]
    caption = html.Caption(label, className="visually-hidden")
    if not stacked:
        return html.Table([caption, html.Thead(head), html.Tbody(body)], className="table")
    # What is laid out as blocks is no table any more to a browser, unless its roles say so.
    parts = [caption, html.Thead(head), html.Tbody(body, role="rowgroup")]
    return html.Table(parts, className="table table-stacked", role="table")


def _row(columns: tuple[Column, ...], cells: list[str], stacked: bool) -> html.Tr:
    (first, name), *others = zip(columns, cells, strict=True)
    if not stacked:
        row = [_cell(html.Td, column, cell) for column, cell in others]
        return html.Tr([_cell(html.Th, first, name, scope="row"), *row])
    row = [_cell(html.Td, column, cell, role="cell", **{"data-header": column.header}) for column, cell in others]
    return html.Tr([_cell(html.Th, first, name, scope="row", role="rowheader"), *row], role="row")


def _cell(kind: Callable[..., Component], column: Column, text: str, **more: str) -> Component:
    return kind(text, className="right" if column.numeric else None, **more)
