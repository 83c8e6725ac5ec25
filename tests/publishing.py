"""Proposals for the public pages: one for each reason why the public may not know of it, and published ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from config.topics import ProposalEvent as P
from config.topics import Topic
from tests.fold import Event
from tests.world import World, story

THEME, AREA = ("vergroening", 1), ("centrum", 1)
"""Code and number of what every proposal here is about and where it lies."""
DAYS = ("2026-03-02 10:00", "2026-03-04 10:00", "2026-03-06 10:00", "2026-04-01 10:00", "2026-04-08 10:00")
BEGUN, PUBLISHED, ENDED, CHOSEN, TOLD = DAYS


@dataclass(frozen=True)
class Known:
    """A proposal that was written: enough to look for it at every door."""

    subject_id: UUID
    number: str
    title: str
    photo: str
    lon: float
    lat: float

    @property
    def marks(self) -> tuple[str, str]:
        """What shows that a door tells of it."""
        return str(self.subject_id), self.title


def submitted(number: str, **more: Any) -> tuple:
    """The first event of a proposal with everything that the filters look at."""
    told: dict[str, Any] = {
        "title": f"Plein {number}",
        "number": number,
        "text": f"Meer bomen, {number}",
        "street": "Kerkstraat",
    }
    told |= {"lon": 4.0 + len(number) / 1000, "lat": 51.0, "theme_id": THEME[1], "area_id": AREA[1]}
    return P.SUBMITTED, BEGUN, {"payload": told | {"estimates": {"trees": 3}} | more}


def photo_of(number: str) -> tuple[tuple, tuple]:
    """A photo that moderation published."""
    named = {"payload": {"photo": f"photo-{number}", "alt": "Een plein"}}
    return (P.PHOTO_ADDED, BEGUN, named), (P.PHOTO_PUBLISHED, PUBLISHED, named)


def published(number: str, *more: tuple, **told: Any) -> list[Event]:
    """A published proposal with a published photo, and what happened after that."""
    added, shown = photo_of(number)
    return story(submitted(number, **told), added, shown, (P.PUBLISHED, PUBLISHED), *more)


def chosen(number: str) -> list[Event]:
    """One that was chosen, with its motivation."""
    why = {"payload": {"outcome": "selected", "motivation": f"Veel steun voor {number}", "reasons": ["support"]}}
    return published(number, (P.SELECTION_MADE, CHOSEN, why), (P.SELECTION_PUBLISHED, TOLD))


def hidden(into: UUID) -> dict[str, list[Event]]:
    """Proposals that the public may not know of, by number; one of them was merged `into` another."""
    added, _ = photo_of("wacht")
    return {
        "wacht": story(submitted("wacht"), added),
        "geweigerd": published("geweigerd", (P.REFUSED, ENDED)),
        "ingetrokken": published("ingetrokken", (P.WITHDRAWN, ENDED)),
        "samengevoegd": published("samengevoegd", (P.MERGED, ENDED, {"payload": {"into_id": str(into)}})),
    }


def write(world: World, connection: Connection, organisation_id: int, number: str, events: Sequence[Event]) -> Known:
    """Write a proposal with the picture that it names."""
    [subject] = world.add(connection, organisation_id, events, topic=Topic.PROPOSAL)
    values = {"o": organisation_id, "key": f"photo-{number}"}
    connection.execute(text("INSERT INTO blob VALUES (:o, :key, 'image/png', 1, 1, 'png', now())"), values)
    told = events[0].payload
    return Known(subject, number, told["title"], f"photo-{number}", told["lon"], told["lat"])


def open_map(connection: Connection, organisation_id: int, **told: Any) -> None:
    """Let everybody see the map of a town."""
    row = {"o": organisation_id, "licence": "https://example.be/licence", "websites": []} | told
    connection.execute(
        text(
            "INSERT INTO appearance (organisation_id, public_map, licence, frame_ancestors) "
            "VALUES (:o, true, :licence, :websites)"
        ),
        row,
    )
