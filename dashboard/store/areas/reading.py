"""A file with boundaries, read with nothing but JSON: what is in it, before anybody looks at shapes."""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from config.errors import InvalidInput
from config.language import N_
from config.plain import plain, storable

LARGEST = 64 * 1024 * 1024
"""Bytes of a file as it is read: unpacked."""
LARGEST_ON_PAGE = 16 * 1024 * 1024
"""The same where a web process reads it, which serves others from the same memory: JSON may take 25 times as much."""
MOST_AREAS = 5_000
MOST_KEYS = 60
SHOWN = 5
"""Areas of which the properties are shown before one is chosen."""
_LONGEST_SHOWN = 80
_LONGEST_CRS = 200
_GZIP = b"\x1f\x8b"
_POLYGONS = ("Polygon", "MultiPolygon")
NOT_GEOJSON = N_("This is not a GeoJSON file with areas. Ask for a FeatureCollection in GeoJSON.")
_NOT_JSON = N_("This file cannot be read: it is not GeoJSON (JSON in UTF-8), and not packed with gzip either.")
_TOO_LARGE = N_(
    "Unpacked, this file is larger than {n} MB. Ask for one of your own municipality only, or a simplified one."
)
_TOO_MANY = N_("This file holds {n} areas; at most {most} can be kept. Ask for one of your own municipality only.")
_NO_AREAS = N_("There are no areas in this file: none of its features is a Polygon or MultiPolygon.")
_BROKEN = N_("This file is packed with gzip, but cannot be unpacked.")


@dataclass(frozen=True)
class Feature:
    """One feature of the file: its place from 1, its properties, and its geometry as it was told."""

    place: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any]


@dataclass(frozen=True)
class BoundarySource:
    """What a file holds. `crs`: the name of the coordinate system that it says it has; empty when it says nothing.

    `skipped`: features that are no area, such as points and lines.
    """

    features: tuple[Feature, ...]
    crs: str
    skipped: int
    sha256: str

    def outline(self) -> dict[str, Any]:
        """What is shown before properties are chosen: n, keys (of all areas, by how many have them), rows of SHOWN."""
        keys = _keys(feature.properties for feature in self.features)
        rows = [[_short(one.properties.get(key)) for key in keys] for one in self.features[:SHOWN]]
        return {"n": len(self.features), "keys": keys, "rows": rows}


def read_boundaries(content: bytes, largest: int = LARGEST) -> BoundarySource:
    """The features of a GeoJSON file, perhaps packed with gzip, of at most `largest` bytes. Raises InvalidInput."""
    unpacked = _unpacked(content, largest)
    try:
        found = json.loads(unpacked.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InvalidInput(_NOT_JSON) from None
    if not isinstance(found, dict) or not isinstance(found.get("features"), list):
        raise InvalidInput(NOT_GEOJSON)
    told = found["features"]
    try:
        areas = tuple(_feature(place, one) for place, one in enumerate(told, start=1) if _is_area(one))
    except RecursionError:  # properties within properties, deeper than anybody means
        raise InvalidInput(NOT_GEOJSON) from None
    if not areas:
        raise InvalidInput(_NO_AREAS)
    if len(areas) > MOST_AREAS:
        raise InvalidInput(_TOO_MANY, n=len(areas), most=MOST_AREAS)
    return BoundarySource(areas, _crs(found), len(told) - len(areas), hashlib.sha256(content).hexdigest())


def _unpacked(content: bytes, largest: int) -> bytes:
    if not content.startswith(_GZIP):
        packed = content
    else:
        try:
            with gzip.open(io.BytesIO(content)) as file:
                packed = file.read(largest + 1)  # no more than that, however much is packed in it
        except (OSError, EOFError, zlib.error):
            raise InvalidInput(_BROKEN) from None
    if len(packed) > largest:
        raise InvalidInput(_TOO_LARGE, n=largest // 1024**2)
    return packed


def _is_area(feature: Any) -> bool:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return isinstance(geometry, dict) and geometry.get("type") in _POLYGONS


def _feature(place: int, told: Mapping[str, Any]) -> Feature:
    properties = told.get("properties")
    known = plain(properties) if isinstance(properties, dict) else {}
    if "id" not in known and isinstance(told.get("id"), str | int):
        known = {"id": plain(told["id"]), **known}
    return Feature(place, known, told["geometry"])


def _crs(found: Mapping[str, Any]) -> str:
    """The name in the member `crs`, which older files have; as much of it as a name can be long."""
    told = found.get("crs")
    properties = told.get("properties") if isinstance(told, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return storable(name[:_LONGEST_CRS]) if isinstance(name, str) else ""


def _keys(every: Iterable[Mapping[str, Any]]) -> list[str]:
    counts: dict[str, int] = {}
    for properties in every:
        for key, value in properties.items():
            if not isinstance(value, dict | list):
                counts[key] = counts.get(key, 0) + (value is not None)
    return sorted(counts, key=lambda key: -counts[key])[:MOST_KEYS]


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
