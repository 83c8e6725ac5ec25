"""Hot spots in words, as a table, and as hexagons on a map."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from config.cells import centre, corners
from config.language import N_, number, t
from dashboard.charts.atlas import Drawing, point
from dashboard.charts.contents import Plain
from dashboard.charts.palette import ORANGE, VIOLETS
from dashboard.charts.phrases import joined, maybe, n_text
from dashboard.charts.spec import ChartSpec, Column, Footnote, Kind, Table
from dashboard.charts.trends_words import rounded
from queries.hot import LEAST_CASES, LEAST_CELLS, Course
from queries.hotspots import WHOLE

COURSES: dict[Course, str] = {
    Course.NEW: N_("New"),
    Course.GROWING: N_("Growing"),
    Course.PERSISTENT: N_("Persistent"),
    Course.HOT: N_("Course not clear"),
    Course.FADING: N_("Fading"),
}
"""What became of a hot spot, in words."""
SHADES: dict[Course, int] = {
    Course.FADING: 0,
    Course.HOT: 1,
    Course.NEW: 2,
    Course.GROWING: 3,
    Course.PERSISTENT: 4,
}
"""The colour of each on a map, by its place in COLOURS: darker violet lasts longer, and new ones stand out."""
COLOURS = (VIOLETS[0], VIOLETS[1], ORANGE, VIOLETS[3], VIOLETS[4])
_SIZES = {9: N_("some 350 m"), 8: N_("some 900 m"), 7: N_("some 2.4 km")}
_CHANGED = (
    (Course.NEW, N_("new")),
    (Course.GROWING, N_("growing")),
    (Course.PERSISTENT, N_("persistent")),
    (Course.FADING, N_("fading")),
)
Row = Mapping[Any, Any]


def whole_of(df: pd.DataFrame) -> Row:
    """The row of the whole area; `df`: as of `queries.hotspots.hotspots`."""
    found: Row = df[df["spot"] == WHOLE].iloc[0].to_dict()
    return found


def hotspot_sentence(df: pd.DataFrame) -> str:
    """How many hot spots there are now, and what became of them."""
    whole, spots = whole_of(df), df[df["spot"] != WHOLE]
    if not whole["enough"]:
        return too_few_words()
    now = spots[spots["course"] != str(Course.FADING)]
    counts = [(int((spots["course"] == str(course)).sum()), words) for course, words in _CHANGED]
    told = [f"{number(n)} {t(words)}" for n, words in counts if n]
    if spots.empty:
        return t(N_("No hot spots: nowhere clearly more came in than elsewhere."))
    news = t(N_("1 hot spot")) if len(now) == 1 else t(N_("{n} hot spots"), n=number(len(now)))
    return f"{news}: {joined(told)}." if told else f"{news}."


def too_few_words() -> str:
    """Why no hot spots are looked for."""
    words = {"n": number(LEAST_CASES), "cells": number(LEAST_CELLS)}
    return t(N_("Too few to look for hot spots: it takes {n} cases with a place, and {cells} hexagons."), **words)


def searched_words(df: pd.DataFrame) -> str:
    """Where was looked, what was left out, and what a hot spot does not tell."""
    whole = whole_of(df)
    across = {"n": number(whole["cells"]), "across": t(_SIZES[int(whole["resolution"])])}
    bounded = N_("Looked at: {n} hexagons of {across} within the boundary, the empty ones too.")
    around = N_("Without a boundary: looked at {n} hexagons of {across}, those with cases and those around them.")
    parts = [t(bounded if whole["bounded"] else around, **across), *_left(whole)]
    return " ".join([*parts, t(N_("Counted by place and not by inhabitant: where more people are, more comes in."))])


def _left(whole: Row) -> list[str]:
    counts = (
        (whole["unplaced"], N_("Without place: {n}.")),
        (whole["piled"], N_("At a point that stands for 'no place': {n}.")),
        (whole["outside"], N_("Outside of the boundary: {n}.")),
    )
    return [t(words, n=number(n)) for n, words in counts if n]


def place_words(spot: Row) -> str:
    """Brug, Haven: the street and the neighbourhood with most of it."""
    told = [spot[name] for name in ("street", "area") if isinstance(spot[name], str)]
    return ", ".join(told) or t(N_("Without neighbourhood"))


def course_words(spot: Row) -> str:
    """What became of a hot spot."""
    return t(COURSES[Course(spot["course"])])


def spot_words(spot: Row) -> str:
    """48, where the average would be 12; in the period before 9."""
    words = {"n": number(spot["n"]), "expected": rounded(spot["expected"])}
    if maybe(spot["before"]) is None:
        return t(N_("{n}, average for so large a place {expected}"), **words)
    words["before"] = number(spot["before"])
    return t(N_("{n}, average for so large a place {expected}; in the period before {before}"), **words)


def hotspot_table(df: pd.DataFrame) -> ChartSpec:
    """The hot spots as rows. `df`: as of `queries.hotspots.hotspots`."""
    whole, spots = whole_of(df), df[df["spot"] != WHOLE]
    rows = spots.to_dict("records")
    frame = spots.assign(
        place=pd.Series([place_words(row) for row in rows], spots.index, dtype=object),
        told=pd.Series([course_words(row) for row in rows], spots.index, dtype=object),
    )
    return ChartSpec(
        conclusion=hotspot_sentence(df),
        content=Plain(t(N_("Hot spots"))),
        table=Table(frame, _columns()),
        alt=t(N_("A table of {n} hot spots."), n=number(len(frame))),
        height=200,
        note=searched_words(df) if whole["enough"] else None,
        footnote=Footnote(n_text(whole["n"])),
        empty=frame.empty,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("spot", t(N_("No. on the map")), Kind.COUNT),
        Column("told", t(N_("Course"))),
        Column("place", t(N_("Where most of it is")), width=2),
        Column("n", t(N_("Came in")), Kind.COUNT),
        Column("expected", t(N_("Average")), Kind.DECIMAL),
        Column("before", t(N_("Period before")), Kind.COUNT, essential=False),
        Column("cells", t(N_("Hexagons")), Kind.COUNT, essential=False),
        Column("lon", t(N_("Longitude")), Kind.DEGREES, essential=False),
        Column("lat", t(N_("Latitude")), Kind.DEGREES, essential=False),
    )


def hotspot_hexagons(cells: pd.DataFrame) -> Drawing:
    """The hexagons of hot spots; the one in the middle of each has its number. `cells`: as of
    `queries.hotspots.HotSpots`."""
    places = [centre(key, resolution) for key, resolution in cells[["key", "resolution"]].itertuples(index=False)]
    frame = cells.assign(lon=[lon for lon, _ in places], lat=[lat for _, lat in places])
    named = {at for _, own in frame.groupby("spot") for at in [_middle_of(own)]}
    features = [_hexagon(row, named=at in named) for at, row in zip(frame.index, frame.to_dict("records"), strict=True)]
    return Drawing(features, {"corners": _outline(cells), "shades": list(COLOURS)})


def _middle_of(own: pd.DataFrame) -> Any:
    """Which of the hexagons of one spot lies nearest to the middle of all."""
    away = (own["lon"] - own["lon"].mean()) ** 2 + (own["lat"] - own["lat"].mean()) ** 2
    return away.idxmin()


def _hexagon(row: Row, *, named: bool) -> dict[str, Any]:
    told = {"value": number(row["spot"])} if named else {}
    return point((row["lon"], row["lat"]), shade=SHADES[Course(row["course"])], **told)


def _outline(cells: pd.DataFrame) -> list[list[float]]:
    """Corners of one hexagon as steps (lat, lon) from its middle: within a town all are alike."""
    if cells.empty:
        return []
    key, resolution = (int(cells[name].iloc[0]) for name in ("key", "resolution"))
    lon, lat = centre(key, resolution)
    return [[round(y - lat, 6), round(x - lon, 6)] for x, y in corners(key, resolution)]
