"""How good hot spots are: false ones, how many of those that are planted are found, and which course they are given.

    python -m benchmarks.hotspots [--towns 200] [--seed 1]

Draws counts of hexagons by a model that no test of hot spots knows: a rate that varies smoothly over the town (a
lognormal field that resembles itself over some hexagons, with a centre), from which each period departs by a field of
its own (AR(1) in time), and negative binomial counts. Then plants hot spots of several sizes and courses. Prints tables
in Markdown, for docs/trends.md.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator, default_rng

from config.cells import beside, cell_of, key_of
from queries.hot import Course, Places, courses, hot, rings, together
from queries.negative_binomial import Values

PLACE = (3.72, 51.05)
PERIODS = 4
RATES = (0.1, 0.3, 1.0, 3.0, 10.0)
FACTORS = (1.0, 2.0, 4.0)
PLANTED: dict[Course, tuple[float, ...]] = {
    Course.NEW: (1, 0, 0, 0),
    Course.GROWING: (1, 0.4, 0.4, 0.4),
    Course.PERSISTENT: (1, 1, 1, 1),
    Course.FADING: (0, 1, 1, 1),
}
"""How much of its excess each planted hot spot has in each period, this one first."""


@dataclass(frozen=True)
class World:
    """How counts come about: mean of a hexagon a period, spread of the logarithm of the rate over the town and by how
    much the centre exceeds the edge (log), spread of what a period departs from it and its persistence, and the size of
    the negative binomial (0: Poisson)."""

    rate: float = 1.0
    field: float = 0.5
    centre: float = 1.0
    change: float = 0.2
    rho: float = 0.5
    size: float = 5.0
    rings: int = 15


@dataclass(frozen=True, eq=False)
class Town:
    """Its hexagons, and by their places those around each."""

    keys: list[int]
    near: Places
    away: Values
    """How many hexagons each lies from the middle."""


def town_of(count: int) -> Town:
    """A town of so many rings around its middle, in hexagons of resolution 9."""
    middle = key_of(int(cell_of(*PLACE) or 0), 9)
    distance, edge = {middle: 0}, {middle}
    for ring in range(1, count + 1):
        edge = {one for key in edge for one in beside(key, 9)} - distance.keys()
        distance |= dict.fromkeys(edge, ring)
    keys = sorted(distance)
    return Town(keys, rings(keys, 9), np.array([distance[key] for key in keys], dtype=float))


def smooth(rng: Generator, town: Town, spread: float, times: int = 3) -> Values:
    """A field of mean 0 with this spread that resembles itself over a few hexagons."""
    values = rng.normal(size=len(town.keys))
    size = (town.near < len(town.keys)).sum(axis=1)
    for _ in range(times):
        values = together(values, town.near) / size
    return np.asarray(spread * (values - values.mean()) / values.std()) if spread else values * 0


def rates(rng: Generator, town: Town, world: World) -> Values:
    """The rate of each hexagon in each period (4, C), this one first."""
    lasting = smooth(rng, town, world.field) - world.centre * town.away / world.rings
    departs = [smooth(rng, town, world.change)]
    for _ in range(PERIODS - 1):
        fresh = smooth(rng, town, world.change * np.sqrt(1 - world.rho**2))
        departs.append(world.rho * departs[-1] + fresh)
    rate = np.exp(lasting + np.array(departs))
    return np.asarray(world.rate * rate / rate.mean(axis=1, keepdims=True))


def drawn(rng: Generator, rate: Values, size: float) -> Values:
    """Counts around these rates."""
    return rng.poisson(rate * rng.gamma(size, 1 / size, rate.shape) if size else rate).astype(float)


# --- what is found where nothing is planted --------------------------------------------------------------------------
def quiet(world: World, towns: int, seed: int) -> str:
    """A row: hot spots a town, of these the share that lies where no more is expected than on average; new, growing and
    fading ones a town."""
    rng, town, found = default_rng(seed), town_of(world.rings), []
    for _ in range(towns):
        rate = rates(rng, town, world)
        said = hot(drawn(rng, rate, world.size), town.near)
        told = courses(said, [True] * PERIODS)
        size = (town.near < len(town.keys)).sum(axis=1)
        usual = together(rate[0], town.near) <= 1.000001 * rate[0].mean() * size
        changed = [(told == str(one)).sum() for one in (Course.NEW, Course.GROWING, Course.FADING)]
        found.append([said.hot[0].sum(), (said.hot[0] & usual).sum(), said.hot[0].any(), *changed])
    cells, false, some, new, growing, fading = np.mean(found, axis=0)
    share = f"{100 * false / cells:.1f} %" if cells else "-"
    shape = "even" if not world.field and not world.centre else f"{world.field} / {world.centre}"
    return (
        f"| {world.rate} | {shape} | {world.change} | {world.size or 'Poisson'} | {cells:.1f} | {share} "
        f"| {100 * some:.0f} % | {new:.2f} | {growing:.2f} | {fading:.2f} |"
    )


# --- what is found of what is planted --------------------------------------------------------------------------------
def planted(world: World, course: Course, factor: float, towns: int, seed: int) -> str:
    """A row: of the planted hot spots (seven hexagons with `factor` times the average, added to what they hold) the
    share that is found, and the share with the right course."""
    rng, town, found = default_rng(seed), town_of(world.rings), []
    for _ in range(towns):
        rate = rates(rng, town, world)
        middle = rng.choice(np.flatnonzero(town.away < world.rings - 1))
        rate[:, town.near[middle]] += np.array(PLANTED[course])[:, None] * factor * world.rate
        said = hot(drawn(rng, rate, world.size), town.near)
        told = courses(said, [True] * PERIODS)[middle]
        seen = said.hot[1 if course is Course.FADING else 0, middle]
        found.append([seen, told == str(course)])
    seen, right = 100 * np.mean(found, axis=0)
    return f"| {course} | {world.rate} | {factor} | {seen:.0f} % | {right:.0f} % |"


def worlds() -> Iterator[World]:
    """What the first table varies."""
    usual = World()
    for rate in RATES:
        yield replace(usual, rate=rate, field=0, centre=0, change=0, size=0)
    for rate in RATES:
        yield replace(usual, rate=rate)
    yield replace(usual, change=0)
    yield replace(usual, change=0.4)
    yield replace(usual, size=1.0)


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--towns", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("| a hexagon | field / centre | change | size | hot | false | any | new | growing | fading |")
    for world in worlds():
        print(quiet(world, asked.towns, asked.seed), flush=True)
    print("\n| planted | a hexagon | added, times the average | found | right course |")
    for course in PLANTED:
        for rate in (0.3, 1.0, 3.0):
            for factor in FACTORS:
                print(planted(World(rate=rate), course, factor, asked.towns, asked.seed), flush=True)
    town, began = town_of(27), time.perf_counter()
    counts = default_rng(1).poisson(1.0, (PERIODS, len(town.keys))).astype(float)
    courses(hot(counts, town.near), [True] * PERIODS)
    print(f"\n{len(town.keys)} hexagons, {PERIODS} periods: {1_000 * (time.perf_counter() - began):.0f} ms")


if __name__ == "__main__":
    main()
