"""Places of a file: to WGS 84, within the bounding box, and which look exchanged or like a placeholder."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from pyproj import Transformer

from dashboard.store.sources.mapping_base import PlacedMapping
from dashboard.store.sources.mapping_parts import WGS84, PlacePart

PLACE_FIELDS = ("point", "lon", "lat", "x", "y")
_SAME_PLACE = 1e-6


@dataclass
class Places:
    """Longitude and latitude in degrees (NaN: none), and masks of what is not as it should be."""

    lon: np.ndarray
    lat: np.ndarray
    unreadable: np.ndarray
    placeholder: np.ndarray
    swapped: np.ndarray
    outside: np.ndarray


def numbers(texts: np.ndarray, decimal: str) -> np.ndarray:
    """Texts as numbers, NaN where they are none; with a decimal comma, dots are thousands."""
    if decimal == ",":
        texts = np.array([text.replace(".", "").replace(",", ".") for text in texts.tolist()], dtype=object)
    found = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(dtype=float)
    return np.where(np.isfinite(found), found, np.nan)


def _split(points: np.ndarray, decimal: str) -> tuple[np.ndarray, np.ndarray]:
    """Two parts of one column: `51.05,3.72`, `51,05;3,72`, `(51.05, 3.72)`, `POINT (3.72 51.05)`."""
    separators = r"[;\s]+" if decimal == "," else r"[,;\s]+"
    bare = pd.Series(points, dtype=object).str.replace(r"(?i)^\s*(point)?\s*[(\[]?\s*|\s*[)\]]?\s*$", "", regex=True)
    parts = bare.str.split(separators, n=1, expand=True, regex=True).reindex(columns=[0, 1]).fillna("")
    return parts[0].to_numpy(dtype=object), parts[1].to_numpy(dtype=object)


@lru_cache(maxsize=4)
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(crs, WGS84, always_xy=True)


def to_wgs84(x: np.ndarray, y: np.ndarray, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Easting and northing (metres, or degrees for EPSG:4326) to longitude and latitude; NaN where there is none."""
    if crs == WGS84:
        return x, y
    lon, lat = _transformer(crs).transform(x, y)
    known = np.isfinite(lon) & np.isfinite(lat)
    return np.where(known, lon, np.nan), np.where(known, lat, np.nan)


def within(lon: np.ndarray, lat: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """Which places lie in the box west, south, east, north."""
    west, south, east, north = box
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _texts(cells: dict[str, np.ndarray], mapping: PlacedMapping) -> tuple[np.ndarray, np.ndarray]:
    """Texts of easting and northing, in that order."""
    if mapping.columns.point:
        first, second = _split(cells["point"], mapping.file.decimal)
        return (second, first) if mapping.place.order == "lat,lon" else (first, second)
    return (cells["lon"], cells["lat"]) if mapping.columns.lon else (cells["x"], cells["y"])


def _is_placeholder(x: np.ndarray, y: np.ndarray, place: PlacePart) -> np.ndarray:
    points = ((0.0, 0.0), *place.placeholders)
    same = [(np.abs(x - px) < _SAME_PLACE) & (np.abs(y - py) < _SAME_PLACE) for px, py in points]
    return np.asarray(np.any(same, axis=0))


def has_place(mapping: PlacedMapping) -> bool:
    """Whether the file tells places at all."""
    return any((mapping.columns.lon, mapping.columns.x, mapping.columns.point))


def read_places(cells: dict[str, np.ndarray], mapping: PlacedMapping, size: int) -> Places:
    """Places of `size` rows; what is not as it should be has none, except exchanged ones when the mapping says so."""
    none = np.zeros(size, dtype=bool)
    if not has_place(mapping):
        return Places(np.full(size, np.nan), np.full(size, np.nan), none, none, none, none)
    place = mapping.place
    x_text, y_text = _texts(cells, mapping)
    x, y = numbers(x_text, mapping.file.decimal), numbers(y_text, mapping.file.decimal)
    known = ~(np.isnan(x) | np.isnan(y))
    written = (x_text != "") | (y_text != "")
    placeholder = known & _is_placeholder(x, y, place)
    lon, lat = to_wgs84(x, y, place.crs)
    inside = known & ~placeholder & within(lon, lat, place.box)
    swapped, other = _exchanged(x, y, known & ~placeholder & ~inside, place)
    keep = inside | (swapped & place.swap)
    return Places(
        lon=np.where(keep, np.where(swapped, other[0], lon), np.nan),
        lat=np.where(keep, np.where(swapped, other[1], lat), np.nan),
        unreadable=written & ~known,
        placeholder=placeholder,
        swapped=swapped,
        outside=known & ~placeholder & ~inside & ~swapped,
    )


def _exchanged(
    x: np.ndarray, y: np.ndarray, rows: np.ndarray, place: PlacePart
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Which of `rows` would lie in the box with their two numbers exchanged, and where."""
    lon, lat = to_wgs84(np.where(rows, y, np.nan), np.where(rows, x, np.nan), place.crs)
    return rows & within(lon, lat, place.box), (lon, lat)
