"""A remark beside a part of a report: what director, mayor or alderman says of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.language import N_
from config.plain import has_control
from dashboard.store.actions import audit
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.writing import Writing
from queries.tables import report, report_remark

LONGEST_REMARK = 1_000


def remark(*, writer: Writing, clock: Clock, by: Acting, report_id: UUID, block: str, text: str) -> None:
    """Put a remark beside a part of a report ('' for the whole of it), in the place of the one before it.

    No words take the remark away; the history keeps it. Raises InvalidInput, and NotFound without such a report.
    """
    words = " ".join(text.split())
    if len(words) > LONGEST_REMARK or has_control(words):
        raise InvalidInput(N_("A remark has at most {n} characters."), n=LONGEST_REMARK)
    with writer.transaction() as connection:
        _check(connection, by.organisation_id, report_id)
        row: dict[str, Any] = {"block": block, "text": words, "written_at": clock.now()}
        key = {"organisation_id": by.organisation_id, "report_id": report_id, "remark_id": new_id(clock)}
        who = {"author_id": by.actor.account_id, "author_role": by.actor.role}
        connection.execute(insert(report_remark).values(key | row | who))
        audit.record(
            connection,
            clock=clock,
            actor=by.actor,
            organisation_id=by.organisation_id,
            action="report_remarked",
            subject_id=report_id,
            detail={"block": block},
        )


def _check(connection: Connection, organisation_id: int, report_id: UUID) -> None:
    own = report.c
    this = own.organisation_id == organisation_id, own.report_id == report_id
    if connection.scalar(select(own.report_id).where(*this)) is None:
        raise NotFound()
