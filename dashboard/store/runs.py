"""Import runs as they were recorded: which there are, and what each did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Text, func, select

from config.errors import InvalidInput, NotFound
from config.language import N_
from queries.tables import import_run, organisation, source

_MOST = 100
_NO_RUN = N_("There is no import run with this number.")
_MANY = N_("More than one import run begins with {number}. Write more of it.")


@dataclass(frozen=True)
class Run:
    """One delivery through the loader; `report` as `dashboard.store.loader.Report.to_json` gives it."""

    organisation_id: int
    organisation: str
    run_id: UUID
    source: str
    state: str
    file_name: str | None
    as_of: datetime | None
    started_at: datetime
    report: dict[str, Any]


def _statement() -> Any:
    runs = import_run.c
    joined = import_run.join(organisation, organisation.c.organisation_id == runs.organisation_id).join(
        source, (source.c.organisation_id == runs.organisation_id) & (source.c.source_id == runs.source_id)
    )
    columns = [runs.organisation_id, organisation.c.code.label("organisation"), runs.run_id]
    columns += [source.c.name.label("source"), runs.state, runs.file_name, runs.as_of, runs.started_at, runs.report]
    return select(*columns).select_from(joined).order_by(runs.started_at.desc())


def _run(row: Row) -> Run:
    return Run(**row._mapping)


def list_runs(connection: Connection, organisation_code: str | None = None) -> list[Run]:
    """The last hundred runs, newest first; of one organisation, or of all."""
    statement = _statement().limit(_MOST)
    if organisation_code is not None:
        statement = statement.where(organisation.c.code == organisation_code)
    return [_run(row) for row in connection.execute(statement)]


def find_run(connection: Connection, number: str) -> Run:
    """The run of which the number begins with `number`. Raises NotFound, or InvalidInput when there are several."""
    if not number or set(number) - set("0123456789abcdef-"):
        raise NotFound(_NO_RUN)
    statement = _statement().where(import_run.c.run_id.cast(Text).like(f"{number}%")).limit(2)
    found = [_run(row) for row in connection.execute(statement)]
    if not found:
        raise NotFound(_NO_RUN)
    if len(found) > 1:
        raise InvalidInput(_MANY, number=number)
    return found[0]


def runs_after(connection: Connection, run: Run) -> int:
    """How many deliveries of the same source were merged after a run."""
    own = import_run.alias()
    same = (own.c.organisation_id == import_run.c.organisation_id) & (own.c.source_id == import_run.c.source_id)
    later = (import_run.c.started_at > run.started_at) & (import_run.c.state == "merged")
    counted = select(func.count()).select_from(import_run.join(own, same)).where(own.c.run_id == run.run_id, later)
    return int(connection.execute(counted).scalar_one())
