"""Which places lie in an area that was drawn: as shapely says, and borders in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from queries.enclosed import enclosed

SQUARE = [[4.0, 51.0], [4.2, 51.0], [4.2, 51.1], [4.0, 51.1], [4.0, 51.0]]
STEPS = st.integers(0, 40).map(lambda step: 4 + step / 100)


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (4.1, 51.05, True),
        (4.0, 51.0, True),
        (4.1, 51.0, True),
        (4.2, 51.07, True),
        (4.3, 51.05, False),
        (4.1, 51.1 + 1e-6, False),
        (3.9, 51.0, False),
        (np.nan, np.nan, False),
    ],
)
def test_borders_are_in_and_no_place_is_out(lon: float, lat: float, inside: bool) -> None:
    assert enclosed(SQUARE, [lon], [lat]).tolist() == [inside]


@given(
    st.lists(st.tuples(STEPS, STEPS), min_size=3, max_size=7, unique=True),
    st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=20),
)
def test_as_another_library_says(corners: list[tuple[float, float]], places: list[tuple[float, float]]) -> None:
    ring = [*corners, corners[0]]
    shape = Polygon(ring)
    if shape.is_valid:
        lons, lats = zip(*places, strict=True)
        assert enclosed(ring, lons, lats).tolist() == [shape.intersects(Point(one)) for one in places]


def test_nobody_is_asked_about() -> None:
    assert enclosed(SQUARE, [], []).tolist() == []
