"""Rounds in which places are chosen: opening one, changing its rules, closing it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock
from config.criteria import are_weights
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.language import N_
from config.plain import has_control
from dashboard.store.actions import audit
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.writing import Writing
from queries.tables import selection_round, theme

LONGEST_NAME = 80
LARGEST_BUDGET = 1e9
MOST_PLACES = 1_000
_INSERT = insert(selection_round).on_conflict_do_nothing(index_elements=["organisation_id", "ref"])
_NAME = N_("A round has a name of at most {n} characters, with a letter or digit in it.")
_KNOWN = N_("There is a round with this name already.")
_WEIGHTS = N_("The weights are whole numbers that add up to 100.")
_BUDGET = N_("A budget is an amount above nought, in euro.")
SPREAD = N_("A neighbourhood gets at least nought places, and at most no fewer than that.")
_MOVED = N_("The rules of this round were changed meanwhile. Nothing was changed; look once more.")
_CLOSED = N_("This round is closed. Nothing was changed.")


@dataclass(frozen=True)
class Rules:
    """What a round is about, and how its candidates are compared; budget in euro, weights add up to 100."""

    name: str
    weights: Mapping[str, int]
    theme_ids: tuple[int, ...] = ()
    budget: float | None = None
    least_per_area: int = 0
    most_per_area: int | None = None
    needs_approval: bool = True

    def check(self) -> None:
        """Raise InvalidInput for rules that no round can have."""
        if not 0 < len(self.name.strip()) <= LONGEST_NAME or has_control(self.name) or not ref_of(self.name):
            raise InvalidInput(_NAME, n=LONGEST_NAME)
        if not are_weights(self.weights):
            raise InvalidInput(_WEIGHTS)
        if self.budget is not None and not 0 < self.budget <= LARGEST_BUDGET:
            raise InvalidInput(_BUDGET)
        most = MOST_PLACES if self.most_per_area is None else self.most_per_area
        if not 0 <= self.least_per_area <= most <= MOST_PLACES or most == 0:
            raise InvalidInput(SPREAD)

    def row(self) -> dict[str, Any]:
        """Its columns."""
        named = {"name": " ".join(self.name.split()), "theme_ids": list(self.theme_ids), "weights": dict(self.weights)}
        return asdict(self) | named


@dataclass(frozen=True)
class Within:
    """A round, by the organisation that opened it: it may choose places of its predecessors too."""

    organisation_id: int
    round_id: UUID


def ref_of(name: str) -> str:
    """The name of a round as lists and events know it: small letters and digits with dashes between."""
    return "-".join(re.findall(r"[a-z0-9]+", name.casefold()))


def open_round(*, writer: Writing, clock: Clock, by: Acting, rules: Rules) -> UUID:
    """Open a round; returns its id. Raises InvalidInput, also for a name that there is, and NotFound for a theme."""
    rules.check()
    now, round_id = clock.now(), new_id(clock)
    with writer.transaction() as connection:
        _check_themes(connection, by.organisation_id, rules)
        moments = {"opened_at": now, "changed_at": now, "change_no": 1}
        key = {"organisation_id": by.organisation_id, "round_id": round_id, "ref": ref_of(rules.name)}
        added = connection.execute(_INSERT.values(**key, **rules.row(), **moments).returning(selection_round.c.ref))
        if added.first() is None:
            raise InvalidInput(_KNOWN)
        _record(connection, clock, by, "round_opened", {"ref": key["ref"]} | _told(rules.row()))
    return round_id


def change_round(
    *, writer: Writing, clock: Clock, by: Acting, round_id: UUID, change_no: int, rules: Rules, reopen: bool = False
) -> int:
    """Give a round other rules; returns the number of the change. Its `ref` stays.

    Raises NotFound, InvalidInput, also when somebody changed them after `change_no`.
    """
    rules.check()
    with writer.transaction() as connection:
        row = _held(connection, by.organisation_id, round_id, closed=reopen)
        if row.change_no != change_no:
            raise InvalidInput(_MOVED)
        _check_themes(connection, by.organisation_id, rules)
        values = rules.row()
        before = {name: getattr(row, name) for name in values}
        changed = {name: values[name] for name in values if values[name] != before[name]}
        moments = {"changed_at": clock.now(), "change_no": change_no + 1, "closed_at": None}
        connection.execute(update(selection_round).where(_this(by.organisation_id, round_id)).values(values | moments))
        _record(connection, clock, by, "round_changed", {"ref": row.ref} | _told(changed))
    return change_no + 1


def close_round(*, writer: Writing, clock: Clock, by: Acting, round_id: UUID) -> None:
    """End a round: nothing is prepared in it any more; what waits for approval or publication goes on.

    Raises NotFound, and InvalidInput when it is closed.
    """
    with writer.transaction() as connection:
        row = _held(connection, by.organisation_id, round_id)
        this = _this(by.organisation_id, round_id)
        connection.execute(update(selection_round).where(this).values(closed_at=clock.now()))
        _record(connection, clock, by, "round_closed", {"ref": row.ref})


def round_of(connection: Connection, within: Within) -> Row[Any]:
    """The row of a round. Raises NotFound, and InvalidInput for a closed one."""
    this = _this(within.organisation_id, within.round_id)
    return _open(connection.execute(select(selection_round).where(this)).first(), closed=False)


def _held(connection: Connection, organisation_id: int, round_id: UUID, *, closed: bool = False) -> Row[Any]:
    """The same, locked; also a closed one where that will do."""
    found = select(selection_round).where(_this(organisation_id, round_id)).with_for_update(key_share=True)
    return _open(connection.execute(found).first(), closed=closed)


def _open(row: Row[Any] | None, *, closed: bool) -> Row[Any]:
    if row is None:
        raise NotFound()
    if row.closed_at is not None and not closed:
        raise InvalidInput(_CLOSED)
    return row


def _this(organisation_id: int, round_id: UUID) -> Any:
    return and_(selection_round.c.organisation_id == organisation_id, selection_round.c.round_id == round_id)


def _check_themes(connection: Connection, organisation_id: int, rules: Rules) -> None:
    own = theme.c
    known = select(func.count()).where(own.organisation_id == organisation_id, own.theme_id.in_(rules.theme_ids))
    if connection.scalar(known) != len(set(rules.theme_ids)):
        raise NotFound()


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _record(connection: Connection, clock: Clock, by: Acting, action: str, detail: dict[str, Any]) -> None:
    said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
    audit.record(connection, action=action, detail=detail, **said)
