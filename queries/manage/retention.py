"""How long an organisation keeps texts, and what was erased."""

from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Select, select

from config.retention import periods
from queries.db import fetch
from queries.tables import retention_rule, retention_run

LISTED = 20
"""So many runs are listed."""


def retention_rules(db: Connection, organisation_id: int) -> pd.DataFrame:
    """How long texts of each kind are kept, in the order of `config/data/retention.csv`.

    Columns: kind, days (null: for ever), begins (code of what begins the period), changed_at (null: the usual period).
    """
    own = retention_rule.c
    rows = fetch(db, select(own.kind, own.days, own.changed_at).where(own.organisation_id == organisation_id))
    told = {row["kind"]: row for row in rows.astype(object).where(rows.notna(), None).to_dict("records")}
    usual = [
        {"kind": str(kind), "days": period.days, "begins": period.begins, "changed_at": None}
        for kind, period in periods().items()
    ]
    return pd.DataFrame([row | told.get(row["kind"], {}) for row in usual], dtype=object)


def retention_runs(db: Connection, organisation_id: int) -> pd.DataFrame:
    """The latest runs, newest first.

    Columns: run_id, begun_at, ended_at (null: not done yet), actor_role, counts (by what went), report (days of each
    kind as they held, and oldest day by kind).
    """
    return fetch(db, _runs(organisation_id).limit(LISTED))


def retention_run_of(db: Connection, organisation_id: int, run_id: UUID | None = None) -> pd.DataFrame:
    """One run with the columns of `retention_runs`; no row when this organisation has no such run."""
    return fetch(db, _runs(organisation_id).where(retention_run.c.run_id == run_id))


def _runs(organisation_id: int) -> Select:
    own = retention_run.c
    shown = select(own.run_id, own.begun_at, own.ended_at, own.actor_role, own.counts, own.report)
    return shown.where(own.organisation_id == organisation_id).order_by(own.begun_at.desc(), own.run_id.desc())
