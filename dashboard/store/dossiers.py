"""Keeping decision dossiers: what is frozen with its hash, the words and photos of citizens apart, and the files.

A part can be erased at any moment (`erase_parts`). Whoever keeps a dossier or its files therefore first waits for the
proposals that it is about, and keeps nothing that was erased since it was read.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, text

from config.canonical import hash_of
from config.clock import Clock
from config.ids import milliseconds_of, uuid7
from dashboard.store.actions import audit
from dashboard.store.actions.audit import WORKER, Actor
from dashboard.store.actions.requests import Work
from dashboard.store.engine import Writer
from dashboard.store.turns import wait_for_subjects
from queries.tables import blob, dossier, dossier_file, dossier_part, proposal, work_request
from queries.tables import photo as photo_table

TITLE, TEXT, PHOTO = "title", "text", "photo"
"""The kinds of parts."""
_ID_BITS = 74


@dataclass(frozen=True)
class Part:
    """Words or a photo of a citizen. `organisation_id` is that of the proposal; `photo` is the key of a picture.

    The digest is made with a salt that goes with the words: what is left tells nobody whether a guess was right.
    """

    part_no: int
    organisation_id: int
    subject_id: UUID
    kind: str
    content: str | None = None
    photo: str | None = None
    alt: str | None = None
    salt: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the part with its salt."""
        return hash_of([self.salt, self.kind, self.content, self.photo, self.alt])


def salt() -> str:
    """A fresh salt."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class NewDossier:
    """A dossier that is to be kept; `reach` and `places` as the columns say."""

    organisation_id: int
    dossier_id: UUID
    round_id: UUID
    ref: str
    version: int
    draft: bool
    places: int
    reach: Sequence[Sequence[Any]]
    as_of: datetime
    made_at: datetime
    frozen: Mapping[str, Any]
    parts: Sequence[Part]


@dataclass(frozen=True)
class KeptPart:
    """A part as a dossier shows it: its words or picture, or when it was erased."""

    kind: str
    content: str | None = None
    picture: bytes | None = None
    alt: str | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """A dossier that was kept, with its parts by number."""

    frozen: Mapping[str, Any]
    hash: str
    parts: Mapping[int, KeptPart]

    @property
    def removed(self) -> int:
        """How many parts were erased."""
        return sum(part.removed_at is not None for part in self.parts.values())


def next_version(connection: Connection, organisation_id: int, round_id: UUID) -> int:
    """The number of the next dossier of a round."""
    own = dossier.c
    found = select(func.coalesce(func.max(own.version), 0) + 1)
    return int(connection.scalar(found.where(own.organisation_id == organisation_id, own.round_id == round_id)) or 1)


def pictures(connection: Connection, parts: Iterable[Part]) -> dict[int, bytes]:
    """The pictures of the parts that are photos, by the number of the part."""
    keys = {part.part_no: (part.organisation_id, part.photo) for part in parts if part.photo}
    return {number: found for number, key in keys.items() if (found := _picture(connection, *key)) is not None}


def _picture(connection: Connection, organisation_id: int, key: str | None) -> bytes | None:
    own = blob.c
    found = connection.scalar(select(own.content).where(own.organisation_id == organisation_id, own.key == key))
    return None if found is None else bytes(found)


def keep(writer: Writer, clock: Clock, actor: Actor, new: NewDossier, files: Mapping[str, bytes]) -> bool:
    """Keep a dossier with its files; False, and nothing is kept, when a part of it was erased since it was read."""
    with writer.transaction() as connection:
        _wait(connection, new.parts)
        if not _stands(connection, new.parts):
            return False
        row = {name: getattr(new, name) for name in _COLUMNS} | {"hash": hash_of(new.frozen)}
        by = {"made_by": actor.account_id, "made_role": actor.role}
        connection.execute(insert(dossier).values(row | by))
        key = {"organisation_id": new.organisation_id, "dossier_id": new.dossier_id}
        if new.parts:
            connection.execute(insert(dossier_part), [key | _row(part) for part in new.parts])
        _add_files(connection, key, files, new.made_at)
        detail = {"ref": new.ref, "version": new.version, "n": new.places, "hash": row["hash"]}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": new.organisation_id}
        audit.record(connection, action="dossier_made", detail=detail, **said)
    return True


_COLUMNS = (
    *("organisation_id", "dossier_id", "round_id", "ref", "version", "draft", "places", "reach", "as_of", "made_at"),
    "frozen",
)


def _row(part: Part) -> dict[str, Any]:
    names = ("part_no", "subject_id", "kind", "content", "photo", "alt", "salt", "digest")
    return {name: getattr(part, name) for name in names} | {"subject_organisation_id": part.organisation_id}


def _wait(connection: Connection, parts: Iterable[Part]) -> None:
    """The turn to write the proposals of these parts, which who erases them asks for too."""
    towns: dict[int, set[UUID]] = {}
    for part in parts:
        towns.setdefault(part.organisation_id, set()).add(part.subject_id)
    for organisation_id, subjects in sorted(towns.items()):
        wait_for_subjects(connection, organisation_id, sorted(subjects))


def _stands(connection: Connection, parts: Sequence[Part]) -> bool:
    """Whether every proposal still has its words, and every photo is still there."""
    subjects = {part.subject_id for part in parts}
    own, kept = proposal.c, photo_table.c
    whole = select(own.subject_id).where(own.subject_id.in_(subjects), own.text_removed.is_(False))
    photos = select(kept.subject_id, kept.photo).where(kept.subject_id.in_(subjects))
    known = {(row.subject_id, row.photo) for row in connection.execute(photos)}
    wanted = {(part.subject_id, part.photo) for part in parts if part.photo}
    return subjects <= set(connection.scalars(whole)) and wanted <= known


def _add_files(connection: Connection, key: Mapping[str, Any], files: Mapping[str, bytes], at: datetime) -> None:
    rows = [{**key, "format": name, "content": content, "made_at": at} for name, content in files.items()]
    connection.execute(insert(dossier_file), rows)


def kept(connection: Connection, organisation_id: int, dossier_id: UUID) -> Kept | None:
    """A dossier with its parts as they are now; None when there is none."""
    own, part = dossier.c, dossier_part.c
    here = own.organisation_id == organisation_id, own.dossier_id == dossier_id
    row = connection.execute(select(own.frozen, own.hash).where(*here)).first()
    if row is None:
        return None
    of_it = part.organisation_id == organisation_id, part.dossier_id == dossier_id
    rows = connection.execute(select(dossier_part).where(*of_it)).all()
    return Kept(row.frozen, row.hash, {one.part_no: _kept(connection, one) for one in rows})


def _kept(connection: Connection, row: Any) -> KeptPart:
    picture = _picture(connection, row.subject_organisation_id, row.photo) if row.photo else None
    return KeptPart(row.kind, row.content, picture, row.alt, row.removed_at)


def keep_files(
    writer: Writer, clock: Clock, organisation_id: int, dossier_id: UUID, files: Mapping[str, bytes], removed: int
) -> bool:
    """Keep the files of a dossier that were made anew with so many parts erased; False when that number is another."""
    key = {"organisation_id": organisation_id, "dossier_id": dossier_id}
    with writer.transaction() as connection:
        connection.execute(select(dossier.c.version).filter_by(**key).with_for_update())
        gone = select(func.count()).select_from(dossier_part).where(dossier_part.c.removed_at.is_not(None))
        if connection.scalar(gone.filter_by(**key)) != removed:
            return False
        connection.execute(delete(dossier_file).filter_by(**key))
        _add_files(connection, key, files, clock.now())
    return True


def erase_parts(connection: Connection, organisation_id: int, subject_ids: Iterable[UUID], at: datetime) -> int:
    """Erase the words and photos of proposals from every dossier; returns how many parts went.

    The files go too, and the worker is asked to make them anew. What is frozen stays, and so does its hash. Call it in
    the transaction that erases the words of the proposals themselves, after `wait_for_subjects`.
    """
    named = {"o": organisation_id, "subjects": list(subject_ids), "at": at}
    touched = connection.execute(text(_HOLD), named).all()
    if not touched:
        return 0
    gone = connection.execute(text(_ERASE), named).rowcount
    for row in touched:
        connection.execute(delete(dossier_file).filter_by(**row._mapping))
        _ask_anew(connection, row.organisation_id, row.dossier_id, at)
    return int(gone)


_OF_SUBJECTS = """
    subject_organisation_id = :o AND subject_id = ANY(CAST(:subjects AS uuid[])) AND removed_at IS NULL
"""
_HOLD = f"""
SELECT organisation_id, dossier_id FROM dossier d
WHERE EXISTS (SELECT FROM dossier_part p WHERE p.organisation_id = d.organisation_id
              AND p.dossier_id = d.dossier_id AND {_OF_SUBJECTS})
ORDER BY organisation_id, dossier_id FOR UPDATE
"""
_ERASE = f"""
UPDATE dossier_part SET content = NULL, photo = NULL, alt = NULL, salt = NULL, removed_at = :at WHERE {_OF_SUBJECTS}
"""


def _ask_anew(connection: Connection, organisation_id: int, dossier_id: UUID, at: datetime) -> None:
    """Ask the worker for the files of a dossier, unless that was asked already."""
    own = work_request.c
    this = {"organisation_id": organisation_id, "kind": str(Work.DOSSIER_FILES), "subject_id": dossier_id}
    waits = select(own.request_id).filter_by(**this).where(own.started_at.is_(None), own.ended_at.is_(None))
    if connection.execute(waits.limit(1)).first() is None:
        request_id = uuid7(milliseconds_of(at), secrets.randbits(_ID_BITS))
        asked = {"request_id": request_id, "actor_role": WORKER.role, "asked_at": at}
        connection.execute(insert(work_request).values(this | asked))
