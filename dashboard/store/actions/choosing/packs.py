"""Asking for the publication pack of a round: the worker makes it, with the rights of who asked."""

from typing import Any

from config.clock import Clock
from config.errors import NotFound
from config.plain import has_control
from dashboard.store.actions import audit
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing

LONGEST_REF = 200
"""Characters of the name of a round, also of one of another system."""


def ask_pack(*, writer: Writing, clock: Clock, by: Acting, ref: str, site: str) -> None:
    """Ask for the pack of a round, by its name in events; `site`: address of the public map, for links to places.

    A name that no round has leads to no pack: the worker then says that there is nothing to make known. Raises NotFound
    for what can be the name of none.
    """
    if not 0 < len(ref) <= LONGEST_REF or has_control(ref):
        raise NotFound()
    said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
    with writer.transaction() as connection:
        audit.record(connection, action="pack_asked", detail={"ref": ref}, **said)
        ask(connection, work=Work.PUBLICATION_PACK, asked={"ref": ref, "site": site}, **said)
