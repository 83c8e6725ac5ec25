"""What the worker does with a file of boundaries: judge it, take it into use, take it back, each with its report."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from config.clock import Clock
from config.errors import InvalidInput
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.requests import Work
from dashboard.store.areas.assigning import TOPICS, assign_all, how_many
from dashboard.store.areas.boundaries import Boundaries, Outline, hold_boundaries
from dashboard.store.areas.judging import Choice, Judged, judge
from dashboard.store.areas.kept import JUDGED, KEPT, TAKEN_BACK, USED, change_file, file_of
from dashboard.store.areas.moves import Moves, merged, placeless, would_move
from dashboard.store.areas.reading import BoundarySource, read_boundaries
from dashboard.store.areas.using import take_back, use
from dashboard.store.engine import Writer
from queries.tables import area, organisation, setting

PREVIEW, USING, BACK = "preview", "use", "back"
"""The parts of a report."""
BOX = "areas_box"
"""Policy: west, south, east and north within which areas are expected; Belgium unless set."""
_NOT_JUDGED = N_("This file was not checked yet, or it cannot be used; there is nothing to take into use.")
_NOT_USED = N_("This file is not in use; there is nothing to take back.")


@dataclass(frozen=True)
class Asked:
    """Work on a file (or on all places, without one), and who asked."""

    organisation_id: int
    file_id: UUID | None
    actor: Actor


def judge_file(writer: Writer, clock: Clock, asked: Asked) -> int:
    """Judge the file as it is described, and count what it would move; returns how many areas it gives."""
    with writer.transaction() as connection:
        row = _file(connection, asked)
        if row.state not in (KEPT, JUDGED):
            raise InvalidInput(_NOT_JUDGED)
        source = read_boundaries(gzip.decompress(row.content))
        judged, report = examined(connection, asked.organisation_id, row.kind, source, choice_of(row))
        areas, findings = [asdict(one) for one in judged.areas], [one.to_json() for one in judged.findings]
        state = JUDGED if judged.usable else KEPT
        _update(connection, asked, {"areas": areas, "findings": findings, "report": report, "state": state})
    return len(judged.areas)


def examined(
    connection: Connection, organisation_id: int, kind: str, source: BoundarySource, choice: Choice
) -> tuple[Judged, dict[str, Any]]:
    """What a file gives, and the report of what it would move; nothing is written."""
    box = connection.scalar(select(setting.c.value).where(setting.c.key == BOX))
    judged = judge(source, replace(choice, box=tuple(box)) if box else choice)
    return judged, {PREVIEW: _preview(connection, organisation_id, kind, judged)} if judged.usable else {}


def choice_of(row: Any) -> Choice:
    """Which properties of a file hold what."""
    return Choice(row.code_key, row.name_key, row.population_key)


def _preview(connection: Connection, organisation_id: int, kind: str, judged: Judged) -> dict[str, Any]:
    """The report beforehand: areas that come are known by their code only."""
    known = _codes(connection, organisation_id)
    numbers = {code: number for number, code in known.items()}
    fresh = {one.code: -place for place, one in enumerate(judged.areas, start=1) if one.code not in numbers}
    codes, numbers = known | {number: code for code, number in fresh.items()}, numbers | fresh
    found = Moves()
    if kind == deciding_kind(connection, organisation_id):
        outlines = tuple(Outline(numbers[one.code], one.code, one.geometry) for one in judged.areas)
        found = would_move(connection, organisation_id, Boundaries(outlines), TOPICS)
    left = placeless(connection, organisation_id, TOPICS)
    for (topic, before, after), n in found.counts.items():
        left[topic]["outside"] += n * ((after is None) - (before is None))
    return {"moves": found.rows(codes), "placeless": left, "finished": True}


def deciding_kind(connection: Connection, organisation_id: int) -> str:
    """The kind of areas that decides where something lies."""
    own = select(organisation.c.area_kind).where(organisation.c.organisation_id == organisation_id)
    return str(connection.scalar(own))


def use_file(writer: Writer, clock: Clock, asked: Asked) -> int:
    """Take a judged file into use and put everything into its areas; returns how many moved."""
    with writer.transaction() as connection:
        hold_boundaries(connection, asked.organisation_id)
        row = _file(connection, asked)
        if row.state == USED and not row.report.get(USING, {}).get("finished"):
            pass  # broken off: what is left is put right below
        elif row.state != JUDGED:
            raise InvalidInput(_NOT_JUDGED)
        else:
            _switch(connection, clock, asked, row)
    return _assign(writer, clock, asked, USING)


def _switch(connection: Connection, clock: Clock, asked: Asked, row: Row) -> None:
    whose = (connection, asked.organisation_id, row.file_id)
    changes = use(*whose, kind=row.kind, origin=row.origin, valid_from=row.valid_from, areas=row.areas)
    report = row.report | {USING: {"changes": changes.to_json()}}
    values = {"state": USED, "used_at": clock.now(), "ended_ids": changes.ended, "report": report}
    _update(connection, asked, values | {"content": None})
    detail = {"file": row.file_name, "kind": row.kind, "valid_from": row.valid_from.isoformat(), "n": len(row.areas)}
    _record(connection, clock, asked, action="boundaries_used", detail=detail)


def take_file_back(writer: Writer, clock: Clock, asked: Asked) -> int:
    """Let the areas hold again that a file replaced, and put everything back into them; returns how many moved."""
    with writer.transaction() as connection:
        hold_boundaries(connection, asked.organisation_id)
        row = _file(connection, asked)
        if row.state == TAKEN_BACK and not row.report.get(BACK, {}).get("finished"):
            pass  # broken off, as above
        elif row.state != USED:
            raise InvalidInput(_NOT_USED)
        else:
            take_back(connection, asked.organisation_id, row.file_id, row.ended_ids or [])
            _update(connection, asked, {"state": TAKEN_BACK, "taken_back_at": clock.now()})
            detail = {"file": row.file_name, "kind": row.kind}
            _record(connection, clock, asked, action="boundaries_taken_back", detail=detail)
    return _assign(writer, clock, asked, BACK)


def assign_again(writer: Writer, clock: Clock, asked: Asked) -> int:
    """Put everything into the areas of now; returns how many moved."""
    with writer.transaction() as connection:
        hold_boundaries(connection, asked.organisation_id)  # deliveries that saw the boundaries before are done
    return assign_all(writer, clock, asked.organisation_id, lambda _connection, _looked, _moved: None).counts.total()


def _assign(writer: Writer, clock: Clock, asked: Asked, part: str) -> int:
    """Put everything into its area, with how far it is and what moved in the report of the file."""
    with writer.transaction() as connection:
        codes, total = _codes(connection, asked.organisation_id), how_many(connection, asked.organisation_id)
        _tell(connection, asked, part, {"total": total, "looked": 0, "finished": False})

    def step(connection: Connection, looked: int, moved: Moves) -> None:
        so_far = _file(connection, asked).report[part]
        rows = merged(so_far.get("moves", []), moved.rows(codes))
        _tell(connection, asked, part, {"looked": so_far["looked"] + looked, "moves": rows})

    moves = assign_all(writer, clock, asked.organisation_id, step)
    with writer.transaction() as connection:
        left = placeless(connection, asked.organisation_id, TOPICS)
        _tell(connection, asked, part, {"placeless": left, "finished": True})
    return moves.counts.total()


def _tell(connection: Connection, asked: Asked, part: str, values: dict[str, Any]) -> None:
    report = dict(_file(connection, asked).report)
    _update(connection, asked, {"report": report | {part: report.get(part, {}) | values}})


def _codes(connection: Connection, organisation_id: int) -> dict[int, str]:
    rows = connection.execute(select(area.c.area_id, area.c.code).where(area.c.organisation_id == organisation_id))
    return {int(number): str(code) for number, code in rows}


def _file(connection: Connection, asked: Asked) -> Row:
    return file_of(connection, asked.organisation_id, asked.file_id)


def _update(connection: Connection, asked: Asked, values: dict[str, Any]) -> None:
    change_file(connection, asked.organisation_id, asked.file_id, values)


def _record(connection: Connection, clock: Clock, asked: Asked, *, action: str, detail: dict[str, Any]) -> None:
    said: dict[str, Any] = {"clock": clock, "actor": asked.actor, "organisation_id": asked.organisation_id}
    audit.record(connection, action=action, subject_id=asked.file_id, detail=detail, **said)


OF_AREAS: Mapping[str, Callable[[Writer, Clock, Asked], int]] = {
    Work.JUDGE_AREAS: judge_file,
    Work.USE_AREAS: use_file,
    Work.TAKE_AREAS_BACK: take_file_back,
    Work.ASSIGN_AREAS: assign_again,
}
"""What the worker does, by the kind of request."""
