"""Services and categories: a change of name, theme or code is a new version from a day on; the history stays."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, and_, select, update

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from dashboard.store.organisations import ensure_dimension
from queries import tables

KINDS = ("service", "category")
_TAKEN = N_("There is one with code {code} already.")
_LATER = N_("A later version begins on {day}: choose a day from then on.")


@dataclass(frozen=True)
class Member:
    """A service or category as it is from `since` on; theme and regional code only for a category."""

    organisation_id: int
    kind: str
    code: str
    name: str
    since: date
    theme: str | None = None
    regional_code: str | None = None

    def values(self) -> dict[str, Any]:
        """The attributes of its version."""
        more = {"theme": self.theme, "regional_code": self.regional_code} if self.kind == "category" else {}
        return {"name": self.name, **more}


def add_member(*, writer: Writing, clock: Clock, actor: Actor, new: Member) -> int:
    """Add a service or category; returns its number. Raises InvalidInput when the code is taken."""
    with writer.transaction() as connection:
        if _number(connection, new) is not None:
            raise InvalidInput(_TAKEN, code=new.code)
        number = ensure_dimension(connection, new.organisation_id, new.kind, {new.code: new.name})[new.code]
        _, dated = _tables(new.kind)
        connection.execute(update(dated).where(_of(dated, new, number)).values(**new.values()))
        _record(connection, clock, actor, new, f"{new.kind}_added", number)
        return number


def change_member(*, writer: Writing, clock: Clock, actor: Actor, new: Member) -> None:
    """Change name, theme and code from a day on. Raises NotFound, and InvalidInput when a later version exists."""
    with writer.transaction() as connection:
        number = _number(connection, new)
        if number is None:
            raise NotFound()
        _, dated = _tables(new.kind)
        _write_version(connection, dated, new, number)
        _record(connection, clock, actor, new, f"{new.kind}_changed", number)


def _tables(kind: str) -> tuple[Table, Table]:
    if kind not in KINDS:
        raise InvalidInput()
    return tables.metadata.tables[kind], tables.metadata.tables[f"{kind}_version"]


def _number(connection: Connection, new: Member) -> int | None:
    base, _ = _tables(new.kind)
    this = and_(base.c.organisation_id == new.organisation_id, base.c.code == new.code)
    found = connection.scalar(select(base.c[f"{new.kind}_id"]).where(this).with_for_update())
    return None if found is None else int(found)


def _of(dated: Table, new: Member, number: int) -> Any:
    return and_(dated.c.organisation_id == new.organisation_id, dated.c[f"{new.kind}_id"] == number)


def _write_version(connection: Connection, dated: Table, new: Member, number: int) -> None:
    own = _of(dated, new, number)
    latest = connection.execute(select(dated).where(own).order_by(dated.c.valid_from.desc()).limit(1)).first()
    if latest is not None and latest.valid_from > new.since:
        raise InvalidInput(_LATER, day=latest.valid_from.isoformat())
    if latest is not None and latest.valid_from == new.since:
        connection.execute(update(dated).where(own, dated.c.valid_from == new.since).values(**new.values()))
        return
    ended = update(dated).where(own, dated.c.valid_to.is_(None))
    connection.execute(ended.values(valid_to=new.since - timedelta(days=1)))
    kept = dict(latest._mapping) if latest is not None else {}
    keys = {"organisation_id": new.organisation_id, f"{new.kind}_id": number, "valid_from": new.since, "valid_to": None}
    connection.execute(dated.insert().values(**kept | keys | new.values()))


def _record(connection: Connection, clock: Clock, actor: Actor, new: Member, action: str, number: int) -> None:
    detail = {"code": new.code, "number": number, "since": new.since.isoformat(), **new.values()}
    said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": new.organisation_id}
    audit.record(connection, action=action, detail=detail, **said)
