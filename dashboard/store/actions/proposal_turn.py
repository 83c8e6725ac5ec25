"""A turn to write a few proposals (`subject_turn`)."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from uuid import UUID

from config.clock import Clock
from config.topics import Topic
from dashboard.store.actions import subject_turn
from dashboard.store.actions.subject_turn import UNNOTICED, Acting, Happened, Overtaken, Seen, Turn
from dashboard.store.actions.writing import Writing

__all__ = ["UNNOTICED", "Acting", "Happened", "Overtaken", "Seen", "Turn", "turn"]


def turn(
    writer: Writing, clock: Clock, by: Acting, seen: Sequence[Seen], *, beside: Iterable[UUID] = ()
) -> AbstractContextManager[Turn]:
    """One transaction in which these proposals, and those `beside`, are written by nobody else; derived at its end.

    Raises NotFound for a proposal that there is not, or of another's service, and Overtaken.
    """
    return subject_turn.turn(writer, clock, by, seen, topics=[Topic.PROPOSAL], beside=beside)
