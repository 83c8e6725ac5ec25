"""Marks that would cover each other come together, the first ones first."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.crowd import crowds, pixels

PLACES = st.lists(st.tuples(st.floats(4, 4.3), st.floats(51, 51.2)), max_size=30)


def test_pixels_of_the_world() -> None:
    x, y = pixels([-180, 0, 180], [0, 85.0511287798, 0], 0)
    assert np.allclose([*x, *y], [0, 128, 256, 128, 0, 128], atol=1e-6)


def test_a_metre_apart_together_until_close_by() -> None:
    assert crowds([4.1, 4.1001, 4.2], [51.0, 51.0, 51.0], 12, 30).tolist() == [0, 0, 2]
    assert crowds([4.1, 4.1001, 4.2], [51.0, 51.0, 51.0], 19, 30).tolist() == [0, 1, 2]


@given(PLACES, st.integers(8, 19))
def test_who_stands_for_others_lies_near_them_and_far_from_each_other(
    places: list[tuple[float, float]], zoom: int
) -> None:
    lons, lats = [one[0] for one in places], [one[1] for one in places]
    leaders, (x, y) = crowds(lons, lats, zoom, 30), pixels(lons, lats, zoom)
    assert all(np.hypot(x[place] - x[one], y[place] - y[one]) < 30 for place, one in enumerate(leaders))
    apart = itertools.combinations(sorted(set(leaders)), 2)
    assert all(np.hypot(x[one] - x[other], y[one] - y[other]) >= 30 for one, other in apart)
