"""Numbers of the registry as one table: what they are, were and should be; the page of numbers of a report."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction
from config.language import N_, t
from dashboard.charts.contents import Plain
from dashboard.charts.phrases import maybe
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table
from dashboard.components.kpi_words import basis_words, state_words, target_words, too_few_words
from queries.filters import Filters, Scope
from queries.measures.base import Measure
from queries.registry import MEASURES, compared, measure
from queries.targets import State, Target, state, target_of, targets

Wanted = Sequence[tuple[str, str]]
"""Measures, each with one of its parts ('' for the measure itself)."""
_KINDS = {"count": Kind.COUNT, "share": Kind.SHARE}
_NAME = Column("name", N_("Measure"), width=3)


def figures(db: Connection, scope: Scope, filters: Filters, wanted: Wanted) -> ChartSpec:
    """The numbers beside those of the period before and of a year before, with target and assessment."""
    found = compared(db, scope, filters, only=list(dict.fromkeys(name for name, _ in wanted)))
    goals = targets(db, scope, filters)
    rows = [_row(one, target_of(goals, one["measure"], one["part"])) for one in _ordered(found, wanted)]
    beside = [Column(f"{name}_value", header, Kind.DECIMAL, kinds="kind") for name, header in _BESIDE]
    columns = (
        _NAME,
        Column("value", N_("Value"), Kind.DECIMAL, kinds="kind"),
        Column("basis", N_("Of what"), width=2),
        *beside,
        Column("target", N_("Target"), width=2),
        Column("state", N_("Assessment"), width=2),
    )
    return _table(rows, columns)


_BESIDE = (("previous", N_("Before")), ("last_year", N_("A year before")))


def figures_by_year(db: Connection, scope: Scope, filters: Filters, wanted: Wanted, years: int) -> ChartSpec:
    """The numbers of the period and of the same days of the years before it, the latest first."""
    periods = [filters]
    while len(periods) < years:
        periods.append(periods[-1].last_year())
    only = list(dict.fromkeys(name for name, _ in wanted))
    told = [_ordered(measure(db, scope, one, only=only), wanted) for one in periods]
    rows = [
        _named(row) | {f"year_{at}": maybe(same[place]["value"]) for at, same in enumerate(told)}
        for place, row in enumerate(told[0])
    ]
    names = [str(one.last_day.year) for one in periods]
    years_of = (Column(f"year_{at}", name, Kind.DECIMAL, kinds="kind") for at, name in enumerate(names))
    return _table(rows, (_NAME, *years_of))


def _ordered(found: pd.DataFrame, wanted: Wanted) -> list[Mapping[Any, Any]]:
    """The wanted rows; a part that the scope may not know, or that never occurs, is left out."""
    known = {(row["measure"], row["part"]): row for row in found.to_dict("records")}
    return [known[one] for one in wanted if one in known]


def _named(row: Mapping[Any, Any]) -> dict[str, Any]:
    """What a number is called, with its unit, and what kind of number it is."""
    entry: Measure = MEASURES[row["measure"]]
    words = [t(entry.name), *([t(row["part"])] if row["part"] else [])]
    kind = _KINDS.get(row["unit"], Kind.DECIMAL)
    if kind is Kind.DECIMAL:
        words.append(t(row["unit"]))
    return {"measure": entry.id, "name": ", ".join(words), "kind": str(kind)}


def _row(row: Mapping[Any, Any], target: Target | None) -> dict[str, Any]:
    named, value = _named(row), maybe(row["value"])
    kind = Kind(named["kind"])
    at_least = target is not None and target.direction is Direction.AT_LEAST
    stands = state(value, target)
    return named | {
        "value": value,
        "basis": _basis(row, value, kind),
        "previous_value": maybe(row["previous_value"]),
        "last_year_value": maybe(row["last_year_value"]),
        "target": target_words(target.goal, kind, at_least=at_least, named=False) if target else None,
        "state": None if stands is State.UNKNOWN else state_words(stands, at_least=at_least),
    }


def _basis(row: Mapping[Any, Any], value: float | None, kind: Kind) -> str | None:
    if kind is Kind.COUNT:
        return None
    if value is None:
        return too_few_words(maybe(row["n"]) or 0, MEASURES[row["measure"]].smallest_n)
    if kind is Kind.SHARE:
        return basis_words(numerator=maybe(row["numerator"]), denominator=maybe(row["denominator"]))
    return basis_words(maybe(row["n"]))


def _table(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> ChartSpec:
    own = tuple(_translated(column) for column in columns)
    frame = pd.DataFrame(rows, columns=[*dict.fromkeys(column.key for column in own), "kind"])
    for column in own:
        if column.kinds:
            frame[column.key] = frame[column.key].astype(float)
    title = t(N_("Key figures"))
    return ChartSpec(
        conclusion=None if rows else t(N_("None of these numbers can be told.")),
        content=Plain(title),
        table=Table(frame, own),
        alt=title,
        height=0,
        footnote=Footnote(t(N_("A dash: too few cases, or not known."))) if rows else None,
        empty=not rows,
    )


def _translated(column: Column) -> Column:
    return Column(column.key, t(column.header), column.kind, width=column.width, kinds=column.kinds)
