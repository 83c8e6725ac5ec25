"""Layers of tiles under maps, and addresses that may stand in a policy: https only, and nothing but what is meant."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from config.kinds import DATA
from config.plain import has_control

LARGEST_ZOOM = 22
LONGEST_ADDRESS = 500
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_PLACES = ("{z}", "{x}", "{y}")
_NOT_IN_A_POLICY = set(" \"'<>;,\\`|^")
"""Signs that would end a directive or an attribute; {z}, {x} and {y} are taken out before."""


@dataclass(frozen=True)
class Layer:
    """A layer of tiles: `url` holds {z}, {x} and {y}; `attribution` must stand on the map."""

    name: str
    url: str
    attribution: str
    most_zoom: int


@lru_cache(maxsize=1)
def presets() -> Mapping[str, Layer]:
    """The layers of `tile_layers.toml`, by code."""
    rows = tomllib.loads((DATA / "tile_layers.toml").read_text(encoding="utf-8"))["layer"]
    return {row["code"]: Layer(**{name: value for name, value in row.items() if name != "code"}) for row in rows}


def https_origin(text: str) -> str | None:
    """'https://host' or 'https://host:port' of an address, in lower case; None for what is no such address."""
    if len(text) > LONGEST_ADDRESS or has_control(text) or _NOT_IN_A_POLICY & set(text) or not text.isascii():
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or parts.username is not None or not _HOST.fullmatch(host):
        return None
    return f"https://{host}" if port in (None, 443) else f"https://{host}:{port}"


def bare_origin(text: str) -> str | None:
    """The origin of an address that is nothing more than that (a / at its end is forgiven); else None."""
    origin = https_origin(text)
    return origin if origin is not None and urlsplit(text)[2:] in (("", "", ""), ("/", "", "")) else None


def tile_origin(url: str) -> str | None:
    """The origin of an address of tiles; None unless it holds {z}, {x} and {y} once each, after the host, and no other
    place to fill."""
    if any(url.count(place) != 1 for place in _PLACES):
        return None
    filled = url
    for place in _PLACES:
        filled = filled.replace(place, "1")
    empty = re.sub(r"\{[zxy]\}", "", url)
    same_host = https_origin(filled) == https_origin(empty)
    return https_origin(filled) if same_host and "{" not in filled and "}" not in filled else None
