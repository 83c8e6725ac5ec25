"""The rounds in which is chosen: who chooses looks at all open proposals of a theme, by votes and by gain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import seeded
from dashboard.jobs.demo.office import DAY, Office, day_of, number_of
from dashboard.jobs.demo.programme.carrying_out import carry_out
from dashboard.jobs.demo.programme.motivating import DEFERRED, NOT_SELECTED, SELECTED, motivate, reasons_for
from dashboard.jobs.demo.programme.proposing import Proposal
from dashboard.jobs.demo.programme.wishes import Theme, programme

EVENING = 19 * 3_600 + 1_800
_MONTHS = {"working_group": (3, 6, 10, 12), "service": (5, 11)}
_OLD_ENOUGH = 30
"""Days after publication before a proposal is looked at."""
_LOOKED_AT_ALL = 3
"""Fewer proposals than this wait for the next round."""
_SHARE, _MOST, _DEFERRED, _GUIDED = 0.22, 9, 0.3, 4
_RATIFIED, _ON_TIME = 0.9, 0.95
_SOON, _LATE = (1.5, 3), (40, 60)
"""Working days until a choice is published: at least, and how many more at most; on time, and what was forgotten."""


@dataclass(frozen=True)
class Round:
    """A meeting at which is chosen: `no` counts within municipality and theme, `at` in local seconds."""

    theme: Theme
    no: int
    at: int
    activity: str | None

    @property
    def ref(self) -> str:
        """The name of the round."""
        return f"Ronde {self.no}"

    @property
    def guide(self) -> str:
        """The first four are guided by an expert from outside, after that the participants do it themselves."""
        return "external_expert" if self.no <= _GUIDED else "participants"


def rounds(theme: Theme, hall: Hall, last: date) -> Iterator[Round]:
    """The rounds of a theme up to the day `last`: the third Thursday of some months, some time after the launch."""
    first = max(programme().launch, hall.place.first or programme().launch)
    no = 0
    for year in range(first.year, last.year + 1):
        for month in _MONTHS[theme.chosen_by]:
            day = _third_thursday(year, month)
            if (day - first).days >= 4 * _OLD_ENOUGH and day <= last:
                no += 1
                by_group = theme.chosen_by == "working_group" and hall.full
                yield Round(theme, no, number_of(day) * DAY + EVENING, f"A-{theme.code}-{no}" if by_group else None)


def _third_thursday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return date(year, month, 1 + (3 - first.weekday()) % 7 + 14)


def choose(one: Round, own: Sequence[Proposal], hall: Hall, office: Office, seed: int) -> list[Proposal]:
    """Decide on what lies on the table in a round; returns what was selected."""
    table = [
        each
        for each in own
        if each.theme is one.theme
        and each.published is not None
        and each.published < one.at - _OLD_ENOUGH * DAY
        and each.decided is None
        and (each.ends is None or each.ends > one.at)
    ]
    if len(table) < _LOOKED_AT_ALL:
        return []
    rng = seeded(seed, hall.code, "round", one.theme.code, one.no)
    scores = {each.key: _scores(each, one.at, rng.random()) for each in table}
    ordered = sorted(table, key=lambda each: (-sum(scores[each.key].values()), each.key))
    wanted = max(1, min(_MOST, round(len(table) * _SHARE)))
    feasible = [each for each in ordered if scores[each.key]["haalbaarheid"] >= 2]
    selected = feasible[:wanted]
    for each in ordered:
        outcome = SELECTED if each in selected else _otherwise(each)
        _decide(one, each, outcome, scores[each.key], len(table), hall, office)
    return selected


def _scores(own: Proposal, at: int, draw: float) -> dict[str, int]:
    """1 to 5 per criterion, as known at that moment."""
    votes, first = own.votes_before(at), next(iter(own.estimates.items()), None)
    high = own.theme.estimates[first[0]][1] if first else 1.0
    return {
        "steun": min(5, 1 + sum(votes >= limit for limit in (6, 12, 22, 40))),
        "winst": min(5, 1 + sum(first[1] / high >= limit for limit in (0.1, 0.25, 0.45, 0.7))) if first else 1,
        "haalbaarheid": 1 + int(5 * min(0.99, draw)),
    }


def _otherwise(own: Proposal) -> str:
    return DEFERRED if own.deferrals < 2 and own.rng.random() < _DEFERRED else NOT_SELECTED


def _decide(
    one: Round, own: Proposal, outcome: str, scores: dict[str, int], n: int, hall: Hall, office: Office
) -> None:
    """Write down the choice with its motivation, ratification and publication."""
    rng, votes = own.rng, own.votes_before(one.at)
    at = office.after(one.at, 0.3 + 2 * rng.random())
    if outcome == SELECTED or scores["steun"] > 2:
        own.tell(one.at - (8 + int(6 * rng.random())) * DAY, "shortlisted", actor="service")
    reasons = reasons_for(own, outcome, popular=scores["steun"] > 2, rich=scores["winst"] > 2, rng=rng)
    extra = {
        "outcome": outcome,
        "ref": one.ref,
        "reasons": reasons,
        "motivation": motivate(
            own, outcome, reasons, votes=votes, round_no=one.no, n=n, by_group=one.activity is not None
        ),
        "scores": scores,
        "chosen_by": "working_group" if one.activity else "service",
    }
    if one.activity:
        extra |= {"activity": one.activity, "guide": one.guide}
    if outcome == NOT_SELECTED and rng.random() < 0.15:
        extra["internal_note"] = "Nog eens bekijken bij de heraanleg van de straat."
    own.tell(at, "selection_made", actor="service", extra=extra)
    ratified = office.college_after(at)
    if outcome == SELECTED and rng.random() < _RATIFIED:
        number = f"{day_of(ratified // DAY).year}_CBS_P{own.key[2:]}"
        said = {"ref": one.ref, "organ": "college", "number": number, "uri": f"urn:demo:besluit:{hall.code}:{number}"}
        own.tell(ratified, "selection_ratified", actor="secretariaat", extra=said)
    least, more = _SOON if rng.random() < _ON_TIME else _LATE
    told = office.after(ratified, least + more * rng.random())
    own.tell(told, "selection_published", actor="communicatie", extra={"ref": one.ref})
    if outcome == DEFERRED:
        own.deferrals += 1
        return
    own.decided = at
    if outcome == SELECTED:
        carry_out(own, ratified, hall, office)
