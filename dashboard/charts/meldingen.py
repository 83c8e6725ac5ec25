"""The charts of the page on meldingen: a frame from `queries.meldingen` becomes a `ChartSpec`."""

from typing import Any

import pandas as pd

from config.language import N_, day, number, percent, t
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import maybe
from dashboard.charts.spec import (
    NOTHING,
    ChartSpec,
    Column,
    Fact,
    Footnote,
    Group,
    Key,
    Kind,
    Part,
    PartsBar,
    Step,
    Table,
    Waterfall,
)
from queries.targets import Target, state

_MINUS = "\u2212"
_SPACE = "\u00a0"
_NO_MELDINGEN = N_("There are no meldingen in this period.")


def stock(df: pd.DataFrame) -> ChartSpec:
    """From what was open at the start to what is open at the end.

    `df`: one row with open_start, received, reopened, closed, open_end (counts) and first_day, last_day (dates).
    """
    row = df.iloc[0]
    first, last = day(row["first_day"], year=False), day(row["last_day"], year=False)
    start, received, reopened, closed, end = (
        int(row[key]) for key in ("open_start", "received", "reopened", "closed", "open_end")
    )
    steps = (
        Step(t(N_("Open")), start, number(start), Fill.TOTAL, total=True, sublabel=first),
        Step(t(N_("Received")), received, _change(received), Fill.BLUE),
        Step(t(N_("Reopened")), reopened, _change(reopened), Fill.BLUE),
        Step(t(N_("Closed")), -closed, _change(-closed), Fill.SKY),
        Step(t(N_("Open")), end, number(end), Fill.TOTAL, total=True, sublabel=last),
    )
    words = {"start": number(start), "received": number(received), "reopened": number(reopened)}
    words |= {"closed": number(closed), "end": number(end)}
    empty = not any((start, received, reopened, closed, end))
    return ChartSpec(
        conclusion=t(_NO_MELDINGEN) if empty else _stock_sentence(end - start),
        content=Waterfall(steps),
        table=_stock_table(steps),
        alt=t(
            N_(
                "Bars from {start} open at the start, plus {received} received and {reopened} reopened, "
                "minus {closed} closed, to {end} open at the end."
            ),
            **words,
        ),
        height=232,
        footnote=Footnote(_sum(words), holds=start + received + reopened - closed == end),
        empty=empty,
    )


def _sum(words: dict[str, str]) -> str:
    inflow = f"{words['start']} + {words['received']} + {words['reopened']}"
    return f"{inflow} {_MINUS} {words['closed']} = {words['end']}"


def _change(value: int) -> str:
    return f"{_MINUS if value < 0 else '+'}{_SPACE}{number(abs(value))}"


def _stock_sentence(change: int) -> str:
    size = number(abs(change))
    if change == 0:
        return t(N_("As many meldingen are open as at the start."))
    if abs(change) == 1:
        one_more, one_less = (
            N_("One more melding is open than at the start."),
            N_("One melding fewer is open than at the start."),
        )
        return t(one_more if change > 0 else one_less)
    more, less = (
        N_("{n} more meldingen are open than at the start."),
        N_("{n} fewer meldingen are open than at the start."),
    )
    return t(more if change > 0 else less, n=size)


def _stock_table(steps: tuple[Step, ...]) -> Table:
    labels = [f"{step.label}, {step.sublabel}" if step.sublabel else step.label for step in steps]
    frame = pd.DataFrame({"step": labels, "count": [int(step.value) for step in steps]})
    return Table(frame, (Column("step", t(N_("Step"))), Column("count", t(N_("Number of meldingen")), Kind.COUNT)))


def on_time(df: pd.DataFrame, *, smallest_n: int = 5, target: Target | None = None) -> ChartSpec:
    """The share judged on time, with everything that counts and does not count.

    `df`: rows for period 'current', 'previous' and 'last_year' (the last two may be absent) with counts on_time,
    closed_late, open_late, too_early, without_norm. A share of fewer than `smallest_n` cases is
    withheld.
    """
    frame = _judged(df, smallest_n)
    now = frame.to_dict("index")["current"]
    parts = {key: int(now[key]) for key in _PARTS}
    judged, waiting = int(now["judged"]), parts["too_early"] + parts["without_norm"]
    groups = (
        Group(t(N_("Counts: {n}"), n=number(judged)), _parts(parts, "on_time", "closed_late", "open_late")),
        Group(t(N_("Does not count: {n}"), n=number(waiting)), _parts(parts, "too_early", "without_norm")),
    )
    legend = tuple(Key(part.fill, part.label, number(part.value)) for group in groups for part in group.parts)
    return ChartSpec(
        conclusion=_on_time_sentence(now, judged + waiting, smallest_n, target),
        note=t(N_("Open meldingen past their deadline count as late.")),
        content=PartsBar(tuple(group for group in groups if group.total)),
        table=Table(frame.reset_index(drop=True), _on_time_columns()),
        alt=t(N_("A bar in parts: {parts}."), parts=", ".join(f"{key.text} {key.value}" for key in legend)),
        height=104,
        legend=legend,
        facts=_on_time_facts(frame, smallest_n, target),
        empty=judged + waiting == 0,
    )


_PARTS: dict[str, tuple[str, Fill]] = {
    "on_time": (N_("closed on time"), Fill.BLUE),
    "closed_late": (N_("closed late"), Fill.ORANGE),
    "open_late": (N_("open and late"), Fill.OVERDUE),
    "too_early": (N_("too early to judge"), Fill.NOT_DUE),
    "without_norm": (N_("without norm"), Fill.OUTSIDE),
}
_PERIODS = {"current": N_("This period"), "previous": N_("previous period"), "last_year": N_("last year")}


def _parts(parts: dict[str, int], *keys: str) -> tuple[Part, ...]:
    return tuple(Part(t(_PARTS[key][0]), parts[key], _PARTS[key][1]) for key in keys if parts[key] or key == "on_time")


def _judged(df: pd.DataFrame, smallest_n: int) -> pd.DataFrame:
    """One row a period, with its name, the number judged and the share on time where there are enough."""
    frame = df.set_index("period").reindex([key for key in _PERIODS if key in set(df["period"])])
    judged = frame["on_time"] + frame["closed_late"] + frame["open_late"]
    share = (frame["on_time"] / judged.where(judged >= max(smallest_n, 1))).astype(float)
    return frame.assign(name=[t(_PERIODS[key]) for key in frame.index], judged=judged, share=share)


def _on_time_sentence(now: dict[Any, Any], cases: int, smallest_n: int, target: Target | None) -> str:
    judged = int(now["judged"])
    if cases == 0:
        return t(_NO_MELDINGEN)
    if judged == 0:
        return t(N_("None of these meldingen can be judged yet."))
    if judged < smallest_n:
        return t(
            N_("Too few to give a share: {n} judged, at least {least} needed."), n=number(judged), least=smallest_n
        )
    words = {"share": percent(now["share"]), "part": number(now["on_time"]), "whole": number(judged)}
    if target is None:
        return t(N_("{share} on time: {part} of {whole}."), **words)
    return t(
        N_("{share} on time: {part} of {whole}. The target is {target}."),
        target=percent(target.goal, decimals=0),
        **words,
    )


def _on_time_facts(frame: pd.DataFrame, smallest_n: int, target: Target | None) -> tuple[Fact, ...]:
    facts = [_share_fact(row, smallest_n) for key, row in frame.to_dict("index").items() if key != "current"]
    if target is not None:
        share = maybe(frame["share"]["current"])
        facts.append(Fact(percent(target.goal, decimals=0), t(N_("target")), state(share, target), target.direction))
    return tuple(facts)


def _share_fact(row: dict[Any, Any], smallest_n: int) -> Fact:
    if pd.isna(row["share"]):
        words = t(
            N_("{period}: too few (n = {n}, at least {least})"),
            period=row["name"],
            n=number(row["judged"]),
            least=max(smallest_n, 1),
        )
        return Fact(NOTHING, words)
    words = t(
        N_("{period}: {part} of {whole}"), period=row["name"], part=number(row["on_time"]), whole=number(row["judged"])
    )
    return Fact(percent(row["share"]), words)


def _on_time_columns() -> tuple[Column, ...]:
    counts = (Column(key, t(_PARTS[key][0]), Kind.COUNT) for key in ("on_time", "closed_late", "open_late"))
    outside = (Column(key, t(_PARTS[key][0]), Kind.COUNT) for key in ("too_early", "without_norm"))
    share = Column("share", t(N_("share on time")), Kind.SHARE)
    return (Column("name", t(N_("Period"))), *counts, Column("judged", t(N_("judged")), Kind.COUNT), share, *outside)
