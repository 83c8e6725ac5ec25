"""Boundaries of areas, as somebody at a desk brings them: a file is kept and described, the worker does the rest."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, select, update

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.kinds import AreaKind
from config.language import N_
from config.plain import storable
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing
from dashboard.store.areas.files import deciding_kind
from dashboard.store.areas.judging import Choice, check_keys
from dashboard.store.areas.kept import JUDGED, KEPT, USED, change_file, file_of
from dashboard.store.areas.reading import LARGEST_ON_PAGE, read_boundaries
from dashboard.store.zones import local_today
from queries.tables import area, area_version, boundary_file, organisation

__all__ = [
    "Choice",
    "Description",
    "check_description",
    "choose_kind",
    "describe_file",
    "keep_file",
    "plan_take_back",
    "plan_use",
    "set_population",
    "write_description",
]

LONGEST_FILE_NAME = 200
_TO_COME = N_("Boundaries can be taken into use from today on, or from a day before: not from a day that is to come.")
_NOT_OPEN = N_("This file is in use or was taken back; bring it in again to change something.")
_NOT_CHECKED = N_("Check the file first; what is grave in it must be put right before it can be taken into use.")
_NOT_USED = N_("This file is not in use; there is nothing to take back.")
_NO_AREA = N_("This organisation has no such area today.")


@dataclass(frozen=True)
class Description:
    """What is in a file: which properties hold code, name and inhabitants, where it comes from, since when it holds."""

    organisation_id: int
    file_id: UUID
    kind: AreaKind
    choice: Choice
    origin: str
    valid_from: date


def keep_file(
    *,
    writer: Writing,
    clock: Clock,
    actor: Actor,
    organisation_id: int,
    file_name: str,
    content: bytes,
    largest: int = LARGEST_ON_PAGE,
) -> UUID:
    """Keep a file that was brought in, in the place of one that was never used. Raises InvalidInput.

    `largest`: bytes that it may have unpacked.
    """
    source = read_boundaries(content, largest)
    row = {
        "organisation_id": organisation_id,
        "file_id": new_id(clock),
        "state": KEPT,
        "file_name": storable(file_name)[-LONGEST_FILE_NAME:],
        "file_sha256": source.sha256,
        "kept_at": clock.now(),
        "content": gzip.compress(content, 6),
        "outline": source.outline(),
    }
    own = boundary_file.c
    with writer.transaction() as connection:
        never_used = and_(own.organisation_id == organisation_id, own.state.in_((KEPT, JUDGED)))
        connection.execute(delete(boundary_file).where(never_used))
        connection.execute(boundary_file.insert().values(**row))
        detail = {"file": row["file_name"], "n": len(source.features)}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        audit.record(connection, action="boundaries_kept", detail=detail, **said)
    return UUID(str(row["file_id"]))


def describe_file(*, writer: Writing, clock: Clock, actor: Actor, described: Description) -> None:
    """Say what is in a file, and ask the worker to judge it. Raises NotFound and InvalidInput."""
    with writer.transaction() as connection:
        _ask(connection, clock, actor, write_description(connection, clock, described), Work.JUDGE_AREAS)


def write_description(connection: Connection, clock: Clock, described: Description) -> Row:
    """Write what is in a file; what was judged before no longer holds. Returns the file as it was."""
    row = file_of(connection, described.organisation_id, described.file_id)
    if row.state not in (KEPT, JUDGED):
        raise InvalidInput(_NOT_OPEN)
    check_description(connection, clock, described, row.outline)
    values = _values(described) | {"state": KEPT, "areas": None, "findings": None, "report": {}}
    change_file(connection, described.organisation_id, described.file_id, values)
    return row


def check_description(connection: Connection, clock: Clock, described: Description, outline: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless the file has these properties and the day has come."""
    check_keys(outline, described.choice)
    if described.valid_from > local_today(connection, clock, described.organisation_id):
        raise InvalidInput(_TO_COME)


def _values(described: Description) -> dict[str, Any]:
    return {
        "kind": str(described.kind),
        "code_key": described.choice.code_key,
        "name_key": described.choice.name_key,
        "population_key": described.choice.population_key,
        "origin": described.origin,
        "valid_from": described.valid_from,
    }


def plan_use(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, file_id: UUID) -> None:
    """Ask the worker to take a judged file into use. Raises NotFound and InvalidInput."""
    with writer.transaction() as connection:
        row = file_of(connection, organisation_id, file_id)
        if row.state != JUDGED:
            raise InvalidInput(_NOT_CHECKED)
        _ask(connection, clock, actor, row, Work.USE_AREAS)


def plan_take_back(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, file_id: UUID) -> None:
    """Ask the worker to take a file back. Raises NotFound and InvalidInput."""
    with writer.transaction() as connection:
        row = file_of(connection, organisation_id, file_id)
        if row.state != USED:
            raise InvalidInput(_NOT_USED)
        _ask(connection, clock, actor, row, Work.TAKE_AREAS_BACK)


def choose_kind(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, kind: AreaKind) -> None:
    """Let another kind of areas decide where something lies; the worker puts everything into those."""
    with writer.transaction() as connection:
        before = deciding_kind(connection, organisation_id)
        if before == str(kind):
            return
        own = organisation.c.organisation_id == organisation_id
        connection.execute(update(organisation).where(own).values(area_kind=str(kind)))
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        audit.record(connection, action="area_kind_chosen", detail={"kind": str(kind), "before": before}, **said)
        ask(connection, work=Work.ASSIGN_AREAS, **said)


def set_population(
    *, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, code: str, population: int | None
) -> None:
    """Say how many people live in an area, as it is today. Raises NotFound."""
    number = select(area.c.area_id).where(area.c.organisation_id == organisation_id, area.c.code == code)
    dated = area_version.c
    own = and_(dated.organisation_id == organisation_id, dated.area_id.in_(number), dated.valid_to.is_(None))
    with writer.transaction() as connection:
        changed = connection.execute(update(area_version).where(own).values(population=population))
        if changed.rowcount == 0:
            raise NotFound(_NO_AREA)
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        audit.record(connection, action="area_population_set", detail={"code": code, "population": population}, **said)


def _ask(connection: Connection, clock: Clock, actor: Actor, row: Row, work: Work) -> None:
    said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": row.organisation_id}
    ask(connection, work=work, subject_id=row.file_id, **said)
