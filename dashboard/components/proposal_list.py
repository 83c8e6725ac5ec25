"""The list beside a map: the same proposals, for whoever reads, walks by keyboard, or hears them.

AG Grid asks for the rows that are about to show, so that a list of any length stays quick. `assets/50-atlas.js` draws
the cells.
"""

import json
from typing import Any

import dash_ag_grid as dag
import pandas as pd
from dash import html

from config.language import N_, current_language, day, number, t
from config.vocabularies import proposal_stages
from dashboard.components.card import Links, downloads
from dashboard.components.grid import THEME
from dashboard.components.icon import icon_class
from dashboard.components.status import PROPOSAL_ICONS

BLOCK = 50
"""Rows that are asked for at once."""
ROW_HEIGHT = 66
_SORTED = {"sortable": True, "sortingOrder": ["desc", "asc"], "resizable": False, "suppressMovable": True}


def proposal_list(grid_id: dict[str, str], heading_id: dict[str, str]) -> html.Section:
    """The empty list with its heading; callbacks give it its rows."""
    title, day_, votes = t(N_("Proposal")), t(N_("Submitted")), t(N_("Votes"))
    columns = [
        {"field": "title", "headerName": title, "cellRenderer": "ProposalCell", "flex": 1, "minWidth": 160},
        {"field": "submitted_at", "headerName": day_, "width": 96, "context": {"essential": False}},
        {"field": "support", "headerName": votes, "width": 104, "type": "rightAligned", "sort": "desc"},
    ]
    grid = dag.AgGrid(
        id=grid_id,
        columnDefs=[{"context": {"essential": True}} | column for column in columns],
        defaultColDef=_SORTED | {"suppressHeaderMenuButton": True},
        rowModelType="infinite",
        getRowId="params.data.id",
        eventListeners={"gridSizeChanged": ["fitColumns(params)"]},
        dashGridOptions={
            "theme": {"function": f"themeQuartz.withParams({json.dumps(THEME)})"},
            "rowHeight": ROW_HEIGHT,
            "cacheBlockSize": BLOCK,
            "maxBlocksInCache": 6,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "suppressColumnVirtualisation": True,
            "localeText": {
                "ariaSortableColumn": t(N_("Press Enter to sort")),
                "loadingOoo": t(N_("Loading")),
                "noRowsToShow": t(N_("No proposals here.")),
            },
        },
        className="atlas-grid",
        style={"width": "100%"},  # else it brings a height of its own
    )
    return html.Section([html.Div(id=heading_id, className="atlas-list-head"), grid], className="atlas-list")


def list_heading(n: int, placed: int, files: Links) -> list[Any]:
    """212 voorstellen in beeld; how many of them have no place; and the way to the same rows as a file, where there is
    one."""
    words = t(N_("1 proposal in view")) if n == 1 else t(N_("{n} proposals in view"), n=number(n))
    without = n - placed
    aside = t(N_("of which {n} without a place"), n=number(without)) if without else ""
    ways = [downloads(files)] if n and files.csv else []
    return [html.H2(words), html.P(aside, className="secondary"), *ways]


def list_rows(df: pd.DataFrame, search: str) -> list[dict[str, Any]]:
    """What the cells show; `df` as of `queries.atlas.listed` with columns area and theme (names)."""
    return [_row(row, search) for row in df.to_dict("records")]


def _row(row: dict[Any, Any], search: str) -> dict[str, Any]:
    stage = proposal_stages()[row["stage"]]
    aside = [str(part) for part in (row["area"], row["theme"]) if isinstance(part, str) and part]
    return {
        "id": f"{row['organisation_id']}/{row['subject_id']}",
        "title": row["title"] or t(N_("Text removed")),
        "aside": " · ".join(aside),
        "href": f"/voorstellen/{row['subject_id']}{search}",
        "stage": stage.label(current_language()),
        "mark": icon_class(PROPOSAL_ICONS[stage.code]),
        "submitted_at": day(row["submitted_day"]),
        "support": number(row["support"]),
    }
