"""The set that was proposed last for a round, or why there is none yet."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from config.errors import Forbidden
from queries.dossiers import reaches
from queries.filters import Scope
from queries.tables import work_request

BEST_SET = "best_set"
"""The kind of the work that looks for one (`dashboard.store.actions.requests.Work`)."""
MOST = 50
"""So many of the last ones are looked at, for one that the scope reaches."""


def best_set_work(db: Connection, scope: Scope, round_id: UUID) -> Mapping[str, Any] | None:
    """The last set that was asked for a round, of those that tell of nothing outside the scope; None when none was.

    asked_at, ended_at (null: under way), problem and params (of what failed), asked (the wishes), and result (of what
    was found): chosen (ids), value and at_most (points times 100), cost (euro), costs_unknown, best, cheapest, reasons
    (key, chosen, why, and what `dashboard.jobs.best_set.Reason` tells further) and clashes.

    Raises Forbidden to a scope that sees only what is public.
    """
    if not scope.embargoed:
        raise Forbidden()
    own = work_request.c
    columns = own.asked_at, own.ended_at, own.problem, own.params, own.asked, own.result
    asked = own.organisation_id.in_(scope.organisation_ids), own.kind == BEST_SET, own.subject_id == round_id
    last = select(*columns).where(*asked).order_by(own.asked_at.desc(), own.request_id.desc()).limit(MOST)
    rows = db.execute(last).mappings()
    return next((dict(row) for row in rows if reaches(scope, (row["result"] or {}).get("reach") or [])), None)
