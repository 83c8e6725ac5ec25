"""The places of a chunk, judged: unreadable, exchanged, outside the box, placeholder, and look-alike meldingen."""

from typing import Any

import numpy as np
import pandas as pd

from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.coordinates import PLACE_FIELDS, Places, has_place, read_places
from dashboard.store.sources.findings import Findings, Judge
from dashboard.store.sources.mapping_base import PlacedMapping
from dashboard.store.sources.seen import Points, Seen
from dashboard.store.sources.values import for_message

_UNREADABLE = N_("The place {value} cannot be read; loaded without place.")
_SWAPPED = N_("The place {value} fits the area with its two numbers exchanged; loaded without place (place.swap).")
_OUTSIDE = N_("The place {value} lies outside the area of the mapping; loaded without place.")
_PLACEHOLDER = N_("{count} rows have a placeholder as their place; loaded without place. The first is here.")
_PUT_RIGHT = N_("{count} rows have their two coordinates exchanged, which was put right. The first is here.")
_COMMON = N_(
    "The point {lon}, {lat} stands with {count} rows of several categories. If it is a placeholder, add it to "
    "place.placeholders."
)
_ALIKE = N_("Same category, place and minute as line {first}: perhaps told twice. Both are counted.")

_MINUTE = 60
_STEPS = 10_000  # of a degree: places that agree to four decimals are some ten metres apart at most


class PlaceReader:
    """Reads places chunk by chunk, remembering points and look-alikes over the chunks."""

    def __init__(self, mapping: PlacedMapping) -> None:
        self.mapping = mapping
        self._seen, self._points = Seen(), Points()
        self._placeholders, self._first = 0, 0
        self._swapped, self._first_swapped = 0, 0

    def read(
        self, cells: Cells, categories: np.ndarray, received: np.ndarray, judge: Judge
    ) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude (NaN: none) of each row."""
        places = read_places(cells.texts, self.mapping, len(judge.ok))
        if has_place(self.mapping):
            self._judge(places, cells, judge)
            numbers, _ = pd.factorize(categories)
            self._points.add(np.where(judge.ok, places.lon, np.nan), places.lat, numbers, judge.lines)
            self._judge_alike(places, categories, received, judge)
        return places.lon, places.lat

    def _judge(self, places: Places, cells: Cells, judge: Judge) -> None:
        judge.suspect(places.unreadable, _UNREADABLE, lambda at: _written(cells, at))
        judge.suspect(places.outside, _OUTSIDE, lambda at: _written(cells, at))
        if not self.mapping.place.swap:
            judge.suspect(places.swapped, _SWAPPED, lambda at: _written(cells, at))
        elif (swapped := np.flatnonzero(places.swapped & judge.ok)).size:
            self._first_swapped = self._first_swapped or int(judge.lines[swapped[0]])
            self._swapped += swapped.size
        rows = np.flatnonzero(places.placeholder & judge.ok)
        if rows.size:
            self._first = self._first or int(judge.lines[rows[0]])
            self._placeholders += rows.size

    def _judge_alike(self, places: Places, categories: np.ndarray, received: np.ndarray, judge: Judge) -> None:
        rows = np.flatnonzero(judge.ok & ~np.isnan(places.lon) & (categories != None))  # noqa: E711
        keys = _likeness(places.lon[rows], places.lat[rows], categories[rows], received[rows])
        first, _ = self._seen.meet(keys, judge.lines[rows], np.zeros(len(rows), dtype=np.int64))
        lines = np.zeros(len(judge.ok), dtype=np.int64)
        lines[rows] = first
        judge.suspect(lines > 0, _ALIKE, lambda at: {"first": int(lines[at])})

    def end(self, findings: Findings) -> None:
        """After all rows: what was put right, and placeholders, known and suspected."""
        if self._swapped:
            findings.suspect(self._first_swapped, _PUT_RIGHT, count=self._swapped)
        if self._placeholders:
            findings.suspect(self._first, _PLACEHOLDER, count=self._placeholders)
        for point in self._points.common(self.mapping.place.placeholder_share):
            findings.suspect(point.line, _COMMON, lon=f"{point.lon:.6f}", lat=f"{point.lat:.6f}", count=point.rows)


def _written(cells: Cells, at: int) -> dict[str, Any]:
    """The cells of a place; their length together when one of them is neither number nor code."""
    texts = [cells.texts[name][at] for name in PLACE_FIELDS if name in cells.texts]
    parts = [for_message(text) for text in texts]
    return {
        "value": " / ".join(parts) if all(isinstance(part, str) for part in parts) else for_message(" / ".join(texts))
    }


def _likeness(lon: np.ndarray, lat: np.ndarray, categories: np.ndarray, received: np.ndarray) -> np.ndarray:
    """One number per (category, place to four decimals, minute)."""
    table = pd.DataFrame(
        {
            "category": pd.util.hash_array(categories.astype(object)),
            "lon": np.rint(lon * _STEPS).astype(np.int64),
            "lat": np.rint(lat * _STEPS).astype(np.int64),
            "minute": received.astype(np.int64) // _MINUTE,
        }
    )
    return pd.util.hash_pandas_object(table, index=False).to_numpy().view(np.int64)
