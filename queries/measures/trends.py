"""The measures of what changes: signals and growth."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.language import N_
from queries.filters import Filters, Scope
from queries.growth import growth
from queries.hot import LEAST_CASES, Course
from queries.hotspots import WHOLE, hotspots
from queries.measures.base import LOCAL_DAYS, NOTHING_OPEN, NUMBER, SMALLEST_N, Measure, count, parts, row
from queries.signals import signals
from queries.trends import TOTAL

_CHANCE = N_("may be chance")
_RATIO = N_("ratio")
_SPOTS = N_("Number of hot spots")


def _signal(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    clear = signals(db, scope, filters)["clear"].astype(bool)
    return parts(count("", clear.sum()), count(_CHANCE, (~clear).sum()))


_COURSES: dict[Course, str] = {
    Course.NEW: N_("new"),
    Course.GROWING: N_("growing"),
    Course.PERSISTENT: N_("persistent"),
    Course.HOT: N_("course not clear"),
    Course.FADING: N_("fading"),
}


def _hotspot(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = hotspots(db, scope, filters)
    own = found[found["spot"] != WHOLE]["course"]
    rows = [count(part, (own == str(course)).sum()) for course, part in _COURSES.items()]
    return parts(count("", (own != str(Course.FADING)).sum()), *rows)


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
    Measure(
        id="hotspot",
        name=N_("Hot spots"),
        sentence=N_("Where more came in than elsewhere in the area, and since when."),
        formula=N_(
            "Getis-Ord Gi* of each hexagon with the six around it, over all hexagons within the boundary, the empty "
            "ones too; hot is what remains when at most 5 % of all that is found may be chance (Benjamini-Hochberg). "
            "Hexagons that touch are one hot spot. In the period and the three before it, as long: new (hot now, not "
            "before, with clearly more than before), growing (hot now and in the period before, with clearly more), "
            "persistent (hot now and in two of the three before), fading (hot in the period before, not now, with "
            "clearly less); else its course is not clear."
        ),
        population=N_("Meldingen received in the period, with a place within the boundary."),
        censoring=N_("A period that runs on or whose sources are late counts as far as it is known."),
        calendar=LOCAL_DAYS,
        unit=_SPOTS,
        good=None,
        smallest_n=LEAST_CASES,
        compute=_hotspot,
        counted=None,
        follows=None,
    ),
)
