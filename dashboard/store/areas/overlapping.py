"""Which areas lie over each other."""

from collections.abc import Sequence
from typing import Any

import numpy as np

MOST_BESIDE = 10
"""Pairs of areas that may lie near each other, for each area on average. Of neighbourhoods and of municipalities it is
some 3, and one more for each whole that stands there with its parts; without a limit the work is quadratic."""
_AT_ONCE = 200
"""Areas, and pairs of them, that are looked at together."""
_RIM = 0.005
"""Part of the smaller of two areas that may lie over its neighbour: drawn at different scales, boundaries always do."""


def overlaps(shapes: Sequence[Any]) -> list[tuple[int, int]] | None:
    """Pairs that lie over each other by more than a rim; None when more lie near each other than can be looked at."""
    every = np.array(shapes, dtype=object)
    pairs = _near(every)
    if pairs is None:
        return None
    over = [_lies_over(*every[pairs[at : at + _AT_ONCE].T]) for at in range(0, len(pairs), _AT_ONCE)]
    found = pairs[np.concatenate([np.zeros(0, dtype=bool), *over])]
    return sorted((int(one), int(other)) for one, other in found)


def _near(every: np.ndarray) -> np.ndarray | None:
    """Pairs of numbers of shapes of which the boxes touch, a row each; None when there are more than MOST_BESIDE."""
    import shapely

    tree, found, n = shapely.STRtree(every), [], 0
    for at in range(0, len(every), _AT_ONCE):
        one, other = tree.query(every[at : at + _AT_ONCE])  # by their boxes: that takes no time, whatever the shapes
        pairs = np.column_stack([one + at, other])
        found.append(pairs[pairs[:, 0] < pairs[:, 1]])
        n += len(found[-1])
        if n > MOST_BESIDE * len(every):
            return None
    return np.concatenate([np.zeros((0, 2), dtype=np.int64), *found])


def _lies_over(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Of each pair whether the two share more than a rim."""
    import shapely

    shared = shapely.area(shapely.intersection(one, other))
    return np.asarray(shared > _RIM * np.minimum(shapely.area(one), shapely.area(other)))
