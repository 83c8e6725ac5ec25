"""The measures of throughput against a plain recomputation from the events, for drawn towns, periods and filters."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.grid import DAY, Grid, edges
from config.kinds import EventKind
from queries import (
    ages,
    channels,
    comparing,
    counts,
    curve,
    decisions,
    informing,
    on_time,
    phases,
    reopening,
    routing,
    satisfaction,
)
from queries.attention import Line, attention
from queries.filters import WITHOUT, Days, Filters, Reach, Scope
from queries.key_figures import key_figures
from queries.phases import PART_OF, PARTS, STOPPED
from queries.steps import Steps, sparkline_of
from tests.fold import Event
from tests.queries.plain import NAMES, Plain, Row, age, grouped, lasted, on_grid, ranks
from tests.queries.test_measures import questions
from tests.queries.test_projection import COMMON, PAYLOADS
from tests.world import CONTEXT, World, at, story

K = EventKind
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A town that fails is told as it was drawn: making it smaller takes minutes."""
NOW = at("2026-11-22 14:32")
REFERRED: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"ref": st.sampled_from(["1", "2"])},
    optional={
        "partner_id": st.integers(1, 2),
        "system": st.sampled_from(["x", "y"]),
        "due": st.sampled_from(["2026-05-01T10:00:00+00:00", "2026-11-01T10:00:00+00:00"]),
    },
)
RATED: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"ref": st.sampled_from(["1", "2"])}, optional={"score": st.integers(1, 5), "resolved": st.booleans()}
)
TOLD: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "moment": st.sampled_from(["ontvankelijk", "beslissing", "afgehandeld", "acties_voorgesteld"]),
        "channel": st.sampled_from(["sms", "brief"]),
    }
)
STAGES = [*COMMON, K.ADMISSIBLE, K.INADMISSIBLE, K.DECISION_PENDING, K.DECIDED, K.CLOSED_UNHANDLED, K.RECLASSIFIED]
ASKING = [K.ADVICE_REQUESTED, K.ADVICE_REQUESTED, K.ADVICE_RECEIVED, K.TASK_CREATED, K.TASK_DONE]
DECIDING = [K.DECISION_READY, K.DECISION_ON_AGENDA, K.DECISION_TAKEN, K.DECISION_SIGNED, K.DECISION_PUBLISHED]
TALKING = [*[K.CITIZEN_NOTIFIED] * 2, *[K.EVALUATION_ASKED] * 2, *[K.EVALUATED] * 2, K.EVALUATION_PROCESSED]
PAYLOAD_OF = PAYLOADS | {K.EVALUATED: RATED, K.CITIZEN_NOTIFIED: TOLD}


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """One melding with advice, decisions, messages and evaluations, mostly in the order in which things happen."""
    moment = at("2025-06-01 00:00") + timedelta(days=draw(st.integers(0, 530)), seconds=draw(st.integers(0, DAY - 1)))
    events = [
        Event(1, K.SUBMITTED, moment, draw(st.sampled_from([None, 1, 2, 3])), payload=draw(PAYLOADS[K.SUBMITTED]))
    ]
    for seq in range(2, draw(st.integers(4, 16))):
        moment += timedelta(seconds=draw(st.sampled_from([0, 3_600, 20_000, DAY, 4 * DAY, 25 * DAY])))
        if moment > NOW:
            break
        kind = draw(st.sampled_from([*STAGES, *ASKING, *DECIDING, *TALKING]))
        role = draw(st.sampled_from([None, "system", "citizen"]))
        payload = draw(PAYLOAD_OF.get(kind, REFERRED))
        events.append(Event(seq, kind, moment, draw(st.sampled_from([None, 1, 2])), role, payload))
    return events


@st.composite
def wide(draw: st.DrawFn) -> Filters:
    """Everything of two years, judged now or after as long as a year ago."""
    days, lag = draw(st.sampled_from(Days)), draw(st.sampled_from([0, 200]))
    return Filters(date(2025, 1, 1), date(2026, 12, 31), days=days, lag=lag)


def test_what_came_after_the_horizon_had_not_happened(world: World) -> None:
    """By hand, judged on 25 June: closed until a later reopening, closed later, answered later."""
    lives = (
        story((K.SUBMITTED, "2026-06-01 10:00"), (K.RESOLVED, "2026-06-10 10:00"), (K.REOPENED, "2026-09-01 10:00")),
        story((K.SUBMITTED, "2026-06-01 10:00"), (K.RESOLVED, "2026-09-15 10:00")),
        story(
            (K.SUBMITTED, "2026-06-02 10:00"),
            (K.EVALUATION_ASKED, "2026-06-03 10:00", {"payload": {"ref": "1"}}),
            (K.EVALUATED, "2026-09-01 10:00", {"payload": {"ref": "1", "score": 5}}),
        ),
    )
    june = replace(Filters(date(2026, 6, 1), date(2026, 6, 30)), lag=150)
    with world.writer.engine.connect() as connection:
        world.add(connection, world.a, *lives)
        scope = Scope.whole(world.a)
        assert ages.open_ages(connection, scope, june)["n"].tolist() == [2]
        assert curve.time_to_close(connection, scope, june)[["n", "still_open"]].values.tolist() == [[3, 2]]
        said = satisfaction.satisfaction(connection, scope, june)
        assert said[["asked", "responded", "answered"]].values.tolist() == [[1, 0, 0]]
        connection.rollback()


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # a town that fails is long to tell
@settings(max_examples=6, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(
    st.lists(histories(), min_size=12, max_size=30),
    st.tuples(wide(), questions()),
    st.sampled_from([None, None, frozenset({1, 3})]),
    st.booleans(),
)
def test_every_question_equals_the_plain_recomputation(
    world: World, drawn: list[list[Event]], asked: tuple[Filters, ...], services: frozenset[int] | None, lagging: bool
) -> None:
    with world.writer.engine.connect() as connection:
        prepare(connection, world.a)
        if lagging:  # another source tells less far: each row is read beside its own
            connection.execute(
                text("INSERT INTO source VALUES (:o, 2, 'late', 'Late', '2026-05-01', NULL)"), {"o": world.a}
            )
        world.add(connection, world.a, *drawn)
        world.add(connection, world.b, drawn[0])  # a neighbour that must not be counted
        scope = Scope((Reach(world.a, services),))
        for filters in asked:
            for check in CHECKS:
                check(connection, scope, Plain(drawn, services, filters))
        connection.rollback()


THEMES = {1: "Groen", 2: "Wegen", 3: None}
LIMITS = {"informed": ((1, date(2026, 3, 1), None),), "first_answer": ((6, date(2025, 1, 1), date(2025, 12, 31)),)}
"""Working days by phase: n, valid from, valid to."""


def prepare(connection: Connection, organisation_id: int) -> None:
    """Themes, and norms for telling the citizen."""
    for number, theme in THEMES.items():
        connection.execute(
            text("UPDATE category_version SET theme = :t WHERE organisation_id = :o AND category_id = :c"),
            {"t": theme, "o": organisation_id, "c": number},
        )
    for phase, rules in LIMITS.items():
        for number, (n, first, last) in enumerate(rules):
            connection.execute(
                text("INSERT INTO norm VALUES (:o, :id, NULL, :phase, :n, 'working_day', :first, :last)"),
                {"o": organisation_id, "id": 900 + number + len(phase), "phase": phase, "n": n, "first": first}
                | {"last": last},
            )


def values(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Rows as plain values, with None for nothing, in any order."""
    plain = frame.astype(object).where(frame.notna(), None)
    return sorted((tuple(map(_rounded, row)) for row in plain.itertuples(index=False)), key=repr)


def told(rows: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(map(_rounded, row)) for row in rows), key=repr)


def _rounded(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str | date):
        return value
    return None if isnan(value) else round(float(value), 6)


def one(frame: pd.DataFrame) -> dict[str, Any]:
    """The only row of a frame."""
    assert len(frame) == 1
    row = frame.astype(object).where(frame.notna(), None).iloc[0]
    return {str(key): _rounded(value) for key, value in row.items()}


def before(plain: Plain, moment: Any) -> bool:
    """Whether something had happened at the horizon."""
    return moment is not None and moment <= plain.horizon


# --- phases, advice, tasks ---------------------------------------------------------------------------------------
def check_phases(db: Connection, scope: Scope, plain: Plain) -> None:
    days = plain.filters.days
    stays = plain.of("stay")
    ended = [row for row in stays if plain.inside(row["left_day"])]
    by_stage = grouped(ended, lambda row: (str(row["stage"]), NAMES["service"].get(row["service_id"])))
    expected = [(*key, *ranks(lasted(row, days) for row in rows)) for key, rows in by_stage.items()]
    assert values(phases.phase_time(db, scope, plain.filters)) == told(expected)

    going_on = [row for row in stays if before(plain, row["entered_at"]) and not before(plain, row["left_at"])]
    by_stage = grouped(going_on, lambda row: (str(row["stage"]), NAMES["service"].get(row["service_id"])))
    ages_of = {
        key: ranks(on_grid(age(plain, row["entered_at"], row["entered_day"]), days) for row in rows)
        for key, rows in by_stage.items()
    }
    assert values(phases.phases_open(db, scope, plain.filters)) == told((*key, *one) for key, one in ages_of.items())

    by_service = grouped(ended, lambda row: NAMES["service"].get(row["service_id"]))
    means = [(service, *mean_parts(rows, days)) for service, rows in by_service.items()]
    assert values(phases.phase_parts(db, scope, plain.filters)) == told(means)
    total = one(phases.phase_totals(db, scope, plain.filters))
    assert told([tuple(total.values())]) == told([mean_parts(ended, days) if ended else (0, *[None] * len(PARTS))])


def parts_of(row: Row, days: Days) -> Counter[str]:
    """The steps of one visit in each part."""
    unit = "working_days" if days is Days.WORKING else "seconds"
    internal, external = row[f"internal_{unit}"], row[f"external_{unit}"]
    stage = PART_OF[row["stage"]]
    return Counter({"advice_internal": internal, "advice_external": external}) + Counter(
        {stage: row[unit] - internal - external}
    )


def mean_parts(rows: list[Row], days: Days) -> tuple[float, ...]:
    total: Counter[str] = sum((parts_of(row, days) for row in rows), Counter())
    n = len({row["case"] for row in rows})
    return (n, *(total[part] / n / (1 if days is Days.WORKING else DAY) for part in PARTS))


def check_partners(db: Connection, scope: Scope, plain: Plain) -> None:
    asked = (
        ("advice", "requested_at", "received_day", phases.advisers),
        ("task", "created_at", "done_day", phases.task_times),
    )
    for table, begun, done, question in asked:
        by_partner = grouped(plain.of(table), lambda row: (row["partner_id"], row["system"]))
        expected = []
        for (partner, system), rows in by_partner.items():
            out = [row for row in rows if before(plain, row[begun]) and not before(plain, row["ended_at"])]
            late = sum(before(plain, row["due_at"]) for row in out)
            finished = ranks(lasted(row, plain.filters.days) for row in rows if plain.inside(row[done]))
            who = (NAMES["partner"].get(partner), system, None if partner is None else partner == 1)
            if finished[0] or out:
                expected.append((*who, *finished, len(out), late))
        assert values(question(db, scope, plain.filters)) == told(expected)


# --- messages and decisions --------------------------------------------------------------------------------------
def limit(row: Row) -> int:
    """Working days within which the citizen should have been told."""
    first = row["moment"] == "eerste_antwoord"
    for n, begin, end in LIMITS["first_answer" if first else "informed"]:
        if begin <= row["arose_day"] <= (end or date.max):
            return n
    return 2 if first else 5


def judged_in_time(plain: Plain, rows: list[Row]) -> list[bool]:
    """Of the moments that can be judged, whether the citizen was told in time."""
    today = CONTEXT.day(plain.horizon)
    told_then = [(row, before(plain, row["told_at"])) for row in rows]
    return [
        was_told and row["working_days"] <= limit(row)
        for row, was_told in told_then
        if was_told or CONTEXT.working_days(row["arose_day"], today) > limit(row)
    ]


def check_informed(db: Connection, scope: Scope, plain: Plain) -> None:
    today = CONTEXT.day(plain.horizon)
    arose = [row for row in plain.of("moment") if plain.inside(row["arose_day"])]
    due = [
        row
        for row in arose
        if before(plain, row["told_at"]) or CONTEXT.working_days(row["arose_day"], today) > limit(row)
    ]

    def in_time(row: Row) -> bool:
        return before(plain, row["told_at"]) and row["working_days"] <= limit(row)

    found = informing.informed(db, scope, plain.filters)
    expected = [
        (moment, len(rows), sum(map(in_time, rows)))
        for moment in informing.MOMENTS
        for rows in [[row for row in due if row["moment"] == moment]]
    ]
    assert values(found) == told(expected)
    by_channel = grouped(
        due, lambda row: (row["moment"], row["told_channel"] if before(plain, row["told_at"]) else None)
    )
    expected = [(*key, len(rows), sum(map(in_time, rows))) for key, rows in by_channel.items()]
    assert values(informing.informed_by_channel(db, scope, plain.filters)) == told(expected)

    first = [row for row in arose if row["moment"] == "eerste_antwoord" and before(plain, row["arose_at"])]
    answered = [lasted(row, plain.filters.days) for row in first if before(plain, row["told_at"])]
    answer = one(informing.first_answer(db, scope, plain.filters))
    assert tuple(answer.values()) == told([(*ranks(answered), len(first) - len(answered))])[0]


STEP_ENDS = {
    "agenda": "on_agenda",
    "decision": "decided",
    "signing": "signed",
    "publication": "published",
    "telling": "told",
}


def check_decisions(db: Connection, scope: Scope, plain: Plain) -> None:
    rows = plain.of("decision")
    taken = [row for row in rows if plain.inside(row["decided_day"])]
    expected = []
    for step, (name, end) in zip(decisions.STEPS, STEP_ENDS.items(), strict=True):
        spans = [row[f"{name}_working_days"] for row in taken if before(plain, row[f"{end}_at"])]
        expected.append((step, *ranks(on_grid(span, Days.WORKING) for span in spans if span is not None)))
    assert values(decisions.decision_timing(db, scope, plain.filters)) == told(expected)

    today = CONTEXT.day(plain.horizon)
    public = [row for row in taken if before(plain, row["published_at"])]
    older = [row for row in taken if row not in public and CONTEXT.working_days(row["decided_day"], today) > 1]
    at_once = sum(row["public_working_days"] <= 1 for row in public)
    found = one(decisions.decisions_published(db, scope, plain.filters))
    assert tuple(found.values()) == (len(taken), len(public) + len(older), at_once)

    going = {number for number, case in enumerate(plain.folded) if not closed_for_good(plain, case)}
    waiting = [
        row
        for row in rows
        if before(plain, row["ready_at"]) and not before(plain, row["decided_at"]) and row["case"] in going
    ]
    spans = [on_grid(CONTEXT.working_days(row["ready_day"], today), Days.WORKING) for row in waiting]
    assert tuple(one(decisions.decisions_waiting(db, scope, plain.filters)).values()) == ranks(spans)


def closed_for_good(plain: Plain, case: dict[str, list[Row]]) -> bool:
    melding = case["melding"][0]
    return not melding["open"] and before(plain, melding["last_closed_at"])


# --- routing and channels ----------------------------------------------------------------------------------------
def check_routing(db: Connection, scope: Scope, plain: Plain) -> None:
    unit, divisor = ("lost_working_days", 1) if plain.filters.days is Days.WORKING else ("lost_seconds", DAY)
    closed = plain.closed()
    lost = sum(row[unit] for row in closed) / divisor if closed else None
    changed, hops = sum(row["hops"] > 0 for row in closed), sum(row["hops"] for row in closed)
    found = one(routing.forwarding(db, scope, plain.filters))
    assert told([tuple(found.values())]) == told([(len(closed), changed, hops, lost)])

    name = NAMES["service"].get
    flow = grouped(
        closed,
        lambda row: (
            THEMES.get(row["intake_category_id"]) or NAMES["category"].get(row["intake_category_id"]),
            name(row["first_service_id"]),
            name(row["closing_service_id"]),
            str(row["outcome"]),
        ),
    )
    expected = [(*key, len(rows), sum(row[unit] for row in rows) / divisor) for key, rows in flow.items()]
    assert values(routing.flows(db, scope, plain.filters)) == told(expected)
    moved = grouped(
        [row for row in closed if row["first_service_id"] != row["closing_service_id"]],
        lambda row: (name(row["first_service_id"]), name(row["closing_service_id"])),
    )
    expected = [(*key, len(rows), sum(row[unit] for row in rows) / divisor) for key, rows in moved.items()]
    assert values(routing.changes_of_service(db, scope, plain.filters)) == told(expected)

    known = [row for row in plain.meldingen if plain.inside(row["received_day"]) and before(plain, row["received_at"])]
    system = [row for row in known if row["routed_by"] == "system"]
    screened = [row for row in known if row["screened_by"]]
    assert one(routing.auto_routing(db, scope, plain.filters)) == {
        "received": len(known),
        "assigned": sum(row["routed_by"] is not None for row in known),
        "by_system": len(system),
        "kept": sum(not row["rerouted"] for row in system),
        "screened": len(screened),
        "overruled": sum(row["overruled"] for row in screened),
    }


def check_channels(db: Connection, scope: Scope, plain: Plain) -> None:
    received = [row for row in plain.meldingen if plain.inside(row["received_day"])]
    keys = {
        "": lambda row: None,
        "month": lambda row: row["received_day"].replace(day=1),
        "area": lambda row: NAMES["area"].get(row["area_id"]),
        "category": lambda row: NAMES["category"].get(row["category_id"]),
    }
    channel = NAMES["channel"].get
    expected = [
        (by, part, name, len(rows))
        for by, key in keys.items()
        for (part, name), rows in grouped(received, lambda row, key=key: (key(row), channel(row["channel_id"]))).items()  # type: ignore[misc]
    ]
    assert values(channels.channel_mix(db, scope, plain.filters)) == told(expected)
    by_month = [(part, name, n) for by, part, name, n in expected if by == "month"]
    assert values(channels.channel_mix_by_month(db, scope, plain.filters)) == told(by_month)


# --- satisfaction ------------------------------------------------------------------------------------------------
def check_satisfaction(db: Connection, scope: Scope, plain: Plain) -> None:
    rows = plain.of("evaluation")
    low = [row for row in rows if row["score"] in (1, 2) and before(plain, row["answered_at"])]
    low = [row for row in low if not before(plain, row["processed_at"])]
    found = one(satisfaction.satisfaction(db, scope, plain.filters))
    assert found.pop("unprocessed") == len(low)
    assert found.pop("low") is None or found.pop("high") >= found["share"]
    found.pop("high", None)
    assert found == rating(plain, rows)
    listed = satisfaction.low_scores(db, scope, plain.filters)
    assert sorted(listed["score"]) == sorted(row["score"] for row in low)

    numbers = satisfaction.satisfaction_by(db, scope, plain.filters)
    keys = {
        "service": lambda row: NAMES["service"].get(row["service_id"]),
        "channel": lambda row: NAMES["channel"].get(row["channel_id"]),
        "outcome": lambda row: row["outcome"] and str(row["outcome"]),
        "theme": lambda row: THEMES.get(row["category_id"]) or NAMES["category"].get(row["category_id"]),
    }
    either = [row for row in rows if plain.inside(row["answered_day"]) or plain.inside(row["asked_day"])]
    expected = []
    for by, key in keys.items():
        for label, part in grouped(either, key).items():
            rate = rating(plain, part)
            expected.append((by, label, *(rate[name] for name in ("scored", "mean", "share", "asked", "responded"))))
    assert values(numbers[["by", "label", "n", "mean", "share", "asked", "responded"]]) == told(expected)

    answered = [row for row in rows if plain.inside(row["answered_day"])]
    given = Counter(row["score"] for row in answered if row["score"] is not None)
    assert values(satisfaction.satisfaction_scores(db, scope, plain.filters)) == told(given.items())
    trend = satisfaction.satisfaction_by_month(db, scope, plain.filters)
    for month, n in zip(trend["month"], trend["n"], strict=True):
        assert n == sum(row["score"] is not None and row["answered_day"].replace(day=1) == month for row in answered)
    assert trend["n"].sum() == sum(given.values())
    said = Counter(row["resolved"] for row in answered)
    solved = one(satisfaction.found_solved(db, scope, plain.filters))
    assert solved == {"yes": said[True], "no": said[False], "unknown": said[None]}


# --- own services beside each other ------------------------------------------------------------------------------
def check_services(db: Connection, scope: Scope, plain: Plain) -> None:
    span = timedelta(days=30)
    followed = [
        row for row in plain.of("closing") if plain.inside(row["closed_day"]) and before(plain, row["closed_at"] + span)
    ]
    again = [row for row in followed if row["reopened_at"] and row["reopened_at"] <= row["closed_at"] + span]
    months = reopening.reopened_by_month(db, scope, plain.filters)
    expected = Counter(row["closed_day"].replace(day=1) for row in followed)
    assert {row.month: row.n for row in months.itertuples() if row.n} == expected
    assert months["again"].sum() == len(again)
    scored = [row for row in plain.of("evaluation") if row["score"] and plain.inside(row["answered_day"])]
    told = informing.informed(db, scope, plain.filters).set_index("moment").drop(index=informing.FIRST_ANSWER).sum()
    judged = on_time.on_time(db, scope, plain.filters).iloc[0]
    by_service(comparing.funnel_reopened(db, scope, plain.filters), again, followed)
    by_service(
        comparing.funnel_satisfied(db, scope, plain.filters), [row for row in scored if row["score"] >= 4], scored
    )
    sums = {"numerator": int(told["told_in_time"]), "denominator": int(told["due"])}
    informed = comparing.funnel_informed(db, scope, plain.filters)
    assert informed[list(sums)].sum().to_dict() == sums
    timely = comparing.funnel_on_time(db, scope, plain.filters)
    assert timely["denominator"].sum() == judged[list(on_time.JUDGED)].sum()
    assert timely["numerator"].sum() == judged["on_time"]


def by_service(found: pd.DataFrame, part: list[Row], whole: list[Row]) -> None:
    parts, wholes = (grouped(rows, lambda row: NAMES["service"].get(row["service_id"])) for rows in (part, whole))
    expected = {label: (len(parts.get(label, [])), len(rows)) for label, rows in wholes.items()}
    assert {row.label: (row.numerator, row.denominator) for row in found.itertuples()} == expected
    assert (found["overall"] == len(part) / max(len(whole), 1)).all()


def rating(plain: Plain, rows: list[Row]) -> dict[str, Any]:
    answered = [row for row in rows if plain.inside(row["answered_day"])]
    scores = [row["score"] for row in answered if row["score"] is not None]
    asked = [row for row in rows if plain.inside(row["asked_day"]) and before(plain, row["asked_at"])]
    good = sum(score >= 4 for score in scores)
    return {
        "answered": len(answered),
        "scored": len(scores),
        "good": good,
        "asked": len(asked),
        "responded": sum(before(plain, row["answered_at"]) for row in asked),
        "mean": _rounded(sum(scores) / len(scores)) if scores else None,
        "share": _rounded(good / len(scores)) if scores else None,
    }


# --- stock, ages, on time, curve ---------------------------------------------------------------------------------
def check_open(db: Connection, scope: Scope, plain: Plain) -> None:
    waiting = [rows["melding"][0] for rows in plain.cases if plain.open_then(rows)]
    unit = 1 if plain.filters.days is Days.WORKING else DAY
    aged = [(age(plain, row["received_at"], row["received_day"]) / unit, late(plain, row)) for row in waiting]
    expected, lower = [], -1.0
    for begin, end in ages.BANDS:
        band = [over for days, over in aged if lower < days <= (end if end is not None else float("inf"))]
        expected.append((begin, end, len(band), sum(band)))
        lower = end or lower
    assert values(ages.ageing(db, scope, plain.filters)) == told(expected)
    overdue = ages.overdue_open(db, scope, plain.filters)
    assert sorted(overdue["deadline"]) == sorted(CONTEXT.day(row["deadline_at"]) for row in waiting if late(plain, row))

    weeks = counts.stock_by_week(db, scope, plain.filters)
    for monday, still_open in zip(weeks["week_start"], weeks["open"], strict=True):
        end = min(monday + timedelta(weeks=1), plain.filters.last_day + timedelta(days=1))
        assert still_open == plain.open_before(end)


def late(plain: Plain, row: Row) -> bool:
    passed = row["on_time"] is False and before(plain, row["judged_at"])
    return passed and not before(plain, row["first_closed_at"])


def check_attention(db: Connection, scope: Scope, plain: Plain) -> None:
    """What a line counts is what one finds in the list, or under the filters, that it leads to."""
    found = attention(db, scope, plain.filters, NOW).groupby("line")["count"].sum().to_dict()
    today = CONTEXT.day(plain.horizon)
    waiting = {number for number, case in enumerate(plain.folded) if plain.open_then(case)}
    silent = [row for row in plain.of("moment") if row["moment"] == "eerste_antwoord" and row["case"] in waiting]
    out = [
        row for row in plain.of("advice") if before(plain, row["requested_at"]) and not before(plain, row["ended_at"])
    ]
    expected = {
        Line.OVERDUE: len(ages.overdue_open(db, scope, plain.filters)),
        Line.SLOW_ADVICE: sum(CONTEXT.working_days(row["requested_day"], today) > 15 for row in out),
        Line.NO_ANSWER: sum(
            not before(plain, row["told_at"]) and CONTEXT.working_days(row["arose_day"], today) > 5 for row in silent
        ),
        Line.DECISIONS_WAITING: decisions.decisions_waiting(db, scope, plain.filters)["n"].iloc[0],
        Line.LOW_SCORES: len(satisfaction.low_scores(db, scope, plain.filters)),
        Line.WITHOUT_NORM: sum(
            row["deadline_at"] is None and plain.inside(row["received_day"]) for row in plain.meldingen
        ),
    }
    nobody, asked = (WITHOUT,), plain.filters
    lacking = {
        Line.WITHOUT_AREA: (asked.areas, replace(asked, areas=nobody)),
        Line.WITHOUT_SERVICE: (asked.services, replace(asked, services=nobody)),
        Line.WITHOUT_CATEGORY: (asked.categories, replace(asked, categories=nobody)),
    }
    for line, (codes, narrowed) in lacking.items():
        without = counts.received(db, scope, narrowed)["received"].iloc[0]
        expected[line] = without if not codes or WITHOUT in codes else 0
    assert found == {line: n for line, n in expected.items() if n}


def check_on_time(db: Connection, scope: Scope, plain: Plain) -> None:
    frame = on_time.on_time_by_service(db, scope, plain.filters)
    parts = [(plain._judge(row), NAMES["service"].get(row["service_id"])) for row in plain.meldingen]
    judged = [(part, service) for part, service in parts if part in on_time.JUDGED]
    expected = [
        (service, sum(one[0] == "on_time" for one in rows), len(rows))
        for service, rows in grouped(judged, lambda one: one[1]).items()
    ]
    assert values(frame[["service", "on_time", "n"]]) == told(expected)


def check_curve(db: Connection, scope: Scope, plain: Plain) -> None:
    """One melding after another: at each time the share still followed is divided."""
    times = []
    for rows in plain.cases:
        melding, first = rows["melding"][0], next(iter(rows["closing"]), None)
        if not plain.inside(melding["received_day"]) or not before(plain, melding["received_at"]):
            continue
        if first is not None and before(plain, first["closed_at"]):
            kind = 1 if first["outcome"] is K.RESOLVED else 2
            times.append((edges(Grid.SECONDS)[first["elapsed_bucket"]] / DAY, kind))
        else:
            seconds = int((plain.horizon - melding["received_at"]).total_seconds())
            times.append((on_grid(seconds, Days.CALENDAR), 0))
    found = curve.time_to_close_curve(db, scope, plain.filters)
    resolved, surviving, expected = 0.0, 1.0, {}
    for time in sorted({time for time, _ in times}):
        risk = sum(other >= time for other, _ in times)
        ended = [kind for other, kind in times if other == time and kind]
        resolved += surviving * ended.count(1) / risk
        surviving *= 1 - len(ended) / risk
        expected[time] = (risk, resolved, 1 - resolved - surviving)
    shown = {row.day: (row.at_risk, row.resolved, row.other) for row in found.itertuples()}
    if 0 in shown and 0 not in expected:
        assert shown.pop(0) == (len(times), 0, 0)
    assert {time: pytest.approx(row) for time, row in expected.items()} == shown
    sizes = curve.time_to_close(db, scope, plain.filters).iloc[0]
    assert (sizes["n"], sizes["still_open"]) == (len(times), sum(kind == 0 for _, kind in times))


def check_points(db: Connection, scope: Scope, plain: Plain) -> None:
    """The sparklines: each point is what its own days would say, and the last one ends the period."""
    steps = sparkline_of(plain.filters)
    frame = key_figures(db, scope, plain.filters)
    points: dict[str, tuple[float | None, ...]] = dict(zip(frame["measure"], frame["points"], strict=True))
    assert len(steps.starts) == 12
    opened = points["open"]
    ends = [*(start for start in steps.starts[1:]), plain.filters.last_day + timedelta(days=1)]
    assert opened == tuple(plain.open_before(end) for end in ends)
    scored = [row for row in plain.of("evaluation") if row["score"] is not None and row["answered_day"]]
    for point, (first, last) in zip(points["satisfaction"], spans(steps), strict=True):
        scores = [row["score"] for row in scored if first <= row["answered_day"] <= last]
        assert point == (pytest.approx(np.mean(scores)) if len(scores) >= 5 else None)
    for point, (first, last) in zip(points["lead_time"], spans(steps), strict=True):
        asked = replace(plain.filters, first_day=first, last_day=last)
        durations = sorted(
            Plain._days(plain, row) for row in plain.closings if asked.first_day <= row["closed_day"] <= last
        )
        assert point == (durations[-(-len(durations) // 2) - 1] if len(durations) >= 5 else None)
    for point, (first, last) in zip(points["informed"], spans(steps), strict=True):
        moments = [row for row in plain.of("moment") if row["moment"] != "eerste_antwoord"]
        told_in_time = judged_in_time(plain, [row for row in moments if first <= row["arose_day"] <= last])
        assert point == (pytest.approx(np.mean(told_in_time)) if len(told_in_time) >= 5 else None)


def spans(steps: Steps) -> list[tuple[date, date]]:
    ends = [*(start - timedelta(days=1) for start in steps.starts[1:]), steps.last]
    return list(zip(steps.starts, ends, strict=True))


CHECKS = (
    check_phases,
    check_partners,
    check_informed,
    check_decisions,
    check_routing,
    check_channels,
    check_satisfaction,
    check_services,
    check_open,
    check_attention,
    check_on_time,
    check_curve,
    check_points,
)


@settings(max_examples=12, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(st.lists(histories(), min_size=5, max_size=15))
def test_the_parts_add_up_to_the_lead_time_and_the_stopped_clock(world: World, drawn: list[list[Event]]) -> None:
    """Of each closing, in seconds and in working days, before anything is put on the grid."""
    with world.writer.engine.connect() as connection:
        prepare(connection, world.a)
        subjects = world.add(connection, world.a, *drawn)
        stays, closings = (
            pd.DataFrame(connection.execute(text(f"SELECT * FROM {table}")).mappings().all()) for table in _TABLES
        )
        for subject in subjects if len(closings) else []:
            own = stays[stays["subject_id"] == subject]
            for closing in closings[closings["subject_id"] == subject].itertuples():
                visits = rows_of(own[own["left_at"].notna() & (own["left_at"] <= closing.closed_at)])
                for days, lead in ((Days.CALENDAR, closing.lead_seconds), (Days.WORKING, closing.lead_working_days)):
                    spent = [parts_of(visit | {"stage": EventKind(visit["stage"])}, days) for visit in visits]
                    total: Counter[str] = sum(spent, Counter())
                    assert sum(total.values()) - total[STOPPED] == lead
        connection.rollback()


def rows_of(frame: pd.DataFrame) -> list[Row]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


_TABLES = ("stay", "closing")
