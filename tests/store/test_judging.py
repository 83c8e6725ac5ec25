"""A file with boundaries, judged: what is mended, what is odd, what is refused."""

import gzip
import json
from itertools import combinations
from random import Random
from typing import Any

import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import box, shape

from config.errors import InvalidInput
from dashboard.store.areas import judging, overlapping, reading
from dashboard.store.areas.judging import Choice, Judged, judge
from dashboard.store.areas.reading import read_boundaries
from tests.store.areas import collection, feature, square

CHOICE = Choice("code", "naam")
BOW = [(3.0, 51.0), (3.01, 51.01), (3.01, 51.0), (3.0, 51.01), (3.0, 51.0)]


def judged(*features: dict[str, Any], choice: Choice = CHOICE, **more: Any) -> Judged:
    return judge(read_boundaries(collection(*features, **more)), choice)


def said(found: Judged) -> list[str]:
    return [finding.sentence for finding in found.findings]


def metres(epsg: str) -> list[tuple[float, float]]:
    """A square in Ghent in another coordinate system."""
    turn = Transformer.from_crs("EPSG:4326", epsg, always_xy=True)
    return [turn.transform(*point) for point in square(3.72, 51.05)]


def test_a_file_is_read_with_its_properties_packed_or_not() -> None:
    content = collection(feature("w", square(3, 51), inwoners="1 200"), feature(44021.0, square(3.01, 51)))
    assert read_boundaries(gzip.compress(content)).features == read_boundaries(content).features
    outline = read_boundaries(content).outline()
    assert (outline["n"], outline["keys"]) == (2, ["code", "naam", "inwoners"])
    assert outline["rows"][0] == ["w", "Wijk w", "1 200"]
    found = judge(read_boundaries(content), Choice("code", "naam", "inwoners"))
    assert [(one.code, one.population) for one in found.areas] == [("44021", None), ("w", 1200)]
    assert said(found) == [judging.NO_PEOPLE]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b'"text"', "not a GeoJSON file"),
        (b'{"features": {}}', "not a GeoJSON file"),
        (b'{"features": [1, {"geometry": {"type": "Point", "coordinates": [3, 51]}}]}', "no areas"),
        (b"\x1f\x8b\x08nonsense", "cannot be unpacked"),
        (gzip.compress(b"", mtime=0)[:10] + b"nonsense", "cannot be unpacked"),
        (collection(feature("w", square(3, 51))).replace(b'"w"', b'{"a":' * 600 + b"1" + b"}" * 600), "not a GeoJSON"),
    ],
)
def test_what_is_no_file_with_areas_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read_boundaries(content)


def test_a_file_that_is_too_large_is_refused_however_it_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_AREAS", 1)
    with pytest.raises(InvalidInput, match="larger than"):
        read_boundaries(gzip.compress(b" " * 10_000), 1_000)
    with pytest.raises(InvalidInput, match="at most 1"):
        read_boundaries(collection(feature("a", square(3, 51)), feature("b", square(3.01, 51))))


@pytest.mark.parametrize("epsg", ["EPSG:31370", "EPSG:3812"])
def test_lambert_is_recognised_and_converted(epsg: str) -> None:
    found = judged(feature("w", metres(epsg)))
    assert said(found) == [judging.CONVERTED]
    west, south, *_ = shape(found.areas[0].geometry).bounds
    assert (west, south) == pytest.approx((3.72, 51.05), abs=1e-4)
    wrongly = judged(feature("w", metres(epsg)), crs={"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})
    assert wrongly.areas == found.areas


def test_another_coordinate_system_is_refused() -> None:
    with pytest.raises(InvalidInput, match="neither degrees"):
        judged(feature("w", square(5_000_000, 6_000_000, 1_000)))
    with pytest.raises(InvalidInput, match="28992"):
        judged(feature("w", square(3, 51)), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::28992"}})


def test_the_name_of_a_coordinate_system_is_cut_before_it_is_looked_into() -> None:
    with pytest.raises(InvalidInput) as raised:
        judged(feature("w", square(3, 51)), crs={"properties": {"name": "1" * 5_000 + "x\0"}})
    assert len(raised.value.params["crs"]) == 200


def test_the_number_of_a_feature_can_be_kept() -> None:
    named = feature("w", square(3, 51)) | {"id": "a\0b"}
    assert read_boundaries(collection(named)).outline()["rows"] == [["ab", "w", "Wijk w"]]


def test_what_crosses_itself_is_mended_and_said_so() -> None:
    found = judged(feature("w", BOW))
    assert said(found) == [judging.MENDED]
    assert shape(found.areas[0].geometry).is_valid


def test_what_nobody_can_use_is_grave() -> None:
    alike = [feature("w", square(3, 51)), feature("w", square(3.01, 51))]
    assert said(judged(*alike)) == [judging.TWICE]
    nameless = judged(feature(None, square(3, 51)), feature("e", square(3.01, 51)), choice=Choice("code", "name"))
    assert said(nameless) == [judging.NO_CODE, judging.NO_NAME]
    assert said(judged(feature("x" * 80, square(3, 51)))) == [judging.LONG_CODE]
    assert said(judged(feature("w", [(3, 51), (3, 51), (3, 51), (3, 51)]))) == [judging.EMPTY]
    broken = feature("w", square(3, 51))
    broken["geometry"]["coordinates"] = [[["a", "b"]]]
    assert said(judged(feature("e", square(3, 51)), broken)) == [judging.UNREADABLE]
    assert not any(found.usable or found.areas for found in (judged(*alike), nameless))


def test_what_is_odd_is_said_and_can_be_used() -> None:
    high = json.loads(json.dumps(feature("h", square(3.2, 51))))
    high["geometry"]["coordinates"] = [[[*point, 12.0] for point in square(3.2, 51)]]
    found = judged(
        feature("a", square(3, 51, 0.02), square(3.005, 51.005, 0.002)),
        feature("b", square(3.01, 51, 0.02)),
        feature("far", square(-71, 42)),
        high,
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [3, 51]}},
    )
    assert said(found) == [judging.FLAT, judging.SKIPPED, judging.OVERLAPPING, judging.HOLES, judging.OUTSIDE]
    assert found.findings[2].params["which"] == "Wijk a / Wijk b"
    assert found.findings[4].params["which"] == "Wijk far"
    assert found.usable
    assert [one.code for one in found.areas] == ["a", "b", "far", "h"]


def test_a_heap_of_areas_is_refused_without_looking_at_each_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    heap = [feature(n, square(3, 51)) for n in range(30)]
    assert said(judged(*heap[:20])) == [judging.OVERLAPPING]
    monkeypatch.setattr(shapely, "intersection", None)
    found = judged(*heap)
    assert (said(found), found.usable, found.areas) == ([judging.HEAPED], False, ())


def test_pairs_are_the_same_in_however_many_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(1)
    every = [box(x, y, x + 0.2, y + 0.2) for x, y in ((rng.random(), rng.random()) for _ in range(40))]
    monkeypatch.setattr(overlapping, "_AT_ONCE", 7)
    over = [pair for pair in combinations(range(40), 2) if every[pair[0]].intersection(every[pair[1]]).area > 0.0002]
    assert overlapping.overlaps(every) == over


def test_neighbours_keep_one_line_between_them_with_fewer_points() -> None:
    wavy = [(3.01 + 0.00002 * (n % 2), 51 + n * 0.0001) for n in range(101)]
    west = [(3.0, 51.0), *wavy, (3.0, 51.01), (3.0, 51.0)]
    east = [*wavy[::-1], (3.02, 51.0), (3.02, 51.01), (3.01, 51.01)]
    one, other = (shape(area.geometry) for area in judged(feature("1", west), feature("2", east)).areas)
    assert len(one.exterior.coords) < 20
    assert one.intersection(other).area < 1e-12
    assert one.union(other).area == pytest.approx(0.0002, rel=0.01)
