"""AG Grid in our look: for rows that people sort and walk through with the keyboard.

`assets/60-cards.js` draws the cells, names the grid for screen readers and keeps only the essential columns on a phone.
"""

import json
from typing import Any

import dash_ag_grid as dag
import pandas as pd

from config.kinds import EventKind
from config.language import N_, t
from dashboard.charts.palette import ACCENT_WASH, FONT, INK, INK2, PAPER, RULE, RULE2
from dashboard.charts.spec import Column, Kind, Table
from dashboard.components.icon import icon_class
from dashboard.components.status import STAGE_ICONS

PAGE_SIZE = 10
THEME = {
    "accentColor": INK,
    "backgroundColor": PAPER,
    "borderColor": RULE,
    "borderRadius": 0,
    "browserColorScheme": "light",
    "cellHorizontalPadding": 5,
    "cellTextColor": INK,
    "columnBorder": False,
    "fontFamily": FONT,
    "fontSize": 14,
    "foregroundColor": INK,
    "headerBackgroundColor": PAPER,
    "headerColumnBorder": False,
    "headerColumnResizeHandleDisplay": "none",
    "headerFontSize": 13,
    "headerFontWeight": 600,
    "headerTextColor": INK2,
    "headerHeight": 34,
    "headerRowBorder": f"solid 1px {INK}",
    "headerColumnBorderHeight": 0,
    "oddRowBackgroundColor": PAPER,
    "rowBorder": f"solid 1px {RULE}",
    "rowHeight": 36,
    "rowHoverColor": RULE2,
    "selectedRowBackgroundColor": ACCENT_WASH,
    "wrapperBorder": False,
    "wrapperBorderRadius": 0,
}

_WORDS = {
    "ariaSortableColumn": N_("Press Enter to sort"),
    "page": N_("Page"),
    "of": N_("of"),
    "to": N_("to"),
    "firstPage": N_("First page"),
    "previousPage": N_("Previous page"),
    "nextPage": N_("Next page"),
    "lastPage": N_("Last page"),
}
"""AG Grid's own words, by its keys."""


def grid(table: Table, grid_id: dict[str, str]) -> dag.AgGrid:
    """The rows of `table`, sortable by column. A callback names it for screen readers once it is there."""
    return dag.AgGrid(
        rowData=_rows(table),
        columnDefs=[_column(column) for column in table.columns],
        defaultColDef={"resizable": False, "suppressMovable": True, "suppressHeaderMenuButton": True},
        id=grid_id,
        eventListeners={"gridSizeChanged": ["fitColumns(params)"]},
        dashGridOptions={
            "theme": {"function": f"themeQuartz.withParams({json.dumps(THEME)})"},
            "domLayout": "autoHeight",
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "suppressColumnVirtualisation": True,
            "pagination": len(table.frame) > PAGE_SIZE,
            "paginationPageSize": PAGE_SIZE,
            "paginationPageSizeSelector": False,
            "localeText": {key: t(text) for key, text in _WORDS.items()},
        },
    )


def _column(column: Column) -> dict[str, Any]:
    return {
        "field": column.key,
        "headerName": column.header,
        "cellRenderer": "ShownCell",
        "type": "rightAligned" if column.numeric else None,
        "flex": column.width,
        "minWidth": 72 if column.numeric else 52,
        "wrapHeaderText": True,
        "autoHeaderHeight": True,
        "wrapText": True,
        "autoHeight": True,
        "tooltipField": f"shown.{column.key}",
        "context": {"essential": column.essential},
    }


def _rows(table: Table) -> list[dict[str, Any]]:
    """Each row with its values to sort by, the texts to show, and icon, class and address where a cell has one."""
    keys = [column.key for column in table.columns]
    records = table.frame.to_dict("records")
    links = {column.key: column.href for column in table.columns if column.href}
    return [
        {key: _plain(record[key]) for key in keys}
        | {"shown": dict(zip(keys, texts, strict=True)), "marks": _marks(table.columns, record)}
        | {"links": {key: record[href] for key, href in links.items()}}
        for record, texts in zip(records, table.rows(), strict=True)
    ]


def _plain(value: Any) -> Any:
    """A value that JSON knows and that sorts: dates as ISO text, numbers as they are."""
    if pd.isna(value):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _marks(columns: tuple[Column, ...], record: dict[Any, Any]) -> dict[str, str]:
    icons = {c.key: icon_class(STAGE_ICONS[EventKind(record[c.key])]) for c in columns if c.kind is Kind.STAGE}
    over = {c.key: "over" for c in columns if c.over and not pd.isna(record[c.key]) and record[c.key] > 0}
    return icons | over
