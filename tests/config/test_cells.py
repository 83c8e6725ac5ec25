"""Hexagons: one number a place, coarser ones by dropping bits."""

import math

import pytest
from h3.api import basic_int as h3
from hypothesis import given
from hypothesis import strategies as st

from config.cells import FINEST, beside, cell_of, centre, corners, hexagon, key_of, keys_over, keys_within

LON, LAT = st.floats(2.5, 6.5), st.floats(49.4, 51.6)


@given(lon=LON, lat=LAT, resolution=st.integers(5, FINEST))
def test_dropping_bits_gives_the_hexagon_around_a_cell(lon: float, lat: float, resolution: int) -> None:
    cell = cell_of(lon, lat)
    assert cell is not None
    key = key_of(cell, resolution)
    assert hexagon(key, resolution) == (h3.cell_to_parent(cell, resolution) if resolution < FINEST else cell)
    assert len(corners(key, resolution)) >= 6  # one more where it crosses an edge of H3's icosahedron
    assert math.dist(centre(key, resolution), (lon, lat)) < 0.4


@given(lon=LON, lat=LAT, resolution=st.integers(5, 8))
def test_the_hexagons_over_a_rectangle_cover_it(lon: float, lat: float, resolution: int) -> None:
    west, south, east, north = lon - 0.04, lat - 0.02, lon + 0.03, lat + 0.03
    keys = keys_over([(west, south), (east, south), (east, north), (west, north)], resolution)
    cells = {hexagon(key, resolution) for key in keys}
    for place in ((lon, lat), (west, south), (east, north), (west, north), (east, south)):
        assert h3.latlng_to_cell(place[1], place[0], resolution) in cells
    assert keys == sorted(set(keys))
    assert all(key_of(int(h3.cell_to_center_child(cell, FINEST)), resolution) in keys for cell in cells)


@pytest.mark.parametrize(
    "place", [(None, 51.0), (4.0, None), (math.nan, 51.0), (4.0, math.inf), (4.0, 91.0), (181.0, 5)]
)
def test_what_is_no_place_has_no_cell(place: tuple[float | None, float | None]) -> None:
    assert cell_of(*place) is None


def test_the_hexagons_within_a_boundary_leave_its_hole_out() -> None:
    def square(half: float) -> list[list[float]]:
        west, south, east, north = 3.72 - half, 51.05 - half, 3.72 + half, 51.05 + half
        return [[west, south], [east, south], [east, north], [west, north], [west, south]]

    ring = {"type": "MultiPolygon", "coordinates": [[square(0.03), square(0.01)]]}
    within, touched = keys_within(ring, 9), keys_within(ring, 9, touched=True)
    assert within < touched
    middle = key_of(int(cell_of(3.72, 51.05) or 0), 9)
    assert middle not in touched
    for key in within:
        away = max(abs(one - other) for one, other in zip(centre(key, 9), (3.72, 51.05), strict=True))
        assert 0.01 <= away <= 0.03
    assert middle in beside(middle, 9)
    assert len(set(beside(middle, 9))) == 7
