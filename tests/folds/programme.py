"""The reference for participation, programme and contacts, in plain Python."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from config.topics import ActivityEvent, CommunicationEvent, DeliverableEvent, ParticipantEvent, Topic
from config.vocabularies import Vocabulary, vocabularies
from tests.fold import Context, Event
from tests.folds.telling import Told, first, last, moment, service, told, value

Rows = dict[str, list[dict[str, Any]]]
PHASES = list(vocabularies()[Vocabulary.PHASE])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def activity(ordered: Sequence[Told]) -> Rows:
    kind = ActivityEvent
    planned = ("theme_id", "area_id", "activity_kind", "phase", "sequence_no", "title", "venue", "guide", "lon", "lat")
    state = last(ordered, kind.PLANNED, kind.HELD, kind.CANCELLED)
    assert state is not None
    cancelled = last(ordered, kind.CANCELLED)
    led = {UUID(one) for event in ordered if event.kind == kind.LED_TO for one in event.payload["proposal_ids"]}
    row = {
        **{key: value(ordered, key, kind.PLANNED) for key in planned},
        "service_id": service(ordered, kind.PLANNED),
        "state": {kind.HELD: "held", kind.CANCELLED: "cancelled"}.get(kind(state.kind), "planned"),
        **moment("planned", ordered[0]),
        "planned_on": _day(value(ordered, "planned_on", kind.PLANNED)),
        **moment("held", last(ordered, kind.HELD)),
        **moment("cancelled", cancelled),
        "cancel_reason": cancelled.payload.get("reason") if cancelled else None,
        **{key: value(ordered, key, kind.HELD) for key in ("invited", "attended", "report", "next_steps")},
        "proposal_ids": sorted(led),
    }
    return {"activity": [row]}


def participant(ordered: Sequence[Told]) -> Rows:
    kind = ParticipantEvent
    active = [event for event in ordered if event.kind in (kind.JOINED, kind.ACTIVE)]
    follows: dict[int, bool] = {}
    membership = ordered[0]
    for event in ordered:
        if event.kind == kind.THEME_FOLLOWED:
            follows[event.payload["theme_id"]] = event.payload["follows"]
        if event.kind in (kind.JOINED, kind.LEFT):
            membership = event
    phases = [event.payload["phase"] for event in active]
    row = {
        "joined_how": ordered[0].payload.get("how"),
        **moment("joined", ordered[0]),
        **moment("left", membership if membership.kind == kind.LEFT else None),
        "first_phase": phases[0],
        "highest_phase": max(phases, key=PHASES.index),
        **moment("last_active", active[-1]),
        "themes_followed": sorted(theme for theme, follow in follows.items() if follow),
        "themes_not": sorted(theme for theme, follow in follows.items() if not follow),
    }
    times = [
        {
            "participation_no": number,
            "phase": event.payload["phase"],
            "activity_id": UUID(event.payload["activity_id"]) if "activity_id" in event.payload else None,
            **moment("active", event),
            "next_active_day": active[number].day if number < len(active) else None,
        }
        for number, event in enumerate(active, 1)
    ]
    return {"participant": [row], "participation": times}


def communication(ordered: Sequence[Told]) -> Rows:
    kind = CommunicationEvent
    sent = first(ordered, kind.SENT)
    row = {
        **{key: value(ordered, key, kind.PLANNED) for key in ("theme_id", "channel", "title", "audience")},
        "service_id": service(ordered, kind.PLANNED),
        "state": "sent" if sent else "planned",
        **moment("planned", ordered[0]),
        "planned_on": _day(value(ordered, "planned_on", kind.PLANNED)),
        **moment("sent", sent),
        **{key: value(ordered, key, kind.SENT) for key in ("reach", "clicks")},
    }
    return {"communication": [row]}


def deliverable(ordered: Sequence[Told]) -> Rows:
    kind = DeliverableEvent
    states = {kind.STARTED: "in_progress", kind.DELIVERED: "delivered", kind.STOPPED: "stopped"}
    texts = ("title", "goal", "target_group", "impact", "atelier", "owner", "indicator", "bbc_code")
    turn = last(ordered, *states)
    state = states[kind(turn.kind)] if turn else "planned"
    report = last(ordered, kind.PROGRESS_REPORTED)
    progress = report.payload if report else {}
    row = {
        **{key: value(ordered, key, kind.PLANNED) for key in texts},
        **{key: _day(value(ordered, key, kind.PLANNED)) for key in ("starts_on", "ends_on")},
        "service_id": service(ordered, kind.PLANNED),
        "state": state,
        **moment("planned", ordered[0]),
        **moment("started", first(ordered, kind.STARTED)),
        **moment("delivered", turn if state == "delivered" else None),
        **moment("stopped", turn if state == "stopped" else None),
        "stop_reason": turn.payload.get("reason") if turn and state == "stopped" else None,
        **moment("reported", report),
        **{f"progress_{key}": progress.get(key) for key in ("state", "value", "text")},
    }
    return {"deliverable": [row]}


def contact(ordered: Sequence[Told]) -> Rows:
    made = ordered[0]
    melding = made.payload.get("melding_id")
    row = {
        **{key: made.payload.get(key) for key in ("category_id", "area_id", "channel_id", "answered")},
        "service_id": made.service_id,
        **moment("made", made),
        "melding_id": UUID(melding) if melding else None,
    }
    return {"contact": [row]}


READINGS: dict[Topic, Callable[[Sequence[Told]], Rows]] = {
    Topic.ACTIVITY: activity,
    Topic.PARTICIPANT: participant,
    Topic.COMMUNICATION: communication,
    Topic.DELIVERABLE: deliverable,
    Topic.CONTACT: contact,
}


def fold(events: Sequence[Event], topic: Topic, context: Context) -> Rows:
    """Rows by derived table, without organisation, subject and source."""
    ordered = told(events, topic, context)
    return READINGS[topic](ordered) if ordered else {}
