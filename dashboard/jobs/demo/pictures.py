"""Pictures of the places of the demo, seen from above: as it is and as somebody wishes it, and before and after works.

Drawn from a number, so that nothing has to be kept in the repository and no real street or person is in them.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from config.clock import Clock
from dashboard.jobs.demo.drawing import HEIGHT, WIDTH, roof, street
from dashboard.jobs.demo.intake import seeded
from dashboard.store.blobs import DatabaseBlobs, key_of
from dashboard.store.engine import Writer
from dashboard.store.pictures import Picture, clean
from queries.tables import blob

STREETS, ROOFS = 8, 4
"""How many places there are of each kind; each has two pictures, and two more of its works."""
_FINE = 2
"""How many times larger a picture is drawn, so that edges come out smooth."""
Pair = tuple["Scene", "Scene"]


@dataclass(frozen=True)
class Scene:
    """A picture with its key, and what it shows in words."""

    key: str
    alt: str
    picture: Picture


@lru_cache(maxsize=1)
def scenes() -> dict[str, Sequence[Pair]]:
    """Pairs of now and later, of streets and of roofs."""
    return {"street": _pairs(street, STREETS), "roof": _pairs(roof, ROOFS)}


@lru_cache(maxsize=1)
def works() -> dict[str, Sequence[Pair]]:
    """Pairs of before and after the works, of the same places."""
    return {"street": _pairs(street, STREETS, built=True), "roof": _pairs(roof, ROOFS, built=True)}


def keep_pictures(writer: Writer, clock: Clock, organisation_id: int) -> None:
    """Put the pictures that are not there yet into an organisation."""
    every = [one for kinds in (scenes(), works()) for pairs in kinds.values() for pair in pairs for one in pair]
    with writer.transaction() as connection:
        known = set(connection.scalars(select(blob.c.key).where(blob.c.organisation_id == organisation_id)))
        store = DatabaseBlobs(connection, clock)
        for one in every:
            if one.key not in known:
                store.keep(organisation_id, one.picture)


def _pairs(draw: Callable[..., str], count: int, *, built: bool = False) -> list[Pair]:
    both = {
        later: [_scene(draw, number, later=later, built=built) for number in range(count)] for later in (False, True)
    }
    return list(zip(both[False], both[True], strict=True))


def _scene(draw: Callable[..., str], number: int, *, later: bool, built: bool) -> Scene:
    """All scenes of a number begin from the same draws, so that the place is recognised."""
    from PIL import Image, ImageDraw

    large = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE))
    pen: Any = ImageDraw.Draw(large)
    alt = draw(pen, seeded(number, "scene"), later=later, scale=_FINE, built=built)
    file = io.BytesIO()
    large.reduce(_FINE).save(file, "JPEG", quality=95)
    picture = clean(file.getvalue())
    return Scene(key_of(picture), alt, picture)
