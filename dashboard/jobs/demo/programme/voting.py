"""Votes: many in the first weeks, fewer after that, each week one event in the town and running totals elsewhere."""

import math
from collections.abc import Sequence
from random import Random

from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import poisson, seeded
from dashboard.jobs.demo.moments import online
from dashboard.jobs.demo.office import DAY
from dashboard.jobs.demo.programme.people import Participant
from dashboard.jobs.demo.programme.proposing import Proposal

_STEPS = (1, 3, 7, 14, 21, 28, 42, 63, 91, 126, 182, 273)
"""Days after publication at which votes are counted together."""
_FADES = 28.0
"""Days in which the pace of voting becomes about a third."""


def vote(own: Proposal) -> None:
    """Draw the votes of a proposal, whether they will count or not."""
    if own.published is None:
        return
    before = 0
    for days in _STEPS:
        share = math.exp(-before / _FADES) - math.exp(-days / _FADES)
        count = poisson(own.rng, own.popularity * share)
        if count:
            own.votes.append((online(own.published // DAY + days, own.rng), count))
        before = days


def tell_votes(own: Proposal, hall: Hall, pool: Sequence[Participant], seed: int) -> None:
    """Write down the votes until it was decided, withdrawn or merged.

    Who votes is drawn apart from all else: a round that comes later must not change who voted before it.
    """
    rng = seeded(seed, hall.code, own.key, "voters")
    last = min((moment for moment in (own.decided, own.ends) if moment is not None), default=None)
    total, voters = 0, set[str]()
    for at, count in own.votes:
        if last is not None and at >= last:
            return
        total += count
        if hall.full:
            named = _voters(rng, at, count, pool, voters)
            own.tell(at, "votes_cast", actor="citizen", extra={"votes": count} | named)
        else:
            own.tell(at, "votes_counted", actor="system", extra={"total": total})


def _voters(rng: Random, at: int, count: int, pool: Sequence[Participant], before: set[str]) -> dict[str, list[str]]:
    """Who voted, when there are enough people who had joined and not voted for it yet."""
    known = sum(one.joined < at for one in pool)
    if known < 2 * (count + len(before)):
        return {}
    chosen: list[str] = []
    while len(chosen) < count:
        one = pool[int(rng.random() * known)].key
        if one not in before:
            before.add(one)
            chosen.append(one)
    return {"voters": chosen}
