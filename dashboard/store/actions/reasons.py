"""Reasons of choices as an organisation words them: own ones, and the text with which a motivation begins.

A code stays for good, as choices name it: a reason can be called otherwise and end, it is never removed. What went on
in this organisation (a merger) follows a change of name, since choices there may name the same reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.language import N_
from config.plain import has_control
from config.vocabularies import OWN, Term, Vocabulary, is_own_reason, usual_outcomes, vocabularies
from config.wording import FACTS, unknown
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from dashboard.store.public_news import has_news
from queries.tables import organisation_successor, reason, selection
from queries.tables.published import VIEWS

LONGEST_NAME, LONGEST_TEMPLATE, MOST_OWN = 80, 2_000, 60
_LONGEST_CODE = 36
_LOCK = 4_802_041
_NAME = N_("A reason has a name of at most {n} characters in each language, with a letter in it.")
_TAKEN = N_("There is a reason that is called {name} already.")
_NO_OUTCOME = N_("Choose at least one outcome for which this reason is offered.")
_MANY = N_("There is room for {n} own reasons. End one first.")
_ENDED = N_("This reason was ended already.")
_OFFERED = N_("This reason is offered already.")
_TEXT = N_("A text to begin with has at most {n} characters, and no characters that no text has.")
_NO_FACT = N_("There is no fact {names}. You can use: {known}.")


@dataclass(frozen=True)
class NewReason:
    """What a reason is called in both languages, and the outcomes for which it is offered."""

    label_nl: str
    label_en: str
    outcomes: Sequence[str]

    def checked(self) -> "NewReason":
        """The same with its words in order. Raises InvalidInput for what cannot be."""
        dutch, english = (" ".join(one.split()) for one in (self.label_nl, self.label_en))
        if any(len(one) > LONGEST_NAME or has_control(one) or not slug(one) for one in (dutch, english)):
            raise InvalidInput(_NAME, n=LONGEST_NAME)
        known = vocabularies()[Vocabulary.SELECTION_OUTCOME]
        if not self.outcomes or any(one not in known for one in self.outcomes):
            raise InvalidInput(_NO_OUTCOME)
        return NewReason(dutch, english, [code for code in known if code in self.outcomes])

    def row(self) -> dict[str, Any]:
        """Its columns."""
        return {"label_nl": self.label_nl, "label_en": self.label_en, "outcomes": list(self.outcomes)}


def slug(name: str) -> str:
    """A name as part of a code: small letters and digits, with _ between."""
    plain = normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_CODE].strip("_")


def add_reason(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, new: NewReason) -> str:
    """Add a reason of an organisation's own; returns its code, made of its Dutch name. Raises InvalidInput."""
    told = new.checked()
    with writer.transaction() as connection:
        rows = _held(connection, organisation_id)
        if sum(row.active and is_own_reason(row.code) for row in rows) >= MOST_OWN:
            raise InvalidInput(_MANY, n=MOST_OWN)
        _check_free(rows, told)
        code = _code(told, {row.code for row in rows})
        last = max((row.place for row in rows), default=0)
        values = told.row() | {"template": "", "active": True, "place": last + 1, "changed_at": clock.now()}
        connection.execute(reason.insert().values(organisation_id=organisation_id, code=code, **values))
        whose = (connection, clock, actor, organisation_id, code, told.label_nl)
        _record(*whose, action="reason_added", outcomes=told.outcomes)
    return code


def change_reason(
    *, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, code: str, new: NewReason
) -> None:
    """Call an own reason otherwise, or offer it for other outcomes; also choices that name it show the new name.

    Raises InvalidInput, NotFound.
    """
    told = new.checked()
    with writer.transaction() as connection:
        rows = _held(connection, organisation_id)
        before = _own(rows, code)
        _check_free([row for row in rows if row.code != code], told)
        values = told.row() | {"changed_at": clock.now()}
        everywhere = _everywhere(reason.c.organisation_id, organisation_id)
        connection.execute(update(reason).where(everywhere, reason.c.code == code).values(values))
        detail = {"before": before.label_nl, "label_en": told.label_en, "outcomes": told.outcomes}
        _record(connection, clock, actor, organisation_id, code, told.label_nl, action="reason_changed", **detail)
        if before.label_nl != told.label_nl or before.label_en != told.label_en:
            _tell_public(connection, organisation_id, code)


def end_reason(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, code: str) -> None:
    """Offer an own reason no more; what was chosen with it keeps it. Raises InvalidInput, NotFound."""
    _offer(writer, clock, actor, organisation_id, code, active=False, action="reason_ended")


def offer_reason(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, code: str) -> None:
    """Offer an own reason that was ended again. Raises InvalidInput, NotFound."""
    _offer(writer, clock, actor, organisation_id, code, active=True, action="reason_offered")


def _offer(
    writer: Writing, clock: Clock, actor: Actor, organisation_id: int, code: str, *, active: bool, action: str
) -> None:
    with writer.transaction() as connection:
        row = _own(_held(connection, organisation_id), code)
        if row.active is active:
            raise InvalidInput(_OFFERED if active else _ENDED)
        this = _this(organisation_id, code)
        connection.execute(update(reason).where(this).values(active=active, changed_at=clock.now()))
        _record(connection, clock, actor, organisation_id, code, row.label_nl, action=action)


def set_template(
    *, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, code: str, template: str
) -> None:
    """The text with which a motivation for a reason begins, also for a common one; empty: none.

    Raises InvalidInput, also for a fact between braces that there is not, and NotFound for a reason that there is not.
    """
    words = check_template(template)
    with writer.transaction() as connection:
        rows = {row.code: row for row in _held(connection, organisation_id)}
        common = vocabularies()[Vocabulary.SELECTION_REASON].get(code)
        if code not in rows and common is None:
            raise NotFound()
        told = {"template": words, "changed_at": clock.now()}
        row = insert(reason).values(**_usual(common), **told, organisation_id=organisation_id) if common else None
        if row is not None:
            key = ["organisation_id", "code"]
            connection.execute(row.on_conflict_do_update(index_elements=key, set_=told))
        else:
            connection.execute(update(reason).where(_this(organisation_id, code)).values(told))
        name = common.label_nl if common else rows[code].label_nl
        _record(connection, clock, actor, organisation_id, code, name, action="template_set", there=bool(words))


def check_template(template: str) -> str:
    """A text to begin with, without the room around it. Raises InvalidInput for what it cannot be."""
    words = template.strip()
    if len(words) > LONGEST_TEMPLATE or any(map(has_control, words.splitlines())):
        raise InvalidInput(_TEXT, n=LONGEST_TEMPLATE)
    if strange := unknown(words):
        known = ", ".join(f"{{{name}}}" for name in FACTS)
        raise InvalidInput(_NO_FACT, names=", ".join(strange), known=known)
    return words


def adopt(connection: Connection, codes: Sequence[str], *, of: int, into: int) -> None:
    """Let own reasons of an organisation be those of one that went on in it, of which a place is chosen.

    Raises InvalidInput for an own reason that neither has, unless a choice there names it, as a source told it.
    """
    own = {code for code in codes if is_own_reason(code)}
    if not own:
        return
    if of != into:
        connection.execute(text(_ADOPT), {"of": of, "into": into, "codes": list(own)})
    known = select(reason.c.code).where(reason.c.organisation_id == into, reason.c.code.in_(own))
    told = select(func.unnest(selection.c.reasons)).where(selection.c.organisation_id == into)
    missing = own - set(connection.scalars(known))
    if missing and missing - set(connection.scalars(told.where(selection.c.reasons.overlap(sorted(missing))))):
        raise InvalidInput()


_ADOPT = """
INSERT INTO reason (organisation_id, code, label_nl, label_en, outcomes, template, active, place, changed_at)
SELECT :into, code, label_nl, label_en, outcomes, '', false, place, changed_at FROM reason
WHERE organisation_id = :of AND code = ANY(:codes) ON CONFLICT DO NOTHING
"""


def _usual(common: Term) -> dict[str, Any]:
    words = {"code": common.code, "label_nl": common.label_nl, "label_en": common.label_en}
    return words | {"outcomes": list(usual_outcomes(common.code)), "active": True, "place": 0}


def _held(connection: Connection, organisation_id: int) -> list[Row[Any]]:
    """The rows of an organisation, for oneself until the transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :o)"), {"lock": _LOCK, "o": organisation_id})
    return list(connection.execute(select(reason).where(reason.c.organisation_id == organisation_id)))


def _own(rows: Sequence[Row[Any]], code: str) -> Row[Any]:
    found = next((row for row in rows if row.code == code and is_own_reason(code)), None)
    if found is None:
        raise NotFound()
    return found


def _check_free(rows: Sequence[Row[Any]], told: NewReason) -> None:
    """Raise InvalidInput where another reason that is offered is called the same in one of the languages."""
    common = vocabularies()[Vocabulary.SELECTION_REASON].values()
    others = [*common, *(row for row in rows if row.active and is_own_reason(row.code))]
    for language in ("label_nl", "label_en"):
        name = getattr(told, language)
        if name.casefold() in {str(getattr(one, language)).casefold() for one in others}:
            raise InvalidInput(_TAKEN, name=name)


def _code(told: NewReason, known: set[str]) -> str:
    base = f"{OWN}{slug(told.label_nl)}"
    return next(code for n in range(1, len(known) + 2) if (code := base if n == 1 else f"{base}_{n}") not in known)


def _this(organisation_id: int, code: str) -> Any:
    return and_(reason.c.organisation_id == organisation_id, reason.c.code == code)


def _everywhere(column: ColumnElement[int], organisation_id: int) -> ColumnElement[bool]:
    """Rows of an organisation, and of those that went on in it."""
    own = organisation_successor.c
    before = select(own.from_id).where(own.to_id == organisation_id)
    return (column == organisation_id) | column.in_(before)


def _tell_public(connection: Connection, organisation_id: int, code: str) -> None:
    """The public sees another name, where a public choice names this reason."""
    known = VIEWS["reason"].subquery("seen").c
    here = _everywhere(known.organisation_id, organisation_id)
    for number in connection.scalars(select(known.organisation_id).where(here, known.code == code)).all():
        has_news(connection, int(number))


def _record(
    connection: Connection,
    clock: Clock,
    actor: Actor,
    organisation_id: int,
    code: str,
    name: str,
    *,
    action: str,
    **more: Any,
) -> None:
    said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
    audit.record(connection, action=action, detail={"code": code, "name": name} | more, **said)
