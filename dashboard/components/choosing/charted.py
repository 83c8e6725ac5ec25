"""The map of the candidates: each by the mark of what was said of it, with its rank; those that would cover each other
as one number. The list holds the same."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.criteria import Criterion
from config.language import N_, number, t
from dashboard.charts.atlas import Feature, mark_of, point, short
from dashboard.charts.crowd import crowds
from dashboard.components.atlas import (
    MOST_ZOOM,
    Layer,
    Part,
    border_pane,
    drawn,
    map_words,
    mark_legend,
    part_id,
    snap_of,
    tiles,
    tracked,
)
from dashboard.components.choosing.frame import PAGE
from dashboard.components.choosing.listed import OUTCOMES, is_decided, outcome_words, text_state
from dashboard.components.choosing.look import Look
from dashboard.components.choosing.words import Row, place_words, standing_words, value_words
from dashboard.components.drawing import Act, drawing, tool
from dashboard.components.icon import icon
from dashboard.components.moderation.words import title_of
from dashboard.components.status import PROPOSAL_ICONS
from queries.viewport import Viewport

APART = 34
"""Pixels within which marks come together."""
MOST_NAMED = 12
"""So many of what lies in one spot are named, on the closest map."""
_NEEDED = (
    *("subject_id", "lon", "lat", "rank", "title", "score", "told_outcome", "made", "choice_published", "standing"),
    *("written", "reasons", "seq", "draft_no", "area", "street", Criterion.SUPPORT, Criterion.COST),
)


def block(borders: dict[str, Any], source: str, ground: Layer | None, *, may: bool) -> list[Component]:
    """The map without marks. `borders` are the neighbourhoods and `source` is whose they are (`atlas.attributed`)."""
    nothing = {"type": "FeatureCollection", "features": []}
    marks = drawn(
        nothing,
        id=part_id(Part.SHOWN, PAGE),
        hideout={"words": _words(), "may": may},
        pointToLayer="candidate",
        onEachFeature="candidateLabel",
    )
    below = [tiles(ground)] if ground else []
    lines = border_pane(borders, attribution=source, onEachFeature="nameArea")
    shown = tracked(PAGE, [*below, lines, marks, tool("take")], zoomSnap=snap_of(ground))
    told = map_words(t(N_("Map of the candidates; the list holds the same")))
    parts = [
        html.Div(shown, className="atlas", **told),
        html.Div(id=part_id(Part.LEGEND, PAGE), className="choosing-marks-legend"),
        html.P(id=part_id(Part.STATUS, PAGE), className="visually-hidden", role="status"),
        dcc.Store(id=part_id(Part.SEEN, PAGE)),
    ]
    return [drawing([(Act.AREA, t(N_("Draw an area")))] if may else [], parts, name="choosing-map")]


def _words() -> dict[str, Any]:
    """What the script says of a mark; `{title}` and `{n}` are filled in there."""
    return {
        "outcomes": {code: outcome_words(code) for code in OUTCOMES},
        "outcome": t(N_("Outcome of {title}")),
        "write": t(N_("Write")),
        "tick": t(N_("Tick")),
        "untick": t(N_("Untick")),
        "close": t(N_("Close")),
        "together": t(N_("{n} places together; a click comes closer")),
    }


def marks(
    listed: pd.DataFrame, look: Look, n: int, view: Viewport, ticked: Collection[Any], *, may: bool
) -> list[Feature]:
    """What lies in a view, as features; `listed` in order of rank, as of `queries.ranking` with what was said of each.

    The place that is written about and the best ones stand for themselves where others would cover them.
    """
    told = listed[[one for one in _NEEDED if one in listed]]
    seen = told[told["lon"].between(view.west, view.east) & told["lat"].between(view.south, view.north)]
    here = seen["subject_id"] == look.place
    ordered = pd.concat([seen[here], seen[~here]], ignore_index=True)
    groups: dict[int, list[Row]] = {}
    for leader, row in zip(crowds(ordered["lon"], ordered["lat"], view.zoom, APART), _plain(ordered), strict=True):
        groups.setdefault(int(leader), []).append(row)
    return [one for rows in groups.values() for one in _group(rows, look, n, view, ticked, may=may)]


def _plain(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _group(
    rows: list[Row], look: Look, n: int, view: Viewport, ticked: Collection[Any], *, may: bool
) -> Iterator[Feature]:
    """One mark; two where what is written about lies among others."""
    own = rows[:1] if len(rows) == 1 or rows[0]["subject_id"] == look.place else []
    rest = rows[len(own) :]
    if len(rest) > 1:
        yield _several(rest, view, look, ticked)
    for row in (*(rest if len(rest) == 1 else ()), *own):
        yield _single(row, look, n, ticked, may=may)


def _single(row: Row, look: Look, n: int, ticked: Collection[Any], *, may: bool) -> Feature:
    code, (_, state) = row["told_outcome"], text_state(row)
    known = (place_words(row), *(value_words(one, row.get(one)) for one in (Criterion.SUPPORT, Criterion.COST)))
    told = {
        "subject": str(row["subject_id"]),
        "rank": number(row["rank"]),
        "title": title_of(row),
        "words": standing_words(row, n),
        "known": " · ".join(filter(None, known)),
        "href": look.address(place=row["subject_id"]),
        "mark": mark_of(code) if code else "",
        "told": code or "",
        "state": ", ".join(filter(None, (outcome_words(code) if code and is_decided(row) else "", state))),
        "seen": [int(row["seq"]), int(row["draft_no"])],
        "free": may and not is_decided(row),
        "here": row["subject_id"] == look.place,
        "ticked": row["subject_id"] in ticked,
    }
    return point((row["lon"], row["lat"]), **{name: value for name, value in told.items() if value})


def _several(rows: Sequence[Row], view: Viewport, look: Look, ticked: Collection[Any]) -> Feature:
    """What lies together; on the closest map with names, since nothing comes apart any more there."""
    first = rows[0]
    told: dict[str, Any] = {"together": short(len(rows))}
    if any(row["subject_id"] in ticked for row in rows):
        told["ticked"] = True
    if view.zoom >= MOST_ZOOM:
        told["members"] = [
            {
                "title": f"{number(row['rank'])}. {title_of(row)}",
                "href": look.address(place=row["subject_id"]),
            }
            for row in rows[:MOST_NAMED]
        ]
    return point((first["lon"], first["lat"]), **told)


def legend(listed: pd.DataFrame) -> list[Component]:
    """The marks with their words, and what the map cannot show."""
    said = [code for code in OUTCOMES if (listed["told_outcome"] == code).any()] if len(listed) else []
    marks = [html.Span([icon(PROPOSAL_ICONS[code]), outcome_words(code)], className="stage") for code in said]
    open_mark = html.Span(
        [html.Span(className="pin-open"), t(N_("nothing said yet"))],
        className="stage",
    )
    unplaced = int(listed["lon"].isna().sum()) if len(listed) else 0
    notes = [t(N_("The figure is the rank; a violet circle tells how many lie together.")), _unplaced(unplaced)]
    return mark_legend(t(N_("What was said of each place")), [*marks, open_mark], " ".join(filter(None, notes)))


def _unplaced(n: int) -> str:
    if not n:
        return ""
    words = N_("1 place has no point; it stands in the list.")
    several = N_("{n} places have no point; they stand in the list.")
    return t(words) if n == 1 else t(several, n=number(n))


def counted(features: Sequence[Mapping[str, Any]], listed: pd.DataFrame, view: Viewport) -> str:
    """What the map shows, for who hears it."""
    there = listed["lon"].between(view.west, view.east) & listed["lat"].between(view.south, view.north)
    n, marks = int(there.sum()), len(features)
    return t(N_("Candidates on the map: {n}, as marks: {marks}."), n=number(n), marks=number(marks))
