"""What the events of a proposal mean: stage, votes, versions of the choice, gains, photos, and times between.

Stage: withdrawn or merged; else refused; else the last of shortlist, choice and execution; else as moderation left it.
A choice that needs approval counts from its approval on, and before that is nothing but a row of `selection`. Public:
nothing unless published and not refused, withdrawn or merged since; a choice only when its own version counts and was
published after that, with the cost that was estimated by then; execution only under a published choice, or where no
choice was ever told.
"""

from config.grid import Grid
from config.topics import ProposalEvent as Kind
from config.topics import Topic
from config.vocabularies import proposal_stages, proposal_steps
from queries.projections.common import earliest, events, first, latest, told
from queries.projections.sql import bucket, on_calendar, working

_STAGES = ", ".join(f"('{one.code}', '{one.group}', '{one.event}')" for one in proposal_stages().values())
_STEPS = ", ".join(
    f"('{step.code}', {order}, '{code}', {begins})"
    for order, step in enumerate(proposal_steps().values())
    for codes, begins in ((step.begins, "true"), (step.ends, "false"))
    for code in codes
)
_PUBLISHED = f"kind = '{Kind.SELECTION_PUBLISHED}' AND n > counts_n"
_EXECUTION = "code IN ('planned', 'in_execution', 'realised')"

_TURNS = f"""
stage(code, grp, event) AS (VALUES {_STAGES}),
-- each choice is a version; its approval, ratification and publication come before the next choice of the same round
made AS MATERIALIZED (
    SELECT k, n, at, day, actor_role, payload, coalesce(payload ->> 'ref', '') AS ref,
           coalesce((payload ->> 'needs_approval')::boolean, false) AS approval,
           row_number() OVER (PARTITION BY k ORDER BY n) AS version,
           lead(n) OVER (PARTITION BY k, coalesce(payload ->> 'ref', '') ORDER BY n) AS next_n
    FROM ordered WHERE kind = '{Kind.SELECTION_MADE}'
),
followed AS (
    SELECT m.k, m.version, o.kind, o.n, o.at, o.day, o.payload, o.inferred,
           CASE WHEN m.approval THEN min(o.n) FILTER (WHERE o.kind = '{Kind.SELECTION_APPROVED}')
                    OVER (PARTITION BY m.k, m.version) ELSE m.n END AS counts_n
    FROM made m JOIN ordered o ON o.k = m.k AND coalesce(o.payload ->> 'ref', '') = m.ref
    WHERE o.kind IN ('{Kind.SELECTION_APPROVED}', '{Kind.SELECTION_RETURNED}', '{Kind.SELECTION_RATIFIED}',
                     '{Kind.SELECTION_PUBLISHED}')
      AND o.n > m.n AND (m.next_n IS NULL OR o.n < m.next_n)
),
agreed AS MATERIALIZED (
    SELECT m.*, f.approved_at, f.approved_day, f.ratification, f.ratified_at, f.ratified_day, f.published_n,
           f.published_at, f.published_day, f.undated, CASE WHEN m.approval THEN f.counts_n ELSE m.n END AS counts_n,
           CASE WHEN m.approval THEN f.approved_at ELSE m.at END AS counts_at,
           CASE WHEN m.approval THEN f.approved_day ELSE m.day END AS counts_day,
           f.returned IS TRUE AS returned, f.return_message
    FROM made m LEFT JOIN (
        SELECT k, version, min(counts_n) AS counts_n, {first(Kind.SELECTION_APPROVED)} AS approved_at,
               {first(Kind.SELECTION_APPROVED, column="day")} AS approved_day,
               bool_or(kind = '{Kind.SELECTION_RETURNED}') AS returned,
               {latest("payload ->> 'message'", Kind.SELECTION_RETURNED)} AS return_message,
               {latest("payload", Kind.SELECTION_RATIFIED)} AS ratification,
               {latest("at", Kind.SELECTION_RATIFIED)} AS ratified_at,
               {latest("day", Kind.SELECTION_RATIFIED)} AS ratified_day,
               min(n) FILTER (WHERE {_PUBLISHED}) AS published_n, min(at) FILTER (WHERE {_PUBLISHED}) AS published_at,
               min(day) FILTER (WHERE {_PUBLISHED}) AS published_day,
               (array_agg(inferred ORDER BY n) FILTER (WHERE {_PUBLISHED}))[1] AS undated
        FROM followed GROUP BY k, version) f USING (k, version)
),
version AS MATERIALIZED (
    SELECT a.*, CASE WHEN counts_n IS NOT NULL THEN 'counts' WHEN returned THEN 'returned'
                    ELSE 'pending' END AS standing,
           coalesce(counts_n = max(counts_n) OVER (PARTITION BY k), false) AS current,
           published_n IS NOT NULL AND counts_n = max(counts_n) FILTER (WHERE published_n IS NOT NULL)
               OVER (PARTITION BY k) AS shown
    FROM agreed a
),
-- what moves a proposal, by the stage that it leads to; only the first submission does, and no choice before it counts
turn AS MATERIALIZED (
    SELECT o.k, o.n, o.at, o.day, s.code, s.grp, o.payload
    FROM ordered o JOIN stage s ON s.event = o.kind
    WHERE o.kind <> '{Kind.SELECTION_MADE}' AND (o.kind <> '{Kind.SUBMITTED}' OR o.n = 1)
    UNION ALL
    SELECT v.k, v.counts_n, v.counts_at, v.counts_day, s.code, s.grp, v.payload
    FROM version v JOIN stage s ON s.event = '{Kind.SELECTION_MADE}' AND s.code = v.payload ->> 'outcome'
    WHERE v.counts_n IS NOT NULL
),
"""

_BALLOTS = f"""
-- a running total begins anew where it was counted; what was cast since comes on top
ballot AS (
    SELECT k, n, day, payload, (payload ->> 'votes')::int AS votes, (payload ->> 'total')::int AS counted,
           count(payload ->> 'total') OVER (PARTITION BY k ORDER BY n) AS count_no
    FROM ordered WHERE kind IN ('{Kind.VOTES_CAST}', '{Kind.VOTES_COUNTED}')
),
running AS (
    SELECT k, n, day, sum(coalesce(counted, votes)) OVER (PARTITION BY k, count_no ORDER BY n)::int AS total,
           counted IS NOT NULL AND count_no = 1 AS first_count
    FROM ballot
),
tally AS (
    SELECT k, day, total, total - lag(total, 1, 0) OVER (PARTITION BY k ORDER BY day) AS votes, first_count
    FROM (SELECT k, day, (array_agg(total ORDER BY n DESC))[1] AS total, bool_or(first_count) AS first_count
          FROM running GROUP BY k, day) t
),
voter AS (
    SELECT k, day, array_agg(DISTINCT v.pseudonym ORDER BY v.pseudonym) AS voters
    FROM ordered CROSS JOIN LATERAL jsonb_array_elements_text(payload -> 'voters') v(pseudonym)
    WHERE kind = '{Kind.VOTES_CAST}' GROUP BY k, day
),
"""

# What went on in a proposal, also by way of another: the last end of each is its merge. The votes of all count
# together, but a known voter once: who votes for several of them, or in several deliveries. Whom a running total came
# after stands in it once.
_FAMILY = f"""
family AS MATERIALIZED (
    WITH RECURSIVE member(k, organisation_id, subject_id) AS (
        SELECT k, organisation_id, subject_id FROM keys
        UNION
        SELECT m.k, e.organisation_id, e.subject_id
        FROM member m JOIN event e ON e.organisation_id = m.organisation_id AND e.kind = '{Kind.MERGED}'
             AND e.payload ->> 'into_id' = m.subject_id::text
        WHERE {{known}} AND NOT EXISTS (
            SELECT FROM event l WHERE l.organisation_id = e.organisation_id AND l.subject_id = e.subject_id
            AND (l.voids_seq = e.seq OR (
                l.kind IN ('{Kind.WITHDRAWN}', '{Kind.MERGED}') AND {{later}}
                AND (l.occurred_at, l.kind = '{Kind.MERGED}', l.seq) > (e.occurred_at, true, e.seq)
                AND NOT EXISTS (
                    SELECT FROM event v WHERE v.organisation_id = l.organisation_id
                    AND v.subject_id = l.subject_id AND v.voids_seq = l.seq))))
    )
    SELECT k, organisation_id, subject_id, count(*) OVER (PARTITION BY k) AS size FROM member
),
shared AS (
    SELECT f.k, e.subject_id, e.payload,
           count(e.payload ->> 'total') OVER (PARTITION BY f.k, e.subject_id
               ORDER BY e.occurred_at, e.kind = '{Kind.VOTES_COUNTED}', e.seq) AS count_no
    FROM family f JOIN event e USING (organisation_id, subject_id)
    WHERE f.size > 1 AND e.kind IN ('{Kind.VOTES_CAST}', '{Kind.VOTES_COUNTED}') AND {{known}} AND NOT EXISTS (
        SELECT FROM event v WHERE v.voids_seq IS NOT NULL AND v.organisation_id = e.organisation_id
        AND v.subject_id = e.subject_id AND v.voids_seq = e.seq)
),
joint AS MATERIALIZED (
    SELECT k, subject_id, payload, count_no = max(count_no) OVER (PARTITION BY k, subject_id) AS counts
    FROM (SELECT * FROM shared UNION ALL
          SELECT k, f.subject_id, b.payload, b.count_no FROM ballot b JOIN family f USING (k) WHERE f.size = 1) b
),
together AS (
    SELECT k, sum(coalesce(payload ->> 'total', payload ->> 'votes')::int)::int AS total
    FROM joint WHERE counts GROUP BY k
),
twice AS (
    SELECT k, (sum(times) - count(DISTINCT pseudonym))::int AS votes
    FROM (SELECT k, v.pseudonym, count(*) FILTER (WHERE counts) + (NOT bool_and(counts))::int AS times
          FROM joint CROSS JOIN LATERAL jsonb_array_elements_text(payload -> 'voters') v(pseudonym)
          GROUP BY k, subject_id, v.pseudonym) p
    GROUP BY k
),
"""

_UNDATED = ", ".join(
    f"CASE WHEN {inferred} THEN '{milestone}' END"
    for milestone, inferred in {
        "published": "n.published_inferred",
        "explained": "s.undated",
        "planned": "n.planned_inferred",
        "started": "n.started_inferred",
        "realised": "n.realised_inferred",
    }.items()
)
_STANDING = f"""
turned AS (
    SELECT k, max(code) FILTER (WHERE n = last_end) AS ending, max(at) FILTER (WHERE n = last_end) AS ended_at,
           max(day) FILTER (WHERE n = last_end) AS ended_day,
           max(payload ->> 'into_id') FILTER (WHERE n = last_end) AS into_id,
           max(code) FILTER (WHERE n = last_moderation) AS moderation,
           max(at) FILTER (WHERE n = last_moderation) AS moderation_at,
           max(payload ->> 'reason') FILTER (WHERE n = last_moderation) AS reason,
           max(code) FILTER (WHERE n = last_course) AS course, max(at) FILTER (WHERE n = last_course) AS course_at,
           max(code) FILTER (WHERE n = last_execution) AS execution, max(last_execution) AS execution_n
    FROM (SELECT *, max(n) FILTER (WHERE grp = 'end') OVER of_k AS last_end,
                 max(n) FILTER (WHERE grp = 'moderation') OVER of_k AS last_moderation,
                 max(n) FILTER (WHERE grp = 'course') OVER of_k AS last_course,
                 max(n) FILTER (WHERE {_EXECUTION}) OVER of_k AS last_execution
          FROM turn WINDOW of_k AS (PARTITION BY k)) t GROUP BY k
),
-- the estimate that the public choice was told with; without any choice the last
public_cost AS (
    SELECT o.k, {told("cost_estimated", Kind.SUBMITTED, Kind.COST_SET, cast="float8")} AS cost
    FROM (SELECT o.* FROM ordered o LEFT JOIN (
              SELECT k, max(published_n) FILTER (WHERE shown) AS until FROM version WHERE counts_n IS NOT NULL
              GROUP BY k) v USING (k)
          WHERE v.k IS NULL OR o.n <= v.until) o GROUP BY o.k
),
known AS (
    SELECT k, {latest("payload", Kind.SUBMITTED, Kind.RECLASSIFIED)} AS classed,
           {latest("payload", Kind.SUBMITTED, Kind.RELOCATED)} AS place,
           {latest("service_id", Kind.SUBMITTED, Kind.RECLASSIFIED, Kind.EXECUTION_PLANNED, when="service_id > 0")}
               AS service_id,
           {told("cost_estimated", Kind.SUBMITTED, Kind.COST_SET, cast="float8")} AS cost_estimated,
           {told("cost_actual", Kind.REALISED, cast="float8")} AS cost_actual,
           nullif(trim({told("text", Kind.NEXT_STEPS_TOLD)}), '') AS next_steps,
           coalesce(bool_or(kind = '{Kind.TEXT_REMOVED}'), false) AS text_removed,
           {first(Kind.TEXT_REMOVED, column="day")} AS text_removed_day,
           {first(Kind.REFUSED, Kind.PUBLISHED)} AS moderated_at,
           {latest("kind", Kind.QUESTION_ASKED, Kind.QUESTION_ANSWERED)} = '{Kind.QUESTION_ASKED}' AS asks,
           {latest("at", Kind.QUESTION_ASKED)} AS asked_at, {latest("day", Kind.QUESTION_ASKED)} AS asked_day,
           {first(Kind.REFUSED, Kind.PUBLISHED, column="day")} AS moderated_day,
           {first(Kind.REFUSED)} AS refused_at, {first(Kind.REFUSED, column="day")} AS refused_day,
           {first(Kind.PUBLISHED)} AS published_at, {first(Kind.PUBLISHED, column="day")} AS published_day,
           {first(Kind.SHORTLISTED)} AS shortlisted_at, {first(Kind.SHORTLISTED, column="day")} AS shortlisted_day,
           {latest("at", Kind.EXECUTION_PLANNED)} AS planned_at, {latest("day", Kind.EXECUTION_PLANNED)} AS planned_day,
           {latest("payload ->> 'due'", Kind.EXECUTION_PLANNED)}::date AS due_on,
           {first(Kind.EXECUTION_STARTED)} AS started_at, {first(Kind.EXECUTION_STARTED, column="day")} AS started_day,
           {first(Kind.REALISED)} AS realised_at, {first(Kind.REALISED, column="day")} AS realised_day,
           {earliest("inferred", Kind.PUBLISHED)} AS published_inferred,
           {latest("inferred", Kind.EXECUTION_PLANNED)} AS planned_inferred,
           {earliest("inferred", Kind.EXECUTION_STARTED)} AS started_inferred,
           {earliest("inferred", Kind.REALISED)} AS realised_inferred
    FROM ordered GROUP BY k
),
scored AS (
    SELECT k, jsonb_object_agg(criterion, value) AS scores
    FROM (SELECT DISTINCT ON (k, payload ->> 'criterion') k, payload ->> 'criterion' AS criterion,
                 payload -> 'value' AS value
          FROM ordered WHERE kind = '{Kind.SCORE_SET}' ORDER BY k, payload ->> 'criterion', n DESC) l
    GROUP BY k
),
proposal_row AS MATERIALIZED (
    SELECT b.k, b.organisation_id, b.subject_id, b.source_id, (n.classed ->> 'theme_id')::int AS theme_id,
           (n.place ->> 'area_id')::int AS area_id, n.service_id,
           CASE WHEN t.ending IS NOT NULL THEN t.ending WHEN t.moderation = 'refused' THEN 'refused'
                ELSE coalesce(t.course, t.moderation) END AS stage,
           CASE WHEN t.ending IS NOT NULL OR t.moderation <> 'published' THEN NULL
                WHEN c.k IS NULL THEN coalesce(t.execution, 'published')
                WHEN s.k IS NULL THEN 'published'
                WHEN s.payload ->> 'outcome' = 'selected' AND t.execution_n > s.counts_n THEN t.execution
                ELSE s.payload ->> 'outcome' END AS public_stage,
           b.payload ->> 'number' AS number,
           CASE WHEN NOT n.text_removed THEN b.payload ->> 'title' END AS title,
           CASE WHEN NOT n.text_removed THEN b.payload ->> 'text' END AS text, n.text_removed,
           n.text_removed_day, (n.place ->> 'lon')::float8 AS lon, (n.place ->> 'lat')::float8 AS lat,
           n.place ->> 'street' AS street, (n.place ->> 'h3_10')::bigint AS h3_10,
           CASE WHEN t.ending IS NOT NULL THEN t.ended_at WHEN t.moderation = 'refused' THEN t.moderation_at
                ELSE coalesce(t.course_at, t.moderation_at) END AS stage_since,
           b.at AS submitted_at, b.day AS submitted_day, n.moderated_at, n.moderated_day,
           n.refused_at, n.refused_day, CASE WHEN t.moderation = 'refused' THEN t.reason END AS refusal_reason,
           CASE WHEN n.asks THEN n.asked_at END AS asked_at, CASE WHEN n.asks THEN n.asked_day END AS asked_day,
           n.published_at, n.published_day,
           n.shortlisted_at, n.shortlisted_day, c.payload ->> 'outcome' AS outcome, c.counts_at AS decided_at,
           c.counts_day AS decided_day, s.published_at AS explained_at, s.published_day AS explained_day, n.planned_at,
           n.planned_day, n.due_on, n.started_at, n.started_day, n.realised_at, n.realised_day,
           array_remove(ARRAY[{_UNDATED}], NULL) AS undated, t.ended_at,
           t.ended_day, t.into_id::uuid AS merged_into_id, coalesce(v.total, 0) AS votes,
           greatest(0, coalesce(g.total, v.total, 0) - coalesce(w.votes, 0)) AS support, n.cost_estimated,
           u.cost AS cost_public, n.cost_actual, n.next_steps, coalesce(r.scores, '{{}}'::jsonb) AS scores
    FROM birth b JOIN known n USING (k) JOIN turned t USING (k)
    LEFT JOIN version c ON c.k = b.k AND c.current
    LEFT JOIN version s ON s.k = b.k AND s.shown
    LEFT JOIN (SELECT k, (array_agg(total ORDER BY n DESC))[1] AS total FROM running GROUP BY k) v ON v.k = b.k
    LEFT JOIN scored r ON r.k = b.k LEFT JOIN public_cost u ON u.k = b.k
    LEFT JOIN together g ON g.k = b.k LEFT JOIN twice w ON w.k = b.k
),
"""

_SHARED = "p.organisation_id, p.subject_id, p.source_id, p.theme_id, p.area_id, p.service_id, p.stage, p.public_stage"
_CHILDREN = f"""
vote_row AS (
    SELECT p.k, {_SHARED}, row_number() OVER (PARTITION BY p.k ORDER BY t.day) AS vote_no, t.day, t.votes, t.total,
           t.first_count, v.voters
    FROM tally t JOIN proposal_row p USING (k) LEFT JOIN voter v ON v.k = t.k AND v.day = t.day
    WHERE t.votes <> 0 OR v.voters IS NOT NULL
),
selection_row AS (
    SELECT p.k, {_SHARED}, v.version, v.ref, v.payload ->> 'outcome' AS outcome,
           ARRAY(SELECT jsonb_array_elements_text(v.payload -> 'reasons')) AS reasons,
           nullif(trim(v.payload ->> 'motivation'), '') AS motivation, v.payload ->> 'internal_note' AS internal_note,
           coalesce(v.payload -> 'scores', '{{}}'::jsonb) AS scores, v.payload ->> 'chosen_by' AS chosen_by,
           (v.payload ->> 'activity_id')::uuid AS activity_id, v.payload ->> 'guide' AS guide, v.actor_role,
           v.at AS made_at, v.day AS made_day, v.ratification ->> 'organ' AS organ,
           v.ratification ->> 'number' AS decision_number, v.ratification ->> 'uri' AS decision_uri, v.ratified_at,
           v.ratified_day, v.published_at, v.published_day, v.current, v.shown, v.standing,
           v.approval AS needs_approval, v.approved_at, v.approved_day, v.return_message,
           v.payload -> 'geometry' AS geometry
    FROM version v JOIN proposal_row p USING (k)
),
estimate AS (
    SELECT k, n, e.indicator, e.value::float8 AS value
    FROM ordered CROSS JOIN LATERAL jsonb_each_text(payload -> 'estimates') e(indicator, value) WHERE n = 1
    UNION ALL
    SELECT k, n, payload ->> 'indicator', (payload ->> 'value')::float8 FROM ordered WHERE kind = '{Kind.ESTIMATE_SET}'
),
measured AS (
    SELECT DISTINCT ON (k, payload ->> 'indicator') k, payload ->> 'indicator' AS indicator,
           (payload ->> 'value')::float8 AS value, at, day
    FROM ordered WHERE kind = '{Kind.OUTCOME_MEASURED}' ORDER BY k, payload ->> 'indicator', n DESC
),
gain_row AS (
    SELECT p.k, {_SHARED}, row_number() OVER (PARTITION BY p.k ORDER BY indicator COLLATE "C") AS gain_no,
           p.submitted_day, p.h3_10, indicator, e.value AS estimated, m.value AS realised, m.at AS measured_at,
           m.day AS measured_day
    FROM (SELECT DISTINCT ON (k, indicator) k, indicator, value FROM estimate ORDER BY k, indicator, n DESC) e
    FULL JOIN measured m USING (k, indicator) JOIN proposal_row p USING (k)
),
step(step, step_rank, code, begins) AS (VALUES {_STEPS}),
-- what its source published by itself waited for nobody
unmoderated AS (
    SELECT k FROM (SELECT DISTINCT ON (k) k, kind, actor_role FROM ordered
                   WHERE kind IN ('{Kind.REFUSED}', '{Kind.PUBLISHED}') ORDER BY k, n) d
    WHERE kind = '{Kind.PUBLISHED}' AND actor_role = 'system'
),
token AS (
    SELECT k, n, at, day, code FROM turn WHERE n > 1 OR k NOT IN (SELECT k FROM unmoderated)
    UNION ALL SELECT k, n, at, day, 'answered' FROM ordered WHERE kind = '{Kind.ANSWERED}'
    UNION ALL SELECT k, n, at, day, 'asked' FROM ordered WHERE kind = '{Kind.QUESTION_ASKED}'
    UNION ALL SELECT k, published_n, published_at, published_day, 'explained' FROM version
    WHERE published_n > 0 AND nullif(trim(payload ->> 'motivation'), '') IS NOT NULL
),
marked AS (
    SELECT t.*, s.step, s.step_rank, s.begins,
           lag(s.begins, 1, false) OVER (PARTITION BY t.k, s.step ORDER BY t.n) AS begun
    FROM token t JOIN step s USING (code)
),
span AS (
    SELECT k, n, step, step_rank, begins, at AS begun_at, day AS begun_day, lead(at) OVER w AS ended_at,
           lead(day) OVER w AS ended_day, lead(code) OVER w AS result
    FROM marked WHERE begins <> begun WINDOW w AS (PARTITION BY k, step ORDER BY n)
),
spent AS (
    SELECT s.*, extract(epoch FROM s.ended_at - s.begun_at)::bigint AS seconds,
           {working("begun", "ended")} AS working_days
    FROM span s JOIN birth b USING (k)
    {on_calendar("begun", "s.begun_day", "b.organisation_id")}
    {on_calendar("ended", "s.ended_day", "b.organisation_id")}
    WHERE s.begins
),
pictured AS (
    SELECT k, payload ->> 'photo' AS photo, {first(Kind.PHOTO_ADDED)} AS added_at,
           {told("alt", Kind.PHOTO_ADDED)} AS alt, {told("moment", Kind.PHOTO_ADDED)} AS moment,
           {latest("kind", Kind.PHOTO_ADDED, Kind.PHOTO_PUBLISHED, Kind.PHOTO_HIDDEN)} AS kind
    FROM ordered WHERE kind IN ('{Kind.PHOTO_ADDED}', '{Kind.PHOTO_PUBLISHED}', '{Kind.PHOTO_HIDDEN}') GROUP BY 1, 2
),
photo_row AS (
    SELECT p.k, {_SHARED}, row_number() OVER (PARTITION BY p.k ORDER BY added_at, photo COLLATE "C") AS photo_no, photo,
           alt, moment, added_at, CASE i.kind WHEN '{Kind.PHOTO_PUBLISHED}' THEN 'published'
                                      WHEN '{Kind.PHOTO_HIDDEN}' THEN 'hidden' ELSE 'waiting' END AS state
    FROM pictured i JOIN proposal_row p USING (k) WHERE added_at IS NOT NULL AND NOT p.text_removed
),
proposal_step_row AS (
    SELECT p.k, {_SHARED}, row_number() OVER (PARTITION BY p.k ORDER BY s.n, s.step_rank) AS step_no, s.step,
           s.begun_at, s.begun_day, s.ended_at, s.ended_day, s.result, s.seconds,
           {bucket("s.seconds", Grid.SECONDS)} AS bucket, s.working_days,
           {bucket("s.working_days", Grid.WORKING_DAYS)} AS working_bucket
    FROM spent s JOIN proposal_row p USING (k)
)"""


def chain(*, as_of: bool = False) -> str:
    """The CTEs from `keys` to one row set a derived table of proposals."""
    known, later = (f"{one}.occurred_at <= :as_of" if as_of else "true" for one in "el")
    family = _FAMILY.format(known=known, later=later)
    return f"{events(Topic.PROPOSAL, as_of=as_of)}{_TURNS}{_BALLOTS}{family}{_STANDING}{_CHILDREN}"
