"""A table of rows to read and to follow: cells hold words, links or states. On a phone each row is a small card."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

Cell = Component | str | list[Component | str]


def rows_table(heads: Sequence[str], rows: Sequence[Sequence[Any]], *, label: str) -> html.Table:
    """`heads` in the reader's language; the first cell of a row heads it. `label` names it for a screen reader."""
    head = html.Tr([html.Th(text, scope="col") for text in heads])
    caption = html.Caption(label, className="visually-hidden")
    body = html.Tbody([_row(heads, cells) for cells in rows])
    return html.Table([caption, html.Thead(head), body], className="table rows")


def _row(heads: Sequence[str], cells: Sequence[Cell]) -> html.Tr:
    first, *others = cells
    return html.Tr(
        [html.Th(first, scope="row"), *(_cell(head, cell) for head, cell in zip(heads[1:], others, strict=True))]
    )


def _cell(head: str, cell: Cell) -> html.Td:
    named: dict[str, Any] = {"data-head": head}
    return html.Td(html.Div(cell), className="rows-empty" if cell in ("", []) else None, **named)


def way(words: str, path: str, search: str = "") -> dcc.Link:
    """A link to a page of ours, with the search string '?...' that it needs."""
    return dcc.Link(words, href=f"{path}{search}")


def lines(texts: Sequence[str]) -> list[Component | str]:
    """Several short texts in one cell, each on a line of its own."""
    return [html.Span(text, className="rows-line") for text in texts]


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame with its columns as attributes; None where there is nothing."""
    return list(frame.astype(object).where(frame.notna(), None).itertuples())
