"""The measures of what changes: signals and growth."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.language import N_
from queries.filters import Filters, Scope
from queries.growth import growth
from queries.measures.base import LOCAL_DAYS, NOTHING_OPEN, NUMBER, SMALLEST_N, Measure, count, parts, row
from queries.signals import signals
from queries.trends import TOTAL

_CHANCE = N_("may be chance")
_RATIO = N_("ratio")


def _signal(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    clear = signals(db, scope, filters)["clear"].astype(bool)
    return parts(count("", clear.sum()), count(_CHANCE, (~clear).sum()))


def _growth(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = growth(db, scope, filters)
    whole = found[found["code"] == TOTAL].to_dict("records")
    told: dict[Any, Any] = whole[0] if whole else {}
    names = (("", "previous"), (N_("against a year before"), "last_year"))
    return parts(*(_against(part, then, told) for part, then in names))


def _against(part: str, then: str, told: dict[Any, Any]) -> dict:
    now, before, ratio = told.get("n", 0), told.get(f"{then}_n", 0), told.get(f"{then}_ratio")
    value = None if ratio is None or pd.isna(ratio) else float(ratio)
    return row(part, value, _RATIO, numerator=int(now), denominator=int(before), n=int(min(now, before)))


ENTRIES = (
    Measure(
        id="signal",
        name=N_("Signals"),
        sentence=N_("How often more came in than the time of the year lets expect."),
        formula=N_(
            "Weeks above the band in which 95 % of such weeks would lie, those in a row counted once; a quasi-Poisson "
            "model with trend and season on at most five years before. Clear is what remains when at most 5 % of all "
            "clear weeks may be chance (Benjamini-Hochberg); without two years of history nothing is."
        ),
        population=N_(
            "The last 13 complete weeks up to the end of the period, of each category, theme or neighbourhood."
        ),
        censoring=N_("A week counts once all sources tell past its Sunday."),
        calendar=N_("ISO weeks of local days of the organisation."),
        unit=NUMBER,
        good=None,
        compute=_signal,
        counted=None,
        follows=None,
    ),
    Measure(
        id="growth",
        name=N_("Growth"),
        sentence=N_("How much more or less came in than in the period before, and than a year before."),
        formula=N_(
            "Meldingen a day in this period / meldingen a day in that one, with an interval of 95 % that allows for "
            "weeks that vary more than chance alone (quasi-Poisson)."
        ),
        population=N_("Meldingen received in the period."),
        censoring=NOTHING_OPEN,
        calendar=LOCAL_DAYS,
        unit=_RATIO,
        good=None,
        smallest_n=SMALLEST_N,
        compute=_growth,
        follows=None,
    ),
)
