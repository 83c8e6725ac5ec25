"""How a version of a report goes on: reviewed, on the agenda, published, or withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.kinds import ReportState, SittingState
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.writing import Writing
from queries.tables import report, report_remark, report_step, report_version, sitting

LONGEST_REASON = 500
_BEFORE = {
    ReportState.REVIEWED: (ReportState.MADE, ReportState.WITHDRAWN),
    ReportState.ON_AGENDA: (ReportState.REVIEWED,),
    ReportState.PUBLISHED: (ReportState.REVIEWED, ReportState.ON_AGENDA),
    ReportState.WITHDRAWN: (ReportState.REVIEWED, ReportState.ON_AGENDA, ReportState.PUBLISHED),
}
"""From where each step can be taken."""
_OVERTAKEN = N_("This version has meanwhile come further, or was taken back. Look again.")
_REMARKED = N_("There are remarks that this version does not hold. Make a version with the remarks first.")
_LATER = N_("There is a later version of this report. Review that one, or this one remains as it is.")
_NO_SITTING = N_("A report for this organ is published once it stands on an agenda.")


@dataclass(frozen=True)
class Step:
    """What is done with a version: `sitting_id` with on_agenda, `reason` with withdrawn; `organ`: the kind has one."""

    report_id: UUID
    version: int
    state: ReportState
    sitting_id: UUID | None = None
    reason: str = ""
    organ: bool = False


def take(*, writer: Writing, clock: Clock, by: Acting, step: Step) -> None:
    """Take a step with a version. Raises NotFound, and InvalidInput with what stands in its way."""
    with writer.transaction() as connection:
        made_at = _held(connection, by.organisation_id, step)
        known, no = _now(connection, by.organisation_id, step)
        _check(connection, by.organisation_id, step, known, made_at)
        row: dict[str, Any] = {"version": step.version, "step_no": no + 1, "state": str(step.state), "at": clock.now()}
        key = {"organisation_id": by.organisation_id, "report_id": step.report_id}
        who = {"by_id": by.actor.account_id, "by_role": by.actor.role}
        more = {"sitting_id": step.sitting_id, "reason": step.reason.strip() or None}
        connection.execute(insert(report_step).values(key | row | who | more))
        audit.record(
            connection,
            clock=clock,
            actor=by.actor,
            organisation_id=by.organisation_id,
            action="report_stepped",
            subject_id=step.report_id,
            detail={"version": step.version, "state": str(step.state)},
        )


def _held(connection: Connection, organisation_id: int, step: Step) -> datetime:
    """The turn to change how far a report came; when the version was made."""
    own, told = report.c, report_version.c
    this = own.organisation_id == organisation_id, own.report_id == step.report_id
    if connection.execute(select(own.kind).where(*this).with_for_update()).first() is None:
        raise NotFound()
    of_it = told.organisation_id == organisation_id, told.report_id == step.report_id
    made_at: datetime | None = connection.scalar(select(told.made_at).where(*of_it, told.version == step.version))
    if made_at is None:
        raise NotFound()
    return made_at


def _now(connection: Connection, organisation_id: int, step: Step) -> tuple[ReportState, int]:
    """How far the version came, and the number of the last step of the report."""
    own = report_step.c
    here = own.organisation_id == organisation_id, own.report_id == step.report_id
    last = select(own.state).where(*here, own.version == step.version).order_by(own.step_no.desc()).limit(1)
    number = select(func.coalesce(func.max(own.step_no), 0)).where(*here)
    return ReportState(connection.scalar(last) or ReportState.MADE), int(connection.scalar(number) or 0)


def _check(connection: Connection, organisation_id: int, step: Step, known: ReportState, made_at: datetime) -> None:
    if known not in _BEFORE.get(step.state, ()):
        raise InvalidInput(_OVERTAKEN)
    match step.state:
        case ReportState.REVIEWED:
            _check_reviewed(connection, organisation_id, step, made_at)
        case ReportState.ON_AGENDA:
            _check_sitting(connection, organisation_id, step)
        case ReportState.PUBLISHED if step.organ and known is not ReportState.ON_AGENDA:
            raise InvalidInput(_NO_SITTING)
        case ReportState.WITHDRAWN if not step.reason.strip() or len(step.reason) > LONGEST_REASON:
            raise InvalidInput(N_("Say in at most {n} characters why it is withdrawn."), n=LONGEST_REASON)


def _check_reviewed(connection: Connection, organisation_id: int, step: Step, made_at: datetime) -> None:
    told, own = report_version.c, report_remark.c
    later = select(told.version).where(told.organisation_id == organisation_id, told.report_id == step.report_id)
    if connection.scalar(later.where(told.version > step.version).limit(1)) is not None:
        raise InvalidInput(_LATER)
    after = select(own.remark_id).where(own.organisation_id == organisation_id, own.report_id == step.report_id)
    if connection.scalar(after.where(own.written_at > made_at).limit(1)) is not None:
        raise InvalidInput(_REMARKED)


def _check_sitting(connection: Connection, organisation_id: int, step: Step) -> None:
    own = sitting.c
    this = own.organisation_id == organisation_id, own.sitting_id == step.sitting_id
    state = connection.scalar(select(own.state).where(*this))
    if state is None:
        raise InvalidInput(N_("Choose the sitting on whose agenda the report comes."))
    if state == SittingState.CANCELLED:
        raise InvalidInput(N_("This sitting was called off."))
