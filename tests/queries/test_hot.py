"""Gi* against esda, what is found and what is not, and the courses by hand."""

import numpy as np
import pytest
from numpy.random import default_rng
from numpy.testing import assert_allclose

from config.cells import beside, cell_of, key_of
from queries.hot import NEARLY, Course, Hot, changed, courses, gi_star, hot, rings, spots, surprises, together

COUNTS = [
    3,
    2,
    3,
    1,
    2,
    10,
    1,
    0,
    0,
    4,
    1,
    0,
    1,
    1,
    0,
    1,
    2,
    3,
    3,
    1,
    1,
    1,
    3,
    2,
    7,
    1,
    3,
    2,
    10,
    2,
    8,
    8,
    1,
    3,
    7,
    7,
    0,
]
OF_ESDA = [
    *(-0.877657289595, -0.251632519282, -0.422941152939, 1.496254078794, 0.462841261707, 2.972558103204),
    *(-1.368880904894, -1.046789163111, -1.385052910142, -0.810256712088, -1.215921036626, -1.741297033432),
    *(-1.308723567585, -1.892448530689, -1.892448530689, -0.708525416079, -1.182672840626, 0.610471664148),
    *(-0.708525416079, -0.127680348057, -0.708525416079, -1.046789163111, 1.200993273912, -0.708525416079),
    *(2.824927700763, 0.167580456825, 0.610471664148, -0.370261669048, 3.120188505645, -0.624048647819),
    *(2.086775688558, 2.529666895881, -0.275310750498, 0.462841261707, 2.234406090999, 5.482274944702),
    -0.127680348057,
]
"""esda 2.9.0 with libpysal 4.14.1: G_Local(x, W(those that touch), transform='B', star=True).Zs, of three rings of
hexagons around (3.72, 51.05) at resolution 9 in the order of their numbers, with these counts."""


def town(count: int) -> list[int]:
    """Hexagons around a middle, in order."""
    found = {key_of(int(cell_of(3.72, 51.05) or 0), 9)}
    for _ in range(count):
        found |= {one for key in found for one in beside(key, 9)}
    return sorted(found)


def test_z_is_that_of_esda() -> None:
    keys = town(3)
    assert_allclose(gi_star(np.array(COUNTS, float), rings(keys, 9)), OF_ESDA, atol=1e-11)
    assert not gi_star(np.full(len(keys), 4.0), rings(keys, 9)).any()  # all alike


def test_a_ring_counts_what_lies_beside_and_nothing_outside() -> None:
    keys = town(1)
    near, counts = rings(keys, 9), np.arange(7.0)
    middle = keys.index(key_of(int(cell_of(3.72, 51.05) or 0), 9))
    assert together(counts, near)[middle] == counts.sum()
    assert (near < 7).sum(axis=1).tolist().count(4) == 6


def test_a_handful_is_no_surprise_where_nearly_all_is_empty() -> None:
    counts, near = np.zeros(1_000), rings(town(18)[:1_000], 9)
    counts[default_rng(3).choice(1_000, 60, replace=False)] = 1
    z, by_chance = gi_star(counts, near), surprises(counts, near)
    assert z.max() > 3.5  # the normal distribution would call this one in 2 000
    assert by_chance[z.argmax()] > 0.005
    assert not hot(counts[None], near).hot.any()


def test_a_planted_hot_spot_is_found_with_its_course() -> None:
    keys = town(12)
    near, rng = rings(keys, 9), default_rng(2)
    counts = rng.poisson(2, (4, len(keys))).astype(float)
    new, lasting, gone, grown = (
        near[place] for place in np.flatnonzero((near < len(keys)).all(axis=1))[[3, 99, 200, 300]]
    )
    counts[0, new] += 10
    counts[:, lasting] += 10
    counts[1:, gone] += 10
    counts[1:, grown] += 6
    counts[0, grown] += 20
    told = courses(hot(counts, near), [True] * 4)
    for own, course in ((new, "new"), (lasting, "persistent"), (gone, "fading"), (grown, "growing")):
        assert told[own[0]] == course
    assert set(courses(hot(counts, near), [True, False, False, False])) == {"", "hot"}  # nothing known of before


def found_of(z: list[float], hot_: list[bool], sums: list[float]) -> Hot:
    """One hexagon in four periods, beside 200 in which nothing changed."""
    values = np.array([sums, *[[20.0] * 4] * 200]).T
    others, cold = np.zeros((4, 200)), np.zeros((4, 200), bool)
    return Hot(values, values, np.c_[z, others], np.c_[hot_, cold])


@pytest.mark.parametrize(
    ("z", "was", "sums", "course"),
    [
        ([5, 1, 1, 1], [True, False, False, False], [60, 20, 20, 20], Course.NEW),
        ([5, NEARLY, 1, 1], [True, False, False, False], [60, 20, 20, 20], Course.HOT),  # nearly one before
        ([5, 1, 1, 1], [True, False, False, False], [24, 20, 20, 20], Course.HOT),  # may be chance
        ([5, 4, 1, 1], [True, True, False, False], [60, 20, 20, 20], Course.GROWING),
        ([5, 4, 1, 1], [True, True, False, False], [24, 20, 20, 20], Course.HOT),
        ([5, 4, 4, 1], [True, True, True, False], [24, 20, 20, 20], Course.PERSISTENT),
        ([5, 1, 4, 4], [True, False, True, True], [24, 20, 20, 20], Course.PERSISTENT),
        ([1, 4, 1, 1], [False, True, False, False], [5, 60, 60, 60], Course.FADING),
        ([NEARLY, 4, 1, 1], [False, True, False, False], [5, 60, 60, 60], ""),  # nearly one still
        ([1, 4, 1, 1], [False, True, False, False], [50, 60, 60, 60], ""),  # may be chance
    ],
)  # fmt: skip
def test_the_course_of_a_hexagon(z: list[float], was: list[bool], sums: list[float], course: str) -> None:
    assert courses(found_of(z, was, sums), [True] * 4)[0] == course


def test_a_period_of_which_nothing_is_known_is_not_compared() -> None:
    found = found_of([5, 1, 4, 4], [True, False, True, True], [60, 20, 0, 0])
    assert courses(found, [True, True, False, False])[0] == Course.NEW
    assert not changed(found, [True, False, False, False], np.full(201, True)).any()


def test_hexagons_with_one_course_that_touch_are_one_spot() -> None:
    keys = town(3)
    near, told = rings(keys, 9), np.full(len(keys), "", dtype=object)
    inside = np.flatnonzero((near < len(keys)).all(axis=1))
    told[near[inside[0]]] = "new"
    numbers = spots(told, near)
    assert set(numbers[near[inside[0]]]) == {1}
    assert (numbers > 0).sum() == 7
    told[near[inside[0]][3:]] = "hot"
    assert numbers.max() < spots(told, near).max()
