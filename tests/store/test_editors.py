"""Several people at the same places at once: no word is lost, and no choice is made twice."""

from typing import Any
from uuid import UUID

from config.kinds import Role
from config.topics import ProposalEvent as P
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import rounds
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.engine import Writer
from tests.desk import Desk
from tests.editors import doubles, edit, lost

PUBLISHED = (P.PUBLISHED, "2026-11-03 10:00")


def test_of_many_people_at_few_places_nobody_loses_a_word(writer: Writer) -> None:
    desk = Desk(writer)
    by = Acting(Actor(UUID(int=7), str(Role.MEDEWERKER), "r"), desk.world.a)
    held: dict[str, Any] = {"writer": writer, "clock": desk.clock, "by": by}
    within = Within(desk.world.a, rounds.open_round(**held, rules=Rules("Najaar", {"support": 100})))
    places = [desk.add(PUBLISHED) for _ in range(3)]
    told = edit(writer, desk.clock, within, places, editors=4, seconds=2.5)
    assert told.broken == []
    assert told.saved > 10
    assert told.beside > 0, "they were in each other's way"
    assert lost(writer, told) == []
    assert doubles(writer) == 0
