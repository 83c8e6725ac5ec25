"""How a version of a report goes on: reviewed, on the agenda, published, or withdrawn."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.kinds import Organ, ReportState, SittingState
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.reports.remarking import hold_report
from dashboard.store.actions.writing import Writing
from queries.tables import report_remark, report_step, report_version, sitting

LONGEST_REASON = 500
_BEFORE = {
    ReportState.REVIEWED: (ReportState.MADE, ReportState.WITHDRAWN),
    ReportState.ON_AGENDA: (ReportState.REVIEWED, ReportState.ON_AGENDA),
    ReportState.PUBLISHED: (ReportState.REVIEWED, ReportState.ON_AGENDA),
    ReportState.WITHDRAWN: (ReportState.REVIEWED, ReportState.ON_AGENDA, ReportState.PUBLISHED),
}
"""From where each step can be taken."""
_OVERTAKEN = N_("This version has meanwhile come further, or was taken back. Look again.")
_REMARKED = N_("There are remarks that this version does not hold. Make a version with the remarks first.")
_LATER = N_("There is a later version of this report. Review that one, or this one remains as it is.")
_ON_AN_AGENDA_FIRST = N_("A report for this organ is published once it stands on an agenda.")
_NO_ORGAN = N_("A report of this kind comes on no agenda.")
_NO_SITTING = N_("Choose the sitting on whose agenda the report comes.")
_SAME = N_("It stands on the agenda of this sitting already.")
_BEGUN = N_("This sitting has begun. Choose one that is still to come.")


@dataclass(frozen=True)
class Step:
    """What is done with a version: `sitting_id` with on_agenda, `reason` with withdrawn; `organ`: that of its kind.

    `since`: how far it had come when it was decided who may do this; None: however far.
    """

    report_id: UUID
    version: int
    state: ReportState
    sitting_id: UUID | None = None
    reason: str = ""
    organ: Organ | None = None
    since: ReportState | None = None


def take(*, writer: Writing, clock: Clock, by: Acting, step: Step) -> None:
    """Take a step with a version. Raises NotFound, and InvalidInput with what stands in its way."""
    with writer.transaction() as connection:
        hold_report(connection, by.organisation_id, step.report_id)
        frozen = _frozen(connection, by.organisation_id, step)
        known = _now(connection, by.organisation_id, step)
        _check(connection, clock, by.organisation_id, step, known, frozen)
        # what was published from an agenda still belongs to that sitting
        sitting_id = known.sitting_id if step.state is ReportState.PUBLISHED else step.sitting_id
        row: dict[str, Any] = {"version": step.version, "step_no": known.number + 1, "state": str(step.state)}
        key = {"organisation_id": by.organisation_id, "report_id": step.report_id}
        who = {"by_id": by.actor.account_id, "by_role": by.actor.role, "at": clock.now()}
        more = {"sitting_id": sitting_id, "reason": step.reason.strip() or None}
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


@dataclass(frozen=True)
class _Known:
    """How far a version came, on whose agenda it stands, and the number of the last step of its report."""

    state: ReportState
    sitting_id: UUID | None
    number: int


def _frozen(connection: Connection, organisation_id: int, step: Step) -> dict[str, Any]:
    """What the version froze. Raises NotFound."""
    told = report_version.c
    of_it = told.organisation_id == organisation_id, told.report_id == step.report_id, told.version == step.version
    found = connection.scalar(select(told.frozen).where(*of_it))
    if found is None:
        raise NotFound()
    return dict(found)


def _now(connection: Connection, organisation_id: int, step: Step) -> _Known:
    own = report_step.c
    here = own.organisation_id == organisation_id, own.report_id == step.report_id
    of_it = select(own.state, own.sitting_id).where(*here, own.version == step.version)
    last = connection.execute(of_it.order_by(own.step_no.desc()).limit(1)).first()
    number = int(connection.scalar(select(func.coalesce(func.max(own.step_no), 0)).where(*here)) or 0)
    return _Known(ReportState(last.state), last.sitting_id, number) if last else _Known(ReportState.MADE, None, number)


def _check(
    connection: Connection, clock: Clock, organisation_id: int, step: Step, known: _Known, frozen: dict[str, Any]
) -> None:
    if known.state not in _BEFORE.get(step.state, ()) or step.since not in (None, known.state):
        raise InvalidInput(_OVERTAKEN)
    match step.state:
        case ReportState.REVIEWED:
            _check_reviewed(connection, organisation_id, step, frozen)
        case ReportState.ON_AGENDA:
            _check_sitting(connection, clock, organisation_id, step, known)
        case ReportState.PUBLISHED if step.organ is not None and known.state is not ReportState.ON_AGENDA:
            raise InvalidInput(_ON_AN_AGENDA_FIRST)
        case ReportState.WITHDRAWN if not step.reason.strip() or len(step.reason) > LONGEST_REASON:
            raise InvalidInput(N_("Say in at most {n} characters why it is withdrawn."), n=LONGEST_REASON)


def _check_reviewed(connection: Connection, organisation_id: int, step: Step, frozen: dict[str, Any]) -> None:
    told, own = report_version.c, report_remark.c
    later = select(told.version).where(told.organisation_id == organisation_id, told.report_id == step.report_id)
    if connection.scalar(later.where(told.version > step.version).limit(1)) is not None:
        raise InvalidInput(_LATER)
    # by what they say, not by when: a remark may be told to be older than the version that was made beside it
    here = own.organisation_id == organisation_id, own.report_id == step.report_id
    newest = select(own.block, own.text).where(*here).ext(distinct_on(own.block))
    rows = connection.execute(newest.order_by(own.block, own.written_at.desc(), own.remark_id.desc()))
    held = {(one["block"], one["text"]) for one in frozen.get("remarks", ())}
    if {(row.block, row.text) for row in rows if row.text} != held:
        raise InvalidInput(_REMARKED)


def _check_sitting(connection: Connection, clock: Clock, organisation_id: int, step: Step, known: _Known) -> None:
    if step.organ is None:
        raise InvalidInput(_NO_ORGAN)
    row = _sitting(connection, organisation_id, step.sitting_id)
    if row is None or row.organ != step.organ:
        raise InvalidInput(_NO_SITTING)
    if row.state == SittingState.CANCELLED:
        raise InvalidInput(N_("This sitting was called off."))
    if row.starts_at <= clock.now():
        raise InvalidInput(_BEGUN)
    if known.sitting_id == step.sitting_id:
        raise InvalidInput(_SAME)


def _sitting(connection: Connection, organisation_id: int, sitting_id: UUID | None) -> Row[Any, Any, Any] | None:
    """The sitting, which nobody calls off meanwhile."""
    own = sitting.c
    found = select(own.organ, own.state, own.starts_at)
    this = own.organisation_id == organisation_id, own.sitting_id == sitting_id
    return connection.execute(found.where(*this).with_for_update(read=True)).first()
