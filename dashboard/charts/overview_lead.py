"""The sentences with which the overview opens."""

from collections.abc import Mapping

import pandas as pd

from config.language import N_, day, number, t
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import counted, joined, maybe
from queries.filters import WEEKS, Filters
from queries.targets import State

_MOVED = {
    True: (N_("There is {what} more open than {then}."), N_("There are {what} more open than {then}.")),
    False: (N_("There is {what} less open than {then}."), N_("There are {what} fewer open than {then}.")),
}
"""More or fewer than before: of one, and of several."""
_ON_COURSE = {
    "on_time": N_("handling on time"),
    "lead_time": N_("the lead time"),
    "first_answer": N_("the first answer"),
    "satisfaction": N_("satisfaction"),
    "informed": N_("informing citizens"),
}
_MISSES = {
    State.BAD: (N_("{numbers} misses the target."), N_("{numbers} miss the target.")),
    State.GOOD: (N_("{numbers} is on course."), N_("{numbers} are on course.")),
}


def overview_lead(
    figures: pd.DataFrame, overdue: pd.DataFrame | None, states: Mapping[str, State], filters: Filters
) -> Lead:
    """Whether the backlog grows, what is overdue and where, and which numbers miss their target.

    `figures`: rows with measure, value and previous_value (of 'open': counts). `overdue`: at most one row with count,
    owner (name or null) and owner_count; None: not told, because the period is over and this is judged today. `states`:
    how each measure stands against its target.
    """
    opened = figures.set_index("measure").loc["open"]
    now, before = maybe(opened["value"]), maybe(opened["previous_value"])
    sentences = [_moved(now, before, filters), _late(overdue), *_states(states)]
    return Lead(_news(now, before), " ".join(filter(None, sentences)))


def _news(now: float | None, before: float | None) -> str:
    if not now:
        return t(N_("Nothing is open."))
    if before is None or now == before:
        return t(N_("The backlog stays the same.")) if now == before else t(N_("{n} are open."), n=number(now))
    return t(N_("The backlog is growing.")) if now > before else t(N_("The backlog is shrinking."))


def _moved(now: float | None, before: float | None, filters: Filters) -> str:
    if now is None or before is None or now == before:
        return ""
    difference = abs(now - before)
    what = counted(filters.kind, difference)
    return t(_MOVED[now > before][difference != 1], what=what, then=_then(filters))


def _then(filters: Filters) -> str:
    if filters.period in WEEKS:
        return t(N_("{n} weeks ago"), n=WEEKS[filters.period])
    return t(N_("on {day}"), day=day(filters.previous().last_day))


def _late(overdue: pd.DataFrame | None) -> str:
    """How many are overdue; the service only where it has most of them."""
    if overdue is None:
        return ""
    if overdue.empty:
        return t(N_("None are overdue."))
    row = overdue.to_dict("records")[0]
    count, owner = int(row["count"]), row["owner"]
    if owner and int(row["owner_count"]) * 2 > count:
        one, several = N_("1 is overdue, at {service}."), N_("{n} are overdue, mostly at {service}.")
    else:
        one, several = N_("1 is overdue."), N_("{n} are overdue.")
    return t(one if count == 1 else several, n=number(count), service=owner)


def _states(states: Mapping[str, State]) -> list[str]:
    """Which numbers miss their target, and which do not."""
    found = {end: [t(words) for name, words in _ON_COURSE.items() if states.get(name) is end] for end in _MISSES}
    return [_sentence(_MISSES[end][len(names) > 1], names) for end, names in found.items() if names]


def _sentence(message: str, names: list[str]) -> str:
    text = t(message, numbers=joined(names))
    return text[:1].upper() + text[1:]
