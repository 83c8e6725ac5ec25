"""Whether citizens are told in time, at each of the moments that count."""

from typing import Any

import pandas as pd

from config.kinds import NotificationChannel, NotificationMoment
from config.language import N_, number, percent, t
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import joined, too_few
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Footnote, Key, Kind, Table

FIRST_ANSWER = "eerste_antwoord"
MOMENTS: dict[str, str] = {
    FIRST_ANSWER: N_("First answer"),
    NotificationMoment.ADMISSIBLE: N_("Declared admissible"),
    NotificationMoment.ACTIONS_PROPOSED: N_("Actions proposed"),
    NotificationMoment.DECISION: N_("Decision"),
    NotificationMoment.HANDLED: N_("Handled"),
    NotificationMoment.EVALUATION_ASKED: N_("Evaluation asked"),
}
CHANNELS: dict[str, str] = {
    NotificationChannel.MIJN_BURGERPROFIEL: "Mijn Burgerprofiel",
    NotificationChannel.EMAIL: N_("e-mail"),
    NotificationChannel.SMS: N_("text message"),
    NotificationChannel.LETTER: N_("letter"),
    NotificationChannel.PHONE: N_("telephone"),
}


def informed(df: pd.DataFrame, channels: pd.DataFrame, *, smallest_n: int = 5) -> ChartSpec:
    """The share of moments of which the citizen was told within the norm of that moment.

    `df`: rows with moment (a key of `MOMENTS`), told_in_time and due (counts). `channels`: rows with moment, channel
    (NotificationChannel, null when not
    told) and n, for the table. A share of fewer than `smallest_n` moments is withheld.
    """
    frame = _in_order(df)
    share = (frame["told_in_time"] / frame["due"].where(frame["due"] >= max(smallest_n, 1))).astype(float)
    frame = _with_channels(frame.assign(share=share), channels)
    content = Bars(tuple(_bar(row) for row in frame.to_dict("records")), whole=1)
    total = int(frame["due"].sum())
    return ChartSpec(
        conclusion=_sentence(frame) if total else t(N_("Nobody had to be told anything in this period.")),
        note=t(N_("Told within the norm of that moment, of the moments that can be judged.")),
        content=content,
        table=Table(frame, _columns(channels)),
        alt=t(N_("Bars per moment: {bars}."), bars=", ".join(f"{bar.label} {bar.text}" for bar in content.bars)),
        height=content.height,
        legend=(Key(Fill.BLUE, t(N_("told in time"))), Key(Fill.OUTSIDE, t(N_("late or not told")))),
        footnote=Footnote(t(N_("n = {n} moments"), n=number(total))),
        empty=total == 0,
    )


def _in_order(df: pd.DataFrame) -> pd.DataFrame:
    order = {moment: i for i, moment in enumerate(MOMENTS)}
    frame = df.sort_values("moment", key=lambda moments: moments.map(order))
    return frame.assign(name=[t(MOMENTS[moment]) for moment in frame["moment"]])


def _with_channels(frame: pd.DataFrame, channels: pd.DataFrame) -> pd.DataFrame:
    counts = channels.pivot_table(index="moment", columns="channel", values="n", aggfunc="sum", fill_value=0)
    used = counts.reindex(frame["moment"], fill_value=0)
    return frame.assign(**{channel: used[channel].to_numpy() for channel in counts.columns})


def _bar(row: dict[Any, Any]) -> Bar:
    if pd.isna(row["share"]):
        return Bar(row["name"], (), too_few(row["due"]))
    share, words = float(row["share"]), {"n": number(row["told_in_time"]), "whole": number(row["due"])}
    parts = (BarPart(share, Fill.BLUE), BarPart(1 - share, Fill.OUTSIDE))
    hovered = tuple(BarPart(part.value, part.fill, hover=f"{row['name']}: {percent(share)}") for part in parts)
    return Bar(row["name"], hovered, percent(share), aside=t(N_("{n} of {whole}"), **words))


def _sentence(frame: pd.DataFrame) -> str | None:
    """The moment at which people are told least often; nothing when it cannot be compared."""
    known = frame.dropna(subset=["share"])
    if len(known) < 2:
        return None
    least = known["share"].min()
    names = list(known.loc[known["share"] == least, "name"])
    if len(names) == len(known):
        return t(N_("Told in time at every moment: {share}."), share=percent(least))
    return t(N_("Told in time least often: {moments}, {share}."), moments=joined(names), share=percent(least))


def _columns(channels: pd.DataFrame) -> tuple[Column, ...]:
    used = [channel for channel in CHANNELS if channel in set(channels["channel"])]
    return (
        Column("name", t(N_("Moment"))),
        Column("told_in_time", t(N_("Told in time")), Kind.COUNT),
        Column("due", t(N_("Can be judged")), Kind.COUNT),
        Column("share", t(N_("Share")), Kind.SHARE),
        *(Column(channel, t(N_("By {channel}"), channel=t(CHANNELS[channel])), Kind.COUNT) for channel in used),
    )
