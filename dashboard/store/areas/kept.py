"""The rows of files with boundaries: found, changed, listed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, select, update

from config.errors import NotFound
from queries.tables import boundary_file

KEPT, JUDGED, USED, TAKEN_BACK = "kept", "judged", "used", "taken_back"
"""The states of a file."""


def file_of(connection: Connection, organisation_id: int, file_id: UUID | None) -> Row:
    """One file, for oneself until the transaction ends. Raises NotFound."""
    row = connection.execute(select(boundary_file).where(_this(organisation_id, file_id)).with_for_update()).first()
    if row is None:
        raise NotFound()
    return row


def change_file(connection: Connection, organisation_id: int, file_id: UUID | None, values: dict[str, Any]) -> None:
    """Write these columns of a file."""
    connection.execute(update(boundary_file).where(_this(organisation_id, file_id)).values(**values))


def files_of(connection: Connection, organisation_id: int) -> list[Row]:
    """The files of an organisation, newest first: file_id, file_name, kind, valid_from, state."""
    own = boundary_file.c
    ours = select(own.file_id, own.file_name, own.kind, own.valid_from, own.state)
    return list(connection.execute(ours.where(own.organisation_id == organisation_id).order_by(own.kept_at.desc())))


def _this(organisation_id: int, file_id: UUID | None) -> ColumnElement[bool]:
    own = boundary_file.c
    return (own.organisation_id == organisation_id) & (own.file_id == file_id)
