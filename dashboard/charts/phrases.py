"""Words and small computations that several charts share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from config.kinds import MeldingKind, Organ
from config.language import N_, day, number, t
from dashboard.charts.spec import days_text
from queries.filters import Days

NO_MELDINGEN = N_("There are no meldingen in this period.")
NO_PROPOSALS = N_("There are no proposals in this period.")
WITHOUT_SERVICE = N_("Without service")
WITHOUT_THEME = N_("Without theme")
NO_PICKS: Mapping[str, str] = {}
"""Nothing in the chart can be chosen by a click."""
_SHORT_UNITS = {Days.WORKING: N_("{days} wd"), Days.CALENDAR: N_("{days} d")}


NOUNS: dict[MeldingKind, tuple[str, str]] = {
    MeldingKind.MELDING: (N_("melding"), N_("meldingen")),
    MeldingKind.KLACHT: (N_("complaint"), N_("complaints")),
    MeldingKind.VRAAG: (N_("question"), N_("questions")),
}
"""One and several, within a sentence."""

ORGANS: dict[Organ, str] = {
    Organ.COLLEGE: N_("College"),
    Organ.GEMEENTERAAD: N_("Municipal council"),
    Organ.BURGEMEESTER: N_("Mayor"),
    Organ.ALGEMEEN_DIRECTEUR: N_("General director"),
    Organ.VAST_BUREAU: N_("Permanent bureau"),
    Organ.DISTRICTSORGAAN: N_("District body"),
    Organ.OTHER: N_("Another organ"),
}


def organ_name(code: Any) -> str:
    """The organ that decides, by its code; a code of a source that has other organs stands for itself."""
    if not isinstance(code, str):
        return t(N_("Organ not told"))
    return t(ORGANS[Organ(code)]) if code in set(Organ) else code


def counted(kind: MeldingKind, n: float) -> str:
    """4 meldingen."""
    return f"{number(n)} {t(NOUNS[kind][n != 1])}"


def joined(names: Sequence[str]) -> str:
    """a, b en c."""
    if len(names) < 2:
        return "".join(names)
    return t(N_("{first} and {last}"), first=", ".join(names[:-1]), last=names[-1])


def n_text(n: float) -> str:
    """n = 1.286."""
    return f"n = {number(n)}"


def too_few(n: float) -> str:
    """What stands where a number of too few cases would be."""
    return t(N_("too few (n = {n})"), n=number(n))


def too_few_sentence(n: float, least: int) -> str:
    """The conclusion of a chart with too few cases."""
    return t(N_("Too few cases: n = {n}, at least {least} needed."), n=number(n), least=max(least, 1))


def short_days(value: float, days: Days) -> str:
    """18,9 wd."""
    return t(_SHORT_UNITS[days], days=days_text(value))


def half_and_most(median: float, p90: float | None, days: Days) -> str:
    """9 tot 22 wd: the days within which half was done, and nine in ten."""
    if p90 is None or days_text(p90) == days_text(median):
        return short_days(median, days)
    return t(N_("{median} to {p90}"), median=days_text(median), p90=short_days(p90, days))


def named(names: pd.Series, without: str) -> pd.Series:
    """The names, and for those without one the words `without` (a msgid)."""
    return names.astype(object).where(names.notna(), t(without))


def maybe(value: Any) -> float | None:
    """A cell as a number; missing is None."""
    return None if value is None or pd.isna(value) else float(value)


def withheld(frame: pd.DataFrame, columns: Sequence[str], smallest_n: int, *, n: str = "n") -> pd.DataFrame:
    """The frame without the values of `columns` in rows of fewer than `smallest_n` cases."""
    enough = frame[n] >= max(smallest_n, 1)
    return frame.assign(**{column: frame[column].astype(float).where(enough) for column in columns})


def month_name(month: date) -> str:
    """nov 2026."""
    return day(month).split(" ", 1)[1]


def removed_words(removed: date) -> str:
    """What stands where a text of a citizen stood, in a page and in a file alike; `removed` is the day it went."""
    return t(N_("The text was removed on {day} (end of its retention)."), day=day(removed))
