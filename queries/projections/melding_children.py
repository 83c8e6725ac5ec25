"""What happens to a melding beside its stages: advice, tasks, messages, decisions, evaluation, and how long each took.

Advice takes a part of each stay: the stay is cut wherever advice begins or ends, and a piece belongs to the advice that
is out during it, somebody outside before an own service. Pieces that no advice covers are the stage's own.
"""

from config.grid import Grid
from config.kinds import EventKind, stages
from queries.projections.sql import bucket, day, on_calendar, working

_WAITING = stages()[EventKind.WAITING_ON_CITIZEN].rank
_MELDING = "m.source_id, m.melding_kind, m.category_id, m.area_id, m.channel_id, m.service_id"
_PROPOSING = "'task_created', 'decision_ready', 'decision_pending', 'decided', 'in_execution'"


def _grouped(name: str, number: str, kinds: tuple[str, ...], columns: str) -> str:
    """A child record told in several events that share a `ref`, numbered by the first of each."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""
{name}_told AS (
    SELECT k, coalesce(payload ->> 'ref', '') AS ref, min(moment) AS begun, {columns}
    FROM ordered WHERE kind IN ({listed}) GROUP BY k, 2
),
{name}_group AS MATERIALIZED (
    SELECT g.*, m.organisation_id, m.subject_id, m.time_zone, {_MELDING},
           row_number() OVER (PARTITION BY k ORDER BY begun, ref) AS {number}
    FROM {name}_told g JOIN melding_row m USING (k)
),"""


def _at(kind: str) -> str:
    return f"min(at) FILTER (WHERE kind = '{kind}')"


def _told(key: str, cast: str = "text") -> str:
    return (
        f"(array_agg((payload ->> '{key}')::{cast} ORDER BY moment DESC, seq DESC) FILTER (WHERE payload ? '{key}'))[1]"
    )


def _lasting(begun: str, ended: str, days: str) -> str:
    """The four columns of how long something lasted; `days` are its working days."""
    seconds = f"extract(epoch FROM {ended} - {begun})::bigint"
    return (
        f"{seconds} AS seconds, CASE WHEN {ended} IS NOT NULL THEN {bucket(seconds, Grid.SECONDS)} END AS bucket, "
        f"{days} AS working_days, "
        f"CASE WHEN {ended} IS NOT NULL THEN {bucket(days, Grid.WORKING_DAYS)} END AS working_bucket"
    )


def _asked(name: str, kinds: tuple[str, str], begun: str, ended: str) -> str:
    """Something asked of a partner: advice or a task. It also ends with the closing that came before its answer."""
    asked, answered = _at(kinds[0]), _at(kinds[1])
    group = _grouped(
        name,
        f"{name}_no",
        kinds,
        f"{_told('partner_id', 'int')} AS partner_id, {_told('system')} AS system, "
        f"coalesce({asked}, {answered}) AS {begun}_at, {_told('due', 'timestamptz')} AS due_at, "
        f"CASE WHEN {answered} IS NOT NULL THEN greatest({asked}, {answered}) END AS {ended}_at",
    )
    return f"""{group}
{name}_ended AS (
    SELECT g.*, {day(f"g.{begun}_at")} AS {begun}_day, {day(f"g.{ended}_at")} AS {ended}_day,
           coalesce(g.{ended}_at, c.closed_at) AS ended_at
    FROM {name}_group g
    LEFT JOIN (SELECT n.k, n.{name}_no, min(c.closed_at) AS closed_at
               FROM {name}_group n JOIN closings c ON c.k = n.k AND c.closed_at >= n.{begun}_at GROUP BY 1, 2) c
         USING (k, {name}_no)
),
{name}_row AS MATERIALIZED (
    SELECT e.*, {day("ended_at")} AS ended_day,
           {_lasting(f"{begun}_at", f"{ended}_at", working("begun_on", "ended_on"))}
    FROM {name}_ended e
    {on_calendar("begun_on", f"e.{begun}_day", "e.organisation_id")}
    {on_calendar("ended_on", f"e.{ended}_day", "e.organisation_id")}
),"""


_ADVICE = _asked("advice", ("advice_requested", "advice_received"), "requested", "received")
_TASKS = _asked("task", ("task_created", "task_done"), "created", "done")

_STAYS = f"""
cuts AS (
    SELECT s.k, s.stay_no, s.at, s.next_at, greatest(s.at, least(s.next_at, cut.at)) AS cut_at
    FROM stays s JOIN advice_row a USING (k)
    CROSS JOIN LATERAL (VALUES (s.at), (s.next_at), (a.requested_at), (a.ended_at)) cut(at)
    WHERE s.next_at IS NOT NULL AND s.stage_rank <> {_WAITING} AND cut.at IS NOT NULL
),
pieces AS (
    SELECT k, stay_no, cut_at AS begun_at, lead(cut_at) OVER (PARTITION BY k, stay_no ORDER BY cut_at) AS ended_at
    FROM (SELECT DISTINCT k, stay_no, cut_at FROM cuts) c
),
covered AS (
    SELECT p.k, p.stay_no, p.begun_at, p.ended_at, bool_or(NOT coalesce(q.internal, false)) AS external
    FROM pieces p JOIN advice_row a ON a.k = p.k AND a.requested_at <= p.begun_at
         AND coalesce(a.ended_at, p.ended_at) >= p.ended_at
    LEFT JOIN partner q ON q.organisation_id = a.organisation_id AND q.partner_id = a.partner_id
    WHERE p.ended_at IS NOT NULL GROUP BY 1, 2, 3, 4
),
advised AS (
    SELECT c.k, c.stay_no, sum(seconds) FILTER (WHERE external) AS external_seconds,
           sum(days) FILTER (WHERE external) AS external_days, sum(seconds) FILTER (WHERE NOT external) AS seconds,
           sum(days) FILTER (WHERE NOT external) AS days
    FROM (SELECT c.k, c.stay_no, c.external, extract(epoch FROM c.ended_at - c.begun_at)::bigint AS seconds,
                 {working("begun_on", "ended_on")} AS days
          FROM covered c JOIN receipt r USING (k)
          {on_calendar("begun_on", day("c.begun_at"), "r.organisation_id")}
          {on_calendar("ended_on", day("c.ended_at"), "r.organisation_id")}) c
    GROUP BY 1, 2
),
stay_row AS (
    SELECT m.k, m.organisation_id, m.subject_id, v.stay_no,
           m.source_id, m.melding_kind, m.category_id, m.area_id, m.channel_id, d.kind AS stage,
           v.holder_id AS service_id, v.at AS entered_at, v.day AS entered_day, v.next_at AS left_at,
           v.next_day AS left_day, v.before_day, v.before_there_day,
           {_lasting("v.at", "v.next_at", working("entered", "gone"))},
           CASE WHEN v.next_at IS NOT NULL THEN coalesce(a.seconds, 0) END AS internal_seconds,
           CASE WHEN v.next_at IS NOT NULL THEN coalesce(a.days, 0) END AS internal_working_days,
           CASE WHEN v.next_at IS NOT NULL THEN coalesce(a.external_seconds, 0) END AS external_seconds,
           CASE WHEN v.next_at IS NOT NULL THEN coalesce(a.external_days, 0) END AS external_working_days
    FROM stays v JOIN melding_row m USING (k) JOIN kind d ON d.grp = 'stage' AND d.rank = v.stage_rank
    LEFT JOIN advised a USING (k, stay_no)
    {on_calendar("entered", "v.day", "m.organisation_id")}
    {on_calendar("gone", "v.next_day", "m.organisation_id")}
),"""

_MESSAGES = f"""
notification_row AS MATERIALIZED (
    SELECT n.k, m.organisation_id, m.subject_id, {_MELDING},
           row_number() OVER (PARTITION BY n.k ORDER BY n.moment, n.rank, n.seq) AS notification_no,
           n.payload ->> 'moment' AS moment, n.payload ->> 'channel' AS channel, n.at AS told_at,
           n.day AS told_day
    FROM ordered n JOIN melding_row m USING (k)
    WHERE n.kind = 'citizen_notified'
),
heard AS (
    SELECT DISTINCT ON (k, moment) k, moment, told_at, channel
    FROM (SELECT k, notification_no, told_at, channel, moment FROM notification_row
          UNION ALL SELECT k, notification_no, told_at, channel, 'eerste_antwoord' FROM notification_row) n
    ORDER BY k, moment, notification_no
),
arising AS (
    SELECT m.k, 'eerste_antwoord' AS moment, m.received_at AS at FROM melding_row m
    UNION ALL SELECT k, 'afgehandeld', first_closed_at FROM melding_row WHERE first_closed_at IS NOT NULL
    UNION ALL
    SELECT k, CASE WHEN kind = 'admissible' THEN 'ontvankelijk' WHEN kind = 'evaluation_asked' THEN 'evaluatie_gevraagd'
                   ELSE 'acties_voorgesteld' END, min(at)
    FROM ordered WHERE kind IN ('admissible', 'evaluation_asked', {_PROPOSING}) GROUP BY 1, 2
    UNION ALL SELECT k, 'beslissing', min(at) FROM ordered WHERE kind IN ('decided', 'decision_taken') GROUP BY 1
),
-- only of sources that tell when they told: of the others it is not known
moments AS (
    SELECT m.k, m.organisation_id, m.subject_id, m.time_zone, {_MELDING}, moment,
           coalesce(a.at, h.told_at) AS arose_at, greatest(a.at, h.told_at) AS told_at, h.channel AS told_channel,
           h.told_at IS NOT NULL AS told
    FROM arising a FULL JOIN heard h USING (k, moment) JOIN melding_row m USING (k)
    JOIN source s ON s.organisation_id = m.organisation_id AND s.source_id = m.source_id AND s.notifies
),
moment_days AS (
    SELECT k, organisation_id, subject_id, {_MELDING.replace("m.", "")}, moment, arose_at,
           {day("arose_at")} AS arose_day, told_channel, CASE WHEN told THEN told_at END AS told_at,
           CASE WHEN told THEN {day("told_at")} END AS told_day
    FROM moments
),
moment_row AS (
    SELECT m.*, row_number() OVER (PARTITION BY k ORDER BY array_position(ARRAY['eerste_antwoord', 'ontvankelijk',
               'acties_voorgesteld', 'beslissing', 'afgehandeld', 'evaluatie_gevraagd'], moment)) AS moment_no,
           {_lasting("arose_at", "told_at", working("arose", "told"))}
    FROM moment_days m
    {on_calendar("arose", "m.arose_day", "m.organisation_id")}
    {on_calendar("told", "m.told_day", "m.organisation_id")}
),"""

_MILESTONES = ("ready", "on_agenda", "decided", "signed", "published")
_STEPS = {
    "agenda": ("ready", "on_agenda"),
    "decision": ("on_agenda", "decided"),
    "signing": ("decided", "signed"),
    "publication": ("signed", "published"),
    "telling": ("published", "told"),
    "public": ("decided", "published"),
}


def _days(names: tuple[str, ...]) -> str:
    return ", ".join(f"{day(f'{name}_at')} AS {name}_day" for name in names)


def _step(name: str, begun: str, ended: str) -> str:
    """Working days from one milestone to the next; what a source tells in the wrong order took none."""
    days = working(begun, ended)
    return f"CASE WHEN {days} < 0 THEN 0 ELSE {days} END AS {name}_working_days"


_DECISIONS = (
    _grouped(
        "decision",
        "decision_no",
        ("decision_ready", "decision_on_agenda", "decision_taken", "decision_signed", "decision_published"),
        f"{_told('organ')} AS organ, {_told('result')} AS result, {_told('number')} AS number, {_told('uri')} AS uri, "
        f"{_at('decision_ready')} AS ready_at, {_at('decision_on_agenda')} AS on_agenda_at, "
        f"{_at('decision_taken')} AS decided_at, {_at('decision_signed')} AS signed_at, "
        f"{_at('decision_published')} AS published_at",
    )
    + f"""
decision_told_at AS (
    SELECT g.k, g.decision_no, min(n.told_at) AS told_at
    FROM decision_group g JOIN notification_row n ON n.k = g.k AND n.moment = 'beslissing' AND n.told_at >= g.decided_at
    GROUP BY 1, 2
),
decision_days AS (
    SELECT g.*, t.told_at, {_days((*_MILESTONES, "told"))}
    FROM decision_group g LEFT JOIN decision_told_at t USING (k, decision_no)
),
decision_row AS (
    SELECT d.*, {", ".join(_step(step, *ends) for step, ends in _STEPS.items())}
    FROM decision_days d
    {" ".join(on_calendar(name, f"d.{name}_day", "d.organisation_id") for name in (*_MILESTONES, "told"))}
),"""
)

_EVALUATIONS = (
    _grouped(
        "evaluation",
        "evaluation_no",
        ("evaluation_asked", "evaluated", "evaluation_processed"),
        f"{_at('evaluation_asked')} AS asked_at, {_at('evaluated')} AS answered_at, "
        f"{_told('score', 'smallint')} AS score, {_told('resolved', 'boolean')} AS resolved, "
        f"{_at('evaluation_processed')} AS processed_at, {_told('follow_up')} AS follow_up",
    )
    + f"""
evaluation_row AS (
    SELECT g.*, c.outcome, {_days(("asked", "answered", "processed"))}
    FROM evaluation_group g
    LEFT JOIN (SELECT DISTINCT ON (k) k, outcome FROM closing_row ORDER BY k, closing_no DESC) c USING (k)
)"""
)

CHILDREN = f"{_ADVICE}{_TASKS}{_STAYS}{_MESSAGES}{_DECISIONS}{_EVALUATIONS}"
