"""The worker makes a decision dossier: all of it from one snapshot, as PDF and DOCX, or nothing.

It asks with the rights of who asked for it, as they are now. Files are made before anything is kept. When words of a
citizen were erased meanwhile, nothing is kept and it begins again, so that they come into no dossier any more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from config.canonical import hash_of
from config.clock import Clock
from config.errors import HelikopterError, NotFound
from config.ids import new_id
from config.language import N_, use_language
from dashboard.jobs.dossiers.freezing import LANGUAGE, Made, freeze
from dashboard.jobs.own_look import own_look
from dashboard.jobs.rights import scope_of
from dashboard.reports.dossier import Held, Look, dossier
from dashboard.store import dossiers as store
from dashboard.store.actions.requests import Work
from dashboard.store.dossiers import KeptPart, NewDossier, Part
from dashboard.store.engine import Writer
from dashboard.store.requests import Doing, Done, Task
from queries.db import Database
from queries.dossier_facts import Told, told_of_round
from queries.filters import Scope
from queries.rounds import Round, round_of

DRAFT = "draft"
"""In what is asked: also choices that wait for approval."""
_TURNS = 3
_NOTHING = N_("No choice of this round counts yet: choices come into a dossier once they are approved.")
_NOTHING_AT_ALL = N_("This round has no choices yet; there is nothing to put into a dossier.")


def kinds_of(database: Database) -> dict[str, Doing]:
    """The work on dossiers, for `dashboard.store.requests.do_next`; questions go to `database`."""
    return {Work.DOSSIER: partial(make, database), Work.DOSSIER_FILES: partial(make_anew, database)}


def make(database: Database, writer: Writer, clock: Clock, task: Task) -> Done:
    """Make a dossier of the round `task.subject_id`; tells its id and version.

    Raises Forbidden, NotFound, and InvalidInput-like errors in words when there is nothing to tell.
    """
    for _ in range(_TURNS):
        scope = scope_of(writer, clock, task.actor)
        drawn = _drawn(database, writer, clock, task, scope)
        if store.keep(writer, clock, task.actor, drawn.new, drawn.files):
            result = {"dossier": str(drawn.new.dossier_id), "version": drawn.new.version}
            return Done(drawn.new.places, result)
    raise HelikopterError()


def make_anew(database: Database, writer: Writer, clock: Clock, task: Task) -> Done:
    """Make the files of a dossier again, with what is left of its parts."""
    if task.subject_id is None:
        raise NotFound()
    for _ in range(_TURNS):
        with writer.transaction() as connection:
            kept = store.kept(connection, task.organisation_id, task.subject_id)
        if kept is None:
            raise NotFound()
        with database.read() as db:
            look = Look(*own_look(db, task.organisation_id))
        zone = ZoneInfo(kept.frozen["town"]["zone"])
        files = _files(kept.frozen, kept.hash, {no: _held(part, zone) for no, part in kept.parts.items()}, look)
        if store.keep_files(writer, clock, task.organisation_id, task.subject_id, files, kept.removed):
            return Done(len(files))
    raise HelikopterError()


@dataclass(frozen=True)
class _Drawn:
    """A dossier that is ready to be kept."""

    new: NewDossier
    files: Mapping[str, bytes]


def _drawn(database: Database, writer: Writer, clock: Clock, task: Task, scope: Scope) -> _Drawn:
    if task.subject_id is None:
        raise NotFound()
    now, draft = clock.now(), bool(task.asked.get(DRAFT))
    with database.read() as db:
        own = round_of(db, scope, task.subject_id)
        told = told_of_round(db, scope, own, now)
        look = Look(*own_look(db, own.organisation_id))
    _check(told, draft=draft)
    with writer.transaction() as connection:
        version = store.next_version(connection, own.organisation_id, own.round_id)
        frozen, parts = freeze(own, told, Made(version, now, task.actor.role, draft))
        pictures = store.pictures(connection, parts)
    held = {part.part_no: _shown(part, pictures) for part in parts}
    new = _new(own, told, frozen, parts, clock, now)
    return _Drawn(new, _files(frozen, hash_of(frozen), held, look))


def _check(told: Told, *, draft: bool) -> None:
    """Raise, in words, when there is nothing to put into a dossier."""
    if draft and told.choices.empty and told.pending.empty:
        raise NothingToTell(_NOTHING_AT_ALL)
    if not draft and told.choices.empty:
        raise NothingToTell(_NOTHING)


class NothingToTell(HelikopterError):
    """The round has no choice that a dossier could tell of."""

    code = "nothing_to_tell"


def _new(
    own: Round, told: Told, frozen: Mapping[str, Any], parts: list[Part], clock: Clock, now: datetime
) -> NewDossier:
    return NewDossier(
        organisation_id=own.organisation_id,
        dossier_id=new_id(clock),
        round_id=own.round_id,
        ref=own.ref,
        version=frozen["version"],
        draft=frozen["draft"],
        places=len(frozen["places"]),
        reach=[one.told() for one in told.reaches],
        as_of=told.as_of,
        made_at=now,
        frozen=frozen,
        parts=parts,
    )


def _shown(part: Part, pictures: Mapping[int, bytes]) -> Held:
    return Held(part.kind, part.content, pictures.get(part.part_no), part.alt)


def _held(part: KeptPart, zone: ZoneInfo) -> Held:
    removed = part.removed_at.astimezone(zone).date() if part.removed_at else None
    return Held(part.kind, part.content, part.picture, part.alt, removed)


def _files(frozen: Mapping[str, Any], digest: str, held: Mapping[int, Held], look: Look) -> dict[str, bytes]:
    """Both files of a dossier, by their endings."""
    from dashboard.reports.docx import as_docx
    from dashboard.reports.pdf import as_pdf

    makers: dict[str, Callable[..., bytes]] = {"pdf": as_pdf, "docx": as_docx}
    with use_language(LANGUAGE):
        document = dossier(frozen, digest, held, look)
        return {ending: maker(document) for ending, maker in makers.items()}
