"""The places among which a round chooses, each with what is known of it by every criterion."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Uuid,
    and_,
    any_,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from config.cells import around, cell_of
from config.criteria import GAIN, SCORE, Criterion
from config.errors import Forbidden
from queries import tables
from queries.atlas import UNDECIDED
from queries.db import fetch
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.inhabitants import KEYS, by_neighbourhood, inhabitants
from queries.municipalities import PER
from queries.names import named, names
from queries.narrowing import known
from queries.organisations import line_of, organisations
from queries.proposals import CHOSEN
from queries.rounds import Round
from queries.tables import event, gain, proposal, selection, selection_draft

OPEN = (*(stage for stage in UNDECIDED if stage != "submitted"), "deferred")
"""Stages of what can still be chosen."""
ENDED = ("submitted", "refused", "withdrawn", "merged")
"""Stages of what no round chooses, whatever was written about it before."""
DAYS = 365
"""Meldingen count when they came in during so many days before."""
_OWN = proposal.c
_SHOWN = (
    *("organisation_id", "subject_id", "number", "title", "theme_id", "area_id", "service_id", "street", "lon", "lat"),
    *("stage", "published_day", "support", "cost_estimated", "scores"),
)
_CHOICE = ("standing", "outcome", "motivation", "published_at", "ratified_at")


def candidates(db: Connection, scope: Scope, own: Round, now: datetime) -> pd.DataFrame:
    """What a round can choose (published, on the shortlist or deferred, of its themes) and what it wrote about already.

    Columns: organisation_id, subject_id, seq (of its last event), number, title, theme, area, service (names or null),
    area_code, street, lon, lat, stage, published_day; of its draft in this round draft_no (0 without), draft_outcome,
    reasons (list), draft_motivation and shared ('' without), geometry (drawn, or null), saved_at, made (a choice was
    made of it) and made_by (account, or null); of its last choice in this round standing (null without),
    choice_outcome, choice_motivation, choice_published and ratified; and a number for each criterion, null where it is
    not known: support (votes), cost (euro), waiting (days since publication), meldingen (of 365 days in its hexagon and
    the six around it, some 200 metres each way; null to who may not see single ones), spread (places chosen so far per
    1 000 inhabitants of its neighbourhood), gain.<indicator>, and score.<what was told>. By votes, most first.

    Raises Forbidden to a scope that sees only what is public.
    """
    if not scope.embargoed:
        raise Forbidden()
    ours = _ours(db, scope, own)
    found = fetch(db, _candidates(scope, own, ours).order_by(_OWN.support.desc(), _OWN.subject_id))
    today = _today(db, own, now)
    coded = _named(db, scope, found)
    waiting = (pd.Timestamp(today) - pd.to_datetime(coded["published_day"])).dt.days
    counted = {
        Criterion.SUPPORT: coded["support"].astype(float),
        Criterion.COST: coded["cost_estimated"].astype(float),
        Criterion.WAITING: waiting.astype(float),
        Criterion.MELDINGEN: _meldingen(db, scope, ours, coded, today),
        Criterion.SPREAD: _spread(db, scope, own, coded),
    }
    gains, told = _gains(db, scope, ours, coded["subject_id"]), _told(coded["scores"])
    whole = coded.drop(columns=["support", "cost_estimated", "scores", "theme_id", "area_id", "service_id"])
    values = pd.DataFrame({str(name): column for name, column in counted.items()}, index=coded.index)
    return pd.concat([whole, values, gains, told], axis=1)


def _ours(db: Connection, scope: Scope, own: Round) -> list[int]:
    """The organisation of a round, and those of the scope that went on in it."""
    return sorted(line_of(organisations(db, scope), own.organisation_id))


def _candidates(scope: Scope, own: Round, ours: list[int]) -> Select:
    draft, last = selection_draft, _last_choice(own, ours).subquery("last")
    written = and_(
        draft.c.organisation_id == _OWN.organisation_id,
        draft.c.subject_id == _OWN.subject_id,
        draft.c.round_id == own.round_id,
    )
    chosen = and_(last.c.organisation_id == _OWN.organisation_id, last.c.subject_id == _OWN.subject_id)
    themes = [_of_themes(own, ours)] if own.theme_ids else []
    on_table = or_(
        and_(_OWN.stage.in_(OPEN), *themes),
        and_(or_(draft.c.subject_id.is_not(None), last.c.subject_id.is_not(None)), _OWN.stage.not_in(ENDED)),
    )
    columns: list[ColumnElement] = [
        *(_OWN[name] for name in _SHOWN),
        _last_seq(),
        func.coalesce(draft.c.draft_no, 0).label("draft_no"),
        draft.c.outcome.label("draft_outcome"),
        func.coalesce(draft.c.reasons, []).label("reasons"),
        func.coalesce(draft.c.motivation, "").label("draft_motivation"),
        func.coalesce(draft.c.shared, "").label("shared"),
        draft.c.geometry,
        draft.c.saved_at,
        draft.c.made_seq.is_not(None).label("made"),
        draft.c.made_by,
        last.c.standing,
        last.c.outcome.label("choice_outcome"),
        last.c.motivation.label("choice_motivation"),
        last.c.published_at.is_not(None).label("choice_published"),
        last.c.ratified_at.is_not(None).label("ratified"),
    ]
    joined = proposal.outerjoin(draft, written).outerjoin(last, chosen)
    here = _OWN.organisation_id.in_(ours), *known(proposal, scope)
    return select(*columns).select_from(joined).where(*here, on_table)


def _of_themes(own: Round, ours: list[int]) -> ColumnElement[bool]:
    """Places of the themes of a round; a predecessor gave the same theme another number."""
    table, its = tables.theme.c, tables.theme.alias("its").c
    codes = select(its.code).where(its.organisation_id == own.organisation_id, its.theme_id.in_(own.theme_ids))
    same = select(table.organisation_id, table.theme_id).where(table.organisation_id.in_(ours), table.code.in_(codes))
    return tuple_(_OWN.organisation_id, _OWN.theme_id).in_(same)


def _last_choice(own: Round, ours: list[int]) -> Select:
    """The last version of the choice about each place in a round."""
    table = selection.c
    here = table.organisation_id.in_(ours), table.ref == own.ref
    found = select(table.organisation_id, table.subject_id, *(table[name] for name in _CHOICE)).where(*here)
    return found.ext(distinct_on(table.subject_id)).order_by(table.subject_id, table.version.desc())


def _last_seq() -> ColumnElement:
    same = event.c.organisation_id == _OWN.organisation_id, event.c.subject_id == _OWN.subject_id
    return select(func.max(event.c.seq)).where(*same).scalar_subquery().label("seq")


def _today(db: Connection, own: Round, now: datetime) -> date:
    zone = select(tables.organisation.c.time_zone).where(tables.organisation.c.organisation_id == own.organisation_id)
    local = func.date(func.timezone(zone.scalar_subquery(), literal(now, tables.Instant)))
    today: date = db.execute(select(local)).scalar_one()
    return today


def _named(db: Connection, scope: Scope, found: pd.DataFrame) -> pd.DataFrame:
    for dimension in ("theme", "service"):
        found = named(found, names(db, scope, dimension), f"{dimension}_id", **{dimension: "name"})
    return named(found, names(db, scope, "area"), "area_id", area="name", area_code="code")


def _gains(db: Connection, scope: Scope, ours: list[int], subjects: pd.Series) -> pd.DataFrame:
    """What each place would yield by indicator; only indicators of which some place yields something."""
    table, wanted = gain.c, cast(list(subjects), ARRAY(Uuid))
    here = table.organisation_id.in_(ours), *known(gain, scope), table.estimated.is_not(None)
    asked = select(table.subject_id, table.indicator, table.estimated).where(*here, table.subject_id == any_(wanted))
    found = fetch(db, asked)
    wide = found.pivot_table(index="subject_id", columns="indicator", values="estimated", aggfunc="last")
    aligned = wide.reindex(subjects).set_axis(subjects.index, axis=0)
    return aligned.rename(columns=lambda indicator: f"{GAIN}{indicator}").rename_axis(columns=None).astype(float)


def _told(scores: pd.Series) -> pd.DataFrame:
    """The scores that were told, a column each."""
    rows = [{f"{SCORE}{name}": float(value) for name, value in told.items()} for told in scores]
    return pd.DataFrame(rows, index=scores.index, dtype=float)


def _meldingen(db: Connection, scope: Scope, ours: list[int], places: pd.DataFrame, today: date) -> pd.Series:
    """The meldingen of 365 days in the hexagon of each place and the six around it."""
    if not scope.cases:
        return pd.Series(np.nan, places.index)
    days = Filters(today - timedelta(days=DAYS - 1), today)
    there = facts(db, scope, days)
    here = there.melding.c.organisation_id.in_(ours), there.melding.c.h3_10.is_not(None)
    counted = select(there.melding.c.h3_10, func.count().label("n")).where(
        *there.rows(there.melding), there.in_period(there.melding.c.received_day), *here
    )
    found = fetch(db, counted.group_by(there.melding.c.h3_10))
    by_cell = dict(zip(found["h3_10"], found["n"], strict=True))
    cells = [cell_of(lon, lat) for lon, lat in places[["lon", "lat"]].itertuples(index=False)]
    counts = [np.nan if cell is None else sum(by_cell.get(each, 0) for each in around(cell, 1)) for cell in cells]
    return pd.Series(counts, places.index, dtype=float)


def _spread(db: Connection, scope: Scope, own: Round, found: pd.DataFrame) -> pd.Series:
    """Places chosen so far per 1 000 inhabitants of the neighbourhood of each place."""
    by_code = spread(db, scope, own).set_index("code")["per_1000"]
    return found["area_code"].map(by_code).astype(float)


def spread(db: Connection, scope: Scope, own: Round) -> pd.DataFrame:
    """The neighbourhoods of a round whose inhabitants are known. Columns: organisation_id, code, inhabitants, n (places
    chosen so far, whenever), per_1000. Raises Forbidden as `candidates`."""
    if not scope.embargoed:
        raise Forbidden()
    people = inhabitants(db, scope, tables.area.c.organisation_id == own.organisation_id)
    counted = _chosen(proposal, scope)
    chosen = by_neighbourhood(db, scope, counted)
    both: pd.DataFrame = people.merge(chosen, on=KEYS, how="left").fillna({"n": 0}).astype({"n": int})
    return both.assign(per_1000=both["n"] * PER / both["inhabitants"].astype(float))


def _chosen(table: Table, scope: Scope) -> Select:
    keys = table.c.organisation_id, table.c.area_id
    chosen = *known(table, scope), table.c.stage.in_(CHOSEN)
    return select(*keys, func.count().label("n")).where(*chosen).group_by(*keys)


def columns_of(frame: pd.DataFrame) -> dict[str, Any]:
    """The criteria that `candidates` tells something of, each with how many places it is known of."""
    told = [name for name in frame.columns if name in set(Criterion) or str(name).startswith((GAIN, SCORE))]
    return {name: int(frame[name].notna().sum()) for name in told}
