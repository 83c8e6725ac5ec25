"""Keeping reports: each version with its hash and its files, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or

from config.canonical import hash_of
from config.clock import Clock
from config.ids import new_id
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from queries.tables import report, report_file, report_version


@dataclass(frozen=True)
class Report:
    """Which report: a kind, about all of an organisation, a service or an area (`member`: its code), of a period."""

    organisation_id: int
    kind: str
    about: str
    member: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class NewVersion:
    """A version that is to be kept, as the columns say."""

    report_id: UUID
    version: int
    reader: str
    reach: Sequence[Sequence[Any]]
    as_of: datetime | None
    made_at: datetime
    frozen: Mapping[str, Any]


def find_or_add(writer: Writer, clock: Clock, actor: Actor, own: Report) -> UUID:
    """The number of this report, which is made when it is the first of its kind, subject and period."""
    key = {name: getattr(own, name) for name in own.__dataclass_fields__}
    row = key | {"report_id": new_id(clock), "asked_at": clock.now(), "asked_by": actor.account_id}
    with writer.transaction() as connection:
        connection.execute(insert_or(report).values(row).on_conflict_do_nothing())
        return UUID(str(connection.scalar(select(report.c.report_id).filter_by(**key))))


def next_version(connection: Connection, organisation_id: int, report_id: UUID) -> int:
    """The number of the next version of a report."""
    own = report_version.c
    found = select(func.coalesce(func.max(own.version), 0) + 1)
    here = own.organisation_id == organisation_id, own.report_id == report_id
    return int(connection.scalar(found.where(*here)) or 1)


def frozen_of(connection: Connection, organisation_id: int, report_id: UUID, version: int) -> NewVersion | None:
    """A version as it was kept."""
    own = report_version.c
    here = own.organisation_id == organisation_id, own.report_id == report_id, own.version == version
    columns = own.report_id, own.version, own.reader, own.reach, own.as_of, own.made_at, own.frozen
    row = connection.execute(select(*columns).where(*here)).first()
    return None if row is None else NewVersion(*row)


def keep(
    writer: Writer, clock: Clock, actor: Actor, organisation_id: int, new: NewVersion, files: Mapping[str, bytes]
) -> None:
    """Keep a version with its files. Raises IntegrityError when another one took its number meanwhile."""
    key = {"organisation_id": organisation_id, "report_id": new.report_id, "version": new.version}
    row = {name: getattr(new, name) for name in new.__dataclass_fields__} | {"hash": hash_of(new.frozen)}
    by = {"made_by": actor.account_id, "made_role": actor.role}
    kept = [key | {"format": ending, "content": content} for ending, content in files.items()]
    with writer.transaction() as connection:
        connection.execute(insert(report_version).values(key | row | by))
        connection.execute(insert(report_file), kept)
        audit.record(
            connection,
            clock=clock,
            actor=actor,
            organisation_id=organisation_id,
            action="report_made",
            subject_id=new.report_id,
            detail={"kind": new.frozen["kind"], "version": new.version, "hash": row["hash"]},
        )
