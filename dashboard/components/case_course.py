"""The course of one melding: its stages and what happened beside them, as items of a timeline."""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

import pandas as pd

from config.kinds import EventKind, stages
from config.language import N_, number, t
from dashboard.charts.meldingen_informed import CHANNELS, MOMENTS
from dashboard.charts.phrases import maybe
from dashboard.components.case_parts import told, word
from dashboard.components.icon import Icon
from dashboard.components.labels import ORGANS, RESULTS
from dashboard.components.timeline import Item, stage_item

_ICONS: dict[EventKind, Icon] = {
    EventKind.FORWARDED: Icon.ARROW_RIGHT,
    EventKind.RECLASSIFIED: Icon.LIST,
    EventKind.RELOCATED: Icon.PLACE,
    EventKind.DEADLINE_SET: Icon.CLOCK,
    EventKind.ADVICE_REQUESTED: Icon.WAITING,
    EventKind.CITIZEN_NOTIFIED: Icon.MESSAGE,
    EventKind.DECISION_READY: Icon.WAITING,
    EventKind.DECISION_ON_AGENDA: Icon.WAITING,
}
_ACTORS = {"system": N_("by the system"), "citizen": N_("by the citizen")}


def course_items(events: pd.DataFrame, stays: pd.DataFrame, zone: str) -> list[Item]:
    """One item an event, with how long the visit lasted that began with it.

    `events` and `stays`: as in `queries.cases.Case`. `zone` is the time zone of the organisation.
    """
    lasted = {(row["entered_at"], row["stage"], row["service_id"]): _lasted(row) for row in stays.to_dict("records")}
    rows = [row | {"service": told(row["service"])} for row in events.to_dict("records")]
    before = accumulate((row["service"] for row in rows), lambda known, new: new or known, initial="")
    return [_item(row, _of(row, lasted), zone, was) for row, was in zip(rows, before, strict=False)]


def _lasted(stay: Mapping[Any, Any]) -> str:
    """How long a visit took, in working days; nothing within a day."""
    days = int(stay["working_days"])
    if days == 0:
        return ""
    one, many = (N_("1 working day so far"), N_("{n} working days so far"))
    if not pd.isna(stay["left_at"]):
        one, many = N_("1 working day"), N_("{n} working days")
    return t(one) if days == 1 else t(many, n=number(days))


def _of(event: Mapping[Any, Any], lasted: Mapping[tuple[Any, Any, Any], str]) -> str:
    """The words of the visit that began with an event: to its stage, or with another service in the same stage."""
    began = [
        (stage, words)
        for (entered_at, stage, _service), words in lasted.items()
        if entered_at == event["occurred_at"] and (stage == event["kind"] or event["kind"] == EventKind.FORWARDED)
    ]
    return began[-1][1] if began else ""


def _item(event: Mapping[Any, Any], lasted: str, zone: str, service_before: str) -> Item:
    kind, at = EventKind(event["kind"]), event["occurred_at"]
    detail = " · ".join(filter(None, _details(event, service_before)))
    if kind in stages() and pd.isna(event["words"]):
        return stage_item(kind, at, zone, detail=detail, lasted=lasted)
    return Item(_ICONS.get(kind, Icon.INFO), t(event["words"]), at, zone, detail, lasted)


def _details(event: Mapping[Any, Any], service_before: str) -> list[str]:
    """What was told with an event, in words; the service where it is another one than before."""
    score = maybe(event["score"])
    return [
        event["service"] if event["service"] != service_before else "",
        told(event["partner"]),
        told(event["system"]),
        word(MOMENTS, event["moment"]),
        word(CHANNELS, event["channel"]),
        word(ORGANS, event["organ"]),
        word(RESULTS, event["result"]),
        "" if score is None else t(N_("score {n} of 5"), n=number(score)),
        t(_ACTORS[event["actor_role"]]) if event["actor_role"] in _ACTORS else "",
        t(N_("inferred from the state of the source")) if event["inferred"] else "",
    ]
