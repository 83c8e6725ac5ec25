"""Asking for a report: the worker makes it, with the rights of who asked."""

from datetime import date
from typing import Any

from config.clock import Clock
from dashboard.store.actions import audit
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing

BASE = "base"
"""In what is asked: the version whose numbers are taken over, so that only the remarks are new."""


def ask_report(
    *,
    writer: Writing,
    clock: Clock,
    by: Acting,
    kind: str,
    member: str,
    first_day: date,
    last_day: date,
    base: int | None = None,
) -> None:
    """Ask for a report of a kind about a period; `member` is the code of a service or area, '' for kinds about all.

    With `base` the numbers of that version are kept and only the remarks of now come in. Raises InvalidInput when so
    much of it waits that others would wait for it.
    """
    asked = {"kind": kind, "member": member, "first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
    with writer.transaction() as connection:
        audit.record(connection, action="report_asked", detail=asked, **said)
        ask(connection, work=Work.REPORT, asked=asked | ({} if base is None else {BASE: base}), **said)
