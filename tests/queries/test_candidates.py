"""What a round can choose, and what is known of each place by every criterion."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from sqlalchemy import Connection, text

from config.cells import cell_of
from config.errors import Forbidden, NotFound
from config.ids import uuid7
from config.kinds import EventKind, Role
from config.topics import ProposalEvent as P
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import choices, drafts, rounds
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_dimension
from queries import rounds as asked
from queries.candidates import candidates, columns_of
from queries.db import Database
from queries.filters import Reach, Scope
from tests.desk import CLEAN, GREEN, Desk
from tests.world import story

PUBLISHED = (P.PUBLISHED, "2026-11-10 10:00")
HERE = {"lon": 4.14, "lat": 51.16, "h3_10": cell_of(4.14, 51.16)}
CHOSEN = (P.SELECTION_MADE, "2026-11-12 10:00", {"payload": {"outcome": "selected", "ref": "vroeger"}})


class Table(Desk):
    """A desk with a round about theme 1 and what it finds."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        self.person = Acting(Actor(UUID(int=7), Role.MEDEWERKER, "r"), self.world.a)
        self.round = rounds.open_round(
            **self.held, by=self.person, rules=Rules("Najaar", {"support": 100}, theme_ids=(1,))
        )

    def place(self, *more: tuple, **payload: Any) -> UUID:
        return self.add(PUBLISHED, *more, **{"theme_id": 1} | payload)


@pytest.fixture
def table(writer: Writer) -> Table:
    return Table(writer)


@pytest.fixture
def db(table: Table, reader: Database) -> Iterator[Connection]:
    with reader.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


def found(db: Connection, table: Table, scope: Scope | None = None) -> pd.DataFrame:
    whole = scope or Scope.whole(table.world.a)
    own = asked.round_of(db, whole, table.round)
    frame = candidates(db, whole, own, table.clock.now())
    return frame.set_index("title", drop=False)


def test_what_a_round_can_choose(table: Table, db: Connection) -> None:
    table.place(title="published")
    table.place((P.SHORTLISTED, "2026-11-11 10:00"), title="on the shortlist")
    deferred = {"payload": {"outcome": "deferred", "ref": "vroeger"}}
    table.place((P.SELECTION_MADE, "2026-11-12 10:00", deferred), title="deferred before")
    table.place(CHOSEN, title="chosen before")
    table.place(title="of another theme", theme_id=2)
    table.add(title="in moderation", theme_id=1)
    table.place((P.WITHDRAWN, "2026-11-12 10:00"), title="withdrawn")
    assert set(found(db, table)["title"]) == {"published", "on the shortlist", "deferred before"}


def test_a_round_chooses_places_of_who_went_on_in_its_town(table: Table, db: Connection) -> None:
    before, elsewhere = table.world.predecessor, table.world.b
    with table.writer.transaction() as connection:
        connection.execute(text("DELETE FROM theme_version WHERE organisation_id = :o"), {"o": before})
        connection.execute(text("DELETE FROM theme WHERE organisation_id = :o"), {"o": before})
        ensure_dimension(connection, before, "theme", {"bomen": "Bomen", "vergroening": "Groen"})
    table.add(PUBLISHED, title="of a predecessor", theme_id=2, town=before, service=None)
    table.add(PUBLISHED, title="of another theme there", theme_id=1, town=before, service=None)
    table.add(PUBLISHED, title="elsewhere", theme_id=1, town=elsewhere)
    scope = Scope.whole(table.world.a, before, elsewhere)
    assert found(db, table, scope)["title"].tolist() == ["of a predecessor"]


def test_what_the_round_wrote_about_stays_on_the_table(table: Table, db: Connection) -> None:
    one = table.place(title="written", estimates={"trees": 3})
    key: dict[str, Any] = {"within": Within(table.world.a, table.round), "subject_id": one, "draft_no": 0}
    content = Content("selected", ("support",), "Omdat.", "Ronde.")
    drafts.save(**table.held, by=table.person, **key, content=content)
    row = found(db, table).loc["written"]
    assert (row["draft_no"], row["draft_outcome"], row["reasons"], row["draft_motivation"], row["shared"]) == (
        *(1, "selected", ["support"]),
        *("Omdat.", "Ronde."),
    )
    assert (row["made"], row["standing"]) == (False, None)
    choices.make(
        **table.held, by=table.person, within=Within(table.world.a, table.round), marks=[Mark(table.seen(one), 1)]
    )
    row = found(db, table).loc["written"]
    assert (row["made"], row["standing"], row["choice_outcome"], row["stage"]) == (
        *(True, "pending"),
        *("selected", "published"),
    )
    assert (row["choice_published"], row["seq"]) == (False, 3)


def test_what_is_known_of_each_place(table: Table, db: Connection) -> None:
    scored = {"payload": {"criterion": "feasibility", "value": 4}}
    votes = (P.VOTES_CAST, "2026-11-11 10:00", {"payload": {"votes": 12}})
    told = {"estimates": {"trees": 3.0, "depaving_m2": 40.0}, "cost_estimated": 9_500.0}
    table.place(votes, (P.SCORE_SET, "2026-11-11 11:00", scored), title="known", **told, **HERE, area_id=1)
    table.place(title="unknown")
    with table.writer.transaction() as connection:
        connection.execute(text("UPDATE area_version SET population = 500"))
        for day in ("2026-11-01 10:00", "2026-01-01 10:00", "2025-11-01 10:00"):
            there = {"payload": HERE | {"category_id": 1}, "service_id": GREEN}
            table.world.add(connection, table.world.a, story((EventKind.SUBMITTED, day, there)))
    table.add(PUBLISHED, CHOSEN, title="chosen before", area_id=1, theme_id=2)
    rows = found(db, table)
    values = {name: rows.loc["known", name] for name in columns_of(rows)}
    assert values == {
        **{"support": 12, "cost": 9_500, "waiting": 10, "meldingen": 2, "spread": 2.0},
        **{"gain.trees": 3, "gain.depaving_m2": 40, "score.feasibility": 4},
    }
    assert columns_of(rows) == {
        **{"support": 2, "cost": 1, "waiting": 2, "meldingen": 1, "spread": 1},
        **{"gain.trees": 1, "gain.depaving_m2": 1, "score.feasibility": 1},
    }
    assert (rows.loc["known", "area"], rows.loc["known", "theme"]) == ("Centrum", "Vergroening")


def test_who_may_see_less_is_told_less(table: Table, db: Connection) -> None:
    table.place(title="ours", **HERE)
    table.add(PUBLISHED, title="theirs", theme_id=1, service=CLEAN)
    limited = Scope((Reach(table.world.a, frozenset({GREEN})),))
    assert found(db, table, limited)["title"].tolist() == ["ours"]
    without_cases = Scope(limited.reaches, cases=False)
    assert found(db, table, without_cases)["meldingen"].isna().all()


def test_rounds_are_for_who_may_know_what_is_not_public(table: Table, db: Connection) -> None:
    public = Scope(Scope.whole(table.world.a).reaches, embargoed=False)
    own = asked.round_of(db, Scope.whole(table.world.a), table.round)
    for ask in (
        lambda: asked.rounds(db, public),
        lambda: asked.round_of(db, public, table.round),
        lambda: candidates(db, public, own, table.clock.now()),
    ):
        with pytest.raises(Forbidden):
            ask()
    with pytest.raises(NotFound):
        asked.round_of(db, Scope.whole(table.world.b), table.round)
    with pytest.raises(NotFound):
        asked.round_of(db, Scope.whole(table.world.a), uuid7(1, 1))


def test_open_rounds_come_first(table: Table, db: Connection) -> None:
    later = rounds.open_round(**table.held, by=table.person, rules=Rules("Voorjaar", {"support": 100}))
    rounds.close_round(**table.held, by=table.person, round_id=table.round)
    every = asked.rounds(db, Scope.whole(table.world.a))
    assert [one.round_id for one in every] == [later, table.round]
    assert (every[0].weights, every[0].theme_ids, every[0].needs_approval) == ({"support": 100}, (), True)
