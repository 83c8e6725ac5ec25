"""What proposals yield for the climate pact: as measured of what was realised, as estimated of what may follow.

Amounts are in the unit of the pact (`config/climate.py`). The period does not count here: the pact counts from its
first day on. To a scope without `embargoed` a proposal stands where the public sees it, in every amount.
"""

from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, literal, or_, select

from config.climate import lekp_indicators, pact_days
from queries import tables
from queries.atlas import as_of_day
from queries.db import fetch
from queries.equity import area_names
from queries.facts import Facts, proposal_facts
from queries.filters import Filters, Scope
from queries.inhabitants import KEYS, by_neighbourhood, inhabitants
from queries.municipalities import PER
from queries.narrowing import of_organisations, stage_of, whatever_stage
from queries.proposals import CHOSEN

REALISED, COMMITTED, POTENTIAL = "realised", "committed", "potential"
STAGES = {
    COMMITTED: tuple(stage for stage in CHOSEN if stage != REALISED),
    POTENTIAL: ("published", "shortlisted", "deferred"),
}
"""The stages of what was chosen and is not there yet, and of what may still be chosen."""
DEPAVING = "depaving_m2"


def asked(filters: Filters) -> Filters:
    """What of the filters counts here: neither the period nor the stages do, so they are those of the pact."""
    first, last = pact_days()
    return replace(filters, first_day=first, last_day=last, period=None, stages=())


def standing(db: Connection, scope: Scope, filters: Filters) -> Facts:
    """What to ask of, without period and stages."""
    return proposal_facts(db, scope, asked(filters))


def realised_by_day(db: Connection, own: Facts) -> pd.DataFrame:
    """What the realised proposals yielded since the pact counts, by the local day on which they were realised.

    Columns: organisation_id, indicator, day, dated (a source told that day; else it is that of the first list which
    told that it was there), amount (measured, in the unit of the indicator), n (measured), unmeasured (with an estimate
    that nobody measured since).
    """
    gain, proposal = own.of(tables.gain), own.of(tables.proposal)
    dated = literal(REALISED) != func.all(proposal.c.undated)
    keys = (gain.c.organisation_id, gain.c.indicator, proposal.c.realised_day.label("day"), dated.label("dated"))
    counts = (
        func.coalesce(func.sum(gain.c.realised), 0.0).label("amount"),
        func.count(gain.c.realised).label("n"),
        func.count().filter(gain.c.realised.is_(None)).label("unmeasured"),
    )
    found = select(*keys, *counts).select_from(_with_proposal(gain, proposal)).where(*_built(own, gain, proposal))
    return fetch(db, found.group_by(*keys))


def _with_proposal(gain: FromClause, proposal: FromClause) -> FromClause:
    same = (gain.c.organisation_id == proposal.c.organisation_id, gain.c.subject_id == proposal.c.subject_id)
    return gain.join(proposal, and_(*same))


def _built(own: Facts, gain: FromClause, proposal: FromClause) -> tuple[ColumnElement[bool], ...]:
    """Rows of a proposal that was realised since the pact counts, as far as the scope may know."""
    return *_of_pact(own, gain), stage_of(gain, own.scope) == REALISED, _counts(own, proposal)


def _counts(own: Facts, proposal: FromClause) -> ColumnElement[bool]:
    """Whether the day of realisation counts: since the pact does, and up to a horizon that lags behind."""
    day = proposal.c.realised_day
    return day.between(own.filters.first_day, as_of_day(own)) if own.filters.lag else day >= own.filters.first_day


def _of_pact(own: Facts, gain: FromClause) -> tuple[ColumnElement[bool], ...]:
    return *whatever_stage(gain, own.scope, own.filters), gain.c.indicator.in_(list(lekp_indicators()))


def planned(db: Connection, own: Facts) -> pd.DataFrame | None:
    """What is estimated of proposals that are not there yet; None at a horizon that lags behind, where that is not
    known without reading all events again.

    Columns: indicator, part (COMMITTED: chosen; POTENTIAL: it may still be chosen), amount (in the unit of the
    indicator), n (with an estimate).
    """
    if own.filters.lag:
        return None
    gain = own.of(tables.gain)
    part = _part(stage_of(gain, own.scope)).label("part")
    sums = func.sum(gain.c.estimated).label("amount"), func.count().label("n")
    found = select(gain.c.indicator, part, *sums).where(*_of_pact(own, gain), gain.c.estimated.is_not(None))
    return fetch(db, found.where(part.is_not(None)).group_by(gain.c.indicator, part))


def _part(stage: ColumnElement[str]) -> ColumnElement[str]:
    return case(*((stage.in_(stages), literal(part)) for part, stages in STAGES.items()))


def climate_missing(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Of how many proposals it is not known what they yield, by any indicator.

    Rows REALISED (since the pact counts), COMMITTED and POTENTIAL; columns: part, n (proposals), without (of these,
    without any measured outcome; of what is not realised: without any estimate; null at a horizon that lags behind).
    """
    own = standing(db, scope, filters)
    table, told = own.of(tables.proposal), _told(own).subquery()
    stage = stage_of(table, own.scope)
    part = case((stage == REALISED, literal(REALISED)), else_=_part(stage)).label("part")
    known = case((stage == REALISED, told.c.measured), else_=told.c.estimated)
    same = and_(told.c.organisation_id == table.c.organisation_id, told.c.subject_id == table.c.subject_id)
    counts = func.count().label("n"), func.count().filter(func.coalesce(known, 0) == 0).label("without")
    since = or_(stage != REALISED, _counts(own, table))
    found = select(part, *counts).select_from(table.outerjoin(told, same))
    found = found.where(*whatever_stage(table, scope, own.filters), part.is_not(None), since)
    counted = fetch(db, found.group_by(part)).set_index("part").reindex([REALISED, COMMITTED, POTENTIAL])
    hidden = (counted.index != REALISED) & bool(filters.lag)
    return counted.fillna(0).astype("Int64").mask(pd.Series(hidden, counted.index)).reset_index()


def _told(own: Facts) -> Select:
    """How many indicators of each proposal were estimated and measured."""
    gain = own.of(tables.gain)
    counts = func.count(gain.c.estimated).label("estimated"), func.count(gain.c.realised).label("measured")
    keys = gain.c.organisation_id, gain.c.subject_id
    return select(*keys, *counts).where(*whatever_stage(gain, own.scope, own.filters)).group_by(*keys)


def climate_by_year(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What was realised, by indicator and year of realisation.

    Columns: indicator, year (null: no source told the day), amount, n (measured); in the order of the pact. Years
    without any have no row.
    """
    own = standing(db, scope, filters)
    found = realised_by_day(db, own)
    years = [day.year if dated else None for day, dated in zip(found["day"], found["dated"], strict=True)]
    kept = found.assign(year=pd.array(years, dtype="Int64"))[found["n"] > 0]
    summed = kept.groupby(["indicator", "year"], dropna=False, as_index=False)[["amount", "n"]].sum()
    factors = {code: target.factor for code, target in lekp_indicators().items()}
    in_unit = summed.assign(amount=(summed["amount"] * summed["indicator"].map(factors).astype(float)).round(6))
    order = {code: place for place, code in enumerate(factors)}
    places = in_unit["indicator"].map(order)
    return in_unit.assign(place=places).sort_values(["place", "year"]).drop(columns="place").reset_index(drop=True)


def depaved_by_area(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What was de-paved by realised proposals, by neighbourhood as they are now, beside its inhabitants.

    Columns: area (name; null without), code (null without), amount (m²), n (measured), inhabitants (null where not
    known), per_1000 (null without these); by rate, highest first. A neighbourhood without any has a row when its
    inhabitants are known.
    """
    own = standing(db, scope, filters)
    people = inhabitants(db, scope, *_asked_areas(own.filters))
    found = by_neighbourhood(db, scope, _depaved(own)).merge(people, on=KEYS, how="outer")
    every = found.assign(amount=found["amount"].fillna(0.0).astype(float), n=found["n"].fillna(0).astype(int))
    rate = (every["amount"] * PER / every["inhabitants"].astype("Float64")).astype("Float64")
    rated = every.assign(inhabitants=every["inhabitants"].astype("Int64"), per_1000=rate)
    ordered = rated.merge(area_names(db, scope), on=KEYS, how="left").sort_values(
        ["per_1000", "amount", "area"], ascending=[False, False, True], kind="stable"
    )
    return ordered[["area", "code", "amount", "n", "inhabitants", "per_1000"]].reset_index(drop=True)


def _asked_areas(filters: Filters) -> list[ColumnElement[bool]]:
    codes = [tables.area.c.code.in_(filters.areas)] if filters.areas else []
    return [*of_organisations(tables.area, filters.organisations), *codes]


def _depaved(own: Facts) -> Select:
    gain, proposal = own.of(tables.gain), own.of(tables.proposal)
    keys = gain.c.organisation_id, gain.c.area_id
    sums = func.sum(gain.c.realised).label("amount"), func.count(gain.c.realised).label("n")
    here = gain.c.indicator == DEPAVING, gain.c.realised.is_not(None)
    found = select(*keys, *sums).select_from(_with_proposal(gain, proposal))
    return found.where(*_built(own, gain, proposal), *here).group_by(*keys)
