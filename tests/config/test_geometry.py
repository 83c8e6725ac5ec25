"""What is drawn for a choice: what can be kept, where its middle is, and how large it is."""

from typing import Any

import pytest

from config.geometry import MOST_CORNERS, centre, is_geometry, square_metres

SQUARE = [[4.0, 51.0], [4.001, 51.0], [4.001, 51.001], [4.0, 51.001], [4.0, 51.0]]
HOLE = [[4.0002, 51.0002], [4.0004, 51.0002], [4.0004, 51.0004], [4.0002, 51.0004], [4.0002, 51.0002]]
POINT = {"type": "Point", "coordinates": [4.5, 51.25]}
AREA = {"type": "Polygon", "coordinates": [SQUARE]}
BAD: list[Any] = [
    None,
    [4.5, 51.25],
    {"type": "Point"},
    {"type": "Point", "coordinates": [4.5]},
    {"type": "Point", "coordinates": [4.5, 91]},
    {"type": "Point", "coordinates": [4.5, float("nan")]},
    {"type": "Point", "coordinates": [4.5, True]},
    {"type": "Point", "coordinates": [10**400, 51.25]},
    POINT | {"crs": "x"},
    {"type": "LineString", "coordinates": SQUARE},
    {"type": ["Polygon"], "coordinates": [SQUARE]},
    {"type": "Polygon", "coordinates": []},
    {"type": "Polygon", "coordinates": [SQUARE[:-1]]},
    {"type": "Polygon", "coordinates": [SQUARE[:3]]},
    {"type": "Polygon", "coordinates": SQUARE},
    {"type": "MultiPolygon", "coordinates": [[]]},
    {"type": "MultiPolygon", "coordinates": [[SQUARE], 4]},
    {"type": "Polygon", "coordinates": [SQUARE[:1] * (MOST_CORNERS + 1)]},
]


@pytest.mark.parametrize("value", BAD, ids=range(len(BAD)))
def test_what_cannot_be_drawn_is_refused(value: Any) -> None:
    assert not is_geometry(value)


@pytest.mark.parametrize("value", [POINT, AREA, {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [HOLE]]}])
def test_points_and_areas_are_kept(value: Any) -> None:
    assert is_geometry(value)


def test_the_middle_and_the_size_of_a_square() -> None:
    """0.001 degree is 111.19 m to the north, and at 51 degrees 69.98 m to the east."""
    assert centre(AREA) == pytest.approx((4.0005, 51.0005))
    assert square_metres(AREA) == pytest.approx(111.19 * 69.98, rel=0.001)
    assert square_metres({"type": "Polygon", "coordinates": [SQUARE, HOLE]}) == pytest.approx(
        111.19 * 69.98 * 0.96, rel=0.001
    )


def test_a_point_has_no_size_and_is_its_own_middle() -> None:
    assert (centre(POINT), square_metres(POINT)) == ((4.5, 51.25), 0)


def test_several_areas_weigh_by_their_size() -> None:
    away = [[lon + 1, lat] for lon, lat in SQUARE]
    lon, lat = centre({"type": "MultiPolygon", "coordinates": [[SQUARE], [away]]})
    assert (lon, lat) == pytest.approx((4.5005, 51.0005))


def test_an_area_without_size_lies_at_its_corner() -> None:
    flat = [[4.0, 51.0], [4.001, 51.0], [4.0, 51.0], [4.0, 51.0]]
    assert centre({"type": "Polygon", "coordinates": [flat]}) == (4.0, 51.0)
