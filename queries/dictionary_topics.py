"""Rows of the data dictionary for the topics beside melding: their events with details, their stages and lists."""

from collections.abc import Iterator
from enum import StrEnum

from config.payloads import Field, Form, payloads
from config.topics import (
    KINDS,
    ActivityEvent,
    CommunicationEvent,
    ContactEvent,
    DeliverableEvent,
    ParticipantEvent,
    ProposalEvent,
    Topic,
    kinds_of,
)
from config.vocabularies import indicators, proposal_stages, proposal_steps, vocabularies

MEANINGS: dict[StrEnum, str] = {
    ProposalEvent.SUBMITTED: "Proposed; nothing counts without it.",
    ProposalEvent.REFUSED: "Moderation refused it; a publication after it undoes that.",
    ProposalEvent.PUBLISHED: "Moderation published it.",
    ProposalEvent.ANSWERED: "Who proposed it got an answer.",
    ProposalEvent.QUESTION_ASKED: "Something was asked of who proposed it; the source system passes it on.",
    ProposalEvent.QUESTION_ANSWERED: "Who proposed it answered.",
    ProposalEvent.PHOTO_ADDED: "A photo came in; nobody outside moderation sees it yet.",
    ProposalEvent.PHOTO_PUBLISHED: "Moderation published that photo.",
    ProposalEvent.PHOTO_HIDDEN: "Moderation hid that photo; a publication after it undoes that.",
    ProposalEvent.VOTES_CAST: "Votes came on top.",
    ProposalEvent.VOTES_COUNTED: "So many votes there were then; the growth since the reading before counts that day.",
    ProposalEvent.RECLASSIFIED: "Another theme from here on.",
    ProposalEvent.RELOCATED: "Another place from here on.",
    ProposalEvent.ESTIMATE_SET: "Another estimate of an indicator from here on.",
    ProposalEvent.COST_SET: "Another estimate of the cost from here on.",
    ProposalEvent.SHORTLISTED: "On a shortlist.",
    ProposalEvent.SCORE_SET: "How it scores on a criterion that no count of this database can tell.",
    ProposalEvent.SELECTION_MADE: "Chosen, not chosen or deferred: a version, not public by itself; with "
    "`needs_approval` it counts from its approval on.",
    ProposalEvent.SELECTION_APPROVED: "A second person approved the last version of that round: it counts from now.",
    ProposalEvent.SELECTION_RETURNED: "A second person sent the last version of that round back.",
    ProposalEvent.SELECTION_RATIFIED: "An organ ratified the last version of that round.",
    ProposalEvent.SELECTION_PUBLISHED: "The last version of that round is public from here on.",
    ProposalEvent.EXECUTION_PLANNED: "Execution is planned.",
    ProposalEvent.EXECUTION_STARTED: "Execution began.",
    ProposalEvent.REALISED: "Realised.",
    ProposalEvent.OUTCOME_MEASURED: "What it yielded by an indicator.",
    ProposalEvent.NEXT_STEPS_TOLD: "What happens next, in words for the public.",
    ProposalEvent.WITHDRAWN: "Withdrawn; only a void undoes it.",
    ProposalEvent.MERGED: "Goes on in another proposal; only a void undoes it.",
    ActivityEvent.PLANNED: "Planned, or planned otherwise: what is told again replaces, the rest stays.",
    ActivityEvent.HELD: "Held.",
    ActivityEvent.CANCELLED: "Cancelled; a plan after it undoes that.",
    ActivityEvent.LED_TO: "Led to proposals.",
    ParticipantEvent.JOINED: "Joined the pool of participants, which is being active too.",
    ParticipantEvent.ACTIVE: "Was active.",
    ParticipantEvent.THEME_FOLLOWED: "Follows a theme from here on, or has no interest in it.",
    ParticipantEvent.LEFT: "Left the pool; joining after it undoes that.",
    CommunicationEvent.PLANNED: "Planned, or planned otherwise.",
    CommunicationEvent.SENT: "Went out; told again: its reach since.",
    DeliverableEvent.PLANNED: "Planned, or planned otherwise.",
    DeliverableEvent.STARTED: "Work began.",
    DeliverableEvent.PROGRESS_REPORTED: "How it stands.",
    DeliverableEvent.DELIVERED: "Delivered; a start after it undoes that.",
    DeliverableEvent.STOPPED: "Stopped; a start after it undoes that.",
    ContactEvent.MADE: "Somebody contacted the organisation.",
}
"""What each kind means, but for those of every topic: text_removed and void."""


def topics() -> Iterator[tuple[Topic, list[tuple[str, str, str]]]]:
    """Each topic beside melding with (event, meaning, details) of its own kinds."""
    for topic in Topic:
        if topic is not Topic.MELDING:
            own = [kind for kind in map(KINDS[topic], kinds_of(topic)) if kind in MEANINGS]
            yield topic, [(f"`{kind}`", MEANINGS[kind], _details(kind)) for kind in own]


def _details(kind: StrEnum) -> str:
    return ", ".join(_detail(field) for field in payloads().get(str(kind), ()))


def _detail(field: Field) -> str:
    kind = "" if field.form is Form.COLUMN else f" ({field.form})"
    return f"{f'**`{field.name}`**' if field.required else f'`{field.name}`'}{kind}"


def stages() -> list[tuple[str, ...]]:
    """(stage, Dutch, English, group, event) of a proposal."""
    return [
        (f"`{one.code}`", one.label_nl, one.label_en, one.group, f"`{one.event}`") for one in proposal_stages().values()
    ]


def steps() -> list[tuple[str, ...]]:
    """(step, Dutch, English, begins, ends) of a proposal."""
    return [
        (f"`{one.code}`", one.label_nl, one.label_en, ", ".join(one.begins), ", ".join(one.ends))
        for one in proposal_steps().values()
    ]


def lists() -> list[tuple[str, str, str, str]]:
    """(list, code, Dutch, English) of every smaller list, indicators with their unit among them."""
    terms = [
        (f"`{name}`", f"`{term.code}`", term.label_nl, term.label_en)
        for name, found in vocabularies().items()
        for term in found.values()
    ]
    return terms + [
        ("`indicator`", f"`{one.code}`", one.label_nl, f"{one.label_en}{f' ({one.unit})' if one.unit else ''}")
        for one in indicators().values()
    ]
