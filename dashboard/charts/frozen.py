"""A chart as JSON, to be kept for years and drawn again on paper: what it says, in the words of the day it was made.

What only a screen has is left out on purpose: what a pointer shows (`hover`), what a click leads to (`pick`, `picks`,
`href`), and columns of a frame that no column of its table shows. Nothing is unpickled: whatever the JSON says, only
the values of this module come of it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pandas as pd

from config.canonical import normal
from config.errors import HelikopterError
from config.language import N_
from dashboard.charts.contents import Flows, Panels, Plain, Plot
from dashboard.charts.rows import Bars, Dots
from dashboard.charts.spec import ChartSpec, Column, Lines, PartsBar, Rows, Table, Waterfall

FORMAT = 1
"""Goes up when what was kept before can no longer be read as it stands."""
_SCREEN_ONLY = frozenset({"hover", "pick", "picks", "href"})
_CONTENTS: dict[str, type] = {
    "waterfall": Waterfall,
    "parts": PartsBar,
    "lines": Lines,
    "bars": Bars,
    "dots": Dots,
    "plot": Plot,
    "panels": Panels,
    "flows": Flows,
    "rows": Rows,
    "plain": Plain,
}
"""Names of their own, so that a class may be named anew."""
_NAMES = {kind: name for name, kind in _CONTENTS.items()}
Json = dict[str, Any]


class UnknownFormat(HelikopterError):
    """A chart was kept in a way that this version of the program does not know."""

    code = "unknown_format"
    message = N_("This chart was kept in form {found}; this version of the program knows form {known}.")


def freeze(spec: ChartSpec) -> Json:
    """A chart as JSON: equal charts give equal JSON, also after it lay in jsonb.

    Raises TypeError for a cell that is no text, number, day or instant.
    """
    told: Json = normal(_told(spec))
    return {"format": FORMAT} | told


def thaw(told: Mapping[str, Any]) -> ChartSpec:
    """The chart that was kept. Raises UnknownFormat, and ValueError, TypeError or KeyError for what is no such JSON."""
    found = told.get("format")
    if found != FORMAT:
        raise UnknownFormat(found=str(found), known=str(FORMAT))
    made: ChartSpec = _made(ChartSpec, {name: value for name, value in told.items() if name != "format"})
    return made


def _told(value: Any) -> Any:
    match value:
        case Table():
            return _told_table(value)
        case list() | tuple():
            return [_told(one) for one in value]
        case Decimal():
            return float(value)
    if not is_dataclass(value):
        return value
    own = {one.name: _told(getattr(value, one.name)) for one in fields(value) if one.name not in _SCREEN_ONLY}
    return {"kind": _NAMES[type(value)]} | own if type(value) in _NAMES else own


def _made(kind: Any, value: Any) -> Any:
    """The value of a type; the types of our dataclasses say how deep that goes."""
    if value is None:
        return None
    if kind is Table:
        return _made_table(value)
    if get_origin(kind) is tuple:
        return tuple(_made(get_args(kind)[0], one) for one in value)
    if isinstance(kind, UnionType):
        return _made_one_of(get_args(kind), value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]  # is_dataclass also knows values
        return kind(**{name: _made(hints[name], one) for name, one in value.items()})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if issubclass(kind, Enum) else value


def _made_one_of(kinds: Sequence[Any], value: Any) -> Any:
    """Of contents the one that is named, of enums the one that has the value; else the only one that is not None."""
    if isinstance(value, dict) and "kind" in value:
        own = {name: one for name, one in value.items() if name != "kind"}
        return _made(_CONTENTS[value["kind"]], own)
    enums = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum)]
    found = [kind for kind in enums if value in {str(one) for one in kind}]
    return _made(found[0] if found else next(kind for kind in kinds if kind is not type(None)), value)


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _told_table(table: Table) -> Json:
    keys = dict.fromkeys(key for column in table.columns for key in (column.key, column.kinds) if key)
    return {
        "columns": [_told(column) for column in table.columns],
        "frame": [{"key": key} | _told_series(table.frame[key]) for key in keys],
        "rows": len(table.frame),
    }


def _made_table(told: Json) -> Table:
    series = {one["key"]: _made_series(one) for one in told["frame"]}
    columns = tuple(_made(Column, one) for one in told["columns"])
    return Table(pd.DataFrame(series, index=range(told["rows"])), columns)


def _told_series(series: pd.Series) -> Json:
    """Type and values of a column; categories apart from where they stand."""
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        groups = {"categories": _told_series(dtype.categories.to_series()), "ordered": bool(dtype.ordered)}
        return {"type": "category", "values": series.cat.codes.tolist()} | groups
    if not _known(dtype):
        raise TypeError(f"a chart cannot keep {dtype}")
    mixed = pd.api.types.is_object_dtype(dtype)
    return {"type": str(dtype), "values": [_told_cell(one, mixed=mixed) for one in series.tolist()]}


def _known(dtype: Any) -> bool:
    kinds = pd.api.types
    plain = kinds.is_object_dtype(dtype) or kinds.is_string_dtype(dtype) or kinds.is_datetime64_any_dtype(dtype)
    return plain or kinds.is_bool_dtype(dtype) or kinds.is_integer_dtype(dtype) or kinds.is_float_dtype(dtype)


def _made_series(told: Json) -> pd.Series:
    values, dtype = told["values"], told["type"]
    if dtype == "category":
        groups = pd.Index(_made_series(told["categories"]))
        return pd.Series(pd.Categorical.from_codes(values, categories=groups, ordered=told["ordered"]))
    made: pd.Series = pd.Series([_made_cell(one) for one in values], dtype=dtype)
    return made


def _told_cell(value: Any, *, mixed: bool) -> Any:
    """A cell as JSON; where cells of several types stand together, each that JSON does not tell apart says its own."""
    match value:
        case datetime():
            return None if pd.isna(value) else {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case float() if not mixed and math.isnan(value):
            return None
        case float():
            number = value if math.isfinite(value) else str(value)
            return {"float": number} if mixed or isinstance(number, str) else number
        case None | bool() | int() | str():
            return value
    if pd.isna(value):
        return None
    if hasattr(value, "item"):  # a number of NumPy
        return _told_cell(value.item(), mixed=mixed)
    raise TypeError(f"a chart cannot keep a {type(value).__name__}")


def _made_cell(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, said)] = value.items()
    return _CELLS[kind](said)


_CELLS: dict[str, Any] = {
    "moment": pd.Timestamp,
    "day": date.fromisoformat,
    "decimal": Decimal,
    "float": float,
}
