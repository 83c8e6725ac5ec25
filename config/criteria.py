"""By what places are compared in a round: what this database counts, what a place yields, and scores told by others."""

import re
from collections.abc import Mapping
from enum import StrEnum

from config.vocabularies import indicators

WHOLE = 100
"""What the weights of a round add up to, and the points of a place that is best in everything."""


class Criterion(StrEnum):
    """What this database counts of every place."""

    SUPPORT = "support"
    MELDINGEN = "meldingen"
    COST = "cost"
    WAITING = "waiting"
    SPREAD = "spread"


GAIN, SCORE = "gain.", "score."
"""Begin the criteria that are the gain by an indicator, and a score that was told."""
FEASIBILITY = "score.feasibility"
LESS_IS_BETTER = frozenset({Criterion.COST, Criterion.SPREAD})
_TOLD = re.compile(r"score\.[a-z][a-z0-9_]{0,39}")


def is_criterion(code: object) -> bool:
    """Whether places can be compared by this."""
    if not isinstance(code, str):
        return False
    own = code in set(Criterion) or (code.startswith(GAIN) and code.removeprefix(GAIN) in indicators())
    return own or _TOLD.fullmatch(code) is not None


def are_weights(told: Mapping[str, object]) -> bool:
    """Whether these are the weights of a round: whole numbers of known criteria that add up to 100."""
    weights = [weight for weight in told.values() if isinstance(weight, int) and not isinstance(weight, bool)]
    known = len(weights) == len(told) and all(map(is_criterion, told))
    return known and all(0 <= weight <= WHOLE for weight in weights) and sum(weights) == WHOLE


def is_better_when_less(code: str) -> bool:
    """Whether the lowest value is the best."""
    return code in LESS_IS_BETTER
