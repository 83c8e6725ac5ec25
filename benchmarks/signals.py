"""How good signals are: false alarms, coverage of the band, power and how soon, for series of another make.

    python -m benchmarks.signals [--series 400] [--seed 1]

Draws weekly counts by a model that is not the one fitted: negative binomial with quadratic variance around a rate whose
logarithm wanders (AR(1)), with a season that is no wave (a summer peak and an empty end of the year) and a trend. Then
plants steps and spikes of several sizes in the last 13 weeks. Prints tables in Markdown, for docs/trends.md.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator, default_rng

from queries.expectation import TESTED, expectation
from queries.negative_binomial import Values
from queries.surprise import Judged, judge

LAST_WEEKS = tuple(date(2026, month, day) for month, day in ((2, 16), (5, 18), (8, 17), (11, 16)))
"""Mondays on which a series may end: in each season the model errs otherwise."""
RATES = (0.5, 2.0, 5.0, 20.0, 50.0, 200.0)
HISTORIES = (16, 40, 80, 130, 260)
FACTORS = (1.5, 2.0, 3.0)
LOT = 40
STEP, SPIKE = "step", "spike"


@dataclass(frozen=True)
class World:
    """How the series of one table row come about: mean rate a week, weeks of history, persistence (rho) and spread
    (sigma) of the wandering rate, size of the negative binomial, growth a year."""

    rate: float = 20.0
    history: int = 260
    rho: float = 0.7
    sigma: float = 0.15
    size: float = 30.0
    growth: float = 1.05


def weeks_of(count: int, last: date) -> list[date]:
    """The Mondays up to the last one."""
    return [last - timedelta(weeks=count - 1 - number) for number in range(count)]


def drawn(
    rng: Generator, world: World, series: int, last: date, factors: Values | None = None
) -> tuple[Values, list[date]]:
    """Counts (series, weeks) and their Mondays; `factors` multiply the rates of the last weeks."""
    weeks = weeks_of(world.history + TESTED + 1, last)  # the first week only says that the series has begun
    rate = world.rate * np.exp(_wandering(rng, world, series, len(weeks)) + _season(weeks) + _growth(world, len(weeks)))
    if factors is not None:
        rate[:, -TESTED:] *= factors
    counts = rng.poisson(rate * rng.gamma(world.size, 1 / world.size, rate.shape)).astype(float)
    counts[:, 0] = np.maximum(counts[:, 0], 1)
    return counts, weeks


def _wandering(rng: Generator, world: World, series: int, count: int) -> Values:
    shocks = rng.normal(0, world.sigma * np.sqrt(1 - world.rho**2), (series, count))
    at = np.empty((series, count))
    at[:, 0] = rng.normal(0, world.sigma, series)
    for week in range(1, count):
        at[:, week] = world.rho * at[:, week - 1] + shocks[:, week]
    return at - world.sigma**2 / 2


def _season(weeks: Sequence[date]) -> Values:
    """A summer peak and an empty end of the year: neither is a wave."""
    number = np.array([week.isocalendar().week for week in weeks])
    summer = 0.5 * np.exp(-(((number - 27) / 5.0) ** 2))
    return np.asarray(summer - 0.5 * ((number >= 52) | (number <= 1)))


def _growth(world: World, count: int) -> Values:
    return np.asarray(np.log(world.growth) * (np.arange(count) - count) / 52)


def planted(shape: str, factor: float, first: int = 7, length: int = 4) -> Values:
    """Factors of the tested weeks: a step stays for `length` weeks, a spike for one."""
    factors = np.ones(TESTED)
    factors[first : first + (length if shape == STEP else 1)] = factor
    return factors


def judged(rng: Generator, world: World, series: int, factors: Values | None = None) -> Judged:
    """What is said of drawn series: a quarter ends in each season, in lots of 40 that are looked at together as those
    of a town are."""
    lots, share = [], series // len(LAST_WEEKS)
    for last in LAST_WEEKS:
        counts, weeks = drawn(rng, world, share, last, factors)
        lots += [judge(expectation(counts[place : place + LOT], weeks)) for place in range(0, share, LOT)]
    names = ("counts", "mean", "low", "high", "surprise", "above", "clear")
    return Judged(*(np.vstack([getattr(lot, name) for lot in lots]) for name in names))


@dataclass(frozen=True)
class Quiet:
    """What series without anything planted give: share of weeks above, within and below the band, weeks above that
    count as signals and clear ones a series and year, shares of series with an expectation."""

    above: float
    within: float
    below: float
    alarms: float
    clear: float
    known: float


def quiet(rng: Generator, world: World, series: int) -> Quiet:
    """False alarms and coverage."""
    found = judged(rng, world, series)
    known = ~np.isnan(found.mean)
    n, year = max(known.sum(), 1), 52.0
    over, under = (found.counts > found.high)[known].sum() / n, (found.counts < found.low)[known].sum() / n
    alarms, clear = found.above[known].sum() / n * year, found.clear[known].sum() / n * year
    return Quiet(over, 1 - over - under, under, alarms, clear, known[:, 0].mean())


@dataclass(frozen=True)
class Power:
    """Share of planted changes that gave a signal, a clear one, and weeks until the first signal of those found."""

    signal: float
    clear: float
    weeks: float


def power(rng: Generator, world: World, series: int, shape: str, factor: float) -> Power:
    """Planted in one series of ten, so that the others are as a town's."""
    share = series // len(LAST_WEEKS)
    factors, hit = np.ones((share, TESTED)), np.arange(series) % 10 == 0
    factors[hit[:share]] = planted(shape, factor)
    found = judged(rng, world, series, factors)
    weeks = np.flatnonzero(planted(shape, factor) > 1)
    above, clear = found.above[hit][:, weeks], found.clear[hit][:, weeks]
    seen = above.any(axis=1)
    first = above[seen].argmax(axis=1).mean() + 1 if seen.any() else np.nan
    return Power(seen.mean(), clear.any(axis=1).mean(), first)


def false_alarms(rng: Generator, series: int) -> Iterator[str]:
    """The table of quiet series."""
    yield "| a week | weeks of history | rho | sigma | above | within | below | signals a year | clear ones a year |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    usual = World()
    worlds = [
        *(replace(usual, rate=rate) for rate in RATES),
        *(replace(usual, history=history) for history in HISTORIES[:-1]),
        *(replace(usual, rho=rho, sigma=sigma) for rho, sigma in ((0.0, 0.0), (0.9, 0.15), (0.7, 0.3), (0.9, 0.3))),
        *(replace(usual, rate=200.0, rho=rho, sigma=0.15) for rho in (0.0, 0.9)),
    ]
    for world in worlds:
        one = quiet(rng, world, series)
        shares = " | ".join(f"{100 * share:.1f} %" for share in (one.above, one.within, one.below))
        how = f"{world.rate:g} | {world.history} | {world.rho:g} | {world.sigma:g}"
        yield f"| {how} | {shares} | {one.alarms:.2f} | {one.clear:.2f} |"


def detections(rng: Generator, series: int) -> Iterator[str]:
    """The table of planted changes."""
    yield "| planted | a week | signal | clear | weeks until the first |"
    yield "| --- | --- | --- | --- | --- |"
    for shape in (STEP, SPIKE):
        for factor in FACTORS:
            for rate in RATES[1:]:
                one = power(rng, World(rate=rate), series, shape, factor)
                name = f"{shape} of 4 weeks" if shape == STEP else "spike of 1 week"
                shares = f"{100 * one.signal:.0f} % | {100 * one.clear:.0f} %"
                yield f"| {name}, times {factor:g} | {rate:g} | {shares} | {one.weeks:.1f} |"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked, begun = parser.parse_args(), time.perf_counter()
    for table in (false_alarms, detections):
        for line in table(default_rng(asked.seed), asked.series):
            print(line, flush=True)
        print()
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
