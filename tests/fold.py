"""The reference: what a list of events means, worked out one event after another in plain Python.

Slow, obvious, and independent of the set-based projection, which must give exactly the same rows.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
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
    kind: EventKind
    occurred_at: datetime
    service_id: int | None = None
    actor_role: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    voids_seq: int | None = None


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
    """What surrounds a melding: time zone, which days are worked, norms."""

    zone: str
    works: Callable[[date], bool]
    norms: Sequence[Norm] = ()

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


def _rank(kind: EventKind) -> int:
    return stages()[kind].rank if kind in stages() else 99


def fold(events: Sequence[Event], context: Context) -> dict[str, list[dict[str, Any]]]:
    """Rows by derived table, without organisation, subject and source."""
    ordered = live(events)
    if not ordered:
        return {}
    first = min((e for e in events_of(events, EventKind.SUBMITTED)), key=lambda e: (e.occurred_at, e.seq))
    stays, closings = _walk(ordered)
    melding = _melding(ordered, first, stays, closings, context)
    shared = {key: melding[key] for key in ("melding_kind", "category_id", "area_id", "channel_id")}
    return {
        "melding": [melding],
        "stay": [shared | row | _days(row, context, "entered", "left") for row in stays],
        "closing": [
            shared | {"service_id": melding["service_id"]} | row
            for row in _closings(closings, stays, melding["received_at"], context)
        ],
    } | _children(ordered, context)


def events_of(events: Sequence[Event], kind: EventKind) -> list[Event]:
    voided = {event.voids_seq for event in events if event.kind is EventKind.VOID}
    return [event for event in events if event.kind is kind and event.seq not in voided]


def _walk(ordered: Sequence[Event]) -> tuple[list[dict], list[dict]]:
    """Go through the events once, with the state in a few plain variables."""
    stays: list[dict[str, Any]] = []
    closings: list[dict[str, Any]] = []
    stage, service, is_open = None, None, True

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
                closings.append({"closed_at": moment, "reopened_at": None, "reopened_by": None})
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
                stage = event.kind
            enter(moment)
    return stays, closings


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
            closing
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
    row = {
        "number": first.payload.get("number"),
        "title": first.payload.get("title"),
        "melding_kind": first.payload.get("melding_kind", "melding"),
        "category_id": category.get("category_id"),
        "area_id": place.get("area_id"),
        "channel_id": first.payload.get("channel_id"),
        "service_id": stays[-1]["service_id"],
        "intake_category_id": first.payload.get("category_id"),
        "first_service_id": stays[0]["service_id"],
        "lon": place.get("lon"),
        "lat": place.get("lat"),
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


def _children(ordered: Sequence[Event], context: Context) -> dict[str, list[dict[str, Any]]]:
    told = [event for event in ordered if event.kind is EventKind.CITIZEN_NOTIFIED]
    return {
        "notification": [
            {
                "notification_no": number,
                "moment": event.payload.get("moment"),
                "channel": event.payload.get("channel"),
                "told_at": second(event.occurred_at),
                "told_day": context.day(second(event.occurred_at)),
            }
            for number, event in enumerate(told, 1)
        ],
        "advice": _pairs(ordered, "advice", "requested", "received"),
        "task": _pairs(ordered, "task", "created", "done"),
        "decision": [_decision(number, group) for number, group in _groups(ordered, "decision_")],
        "evaluation": [_evaluation(number, group) for number, group in _groups(ordered, "evaluat")],
    }


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


def _pairs(ordered: Sequence[Event], name: str, begin: str, end: str) -> list[dict[str, Any]]:
    rows = []
    for number, group in _groups(ordered, f"{name}_"):
        begun, ended = _first(group, f"{name}_{begin}"), _first(group, f"{name}_{end}")
        due = _value(group, "due")
        rows.append(
            {
                f"{name}_no": number,
                "partner_id": _value(group, "partner_id"),
                "system": _value(group, "system"),
                "due_at": due and datetime.fromisoformat(due),
                f"{begin}_at": begun or ended,
                f"{end}_at": ended and max(ended, begun or ended),
            }
        )
    return rows


def _decision(number: int, group: Sequence[Event]) -> dict[str, Any]:
    moments = {
        f"{name}_at": _first(group, f"decision_{kind}")
        for name, kind in (("ready", "ready"), ("on_agenda", "on_agenda"), ("decided", "taken"), ("signed", "signed"))
    }
    told = {key: _value(group, key) for key in ("organ", "result", "number", "uri")}
    return {"decision_no": number, "published_at": _first(group, "decision_published")} | moments | told


def _evaluation(number: int, group: Sequence[Event]) -> dict[str, Any]:
    return {
        "evaluation_no": number,
        "asked_at": _first(group, "evaluation_asked"),
        "answered_at": _first(group, "evaluated"),
        "processed_at": _first(group, "evaluation_processed"),
    } | {key: _value(group, key) for key in ("score", "resolved", "follow_up")}
