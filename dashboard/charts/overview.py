"""The charts of the overview: the stock week by week, and which services handle on time."""

from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.axes import count_ticks_around, share_ticks
from dashboard.charts.contents import Mark, Plot, Series, Target, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import WITHOUT_SERVICE, joined, maybe, n_text, named, too_few, withheld
from dashboard.charts.rows import Dot, Dots
from dashboard.charts.scale import spread
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table, week_name


def stock_by_week(df: pd.DataFrame, *, target: float | None = None) -> ChartSpec:
    """How many meldingen were open at the end of each week.

    `df`: rows by week with week_start (Monday), open and last_year_open (null where unknown). `target` is the number
    that may be open at most.
    """
    frame = df.sort_values("week_start")
    weeks = [week_name(week) for week in frame["week_start"]]
    values = [value for key in ("open", "last_year_open") for value in frame[key].dropna()]
    return ChartSpec(
        conclusion=_stock_sentence(frame, weeks, target) if len(frame) else t(N_("There are no weeks in this period.")),
        content=Plot(
            series=_stock_lines(frame),
            x_ticks=tuple(Tick(i, weeks[i]) for i in spread(len(weeks), 5)) or (Tick(0, ""),),
            first_x=0.0,
            y_ticks=count_ticks_around([*values, *([target] if target is not None else [])] or [0, 1]),
            target=None if target is None else Target(target, t(N_("target {value}"), value=number(target))),
            hover=tuple(_week_words(row, name) for row, name in zip(frame.to_dict("records"), weeks, strict=True)),
        ),
        table=Table(frame, _stock_columns()),
        alt=_stock_alt(frame, weeks),
        height=260,
        footnote=Footnote(t(N_("open at the end of each week"))),
        empty=frame.empty,
    )


def _stock_lines(frame: pd.DataFrame) -> tuple[Series, ...]:
    places = tuple(float(i) for i in range(len(frame)))
    now, then = (tuple(maybe(value) for value in frame[key]) for key in ("open", "last_year_open"))
    lines = (
        Series(t(N_("open")), places, now, Fill.BLUE, _end(N_("{n} open"), now)),
        Series(t(N_("last year")), places, then, Fill.GREY, _end(N_("last year {n}"), then), rank=1, dashed=True),
    )
    return tuple(line for line in lines if line.label)


def _end(message: str, values: tuple[float | None, ...]) -> str:
    last = next((value for value in reversed(values) if value is not None), None)
    return "" if last is None else t(message, n=number(last))


def _stock_sentence(frame: pd.DataFrame, weeks: list[str], target: float | None) -> str | None:
    """Where the stock stands against its target and since when; without one, against last year."""
    values = [int(value) for value in frame["open"]]
    if target is None:
        return _against_last_year(values[-1], maybe(frame["last_year_open"].iloc[-1]))
    above = [value > target for value in values]
    words = {"target": number(target), "n": number(values[-1])}
    if not above[-1]:
        return t(N_("{n} open: the target of at most {target} is met."), **words)
    if all(above):
        return t(N_("The stock was above the target of {target} in every week."), **words)
    since = len(above) - above[::-1].index(False)
    return t(N_("The stock has been above the target of {target} since {week}."), week=weeks[since], **words)


def _against_last_year(now: int, before: float | None) -> str | None:
    if before is None:
        return None
    words = {"n": number(now), "difference": number(abs(now - before))}
    if now == before:
        return t(N_("{n} open, as many as a year before."), **words)
    more, fewer = (
        N_("{n} open, {difference} more than a year before."),
        N_("{n} open, {difference} fewer than a year before."),
    )
    return t(more if now > before else fewer, **words)


def _week_words(row: dict[Any, Any], name: str) -> str:
    parts = [name, t(N_("{n} open"), n=number(row["open"]))]
    before = maybe(row["last_year_open"])
    return "\n".join(parts + ([] if before is None else [t(N_("last year {n}"), n=number(before))]))


def _stock_columns() -> tuple[Column, ...]:
    return (
        Column("week_start", t(N_("Week")), Kind.WEEK),
        Column("open", t(N_("Open")), Kind.COUNT),
        Column("last_year_open", t(N_("Open last year")), Kind.COUNT),
    )


def _stock_alt(frame: pd.DataFrame, weeks: list[str]) -> str:
    if frame.empty:
        return t(N_("No line."))
    a, b = (number(frame["open"].iloc[i]) for i in (0, -1))
    return t(N_("A line from {a} in {first} to {b} in {last}."), a=a, b=b, first=weeks[0], last=weeks[-1])


def on_time_by_service(df: pd.DataFrame, *, target: float | None = None, smallest_n: int = 5) -> ChartSpec:
    """The share handled on time per service, now and in the period before, against the target.

    `df`: a row per service with service (name, null without), on_time, n (judged), share, previous_n (judged) and
    previous_share (0 to 1, null where nothing was judged). `target` is a share. A share of fewer than
    `smallest_n` cases is withheld.
    """
    frame = withheld(df.assign(service=named(df["service"], WITHOUT_SERVICE)), ["share"], smallest_n)
    frame = withheld(frame, ["previous_share"], smallest_n, n="previous_n").sort_values(["share", "n"], ascending=False)
    known, total = frame.dropna(subset=["share"]), int(frame["n"].sum())
    shown = [*known["share"], *known["previous_share"].dropna(), *([] if target is None else [target])]
    goal = None if target is None else Target(target, t(N_("target {value}"), value=percent(target, decimals=0)))
    dots = tuple(_service(row, target) for row in frame.to_dict("records"))
    content = Dots(dots, share_ticks(min(shown, default=0)), goal)
    return ChartSpec(
        conclusion=_service_sentence(known, target) if total else t(N_("None of these meldingen can be judged yet.")),
        content=content,
        table=Table(frame, _service_columns()),
        alt=t(N_("Dots per service: {dots}."), dots=", ".join(f"{dot.label} {dot.text}" for dot in dots)),
        height=content.height,
        legend=_service_legend(content),
        footnote=Footnote(n_text(total)),
        empty=total == 0,
    )


def _service(row: dict[Any, Any], target: float | None) -> Dot:
    share, before = maybe(row["share"]), maybe(row["previous_share"])
    if share is None:
        return Dot(row["service"], None, too_few(row["n"]))
    missed = target is not None and share < target
    hover = f"{row['service']}: {percent(share)}\n{n_text(row['n'])}"
    if before is not None:
        hover += "\n" + t(N_("previous period {share}"), share=percent(before))
    return Dot(row["service"], share, percent(share, decimals=0), n_text(row["n"]), missed, before, hover=hover)


def _service_sentence(known: pd.DataFrame, target: float | None) -> str | None:
    """Which services are below the target; without one, between which shares they lie."""
    if known.empty:
        return None
    if target is None:
        return _span_sentence(known)
    below = sorted(known.loc[known["share"] < target, "service"])
    words = {"target": percent(target, decimals=0)}
    if not below:
        return t(N_("Every service reaches {target}."), **words)
    if len(below) > 3:
        message = N_("{n} of {whole} services are below {target}.")
        return t(message, n=number(len(below)), whole=number(len(known)), **words)
    return t(N_("Below {target}: {services}."), services=joined(below), **words)


def _span_sentence(known: pd.DataFrame) -> str | None:
    """From the lowest share to the highest."""
    ordered = known.sort_values("share")
    low, high = (percent(ordered["share"].iloc[at], decimals=0) for at in (0, -1))
    if len(known) == 1:
        return t(N_("{share} at {service}."), share=low, service=ordered["service"].iloc[0])
    if low == high:
        return None
    first, last = (ordered["service"].iloc[at] for at in (0, -1))
    return t(N_("From {low} at {first} to {high} at {last}."), low=low, first=first, high=high, last=last)


def _service_legend(content: Dots) -> tuple[Key, ...]:
    """Only what is drawn; without a target a dot is just this period."""
    keys = [Key(Mark.DOT, t(N_("meets the target")) if content.target else t(N_("this period")))]
    if any(dot.missed for dot in content.dots):
        keys.append(Key(Mark.MISSED, t(N_("below the target"))))
    if any(dot.before is not None for dot in content.dots):
        keys.append(Key(Mark.BEFORE, t(N_("previous period"))))
    return tuple(keys)


def _service_columns() -> tuple[Column, ...]:
    return (
        Column("service", t(N_("Service"))),
        Column("on_time", t(N_("Number on time")), Kind.COUNT),
        Column("n", t(N_("judged")), Kind.COUNT),
        Column("share", t(N_("share on time")), Kind.SHARE),
        Column("previous_n", t(N_("judged, previous period")), Kind.COUNT),
        Column("previous_share", t(N_("share on time, previous period")), Kind.SHARE),
    )
