"""What the events of activities, participants and communication mean. What was told last holds."""

from config.topics import ActivityEvent, CommunicationEvent, ParticipantEvent, Topic
from config.vocabularies import Vocabulary, vocabularies
from queries.projections.common import events, first, latest, told

_PHASES = ", ".join(f"('{code}', {rank})" for rank, code in enumerate(vocabularies()[Vocabulary.PHASE]))


def activity(*, as_of: bool = False) -> str:
    """The CTEs from `keys` to `activity_row`: an activity is planned, held or cancelled, whichever was told last."""
    kind = ActivityEvent
    plan = [f"{told(key, kind.PLANNED)} AS {key}" for key in ("activity_kind", "phase", "title", "venue", "guide")]
    plan += [
        f"{told(key, kind.PLANNED, cast=cast)} AS {key}"
        for key, cast in {
            "theme_id": "int",
            "area_id": "int",
            "sequence_no": "int",
            "lon": "float8",
            "lat": "float8",
            "planned_on": "date",
        }.items()
    ]
    return f"""{events(Topic.ACTIVITY, as_of=as_of)}
known AS (
    SELECT k, {", ".join(plan)}, {latest("service_id", kind.PLANNED, when="service_id > 0")} AS service_id,
           CASE {latest("kind", kind.PLANNED, kind.HELD, kind.CANCELLED)}
                WHEN '{kind.HELD}' THEN 'held' WHEN '{kind.CANCELLED}' THEN 'cancelled' ELSE 'planned' END AS state,
           {latest("at", kind.HELD)} AS held_at, {latest("day", kind.HELD)} AS held_day,
           {latest("at", kind.CANCELLED)} AS cancelled_at, {latest("day", kind.CANCELLED)} AS cancelled_day,
           {latest("payload ->> 'reason'", kind.CANCELLED)} AS cancel_reason,
           {told("invited", kind.HELD, cast="int")} AS invited, {told("attended", kind.HELD, cast="int")} AS attended,
           {told("report", kind.HELD)} AS report, {told("next_steps", kind.HELD)} AS next_steps
    FROM ordered GROUP BY k
),
led AS (
    SELECT k, array_agg(DISTINCT p.id::uuid ORDER BY p.id::uuid) AS proposal_ids
    FROM ordered CROSS JOIN LATERAL jsonb_array_elements_text(payload -> 'proposal_ids') p(id)
    WHERE kind = '{kind.LED_TO}' GROUP BY k
),
activity_row AS (
    SELECT n.*, b.organisation_id, b.subject_id, b.source_id, b.at AS planned_at, b.day AS planned_day,
           coalesce(l.proposal_ids, '{{}}') AS proposal_ids
    FROM birth b JOIN known n USING (k) LEFT JOIN led l USING (k)
)"""


def participant(*, as_of: bool = False) -> str:
    """The CTEs from `keys` to `participant_row` and `participation_row`; joining is being active too."""
    kind = ParticipantEvent
    return f"""{events(Topic.PARTICIPANT, as_of=as_of)}
phase(phase, rank) AS (VALUES {_PHASES}),
active AS (
    SELECT o.*, p.phase, p.rank FROM ordered o JOIN phase p ON p.phase = o.payload ->> 'phase'
    WHERE kind IN ('{kind.JOINED}', '{kind.ACTIVE}')
),
known AS (
    SELECT k, max(at) AS last_active_at, max(day) AS last_active_day,
           (array_agg(phase ORDER BY rank DESC))[1] AS highest_phase
    FROM active GROUP BY k
),
membership AS (
    SELECT k, CASE WHEN {latest("kind", kind.JOINED, kind.LEFT)} = '{kind.LEFT}' THEN {latest("at", kind.LEFT)} END
               AS left_at,
           CASE WHEN {latest("kind", kind.JOINED, kind.LEFT)} = '{kind.LEFT}' THEN {latest("day", kind.LEFT)} END
               AS left_day
    FROM ordered GROUP BY k
),
followed AS (
    SELECT k, array_agg(theme_id ORDER BY theme_id) FILTER (WHERE follows) AS yes,
           array_agg(theme_id ORDER BY theme_id) FILTER (WHERE NOT follows) AS no
    FROM (SELECT DISTINCT ON (k, payload ->> 'theme_id') k, (payload ->> 'theme_id')::int AS theme_id,
                 (payload ->> 'follows')::boolean AS follows
          FROM ordered WHERE kind = '{kind.THEME_FOLLOWED}' ORDER BY k, payload ->> 'theme_id', n DESC) f GROUP BY k
),
participant_row AS (
    SELECT b.k, b.organisation_id, b.subject_id, b.source_id, b.payload ->> 'how' AS joined_how, b.at AS joined_at,
           b.day AS joined_day, m.left_at, m.left_day, b.payload ->> 'phase' AS first_phase, n.highest_phase,
           n.last_active_at, n.last_active_day, coalesce(f.yes, '{{}}') AS themes_followed,
           coalesce(f.no, '{{}}') AS themes_not
    FROM birth b JOIN known n USING (k) JOIN membership m USING (k) LEFT JOIN followed f USING (k)
),
participation_row AS (
    SELECT b.k, b.organisation_id, b.subject_id, b.source_id, row_number() OVER w AS participation_no, a.phase,
           (a.payload ->> 'activity_id')::uuid AS activity_id, a.at AS active_at, a.day AS active_day,
           lead(a.day) OVER w AS next_active_day
    FROM active a JOIN birth b USING (k) WINDOW w AS (PARTITION BY b.k ORDER BY a.n)
)"""


def communication(*, as_of: bool = False) -> str:
    """The CTEs from `keys` to `communication_row`."""
    kind = CommunicationEvent
    return f"""{events(Topic.COMMUNICATION, as_of=as_of)}
known AS (
    SELECT k, {told("theme_id", kind.PLANNED, cast="int")} AS theme_id,
           {latest("service_id", kind.PLANNED, when="service_id > 0")} AS service_id,
           {told("channel", kind.PLANNED)} AS channel, {told("title", kind.PLANNED)} AS title,
           {told("audience", kind.PLANNED)} AS audience, {told("planned_on", kind.PLANNED, cast="date")} AS planned_on,
           {first(kind.SENT)} AS sent_at, {first(kind.SENT, column="day")} AS sent_day,
           {told("reach", kind.SENT, cast="int")} AS reach, {told("clicks", kind.SENT, cast="int")} AS clicks
    FROM ordered GROUP BY k
),
communication_row AS (
    SELECT n.*, b.organisation_id, b.subject_id, b.source_id, b.at AS planned_at, b.day AS planned_day,
           CASE WHEN n.sent_at IS NULL THEN 'planned' ELSE 'sent' END AS state
    FROM birth b JOIN known n USING (k)
)"""
