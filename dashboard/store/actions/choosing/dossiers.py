"""Asking for the decision dossier of a round: the worker makes it, with the rights of who asked."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from config.clock import Clock
from config.errors import NotFound
from dashboard.store.actions import audit
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing
from queries.tables import selection_round


def ask_dossier(*, writer: Writing, clock: Clock, by: Acting, round_id: UUID, draft: bool = False) -> None:
    """Ask for the dossier of a round, also of a closed one; a `draft` lists what waits for approval too.

    Raises NotFound for a round that the organisation does not have.
    """
    own = selection_round.c
    this = own.organisation_id == by.organisation_id, own.round_id == round_id
    with writer.transaction() as connection:
        ref = connection.scalar(select(own.ref).where(*this))
        if ref is None:
            raise NotFound()
        said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
        audit.record(connection, action="dossier_asked", detail={"ref": ref, "draft": draft}, **said)
        ask(connection, work=Work.DOSSIER, subject_id=round_id, asked={"draft": draft}, **said)
