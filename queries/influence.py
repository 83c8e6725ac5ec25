"""How much of what people propose is chosen and carried out: of what was published in the period, as it stands now.

What was refused, withdrawn or merged into another since is left out, as on map and list; so everybody compares the
same, and what was merged counts with the other.
"""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, null, select

from queries import tables
from queries.choices import REALISED
from queries.db import fetch
from queries.equity import beside_inhabitants, rated, together
from queries.facts import Facts, proposal_facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.narrowing import proposals, stage_of
from queries.not_started import START
from queries.proposals import CHOSEN

_COUNTS = ["published", "selected", "realised"]


def influence(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What was published in the period and stands, and what came of it up to the horizon.

    One row of counts of proposals: published, selected (of these; selected, or further), realised (of these). To a
    scope without `embargoed` a choice counts once it is public.
    """
    own = proposal_facts(db, scope, filters)
    return fetch(db, _counted(own))


def influence_by_theme(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by theme. Columns: theme (name; null without), code (null without), published, selected, realised; by
    published, most first."""
    own = proposal_facts(db, scope, filters)
    table = own.of(tables.proposal)
    found = fetch(db, _counted(own, table.c.organisation_id, table.c.theme_id))
    told = named(found, names(db, scope, "theme"), "theme_id", theme="name", code="code")
    frame = summed(told, ["theme", "code"], _COUNTS)
    return frame.sort_values(["published", "theme"], ascending=[False, True], kind="stable").reset_index(drop=True)


def realised_by_area(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The realised ones of `influence` by neighbourhood, beside its inhabitants. Columns as those of
    `queries.equity.equity_by_area`."""
    return rated(beside_inhabitants(db, scope, filters, _realised(proposal_facts(db, scope, filters))))


def realised_spread(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of all neighbourhoods together. One row: the columns of `queries.equity.equity`."""
    return together(beside_inhabitants(db, scope, filters, _realised(proposal_facts(db, scope, filters))))


def _counted(own: Facts, *keys: ColumnElement) -> Select:
    table = own.of(tables.proposal)
    counts = (
        func.count().label("published"),
        func.count().filter(_chosen_then(own, table)).label("selected"),
        func.count().filter(_realised_then(own, table)).label("realised"),
    )
    counted = select(*keys, *counts).select_from(own.with_horizon(table)).where(*_published(own, table))
    return counted.group_by(*keys)


def _realised(own: Facts) -> Select:
    table = own.of(tables.proposal)
    keys = (table.c.organisation_id, table.c.area_id)
    counted = select(*keys, func.count().label("n")).select_from(own.with_horizon(table))
    return counted.where(*_published(own, table), _realised_then(own, table)).group_by(*keys)


def _published(own: Facts, table: FromClause) -> tuple[ColumnElement[bool], ...]:
    return *proposals(table, own.scope, own.filters), own.in_period(table.c.published_day)


def _chosen_then(own: Facts, table: FromClause) -> ColumnElement[bool]:
    """What stands chosen or further, and did at the horizon: since it was chosen, or since the first of what follows
    where no choice was told. A choice that is made again, as with other words, does not begin anew."""
    worked = func.least(table.c.planned_at, table.c.started_at, table.c.realised_at)
    known = (
        func.least(table.c.decided_at, _first_chosen(own, table), worked),
        func.coalesce(table.c.explained_at, worked),
    )
    return and_(stage_of(table, own.scope).in_(CHOSEN), own.then(known[0] if own.scope.embargoed else known[1]))


def _first_chosen(own: Facts, table: FromClause) -> ColumnElement:
    """Since when a place is selected without a break; asked only of an earlier horizon, where it can tell otherwise."""
    if not own.filters.lag or own.filters.as_of is not None:
        return null()
    step = own.of(tables.proposal_step).c
    same = step.organisation_id == table.c.organisation_id, step.subject_id == table.c.subject_id
    return select(func.max(step.begun_at)).where(*same, step.step == START).scalar_subquery()


def _realised_then(own: Facts, table: FromClause) -> ColumnElement[bool]:
    return and_(stage_of(table, own.scope) == REALISED, own.then(table.c.realised_at))
