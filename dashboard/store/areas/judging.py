"""Judging a file with boundaries: what can be kept of it, what was mended, and what somebody should look at."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.errors import InvalidInput
from config.language import N_
from config.plain import has_control
from dashboard.store.areas.overlapping import overlaps
from dashboard.store.areas.reading import BoundarySource, Feature
from dashboard.store.areas.shapes import (
    coordinate_system,
    mended,
    simplified,
    to_geojson,
    to_shapes,
    within_box,
)
from dashboard.store.sources.mapping_parts import BELGIUM

LONGEST_CODE, LONGEST_NAME = 60, 100
LISTED = 20
"""So many names stand in one finding; the rest is counted."""
_MOST_PEOPLE = 50_000_000

NO_CODE = N_("Areas without a code in '{key}': {which}. Nothing can be taken into use until each has one.")
TWICE = N_("Codes that stand there more than once: {which}. Nothing can be taken into use until each is there once.")
LONG_CODE = N_("Codes that are too long or hold odd characters: {which}.")
UNREADABLE = N_("Areas of which the boundary cannot be read: {which}.")
EMPTY = N_("Areas without any surface: {which}.")
NO_NAME = N_("Areas without a name in '{key}': {which}. Their code stands in for it.")
MENDED = N_("Boundaries that crossed themselves and were mended: {which}.")
FLAT = N_("The file also tells heights; only longitude and latitude are kept.")
CONVERTED = N_("The coordinates are those of {crs}; they were converted to WGS 84.")
OVERLAPPING = N_(
    "Areas that lie over each other by more than a rim: {which}. A place in both counts with the one named first."
)
HEAPED = N_(
    "So many areas lie over each other that they cannot be a division of a territory. Ask for a file in which each "
    "stands once."
)
HOLES = N_("Areas with a hole in them: {which}. A place in a hole lies in no area, unless another one fills it.")
OUTSIDE = N_(
    "Areas outside the box that is expected (west {west}, south {south}, east {east}, north {north}): {which}."
)
SKIPPED = N_("{n} features of the file are no areas (points or lines) and are left out.")
NO_KEY = N_("The file has no property '{key}'. It has: {keys}.")
NO_PEOPLE = N_("Areas without a number of inhabitants in '{key}': {which}.")


@dataclass(frozen=True)
class Choice:
    """Which properties of a file hold what; without `population_key` inhabitants stay as they are known."""

    code_key: str
    name_key: str
    population_key: str | None = None
    box: tuple[float, float, float, float] = BELGIUM


@dataclass(frozen=True)
class Finding:
    """A sentence of the catalogue with what fills it; a grave one keeps the file from being used."""

    sentence: str
    params: dict[str, Any] = field(default_factory=dict)
    grave: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"sentence": self.sentence, "params": self.params, "grave": self.grave}


@dataclass(frozen=True)
class PreparedArea:
    """One area as it will hold: GeoJSON geometry in WGS 84, simplified."""

    code: str
    name: str
    population: int | None
    geometry: dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """What a file gives, by code; empty areas when something is grave."""

    areas: tuple[PreparedArea, ...]
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether it can be taken into use."""
        return not any(finding.grave for finding in self.findings)


def judge(source: BoundarySource, choice: Choice) -> Judged:
    """Judge the features of a file. Raises InvalidInput when its coordinates are of a system that is not known."""
    found = list(_of_properties(source, choice))
    codes = [_text(one.properties.get(choice.code_key)) for one in source.features]
    crs = coordinate_system(source)
    read = to_shapes(source.features, crs)
    labels = [_label(feature, choice) for feature in source.features]
    found += _about([bool(shape is None) for shape in read.shapes], labels, UNREADABLE, grave=True)
    if any(finding.grave for finding in found):
        return Judged((), tuple(found))
    shapes, repaired = mended(read.shapes)
    found += _about([shape.is_empty for shape in shapes], labels, EMPTY, grave=True)
    if any(finding.grave for finding in found):
        return Judged((), tuple(found))
    order = sorted(range(len(codes)), key=lambda place: codes[place])
    found += _about(repaired, labels, MENDED)
    found += [Finding(CONVERTED, {"crs": crs.name})] if crs.epsg else []
    found += [Finding(FLAT)] if read.high else []
    found += [Finding(SKIPPED, {"n": source.skipped})] if source.skipped else []
    found += _of_shapes([shapes[place] for place in order], [labels[place] for place in order], choice)
    if any(finding.grave for finding in found):
        return Judged((), tuple(found))
    kept = simplified([shapes[place] for place in order])
    areas = [
        _prepared(source.features[place], codes[place], choice, to_geojson(shape))
        for place, shape in zip(order, kept, strict=True)
    ]
    return Judged(tuple(areas), tuple(found))


def _of_properties(source: BoundarySource, choice: Choice) -> Iterator[Finding]:
    """What codes, names and inhabitants lack."""
    codes = [_text(one.properties.get(choice.code_key)) for one in source.features]
    names = [_text(one.properties.get(choice.name_key)) for one in source.features]
    labels = [_label(feature, choice) for feature in source.features]
    yield from _about([not code for code in codes], labels, NO_CODE, grave=True, key=choice.code_key)
    twice = {code for code, n in Counter(codes).items() if n > 1 and code}
    yield from _about([code in twice for code in codes], codes, TWICE, grave=True)
    odd = [len(code) > LONGEST_CODE or has_control(code) for code in codes]
    yield from _about(odd, labels, LONG_CODE, grave=True)
    yield from _about([not name for name in names], labels, NO_NAME, key=choice.name_key)
    if key := choice.population_key:
        people = [_people(one.properties.get(key)) for one in source.features]
        yield from _about([n is None for n in people], labels, NO_PEOPLE, key=key)


def _of_shapes(shapes: Sequence[Any], labels: Sequence[str], choice: Choice) -> Iterator[Finding]:
    """What is odd in the boundaries, which still can be used unless they lie in a heap."""
    over = overlaps(shapes)
    if over is None:
        yield Finding(HEAPED, grave=True)
        return
    pairs = [f"{labels[one]} / {labels[other]}" for one, other in over]
    yield from _about([True] * len(pairs), pairs, OVERLAPPING)
    yield from _about([_has_hole(shape) for shape in shapes], labels, HOLES)
    west, south, east, north = choice.box
    outside = [not inside for inside in within_box(shapes, choice.box)]
    yield from _about(outside, labels, OUTSIDE, west=west, south=south, east=east, north=north)


def _has_hole(shape: Any) -> bool:
    return any(len(part.interiors) for part in getattr(shape, "geoms", [shape]))


def _about(
    which: Sequence[bool], labels: Sequence[str], sentence: str, *, grave: bool = False, **params: Any
) -> list[Finding]:
    """One finding about the areas that it holds for; none when there are none."""
    named = list(dict.fromkeys(label for label, holds in zip(labels, which, strict=True) if holds))
    if not named:
        return []
    more = f", + {len(named) - LISTED}" if len(named) > LISTED else ""
    return [Finding(sentence, params | {"which": ", ".join(named[:LISTED]) + more}, grave)]


def _prepared(feature: Feature, code: str, choice: Choice, geometry: dict[str, Any]) -> PreparedArea:
    name = _text(feature.properties.get(choice.name_key))[:LONGEST_NAME] or code
    people = _people(feature.properties.get(choice.population_key)) if choice.population_key else None
    return PreparedArea(code, name, people, geometry)


def _label(feature: Feature, choice: Choice) -> str:
    """The name of an area in a finding; its place in the file where it has none."""
    known = (_text(feature.properties.get(key)) for key in (choice.name_key, choice.code_key))
    return next((text for text in known if text), f"{feature.place}.")


def _text(value: Any) -> str:
    """A code or name of the file as text; 44021.0 is the code 44021."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _people(value: Any) -> int | None:
    """A number of inhabitants; None for what is none."""
    text = _text(value).replace(" ", "").replace("\u00a0", "")
    known = text.isascii() and text.isdigit() and len(text) < 20  # int() refuses thousands of digits
    return int(text) if known and int(text) <= _MOST_PEOPLE else None


def check_keys(outline: Mapping[str, Any], choice: Choice) -> None:
    """Raise InvalidInput unless the chosen properties are in the outline of the file."""
    keys = outline["keys"]
    for key in (choice.code_key, choice.name_key, choice.population_key):
        if key is not None and key not in keys:
            raise InvalidInput(NO_KEY, key=key, keys=", ".join(keys))
