"""How long the best set takes, reasons included, and how often it is proven.

    python -m benchmarks.best_set [--candidates 5000] [--seeds 5] [--kind NAME] [--each]

Draws candidates in several relations of value to cost, from those of everyday to those that are known to be hard, each
under several wishes, with room for some 20, 100 and 300 places in 15 to 60 neighbourhoods. Prints what the first import
of scipy takes in a process of its own, then a line for each kind: seconds on the clock and of the processor, how many
were proven best and proven cheapest, and the largest distance from the bound. `--each` prints every question.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.jobs.best_set import BestSet, Candidate, Wishes, best_set
from dashboard.jobs.best_set.highs import load

Numbers = NDArray[np.int64]
Drawn = tuple[Numbers, Numbers]
"""Values and costs."""
ROOM = (20, 100, 300)
AREAS = (15, 30, 60)


def uniform(chance: np.random.Generator, n: int) -> Drawn:
    """No relation."""
    return chance.integers(0, 10_001, n), chance.integers(1_000, 200_001, n)


def rounded(chance: np.random.Generator, n: int) -> Drawn:
    """Scores in hundredths that rise a little with the cost; costs in steps of 500 euro."""
    cost = chance.integers(2, 401, n) * 500
    return np.clip(cost // 40 + chance.integers(0, 5_001, n), 0, 10_000), cost


def weak(chance: np.random.Generator, n: int) -> Drawn:
    """Value close to a share of the cost."""
    cost = chance.integers(1_000, 200_001, n)
    return np.maximum(1, cost // 20 + chance.integers(-500, 501, n)), cost


def strong(chance: np.random.Generator, n: int) -> Drawn:
    """Value is a share of the cost and a fixed bonus: the textbook's hard case."""
    cost = chance.integers(1_000, 200_001, n)
    return cost // 20 + 500, cost


def almost_strong(chance: np.random.Generator, n: int) -> Drawn:
    """The same with a little noise."""
    value, cost = strong(chance, n)
    return value + chance.integers(-5, 6, n), cost


def inverse(chance: np.random.Generator, n: int) -> Drawn:
    """Cost is a multiple of the value and a fixed amount."""
    value = chance.integers(1, 10_001, n)
    return value, value * 20 + 5_000


def subset_sum(chance: np.random.Generator, n: int) -> Drawn:
    """Value equals cost: fill the budget to the last euro."""
    cost = chance.integers(1_000, 10_001, n)
    return cost, cost


def even(chance: np.random.Generator, n: int) -> Drawn:
    """Value is half the cost, costs are even, the budget is odd."""
    value = chance.integers(500, 100_001, n)
    return value, value * 2


def few_values(chance: np.random.Generator, n: int) -> Drawn:
    """Whole scores of 0 to 100: many equals."""
    return chance.integers(0, 101, n) * 100, chance.integers(2, 401, n) * 500


def same_cost(chance: np.random.Generator, n: int) -> Drawn:
    """Every place costs the same."""
    return chance.integers(0, 10_001, n), np.full(n, 25_000)


def ceiling(chance: np.random.Generator, n: int) -> Drawn:
    """Value is the cost rounded up."""
    cost = chance.integers(1_000, 200_001, n)
    return -(-cost // 3_000) * 3_000, cost


def circle(chance: np.random.Generator, n: int) -> Drawn:
    """Value follows the cost along an arc."""
    cost = chance.integers(1_000, 200_001, n)
    return (np.sqrt(4 * 200_000.0**2 - (cost - 400_000.0) ** 2) * 2 / 30).astype(np.int64), cost


def spanner(chance: np.random.Generator, n: int) -> Drawn:
    """Multiples of two places only."""
    base_cost, times = chance.integers(1_000, 20_001, 2), chance.integers(1, 11, n)
    which = chance.integers(0, 2, n)
    return (base_cost // 20 + 100)[which] * times, base_cost[which] * times


KINDS: dict[str, Callable[[np.random.Generator, int], Drawn]] = {
    each.__name__: each
    for each in (
        uniform, rounded, few_values, same_cost, weak, strong, almost_strong, inverse, subset_sum, even, ceiling,
        circle, spanner,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Candidates, wishes, and what they are called."""

    name: str
    candidates: list[Candidate]
    wishes: Wishes


def questions(kind: str, n: int, seed: int) -> Iterator[Question]:
    """One kind of candidates under every kind of wishes."""
    for number, (room, areas) in enumerate(zip(ROOM, AREAS, strict=True)):
        chance = np.random.default_rng([seed, number])
        value, cost = KINDS[kind](chance, n)
        area = chance.choice(areas, n, p=chance.dirichlet(np.full(areas, 3.0)))
        places = [Candidate(f"{at:05}", int(value[at]), int(cost[at]), f"a{area[at]:02}") for at in range(n)]
        for name, wishes in wishes_of(places, int(cost.mean() * room) | 1, room, areas):
            yield Question(f"{name}, room for {room}", places, wishes)
        yield everything(chance, places, wishes)


def wishes_of(places: list[Candidate], budget: int, room: int, areas: int) -> Iterator[tuple[str, Wishes]]:
    """From a budget alone to limits of every kind; all of them can hold."""
    there = Counter(each.area for each in places if each.area)
    least = {code: min(count, max(1, room // areas // 2)) for code, count in sorted(there.items())[: room // 2]}
    per_area = max(2, 2 * room // areas)
    yield "budget", Wishes(budget)
    yield "budget, minimums", Wishes(budget, least_in=least)
    yield "budget, most of each", Wishes(budget, most_per_area=per_area)
    yield "budget, minimums, most in all", Wishes(budget, room, least)
    yield "budget, minimums, both most", Wishes(budget, room, least, per_area)


def everything(chance: np.random.Generator, places: list[Candidate], wishes: Wishes) -> Question:
    """The same limits, a twentieth of the costs unknown, some must-haves (one to a neighbourhood), more must-nots."""
    unknown, room = chance.random(len(places)) < 0.05, wishes.most or 0
    holes = [replace(each, cost=None) if unknown[at] else each for at, each in enumerate(places)]
    drawn = [holes[at] for at in chance.permutation(len(holes))[: room // 2] if not unknown[at]]
    must = list({each.area: each.key for each in drawn[: room // 10]}.values())
    must_not = {each.key for each in drawn[room // 10 :]}
    named = replace(wishes, must=frozenset(must), must_not=frozenset(must_not))
    return Question(f"everything, room for {room}", holes, named)


def measured(question: Question) -> tuple[float, float, BestSet]:
    """Seconds on the clock, seconds of processor time, and the answer."""
    clock, processor = time.perf_counter(), time.process_time()
    answer = best_set(question.candidates, question.wishes)
    return time.perf_counter() - clock, time.process_time() - processor, answer


def first_import() -> str:
    """What a new process pays for loading scipy's optimiser."""
    code = (
        "import resource, time, numpy\n"
        "size = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "clock, processor, before = time.perf_counter(), time.process_time(), size()\n"
        "import scipy.optimize, scipy.sparse\n"
        "spent = time.perf_counter() - clock, time.process_time() - processor, size() - before\n"
        "print('first import of scipy: %.2f s, %.2f s of the processor, %.0f MB' % spent)"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def report(kind: str, n: int, seeds: int, each: bool) -> str:
    """One line for a kind; with `each`, one for every question as well."""
    rows = []
    for question in (question for seed in range(seeds) for question in questions(kind, n, seed)):
        row = measured(question)
        if not row[2].possible:
            raise ValueError(f"{kind}, {question.name}: {row[2].clashes}")
        rows.append(row)
        if each:
            clock, processor, answer = row
            bound = "best" if answer.best else f"at most {answer.at_most}"
            print(f"{question.name}: {clock:.2f} s, {processor:.2f} s, {answer.value}, {bound}", flush=True)
    return _line(kind, rows)


def _line(kind: str, rows: list[tuple[float, float, BestSet]]) -> str:
    clocks, processors, answers = zip(*rows, strict=True)
    gap = max((answer.at_most - answer.value) / max(1, answer.at_most) for answer in answers)
    best, cheapest = sum(answer.best for answer in answers), sum(answer.cheapest for answer in answers)
    times = [f"{statistics.median(each):6.2f} {max(each):6.2f}" for each in (clocks, processors)]
    return f"{kind:14} {times[0]}  {times[1]}  {best:4} {cheapest:4} of {len(rows)}  {gap:.5%}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--each", action="store_true")
    asked = parser.parse_args()
    print(first_import())
    load()
    print("kind, clock: median and most, processor: median and most, proven best and cheapest, largest gap")
    for kind in [asked.kind] if asked.kind else KINDS:
        print(report(kind, asked.candidates, asked.seeds, asked.each), flush=True)


if __name__ == "__main__":
    main()
