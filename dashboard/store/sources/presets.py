"""What a mapping file need not say, because the kind of source is known: config/data/preset_<kind>.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from config.kinds import DATA

_JOINED = ("personal",)  # a list that a mapping file adds to; any other it replaces


@cache
def _preset(kind: str) -> dict[str, Any]:
    path = DATA / f"preset_{kind}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def completed(told: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The tables of a mapping file on top of those of its kind of source; as they are when that has no preset.

    An empty text takes away what the preset says.
    """
    return _over(_preset(kind), told)


def _over(preset: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(preset)
    for name, value in told.items():
        known = found.get(name)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            found[name] = _over(known, value)
        elif value == "" and isinstance(known, str):
            del found[name]
        elif name in _JOINED and isinstance(known, list) and isinstance(value, list):
            found[name] = [*known, *value]
        else:
            found[name] = value
    return found
