"""Columns with the date of a step: which kinds of event they may give, and what else each kind tells."""

from typing import Self

from pydantic import model_validator

from config.kinds import EventKind, NotificationChannel, NotificationMoment, Organ, outcome_codes, stage_codes
from config.language import N_
from dashboard.store.sources.mapping_base import DatedColumn
from dashboard.store.sources.mapping_errors import bad

_DECISION: dict[str, tuple[str, ...]] = {"organ": tuple(Organ), "ref": ()}
_PARALLEL: dict[str, tuple[str, ...]] = {"partner": (), "system": (), "ref": ()}
_DETAILS: dict[EventKind, dict[str, tuple[str, ...]]] = {
    EventKind.ASSIGNED: {"by": ("system", "service")},
    EventKind.DECIDED: {"result": ("approved", "refused")},
    EventKind.REOPENED: {"actor": ("citizen", "service")},
    EventKind.INADMISSIBLE: {"reason": ()},
    EventKind.FORWARDED_EXTERNAL: {"partner": ()},
    EventKind.ADVICE_REQUESTED: _PARALLEL,
    EventKind.ADVICE_RECEIVED: _PARALLEL,
    EventKind.TASK_CREATED: _PARALLEL,
    EventKind.TASK_DONE: _PARALLEL,
    EventKind.CITIZEN_NOTIFIED: {"moment": tuple(NotificationMoment), "channel": tuple(NotificationChannel)},
    EventKind.DECISION_READY: _DECISION,
    EventKind.DECISION_ON_AGENDA: _DECISION,
    EventKind.DECISION_TAKEN: _DECISION,
    EventKind.DECISION_SIGNED: _DECISION,
    EventKind.DECISION_PUBLISHED: _DECISION,
    EventKind.EVALUATION_ASKED: {"ref": ()},
    EventKind.EVALUATION_PROCESSED: {"ref": (), "follow_up": ()},
}
_REQUIRED = {EventKind.CITIZEN_NOTIFIED: ("moment", "channel")}
KINDS = tuple(
    dict.fromkeys(kind for kind in (*stage_codes(), *outcome_codes(), *_DETAILS) if kind is not EventKind.SUBMITTED)
)
"""Kinds that a column with a date may give."""


class EventPart(DatedColumn):
    """A column with the date of a step of a melding."""

    kind: EventKind

    @model_validator(mode="after")
    def _details_fit(self) -> Self:
        if self.kind not in KINDS:
            raise bad(
                N_("{file}: {key} gives a kind of step that a date alone cannot tell: {kind}. Allowed: {allowed}."),
                kind=self.kind.value,
                allowed=[kind.value for kind in KINDS],
            )
        allowed = _DETAILS.get(self.kind, {})
        for name in _REQUIRED.get(self.kind, ()):
            if name not in self.details:
                raise bad(
                    N_("{file}: {key} needs details.{name} with {kind}. Allowed: {allowed}."),
                    name=name,
                    kind=self.kind.value,
                    allowed=allowed[name],
                )
        for name, value in self.details.items():
            if name not in allowed:
                raise bad(
                    N_("{file}: {key} does not know details.{name} with {kind}. Allowed: {allowed}."),
                    name=name,
                    kind=self.kind.value,
                    allowed=list(allowed),
                )
            if allowed[name] and value not in allowed[name]:
                raise bad(
                    N_("{file}: {key} has {value} as details.{name}. Allowed: {allowed}."),
                    name=name,
                    value=value,
                    allowed=allowed[name],
                )
        return self
