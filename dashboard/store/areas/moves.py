"""What moves from one area to another, counted: the report of a file with boundaries, before and after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import Connection, text

from config.topics import Topic
from dashboard.store.areas.boundaries import Boundaries

_CHUNK = 50_000
Move = tuple[str, int | None, int | None]
"""Topic, area before and area after; None is no area."""


@dataclass(frozen=True)
class Moves:
    """How many subjects move, by `Move`."""

    counts: Counter[Move] = field(default_factory=Counter)

    def __add__(self, other: "Moves") -> "Moves":
        return Moves(self.counts + other.counts)

    @staticmethod
    def between(before: Mapping[Any, tuple[str, int | None]], after: Mapping[Any, tuple[str, int | None]]) -> "Moves":
        """The differences between topic and area of subjects at two moments; who is not there counts in neither."""
        both = [(*before[key], after[key][1]) for key in before.keys() & after.keys()]
        return Moves(Counter(move for move in both if move[1] != move[2]))

    def rows(self, codes: Mapping[int, str]) -> list[dict[str, Any]]:
        """As they are kept: topic, code of the area before and after (None: no area), n; largest first."""
        named = [
            (topic, codes.get(one or 0), codes.get(other or 0), n) for (topic, one, other), n in self.counts.items()
        ]
        return merged([], [{"topic": topic, "from": one, "to": other, "n": n} for topic, one, other, n in named])


def merged(rows: Sequence[Mapping[str, Any]], more: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Two lists of `Moves.rows` as one."""
    counts: Counter[tuple[str, str | None, str | None]] = Counter()
    for row in (*rows, *more):
        counts[row["topic"], row["from"], row["to"]] += row["n"]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [{"topic": topic, "from": one, "to": other, "n": n} for (topic, one, other), n in ordered]


def would_move(
    connection: Connection, organisation_id: int, boundaries: Boundaries, topics: tuple[Topic, ...]
) -> Moves:
    """What other boundaries would move, from what is derived now."""
    found = Moves()
    for topic in topics:
        places = text(f"SELECT lon, lat, area_id FROM {topic} WHERE organisation_id = :o AND lon IS NOT NULL")
        rows = connection.execute(places, {"o": organisation_id}, execution_options={"yield_per": _CHUNK})
        for part in rows.partitions():
            found += _moved(topic, pd.DataFrame(part, columns=["lon", "lat", "area_id"]), boundaries)
    return found


def _moved(topic: Topic, places: pd.DataFrame, boundaries: Boundaries) -> Moves:
    lon, lat = (places[name].to_numpy(dtype=float) for name in ("lon", "lat"))
    before, after = (
        areas.fillna(0).astype(int).tolist() for areas in (places["area_id"], boundaries.area_ids(lon, lat))
    )
    pairs = Counter((one, other) for one, other in zip(before, after, strict=True) if one != other)
    return Moves(Counter({(str(topic), one or None, other or None): n for (one, other), n in pairs.items()}))


def placeless(connection: Connection, organisation_id: int, topics: tuple[Topic, ...]) -> dict[str, dict[str, int]]:
    """By topic: n, how many have no place, how many have one but lie in no area."""
    every = " UNION ALL ".join(_PLACELESS.format(topic=topic) for topic in topics)
    rows = connection.execute(text(every), {"o": organisation_id}).mappings()
    return {str(row["topic"]): {name: int(row[name]) for name in ("n", "no_place", "outside")} for row in rows}


_PLACELESS = """
SELECT '{topic}' AS topic, count(*) AS n, count(*) FILTER (WHERE lon IS NULL) AS no_place,
       count(*) FILTER (WHERE lon IS NOT NULL AND area_id IS NULL) AS outside
FROM {topic} WHERE organisation_id = :o
"""
