"""What subjects are about, and the closed list of what can happen to each: one enum of event kinds a topic.

The kinds of a melding stand in `config.kinds`. What an event of a kind may tell stands in `config.payloads`.
"""

from enum import StrEnum

from config.kinds import EventKind


class Topic(StrEnum):
    """What a subject is."""

    MELDING = "melding"
    PROPOSAL = "proposal"
    ACTIVITY = "activity"
    PARTICIPANT = "participant"
    COMMUNICATION = "communication"
    DELIVERABLE = "deliverable"
    CONTACT = "contact"


class ProposalEvent(StrEnum):
    """Every kind of event of a proposal."""

    SUBMITTED = "proposal_submitted"
    REFUSED = "moderation_refused"
    PUBLISHED = "proposal_published"
    ANSWERED = "proposal_answered"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    PHOTO_ADDED = "photo_added"
    PHOTO_PUBLISHED = "photo_published"
    PHOTO_HIDDEN = "photo_hidden"
    VOTES_CAST = "votes_cast"
    VOTES_COUNTED = "votes_counted"
    RECLASSIFIED = "proposal_reclassified"
    RELOCATED = "proposal_relocated"
    ESTIMATE_SET = "estimate_set"
    COST_SET = "cost_set"
    SCORE_SET = "score_set"
    SHORTLISTED = "shortlisted"
    SELECTION_MADE = "selection_made"
    SELECTION_APPROVED = "selection_approved"
    SELECTION_RETURNED = "selection_returned"
    SELECTION_RATIFIED = "selection_ratified"
    SELECTION_PUBLISHED = "selection_published"
    EXECUTION_PLANNED = "execution_planned"
    EXECUTION_STARTED = "execution_started"
    REALISED = "realised"
    OUTCOME_MEASURED = "outcome_measured"
    NEXT_STEPS_TOLD = "next_steps_told"
    WITHDRAWN = "proposal_withdrawn"
    MERGED = "proposal_merged"
    TEXT_REMOVED = "text_removed"
    VOID = "void"


class ActivityEvent(StrEnum):
    """Every kind of event of an activity with citizens."""

    PLANNED = "activity_planned"
    HELD = "activity_held"
    CANCELLED = "activity_cancelled"
    LED_TO = "activity_led_to"
    TEXT_REMOVED = "text_removed"
    VOID = "void"


class ParticipantEvent(StrEnum):
    """Every kind of event of a participant, who is a pseudonym."""

    JOINED = "participant_joined"
    ACTIVE = "participant_active"
    THEME_FOLLOWED = "theme_followed"
    LEFT = "participant_left"
    TEXT_REMOVED = "text_removed"
    VOID = "void"


class CommunicationEvent(StrEnum):
    """Every kind of event of a communication to many."""

    PLANNED = "communication_planned"
    SENT = "communication_sent"
    TEXT_REMOVED = "text_removed"
    VOID = "void"


class DeliverableEvent(StrEnum):
    """Every kind of event of a deliverable of the programme."""

    PLANNED = "deliverable_planned"
    STARTED = "deliverable_started"
    PROGRESS_REPORTED = "progress_reported"
    DELIVERED = "deliverable_delivered"
    STOPPED = "deliverable_stopped"
    TEXT_REMOVED = "text_removed"
    VOID = "void"


class ContactEvent(StrEnum):
    """Every kind of event of a contact of a citizen with the organisation."""

    MADE = "contact_made"
    TEXT_REMOVED = "text_removed"
    VOID = "void"


OWN_SOURCE = "dashboard"
"""The code of the source of subjects that are entered on screen: it delivers nothing."""

KINDS: dict[Topic, type[StrEnum]] = {
    Topic.MELDING: EventKind,
    Topic.PROPOSAL: ProposalEvent,
    Topic.ACTIVITY: ActivityEvent,
    Topic.PARTICIPANT: ParticipantEvent,
    Topic.COMMUNICATION: CommunicationEvent,
    Topic.DELIVERABLE: DeliverableEvent,
    Topic.CONTACT: ContactEvent,
}
"""The kinds of each topic. Only void and text_removed are kinds of several."""

BEGINNINGS: dict[Topic, StrEnum] = {
    Topic.MELDING: EventKind.SUBMITTED,
    Topic.PROPOSAL: ProposalEvent.SUBMITTED,
    Topic.ACTIVITY: ActivityEvent.PLANNED,
    Topic.PARTICIPANT: ParticipantEvent.JOINED,
    Topic.COMMUNICATION: CommunicationEvent.PLANNED,
    Topic.DELIVERABLE: DeliverableEvent.PLANNED,
    Topic.CONTACT: ContactEvent.MADE,
}
"""The event without which a subject does not count; what is dated before it counts at it."""

READINGS = (ProposalEvent.VOTES_COUNTED, ProposalEvent.VOTES_CAST)
"""Kinds that tell what was read at a moment, or stand in a list of their own: a later delivery without them does not
take them back."""

MODERATED = (
    *(ProposalEvent.REFUSED, ProposalEvent.PUBLISHED, ProposalEvent.QUESTION_ASKED),
    *(ProposalEvent.PHOTO_PUBLISHED, ProposalEvent.PHOTO_HIDDEN),
    *(ProposalEvent.RECLASSIFIED, ProposalEvent.RELOCATED, ProposalEvent.ESTIMATE_SET, ProposalEvent.MERGED),
)
"""What who moderates may take back, where it was done here and not told by a source."""

FOLLOWED = (
    *(ProposalEvent.EXECUTION_PLANNED, ProposalEvent.EXECUTION_STARTED, ProposalEvent.REALISED),
    *(ProposalEvent.OUTCOME_MEASURED, ProposalEvent.NEXT_STEPS_TOLD, ProposalEvent.PHOTO_ADDED),
)
"""What who carries out a choice tells of it; the last that was told here can be taken back."""

PLACES = (
    EventKind.SUBMITTED,
    EventKind.RELOCATED,
    ProposalEvent.SUBMITTED,
    ProposalEvent.RELOCATED,
    ActivityEvent.PLANNED,
)
"""Kinds that tell where something is: the boundaries of areas decide in which one that lies (ADR 32)."""

PUBLICATIONS = (ProposalEvent.PUBLISHED, ProposalEvent.SELECTION_PUBLISHED)
"""Kinds that make something public as soon as they are told: never before they have happened."""


def kinds_of(topic: Topic) -> tuple[str, ...]:
    """The kinds that a source may tell of a topic: all but void."""
    return tuple(str(kind) for kind in KINDS[topic] if str(kind) != EventKind.VOID)
