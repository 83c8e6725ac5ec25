"""What the events of deliverables and of contacts mean. What was told last holds."""

from config.topics import DeliverableEvent, Topic
from queries.projections.common import events, first, latest, told


def deliverable(*, as_of: bool = False) -> str:
    """The CTEs from `keys` to `deliverable_row`: a plan told again changes the plan, never the state."""
    kind = DeliverableEvent
    texts = ("title", "goal", "target_group", "impact", "atelier", "owner", "indicator", "bbc_code")
    plan = [f"{told(key, kind.PLANNED)} AS {key}" for key in texts]
    plan += [f"{told(key, kind.PLANNED, cast='date')} AS {key}" for key in ("starts_on", "ends_on")]
    turns = (kind.STARTED, kind.DELIVERED, kind.STOPPED)
    return f"""{events(Topic.DELIVERABLE, as_of=as_of)}
known AS (
    SELECT k, {", ".join(plan)}, {latest("service_id", kind.PLANNED, when="service_id > 0")} AS service_id,
           {latest("kind", *turns)} AS turn, {latest("at", *turns)} AS turned_at, {latest("day", *turns)} AS turned_day,
           {latest("payload ->> 'reason'", *turns)} AS stop_reason,
           {first(kind.STARTED)} AS started_at, {first(kind.STARTED, column="day")} AS started_day,
           {latest("at", kind.PROGRESS_REPORTED)} AS reported_at,
           {latest("day", kind.PROGRESS_REPORTED)} AS reported_day,
           {latest("payload", kind.PROGRESS_REPORTED)} AS progress
    FROM ordered GROUP BY k
),
deliverable_row AS (
    SELECT n.*, b.organisation_id, b.subject_id, b.source_id, b.at AS planned_at, b.day AS planned_day,
           CASE turn WHEN '{kind.STARTED}' THEN 'in_progress' WHEN '{kind.DELIVERED}' THEN 'delivered'
                WHEN '{kind.STOPPED}' THEN 'stopped' ELSE 'planned' END AS state,
           CASE WHEN turn = '{kind.DELIVERED}' THEN turned_at END AS delivered_at,
           CASE WHEN turn = '{kind.DELIVERED}' THEN turned_day END AS delivered_day,
           CASE WHEN turn = '{kind.STOPPED}' THEN turned_at END AS stopped_at,
           CASE WHEN turn = '{kind.STOPPED}' THEN turned_day END AS stopped_day,
           progress ->> 'state' AS progress_state, (progress ->> 'value')::float8 AS progress_value,
           progress ->> 'text' AS progress_text
    FROM birth b JOIN known n USING (k)
)"""


def contact(*, as_of: bool = False) -> str:
    """The CTEs from `keys` to `contact_row`."""
    return f"""{events(Topic.CONTACT, as_of=as_of)}
contact_row AS (
    SELECT b.k, b.organisation_id, b.subject_id, b.source_id, (b.payload ->> 'category_id')::int AS category_id,
           (b.payload ->> 'area_id')::int AS area_id, (b.payload ->> 'channel_id')::int AS channel_id, o.service_id,
           b.at AS made_at, b.day AS made_day, (b.payload ->> 'answered')::boolean AS answered,
           (b.payload ->> 'melding_id')::uuid AS melding_id
    FROM birth b JOIN ordered o ON o.k = b.k AND o.n = 1
)"""
