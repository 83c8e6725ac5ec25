"""What a map draws: classes of colour that people know, hexagons, areas, points, and a density as a picture."""

import struct
import zlib
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cells import cell_of, corners, key_of
from dashboard.charts import atlas
from dashboard.charts.density import WIDTH, density
from queries.viewport import Viewport

VIEW = Viewport(4.1, 51.1, 4.4, 51.25, 11)
SQUARE = {"type": "Polygon", "coordinates": [[[4.0, 51.0], [4.2, 51.0], [4.2, 51.1], [4.0, 51.1], [4.0, 51.0]]]}


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (1, ["1", "2", "3", "4", "5+"]),
        (11, ["1", "2–3", "4–6", "7–9", "10+"]),
        (193, ["1–49", "50–99", "100–149", "150–199", "200+"]),
        (41_000, ["1–4.999", "5.000–9.999", "10.000–19.999", "20.000–39.999", "40.000+"]),
    ],
)
def test_classes_begin_at_numbers_that_people_know(highest: float, labels: list[str]) -> None:
    assert atlas.ladder(pd.Series([0, highest])).labels() == labels


@given(values=st.lists(st.integers(0, 10**7), min_size=1, max_size=20))
def test_a_higher_value_is_never_in_a_lighter_class(values: list[int]) -> None:
    for steps in (atlas.ladder(pd.Series(values)), atlas.rate_ladder(pd.Series(values))):
        shades = [steps.class_of(value) for value in sorted(values)]
        assert shades == sorted(shades)
        assert set(shades) <= set(range(5))
        assert list(steps.begins) == sorted(set(steps.begins))


def test_classes_of_nothing_are_classes_all_the_same() -> None:
    assert atlas.ladder(pd.Series([], dtype=float)).labels() == ["1", "2", "3", "4", "5+"]
    assert atlas.rate_ladder(pd.Series([None], dtype=float)).begins[0] == 0


def test_hexagons_lie_where_their_places_lie() -> None:
    cell = cell_of(4.25, 51.2)
    assert cell is not None
    key = key_of(cell, VIEW.resolution)
    drawn = atlas.hexagons(pd.DataFrame({"key": [key], "n": [3], "value": [1234.0]}), VIEW)
    [feature] = drawn.features
    lon, lat = feature["geometry"]["coordinates"]
    around = [(lon + east, lat + north) for north, east in drawn.hideout["corners"]]
    assert np.allclose(around, corners(key, VIEW.resolution), atol=2e-5)
    assert feature["properties"] == {"value": "1,2k", "shade": 4, "n": 3}


def test_a_hexagon_of_which_nothing_is_known_is_not_drawn() -> None:
    frame = pd.DataFrame({"key": [1, 2], "n": [3, 1], "value": [None, None]}, dtype="Float64")
    assert atlas.hexagons(frame, VIEW).features == []


def test_a_point_tells_its_stage_and_several_their_number() -> None:
    one = {"lon": 4.2, "lat": 51.2, "n": 1, "support": 1, "stage": "not_selected", "title": None, "subject_id": "u"}
    two = {"lon": 4.3, "lat": 51.2, "n": 12, "support": 1, "stage": None, "title": None, "subject_id": None}
    single, together = atlas.points(pd.DataFrame([one, two])).features
    assert single["properties"] == {
        "mark": "not-selected",
        "words": "Niet gekozen",
        "title": "Tekst verwijderd",
        "votes": "1 stem",
        "href": "/voorstellen/u",
    }
    assert together["properties"] == {"together": "12"}


def test_areas_by_rate_and_those_without_one() -> None:
    borders = pd.DataFrame(
        [
            {"organisation_id": 1, "code": "c", "name": "Centrum", "geometry": SQUARE},
            {"organisation_id": 1, "code": "h", "name": "Haven", "geometry": SQUARE},
            {"organisation_id": 1, "code": "x", "name": "Zonder grens", "geometry": None},
        ]
    )
    rates = pd.DataFrame({"organisation_id": 1, "code": ["c", "h", "x"], "n": [9, None, 1], "rate": [4.5, None, 1.0]})
    drawn = atlas.areas(rates, borders, {"c": "?area=c"})
    centre, harbour = (feature["properties"] for feature in drawn.features)
    assert centre == {"name": "Centrum", "n": 9, "search": "?area=c", "value": "4,5", "shade": 4}
    assert harbour == {"name": "Haven", "n": 0, "search": ""}


def test_the_name_of_an_area_stands_below_its_north_end() -> None:
    borders = pd.DataFrame([{"name": "Centrum", "geometry": SQUARE}, {"name": "Leeg", "geometry": None}])
    [feature] = atlas.outlines(borders)["features"]
    assert feature["properties"]["at"] == pytest.approx([51.09, 4.1])


def pixels(png: bytes) -> Any:
    """The levels of a PNG with a palette, as rows."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = {}, 8
    while place < len(png):
        (length,), kind = struct.unpack(">I", png[place : place + 4]), png[place + 4 : place + 8]
        content = png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + content)
        chunks[kind], place = content, place + 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert len(chunks[b"PLTE"]) == 3 * len(chunks[b"tRNS"])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return rows[:, 1:]


def test_a_density_is_darkest_where_most_is_and_empty_far_away() -> None:
    fine = VIEW.finer(2)
    west, east = (key_of(cell_of(lon, 51.2) or 0, fine.resolution) for lon in (4.15, 4.35))
    drawn = density(pd.DataFrame({"key": [west, east], "value": [9.0, 3.0]}), fine)
    levels = pixels(drawn.png)
    row, column = np.unravel_index(levels.argmax(), levels.shape)
    assert column / WIDTH == pytest.approx((4.15 - 4.1) / 0.3, abs=0.02)
    assert row / levels.shape[0] == pytest.approx((51.25 - 51.2) / 0.15, abs=0.03)
    assert levels[row, round((4.35 - 4.1) / 0.3 * WIDTH)] > 8
    assert levels[-1].max() == 0
    assert len(drawn.png) < 100_000
    assert drawn.bounds == [[51.1, 4.1], [51.25, 4.4]]


def test_a_density_of_nothing_hides_nothing() -> None:
    empty = pd.DataFrame({"key": [], "value": []})
    assert pixels(density(empty, VIEW).png).max() == 0
