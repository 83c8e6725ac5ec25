"""Reasons of choices in words: the common ones, and those that an organisation made for itself.

A choice names its reasons by code. What such a code is called is the organisation's own affair: the same code may be
called otherwise in another one, so that words are always looked up with the organisation of the choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from config.vocabularies import OWN, Term, Vocabulary, reason_term, usual_outcomes, vocabularies
from queries.db import fetch
from queries.filters import Scope
from queries.tables import reason

Words = Mapping[int, Mapping[str, Term]]
"""The words of own reasons: by organisation and code."""
_COLUMNS = ("code", "label_nl", "label_en", "outcomes", "template", "active", "own")


def own_words(db: Connection, scope: Scope) -> dict[int, dict[str, Term]]:
    """The reasons that organisations of a scope made for themselves, also those that are not offered any more."""
    own = reason.c
    ours = own.organisation_id.in_(scope.organisation_ids), func.starts_with(own.code, OWN)
    found: dict[int, dict[str, Term]] = {}
    for row in db.execute(select(own.organisation_id, own.code, own.label_nl, own.label_en).where(*ours)):
        found.setdefault(row.organisation_id, {})[row.code] = Term(row.code, row.label_nl, row.label_en)
    return found


def terms_of(codes: Iterable[str], organisation_id: int, words: Words) -> list[Term]:
    """The reasons with these codes of an organisation, with their words, in the same order."""
    return [reason_term(code, words.get(organisation_id, {})) for code in codes]


def with_terms(db: Connection, scope: Scope, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (organisation_id, and reasons: a list of codes) with column terms: the same reasons with their words."""
    words = own_words(db, scope)
    pairs = zip(frame["reasons"], frame["organisation_id"], strict=True)
    terms = [terms_of(codes, int(number), words) for codes, number in pairs]
    return frame.assign(terms=pd.Series(terms, frame.index, dtype=object))


def with_words(db: Connection, scope: Scope, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (organisation_id, and reason: a code, null without) with columns reason_nl and reason_en: its words, null
    without a reason."""
    words = own_words(db, scope)
    pairs = zip(frame["reason"], frame["organisation_id"], strict=True)
    terms = [terms_of([code], int(number), words)[0] if isinstance(code, str) else None for code, number in pairs]
    told = {f"reason_{language}": [term and term.label(language) for term in terms] for language in ("nl", "en")}
    return frame.assign(**{name: pd.Series(said, frame.index, dtype=object) for name, said in told.items()})


def named_terms(db: Connection, scope: Scope, codes: Sequence[str]) -> list[Term]:
    """The words of some codes within a scope. Where organisations that went on in one another call a code otherwise,
    those of the first."""
    words: dict[str, Term] = {}
    for _, own in sorted(own_words(db, scope).items(), reverse=True):
        words |= own
    return [reason_term(code, words) for code in codes]


def reasons_of(db: Connection, scope: Scope, organisation_id: int) -> pd.DataFrame:
    """All reasons of one organisation: the common ones, then its own, in their order. Of an organisation outside the
    scope only the common ones, as everybody knows them.

    Columns: code, label_nl, label_en, outcomes (list, for which it is offered), template ('' without), active (it is
    offered), own (it made it itself).
    """
    ours = reason.c.organisation_id == organisation_id, reason.c.organisation_id.in_(scope.organisation_ids)
    rows = select(reason).where(*ours).order_by(reason.c.place, reason.c.code)
    kept: dict[str, dict[Any, Any]] = {row["code"]: row for row in fetch(db, rows).to_dict("records")}
    common = [_common(term, kept.get(term.code)) for term in vocabularies()[Vocabulary.SELECTION_REASON].values()]
    own = [row | {"own": True} for row in kept.values() if row["code"].startswith(OWN)]
    return pd.DataFrame([{name: row[name] for name in _COLUMNS} for row in (*common, *own)], columns=list(_COLUMNS))


def _common(term: Term, kept: Mapping[Any, Any] | None) -> dict[str, Any]:
    told = {"code": term.code, "label_nl": term.label_nl, "label_en": term.label_en, "active": True, "own": False}
    return told | {"outcomes": list(usual_outcomes(term.code)), "template": kept["template"] if kept else ""}
