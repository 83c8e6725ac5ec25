"""Who took which file: a row of the log before the first byte leaves, and another when not all of it left."""

from dataclasses import dataclass

from config.clock import Clock
from dashboard.store.actions.audit import Actor, record
from dashboard.store.actions.writing import Writing

LONGEST_WORDS = 500
"""Characters of the filters that the log keeps."""


@dataclass(frozen=True)
class Taken:
    """A file that somebody takes: `place` is its page and card or list, `title` its msgid, `form` csv or xlsx,
    `filters` in words (nothing that somebody typed), and how many rows it has."""

    place: str
    title: str
    form: str
    filters: str
    rows: int


def file_taken(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, taken: Taken) -> None:
    """Write that somebody takes a file, before they get any of it."""
    detail = {"place": taken.place, "file": taken.title, "form": taken.form, "rows": taken.rows}
    told = {"filters": taken.filters[:LONGEST_WORDS]}
    with writer.transaction() as connection:
        record(
            connection,
            clock=clock,
            actor=actor,
            organisation_id=organisation_id,
            action="file_taken",
            detail=detail | told,
        )


def file_broken_off(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, taken: Taken) -> None:
    """Write that of a file no more than so many rows (`taken.rows`) left: who took it went away, was too slow, or
    something failed."""
    detail = {"place": taken.place, "file": taken.title, "form": taken.form, "rows": taken.rows}
    with writer.transaction() as connection:
        record(
            connection,
            clock=clock,
            actor=actor,
            organisation_id=organisation_id,
            action="file_broken_off",
            detail=detail,
        )
