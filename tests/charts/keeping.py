"""What must hold of every chart that is kept."""

import json
import math
from dataclasses import fields, is_dataclass, replace
from typing import Any

from pandas.testing import assert_frame_equal

from config.canonical import canonical
from dashboard.charts.frozen import freeze, thaw
from dashboard.charts.spec import ChartSpec, Table

EMPTY: dict[str, Any] = {"hover": "", "pick": "", "picks": (), "href": ""}


def kept_as_it_was(spec: ChartSpec) -> None:
    """A chart comes back with all that it says, and is then kept in the same bytes."""
    text = canonical(freeze(spec))
    back = thaw(json.loads(text))
    assert canonical(freeze(back)) == text
    for one in fields(spec):
        if one.name not in ("table", "phone", "picks"):
            assert getattr(back, one.name) == said(getattr(spec, one.name)), one.name
    for own, found in ((spec.table, back.table), (spec.phone, back.phone)):
        if own is not None and found is not None:
            same_table(own, found)
    assert (spec.phone is None) == (back.phone is None)


def same_table(own: Table, found: Table) -> None:
    """The shown columns, with the same types and cells."""
    assert found.columns == said(own.columns)
    shown = list(dict.fromkeys(column.key for column in own.columns))
    wanted = own.frame[shown].reset_index(drop=True)
    assert_frame_equal(found.frame, wanted, check_exact=True, check_column_type=False, check_names=False)
    assert found.rows() == own.rows()


def said(value: Any) -> Any:
    """The same without what only a screen has."""
    if isinstance(value, tuple):
        return tuple(said(one) for one in value)
    if isinstance(value, float) and math.isnan(value):
        return None  # a gap, as everything that draws takes it
    if not is_dataclass(value) or isinstance(value, type):
        return value
    own = {one.name: said(getattr(value, one.name)) for one in fields(value) if one.name not in EMPTY}
    hidden = {one.name: empty_of(getattr(value, one.name)) for one in fields(value) if one.name in EMPTY}
    return replace(value, **own, **hidden)


def empty_of(value: Any) -> Any:
    """Nothing, of the type that the value has."""
    return type(value)()
