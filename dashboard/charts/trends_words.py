"""The words in which series, expectations and signals are told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.spec import week_name
from queries.expectation import LEAST_WEEKS, SEASON_WEEKS, TREND_WEEKS, Basis
from queries.filters import WITHOUT, By
from queries.trends import TOTAL

ALL = N_("All together")
_WITHOUT = {
    By.CATEGORY: N_("Without category"),
    By.THEME: N_("Without theme"),
    By.AREA: N_("Without neighbourhood"),
}
_BASIS = {
    Basis.SEASON: N_("Expected by trend and season of the {n} weeks before; the band holds 95 % of such weeks."),
    Basis.TREND: N_("Expected by trend, without season: that takes {season} weeks with enough cases. Here it is {n}."),
    Basis.MEAN: N_("Expected by the mean, without trend or season: that takes {trend} weeks with enough cases."),
    Basis.SHORT: N_("No expectation: it takes {least} weeks before these, and here there are {n}."),
    Basis.FEW: N_("No expectation: in the {n} weeks before too few came in."),
}


def series_name(code: str, name: Any, by: By) -> str:
    """The name of a series in the reader's language."""
    if code == TOTAL:
        return t(ALL)
    return t(_WITHOUT[by]) if code == WITHOUT or not isinstance(name, str) else name


def basis_words(basis: str, history: int) -> str:
    """On what an expectation rests, or why there is none."""
    words = {"season": SEASON_WEEKS, "trend": TREND_WEEKS, "least": LEAST_WEEKS, "n": history}
    return t(_BASIS[Basis(basis)], **{name: number(n) for name, n in words.items()})


def weeks_words(first: date, last: date) -> str:
    """w46, or w44 tot w46."""
    if first == last:
        return week_name(first)
    return t(N_("{first} to {last}"), first=week_name(first), last=week_name(last))


def signal_words(signal: Mapping[Any, Any], by: By) -> str:
    """What a signal says, facts only. `signal`: a row of `queries.signals.signals`."""
    words = {
        "name": series_name(signal["code"], signal["name"], by),
        "n": number(signal["n"]),
        "week": week_name(signal["week"]),
        "expected": rounded(signal["expected"]),
        "high": number(signal["high"]),
    }
    return t(N_("{name}: {n} in {week}, expected {expected} (at most {high})"), **words)


def signal_detail(signal: Mapping[Any, Any]) -> str:
    """How long it lasts, where most of it is, and how sure it is."""
    parts = [_lasting(signal), _place(signal), _certainty(signal)]
    return " ".join(part for part in parts if part)


def _lasting(signal: Mapping[Any, Any]) -> str:
    if signal["first_week"] == signal["last_week"]:
        return ""
    words = {"n": number(signal["total"]), "expected": rounded(signal["total_expected"])}
    weeks = weeks_words(signal["first_week"], signal["last_week"])
    return t(N_("From {weeks} {n}, expected {expected}."), weeks=weeks, **words)


def _place(signal: Mapping[Any, Any]) -> str:
    if not isinstance(signal["where"], str):
        return ""
    words = {"place": signal["where"], "n": number(signal["where_n"]), "expected": rounded(signal["where_expected"])}
    return t(N_("Mostly {place}: {n}, expected {expected}."), **words)


def _certainty(signal: Mapping[Any, Any]) -> str:
    if signal["clear"]:
        return t(N_("Chance does not explain this."))
    if signal["basis"] != Basis.SEASON:
        return t(N_("May be chance, or the season: that is not known yet."))
    return t(N_("May be chance: among so many weeks a few lie above their band."))


def rounded(value: float) -> str:
    """An expected number: whole, or with one decimal below 10."""
    return number(value, decimals=0 if value >= 10 else 1)


def named_by(df: pd.DataFrame, by: By) -> pd.DataFrame:
    """Rows (code, name) with label, their name in the reader's language."""
    labels = [series_name(code, name, by) for code, name in zip(df["code"], df["name"], strict=True)]
    return df.assign(label=pd.Series(labels, index=df.index, dtype=object))
