"""What the reasons of published choices are called, in the words of their organisation."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from config.vocabularies import Term, is_own_reason, reason_term
from queries.tables.published import view

Words = dict[str, Term]
"""The words of own reasons, by code."""


def words_of(db: Connection, organisation_id: int) -> Words:
    """The reasons that an organisation made itself and that a public choice names."""
    known = view("reason").c
    found = select(known.code, known.label_nl, known.label_en).where(known.organisation_id == organisation_id)
    return {row.code: Term(*row) for row in db.execute(found)}


def terms_of(codes: Sequence[str] | None, words: Words) -> list[Term]:
    """The reasons with these codes, with their words."""
    return [reason_term(code, words) for code in codes or ()]


def told(db: Connection, organisation_id: int, codes: Sequence[str] | None) -> list[Term]:
    """The same of one choice; nothing is asked where all of them are common ones."""
    own = any(map(is_own_reason, codes or ()))
    return terms_of(codes, words_of(db, organisation_id) if own else {})
