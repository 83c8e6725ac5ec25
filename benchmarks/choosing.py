"""Choosing on a large scale: ranking, marking in bulk, and many people at once.

    python -m benchmarks.choosing [--candidates 5000] [--marks 1000] [--editors 20] [--places 50] [--seconds 60]

Runs a durable embedded server of its own. Prints medians and worst of several runs: the question about all candidates
and their ranking; drafts of many places with one outcome and a shared part, choices made of them, approved, published;
and what people who write about the same places meet: saves a second, the slowest twentieth, texts kept beside another,
words lost and choices made twice.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import text

from config.clock import FixedClock, SystemClock
from config.kinds import Role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import choices, drafts, publishing, rounds
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import Change
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.embedded import throwaway
from dashboard.store.engine import Writer
from dashboard.store.migrate import upgrade
from queries.candidates import candidates
from queries.db import Database
from queries.filters import Scope
from queries.ranking import ranked
from queries.rounds import round_of
from tests.editors import doubles, edit, lost
from tests.world import World, story

WEIGHTS = {"support": 40, "cost": 20, "gain.depaving_m2": 20, "waiting": 10, "spread": 10}
ROUNDS = 5
ONE, TWO = (Actor(UUID(int=number), str(role)) for number, role in ((7, Role.MEDEWERKER), (8, Role.DIENSTHOOFD)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("candidates", 5_000), ("marks", 1_000), ("editors", 20), ("places", 50), ("seconds", 60)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    with serving() as (writer, reader):
        town = Town(writer, asked.candidates)
        town.rank(reader)
        town.mark(asked.marks)
        town.write(asked.editors, asked.places, asked.seconds)


@contextmanager
def serving() -> Iterator[tuple[Writer, Database]]:
    """A database with nothing in it but the schema: its writing and its reading side."""
    with throwaway(durable=True) as server:
        url = server.url("postgres")
        upgrade(url)
        writer, reader = Writer(url, pool_size=25), Database(url)
        yield writer, reader
        writer.close()
        reader.close()


class Town:
    """A town with many published proposals and a round about all of them."""

    def __init__(self, writer: Writer, n: int) -> None:
        self.writer, self.clock = writer, SystemClock()
        self.world = World(writer, FixedClock(self.clock.now()))
        self.places = self._propose(n)
        self.held: dict[str, Any] = {"writer": writer, "clock": self.clock}
        by = Acting(ONE, self.world.a)
        round_id = rounds.open_round(**self.held, by=by, rules=Rules("Ronde", WEIGHTS))
        self.within = Within(self.world.a, round_id)

    def _propose(self, n: int) -> list[UUID]:
        published = (P.PUBLISHED, "2026-03-04 10:00")
        histories = []
        for number in range(n):
            place = {"lon": 4 + number % 71 / 700, "lat": 51 + number % 67 / 600, "area_id": 1 + number % 2}
            gains = {"estimates": {"depaving_m2": 10.0 + number % 400}, "cost_estimated": 1_000.0 + number % 977}
            told = {"title": f"Plek {number}", "theme_id": 1} | place | gains
            votes = (P.VOTES_CAST, "2026-03-05 10:00", {"payload": {"votes": number % 61}})
            histories.append(story((P.SUBMITTED, "2026-03-02 10:00", {"payload": told}), published, votes))
        with self.writer.transaction() as connection:
            found = self.world.add(connection, self.world.a, *histories, topic=Topic.PROPOSAL)
        with self.writer.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        return found

    def rank(self, reader: Database) -> None:
        """All candidates, and their ranking."""
        scope = Scope.whole(self.world.a)
        with reader.read() as db:
            own = round_of(db, scope, self.within.round_id)
            frame = candidates(db, scope, own, self.clock.now())
            told(f"{len(frame)} candidates", lambda: candidates(db, scope, own, self.clock.now()))
            told("their ranking", lambda: ranked(frame, WEIGHTS))

    def mark(self, n: int) -> None:
        """Outcome and text of many, then choices, approval and publication."""
        mine, one, two = self.places[:n], Acting(ONE, self.world.a), Acting(TWO, self.world.a)
        change = Change("not_selected", ("low_support",), "Deze ronde koos de werkgroep andere plekken.")
        several: dict[str, Any] = {"within": self.within, "seen": dict.fromkeys(mine, 0), "change": change}
        once(f"{n} drafts with an outcome", lambda: drafts.save_many(**self.held, by=one, **several))
        marks = [Mark(seen, 1) for seen in self._seen(mine)]
        once(f"{n} choices", lambda: choices.make(**self.held, by=one, within=self.within, marks=marks))
        seen = self._seen(mine)
        once(f"{n} approved", lambda: choices.approve(**self.held, by=two, seen=seen))
        approved = self._seen(mine)
        once(f"{n} published", lambda: publishing.publish(**self.held, by=two, seen=approved))

    def _seen(self, places: list[UUID]) -> list[Seen]:
        asked = "SELECT subject_id, max(seq) FROM event WHERE subject_id = ANY(:s) GROUP BY 1"
        with self.writer.transaction() as connection:
            return [Seen(subject, int(seq)) for subject, seq in connection.execute(text(asked), {"s": places})]

    def write(self, editors: int, places: int, seconds: int) -> None:
        """Many people at few places."""
        chosen = self.places[-places:]
        found = edit(self.writer, self.clock, self.within, chosen, editors=editors, seconds=seconds)
        print(
            f"{editors} editors, {places} places, {seconds} s: {found.saved / seconds:.0f} saves a second, 95 % within "
            f"{found.slowest * 1_000:.0f} ms; {found.beside} texts kept beside another, {found.made} choices, "
            f"{found.refused} refused in words, {len(found.broken)} failures; lost words "
            f"{len(lost(self.writer, found))}, choices made twice {doubles(self.writer)}"
        )


def told(name: str, act: Callable[[], Any]) -> None:
    """Print the median and the slowest of several runs."""
    times = [timed(act) for _ in range(ROUNDS)]
    print(f"{name}: median {statistics.median(times) * 1_000:.0f} ms, slowest {max(times) * 1_000:.0f} ms")


def once(name: str, act: Callable[[], Any]) -> None:
    """Print how long something took that can be done once."""
    print(f"{name}: {timed(act) * 1_000:.0f} ms")


def timed(act: Callable[[], Any]) -> float:
    """Seconds that something takes."""
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
