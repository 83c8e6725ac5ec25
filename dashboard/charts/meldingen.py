"""The charts of the page on meldingen: a frame from `queries.meldingen` becomes a `ChartSpec`."""

from typing import Any

import pandas as pd

from config.language import N_, day, number, percent, t
from dashboard.charts.palette import Fill
from dashboard.charts.spec import (
    NOTHING,
    ChartSpec,
    Column,
    Fact,
    Footnote,
    Group,
    Key,
    Kind,
    Line,
    Lines,
    Part,
    PartsBar,
    Rows,
    Step,
    Table,
    Waterfall,
    days_text,
    week_name,
)
from queries.filters import Days, Population

_MINUS = "\u2212"
_ROW_HEIGHT, _ROWS_AT_ONCE = 36, 10
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


def on_time(df: pd.DataFrame, *, smallest_n: int = 5, target: float | None = None) -> ChartSpec:
    """The share judged on time, with everything that counts and does not count.

    `df`: rows for period 'current', 'previous' and 'last_year' (the last two may be absent) with counts on_time,
    closed_late, open_late, too_early, without_norm. `target` is a share. A share of fewer than `smallest_n` cases is
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


def _on_time_sentence(now: dict[Any, Any], cases: int, smallest_n: int, target: float | None) -> str:
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
        N_("{share} on time: {part} of {whole}. The target is {target}."), target=percent(target, decimals=0), **words
    )


def _on_time_facts(frame: pd.DataFrame, smallest_n: int, target: float | None) -> tuple[Fact, ...]:
    facts = [_share_fact(row, smallest_n) for key, row in frame.to_dict("index").items() if key != "current"]
    if target is not None:
        facts.append(Fact(percent(target, decimals=0), t(N_("target"))))
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


def lead_time_by_week(
    df: pd.DataFrame,
    *,
    days: Days = Days.WORKING,
    population: Population = Population.PERIOD,
    smallest_n: int = 5,
) -> ChartSpec:
    """The time from receipt to closing, for what was closed in each ISO week; for a cohort: received in it.

    `df`: rows by week with week_start (Monday), n, median, p90, last_year_median (days, null without closings),
    last_year_n. Weeks with fewer than `smallest_n` closings are hollow points, not part of the line.
    """
    frame = df.sort_values("week_start")
    enough, enough_then = frame["n"] >= smallest_n, frame["last_year_n"] >= smallest_n
    median, p90 = _values(frame["median"].where(enough)), _values(frame["p90"].where(enough))
    then = _values(frame["last_year_median"].where(enough_then))
    weak = _values(frame["median"].where(~enough & (frame["n"] > 0)))
    lines = (
        Line(t(N_("median")), median, Fill.BLUE, _end_label(N_("half within\n{days}"), median), weak=weak),
        Line(t(N_("nine in ten")), p90, Fill.SKY, _end_label(N_("9 in 10 within\n{days}"), p90), rank=1),
        Line(
            t(N_("last year")),
            then,
            Fill.GREY,
            _end_label(N_("last year\nwithin {days}"), then),
            rank=1,
            dashed=True,
        ),
    )
    total = int(frame["n"].sum())
    return ChartSpec(
        conclusion=_lead_time_sentence(median, then, days)
        if total
        else t(N_("No meldingen were closed in this period.")),
        note=t(_BY_WEEK[population], unit=t(_DAY_NAMES[days])),
        content=Lines(
            weeks=tuple(frame["week_start"]),
            lines=tuple(line for line in lines if any(value is not None for value in (*line.values, *line.weak))),
            counts=tuple(int(n) for n in frame["n"]),
            counts_label=t(N_("number closed, per week")),
            hover=tuple(_week_words(row) for row in frame.to_dict("records")),
        ),
        table=Table(frame, _lead_time_columns(days)),
        alt=_lead_time_alt(frame, median, p90),
        height=288,
        footnote=_lead_time_footnote(total, sum(value is not None for value in weak), smallest_n),
        empty=total == 0,
    )


_BY_WEEK = {
    Population.PERIOD: N_("{unit} from receipt to closing, by week of closing; a stopped clock does not count."),
    Population.COHORT: N_("{unit} from receipt to closing, by week of receipt; a stopped clock does not count."),
}
_DAY_NAMES = {Days.WORKING: N_("Working days"), Days.CALENDAR: N_("Calendar days")}
_DAY_UNITS = {Days.WORKING: N_("working days"), Days.CALENDAR: N_("days")}


def _values(column: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(value) else float(value) for value in column)


def _end_label(message: str, values: tuple[float | None, ...]) -> str:
    last = next((value for value in reversed(values) if value is not None), None)
    return "" if last is None else t(message, days=days_text(last))


def _lead_time_sentence(median: tuple[float | None, ...], then: tuple[float | None, ...], days: Days) -> str | None:
    """How often this year was faster, where at least three weeks compare; else the range; else nothing."""
    pairs = [(a, b) for a, b in zip(median, then, strict=True) if a is not None and b is not None]
    known = [value for value in median if value is not None]
    if len(pairs) >= 3:
        return _compared(sum(a < b for a, b in pairs), sum(a > b for a, b in pairs), len(pairs))
    if len(known) >= 3:
        low, high = days_text(min(known)), days_text(max(known))
        return t(
            N_("The weekly median lay between {low} and {high} {unit}."), low=low, high=high, unit=t(_DAY_UNITS[days])
        )
    return None


def _compared(faster: int, slower: int, weeks: int) -> str:
    if not faster and not slower:
        return t(N_("Closing took as long as a year before in each of {n} weeks."), n=weeks)
    if not slower:
        return t(
            N_("Closing was faster than a year before in {faster} of {n} weeks and never slower."),
            faster=faster,
            n=weeks,
        )
    if not faster:
        return t(
            N_("Closing was slower than a year before in {slower} of {n} weeks and never faster."),
            slower=slower,
            n=weeks,
        )
    both = N_("Closing was faster than a year before in {faster} of {n} weeks and slower in {slower}.")
    return t(both, faster=faster, slower=slower, n=weeks)


def _week_words(row: dict[Any, Any]) -> str:
    """What a pointer on a week shows."""
    name = f"{week_name(row['week_start'])}, {day(row['week_start'])}"
    parts = [name, f"n = {number(row['n'])}"]
    if not pd.isna(row["median"]):
        parts += [
            t(N_("half within {days}"), days=days_text(row["median"])),
            t(N_("9 in 10 within {days}"), days=days_text(row["p90"])),
        ]
    if not pd.isna(row["last_year_median"]):
        parts.append(
            t(
                N_("last year half within {days} (n = {n})"),
                days=days_text(row["last_year_median"]),
                n=number(row["last_year_n"]),
            )
        )
    return "<br>".join(parts)


def _lead_time_columns(days: Days) -> tuple[Column, ...]:
    unit = t(_DAY_UNITS[days])
    return (
        Column("week_start", t(N_("Week")), Kind.WEEK),
        Column("n", t(N_("Closed")), Kind.COUNT),
        Column("median", t(N_("Median, {unit}"), unit=unit), Kind.DECIMAL),
        Column("p90", t(N_("p90, {unit}"), unit=unit), Kind.DECIMAL),
        Column("last_year_median", t(N_("Median last year, {unit}"), unit=unit), Kind.DECIMAL),
        Column("last_year_n", t(N_("Closed last year")), Kind.COUNT),
    )


def _lead_time_alt(frame: pd.DataFrame, median: tuple[float | None, ...], p90: tuple[float | None, ...]) -> str:
    known, high = [v for v in median if v is not None], [v for v in p90 if v is not None]
    weeks = list(frame["week_start"])
    if not known:
        return t(N_("Too few meldingen were closed in each week to draw a line."))
    return t(
        N_(
            "Lines for {n} weeks, {first} to {last}: the median goes from {a} to {b}, nine in ten from {c} to {d} days."
        ),
        n=len(weeks),
        first=week_name(weeks[0]),
        last=week_name(weeks[-1]),
        a=days_text(known[0]),
        b=days_text(known[-1]),
        c=days_text(high[0]),
        d=days_text(high[-1]),
    )


def _lead_time_footnote(total: int, weak: int, smallest_n: int) -> Footnote:
    text = f"n = {number(total)}"
    if weak:
        text += " · " + t(N_("open point: fewer than {least} closed in that week"), least=smallest_n)
    return Footnote(text)


def oldest_open(df: pd.DataFrame, *, days: Days = Days.WORKING) -> ChartSpec:
    """The meldingen that have been open longest.

    `df`: rows by age with number, category, area, service (text or null), stage (EventKind), stage_since (date),
    age (days), deadline (date or null), days_over (days past the deadline, negative before it, null without one),
    total (the number of all open meldingen).
    """
    frame = df.sort_values("age", ascending=False)
    over = int((frame["days_over"].astype(float) > 0).sum())
    return ChartSpec(
        conclusion=_oldest_sentence(frame, over, days),
        content=Rows(t(N_("Oldest open meldingen"))),
        table=Table(frame, _oldest_columns(days)),
        alt=t(N_("A table of the {n} meldingen that have been open longest."), n=len(frame)),
        height=_ROW_HEIGHT * (min(len(frame), _ROWS_AT_ONCE) + 1),
        footnote=None if frame.empty else _shown_of_all(frame),
        empty=frame.empty,
    )


def _shown_of_all(frame: pd.DataFrame) -> Footnote:
    words = {"shown": number(len(frame)), "total": number(frame["total"].iloc[0])}
    return Footnote(t(N_("{shown} of {total} open meldingen"), **words))


def _oldest_sentence(frame: pd.DataFrame, over: int, days: Days) -> str:
    if frame.empty:
        return t(N_("No meldingen are open."))
    oldest, unit = days_text(frame["age"].iloc[0]), t(_DAY_UNITS[days])
    if len(frame) == 1:
        return t(N_("The only open melding has been open for {days} {unit}."), days=oldest, unit=unit)
    words = {"days": oldest, "unit": unit, "over": number(over), "n": number(len(frame))}
    return t(_oldest_message(over, len(frame)), **words)


def _oldest_message(over: int, n: int) -> str:
    if over == 0:
        return N_("The oldest melding has been open for {days} {unit}.")
    if over == 1:
        return N_("The oldest melding has been open for {days} {unit}; one of these {n} is past its deadline.")
    if over == n:
        return N_("The oldest melding has been open for {days} {unit}; all {n} below are past their deadline.")
    return N_("The oldest melding has been open for {days} {unit}; {over} of these {n} are past their deadline.")


def _oldest_columns(days: Days) -> tuple[Column, ...]:
    unit = t(_DAY_UNITS[days])
    return (
        Column("number", t(N_("Melding")), width=2),
        Column("category", t(N_("Category")), width=4),
        Column("area", t(N_("Neighbourhood")), essential=False, width=3),
        Column("service", t(N_("Service")), essential=False, width=3),
        Column("stage", t(N_("Stage")), Kind.STAGE, width=4),
        Column("stage_since", t(N_("Since")), Kind.DAY, essential=False, width=2),
        Column("deadline", t(N_("Deadline")), Kind.DAY, essential=False, width=2),
        Column("age", t(N_("Age, {unit}"), unit=unit), Kind.DECIMAL, width=2),
        Column("days_over", t(N_("Over time, {unit}"), unit=unit), Kind.SIGNED, essential=False, over=True, width=2),
    )
