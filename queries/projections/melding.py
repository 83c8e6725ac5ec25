"""What the events of a melding mean: stages, closings, deadlines."""

from config.grid import Grid
from config.kinds import EventKind, stages
from queries.projections.sql import bucket, day, on_calendar, working

OTHER_RANK = 99
_KIND_ROWS = ",\n    ".join(
    f"('{kind}', {stages()[kind].rank if kind in stages() else OTHER_RANK}, "
    f"'{stages()[kind].group if kind in stages() else 'other'}')"
    for kind in EventKind
    if kind is not EventKind.VOID
)
_SUBMITTED, _WAITING = stages()[EventKind.SUBMITTED].rank, stages()[EventKind.WAITING_ON_CITIZEN].rank
_ELSEWHERE = f"s.holder_id <> c.holder_id AND s.stage_rank <> {_WAITING}"
_MOVES = "grp IN ('stage', 'outcome', 'holder')"
_PARTITION = "PARTITION BY k ORDER BY moment, rank, seq"


EVENTS = f"""
kind(kind, rank, grp) AS (VALUES
    {_KIND_ROWS}
),
live AS MATERIALIZED (
    SELECT keys.k, e.organisation_id, e.subject_id, e.seq, e.occurred_at, e.service_id, e.actor_role, e.payload,
           e.kind, d.rank, d.grp
    FROM event e JOIN keys USING (organisation_id, subject_id) JOIN kind d ON d.kind = e.kind
    WHERE {{known}} AND NOT EXISTS (
        SELECT FROM event v WHERE v.voids_seq IS NOT NULL AND v.organisation_id = e.organisation_id
        AND v.subject_id = e.subject_id AND v.voids_seq = e.seq)
),
receipt AS MATERIALIZED (
    SELECT DISTINCT ON (k) k, organisation_id, subject_id, occurred_at, date_trunc('second', occurred_at) AS at,
           {day("occurred_at")} AS day, time_zone, service_id, payload
    FROM live l JOIN organisation USING (organisation_id)
    WHERE l.kind = 'submitted' ORDER BY k, occurred_at, seq
),
-- most meldingen are only received and perhaps closed once: what they mean needs no window
brief AS MATERIALIZED (
    SELECT k, at, day, service_id AS holder_id, closed_at, {day("closed_at")} AS closed_day, outcome_rank
    FROM receipt JOIN (
        SELECT k, max(rank) FILTER (WHERE grp = 'outcome') AS outcome_rank,
               max(occurred_at) FILTER (WHERE grp = 'outcome') AS told_at
        FROM live WHERE {_MOVES} GROUP BY k
        HAVING count(*) FILTER (WHERE grp <> 'outcome') = 1 AND count(*) <= 2) moves USING (k)
    CROSS JOIN LATERAL (SELECT CASE WHEN told_at IS NOT NULL THEN
                               date_trunc('second', greatest(occurred_at, told_at)) END AS closed_at) closing
),
ordered AS MATERIALIZED (
    SELECT l.k, l.organisation_id, l.seq, l.kind, l.service_id, l.actor_role,
           CASE WHEN l.grp IN ('stage', 'outcome') THEN NULL ELSE l.payload END AS payload, l.rank, l.grp,
           greatest(l.occurred_at, r.occurred_at) AS moment,
           date_trunc('second', greatest(l.occurred_at, r.occurred_at)) AS at,
           {day("greatest(l.occurred_at, r.occurred_at)")} AS day
    FROM live l JOIN receipt r USING (k)
    WHERE NOT {_MOVES} OR NOT EXISTS (SELECT FROM brief b WHERE b.k = l.k)
),
numbered AS (
    SELECT k, organisation_id, seq, kind, service_id, actor_role, rank, grp, moment, at, day,
           row_number() OVER w AS n,
           CASE WHEN grp = 'outcome' THEN 1 WHEN kind = 'reopened' THEN 0 END AS ends
    FROM ordered WHERE {_MOVES}
    WINDOW w AS ({_PARTITION})
),
-- whether the melding was closed just before: the last closing or reopening so far, its kind in the lowest bit
turned AS (
    SELECT *, coalesce(max(n * 2 + ends) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) % 2, 0) = 1
              AS was_closed
    FROM numbered WINDOW w AS ({_PARTITION})
),
-- what changes something; stage and holder from here on are the last known of both
turns AS (
    SELECT k, organisation_id, kind, actor_role, rank, grp, moment, seq, at, day, n, ends = 1 AS outcome,
           coalesce(ends = 1, false) AND NOT was_closed AS closes, coalesce(ends = 0, false) AS reopens,
           max(CASE WHEN grp = 'stage' THEN n << 8 | rank END) OVER w & 255 AS stage_rank,
           max(CASE WHEN kind IN ('submitted', 'assigned', 'forwarded') THEN n << 32 | service_id END) OVER w
               & 4294967295 AS holder_id
    FROM turned WHERE ends = 1 OR was_closed = (ends IS NOT NULL)
    WINDOW w AS ({_PARTITION})
),
-- `bound`: a visit to a stage or a time spent closed begins; in between come only further outcomes
bounds AS MATERIALIZED (
    SELECT *, count(*) FILTER (WHERE closes) OVER w AS closing_no,
           closes OR (outcome IS NOT TRUE AND (
               reopens OR lag(n) OVER w IS NULL OR stage_rank <> lag(stage_rank) OVER w
               OR holder_id IS DISTINCT FROM lag(holder_id) OVER w)) AS bound
    FROM turns WINDOW w AS ({_PARTITION})
),
"""

STAYS = f"""
visits AS MATERIALIZED (
    SELECT k, organisation_id, n, at, day, closes, closing_no, stage_rank, holder_id::int AS holder_id,
           lead(at) OVER w AS next_at, lead(day) OVER w AS next_day, lead(n) OVER w IS NULL AS latest,
           count(*) FILTER (WHERE NOT closes) OVER w AS stay_no, holder_id <> lag(holder_id) OVER w AS hops,
           min(CASE WHEN holder_id IS NOT NULL THEN n << 32 | holder_id END) OVER (PARTITION BY k) & 4294967295
               AS first_holder_id
    FROM bounds WHERE bound
    WINDOW w AS ({_PARTITION})
),
stays AS (
    SELECT k, stay_no, stage_rank, holder_id, at, day, next_at, next_day,
           lag(next_day) OVER (PARTITION BY k ORDER BY stay_no) AS before_day,
           lag(next_day) OVER (PARTITION BY k, holder_id ORDER BY stay_no) AS before_there_day
    FROM visits WHERE NOT closes
    UNION ALL
    SELECT k, 1, {_SUBMITTED}, holder_id, at, day, closed_at, closed_day, NULL, NULL FROM brief
),
stops AS MATERIALIZED (
    SELECT v.k, v.at AS entered_at, v.next_at AS left_at, v.day AS entered_day, entered.working_no AS entered_no,
           v.next_day AS left_day, gone.working_no AS left_no
    FROM visits v
    LEFT JOIN calendar entered ON entered.organisation_id = v.organisation_id AND entered.day = v.day
    LEFT JOIN calendar gone ON gone.organisation_id = v.organisation_id AND gone.day = v.next_day
    WHERE v.stage_rank = {_WAITING} AND NOT v.closes
),
"""

CLOSINGS = f"""
-- all closings of the meldings that needed windows
turnings AS MATERIALIZED (
    SELECT k, organisation_id, closing_no, min(at) FILTER (WHERE closes) AS closed_at,
           min(day) FILTER (WHERE closes) AS closed_day,
           max(n << 8 | rank) FILTER (WHERE outcome) & 255 AS outcome_rank,
           min(at) FILTER (WHERE reopens) AS reopened_at, min(day) FILTER (WHERE reopens) AS reopened_day,
           min(actor_role) FILTER (WHERE reopens) AS reopened_by,
           max(holder_id) FILTER (WHERE closes)::int AS holder_id
    FROM bounds WHERE outcome OR reopens GROUP BY k, organisation_id, closing_no
),
closings AS (
    SELECT k, closing_no, closed_at, closed_day, outcome_rank, reopened_at, reopened_day, reopened_by, holder_id
    FROM turnings
    UNION ALL
    SELECT k, 1, closed_at, closed_day, outcome_rank, NULL, NULL, NULL, holder_id FROM brief
    WHERE closed_at IS NOT NULL
),
-- of meldingen that changed service: how often before each closing, and how long others than the last had it
passed AS (
    SELECT c.k, c.closing_no, count(*) FILTER (WHERE s.hops) AS hops,
           sum(extract(epoch FROM s.next_at - s.at)::bigint) FILTER (WHERE {_ELSEWHERE}) AS seconds,
           sum({working("entered", "gone")}) FILTER (WHERE {_ELSEWHERE}) AS working
    FROM visits c JOIN visits s ON s.k = c.k AND s.n < c.n AND NOT s.closes
    {on_calendar("entered", "s.day", "s.organisation_id")}
    {on_calendar("gone", "s.next_day", "s.organisation_id")}
    WHERE c.closes AND EXISTS (SELECT FROM visits h WHERE h.k = c.k AND h.hops)
    GROUP BY c.k, c.closing_no
),
-- where a melding stands after all that was told
standing AS (
    SELECT v.k, v.closes AS closed, CASE WHEN v.closes THEN c.outcome_rank ELSE v.stage_rank END AS rank,
           v.at AS since, v.holder_id, v.first_holder_id::int, coalesce(c.closings, 0) AS closings,
           coalesce(c.reopenings, 0) AS reopenings, c.first_closed_at, c.first_closed_day, c.last_closed_at,
           c.last_closed_day
    FROM visits v LEFT JOIN (
        SELECT k, count(*) AS closings, count(reopened_at) AS reopenings, min(closed_at) AS first_closed_at,
               min(closed_day) AS first_closed_day, max(closed_at) AS last_closed_at,
               max(closed_day) AS last_closed_day, max(closing_no << 8 | outcome_rank) & 255 AS outcome_rank
        FROM turnings GROUP BY k) c ON c.k = v.k
    WHERE v.latest
    UNION ALL
    SELECT k, closed_at IS NOT NULL, coalesce(outcome_rank, {_SUBMITTED}), coalesce(closed_at, at), holder_id,
           holder_id, (closed_at IS NOT NULL)::int, 0, closed_at, closed_day, closed_at, closed_day
    FROM brief
),
-- what does not count in a lead time: the stopped clock and, of a reopened melding, the time spent closed
stopped AS (
    SELECT c.k, c.closing_no,
           sum(extract(epoch FROM s.left_at - s.entered_at)::bigint) AS seconds,
           sum(s.left_no - s.entered_no) AS working
    FROM stops s JOIN turnings c USING (k)
    WHERE s.left_at <= c.closed_at GROUP BY 1, 2
),
reopenings AS (
    SELECT c.k, c.closing_no, lead(c.closed_day) OVER w AS next_closed_day,
           sum(extract(epoch FROM c.reopened_at - c.closed_at)::bigint) OVER before AS seconds,
           sum(reopened.working_no - closed.working_no) OVER before AS working
    FROM turnings c
    LEFT JOIN calendar closed ON closed.organisation_id = c.organisation_id AND closed.day = c.closed_day
    LEFT JOIN calendar reopened ON reopened.organisation_id = c.organisation_id AND reopened.day = c.reopened_day
    WINDOW w AS (PARTITION BY k ORDER BY closing_no),
           before AS (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
"""

RECEIVED = """
-- the first assignment that took effect, and whether another service held the melding after it
routed AS (
    SELECT f.k, CASE WHEN f.actor_role = 'system' THEN 'system' ELSE 'person' END AS routed_by,
           bool_or(b.holder_id IS DISTINCT FROM f.holder_id) AS rerouted
    FROM (SELECT DISTINCT ON (k) k, n, actor_role, holder_id FROM bounds WHERE kind = 'assigned' ORDER BY k, n) f
    JOIN bounds b ON b.k = f.k AND b.n >= f.n
    GROUP BY f.k, f.actor_role
),
screened AS (
    SELECT l.k, count(DISTINCT l.kind) > 1 AS overruled,
           CASE WHEN (array_agg(l.actor_role ORDER BY greatest(l.occurred_at, r.occurred_at), l.rank, l.seq))[1]
                     = 'system' THEN 'system' ELSE 'person' END AS screened_by
    FROM live l JOIN receipt r USING (k) WHERE l.kind IN ('admissible', 'inadmissible') GROUP BY l.k
),
amended AS (
    SELECT k,
           (array_agg(payload ORDER BY moment DESC, rank DESC, seq DESC) FILTER (WHERE kind = 'reclassified'))[1]
               AS category,
           (array_agg(payload ORDER BY moment DESC, rank DESC, seq DESC) FILTER (WHERE kind = 'relocated'))[1] AS place,
           (array_agg(payload ORDER BY moment DESC, rank DESC, seq DESC) FILTER (WHERE kind = 'deadline_set'))[1]
               AS deadline
    FROM ordered WHERE kind IN ('reclassified', 'relocated', 'deadline_set') GROUP BY k
),
removed AS (SELECT k, min(day) AS day FROM ordered WHERE kind = 'text_removed' GROUP BY k),
received AS MATERIALIZED (
    SELECT r.k, r.organisation_id, r.subject_id, r.at, r.day, c.working_no, r.time_zone, s.source_id,
           r.payload ->> 'number' AS number, CASE WHEN e.k IS NULL THEN r.payload ->> 'title' END AS title,
           e.day AS text_removed_day,
           coalesce(r.payload ->> 'melding_kind', 'melding') AS melding_kind,
           (r.payload ->> 'channel_id')::int AS channel_id, (r.payload ->> 'category_id')::int AS intake_category_id,
           (coalesce(a.category, r.payload) ->> 'category_id')::int AS category_id,
           (coalesce(a.place, r.payload) ->> 'area_id')::int AS area_id,
           (coalesce(a.place, r.payload) ->> 'lon')::float8 AS lon,
           (coalesce(a.place, r.payload) ->> 'lat')::float8 AS lat,
           coalesce(a.place, r.payload) ->> 'street' AS street,
           (coalesce(a.place, r.payload) ->> 'h3_10')::bigint AS h3_10,
           date_trunc('second', (coalesce(a.deadline, r.payload) ->> 'deadline')::timestamptz) AS promised_at
    FROM receipt r JOIN subject s USING (organisation_id, subject_id)
    LEFT JOIN amended a USING (k) LEFT JOIN removed e USING (k)
    LEFT JOIN calendar c ON c.organisation_id = r.organisation_id AND c.day = r.day
),
"""

DEADLINES = """
normed AS MATERIALIZED (
    SELECT r.k, r.organisation_id, r.time_zone, n.unit,
           CASE n.unit WHEN 'working_day' THEN r.working_no ELSE r.day - DATE '2000-01-01' END + n.n AS due_no
    FROM received r CROSS JOIN LATERAL (
        SELECT norm.n, norm.unit FROM norm
        WHERE norm.organisation_id = r.organisation_id AND norm.phase = 'closing'
          AND (norm.category_id = r.category_id OR norm.category_id IS NULL)
          AND norm.valid_from <= r.day AND (norm.valid_to IS NULL OR norm.valid_to >= r.day)
        ORDER BY norm.category_id IS NULL, norm.valid_from DESC LIMIT 1) n
    WHERE r.promised_at IS NULL
),
-- a stop moves the deadline when it begins before the deadline as moved by the stops before it
stop_moves AS (
    SELECT n.k, n.organisation_id, n.unit, n.due_no, s.entered_at, s.entered_day, s.left_at,
           CASE WHEN s.left_at IS NULL THEN 0 WHEN n.unit = 'working_day' THEN s.left_no - s.entered_no
                ELSE s.left_day - s.entered_day END AS moves
    FROM normed n JOIN stops s USING (k)
    LEFT JOIN turnings f ON f.k = n.k AND f.closing_no = 1
    WHERE f.closed_at IS NULL OR s.left_at <= f.closed_at
),
stop_order AS (
    SELECT *, due_no + coalesce(sum(moves) OVER (PARTITION BY k ORDER BY entered_at, left_at
                                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS due_before
    FROM stop_moves
),
stop_counts AS (
    SELECT t.k, t.moves, t.left_at,
           bool_and(t.entered_day <= CASE t.unit WHEN 'calendar_day' THEN DATE '2000-01-01' + t.due_before::int
                                           ELSE c.day END)
               OVER (PARTITION BY t.k ORDER BY t.entered_at, t.left_at) AS counts
    FROM stop_order t LEFT JOIN calendar c ON t.unit = 'working_day' AND c.organisation_id = t.organisation_id
         AND c.working_no = t.due_before AND c.working
),
moved AS (
    SELECT k, sum(moves) AS moves, bool_or(left_at IS NULL) AS moving
    FROM stop_counts WHERE counts GROUP BY k
),
norm_due AS (
    SELECT n.k, coalesce(m.moving, false) AS moving,
           (((coalesce(c.day, CASE n.unit WHEN 'calendar_day' THEN DATE '2000-01-01'
                                          + (n.due_no + coalesce(m.moves, 0))::int END) + 1)::timestamp)
            AT TIME ZONE n.time_zone) - interval '1 second' AS at
    FROM normed n LEFT JOIN moved m USING (k)
    LEFT JOIN calendar c ON n.unit = 'working_day' AND c.organisation_id = n.organisation_id
         AND c.working_no = n.due_no + coalesce(m.moves, 0) AND c.working
),
judged AS (
    SELECT r.*, s.closed, s.rank, s.since, s.holder_id, s.first_holder_id, s.closings, s.reopenings,
           s.first_closed_at, s.first_closed_day, s.last_closed_at, s.last_closed_day,
           coalesce(r.promised_at, d.at) AS due_at,
           coalesce(d.moving, false) AND s.first_closed_at IS NULL AS moves,
           greatest(r.at, least(s.first_closed_at, coalesce(r.promised_at, d.at))) AS judged_at
    FROM received r JOIN standing s USING (k) LEFT JOIN norm_due d USING (k)
),
"""

ROWS = f"""
melding_row AS MATERIALIZED (
    SELECT j.k, organisation_id, subject_id, number, title, text_removed_day, source_id, melding_kind,
           category_id, area_id, channel_id, holder_id AS service_id, intake_category_id,
           first_holder_id AS first_service_id, lon, lat, street, h3_10, d.kind AS stage, time_zone,
           since AS stage_since, at AS received_at, day AS received_day, working_no AS received_no,
           NOT closed AS open, closings, reopenings, first_closed_at, first_closed_day, last_closed_at,
           last_closed_day, due_at AS deadline_at,
           CASE WHEN promised_at IS NOT NULL THEN 'source' WHEN due_at IS NOT NULL THEN 'norm' END AS deadline_origin,
           moves AS deadline_moves,
           CASE WHEN due_at IS NOT NULL AND NOT moves THEN judged_at END AS judged_at,
           CASE WHEN due_at IS NOT NULL AND NOT moves THEN {day("judged_at")} END AS judged_day,
           CASE WHEN due_at IS NOT NULL THEN coalesce(first_closed_at <= due_at, false) END AS on_time,
           routed_by, rerouted, screened_by, overruled
    FROM judged j JOIN kind d ON d.grp <> 'other' AND d.rank = j.rank
    LEFT JOIN routed USING (k) LEFT JOIN screened USING (k)
),
timed AS (
    SELECT m.k, m.organisation_id, m.subject_id, c.closing_no, m.source_id, m.melding_kind, m.category_id, m.area_id,
           m.channel_id, m.service_id, m.received_at, m.received_day, c.closed_at, c.closed_day,
           d.kind AS outcome, c.reopened_at, c.reopened_day, c.reopened_by, r.next_closed_day,
           m.intake_category_id, m.first_service_id, c.holder_id AS closing_service_id,
           extract(epoch FROM c.closed_at - m.received_at)::bigint AS elapsed_seconds,
           coalesce(p.hops, 0) AS hops, coalesce(p.seconds, 0) AS lost_seconds, coalesce(p.working, 0) AS lost_working,
           extract(epoch FROM c.closed_at - m.received_at)::bigint - coalesce(s.seconds, 0) - coalesce(r.seconds, 0)
               AS lead_seconds,
           closed.working_no - m.received_no - coalesce(s.working, 0) - coalesce(r.working, 0) AS lead_working_days
    FROM closings c JOIN melding_row m USING (k)
    JOIN kind d ON d.grp = 'outcome' AND d.rank = c.outcome_rank
    LEFT JOIN calendar closed ON closed.organisation_id = m.organisation_id AND closed.day = c.closed_day
    LEFT JOIN stopped s USING (k, closing_no)
    LEFT JOIN reopenings r USING (k, closing_no)
    LEFT JOIN passed p USING (k, closing_no)
),
closing_row AS MATERIALIZED (
    SELECT k, organisation_id, subject_id, closing_no, source_id, melding_kind, category_id, area_id, channel_id,
           service_id, received_at, received_day, closed_at, closed_day, outcome, reopened_at, reopened_day,
           reopened_by, next_closed_day,
           lead_seconds::bigint AS lead_seconds, {bucket("lead_seconds", Grid.SECONDS)} AS lead_bucket,
           lead_working_days::int AS lead_working_days,
           {bucket("lead_working_days", Grid.WORKING_DAYS)} AS lead_working_bucket,
           {bucket("elapsed_seconds", Grid.SECONDS)} AS elapsed_bucket, intake_category_id, first_service_id,
           closing_service_id, hops::smallint AS hops, lost_seconds::bigint AS lost_seconds,
           lost_working::int AS lost_working_days
    FROM timed
),
"""
