"""What an event of each kind may tell, beside meldingen: the contract between importers, actions and the projection.

A field is told as a column of the delivery (a dimension by its code, a place, a number, a title) or as a key of its
details. `config.payload_rules` says what is wrong with those of an event.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from config.kinds import EventKind, Organ
from config.topics import (
    ActivityEvent,
    CommunicationEvent,
    ContactEvent,
    DeliverableEvent,
    ParticipantEvent,
    ProposalEvent,
    Topic,
)
from config.vocabularies import Reasons, Vocabulary, indicators, vocabularies

DECIDED = ("approved", "refused")
"""What a decision on a melding can be."""


class Form(StrEnum):
    """What a field looks like."""

    COLUMN = "column"
    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    BOOLEAN = "true or false"
    DATE = "date"
    CODE = "code"
    CODES = "list of codes"
    AMOUNTS = "number by code"
    PSEUDONYMS = "list of pseudonyms"
    REFERENCE = "key of another subject"
    REFERENCES = "list of keys of other subjects"
    GEOMETRY = "GeoJSON point or area, in degrees"


@dataclass(frozen=True)
class Field:
    """One thing that an event may tell: `codes` are the known ones, `topic` what a reference points at."""

    name: str
    form: Form = Form.TEXT
    codes: Collection[str] | None = None
    topic: Topic | None = None
    required: bool = False

    @property
    def stored(self) -> str:
        """Its key in `event.payload`: a reference is kept as the id of what it points at."""
        if self.form is Form.REFERENCES:
            return f"{self.name.removesuffix('s')}_ids"
        return f"{self.name}_id" if self.form is Form.REFERENCE else self.name


def _columns(names: str, *, required: bool = False) -> tuple[Field, ...]:
    return tuple(Field(name, Form.COLUMN, required=required) for name in names.split())


def _texts(names: str) -> tuple[Field, ...]:
    return tuple(Field(name) for name in names.split())


def _code(name: str, vocabulary: Vocabulary, *, required: bool = False) -> Field:
    return Field(name, Form.CODE, vocabularies()[vocabulary], required=required)


def _measured() -> tuple[Field, ...]:
    return (
        Field("indicator", Form.CODE, indicators(), required=True),
        Field("value", Form.NUMBER, required=True),
    )


@lru_cache(maxsize=1)
def payloads() -> dict[str, tuple[Field, ...]]:
    """The fields of every kind of the topics beside melding; a kind without fields tells nothing but that it was."""
    return {
        str(kind): fields for part in (_proposal(), _participation(), _programme()) for kind, fields in part.items()
    }


@lru_cache(maxsize=1)
def decisions() -> dict[str, tuple[Field, ...]]:
    """The fields of the events with which a decision on a melding is recorded here; importers tell the same ones."""
    said = Field("ref"), Field("organ", Form.CODE, tuple(Organ))
    result = Field("result", Form.CODE, DECIDED)
    taken = (*said, *_texts("number uri"), result)
    kind = EventKind
    told = {kind.DECISION_ON_AGENDA: said, kind.DECIDED: (Field("result", Form.CODE, DECIDED, required=True),)}
    after = dict.fromkeys((kind.DECISION_TAKEN, kind.DECISION_SIGNED, kind.DECISION_PUBLISHED), taken)
    return {str(one): fields for one, fields in (told | after).items()}


def _proposal() -> dict[StrEnum, tuple[Field, ...]]:
    kind, words = ProposalEvent, Vocabulary
    place, photo = (*_columns("area lon lat"), Field("street")), Field("photo", required=True)
    return {
        kind.SUBMITTED: (
            *_columns("number title theme"),
            *place,
            Field("text"),
            Field("estimates", Form.AMOUNTS, indicators()),
            Field("cost_estimated", Form.NUMBER),
        ),
        kind.REFUSED: (_code("reason", words.MODERATION_REASON, required=True), Field("message")),
        kind.ANSWERED: _texts("message"),
        kind.QUESTION_ASKED: (Field("message", required=True), Field("ref")),
        kind.QUESTION_ANSWERED: _texts("message ref"),
        kind.PHOTO_ADDED: (photo, Field("alt"), _code("moment", words.PHOTO_MOMENT)),
        kind.PHOTO_PUBLISHED: (photo,),
        kind.PHOTO_HIDDEN: (photo,),
        kind.VOTES_CAST: (Field("votes", Form.WHOLE, required=True), Field("voters", Form.PSEUDONYMS)),
        kind.VOTES_COUNTED: (Field("total", Form.WHOLE, required=True),),
        kind.RECLASSIFIED: _columns("theme", required=True),
        kind.RELOCATED: place,
        kind.ESTIMATE_SET: _measured(),
        kind.COST_SET: (Field("cost_estimated", Form.NUMBER, required=True),),
        kind.SCORE_SET: (Field("criterion", required=True), Field("value", Form.NUMBER, required=True)),
        kind.SELECTION_MADE: (
            _code("outcome", words.SELECTION_OUTCOME, required=True),
            Field("reasons", Form.CODES, Reasons()),
            *_texts("ref motivation internal_note"),
            Field("scores", Form.AMOUNTS),
            _code("chosen_by", words.CHOSEN_BY),
            Field("activity", Form.REFERENCE, topic=Topic.ACTIVITY),
            _code("guide", words.GUIDE),
            Field("geometry", Form.GEOMETRY),
            Field("needs_approval", Form.BOOLEAN),
        ),
        kind.SELECTION_APPROVED: _texts("ref"),
        kind.SELECTION_RETURNED: _texts("ref message"),
        kind.SELECTION_RATIFIED: (*_texts("ref number uri"), Field("organ", Form.CODE, tuple(Organ))),
        kind.SELECTION_PUBLISHED: _texts("ref"),
        kind.EXECUTION_PLANNED: (Field("due", Form.DATE),),
        kind.REALISED: (Field("cost_actual", Form.NUMBER),),
        kind.OUTCOME_MEASURED: _measured(),
        kind.NEXT_STEPS_TOLD: (Field("text", required=True),),
        kind.MERGED: (Field("into", Form.REFERENCE, topic=Topic.PROPOSAL, required=True),),
    }


def _participation() -> dict[StrEnum, tuple[Field, ...]]:
    activity, participant, told, words = ActivityEvent, ParticipantEvent, CommunicationEvent, Vocabulary
    planned_on = Field("planned_on", Form.DATE)
    return {
        activity.PLANNED: (
            *_columns("title theme area lon lat"),
            _code("activity_kind", words.ACTIVITY_KIND, required=True),
            _code("phase", words.PHASE, required=True),
            Field("sequence_no", Form.WHOLE),
            _code("venue", words.VENUE),
            _code("guide", words.GUIDE),
            planned_on,
        ),
        activity.HELD: (
            Field("invited", Form.WHOLE),
            Field("attended", Form.WHOLE),
            *_texts("report next_steps"),
        ),
        activity.CANCELLED: _texts("reason"),
        activity.LED_TO: (Field("proposals", Form.REFERENCES, topic=Topic.PROPOSAL, required=True),),
        participant.JOINED: (_code("phase", words.PHASE, required=True), _code("how", words.JOINED_HOW)),
        participant.ACTIVE: (
            _code("phase", words.PHASE, required=True),
            Field("activity", Form.REFERENCE, topic=Topic.ACTIVITY),
        ),
        participant.THEME_FOLLOWED: (
            *_columns("theme", required=True),
            Field("follows", Form.BOOLEAN, required=True),
        ),
        told.PLANNED: (
            *_columns("title theme"),
            _code("channel", words.COMMUNICATION_CHANNEL, required=True),
            planned_on,
            Field("audience"),
        ),
        told.SENT: (Field("reach", Form.WHOLE), Field("clicks", Form.WHOLE)),
    }


def _programme() -> dict[StrEnum, tuple[Field, ...]]:
    deliverable, words = DeliverableEvent, Vocabulary
    return {
        deliverable.PLANNED: (
            *_columns("title", required=True),
            *_texts("goal target_group impact owner indicator bbc_code"),
            _code("atelier", words.ATELIER),
            Field("starts_on", Form.DATE),
            Field("ends_on", Form.DATE),
        ),
        deliverable.PROGRESS_REPORTED: (
            _code("state", words.PROGRESS_STATE, required=True),
            Field("value", Form.NUMBER),
            Field("text"),
        ),
        deliverable.STOPPED: _texts("reason"),
        ContactEvent.MADE: (
            *_columns("channel", required=True),
            *_columns("category area"),
            Field("answered", Form.BOOLEAN, required=True),
            Field("melding", Form.REFERENCE, topic=Topic.MELDING),
        ),
    }
