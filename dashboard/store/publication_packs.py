"""Keeping publication packs: the last ones of each round, and none that names a proposal whose words were erased."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, text

from config.clock import Clock
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from dashboard.store.turns import wait_for_subjects
from queries.tables import proposal, publication_pack

KEPT = 5
"""So many packs of a round are kept."""


@dataclass(frozen=True)
class NewPack:
    """A pack that is to be kept, as the columns say; `named`: the proposals whose words it has, by organisation."""

    organisation_id: int
    pack_id: UUID
    ref: str
    made_at: datetime
    places: int
    public: bool
    reach: Sequence[Sequence[Any]]
    named: Mapping[int, Sequence[UUID]]
    content: bytes


_COLUMNS = ("organisation_id", "pack_id", "ref", "made_at", "places", "public", "reach", "content")


def keep(writer: Writer, clock: Clock, actor: Actor, new: NewPack) -> bool:
    """Keep a pack and let the oldest ones go; False, and nothing is kept, when words in it were erased meanwhile."""
    subjects = [one for several in new.named.values() for one in several]
    with writer.transaction() as connection:
        for organisation_id, several in sorted(new.named.items()):
            wait_for_subjects(connection, organisation_id, sorted(several))
        if not _stand(connection, subjects):
            return False
        row = {name: getattr(new, name) for name in _COLUMNS} | {"subject_ids": subjects}
        by = {"made_by": actor.account_id, "made_role": actor.role}
        connection.execute(insert(publication_pack).values(row | by))
        _drop_old(connection, new)
        detail = {"ref": new.ref, "n": new.places, "public": new.public}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": new.organisation_id}
        audit.record(connection, action="pack_made", detail=detail, **said)
    return True


def _stand(connection: Connection, subjects: Sequence[UUID]) -> bool:
    """Whether all these proposals still have their words."""
    own = proposal.c
    whole = select(own.subject_id).where(own.subject_id.in_(subjects), own.text_removed.is_(False))
    return set(subjects) <= set(connection.scalars(whole))


def _drop_old(connection: Connection, new: NewPack) -> None:
    own = publication_pack.c
    of_round = own.organisation_id == new.organisation_id, own.ref == new.ref
    kept = select(own.pack_id).where(*of_round).order_by(own.made_at.desc(), own.pack_id.desc()).limit(KEPT)
    connection.execute(delete(publication_pack).where(*of_round, own.pack_id.not_in(kept)))


def erase_packs(connection: Connection, subject_ids: Iterable[UUID]) -> int:
    """Delete the packs that name one of these proposals; returns how many.

    Call it in the transaction that erases the words of the proposals themselves, after `wait_for_subjects`. The pack
    can be of a successor of the organisation of the proposal, so its own organisation does not count here.
    """
    gone = "DELETE FROM publication_pack WHERE subject_ids && CAST(:subjects AS uuid[])"
    return int(connection.execute(text(gone), {"subjects": list(subject_ids)}).rowcount)
