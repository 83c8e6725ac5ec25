import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.grid import DAY, HOUR, Grid, bucket, edges, percentile, version

BOTH = pytest.mark.parametrize("grid", list(Grid))
TWO_CENTURIES = {Grid.SECONDS: 200 * 365 * DAY, Grid.WORKING_DAYS: 200 * 365}


def test_seconds_are_0_each_hour_to_72_and_then_two_percent_more() -> None:
    found = edges(Grid.SECONDS)
    assert found[:73] == tuple(hour * HOUR for hour in range(73))
    assert all(later == math.floor(earlier * 102 / 100) for earlier, later in pairwise(found[72:]))


def test_working_days_are_each_day_to_72_and_then_two_percent_more() -> None:
    found = edges(Grid.WORKING_DAYS)
    assert found[:73] == tuple(range(73))
    assert all(later == math.floor(earlier * 102 / 100) for earlier, later in pairwise(found[72:]))


@BOTH
def test_edges_rise_and_reach_two_centuries(grid: Grid) -> None:
    found = edges(grid)
    assert all(earlier < later for earlier, later in pairwise(found))
    assert found[-2] < TWO_CENTURIES[grid] + 400 * (DAY if grid is Grid.SECONDS else 1)
    assert found[-1] >= TWO_CENTURIES[grid]


@BOTH
def test_a_duration_takes_the_first_edge_not_below_it(grid: Grid) -> None:
    found = edges(grid)
    for number in (0, 1, 2, 71, 72, 73, 100, len(found) - 2):
        assert bucket(found[number], grid) == number
        assert bucket(found[number] + 1, grid) == number + 1


@BOTH
def test_a_negative_or_endless_duration_is_refused(grid: Grid) -> None:
    for value in (-1, edges(grid)[-1] + 1):
        with pytest.raises(ValueError, match="outside"):
            bucket(value, grid)


@given(st.lists(st.integers(0, 400 * DAY), max_size=60), st.integers(1, 100))
def test_percentile_is_the_edge_of_the_value_at_its_rank(values: list[int], percent: int) -> None:
    counts = [0] * len(edges(Grid.SECONDS))
    for value in values:
        counts[bucket(value, Grid.SECONDS)] += 1
    found = percentile(counts, percent, Grid.SECONDS)
    if not values:
        assert found is None
        return
    rank = -(-len(values) * percent // 100)  # ceil(n * p / 100) in whole numbers
    exact = sorted(values)[rank - 1]
    assert found == edges(Grid.SECONDS)[bucket(exact, Grid.SECONDS)]
    assert exact <= found <= max(exact * 1.02, exact + HOUR)


def test_the_version_tells_this_grid_from_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version()
    assert version() == before
    monkeypatch.setattr("config.grid.edges", lambda _grid: (0, 1, 2))
    assert version() != before
