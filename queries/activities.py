"""One activity with citizens, as it was told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, func, select

from config.errors import Forbidden, NotFound
from config.topics import OWN_SOURCE
from queries.filters import Scope
from queries.tables import activity, event, source

_TOLD = (
    *("organisation_id", "subject_id", "service_id", "activity_kind", "phase", "sequence_no", "title", "venue"),
    *("guide", "state", "invited", "attended", "report", "next_steps"),
)


def activity_told(db: Connection, scope: Scope, subject_id: UUID) -> Mapping[str, Any]:
    """What was told of an activity: organisation_id, subject_id, service_id, activity_kind, phase, sequence_no, title,
    venue, guide, state, invited, attended, report, next_steps, on_day (held, else planned), seq (of its last event),
    own (it was entered on screen, not told by a source).

    Raises NotFound for one outside the scope, and Forbidden to a scope that sees only what is public.
    """
    if not scope.embargoed:
        raise Forbidden()
    own = activity.c
    on_day = func.coalesce(own.held_day, own.planned_on, own.planned_day).label("on_day")
    same = event.c.organisation_id == own.organisation_id, event.c.subject_id == own.subject_id
    seq = select(func.max(event.c.seq)).where(*same).scalar_subquery().label("seq")
    from_here = (func.coalesce(source.c.code, "") == OWN_SOURCE).label("own")
    of_source = and_(source.c.organisation_id == own.organisation_id, source.c.source_id == own.source_id)
    told = select(*(own[name] for name in _TOLD), on_day, seq, from_here).select_from(
        activity.outerjoin(source, of_source)
    )
    ours = own.subject_id == subject_id, own.organisation_id.in_(scope.organisation_ids)
    row = db.execute(told.where(*ours)).mappings().first()
    if row is None:
        raise NotFound()
    return dict(row)
