"""What happened, put into charts over weeks: in a few words at the line, and in full in the note below."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from config.language import N_, day, t
from dashboard.charts.contents import Moment, Plot
from dashboard.charts.spec import ChartSpec, Lines

SHOWN = 6
"""As many fit in a chart; of more the last ones, and all stand in the note."""
_WEEK = timedelta(days=7)


def with_moments(spec: ChartSpec, annotations: pd.DataFrame) -> ChartSpec:
    """A chart over weeks with what happened in them.

    `annotations`: as of `queries.annotations`. The weeks are those of its lines, or column week_start of its table; of
    a chart without weeks nothing changes.
    """
    weeks = _weeks(spec)
    told = [row for row in annotations.to_dict("records") if weeks and _touches(row, weeks)]
    if not told or spec.empty or not isinstance(spec.content, Plot | Lines):
        return spec
    content = replace(spec.content, moments=tuple(_moment(row, weeks) for row in told[-SHOWN:]))
    happened = t(N_("What happened: {list}."), list="; ".join(map(moment_words, told)))
    note = f"{spec.note} {happened}" if spec.note else happened
    return replace(spec, content=content, note=note, alt=f"{spec.alt} {happened}")


def _weeks(spec: ChartSpec) -> list[date]:
    if isinstance(spec.content, Lines):
        return list(spec.content.weeks)
    frame = spec.table.frame
    return sorted(frame["week_start"]) if isinstance(spec.content, Plot) and "week_start" in frame else []


def _touches(row: dict[Any, Any], weeks: list[date]) -> bool:
    return bool(row["first_day"] < weeks[-1] + _WEEK and row["last_day"] >= weeks[0])


def _moment(row: dict[Any, Any], weeks: list[date]) -> Moment:
    first, last = (_place(row[name], weeks) for name in ("first_day", "last_day"))
    return Moment(float(first), row["words"], float(last) if last > first else None)


def _place(when: date, weeks: list[date]) -> int:
    """The number of the week of a day; before the first the first, after the last the last."""
    return max(0, sum(week <= when for week in weeks) - 1)


def moment_words(row: dict[Any, Any]) -> str:
    """9 mrt 2026 tot 10 mei 2026 Campagne sluikstort (tekst)."""
    days = day(row["first_day"])
    if row["last_day"] > row["first_day"]:
        days = t(N_("{first} to {last}"), first=days, last=day(row["last_day"]))
    return f"{days} {row['words']}" + (f" ({row['text'].rstrip('.')})" if row["text"] else "")
