"""Along which channel people come, and whether the first contact answered them."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.contents import Panel, Panels, Tick
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import NO_MELDINGEN, month_name, n_text, named, too_few_sentence
from dashboard.charts.scale import spread
from dashboard.charts.spec import ChartSpec, Column, Footnote, Group, Key, Kind, Part, PartsBar, Table


def channels(df: pd.DataFrame, *, smallest_n: int = 5, pick: Callable[[date], str] | None = None) -> ChartSpec:
    """The share of each channel, month by month, as small multiples: there are more channels than colours.

    `df`: rows with month (first day), channel (name, null without) and n. Months of fewer than `smallest_n` meldingen
    are gaps. `pick` gives the address with one month.
    """
    df = df.assign(channel=named(df["channel"], N_("Without channel")))
    counts = df.pivot_table(index="month", columns="channel", values="n", aggfunc="sum", fill_value=0)
    counts = counts[counts.sum().sort_values(ascending=False, kind="stable").index]
    totals = counts.sum(axis=1)
    shares = counts.div(totals.where(totals >= max(smallest_n, 1)), axis=0)
    whole = int(totals.sum())
    panels = tuple(_panel(name, shares[name], counts[name], whole, smallest_n) for name in counts.columns)
    picks = {month: pick(month) for month in counts.index} if pick else {}
    top = max(shares.max().max() if whole else 1, 0.01)
    content = Panels(panels, _ticks(list(counts.index)), top, tuple(picks.values()))
    return ChartSpec(
        conclusion=_sentence(counts, smallest_n),
        note=t(N_("Share of each channel per month; the figure is the share over the whole period.")),
        content=content,
        table=Table(_long(counts, shares), _columns()),
        alt=t(N_("Columns per month: {panels}."), panels=", ".join(f"{one.label} {one.text}" for one in panels)),
        height=content.height,
        footnote=Footnote(n_text(whole)),
        empty=whole == 0,
        picks={"month": {month_name(month): address for month, address in picks.items()}},
    )


def _panel(name: str, shares: pd.Series, counts: pd.Series, whole: int, smallest_n: int) -> Panel:
    values = tuple(None if pd.isna(share) else float(share) for share in shares)
    hover = tuple(
        f"{name}, {month_name(month)}\n" + ("" if value is None else f"{percent(value)}, ") + n_text(n)
        for month, value, n in zip(shares.index, values, counts, strict=True)
    )
    return Panel(name, values, percent(counts.sum() / whole) if whole >= max(smallest_n, 1) else "", hover)


def _ticks(months: list[pd.Timestamp]) -> tuple[Tick, ...]:
    return tuple(Tick(i, month_name(months[i])) for i in spread(len(months), 3))


def _sentence(counts: pd.DataFrame, smallest_n: int) -> str | None:
    """The channel that most people used; nothing when two are equally large."""
    sums = counts.sum()
    whole = int(sums.sum())
    if whole < max(smallest_n, 1):
        return too_few_sentence(whole, smallest_n) if whole else t(NO_MELDINGEN)
    if len(sums) > 1 and sums.iloc[0] == sums.iloc[1]:
        return None
    words = {"share": percent(sums.iloc[0] / whole), "n": number(sums.iloc[0]), "whole": number(whole)}
    return t(N_("Most come by {channel}: {share}, {n} of {whole}."), channel=sums.index[0], **words)


def _long(counts: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"month": month, "channel": name, "n": counts.loc[month, name], "share": shares.loc[month, name]}
        for month in counts.index
        for name in counts.columns
    ]
    frame = pd.DataFrame(rows, columns=["month", "channel", "n", "share"])
    return frame.assign(month=[month_name(month) for month in frame["month"]])


def _columns() -> tuple[Column, ...]:
    return (
        Column("month", t(N_("Month"))),
        Column("channel", t(N_("Channel"))),
        Column("n", t(N_("Meldingen")), Kind.COUNT),
        Column("share", t(N_("Share of the month")), Kind.SHARE),
    )


def first_contact(df: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """The contacts that needed nothing more. `df`: one row with answered and contacts (counts)."""
    answered, contacts = int(df["answered"].iloc[0]), int(df["contacts"].iloc[0])
    words = {"n": number(answered), "whole": number(contacts)}
    parts = (
        Part(t(N_("answered at first contact")), answered, Fill.BLUE),
        Part(t(N_("became or belongs to a melding")), contacts - answered, Fill.GREY),
    )
    enough = contacts >= max(smallest_n, 1)
    share = answered / contacts if enough else None
    frame = df.assign(share=pd.Series(share, index=df.index, dtype=float))
    return ChartSpec(
        conclusion=_answered(share, contacts, smallest_n, words),
        content=PartsBar((Group(t(N_("Contacts: {n}"), n=number(contacts)), parts),)),
        table=Table(frame, _contact_columns()),
        alt=t(N_("A bar in parts: {parts}."), parts=", ".join(f"{part.label} {number(part.value)}" for part in parts)),
        height=104,
        legend=tuple(Key(part.fill, part.label, number(part.value)) for part in parts),
        footnote=Footnote(n_text(contacts)),
        empty=contacts == 0,
    )


def _answered(share: float | None, contacts: int, smallest_n: int, words: dict[str, str]) -> str:
    if contacts == 0:
        return t(N_("There are no contacts in this period."))
    if share is None:
        return too_few_sentence(contacts, smallest_n)
    return t(N_("{share} was answered at first contact: {n} of {whole}."), share=percent(share), **words)


def _contact_columns() -> tuple[Column, ...]:
    return (
        Column("answered", t(N_("Answered at first contact")), Kind.COUNT),
        Column("contacts", t(N_("Contacts")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
    )
