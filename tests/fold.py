"""The reference: what a list of events means, worked out one event after another in plain Python.

Slow, obvious, and independent of the set-based projection, which must give exactly the same rows.
"""

import itertools
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from config.grid import Grid, edges
from config.kinds import EventKind, outcome_codes, stage_codes, stages

OUTCOMES, STAGES = set(outcome_codes()), set(stage_codes())
HOLDERS = {EventKind.SUBMITTED, EventKind.ASSIGNED, EventKind.FORWARDED}


@dataclass(frozen=True)
class Event:
    """One row of `event`, without what the projection does not read."""

    seq: int
    kind: StrEnum
    occurred_at: datetime
    service_id: int | None = None
    actor_role: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    voids_seq: int | None = None
    inferred: bool = False


@dataclass(frozen=True)
class Norm:
    """One row of `norm` for phase closing."""

    category_id: int | None
    n: int
    unit: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Context:
    """What surrounds a melding: time zone, which days are worked, norms, own partners, whether its source tells
    when the citizen was told.
    """

    zone: str
    works: Callable[[date], bool]
    norms: Sequence[Norm] = ()
    internal: frozenset[int] = frozenset()
    notifies: bool = True

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def working_days(self, begin: date, end: date) -> int:
        """Working days after `begin` up to and including `end`, counted one by one."""
        days = (begin + timedelta(days=n) for n in range(1, (end - begin).days + 1))
        return sum(self.works(day) for day in days)

    def add(self, begin: date, n: int, unit: str) -> date:
        """`n` working or calendar days after `begin`; a free `begin` counts as the working day before it."""
        day = begin
        if unit == "calendar_day":
            return begin + timedelta(days=n)
        while n == 0 and not self.works(day):
            day -= timedelta(days=1)
        while n > 0:
            day += timedelta(days=1)
            n -= self.works(day)
        return day

    def end_of(self, day: date) -> datetime:
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(self.zone))
        return midnight.astimezone(UTC) - timedelta(seconds=1)


def second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def live(events: Sequence[Event]) -> list[Event]:
    """Events that count, in the order in which they count; empty without a receipt."""
    voided = {event.voids_seq for event in events if event.kind is EventKind.VOID}
    kept = [event for event in events if event.kind is not EventKind.VOID and event.seq not in voided]
    receipts = [(event.occurred_at, event.seq) for event in kept if event.kind is EventKind.SUBMITTED]
    if not receipts:
        return []
    received = min(receipts)[0]
    clamped = [(max(event.occurred_at, received), _rank(event.kind), event.seq, event) for event in kept]
    return [
        Event(e.seq, e.kind, moment, e.service_id, e.actor_role, e.payload)
        for moment, _, _, e in sorted(clamped, key=lambda item: item[:3])
    ]


def _rank(kind: StrEnum) -> int:
    return stages()[EventKind(kind)].rank if kind in stages() else 99


def fold(events: Sequence[Event], context: Context) -> dict[str, list[dict[str, Any]]]:
    """Rows by derived table, without organisation, subject and source."""
    ordered = live(events)
    if not ordered:
        return {}
    first = min((e for e in events_of(events, EventKind.SUBMITTED)), key=lambda e: (e.occurred_at, e.seq))
    stays, closings, routing = _walk(ordered)
    melding = _melding(ordered, first, stays, closings, context) | routing | _screening(ordered)
    shared = {key: melding[key] for key in ("melding_kind", "category_id", "area_id", "channel_id", "service_id")}
    passing = {key: melding[key] for key in ("intake_category_id", "first_service_id")}
    children = _children(ordered, closings, melding, context)
    return {
        "melding": [melding],
        "stay": [
            shared | row | _before(row, stays, context) | _stay(row, children["advice"], context) for row in stays
        ],
        "closing": [
            shared | passing | row | _passed(closing, stays, context)
            for row, closing in zip(_closings(closings, stays, melding["received_at"], context), closings, strict=True)
        ],
    } | {table: [shared | row for row in found] for table, found in children.items()}


def events_of(events: Sequence[Event], kind: EventKind) -> list[Event]:
    voided = {event.voids_seq for event in events if event.kind is EventKind.VOID}
    return [event for event in events if event.kind is kind and event.seq not in voided]


def _walk(ordered: Sequence[Event]) -> tuple[list[dict], list[dict], dict[str, Any]]:
    """Go through the events once, with the state in a few plain variables."""
    stays: list[dict[str, Any]] = []
    closings: list[dict[str, Any]] = []
    stage, service, is_open = None, None, True
    routing: dict[str, Any] = {"routed_by": None, "rerouted": None}
    routed_to = None

    def enter(moment: datetime) -> None:
        if stays and stays[-1]["left_at"] is None:
            if (stays[-1]["stage"], stays[-1]["service_id"]) == (stage, service):
                return
            stays[-1]["left_at"] = moment
        row = {"stay_no": len(stays) + 1, "stage": stage, "service_id": service, "entered_at": moment, "left_at": None}
        stays.append(row)

    for event in ordered:
        moment = second(event.occurred_at)
        if event.kind in OUTCOMES:
            if is_open:
                held = {"closing_service_id": service, "stays": len(stays)}
                closings.append({"closed_at": moment, "reopened_at": None, "reopened_by": None} | held)
                stays[-1]["left_at"] = moment
            closings[-1]["outcome"] = event.kind
            is_open = False
        elif event.kind is EventKind.REOPENED:
            if not is_open:
                closings[-1] |= {"reopened_at": moment, "reopened_by": event.actor_role}
                is_open, stage = True, EventKind.REOPENED
                enter(moment)
        elif is_open and (event.kind in STAGES or event.kind is EventKind.FORWARDED):
            if event.kind in HOLDERS and event.service_id is not None:
                service = event.service_id
            if event.kind in STAGES:
                stage = EventKind(event.kind)
            if event.kind is EventKind.ASSIGNED and routing["routed_by"] is None:
                routing, routed_to = {"routed_by": _by(event), "rerouted": False}, service
            elif routing["routed_by"] is not None and service != routed_to:
                routing["rerouted"] = True
            enter(moment)
    return stays, closings, routing


def _by(event: Event) -> str:
    return "system" if event.actor_role == "system" else "person"


def _screening(ordered: Sequence[Event]) -> dict[str, Any]:
    """Who judged first whether it is admissible, and whether anybody judged otherwise later."""
    judged = [event for event in ordered if event.kind in (EventKind.ADMISSIBLE, EventKind.INADMISSIBLE)]
    if not judged:
        return {"screened_by": None, "overruled": None}
    return {"screened_by": _by(judged[0]), "overruled": any(event.kind != judged[0].kind for event in judged)}


def _passed(closing: dict, stays: list[dict], context: Context) -> dict[str, int]:
    """How often the melding changed service before a closing, and how long others than the last had it."""
    before, last = stays[: closing["stays"]], closing["closing_service_id"]
    services = [stay["service_id"] for stay in before]
    spans = [
        (stay["entered_at"], stay["left_at"])
        for stay in before
        if stay["service_id"] not in (None, last) and stay["stage"] is not EventKind.WAITING_ON_CITIZEN
    ]
    return {
        "hops": sum(a is not None and a != b for a, b in itertools.pairwise(services)),
        "lost_seconds": sum(_seconds(*span) for span in spans),
        "lost_working_days": sum(_working(span, context) for span in spans),
    }


def _lasting(begun: datetime, ended: datetime | None, context: Context) -> dict[str, int | None]:
    if ended is None:
        return dict.fromkeys(("seconds", "bucket", "working_days", "working_bucket"))
    seconds, working = _seconds(begun, ended), _working((begun, ended), context)
    return {
        "seconds": seconds,
        "bucket": bisect_left(edges(Grid.SECONDS), seconds),
        "working_days": working,
        "working_bucket": bisect_left(edges(Grid.WORKING_DAYS), working),
    }


def _before(stay: dict, stays: list[dict], context: Context) -> dict[str, Any]:
    """When the visit before ended, and the last one before to the same service."""
    before = [one for one in stays if one["stay_no"] < stay["stay_no"]]
    there = [one for one in before if one["service_id"] == stay["service_id"]]
    days = [_days(found[-1], context, "left")["left_day"] if found else None for found in (before, there)]
    return {"before_day": days[0], "before_there_day": days[1]}


def _stay(stay: dict, advice: list[dict], context: Context) -> dict[str, Any]:
    """How long a visit lasted, and how long of it advice was out: somebody outside first, else an own service."""
    row = _days(stay, context, "entered", "left") | _lasting(stay["entered_at"], stay["left_at"], context)
    parts = {f"{side}_{unit}": 0 for side in ("internal", "external") for unit in ("seconds", "working_days")}
    if stay["left_at"] is None:
        return row | dict.fromkeys(parts)
    if stay["stage"] is EventKind.WAITING_ON_CITIZEN:
        return row | parts
    cuts = {stay["entered_at"], stay["left_at"]}
    cuts |= {moment for one in advice for moment in (one["requested_at"], one["ended_at"]) if moment is not None}
    inside = sorted(moment for moment in cuts if stay["entered_at"] <= moment <= stay["left_at"])
    for begun, ended in itertools.pairwise(inside):
        out = [one for one in advice if one["requested_at"] <= begun and (one["ended_at"] or ended) >= ended]
        if out:
            side = "internal" if all(one["partner_id"] in context.internal for one in out) else "external"
            parts[f"{side}_seconds"] += _seconds(begun, ended)
            parts[f"{side}_working_days"] += _working((begun, ended), context)
    return row | parts


def _closings(closings: list[dict], stays: list[dict], received: datetime, context: Context) -> list[dict]:
    rows = []
    for number, closing in enumerate(closings):
        following = closings[number + 1]["closed_at"] if number + 1 < len(closings) else None
        gone = [(c["closed_at"], c["reopened_at"]) for c in closings[:number]]
        gone += [
            (s["entered_at"], s["left_at"])
            for s in _stops(stays)
            if s["left_at"] and s["left_at"] <= closing["closed_at"]
        ]
        whole = (received, closing["closed_at"])
        seconds = _seconds(*whole) - sum(_seconds(*span) for span in gone)
        working = _working(whole, context) - sum(_working(span, context) for span in gone)
        rows.append(
            {key: value for key, value in closing.items() if key != "stays"}
            | _days(closing, context, "closed", "reopened")
            | {
                "closing_no": number + 1,
                "received_at": received,
                "received_day": context.day(received),
                "next_closed_day": following and context.day(following),
                "lead_seconds": seconds,
                "lead_bucket": bisect_left(edges(Grid.SECONDS), seconds),
                "lead_working_days": working,
                "lead_working_bucket": bisect_left(edges(Grid.WORKING_DAYS), working),
                "elapsed_bucket": bisect_left(edges(Grid.SECONDS), _seconds(*whole)),
            }
        )
    return rows


def _stops(stays: list[dict]) -> list[dict]:
    return [stay for stay in stays if stay["stage"] is EventKind.WAITING_ON_CITIZEN]


def _seconds(begin: datetime, end: datetime) -> int:
    return int((end - begin).total_seconds())


def _working(span: tuple[datetime, datetime], context: Context) -> int:
    return context.working_days(context.day(span[0]), context.day(span[1]))


def _days(row: dict, context: Context, *names: str) -> dict[str, date | None]:
    return {f"{name}_day": row[f"{name}_at"] and context.day(row[f"{name}_at"]) for name in names}


def _melding(
    ordered: Sequence[Event], first: Event, stays: list[dict], closings: list[dict], context: Context
) -> dict[str, Any]:
    received = second(first.occurred_at)
    category = _last_payload(ordered, EventKind.RECLASSIFIED, first)
    place = _last_payload(ordered, EventKind.RELOCATED, first)
    is_open = not closings or closings[-1]["reopened_at"] is not None
    closed = [closing["closed_at"] for closing in closings]
    removed = [event for event in ordered if event.kind is EventKind.TEXT_REMOVED]
    row = {
        "number": first.payload.get("number"),
        "title": None if removed else first.payload.get("title"),
        "text_removed_day": context.day(removed[0].occurred_at) if removed else None,
        "melding_kind": first.payload.get("melding_kind", "melding"),
        "category_id": category.get("category_id"),
        "area_id": place.get("area_id"),
        "channel_id": first.payload.get("channel_id"),
        "service_id": stays[-1]["service_id"],
        "intake_category_id": first.payload.get("category_id"),
        "first_service_id": next((stay["service_id"] for stay in stays if stay["service_id"] is not None), None),
        "lon": place.get("lon"),
        "h3_10": place.get("h3_10"),
        "lat": place.get("lat"),
        "street": place.get("street"),
        "stage": stays[-1]["stage"] if is_open else closings[-1]["outcome"],
        "stage_since": stays[-1]["entered_at"] if is_open else closings[-1]["closed_at"],
        "received_at": received,
        "received_day": context.day(received),
        "open": is_open,
        "closings": len(closings),
        "reopenings": sum(closing["reopened_at"] is not None for closing in closings),
        "first_closed_at": closed[0] if closed else None,
        "first_closed_day": context.day(closed[0]) if closed else None,
        "last_closed_at": closed[-1] if closed else None,
        "last_closed_day": context.day(closed[-1]) if closed else None,
    }
    return row | _judgement(ordered, first, row, stays, context)


def _last_payload(ordered: Sequence[Event], kind: EventKind, first: Event) -> dict[str, Any]:
    found = [event.payload for event in ordered if event.kind is kind]
    return found[-1] if found else first.payload


def _judgement(
    ordered: Sequence[Event], first: Event, row: dict, stays: list[dict], context: Context
) -> dict[str, Any]:
    told = _last_payload(ordered, EventKind.DEADLINE_SET, first).get("deadline")
    due, standing = (second(datetime.fromisoformat(told)), False) if told else _norm_due(row, stays, context)
    closed = row["first_closed_at"]
    nothing = {"judged_at": None, "judged_day": None}
    if due is None:
        return nothing | {"deadline_at": None, "deadline_origin": None, "deadline_moves": False, "on_time": None}
    judgement = {
        "deadline_at": due,
        "deadline_origin": "source" if told else "norm",
        "deadline_moves": standing and closed is None,
        "on_time": closed is not None and closed <= due,
    }
    if closed is None and standing:
        return judgement | nothing
    moment = max(row["received_at"], min(filter(None, (closed, due))))
    return judgement | {"judged_at": moment, "judged_day": context.day(moment)}


def _norm_due(row: dict, stays: list[dict], context: Context) -> tuple[datetime | None, bool]:
    norm = _norm(row, context)
    if norm is None:
        return None, False
    day, standing = context.add(row["received_day"], norm.n, norm.unit), False
    closed = row["first_closed_at"]
    for stop in _stops(stays):
        if closed is not None and (stop["left_at"] is None or stop["left_at"] > closed):
            break
        begin = context.day(stop["entered_at"])
        if begin > day:
            break
        if stop["left_at"] is None:
            standing = True
            break
        end = context.day(stop["left_at"])
        if norm.unit == "calendar_day":
            day += end - begin
        else:
            day = context.add(day, context.working_days(begin, end), norm.unit)
    return context.end_of(day), standing


def _norm(row: dict, context: Context) -> Norm | None:
    day = row["received_day"]
    valid = [n for n in context.norms if n.valid_from <= day and (n.valid_to is None or day <= n.valid_to)]
    own = [n for n in valid if n.category_id is not None and n.category_id == row["category_id"]]
    common = [n for n in valid if n.category_id is None]
    return max(own or common, key=lambda n: n.valid_from, default=None)


def _children(
    ordered: Sequence[Event], closings: list[dict], melding: dict[str, Any], context: Context
) -> dict[str, list[dict[str, Any]]]:
    told = [event for event in ordered if event.kind is EventKind.CITIZEN_NOTIFIED]
    notifications = [
        {
            "notification_no": number,
            "moment": event.payload.get("moment"),
            "channel": event.payload.get("channel"),
            "told_at": second(event.occurred_at),
            "told_day": context.day(second(event.occurred_at)),
        }
        for number, event in enumerate(told, 1)
    ]
    outcome = closings[-1]["outcome"] if closings else None
    return {
        "notification": notifications,
        "moment": _moments(ordered, notifications, melding, context) if context.notifies else [],
        "advice": _pairs(ordered, "advice", ("requested", "received"), closings, context),
        "task": _pairs(ordered, "task", ("created", "done"), closings, context),
        "decision": [
            _decision(number, group, notifications, context) for number, group in _groups(ordered, "decision_")
        ],
        "evaluation": [
            _evaluation(number, group, context) | {"outcome": outcome} for number, group in _groups(ordered, "evaluat")
        ],
    }


_PROPOSING = ("task_created", "decision_ready", "decision_pending", "decided", "in_execution")
_ARISING = {
    "ontvankelijk": ("admissible",),
    "acties_voorgesteld": _PROPOSING,
    "beslissing": ("decided", "decision_taken"),
    "evaluatie_gevraagd": ("evaluation_asked",),
}
_MOMENTS = ("eerste_antwoord", "ontvankelijk", "acties_voorgesteld", "beslissing", "afgehandeld", "evaluatie_gevraagd")


def _moments(
    ordered: Sequence[Event], notifications: list[dict], melding: dict[str, Any], context: Context
) -> list[dict[str, Any]]:
    arose = {"eerste_antwoord": melding["received_at"], "afgehandeld": melding["first_closed_at"]}
    for name, kinds in _ARISING.items():
        arose[name] = next((second(event.occurred_at) for event in ordered if event.kind in kinds), None)
    rows: list[dict[str, Any]] = []
    for name in _MOMENTS:
        heard = [one for one in notifications if name in ("eerste_antwoord", one["moment"])]
        first = heard[0] if heard else None
        begun = arose[name] or (first["told_at"] if first else None)
        if begun is None:
            continue
        told = max(begun, first["told_at"]) if first else None
        row = {"moment_no": len(rows) + 1, "moment": name, "arose_at": begun, "told_at": told}
        row |= {"told_channel": first and first["channel"]} | _days(row, context, "arose", "told")
        rows.append(row | _lasting(begun, told, context))
    return rows


def _groups(ordered: Sequence[Event], prefix: str) -> list[tuple[int, list[Event]]]:
    """Events of a child record by their `ref`, numbered by the first of each."""
    by_ref: dict[str, list[Event]] = {}
    stage_kinds = STAGES | OUTCOMES
    for event in ordered:
        if event.kind.startswith(prefix) and event.kind not in stage_kinds:
            by_ref.setdefault(event.payload.get("ref", ""), []).append(event)
    begun = sorted(by_ref.items(), key=lambda item: (item[1][0].occurred_at, item[0]))
    return [(number, group) for number, (_, group) in enumerate(begun, 1)]


def _first(group: Sequence[Event], kind: str) -> datetime | None:
    return next((second(event.occurred_at) for event in group if event.kind == kind), None)


def _value(group: Sequence[Event], key: str) -> Any:
    latest = sorted(group, key=lambda event: (event.occurred_at, event.seq))
    return next((event.payload[key] for event in reversed(latest) if key in event.payload), None)


def _pairs(
    ordered: Sequence[Event], name: str, ends: tuple[str, str], closings: list[dict], context: Context
) -> list[dict[str, Any]]:
    rows = []
    begin, end = ends
    for number, group in _groups(ordered, f"{name}_"):
        begun, ended = _first(group, f"{name}_{begin}"), _first(group, f"{name}_{end}")
        due = _value(group, "due")
        asked = begun or ended
        assert asked is not None
        answered = ended and max(ended, asked)
        closed = next((one["closed_at"] for one in closings if one["closed_at"] >= asked), None)
        row = {f"{begin}_at": asked, f"{end}_at": answered, "ended_at": answered or closed}
        rows.append(
            {
                f"{name}_no": number,
                "partner_id": _value(group, "partner_id"),
                "system": _value(group, "system"),
                "due_at": due and datetime.fromisoformat(due),
            }
            | row
            | _days(row, context, begin, end, "ended")
            | _lasting(asked, answered, context)
        )
    return rows


_STEPS = {
    "agenda": ("ready", "on_agenda"),
    "decision": ("on_agenda", "decided"),
    "signing": ("decided", "signed"),
    "publication": ("signed", "published"),
    "telling": ("published", "told"),
    "public": ("decided", "published"),
}


def _decision(number: int, group: Sequence[Event], notifications: list[dict], context: Context) -> dict[str, Any]:
    kinds = {"ready": "ready", "on_agenda": "on_agenda", "decided": "taken", "signed": "signed"}
    at = {
        f"{name}_at": _first(group, f"decision_{kind}") for name, kind in (kinds | {"published": "published"}).items()
    }
    decided = at["decided_at"]
    heard = [one["told_at"] for one in notifications if one["moment"] == "beslissing"]
    at["told_at"] = min((moment for moment in heard if decided and moment >= decided), default=None)
    steps = {}
    for step, (begin, end) in _STEPS.items():
        begun, ended = at[f"{begin}_at"], at[f"{end}_at"]
        in_order = begun and ended and max(0, _working((begun, ended), context))
        steps[f"{step}_working_days"] = None if not (begun and ended) else in_order
    told = {key: _value(group, key) for key in ("organ", "result", "number", "uri")}
    return {"decision_no": number} | at | _days(at, context, *(name[:-3] for name in at)) | steps | told


def _evaluation(number: int, group: Sequence[Event], context: Context) -> dict[str, Any]:
    row = {
        "asked_at": _first(group, "evaluation_asked"),
        "answered_at": _first(group, "evaluated"),
        "processed_at": _first(group, "evaluation_processed"),
    }
    told = {key: _value(group, key) for key in ("score", "resolved", "follow_up")}
    return {"evaluation_no": number} | row | _days(row, context, "asked", "answered", "processed") | told
