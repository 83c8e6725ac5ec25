"""The worker makes a report: all of it from one snapshot, in all formats of its kind, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from config.canonical import hash_of
from config.clock import Clock
from config.errors import Forbidden, HelikopterError, NotFound
from config.kinds import Permission, ReportState
from config.language import N_, use_language
from dashboard.jobs.own_look import own_look
from dashboard.jobs.reports.freezing import LANGUAGE, Asked, Made, freeze, taken_over, within
from dashboard.jobs.rights import person_of
from dashboard.reports.dossier import Look
from dashboard.reports.kinds import About, Format, Kind, kind_of
from dashboard.store import reports as store
from dashboard.store.actions.reports.asking import BASE
from dashboard.store.actions.requests import Work
from dashboard.store.engine import Writer
from dashboard.store.reports import NewVersion, Report
from dashboard.store.requests import Doing, Done, Task
from queries.accounts import Person
from queries.db import Database
from queries.filters import Reach, Scope
from queries.names import limited_to, names
from queries.reports import remarks, version_of

_TURNS = 3
_WHOLE = N_("This report tells of the whole organisation; somebody who sees only some services cannot make it.")
_NO_MEMBER = N_("There is no such service or neighbourhood in your organisation.")


class NotMade(HelikopterError):
    """A report cannot be made of what was asked; the message says why."""

    code = "report_not_made"


def kinds_of(database: Database) -> dict[str, Doing]:
    """The work on reports, for `dashboard.store.requests.do_next`; questions go to `database`."""
    return {Work.REPORT: partial(make, database)}


def make(database: Database, writer: Writer, clock: Clock, task: Task) -> Done:
    """Make a version of a report; tells its id and number. Raises Forbidden, NotFound, and NotMade with why."""
    person, asked = person_of(writer, clock, task.actor, Permission.MAKE_REPORTS), asked_of(task)
    with database.read() as db:
        _check(db, scope_in(person, db, asked.organisation_id, Permission.MAKE_REPORTS), asked)
    report_id = store.find_or_add(writer, clock, task.actor, _row(asked))
    for _ in range(_TURNS):
        new, files = _drawn(database, writer, clock, task, asked, person, report_id)
        try:
            store.keep(writer, clock, task.actor, task.organisation_id, new, files)
        except IntegrityError:  # another worker took the number meanwhile
            continue
        return Done(len(files), {"report": str(report_id), "version": new.version})
    raise HelikopterError()


def asked_of(task: Task) -> Asked:
    """Which report is asked for. Raises NotFound for a kind that there is not."""
    told = task.asked
    kind = kind_of(told["kind"])
    member = str(told.get("member") or "") if kind.about is not About.ORGANISATION else ""
    days = (date.fromisoformat(told[name]) for name in ("first_day", "last_day"))
    return Asked(task.organisation_id, kind, member, *days)


def _row(asked: Asked) -> Report:
    kind = asked.kind
    return Report(asked.organisation_id, kind.id, str(kind.about), asked.member, asked.first_day, asked.last_day)


def _drawn(
    database: Database, writer: Writer, clock: Clock, task: Task, asked: Asked, person: Person, report_id: UUID
) -> tuple[NewVersion, dict[str, bytes]]:
    """A version that is ready to be kept, with its files."""
    with writer.transaction() as connection:
        version = store.next_version(connection, asked.organisation_id, report_id)
        base = _base(connection, task, report_id)
    made = Made(version, clock.now(), task.actor.role)
    with database.read() as db:
        own = scope_in(person, db, asked.organisation_id, Permission.MAKE_REPORTS)
        if base:
            version_of(db, own, ReportState.MADE, report_id, base.version)
        scopes = partial(narrowed, person, db, asked)
        told = remarks(db, own, report_id)
        frozen = taken_over(base.frozen, made, told) if base else freeze(db, scopes, asked, made, told)
        look = Look(*own_look(db, asked.organisation_id))
        reach = base.reach if base else [one.told() for one in scopes(Permission.MAKE_REPORTS).reaches]
    as_of = base.as_of if base else frozen["as_of"]
    new = NewVersion(report_id, version, str(asked.kind.reader), reach, as_of, made.at, frozen)
    return new, files_of(frozen, hash_of(frozen), asked.kind, look)


def _base(connection: Connection, task: Task, report_id: UUID) -> NewVersion | None:
    """The version whose numbers are taken over, where one was named. Raises NotFound for one that there is not."""
    if task.asked.get(BASE) is None:
        return None
    found = store.frozen_of(connection, task.organisation_id, report_id, int(task.asked[BASE]))
    if found is None:
        raise NotFound()
    return found


def scope_in(person: Person, db: Connection, organisation_id: int, permission: Permission) -> Scope:
    """What somebody may see with a right, in one organisation and those that went on in it. Raises Forbidden."""
    if not person.may(permission):
        raise Forbidden()
    found = within(person.scope(permission), db, organisation_id)
    if organisation_id not in found.organisation_ids:
        raise Forbidden()
    return found


def narrowed(person: Person, db: Connection, asked: Asked, permission: Permission) -> Scope:
    """The same, of a report about a service no more than that service: whoever makes it, it tells the same, and who
    reaches that service may read it. Raises Forbidden."""
    found = scope_in(person, db, asked.organisation_id, permission)
    if asked.kind.about is not About.SERVICE:
        return found
    known = names(db, found, str(About.SERVICE))
    rows = known[known["code"] == asked.member].to_dict("records")
    reaches = (Reach(row["organisation_id"], frozenset({row["key"]})) for row in rows if _reaches(found, row))
    return replace(found, reaches=tuple(sorted(reaches, key=lambda one: one.organisation_id)))


def _check(db: Connection, scope: Scope, asked: Asked) -> None:
    """Raise, in words, when the report would tell of less than its name says, or of nothing."""
    if asked.kind.about is not About.SERVICE and limited_to(db, scope, asked.organisation_id) is not None:
        raise NotMade(_WHOLE)
    if asked.kind.about is About.ORGANISATION:
        return
    known = names(db, scope, str(asked.kind.about))
    found = known[(known["code"] == asked.member) & (known["organisation_id"] == asked.organisation_id)]
    if found.empty or (asked.kind.about is About.SERVICE and not _reaches(scope, found.iloc[0].to_dict())):
        raise NotMade(_NO_MEMBER)


def _reaches(scope: Scope, row: Mapping[Any, Any]) -> bool:
    limits = [one.service_ids for one in scope.reaches if one.organisation_id == row["organisation_id"]]
    return any(limit is None or row["key"] in limit for limit in limits)


def files_of(frozen: Mapping[str, Any], digest: str, kind: Kind, look: Look) -> dict[str, bytes]:
    """The files of a version, by their endings."""
    from dashboard.reports.docx import as_docx
    from dashboard.reports.pdf import as_pdf
    from dashboard.reports.report import report_document, report_slides, report_workbook

    with use_language(LANGUAGE):
        document = report_document(frozen, digest, look)
        makers: dict[Format, Callable[[], bytes]] = {
            Format.PDF: lambda: as_pdf(document),
            Format.DOCX: lambda: as_docx(document),
            Format.XLSX: lambda: report_workbook(frozen, digest),
            Format.PPTX: lambda: report_slides(frozen, digest, look),
        }
        return {str(one): makers[one]() for one in kind.formats}
