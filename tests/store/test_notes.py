"""A note is written, replaced and taken away; who asks sees what is beside their own numbers. And visits."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from config.clock import FixedClock
from config.errors import Forbidden, InvalidInput, NotFound
from config.kinds import Role
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.notes import LONGEST_NOTE, Beside, take_note_away, write_note
from dashboard.store.actions.visits import visit
from dashboard.store.engine import Writer
from queries.db import Database
from queries.filters import Reach, Scope
from queries.notes import note_history, notes
from queries.tables import audit
from queries.visits import visit_before
from tests.world import World

DIRECTOR = Actor(UUID(int=1), Role.ALGEMEEN_DIRECTEUR, "r1")
ALDERMAN = Actor(UUID(int=2), Role.SCHEPEN, "r2")
GREEN, CLEAN = 1, 2


def test_a_note_stands_until_the_next_one_and_the_history_stays(
    writer: Writer, reader: Database, clock: FixedClock
) -> None:
    world = World(writer, clock)
    held: dict[str, Any] = {"writer": writer, "clock": clock}
    whole = Beside(world.a, "on_time")
    green = Beside(world.a, "on_time", GREEN)
    steps = (
        (DIRECTOR, whole, "eerste"),
        (ALDERMAN, green, "groen"),
        (DIRECTOR, whole, "  twee\n vacatures "),
        (DIRECTOR, Beside(world.a, "open"), "stock"),
        (DIRECTOR, Beside(world.b, "open"), "van een ander"),
    )
    for actor, about, text in steps:
        clock.advance(timedelta(minutes=1))
        write_note(**held, actor=actor, beside=about, text=text)
    clock.advance(timedelta(minutes=1))
    take_note_away(**held, actor=DIRECTOR, beside=Beside(world.a, "open"))
    with reader.read() as db:
        found = notes(db, Scope.whole(world.a))
        limited = notes(db, Scope((Reach(world.a, frozenset({GREEN})),)))
        other = notes(db, Scope((Reach(world.a, frozenset({CLEAN})),)))
        history = note_history(db, Scope.whole(world.a), "open")
        all_told = note_history(db, Scope.whole(world.a))
    assert list(zip(found["text"], found["service"].fillna("-"), found["author_role"], strict=True)) == [
        ("twee vacatures", "-", "algemeen_directeur"),
        ("groen", "Groendienst", "schepen"),
    ]
    assert list(limited["text"]) == ["groen"]
    assert other.empty
    assert list(history["text"]) == ["", "stock"]
    assert len(all_told) == 5
    with writer.transaction() as connection:
        rows = connection.execute(select(audit.c.action, audit.c.actor_id, audit.c.detail).order_by(audit.c.at)).all()
    assert [row.action for row in rows] == ["note_written"] * 5 + ["note_taken_away"]
    assert (rows[1].actor_id, rows[1].detail) == (ALDERMAN.account_id, {"measure": "on_time", "service_id": GREEN})


def test_what_is_no_note_is_refused(writer: Writer, reader: Database, clock: FixedClock) -> None:
    world = World(writer, clock)
    held: dict[str, Any] = {"writer": writer, "clock": clock, "actor": DIRECTOR}
    about = Beside(world.a, "on_time")
    for text in ("", "  \n", "x" * (LONGEST_NOTE + 1), "a\x00b"):
        with pytest.raises(InvalidInput):
            write_note(**held, beside=about, text=text)
    with pytest.raises(NotFound):
        write_note(**held, beside=Beside(world.a, "on_time", 99), text="van geen dienst")
    with pytest.raises(NotFound):
        take_note_away(**held, beside=about)
    with pytest.raises(Forbidden):
        write_note(writer=writer, clock=clock, actor=COMMAND_LINE, beside=about, text="van niemand")
    with reader.read() as db:
        assert note_history(db, Scope.whole(world.a)).empty


def test_a_visit_ends_after_half_an_hour_without_a_page(writer: Writer, clock: FixedClock) -> None:
    world = World(writer, clock)
    account = create_account(
        writer=writer,
        clock=clock,
        actor=COMMAND_LINE,
        new=NewAccount("iemand", "Iemand"),
        grant=NewGrant(world.a, Role.BURGEMEESTER),
    )

    def before() -> object:
        visit(writer=writer, clock=clock, account_id=account)
        with writer.transaction() as connection:
            return visit_before(connection, account)

    assert before() is None
    for _ in range(3):
        clock.advance(timedelta(minutes=29))
        assert before() is None
    end_of_first = clock.now()
    clock.advance(timedelta(hours=20))
    assert before() == end_of_first
    clock.advance(timedelta(minutes=5))
    assert before() == end_of_first
