"""How much work a proposal may take: counted in states, so that the answer does not depend on how busy a machine is."""

import time
from dataclasses import dataclass, field

_WIDEST = 200_000
_NARROWEST = 500


@dataclass
class Effort:
    """What is left: `states` to look at, and the time, which ends it only on a machine that is far too slow."""

    states: int
    seconds: float
    began: float = field(default_factory=time.perf_counter)

    def spend(self, states: int) -> None:
        """So many states were looked at."""
        self.states -= states

    def width(self, steps: int) -> int:
        """How many states may be kept when so many steps are still to go."""
        if self.over:
            return _NARROWEST
        return min(_WIDEST, max(_NARROWEST, self.states // steps))

    @property
    def seconds_left(self) -> float:
        """What is left of the time, 0 or more."""
        return max(0.0, self.seconds - (time.perf_counter() - self.began))

    @property
    def over(self) -> bool:
        """Whether the work or the time is used up."""
        return self.states <= 0 or self.seconds_left <= 0
