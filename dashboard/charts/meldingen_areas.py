"""Where meldingen come from: the neighbourhoods beside each other."""

from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.lead import Lead
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import NO_MELDINGEN, counted, n_text
from dashboard.charts.picks import area_picks
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table
from queries.filters import Filters


def by_area(df: pd.DataFrame, filters: Filters) -> ChartSpec:
    """Meldingen by neighbourhood, most first, with how many that is per 1 000 inhabitants.

    `df`: rows with code, name (null: without neighbourhood), n and rate (null where the inhabitants are not known).
    """
    named = df.assign(name=df["name"].where(df["name"].notna(), t(N_("Without place"))))
    frame = named.sort_values("n", ascending=False)
    picks = area_picks(frame, filters)
    content = Bars(tuple(_bar(row, picks) for row in frame.to_dict("records")))
    total = int(frame["n"].sum())
    return ChartSpec(
        conclusion=_sentence(frame, total),
        note=t(N_("Beside the number: meldingen per 1,000 inhabitants.")),
        content=content,
        table=Table(frame, _columns()),
        alt=t(N_("Bars by neighbourhood: {bars}."), bars=", ".join(f"{bar.label}: {bar.text}" for bar in content.bars)),
        height=content.height,
        footnote=Footnote(n_text(total)),
        empty=total == 0,
        picks={"name": picks},
    )


def areas_lead(df: pd.DataFrame, filters: Filters) -> Lead:
    """How many the map shows, and how many of them are in no neighbourhood; `df` as of `by_area`."""
    total, without = int(df["n"].sum()), int(df.loc[df["code"].isna(), "n"].sum())
    if not total:
        return Lead(t(NO_MELDINGEN))
    one, several = N_("{n} of them is in no known neighbourhood."), N_("{n} of them are in no known neighbourhood.")
    rest = t(one if without == 1 else several, n=number(without)) if without else ""
    return Lead(t(N_("Received in this period: {counted}."), counted=counted(filters.kind, total)), rest)


def _bar(row: dict[Any, Any], picks: dict[str, str]) -> Bar:
    rate = "" if pd.isna(row["rate"]) else number(row["rate"], decimals=1)
    words = f"{number(row['n'])} · {rate}" if rate else number(row["n"])
    return Bar(row["name"], (BarPart(int(row["n"]), Fill.BLUE),), words, pick=picks.get(row["name"], ""))


def _sentence(frame: pd.DataFrame, total: int) -> str | None:
    if not total:
        return t(NO_MELDINGEN)
    known = frame[frame["code"].notna()]
    if known.empty:
        return None
    first = known.iloc[0]
    return t(N_("{share} of the meldingen come from {name}."), share=percent(first["n"] / total), name=first["name"])


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Neighbourhood"))),
        Column("n", t(N_("Meldingen")), Kind.COUNT),
        Column("rate", t(N_("Per 1,000 inhabitants")), Kind.DECIMAL),
    )
