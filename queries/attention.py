"""What asks for attention today: each line a number with its worst case, whose it is, and the way to its rows."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, not_, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from queries import tables
from queries.db import fetch
from queries.decisions import waiting as decisions_that_wait
from queries.facts import BEGUN, Facts, facts, proposal_facts, with_calendar
from queries.filters import WITHOUT, Days, Filters, Scope
from queries.freshness import freshness
from queries.informing import FIRST_ANSWER
from queries.moderation import late_by_service
from queries.names import named, names
from queries.narrowing import whatever_stage
from queries.not_started import waiting
from queries.phases import not_ended
from queries.proposal_steps import EXPLANATION
from queries.satisfaction import unprocessed

SLOW_ADVICE, NO_ANSWER = 15, 5
"""Working days after which advice that is out, and a citizen without an answer, ask for attention."""
UNMOTIVATED, NOT_STARTED = 10, 60
"""Working days after which a choice that nobody can read the motivation of, and one of which nothing comes, do so."""
COLUMNS = ["line", "count", "worst", "owner", "owner_code", "owner_count", "about", "narrow"]
SHOWN_PARTNERS = 3


class Line(StrEnum):
    """The lines, in the order of their weight."""

    OVERDUE = "overdue"
    SLOW_ADVICE = "slow_advice"
    ADVICE = "advice"
    NO_ANSWER = "no_answer"
    DECISIONS_WAITING = "decisions_waiting"
    MODERATION_LATE = "moderation_late"
    UNMOTIVATED = "unmotivated"
    NOT_STARTED = "not_started"
    LOW_SCORES = "low_scores"
    WITHOUT_AREA = "without_area"
    WITHOUT_SERVICE = "without_service"
    WITHOUT_CATEGORY = "without_category"
    WITHOUT_NORM = "without_norm"
    LATE_SOURCE = "late_source"
    REFUSED_ROWS = "refused_rows"


def attention(db: Connection, scope: Scope, filters: Filters, now: datetime) -> pd.DataFrame:
    """The lines that are not empty. What is open is judged at the horizon, whatever the period; of what was received in
    the period is told what it lacks. `now` judges which sources are late.

    Columns: line (Line), count, worst (working days of the oldest; null for lines about data), owner (name of the
    service that has most of them; null without), owner_code, owner_count, about (tuple of names and counts: of advice
    its partners, at most three, most first; of refused rows and late sources the source; empty else), narrow (dict: the
    filters that lead to the rows, by their names in an address).
    """
    working = replace(filters, days=Days.WORKING)
    own = facts(db, scope, working)
    services = names(db, scope, "service")
    lines = [
        _line(Line.OVERDUE, _overdue(db, own), services),
        _advice(db, own, services, Line.SLOW_ADVICE, _older_than(own, SLOW_ADVICE)),
        _line(Line.NO_ANSWER, _no_answer(db, own), services),
        _line(Line.DECISIONS_WAITING, _decisions(db, own), services),
        _line(Line.LOW_SCORES, _low_scores(db, own), services),
        *_without(db, own, services),
        *_late_sources(db, scope, now),
        *_refused_rows(db, scope),
    ]
    return _filled(lines)


def queue(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What waits for those who handle meldingen, whatever the period. Columns as those of `attention`: overdue, advice
    that is out (however long), citizens without an answer, low scores and decisions."""
    own = facts(db, scope, replace(filters, days=Days.WORKING))
    services = names(db, scope, "service")
    lines = [
        _line(Line.OVERDUE, _overdue(db, own), services),
        _advice(db, own, services, Line.ADVICE, true()),
        _line(Line.LOW_SCORES, _low_scores(db, own), services),
        _line(Line.NO_ANSWER, _no_answer(db, own), services),
        _line(Line.DECISIONS_WAITING, _decisions(db, own), services),
    ]
    return _filled(lines)


def overdue(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The line of what is overdue and still open, in the columns of `attention`; no row when nothing is."""
    own = facts(db, scope, replace(filters, days=Days.WORKING))
    return _filled([_line(Line.OVERDUE, _overdue(db, own), names(db, scope, "service"))])


def low_scores(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The line of low scores that nobody processed, in the same way."""
    own = facts(db, scope, replace(filters, days=Days.WORKING))
    return _filled([_line(Line.LOW_SCORES, _low_scores(db, own), names(db, scope, "service"))])


def moderation_late(db: Connection, scope: Scope, now: datetime) -> pd.DataFrame:
    """The line of proposals that wait for moderation longer than its norm, in the same way: the late ones of
    `queries.moderation.queue`, whatever the filters."""
    return _filled([_line(Line.MODERATION_LATE, late_by_service(db, scope, now), names(db, scope, "service"))])


def choices_late(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The lines of choices without a published motivation for more than 10 working days, and of places that were
    selected more than 60 working days ago and have nothing planned, in the same way. Judged at the horizon, whatever
    the period; no rows to a scope without `embargoed`, which knows of no choice before it is published."""
    if not scope.embargoed:
        return _filled([])
    own, services = proposal_facts(db, scope, replace(filters, days=Days.WORKING)), names(db, scope, "service")
    late = {Line.UNMOTIVATED: _unmotivated(db, own), Line.NOT_STARTED: _not_started(db, own)}
    return _filled([_line(line, found, services) for line, found in late.items()])


def _unmotivated(db: Connection, own: Facts) -> pd.DataFrame:
    """Choices whose motivation is not published, since the first that waits for one."""
    step = own.of(tables.proposal_step)
    waits = (
        step.c.step == EXPLANATION,
        step.c.begun_at <= own.horizon,
        not_ended(own, step.c.ended_at, step.c.ended_day),
    )
    rows = *whatever_stage(step, own.scope, own.filters), *waits
    return fetch(db, _aged(own, step, step.c.begun_day).where(*rows, _older_than(own, UNMOTIVATED)))


def _not_started(db: Connection, own: Facts) -> pd.DataFrame:
    waits = waiting(own)
    by = waits.proposal.c.organisation_id, waits.proposal.c.service_id
    worst = func.max(own.today_no - BEGUN.c.working_no).label("worst")
    dated = with_calendar(waits.rows, waits.table, BEGUN, waits.begun_day)
    late = *waits.conditions, not_(waits.planned), _older_than(own, NOT_STARTED)
    return fetch(db, select(*by, func.count().label("count"), worst).select_from(dated).where(*late).group_by(*by))


def _filled(lines: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([line for line in lines if line["count"]], columns=COLUMNS)


def _line(line: Line, by_service: pd.DataFrame, services: pd.DataFrame, **more: Any) -> dict[str, Any]:
    """One line of counts by service (organisation_id, service_id, count, worst)."""
    empty: dict[str, Any] = dict.fromkeys(COLUMNS) | {"line": line, "count": 0, "about": (), "narrow": {}}
    if by_service.empty:
        return empty
    told = named(by_service, services, "service_id", owner="name", owner_code="code")
    owners = told.groupby(["owner", "owner_code"], dropna=False)["count"].sum().reset_index()
    top = owners.sort_values(["count", "owner"], ascending=[False, True]).iloc[0]
    known = isinstance(top["owner"], str)
    found = {
        "count": int(told["count"].sum()),
        "worst": None if told["worst"].isna().all() else int(told["worst"].max()),
        "owner": top["owner"] if known else None,
        "owner_code": top["owner_code"] if known else None,
        "owner_count": int(top["count"]),
    }
    return empty | found | more


def _aged(
    own: Facts,
    table: FromClause,
    day: ColumnElement,
    *keys: ColumnElement,
    beside: tuple[FromClause, ColumnElement[bool]] | None = None,
) -> Select:
    """Count and greatest age in working days since a local day, by service and `keys`; `beside` is joined."""
    whole = own.with_horizon(table)
    dated = with_calendar(whole.join(*beside) if beside else whole, table, BEGUN, day)
    worst = func.max(own.today_no - BEGUN.c.working_no).label("worst")
    by = (table.c.organisation_id, table.c.service_id, *keys)
    counted = select(*by, func.count().label("count"), worst)
    return counted.select_from(dated).group_by(*by)


def _older_than(own: Facts, days: int) -> ColumnElement[bool]:
    return own.today_no - BEGUN.c.working_no > days


def _overdue(db: Connection, own: Facts) -> pd.DataFrame:
    table = own.melding
    return fetch(db, _aged(own, table, table.c.received_day).where(*own.open_then(), own.overdue()))


def _advice(
    db: Connection, own: Facts, services: pd.DataFrame, line: Line, how_long: ColumnElement[bool]
) -> dict[str, Any]:
    """Advice that is out, with the partners that have most of it."""
    table = own.of(tables.advice)
    out = (table.c.requested_at <= own.horizon, not_ended(own, table.c.ended_at, table.c.ended_day))
    asked = _aged(own, table, table.c.requested_day, table.c.partner_id)
    found = fetch(db, asked.where(*own.rows(table), *out, how_long))
    told = named(found, names(db, own.scope, "partner"), "partner_id", partner="name").dropna(subset=["partner"])
    by_partner = told.groupby("partner")["count"].sum().reset_index()
    top = by_partner.sort_values(["count", "partner"], ascending=[False, True]).head(SHOWN_PARTNERS)
    about = tuple((str(name), int(n)) for name, n in zip(top["partner"], top["count"], strict=True))
    return _line(line, found, services, about=about)


def _no_answer(db: Connection, own: Facts) -> pd.DataFrame:
    """Open meldingen whose citizen heard nothing yet."""
    table, moment = own.melding, own.of(tables.moment)
    same = and_(moment.c.organisation_id == table.c.organisation_id, moment.c.subject_id == table.c.subject_id)
    untold = not_ended(own, moment.c.told_at, moment.c.told_day)
    silent = (moment.c.melding_kind == str(own.filters.kind), moment.c.moment == FIRST_ANSWER, untold)
    asked = _aged(own, table, table.c.received_day, beside=(moment, same))
    return fetch(db, asked.where(*own.open_then(), *silent, _older_than(own, NO_ANSWER)))


def _decisions(db: Connection, own: Facts) -> pd.DataFrame:
    table = own.of(tables.decision)
    return fetch(db, _aged(own, table, table.c.ready_day).where(*decisions_that_wait(own)))


def _low_scores(db: Connection, own: Facts) -> pd.DataFrame:
    table = own.of(tables.evaluation)
    return fetch(db, _aged(own, table, table.c.answered_day).where(*unprocessed(own)))


_LACKING = {
    Line.WITHOUT_AREA: ("area_id", {"area": WITHOUT}),
    Line.WITHOUT_SERVICE: ("service_id", {"service": WITHOUT}),
    Line.WITHOUT_CATEGORY: ("category_id", {"category": WITHOUT}),
    Line.WITHOUT_NORM: ("deadline_at", {}),
}


def _without(db: Connection, own: Facts, services: pd.DataFrame) -> list[dict[str, Any]]:
    """What meldingen received in the period lack."""
    table = own.melding
    keys = (table.c.organisation_id, table.c.service_id)
    counts = [func.count().filter(table.c[column].is_(None)).label(line) for line, (column, _) in _LACKING.items()]
    counted = select(*keys, *counts).where(*own.rows(table), own.in_period(table.c.received_day)).group_by(*keys)
    found = fetch(db, counted).assign(worst=None)
    lines = []
    for line, (_, narrow) in _LACKING.items():
        own_counts = found.rename(columns={line: "count"})[["organisation_id", "service_id", "count", "worst"]]
        lines.append(_line(line, own_counts[own_counts["count"] > 0], services, narrow=narrow))
    return lines


def _late_sources(db: Connection, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    sources = freshness(db, scope, now)
    return [_about(Line.LATE_SOURCE, 1, str(name)) for name in sources.loc[sources["late"].astype(bool), "source"]]


def _refused_rows(db: Connection, scope: Scope) -> list[dict[str, Any]]:
    """Rows that the last delivery of a source brought and that were refused."""
    run, source = tables.import_run.c, tables.source.c
    same = and_(source.organisation_id == run.organisation_id, source.source_id == run.source_id)
    last = select(source.name, run.report["reasons"].label("reasons")).join_from(tables.import_run, tables.source, same)
    last = last.where(run.organisation_id.in_(scope.organisation_ids), run.voided_at.is_(None))
    latest = last.ext(distinct_on(run.organisation_id, run.source_id)).order_by(
        run.organisation_id, run.source_id, run.started_at.desc()
    )
    found = fetch(db, latest)
    reasons: list[dict[str, int]] = [row or {} for row in found["reasons"]]
    counts = zip(found["name"], reasons, strict=True)
    return [_about(Line.REFUSED_ROWS, sum(refused.values()), str(name)) for name, refused in counts]


def _about(line: Line, n: int, about: str) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS) | {"line": line, "count": n, "about": ((about, n),), "narrow": {}}
