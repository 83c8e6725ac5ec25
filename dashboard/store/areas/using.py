"""Taking a file with boundaries into use, and back: versions of areas end and begin, nothing is removed that held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from config.errors import InvalidInput
from config.language import N_
from config.plain import plain
from dashboard.store.organisations import alone
from queries.tables import area, area_version

_LATER = N_(
    "Boundaries or names of {day} are in use already: choose a day after it, or take the file of that day back first."
)
_OTHER_KIND = N_("These codes belong to areas of another kind: {codes}.")
_NEWER = N_("A newer file of this kind is in use: take that one back first.")


@dataclass(frozen=True)
class Changes:
    """What a file changes: numbers of areas by what happens to them."""

    begun: tuple[int, ...]
    changed: tuple[int, ...]
    gone: tuple[int, ...]

    @property
    def ended(self) -> list[int]:
        """Areas of which a version ends."""
        return sorted({*self.changed, *self.gone})

    def to_json(self) -> dict[str, int]:
        """How many of each."""
        return {"begun": len(self.begun), "changed": len(self.changed), "gone": len(self.gone)}


def use(
    connection: Connection,
    organisation_id: int,
    file_id: UUID,
    *,
    kind: str,
    origin: str,
    valid_from: date,
    areas: Sequence[dict[str, Any]],
) -> Changes:
    """Let these areas hold from a day on; codes that are known keep their number, those that are gone end.

    Raises InvalidInput when later boundaries are in use, or when a code belongs to an area of another kind.
    """
    alone(connection, organisation_id)
    known = {row.code: row for row in connection.execute(text(_KNOWN), {"o": organisation_id})}
    codes = [str(one["code"]) for one in areas]
    ours = [row for row in known.values() if row.open_from is not None and _is_replaced(row, kind, codes)]
    _check(known, ours, kind, valid_from, codes)
    changed = tuple(row.area_id for row in ours if row.code in set(codes))
    gone = tuple(row.area_id for row in ours if row.code not in set(codes))
    values = {"o": organisation_id, "ids": [*changed, *gone], "last": valid_from - timedelta(days=1)}
    connection.execute(text(_END), values)
    numbers = _numbered(connection, organisation_id, kind, codes, {code: row.area_id for code, row in known.items()})
    people = {row.area_id: row.population for row in known.values()}
    shared = {"organisation_id": organisation_id, "valid_from": valid_from, "source": origin, "file_id": file_id}
    rows = [
        shared
        | {"area_id": numbers[one["code"]], "name": one["name"], "geometry": plain(one["geometry"])}
        | {"population": _people(one["population"], people.get(numbers[one["code"]]))}
        for one in areas
    ]
    connection.execute(area_version.insert(), rows)
    return Changes(tuple(number for number in numbers.values() if number not in changed), changed, gone)


def _people(told: int | None, known: int | None) -> int | None:
    """What the file tells, else what was known."""
    return known if told is None else told


def _is_replaced(row: Any, kind: str, codes: Sequence[str]) -> bool:
    """Whether a version ends: its boundary is replaced, or its code gets one."""
    return row.code in codes or (row.kind == kind and row.has_boundary)


def _check(known: dict[str, Any], ours: Sequence[Any], kind: str, valid_from: date, codes: Sequence[str]) -> None:
    taken = [code for code in codes if code in known and known[code].kind != kind and known[code].has_boundary]
    if taken:
        raise InvalidInput(_OTHER_KIND, codes=", ".join(taken[:20]))
    latest = max((row.open_from for row in ours), default=None)
    if latest is not None and latest >= valid_from:
        raise InvalidInput(_LATER, day=latest.isoformat())


def _numbered(
    connection: Connection, organisation_id: int, kind: str, codes: Sequence[str], known: dict[str, int]
) -> dict[str, int]:
    """The number of each code; those that are new follow on the highest."""
    following = max(known.values(), default=0) + 1
    fresh = {code: following + n for n, code in enumerate(code for code in codes if code not in known)}
    if fresh:
        shared = {"organisation_id": organisation_id, "kind": kind}
        connection.execute(area.insert(), [shared | {"code": code, "area_id": n} for code, n in fresh.items()])
    kept = {code: known[code] for code in codes if code in known}
    connection.execute(text(_OF_KIND), {"o": organisation_id, "kind": kind, "ids": list(kept.values())})
    return kept | fresh


def take_back(connection: Connection, organisation_id: int, file_id: UUID, ended_ids: Sequence[int]) -> None:
    """End the versions that a file brought and let those hold again that it ended. Raises InvalidInput when a newer
    file is in use."""
    alone(connection, organisation_id)
    values = {"o": organisation_id, "file": file_id, "ids": list(ended_ids)}
    first = connection.scalar(text(_FIRST), values)
    if connection.scalar(text(_BUILT_ON), values):
        raise InvalidInput(_NEWER)
    connection.execute(text(_REMOVE), values)
    if first is not None:
        connection.execute(text(_REOPEN), values | {"last": first - timedelta(days=1)})


# the latest version of each area; of one that has ended `open_from` is empty
_KNOWN = """
SELECT DISTINCT ON (a.area_id) a.area_id, a.code, a.kind, v.population, v.geometry IS NOT NULL AS has_boundary,
       CASE WHEN v.valid_to IS NULL THEN v.valid_from END AS open_from
FROM area a LEFT JOIN area_version v ON v.organisation_id = a.organisation_id AND v.area_id = a.area_id
WHERE a.organisation_id = :o ORDER BY a.area_id, v.valid_from DESC
"""
_END = """
UPDATE area_version SET valid_to = :last
WHERE organisation_id = :o AND area_id = ANY(CAST(:ids AS int[])) AND valid_to IS NULL
"""
_OF_KIND = "UPDATE area SET kind = :kind WHERE organisation_id = :o AND area_id = ANY(CAST(:ids AS int[]))"
_FIRST = "SELECT min(valid_from) FROM area_version WHERE organisation_id = :o AND file_id = :file"
_BUILT_ON = """
SELECT EXISTS (SELECT FROM area_version v WHERE v.organisation_id = :o AND v.file_id = :file AND v.valid_to IS NOT NULL)
"""
_REMOVE = "DELETE FROM area_version WHERE organisation_id = :o AND file_id = :file"
_REOPEN = """
UPDATE area_version SET valid_to = NULL
WHERE organisation_id = :o AND area_id = ANY(CAST(:ids AS int[])) AND valid_to = :last
"""
