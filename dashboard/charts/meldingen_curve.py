"""How long after receipt meldingen are resolved: a curve that also counts what is still open."""

from bisect import bisect_right

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.axes import day_ticks
from dashboard.charts.contents import Plot, Series, Spot, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import NO_MELDINGEN, maybe, too_few_sentence
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table, days_text

MARKED_DAY = 40
"""The day after receipt at which the chart says how much is still open."""
_QUARTERS = (0, 0.25, 0.5, 0.75, 1)


def time_to_close(
    now: pd.DataFrame,
    last_year: pd.DataFrame,
    *,
    n: int,
    still_open: int,
    last_day: int = 60,
    smallest_n: int = 5,
) -> ChartSpec:
    """The share resolved by each day after receipt, this period against the same one last year.

    Both frames: rows by day (calendar days since receipt, from 0) with resolved, resolved_low, resolved_high (95 %,
    null where there is none), other (all other closings; shares 0 to 1) and at_risk (count). `last_year` may have no
    rows. `n` meldingen were received in the period, `still_open` of them are open. Picture and table end at `last_day`.
    """
    enough = n >= max(smallest_n, 1) and not now.empty
    whole, earlier = (rows.sort_values("day").iloc[: len(rows) if enough else 0] for rows in (now, last_year))
    frame, before = whole[whole["day"] <= last_day], earlier[earlier["day"] <= last_day]
    return ChartSpec(
        conclusion=_sentence(_median(whole), _median(earlier), whole) if enough else _too_few(n, smallest_n),
        note=t(N_("Calendar days since receipt; the clock is never stopped.")),
        content=_plot(frame, before, float(min(whole["day"].max(), last_day)) if enough else 1.0),
        table=Table(_compared(frame, before), _columns()),
        alt=_alt(frame),
        height=288,
        footnote=_footnote(n, still_open),
        empty=not enough,
    )


def _median(frame: pd.DataFrame) -> float | None:
    """The first day on which at least half was resolved."""
    reached = frame.loc[frame["resolved"] >= 0.5, "day"]
    return None if reached.empty else float(reached.iloc[0])


def _too_few(n: int, smallest_n: int) -> str:
    return too_few_sentence(n, smallest_n) if n else t(NO_MELDINGEN)


def _sentence(now: float | None, before: float | None, frame: pd.DataFrame) -> str:
    if now is None:
        words = {"share": percent(frame["resolved"].iloc[-1]), "days": days_text(frame["day"].iloc[-1])}
        return t(N_("{share} is resolved after {days} days; half is not reached."), **words)
    days = days_text(now)
    if before is None:
        return t(N_("Half is resolved after {days} days."), days=days)
    if before == now:
        return t(N_("Half is resolved after {days} days, as last year."), days=days)
    return t(N_("Half is resolved after {days} days, last year after {before}."), days=days, before=days_text(before))


def _plot(frame: pd.DataFrame, before: pd.DataFrame, last: float) -> Plot:
    drawn = [_resolved(frame)] if len(frame) else []
    if len(frame) and frame["other"].iloc[-1] > 0:
        drawn.append(_line(frame, "other", t(N_("otherwise\nclosed")), Fill.ORANGE))
    if len(before):
        drawn.append(_line(before, "resolved", t(N_("last year")), Fill.GREY, dashed=True))
    return Plot(
        series=tuple(drawn),
        x_ticks=tuple(tick for tick in day_ticks(last) if tick.value <= last),
        y_ticks=tuple(
            Tick(share, percent(1, decimals=0) if share == 1 else number(share * 100)) for share in _QUARTERS
        ),
        x_title=t(N_("days since receipt")),
        last_x=last,
        spots=(*_median_spot(_median(frame)), *_open_spot(frame, last)),
    )


def _resolved(frame: pd.DataFrame) -> Series:
    label = t(N_("this period\n{share}"), share=percent(frame["resolved"].iloc[-1], decimals=0))
    x, y = tuple(frame["day"].astype(float)), tuple(frame["resolved"].astype(float))
    low, high = (tuple(maybe(value) for value in frame[name]) for name in ("resolved_low", "resolved_high"))
    return Series(t(N_("this period")), x, y, Fill.BLUE, label, low=low, high=high, steps=True)


def _line(frame: pd.DataFrame, column: str, name: str, fill: Fill, *, dashed: bool = False) -> Series:
    x, y = tuple(frame["day"].astype(float)), tuple(frame[column].astype(float))
    return Series(name.replace("\n", " "), x, y, fill, name, rank=1, dashed=dashed, steps=True)


def _median_spot(median: float | None) -> tuple[Spot, ...]:
    if median is None:
        return ()
    return (Spot(median, 0.5, t(N_("half after {days} days"), days=days_text(median)), drop=True),)


def _open_spot(frame: pd.DataFrame, last: float) -> tuple[Spot, ...]:
    """The share that is neither resolved nor otherwise closed on the marked day, where the curve reaches it."""
    if frame.empty or last < MARKED_DAY:
        return ()
    row = frame.iloc[bisect_right(list(frame["day"]), MARKED_DAY) - 1]
    text = t(N_("{share} still open"), share=percent(1 - row["resolved"] - row["other"], decimals=0))
    more = t(N_("after {days} days"), days=MARKED_DAY)
    return (Spot(MARKED_DAY, float(row["resolved"]), text, more, hollow=True),)


def _compared(frame: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """One row a day, with last year's curve as it stood on that day."""
    days, shares = list(before["day"]), list(before["resolved"])
    then = [shares[place - 1] if (place := bisect_right(days, at)) else None for at in frame["day"]]
    still = 1 - frame["resolved"] - frame["other"]
    return frame.assign(open=still, last_year=pd.Series(then, index=frame.index, dtype=float))


def _columns() -> tuple[Column, ...]:
    return (
        Column("day", t(N_("Days since receipt")), Kind.DECIMAL),
        Column("resolved", t(N_("Resolved")), Kind.SHARE),
        Column("resolved_low", t(N_("At least, 95 %")), Kind.SHARE),
        Column("resolved_high", t(N_("At most, 95 %")), Kind.SHARE),
        Column("other", t(N_("Otherwise closed")), Kind.SHARE),
        Column("open", t(N_("Still open")), Kind.SHARE),
        Column("at_risk", t(N_("Followed")), Kind.COUNT),
        Column("last_year", t(N_("Resolved last year")), Kind.SHARE),
    )


def _alt(frame: pd.DataFrame) -> str:
    if frame.empty:
        return t(N_("No curve."))
    last, median = frame.iloc[-1], _median(frame)
    words = {"share": percent(last["resolved"]), "days": days_text(last["day"])}
    if median is None:
        return t(N_("A curve that rises to {share} resolved after {days} days."), **words)
    message = N_("A curve that reaches half after {half} days and {share} resolved after {days} days.")
    return t(message, half=days_text(median), **words)


def _footnote(n: int, still_open: int) -> Footnote:
    return Footnote(t(N_("n = {n}, {open} still open · band: 95 % certainty"), n=number(n), open=number(still_open)))
