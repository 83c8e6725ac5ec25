"""What people propose and vote for: by theme and by month."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.contents import Panel, Panels, Plot, Series, Spot, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import NO_PICKS, NO_PROPOSALS, WITHOUT_THEME, maybe, month_name, n_text, named
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.scale import spread, ticks_between
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table

_CHOSEN, _OTHERS = Fill.BLUE, Fill.SKY
_MONTHS = {
    "submitted": N_("Submitted"),
    "published": N_("Published"),
    "refused": N_("Refused"),
    "waiting": N_("Waiting at the end"),
}


def themes(df: pd.DataFrame, *, picks: Mapping[str, str] = NO_PICKS) -> ChartSpec:
    """Proposals by theme, and how many of them were chosen or went further.

    `df`: rows with theme (name, null without), n, chosen (of n), support (votes), and only_published (whether a choice
    counts once it is published). `picks` are the addresses with one theme, by its name.
    """
    most, frame = most_proposed(df), df.assign(theme=named(df["theme"], WITHOUT_THEME))
    frame = frame.sort_values("n", ascending=False, kind="stable")
    only_published = bool(df["only_published"].any())
    content = Bars(tuple(_theme(row, picks) for row in frame.to_dict("records")))
    return ChartSpec(
        conclusion=t(NO_PROPOSALS) if frame.empty else _themes_sentence(most, frame["n"].sum(), only_published),
        note=t(N_("A choice counts here once it is published.")) if only_published else None,
        content=content,
        table=Table(frame, _theme_columns()),
        alt=t(N_("Bars per theme: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        legend=(Key(_CHOSEN, t(N_("chosen or further"))), Key(_OTHERS, t(N_("other proposals")))),
        footnote=Footnote(n_text(frame["n"].sum())),
        empty=frame.empty,
        picks={"theme": picks},
    )


def _theme(row: Mapping[Any, Any], picks: Mapping[str, str]) -> Bar:
    theme, chosen, others = row["theme"], int(row["chosen"]), int(row["n"] - row["chosen"])
    words = (
        N_("1 proposal, {chosen} chosen or further")
        if row["n"] == 1
        else N_("{n} proposals, {chosen} chosen or further")
    )
    hover = t(words, n=number(row["n"]), chosen=number(chosen))
    parts = (BarPart(chosen, _CHOSEN, number(chosen)), BarPart(others, _OTHERS))
    told = tuple(BarPart(part.value, part.fill, part.text, f"{theme}\n{hover}") for part in parts)
    return Bar(theme, told, number(row["n"]), pick=picks.get(theme, ""))


def most_proposed(df: pd.DataFrame) -> pd.Series | None:
    """The theme with most proposals; nothing when two have as many, or when there is only one.

    `df`: rows with theme (name, null without) and n.
    """
    known = df[df["theme"].notna()].sort_values("n", ascending=False, kind="stable")
    if len(known) < 2 or known["n"].iloc[0] == known["n"].iloc[1]:
        return None
    return known.iloc[0]


def _themes_sentence(most: pd.Series | None, whole: float, only_published: bool) -> str | None:
    if most is None:
        return None
    words = {"theme": most["theme"], "n": number(most["n"]), "chosen": number(most["chosen"])}
    if most["chosen"] == 0:
        return t(N_("Proposed most often: {theme}, {n} of {whole} proposals."), whole=number(whole), **words)
    if only_published:
        return t(
            N_("Proposed most often: {theme}, {n} times; of {chosen} it is public that they were chosen."), **words
        )
    return t(N_("Proposed most often: {theme}, {n} times; chosen or further: {chosen}."), **words)


def _theme_columns() -> tuple[Column, ...]:
    return (
        Column("theme", t(N_("Theme"))),
        Column("n", t(N_("Proposals")), Kind.COUNT),
        Column("chosen", t(N_("Chosen or further")), Kind.COUNT),
        Column("support", t(N_("Votes")), Kind.COUNT),
    )


def months(df: pd.DataFrame) -> ChartSpec:
    """What came in, was published and refused month by month, and what waited at the end of each; all on one scale.

    `df`: rows with month (first day), submitted, published, refused and waiting (counts; a column without any number is
    left out).
    """
    frame = df.sort_values("month").assign(name=[month_name(month) for month in df.sort_values("month")["month"]])
    shown = [name for name in _MONTHS if frame[name].notna().any()]
    top = max((float(frame[name].max()) for name in shown), default=0)
    panels = tuple(_panel(name, frame) for name in shown)
    content = Panels(panels, _ticks(frame["name"]), max(top, 1))
    return ChartSpec(
        conclusion=_months_sentence(frame, shown),
        note=t(N_("Waiting: for moderation, at the end of the month or of the period."))
        if "waiting" in shown
        else None,
        content=content,
        table=Table(frame, (Column("name", t(N_("Month"))), *(_month_column(name) for name in shown))),
        alt=t(N_("Columns per month: {panels}."), panels=", ".join(f"{one.label} {one.text}" for one in panels)),
        height=content.height,
        footnote=Footnote(n_text(frame[shown[0]].sum() if shown else 0)),
        empty=top == 0,
    )


def _month_column(name: str) -> Column:
    return Column(name, t(_MONTHS[name]), Kind.COUNT)


def _panel(name: str, frame: pd.DataFrame) -> Panel:
    """A stock shows its last value, what happened its sum."""
    values = tuple(maybe(value) for value in frame[name])
    told = frame[name].iloc[-1] if name == "waiting" else frame[name].sum()
    label = t(_MONTHS[name])
    hover = tuple(f"{label}, {month}\n{number(n or 0)}" for month, n in zip(frame["name"], values, strict=True))
    return Panel(label, values, number(told), hover)


def _ticks(names: pd.Series) -> tuple[Tick, ...]:
    return tuple(Tick(i, names.iloc[i]) for i in spread(len(names), 3)) or (Tick(0, ""),)


def _months_sentence(frame: pd.DataFrame, shown: list[str]) -> str:
    sums = {name: int(frame[name].sum()) for name in shown}
    if not any(sums.values()):
        return t(NO_PROPOSALS)
    if "waiting" not in sums:
        return t(N_("Published and public now: {published}."), published=number(sums["published"]))
    words = {name: number(n) for name, n in sums.items()} | {"waiting": number(frame["waiting"].iloc[-1])}
    return t(
        N_(
            "Submitted: {submitted}, published: {published}, refused: {refused}; waited for moderation at the end of "
            "the period: {waiting}."
        ),
        **words,
    )


def votes_by_month(df: pd.DataFrame) -> ChartSpec:
    """Votes month by month.

    `df`: rows with month (first day), votes (below 0 when more were taken back) and counted (of these, those that were
    read from a running total for the first time: cast in that month or before it).
    """
    frame = df.sort_values("month")
    frame = frame.assign(name=[month_name(month) for month in frame["month"]])
    values, total = tuple(float(n) for n in frame["votes"]), int(frame["votes"].sum())
    counted = int(frame["counted"].sum())
    return ChartSpec(
        conclusion=_votes_sentence(frame, total),
        note=t(N_("Counted for the first time in their month, and cast then or before: {n}."), n=number(counted))
        if counted
        else None,
        content=_votes(frame, values),
        table=Table(frame, (Column("name", t(N_("Month"))), Column("votes", t(N_("Votes")), Kind.COUNT))),
        alt=t(N_("A line per month: {months}."), months=", ".join(_each(frame))),
        height=232,
        footnote=Footnote(n_text(total)),
        empty=not any(values),
    )


def _each(frame: pd.DataFrame) -> list[str]:
    return [f"{month} {number(n)}" for month, n in zip(frame["name"], frame["votes"], strict=True)]


def _votes(frame: pd.DataFrame, values: tuple[float, ...]) -> Plot:
    places = tuple(float(i) for i in range(len(values)))
    most = max(range(len(values)), key=lambda i: values[i])
    spot = Spot(float(most), values[most], number(values[most]), frame["name"].iloc[most])
    ticks = ticks_between(min(0.0, *values), max(4.0, *values))
    return Plot(
        series=(Series(t(N_("votes")), places, values, Fill.BLUE, number(values[-1])),),
        x_ticks=_ticks(frame["name"]),
        first_x=0.0,
        y_ticks=tuple(Tick(tick, number(tick)) for tick in ticks),
        spots=() if frame["counted"].iloc[most] else (spot,),
        hover=tuple(_each(frame)),
    )


def _votes_sentence(frame: pd.DataFrame, total: int) -> str:
    if not frame["votes"].any():
        return t(N_("There are no votes in this period."))
    if total < 0:
        return t(N_("More votes were taken back than cast: {n}."), n=number(-total))
    most = _most(frame)
    if most is None:
        return t(N_("Votes in this period: {n}."), n=number(total))
    words = {"month": most["name"], "most": number(most["votes"])}
    return t(N_("Votes in this period: {n}; most in {month}: {most}."), n=number(total), **words)


def _most(frame: pd.DataFrame) -> pd.Series | None:
    """The only month with most votes, when they were cast in it and none was taken back."""
    found = frame[frame["votes"] == frame["votes"].max()]
    sure = len(frame) > 1 and len(found) == 1 and not found["counted"].any() and (frame["votes"] >= 0).all()
    return found.iloc[0] if sure else None
