"""A real HTML table: what stands behind a chart, readable by everybody."""

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from dashboard.charts.spec import Column, Table


def data_table(table: Table, *, label: str) -> html.Table:
    """The rows of `table`; the first column heads its row. `label` names the table for a screen reader."""
    head = html.Tr([_cell(html.Th, column, column.header, scope="col") for column in table.columns])
    body = [_row(table.columns, cells) for cells in table.rows()]
    caption = html.Caption(label, className="visually-hidden")
    return html.Table([caption, html.Thead(head), html.Tbody(body)], className="table")


def _row(columns: tuple[Column, ...], cells: list[str]) -> html.Tr:
    first, *others = zip(columns, cells, strict=True)
    return html.Tr([_cell(html.Th, *first, scope="row"), *(_cell(html.Td, column, cell) for column, cell in others)])


def _cell(kind: Callable[..., Component], column: Column, text: str, **more: str) -> Component:
    return kind(text, className="right" if column.numeric else None, **more)
