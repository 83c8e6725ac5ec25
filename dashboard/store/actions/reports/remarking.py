"""A remark beside a part of a report: what director, mayor or alderman says of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select

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


class Remarked(InvalidInput):
    """Somebody else remarked beside the same part meanwhile; `standing`: the number of that remark, None: it went."""

    message = N_("Meanwhile somebody else wrote here: '{text}'. Save again to put yours in its place.")

    def __init__(self, standing: UUID | None, text: str) -> None:
        self.standing = standing
        super().__init__(None if standing else _GONE, **({"text": text} if standing else {}))


_GONE = N_("Meanwhile somebody else took the remark here away. Save again to put yours in its place.")


def remark(
    *, writer: Writing, clock: Clock, by: Acting, report_id: UUID, block: str, text: str, over: UUID | None = None
) -> None:
    """Put a remark beside a part of a report ('' for the whole of it), in the place of the one before it (`over`).

    No words take the remark away; the history keeps it. Raises InvalidInput, Remarked when `over` is not what stands
    there, and NotFound without such a report.
    """
    words = " ".join(text.split())
    if len(words) > LONGEST_REMARK or has_control(words):
        raise InvalidInput(N_("A remark has at most {n} characters."), n=LONGEST_REMARK)
    with writer.transaction() as connection:
        hold_report(connection, by.organisation_id, report_id)
        before = _standing(connection, by.organisation_id, report_id, block)
        standing = before.remark_id if before is not None and before.text else None
        if standing != over:
            raise Remarked(standing, before.text if before is not None else "")
        if not words and standing is None:
            return
        # the last one counts, also where the clocks of two servers do not agree
        at = clock.now() if before is None else max(clock.now(), before.written_at + timedelta(microseconds=1))
        row: dict[str, Any] = {"block": block, "text": words, "written_at": at}
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


def hold_report(connection: Connection, organisation_id: int, report_id: UUID) -> str:
    """The turn to change what stands beside a report or how far it came; its kind. Raises NotFound."""
    own = report.c
    this = own.organisation_id == organisation_id, own.report_id == report_id
    kind = connection.scalar(select(own.kind).where(*this).with_for_update())
    if kind is None:
        raise NotFound()
    return str(kind)


def _standing(connection: Connection, organisation_id: int, report_id: UUID, block: str) -> Row[Any, Any, Any] | None:
    """The last that was written beside a part."""
    own = report_remark.c
    here = own.organisation_id == organisation_id, own.report_id == report_id, own.block == block
    last = (
        select(own.remark_id, own.text, own.written_at)
        .where(*here)
        .order_by(own.written_at.desc(), own.remark_id.desc())
    )
    return connection.execute(last.limit(1)).first()
