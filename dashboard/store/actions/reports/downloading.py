"""That a file of a report left the house: who took which version."""

from uuid import UUID

from config.clock import Clock
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing


def downloaded(
    *, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, report_id: UUID, version: int, ending: str
) -> None:
    """Keep in the log that somebody took a version of a report as a file."""
    with writer.transaction() as connection:
        audit.record(
            connection,
            clock=clock,
            actor=actor,
            organisation_id=organisation_id,
            action="report_downloaded",
            subject_id=report_id,
            detail={"version": version, "format": ending},
        )
