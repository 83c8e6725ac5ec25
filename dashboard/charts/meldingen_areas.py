"""Where meldingen come from: the neighbourhoods beside each other."""

from typing import Any

import pandas as pd

from config.kinds import MeldingKind
from config.language import N_, number, percent, t
from dashboard.charts.lead import Lead
from dashboard.charts.palette import Fill
from dashboard.charts.phrases import NO_MELDINGEN, NOUNS, counted, n_text
from dashboard.charts.picks import area_picks
from dashboard.charts.rows import Bar, BarPart, Bars
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table
from queries.filters import Filters


def by_area(df: pd.DataFrame, filters: Filters) -> ChartSpec:
    """Meldingen by neighbourhood, most first, with how many that is per 1 000 inhabitants.

    `df`: rows with code, name (null: without neighbourhood), n and rate (null where the inhabitants are not known).
    """
    named = df.assign(name=df["name"].where(df["name"].notna(), t(N_("Without neighbourhood"))))
    frame = named.sort_values(["n", "name"], ascending=[False, True])
    picks = area_picks(frame, filters)
    content = Bars(tuple(_bar(row, picks) for row in frame.to_dict("records")))
    total = int(frame["n"].sum())
    return ChartSpec(
        conclusion=_sentence(frame, filters.kind),
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


def _sentence(frame: pd.DataFrame, kind: MeldingKind) -> str | None:
    total, known = frame["n"].sum(), frame[frame["code"].notna()]
    if not total:
        return t(NO_MELDINGEN)
    most = known[known["n"] == known["n"].max()]
    if len(most) != 1 or len(known) == 1:
        return None
    share, name = percent(most["n"].iloc[0] / total), most["name"].iloc[0]
    return t(N_("{share} of the {what} come from {name}."), share=share, what=t(NOUNS[kind][1]), name=name)


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", t(N_("Neighbourhood"))),
        Column("n", t(N_("Meldingen")), Kind.COUNT),
        Column("rate", t(N_("Per 1,000 inhabitants")), Kind.DECIMAL),
    )
