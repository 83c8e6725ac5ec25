"""Many people who write about the same places at once: what they typed, and whether it can still be found."""

import random
import statistics
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from config.clock import Clock
from config.errors import HelikopterError
from config.kinds import Role
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import choices, drafts
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import Beside, Content
from dashboard.store.actions.choosing.rounds import Within
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.engine import Writer

MADE = 0.05
"""How often somebody makes the choice, or undoes it, instead of writing on."""


@dataclass
class Told:
    """What the editors did: words typed by place, saves, texts kept beside another, choices made, refusals in words,
    failures, and how long a save took in seconds."""

    words: list[tuple[UUID, str]] = field(default_factory=list)
    saved: int = 0
    beside: int = 0
    made: int = 0
    refused: int = 0
    broken: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        """The 95th percentile of a save."""
        return statistics.quantiles(self.seconds, n=20)[-1]


def edit(writer: Writer, clock: Clock, within: Within, places: list[UUID], *, editors: int, seconds: float) -> Told:
    """Let so many people write about these places for some seconds."""
    told, lock, end = Told(), threading.Lock(), time.monotonic() + seconds
    held: dict[str, Any] = {"writer": writer, "clock": clock}
    people = [
        threading.Thread(target=_Editor(number, held, within, places, told, lock).work, args=(end,))
        for number in range(editors)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return told


class _Editor:
    """One person, with what they last saw of each place."""

    def __init__(
        self, number: int, held: dict[str, Any], within: Within, places: list[UUID], told: Told, lock: Any
    ) -> None:
        self.by = Acting(Actor(UUID(int=1_000 + number), str(Role.MEDEWERKER), "r"), within.organisation_id)
        self.held, self.within, self.places, self.told, self.lock = held, within, places, told, lock
        self.rng, self.number, self.typed = random.Random(number), number, 0
        self.seen: dict[UUID, tuple[int, str]] = {}

    def work(self, end: float) -> None:
        """Write until the end; what is refused in words is no failure, anything else is."""
        while time.monotonic() < end:
            place = self.rng.choice(self.places)
            try:
                self._decide(place) if self.rng.random() < MADE else self._write(place)
            except HelikopterError:
                with self.lock:
                    self.told.refused += 1
            except Exception as error:
                with self.lock:
                    self.told.broken.append(repr(error))

    def _write(self, place: UUID) -> None:
        self.typed += 1
        word = f"w{self.number}x{self.typed}."
        draft_no, before = self.seen.get(place, (0, ""))
        try:
            self._save(place, draft_no, f"{before} {word}"[-3_000:], word)
        except Beside as other:
            with self.lock:
                self.told.beside += 1
                self.told.words.append((place, word))
            self.seen[place] = other.draft_no, other.theirs.motivation
            if self.rng.random() < 0.5:  # else theirs stays, and what was typed is kept beside it
                self._save(place, other.draft_no, f"{other.theirs.motivation} {word}"[-3_000:], None)

    def _save(self, place: UUID, draft_no: int, words: str, word: str | None) -> None:
        key: dict[str, Any] = {"within": self.within, "subject_id": place, "draft_no": draft_no}
        begun = time.monotonic()
        number = drafts.save(**self.held, by=self.by, **key, content=Content("selected", ("support",), words))
        self.seen[place] = number, words
        with self.lock:
            self.told.saved += 1
            self.told.seconds.append(time.monotonic() - begun)
            if word is not None:
                self.told.words.append((place, word))

    def _decide(self, place: UUID) -> None:
        seen = self._last(place)
        if self.rng.random() < 0.5:
            mark = Mark(seen, self.seen.get(place, (0, ""))[0])
            choices.make(**self.held, by=self.by, within=self.within, marks=[mark])
            with self.lock:
                self.told.made += 1
        else:
            choices.undo(**self.held, by=self.by, seen=[seen])

    def _last(self, place: UUID) -> Seen:
        with self.held["writer"].transaction() as connection:
            asked = text("SELECT max(seq) FROM event WHERE subject_id = :s")
            return Seen(place, int(connection.scalar(asked, {"s": place}) or 0))


def lost(writer: Writer, told: Told) -> list[str]:
    """Words that were typed and stand in no draft, no kept text and no choice."""
    asked = "SELECT subject_id, motivation FROM {}"
    found: dict[UUID, list[str]] = {}
    with writer.transaction() as connection:
        for table in ("selection_draft", "selection_draft_text", "selection"):
            for subject, words in connection.execute(text(asked.format(table))):
                found.setdefault(subject, []).append(words or "")
    kept = {subject: " ".join(words) for subject, words in found.items()}
    return [word for subject, word in told.words if f" {word}" not in kept.get(subject, "")]


def doubles(writer: Writer) -> int:
    """Places with more than one choice that waits for approval, or with a version that was told twice."""
    with writer.transaction() as connection:
        waiting = connection.scalar(text(_WAITING)) or 0
        return int(waiting) + int(connection.scalar(text(_TWICE)) or 0)


_WAITING = """
SELECT count(*) FROM (SELECT subject_id FROM selection WHERE standing = 'pending'
                      GROUP BY subject_id HAVING count(*) > 1) s
"""
_TWICE = """
SELECT count(*) FROM (SELECT e.subject_id FROM event e WHERE e.kind = 'selection_made' AND NOT EXISTS (
    SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
    AND v.voids_seq = e.seq) GROUP BY e.subject_id HAVING count(*) > 1) s
"""
