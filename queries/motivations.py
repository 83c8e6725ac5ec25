"""Finding why a place was chosen or not: full-text search in Dutch over the motivations that a scope may know.

PostgreSQL stems the words, so that 'bomen' finds 'boom'. It does not take compound words apart: the last word of a
question also finds the words that begin with it, which helps while somebody types.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY

from queries import tables
from queries.choices import day_of, is_choice, outcome_of, with_choice
from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.names import named, names
from queries.narrowing import stage_of, whatever_stage
from queries.reasons import with_terms
from queries.search import begin_so, words_in, written_so
from queries.tables.base import motivation_words, words_of

LONGEST, AT_ONCE, MOST_RANKED = 200, 10, 300
"""Characters of a question that count; motivations told at once; the latest that are found and put in order of how well
they answer: the words of each are weighed anew, which takes time."""
BEGIN, END = "\ue000", "\ue001"
"""Around the words that were found. Unicode gives these signs no meaning, and they are taken out of what was written,
so that nobody can write them."""
_DUTCH, _PLAIN = sql("'dutch'::regconfig"), sql("'simple'::regconfig")
_WORD = re.compile(r"(?:^|.*\s)(\w+)$", re.DOTALL)
_OPERATORS = re.compile(r'"|(?:^|\s)-|\sor\s', re.IGNORECASE)
_ENDINGS, _STEM = 3, 4
"""How many letters of a word that is being typed may belong to its ending, and how many stay at least."""
_OF_PROPOSAL = ("organisation_id", "subject_id", "number", "title", "street", "theme_id", "area_id", "support")
_OF_CHOICE = ("reasons", "motivation", "organ", "decision_number", "decision_uri", "ratified_day", "published_day")


def motivations(
    db: Connection,
    scope: Scope,
    filters: Filters,
    text: str,
    *,
    outcomes: Sequence[str] = (),
    reasons: Sequence[str] = (),
    first: int = 0,
    count: int = AT_ONCE,
) -> pd.DataFrame:
    """Some of the places decided on in the period (`queries.choices`) whose motivation answers `text`; without text all
    of them, latest first. With text the 300 latest are put in order: first those with all its words in number, title or
    street, then by how well the motivation answers.

    `text` may hold "words that stand together" and -words that do not occur. Columns: organisation_id, subject_id,
    number, title (null when removed), street, theme, area (names or null), support, outcome, stage (as far as the scope
    may know), reasons (codes), terms (the same with their words), motivation, marked (the same with BEGIN and END
    around what was found; see `segments`), organ, decision_number, decision_uri, ratified_day, published_day (local;
    null before), chosen_day (local; null to a scope without `embargoed`), total (of all that were found).
    """
    own, wanted = facts(db, scope, filters), Wanted(text.strip()[:LONGEST], tuple(outcomes), tuple(reasons))
    found = fetch(db, _page(own, wanted, first, count))
    for name in ("theme", "area"):
        found = named(found, names(db, scope, name), f"{name}_id", **{name: "name"})
    return with_terms(db, scope, found.drop(columns=["theme_id", "area_id"]))


def motivations_elsewhere(
    db: Connection,
    scope: Scope,
    filters: Filters,
    text: str,
    *,
    outcomes: Sequence[str] = (),
    reasons: Sequence[str] = (),
) -> pd.DataFrame:
    """The same outside the period. One row: n, first_day, last_day (of all of them, whatever the period; null without
    any)."""
    own, wanted = facts(db, scope, filters), Wanted(text.strip()[:LONGEST], tuple(outcomes), tuple(reasons))
    every = _found(own, wanted).subquery()
    outside = func.count().filter(~own.in_period(every.c.day)).label("n")
    span = func.min(every.c.day).label("first_day"), func.max(every.c.day).label("last_day")
    return fetch(db, select(outside, *span))


def reasons_told(db: Connection, scope: Scope, filters: Filters) -> list[str]:
    """The codes of the reasons of places decided on in the period, in the order of the alphabet."""
    own = facts(db, scope, filters)
    proposal, choice = own.of(tables.proposal), own.of(tables.selection)
    whole = with_choice(own, public=not scope.embargoed)
    narrowed = *whatever_stage(proposal, scope, filters), own.in_period(day_of(proposal, scope))
    found = select(func.unnest(choice.c.reasons).label("code")).select_from(whole).where(*narrowed).distinct()
    return sorted(db.execute(found).scalars())


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words, and outcomes and reasons (codes; none: all)."""

    text: str = ""
    outcomes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def query(self) -> ColumnElement:
        """The question as PostgreSQL understands it: as it is written, or with a last word that goes on."""
        whole = func.websearch_to_tsquery(_DUTCH, self.text)
        typed = _WORD.match(self.text)
        if typed is None or self.text.count('"') % 2:
            return whole
        before = func.websearch_to_tsquery(_DUTCH, self.text[: typed.start(1)])
        going_on = before.op("&&")(func.to_tsquery(_PLAIN, " | ".join(_begun(typed[1]))))
        return whole.op("||")(going_on)

    @property
    def names_a_place(self) -> bool:
        """Whether the text may be a number, title or street."""
        return bool(words_in(self.text)) and not _OPERATORS.search(self.text)


def _begun(word: str) -> Iterator[str]:
    """What a word that is being typed may become: longer, or a word of which it has part of an ending already."""
    plain = "".join(sign for sign in normalize("NFKD", word.lower()) if not combining(sign))
    for one in dict.fromkeys((word.lower(), plain)):
        yield f"'{one}':*"
        yield from (f"'{one[:-ending]}'" for ending in range(1, _ENDINGS + 1) if len(one) - ending >= _STEM)


# --- the rows ----------------------------------------------------------------------------------------------------
def _found(own: Facts, wanted: Wanted) -> Select:
    """The keys of the choices that a scope may know and that are wanted, whatever the period: organisation_id,
    subject_id, at, day, named_so."""
    proposal, choice, scope = own.of(tables.proposal), own.of(tables.selection), own.scope
    keys = proposal.c.organisation_id, proposal.c.subject_id
    at = proposal.c.decided_at if scope.embargoed else proposal.c.explained_at
    narrowed = [*whatever_stage(proposal, scope, own.filters), at.is_not(None)]
    if wanted.outcomes:
        narrowed.append(outcome_of(proposal, scope).in_(wanted.outcomes))
    whole: FromClause = proposal
    named_so: ColumnElement = literal(False)
    if wanted.reasons:
        narrowed.append(choice.c.reasons.overlap(cast(list(wanted.reasons), ARRAY(Text))))
        whole = whole.join(choice, is_choice(choice, proposal, public=not scope.embargoed))
    if wanted.text:
        answers = _answers(own, wanted)
        same = and_(answers.c.organisation_id == keys[0], answers.c.subject_id == keys[1])
        whole, named_so = whole.join(answers, same), answers.c.named_so
    told = *keys, at.label("at"), day_of(proposal, scope).label("day"), named_so.label("named_so")
    return select(*told).select_from(whole).where(*narrowed)


def _answers(own: Facts, wanted: Wanted) -> FromClause:
    """The keys of what answers the text, by two indexes: by the motivation that the scope may know, or by name.

    The question stands apart, so that it is not taken for one that nearly all answer: the words would then be weighed
    one motivation after another.
    """
    asked = select(wanted.query.label("query")).cte("asked").prefix_with("MATERIALIZED")
    choice, ours = own.of(tables.selection), own.scope.organisation_ids
    known = choice.c.current if own.scope.embargoed else choice.c.shown
    said = motivation_words(choice).op("@@")(asked.c.query)
    keys = choice.c.organisation_id, choice.c.subject_id
    ways = [select(*keys, literal(False).label("named_so")).join(asked, said).where(keys[0].in_(ours), known)]
    if wanted.names_a_place:
        proposal = own.of(tables.proposal)
        keys, words = (proposal.c.organisation_id, proposal.c.subject_id), words_in(wanted.text)
        so = or_(begin_so(words_of(proposal), words), written_so(proposal.c.number, wanted.text))
        ways.append(select(*keys, literal(True)).where(keys[0].in_(ours), so))
    every = union_all(*ways).subquery()
    told = every.c.organisation_id, every.c.subject_id
    return select(*told, func.bool_or(every.c.named_so).label("named_so")).group_by(*told).subquery()


def _page(own: Facts, wanted: Wanted, first: int, count: int) -> Select:
    """A part of the rows, with what was found marked in those only."""
    inside = _found(own, wanted).where(own.in_period(day_of(own.of(tables.proposal), own.scope)))
    found = inside.cte("found").prefix_with("MATERIALIZED")
    latest = select(found).order_by(found.c.at.desc(), found.c.subject_id)
    few = latest.limit(MOST_RANKED if wanted.text else first + count).subquery("few")
    place = func.row_number().over(order_by=_best(own, few, wanted)).label("place")
    choice = own.of(tables.selection)
    beside = few.join(choice, is_choice(choice, few, public=not own.scope.embargoed))
    placed = select(few.c.organisation_id, few.c.subject_id, place).select_from(beside).order_by(place)
    total = select(func.count()).select_from(found).scalar_subquery().label("total")
    return _told(own, placed.offset(first).limit(count).subquery("page"), wanted, total)


def _best(own: Facts, few: FromClause, wanted: Wanted) -> tuple[ColumnElement, ...]:
    latest = few.c.at.desc(), few.c.subject_id
    if not wanted.text:
        return latest
    weight = func.ts_rank_cd(motivation_words(own.of(tables.selection)), wanted.query)
    return few.c.named_so.desc(), weight.desc(), *latest


def _told(own: Facts, page: FromClause, wanted: Wanted, total: ColumnElement) -> Select:
    """What is told of the rows of a page, in their order."""
    proposal, choice, scope = own.of(tables.proposal), own.of(tables.selection), own.scope
    told = (
        *(proposal.c[name] for name in _OF_PROPOSAL),
        outcome_of(proposal, scope).label("outcome"),
        stage_of(proposal, scope).label("stage"),
        *(choice.c[name] for name in _OF_CHOICE),
        (proposal.c.decided_day if scope.embargoed else null()).label("chosen_day"),
        _marked(choice.c.motivation, wanted).label("marked"),
        total,
    )
    same = and_(proposal.c.organisation_id == page.c.organisation_id, proposal.c.subject_id == page.c.subject_id)
    whole = page.join(proposal, same).join(choice, is_choice(choice, page, public=not scope.embargoed))
    return select(*told).select_from(whole).order_by(page.c.place)


def _marked(motivation: ColumnElement, wanted: Wanted) -> ColumnElement:
    if not wanted.text:
        return motivation
    options = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"
    written = func.translate(motivation, BEGIN + END, "")
    marked: ColumnElement = func.ts_headline(_DUTCH, written, wanted.query, options)
    return marked


# --- what was found in a text ------------------------------------------------------------------------------------
def segments(marked: str | None, written: str | None) -> list[tuple[str, bool]]:
    """A text in pieces, and whether each was found; the pieces together are the text as it was written.

    `marked`: the text with BEGIN and END around what was found. Where it does not tell the text as it was `written`,
    nothing is marked.
    """
    said = (written or "").replace(BEGIN, "").replace(END, "")
    pieces = list(_pieces(marked or ""))
    return pieces if "".join(words for words, _ in pieces) == said else [(said, False)] if said else []


def _pieces(marked: str) -> Iterator[tuple[str, bool]]:
    for part in re.split(f"({BEGIN}[^{END}]*{END})", marked):
        found = part.startswith(BEGIN)
        if words := part.strip(BEGIN + END):
            yield words, found
