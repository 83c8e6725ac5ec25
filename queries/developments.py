"""What happened since an instant: counts by day and kind, only of what did happen, never a single case."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    text,
    union_all,
)

from queries import tables
from queries.db import fetch
from queries.filters import Scope
from queries.narrowing import within
from queries.tables import Instant

MERGED = "merged"


class Development(StrEnum):
    """The kinds of news."""

    RECEIVED = "received"
    CLOSED = "closed"
    REOPENED = "reopened"
    ADVICE = "advice"
    DECISION = "decision"
    EVALUATION = "evaluation"
    IMPORT = "import"


def developments(db: Connection, scope: Scope, since: datetime) -> pd.DataFrame:
    """What happened after `since`, latest first; a row a local day, kind, and whom it is about.

    Columns: day (local), at (aware UTC, the last of them), kind (`Development`), melding_kind (of received, closed and
    reopened ones), who (the name of the partner that gave advice, the code of the organ that
    decided, the name of the source that delivered), result (of a decision), n (how many; of an import: meldingen that
    were new or changed). What a kind does not have is missing.
    """
    melding, closing, advice = tables.melding, tables.closing, tables.advice
    decision, evaluation = tables.decision, tables.evaluation
    parts = [
        _counted(Development.RECEIVED, melding, "received", scope, since, sort=melding.c.melding_kind),
        _counted(Development.CLOSED, closing, "closed", scope, since, sort=closing.c.melding_kind),
        _counted(Development.REOPENED, closing, "reopened", scope, since, sort=closing.c.melding_kind),
        _counted(Development.ADVICE, advice, "received", scope, since, who=_partner(advice)),
        _counted(
            Development.DECISION, decision, "decided", scope, since, who=decision.c.organ, result=decision.c.result
        ),
        _counted(Development.EVALUATION, evaluation, "answered", scope, since),
        _imports(scope, since),
    ]
    news = union_all(*parts).subquery()
    return fetch(db, select(news).order_by(news.c.at.desc(), news.c.kind, news.c.who, news.c.melding_kind))


def _counted(
    kind: Development,
    table: FromClause,
    moment: str,
    scope: Scope,
    since: datetime,
    *,
    sort: ColumnElement | None = None,
    who: ColumnElement | None = None,
    result: ColumnElement | None = None,
) -> Select:
    """Rows of a derived table whose `moment` lies after `since`. The day, which has an index, comes first."""
    at, day = table.c[f"{moment}_at"], table.c[f"{moment}_day"]
    recent = (day >= (since - timedelta(days=1)).date(), at > literal(since, Instant))
    grouped = select(
        day.label("day"),
        func.max(at).label("at"),
        literal(str(kind)).label("kind"),
        _or_nothing(sort).label("melding_kind"),
        _or_nothing(who).label("who"),
        _or_nothing(result).label("result"),
        cast(func.count(), BigInteger).label("n"),
    )
    return grouped.where(within(table, scope), *recent).group_by(*_KEYS)


_KEYS = tuple(map(text, "1456"))
"""Day, melding_kind, who and result by their place: a name found by a question of its own is not known by another."""


def _or_nothing(part: ColumnElement | None) -> ColumnElement:
    return cast(null(), Text) if part is None else part


def _partner(table: FromClause) -> ColumnElement:
    """The latest name of the partner."""
    version = tables.partner_version
    same = and_(version.c.organisation_id == table.c.organisation_id, version.c.partner_id == table.c.partner_id)
    return select(version.c.name).where(same).order_by(version.c.valid_from.desc()).limit(1).scalar_subquery()


def _imports(scope: Scope, since: datetime) -> Select:
    """Deliveries that were merged and changed something; only for whole organisations: they tell of all services."""
    run, source, organisation = tables.import_run, tables.source, tables.organisation
    whole = [reach.organisation_id for reach in scope.reaches if reach.service_ids is None]
    changed: Any = sum((cast(run.c.report[key].astext, BigInteger) for key in ("loaded", "updated")), literal(0))
    day = cast(func.timezone(organisation.c.time_zone, run.c.finished_at), Date)
    own = and_(source.c.organisation_id == run.c.organisation_id, source.c.source_id == run.c.source_id)
    of_town = organisation.c.organisation_id == run.c.organisation_id
    recent = (run.c.organisation_id.in_(whole), run.c.state == MERGED, run.c.finished_at > literal(since, Instant))
    return (
        select(
            day.label("day"),
            func.max(run.c.finished_at).label("at"),
            literal(str(Development.IMPORT)).label("kind"),
            cast(null(), Text).label("melding_kind"),
            source.c.name.label("who"),
            cast(null(), Text).label("result"),
            cast(func.sum(changed), BigInteger).label("n"),
        )
        .select_from(run.join(source, own).join(organisation, of_town))
        .where(*recent, changed > 0)
        .group_by(day, source.c.name)
    )
