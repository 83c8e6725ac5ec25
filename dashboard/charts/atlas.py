"""From the frames of `queries.atlas` to what a map draws: classes of colour, hexagons, areas and points as features."""

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config.cells import centre, corners
from config.kinds import MeldingKind
from config.language import N_, current_language, number, t
from config.vocabularies import indicators, proposal_stages
from dashboard.charts.palette import VIOLETS
from dashboard.charts.phrases import NOUNS
from queries import atlas
from queries.viewport import Viewport

_LADDERS = (
    (5, (1, 2, 3, 4, 5)),
    (10, (1, 2, 4, 6, 8)),
    (16, (1, 2, 4, 7, 10)),
    (30, (1, 5, 10, 15, 20)),
    (60, (1, 5, 10, 20, 40)),
)
"""Where the five classes begin, by the highest value that they must hold; beyond, ten times as high."""
_SHORTEST = 1_000
Feature = dict[str, Any]


@dataclass(frozen=True)
class Ladder:
    """Where the classes of a map begin."""

    begins: tuple[float, ...]

    def class_of(self, value: float) -> int:
        """0 to 4; what lies below the first class belongs to it."""
        return max(0, bisect.bisect_right(self.begins, value) - 1)

    def labels(self) -> list[str]:
        """1, 2–3, 4–6, 7–9, 10+."""
        ends = [after - self._step for after in self.begins[1:]]
        inner = [
            number(begin, decimals=self._decimals)
            if begin == end
            else f"{number(begin, decimals=self._decimals)}–{number(end, decimals=self._decimals)}"
            for begin, end in zip(self.begins[:-1], ends, strict=True)
        ]
        return [*inner, f"{number(self.begins[-1], decimals=self._decimals)}+"]

    @property
    def _decimals(self) -> int:
        return 0 if all(float(begin).is_integer() for begin in self.begins) else 1

    @property
    def _step(self) -> float:
        return 1 if self._decimals == 0 else 0.1


def ladder(values: pd.Series) -> Ladder:
    """Classes for these values: steps that people know, by the highest of them."""
    highest = float(values.max()) if values.notna().any() else 1.0
    factor = 1
    while highest > _LADDERS[-1][0] * factor:
        factor *= 10
    found = next(begins for most, begins in _LADDERS if highest <= most * factor)
    lowest = found[0] if factor == 1 else 1
    return Ladder((float(lowest), *(float(begin * factor) for begin in found[1:])))


def rate_ladder(values: pd.Series) -> Ladder:
    """Classes for rates: five equal steps of a round width from 0."""
    highest = float(values.max()) if values.notna().any() else 1.0
    tenths = (width * 10**power for power in range(12) for width in (1, 2, 3, 4, 5, 6, 8))
    step = next(width for width in tenths if width * 5 >= highest * 10)
    return Ladder(tuple(step * place / 10 for place in range(5)))


@dataclass(frozen=True)
class Drawing:
    """What a map shows: features, what their functions need (`hideout`), and how to read it."""

    features: list[Feature]
    hideout: dict[str, Any]
    ladder: Ladder | None = None

    @property
    def data(self) -> dict[str, Any]:
        """As GeoJSON."""
        return {"type": "FeatureCollection", "features": self.features}


def hexagons(df: pd.DataFrame, view: Viewport) -> Drawing:
    """Hexagons with their value; `df`: key, n, value (null: nothing to tell).

    A feature is the middle of a hexagon; `hideout.corners` are the corners of all, as steps from the middle.
    """
    known = df.dropna(subset=["value"])
    steps = ladder(known["value"])
    features = [
        point(centre(int(key), view.resolution), value=short(value), shade=steps.class_of(value), n=int(n))
        for key, n, value in known[["key", "n", "value"]].itertuples(index=False, name=None)
    ]
    return Drawing(features, {"corners": _outline(known["key"], view), "shades": VIOLETS}, steps)


def _outline(keys: pd.Series, view: Viewport) -> list[list[float]]:
    """Corners of one hexagon as steps (lat, lon) from its middle: within a view all are alike."""
    if keys.empty:
        return []
    key = int(keys.iloc[len(keys) // 2])
    lon, lat = centre(key, view.resolution)
    return [[round(y - lat, 6), round(x - lon, 6)] for x, y in corners(key, view.resolution)]


def points(df: pd.DataFrame) -> Drawing:
    """Single proposals by the mark of their stage, and how many lie together; `df` as of `queries.atlas.points`."""
    features = [_mark(row) for row in df.to_dict("records")]
    return Drawing(features, {})


def _mark(row: Mapping[Any, Any]) -> Feature:
    if row["n"] > 1:
        return point((row["lon"], row["lat"]), together=short(row["n"]))
    return proposal(row, f"/voorstellen/{row['subject_id']}")


def proposal(row: Mapping[Any, Any], href: str) -> Feature:
    """One proposal with lon, lat, stage, title (None: removed) and support; `href` is where its name leads."""
    stage = proposal_stages().get(str(row["stage"]))
    return point(
        (row["lon"], row["lat"]),
        mark=mark_of(row["stage"]),
        words=stage.label(current_language()) if stage else "",
        title=row["title"] or t(N_("Text removed")),
        votes=votes_words(int(row["support"])),
        href=href,
    )


_MARKS = {"submitted": "moderation", "refused": "ended", "withdrawn": "ended", "merged": "ended"}


def mark_of(stage: Any) -> str:
    """What the class of the mark of a stage ends in: the marks of `dashboard.components.status`."""
    return _MARKS.get(str(stage), str(stage).replace("_", "-"))


def areas(df: pd.DataFrame, boundaries: pd.DataFrame, searches: Mapping[str, str]) -> Drawing:
    """Neighbourhoods by their value per 1 000 inhabitants, or by the value where that would say nothing.

    `df`: organisation_id, code, n, value, rate (null where not known); `boundaries` as of `queries.atlas`; `searches`
    is the search string that a click on the neighbourhood of a code leads to.
    """
    steps = rate_ladder(df["rate"])
    rows = boundaries.merge(df, on=["organisation_id", "code"], how="left")
    features = [
        _area(row, steps, searches.get(str(row["code"]), "")) for row in rows.to_dict("records") if row["geometry"]
    ]
    return Drawing(features, {"shades": VIOLETS}, steps)


def _area(row: Mapping[Any, Any], steps: Ladder, search: str) -> Feature:
    rate, n = row["rate"], 0 if pd.isna(row["n"]) else int(row["n"])
    told = {} if pd.isna(rate) else {"value": number(rate, decimals=1), "shade": steps.class_of(rate)}
    properties = {"name": row["name"], "n": n, "search": search} | told
    return {"type": "Feature", "geometry": row["geometry"], "properties": properties}


def outlines(boundaries: pd.DataFrame) -> dict[str, Any]:
    """The borders of the neighbourhoods with their names, below everything else; `boundaries` as of `queries.atlas`.

    `at` is where the name stands: near the north end, clear of the middle where most is proposed.
    """
    known = boundaries[boundaries["geometry"].notna()]
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"name": name, "at": _name_place(geometry)}}
        for name, geometry in known[["name", "geometry"]].itertuples(index=False, name=None)
    ]
    return {"type": "FeatureCollection", "features": features}


_BELOW_TOP = 0.1


def _name_place(geometry: Mapping[str, Any]) -> list[float]:
    """A place (lat, lon) inside a polygon, or the largest of several: straight below its border, on its middle line."""
    rings = (
        [geometry["coordinates"][0]] if geometry["type"] == "Polygon" else [one[0] for one in geometry["coordinates"]]
    )
    ring = max(rings, key=len)
    lons, lats = [place[0] for place in ring], [place[1] for place in ring]
    middle = (min(lons) + max(lons)) / 2
    crossed = [
        one[1] + (other[1] - one[1]) * (middle - one[0]) / (other[0] - one[0])
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (one[0] - middle) * (other[0] - middle) < 0
    ]
    top = max(crossed, default=max(lats))
    return [top - _BELOW_TOP * (max(lats) - min(lats)), middle]


def point(place: Sequence[float], **properties: Any) -> Feature:
    """A place (lon, lat) with what a map needs to know of it."""
    coordinates = [round(float(place[0]), 5), round(float(place[1]), 5)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": coordinates}, "properties": properties}


def short(value: float) -> str:
    """A number that fits in a hexagon: 0,4, 214, 1,2k, 14k."""
    if 0 < value < 1:
        return number(float(value), decimals=1)
    if value < _SHORTEST:
        return number(round(float(value)))
    thousands = value / _SHORTEST
    return f"{number(thousands, decimals=1 if thousands < 10 else 0)}k"


def votes_words(votes: int) -> str:
    """214 stemmen."""
    return t(N_("1 vote")) if votes == 1 else t(N_("{n} votes"), n=number(votes))


COLOUR_NAMES: dict[str, str] = {
    atlas.COUNT: N_("Number"),
    atlas.SUPPORT: N_("Votes"),
    atlas.MELDINGEN: N_("Meldingen on this spot"),
    atlas.WAITING: N_("Days waiting"),
}
"""What the colour tells, in short."""
_TITLES: dict[str, str] = {
    atlas.COUNT: N_("Proposals"),
    atlas.SUPPORT: N_("Votes for proposals"),
    atlas.MELDINGEN: N_("Meldingen where something was proposed"),
    atlas.WAITING: N_("Days that the oldest waits for a choice"),
}


def colour_name(colour: str) -> str:
    """What the colour tells, in a word or two; of an indicator with its unit."""
    return t(COLOUR_NAMES[colour]) if colour in COLOUR_NAMES else _indicator_words(colour)


def title_of(colour: str, kind: MeldingKind = MeldingKind.MELDING) -> str:
    """What the colour tells, as the heading of a legend; received meldingen by their `kind`."""
    if colour == atlas.RECEIVED:
        words = t(NOUNS[kind][1])
        return words[:1].upper() + words[1:]
    return t(_TITLES[colour]) if colour in _TITLES else _indicator_words(colour)


def _indicator_words(code: str) -> str:
    found = indicators()[code]
    label = found.label(current_language())
    return f"{label} ({found.unit})" if found.unit else label
