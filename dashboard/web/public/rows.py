"""The published proposals as rows of open data: the same columns in GeoJSON and CSV, told in `docs/open-data.md`."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from config.vocabularies import indicators
from dashboard.components.rows import records
from dashboard.reports.tables import safe
from queries.public.reasons import Words, terms_of

OWN = (
    *("id", "number", "title", "text", "text_removed", "theme_code", "theme", "area_code", "area"),
    *("street", "lon", "lat"),
    *(
        "stage",
        "submitted",
        "published",
        "votes",
        "outcome",
        "reasons",
        "reason_names",
        "motivation",
        "chosen_by",
        "organ",
    ),
    *("decision_number", "decision_uri", "decided", "explained", "due", "started", "realised"),
    *("cost_estimated", "cost_actual", "next_steps", "chosen_geometry", "page", "photos"),
)
"""The columns of a proposal itself, in their order."""
GAINS = tuple(f"{code}_{kind}" for code in indicators() for kind in ("estimated", "realised"))
"""What it yields, by indicator: as estimated and as measured once it was realised."""
COLUMNS = (*OWN, *GAINS)
_NAMES = {
    "subject_id": "id",
    "text_removed_day": "text_removed",
    "submitted_day": "submitted",
    "published_day": "published",
    "support": "votes",
    "ratified_day": "decided",
    "explained_day": "explained",
    "due_on": "due",
    "started_day": "started",
    "realised_day": "realised",
    "geometry": "chosen_geometry",
}
_BETWEEN = " | "
Row = Mapping[str, Any]


def rows_of(
    page: pd.DataFrame,
    gains: pd.DataFrame,
    photos: pd.DataFrame,
    words: Words,
    *,
    page_at: Callable[[Any], str],
    photo_at: Callable[[str], str],
) -> list[Row]:
    """One mapping a proposal with all `COLUMNS`: days as YYYY-MM-DD, None where nothing is known, lists of texts.

    `words` are those of reasons that the organisation made itself. `page_at` gives the address of a proposal,
    `photo_at` that of a photo.
    """
    yields = _yields(gains)
    pictures = photos.groupby("subject_id")["photo"].apply(list).to_dict() if len(photos) else {}
    empty: dict[str, Any] = dict.fromkeys(COLUMNS)
    rows: list[Row] = []
    for record in records(page.rename(columns=_NAMES)):
        own = {name: _plain(value) for name, value in record._asdict().items() if name in empty}
        more = {"page": page_at(record.id), "photos": [photo_at(key) for key in pictures.get(record.id, ())]}
        why = {"reasons": record.reasons or []}
        why["reason_names"] = [one.label_nl for one in terms_of(why["reasons"], words)]
        rows.append(empty | own | more | why | yields.get(record.id, {}))
    return rows


def _yields(gains: pd.DataFrame) -> dict[Any, dict[str, float]]:
    """What each proposal yields, by the name of the column; an indicator that we do not know is left out."""
    found: dict[Any, dict[str, float]] = {}
    for row in records(gains):
        known = {f"{row.indicator}_{kind}": getattr(row, kind) for kind in ("estimated", "realised")}
        told = {name: value for name, value in known.items() if name in GAINS and value is not None}
        found.setdefault(row.subject_id, {}).update(told)
    return found


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def as_feature(row: Row) -> dict[str, Any]:
    """A GeoJSON feature (RFC 7946); a proposal without a place has no geometry. Without what is not known."""
    placed = row["lon"] is not None and row["lat"] is not None
    geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if placed else None
    apart = ("id", "lon", "lat")
    told = {name: value for name, value in row.items() if name not in apart and value is not None}
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": told}


def as_csv(rows: Sequence[Row]) -> str:
    """CSV (RFC 4180): commas, a decimal point, UTF-8, one line of names. Texts never begin a formula; lists stand with
    ' | ' between, a geometry is GeoJSON."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return safe(_BETWEEN.join(value))
    if isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"))
    return safe(value) if isinstance(value, str) else value
