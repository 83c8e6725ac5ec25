"""Follow-up in words: how far a place has come, what it misses, and what the page opens with."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.language import N_, day, number, t
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import joined
from dashboard.components.moderation.words import calendar_days, working
from dashboard.components.rows import records
from queries.progress import USUAL_DAYS, Standing

Row = Mapping[Any, Any]
STANDINGS: dict[Standing, str] = {
    Standing.NOT_STARTED: N_("Not started"),
    Standing.PLANNED: N_("Planned"),
    Standing.IN_EXECUTION: N_("In execution"),
    Standing.INCOMPLETE: N_("Realised, something is missing"),
    Standing.DONE: N_("Realised, complete"),
}


def lead(counts: pd.DataFrame) -> Lead:
    """What waits; `counts` as of `queries.progress.progress_counts`."""
    rows = {row.standing: row for row in records(counts)}
    if not rows:
        return Lead(t(N_("No place has been chosen yet.")))
    more = [*_overdue(sum(row.overdue for row in rows.values())), *_missing(rows.get(Standing.INCOMPLETE))]
    return Lead(_news(rows.get(Standing.NOT_STARTED)), " ".join(more))


def _news(row: Any) -> str:
    """'4 gekozen plekken zijn na 90 dagen niet gepland of gestart.'"""
    if row is None:
        return t(N_("Every chosen place is planned or further."))
    if not row.late:
        one, many = N_("1 chosen place is not started"), N_("{n} chosen places are not started")
        said = t(one) if row.n == 1 else t(many, n=number(row.n))
        return f"{said}; {t(N_('the oldest choice is {age} old'), age=calendar_days(row.oldest))}."
    after = _after(row.norm)
    if row.late == 1:
        return t(N_("1 chosen place is not planned or started after {time}."), time=after)
    return t(N_("{n} chosen places are not planned or started after {time}."), n=number(row.late), time=after)


def _after(norm: Any) -> str:
    if norm is None:
        return t(N_("the time that was set for it"))
    return working(norm) if norm else calendar_days(USUAL_DAYS)


def _overdue(n: int) -> list[str]:
    if not n:
        return []
    one, many = N_("1 place is past its planned day."), N_("{n} places are past their planned day.")
    return [t(one) if n == 1 else t(many, n=number(n))]


def _missing(row: Any) -> list[str]:
    if row is None:
        return []
    one = N_("1 realised place misses its cost, an outcome or a photo.")
    many = N_("{n} realised places miss their cost, an outcome or a photo.")
    return [t(one) if row.n == 1 else t(many, n=number(row.n))]


def since_words(row: Row) -> str:
    """Since when a place stands where it does, or when it is due; `row` as of `queries.progress.progress`."""
    match row["standing"]:
        case Standing.NOT_STARTED:
            return t(N_("chosen {age} ago"), age=_age(row))
        case Standing.PLANNED:
            return _due(row) or t(N_("without a day"))
        case Standing.IN_EXECUTION:
            return t(N_("since {day}"), day=day(row["started_day"])) if row["started_day"] else ""
        case _:
            return day(row["realised_day"])


def _age(row: Row) -> str:
    """'92 dagen (63 werkdagen)'."""
    days = calendar_days(row["age"])
    return days if row["age_working"] is None else f"{days} ({working(row['age_working'])})"


def _due(row: Row) -> str:
    return t(N_("to be done by {day}"), day=day(row["due_on"])) if row["due_on"] else ""


def late_words(row: Row) -> str:
    """Why a place that is late or overdue is so; '' for one that is not."""
    if row["late"]:
        usual = calendar_days(USUAL_DAYS)
        return t(N_("not started after {time}"), time=working(row["norm"]) if row["norm"] else usual)
    if not row["overdue"]:
        return ""
    due = t(N_("past its day"))
    return due if row["standing"] == Standing.PLANNED else f"{due}, {_due(row)}"


def missing_words(row: Row) -> str:
    """What a place misses: 'zonder kost en zonder foto achteraf'; '' for nothing. Of one that is not realised only the
    photo of before, which can no longer be taken once the works begin."""
    if row["stage"] in ("planned", "in_execution"):
        return "" if row["before"] else t(N_("no photo of before the works"))
    if row["stage"] != "realised":
        return ""
    known = (
        (row["cost_actual"] is None, N_("without cost")),
        (row["unmeasured"], N_("without all outcomes")),
        (not row["after"], N_("without a photo of after the works")),
    )
    return joined([t(words) for misses, words in known if misses])
