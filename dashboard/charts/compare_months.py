"""Municipalities beside each other, month by month and by regional category."""

from typing import Any

import pandas as pd

from config.language import N_, current_language, number, t
from config.regional import regional_categories
from dashboard.charts.contents import Panel, Panels, Tick
from dashboard.charts.phrases import maybe, month_name, n_text
from dashboard.charts.scale import spread
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Rows, Table
from queries.municipalities import OTHER

_ROW_HEIGHT, _ROWS_AT_ONCE = 36, 10
TOO_SMALL = N_("too small to show")


def category_name(code: str) -> str:
    """The words for a regional category: those of the facts, else the code itself."""
    if code == OTHER:
        return t(N_("Without a shared category"))
    fact = regional_categories().get(code)
    return fact.label(current_language()) if fact else code


def per_inhabitants_by_month(df: pd.DataFrame) -> ChartSpec:
    """Meldingen per 1 000 inhabitants of each municipality, month by month, all on one scale.

    `df`: rows with municipality (name), month (first day), n (null where it is too small to show), inhabitants and
    per_1000 (null where either is not known).
    """
    frame = df.sort_values(["municipality", "month"])
    months = sorted(set(frame["month"]))
    rates = frame.pivot_table(index="month", columns="municipality", values="per_1000", aggfunc="first", dropna=False)
    rates = rates.reindex(months)
    panels = tuple(_panel(name, rates[name], frame[frame["municipality"] == name]) for name in rates.columns)
    top = max(float(frame["per_1000"].max(skipna=True)) if frame["per_1000"].notna().any() else 0, 0.01)
    ticks = tuple(Tick(i, month_name(months[i])) for i in spread(len(months), 4)) or (Tick(0, ""),)
    content = Panels(panels, ticks, top)
    frame = frame.assign(name=[month_name(month) for month in frame["month"]])
    hidden = int(frame["n"].isna().sum())
    return ChartSpec(
        conclusion=_months_sentence(hidden, len(frame)),
        note=t(N_("Meldingen per 1,000 inhabitants; at the right the last month that may be shown.")),
        content=content,
        table=Table(frame, _columns("name", N_("Month"))),
        alt=t(N_("Bars of {n} municipalities by month."), n=number(len(panels))),
        height=content.height,
        footnote=Footnote(n_text(frame["n"].sum())),
        empty=frame.empty,
    )


def _panel(name: str, rates: pd.Series, cells: pd.DataFrame) -> Panel:
    values = tuple(maybe(rate) for rate in rates)
    last = next((value for value in reversed(values) if value is not None), None)
    told = {row["month"]: _told(row) for row in cells.to_dict("records")}
    hover = tuple(f"{name}, {month_name(month)}\n{told.get(month, t(N_('nothing received')))}" for month in rates.index)
    return Panel(name, values, "" if last is None else number(last, decimals=1), hover)


def _told(row: dict[Any, Any]) -> str:
    if pd.isna(row["n"]):
        return t(TOO_SMALL)
    rate = maybe(row["per_1000"])
    return n_text(row["n"]) if rate is None else f"{number(rate, decimals=2)}, {n_text(row['n'])}"


def _months_sentence(hidden: int, cells: int) -> str:
    if not cells:
        return t(N_("No month of this period is over and has meldingen."))
    if not hidden:
        return t(N_("Every month can be shown."))
    return t(N_("{hidden} of {cells} months are too small to show."), hidden=number(hidden), cells=number(cells))


def per_inhabitants_by_category(df: pd.DataFrame) -> ChartSpec:
    """Meldingen per 1 000 inhabitants by regional category and municipality, as rows to sort.

    `df`: rows with municipality (name), category (regional code; '-' without), n (null where it is too small to show),
    inhabitants and per_1000 (null where either is not known).
    """
    frame = df.assign(name=[category_name(code) for code in df["category"]]).sort_values(["name", "municipality"])
    hidden = int(frame["n"].isna().sum())
    words = {"hidden": number(hidden), "cells": number(len(frame))}
    shown = t(N_("{hidden} of {cells} numbers are withheld: too small, or they would tell one that is."), **words)
    return ChartSpec(
        conclusion=shown if len(frame) else t(N_("There are no shared categories in this period.")),
        note=t(N_("A dash: withheld. What does not stand here was not received.")),
        content=Rows(t(N_("Received by category and municipality"))),
        table=Table(frame, _columns("name", N_("Category"), first=True)),
        alt=t(N_("A table of {n} categories by municipality."), n=number(frame["category"].nunique())),
        height=_ROW_HEIGHT * (min(len(frame), _ROWS_AT_ONCE) + 1),
        footnote=Footnote(n_text(frame["n"].sum())),
        empty=frame.empty,
    )


def _columns(key: str, heading: str, *, first: bool = False) -> tuple[Column, ...]:
    names = [Column("municipality", t(N_("Municipality")), width=3), Column(key, t(heading), width=3)]
    return (
        *(reversed(names) if first else names),
        Column("n", t(N_("Meldingen")), Kind.COUNT, essential=False, width=2),
        Column("inhabitants", t(N_("Inhabitants")), Kind.COUNT, essential=False, width=2),
        Column("per_1000", t(N_("Per 1,000 inhabitants")), Kind.DECIMAL, width=2),
    )
