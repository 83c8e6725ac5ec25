"""What the public pages say, computed from the data, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from config.kinds import Organ
from config.language import N_, current_language, day, number, t
from config.vocabularies import Term, indicators, proposal_stages
from dashboard.components.course_steps import DONE, NOW, STAGES, Step, course_steps, steps_to_come
from dashboard.components.labels import ORGANS
from queries.public.asked import DECIDED, STATES, state_of

_COUNTED: dict[str, str] = {
    "selected": N_("{n} selected"),
    "realised": N_("{n} realised"),
    "deferred": N_("{n} deferred"),
    "not_selected": N_("{n} not selected"),
}
WHY: dict[str, str] = {
    "selected": N_("Why this place?"),
    "not_selected": N_("Why not this place?"),
    "deferred": N_("Why later?"),
}
_MODELS = "https://data.vlaanderen.be/id/licentie/"
LICENCES: dict[str, str] = {
    f"{_MODELS}modellicentie-gratis-hergebruik/v1.0": "Modellicentie Gratis Hergebruik",
    f"{_MODELS}creative-commons-zero-verklaring/v1.0": "CC0 1.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
}
"""The names of licences by their address."""


@dataclass(frozen=True)
class Totals:
    """How many proposals are in each state of the map, and how many of those decided have a motivation."""

    of: Mapping[str, int]
    explained: int

    @property
    def all(self) -> int:
        return sum(self.of.values())

    @property
    def decided(self) -> int:
        return sum(self.of[state] for state in DECIDED)

    def within(self, states: Sequence[str]) -> int:
        """Those in these states; without states all."""
        return sum(n for state, n in self.of.items() if not states or state in states)


def totals(counts: pd.DataFrame) -> Totals:
    """Of counts by stage, as `queries.public.listed.counts` gives them."""
    states = counts["stage"].map(state_of)
    by_state = counts["n"].groupby(states).sum()
    explained = int(counts.loc[states.isin(DECIDED), "explained"].sum())
    return Totals({state: int(by_state.get(state, 0)) for state in STATES}, explained)


def title(found: Totals) -> str:
    """The question that the page answers."""
    return t(N_("Which places were chosen, and why?") if found.decided else N_("What do residents propose?"))


def lead(found: Totals, *, narrowed: bool = False) -> str:
    """How many proposals are shown, within the filters when `narrowed`, and of these decided and explained."""
    if not found.all:
        return t(N_("There are no proposals on this map yet."))
    several = N_("Within these filters there are {n} proposals.") if narrowed else N_("This map shows {n} proposals.")
    single = N_("Within these filters there is 1 proposal.") if narrowed else N_("This map shows 1 proposal.")
    sentences = [t(single if found.all == 1 else several, n=number(found.all))]
    if found.decided:
        parts = ", ".join(t(_COUNTED[one], n=number(found.of[one])) for one in DECIDED if found.of[one])
        known = N_("1 place was decided: {parts}.") if found.decided == 1 else N_("{n} places were decided: {parts}.")
        sentences += [t(known, n=number(found.decided), parts=parts), _reasons(found)]
    return " ".join(sentence for sentence in sentences if sentence)


def _reasons(found: Totals) -> str:
    if not found.explained:
        return ""
    if found.decided == 1:
        return t(N_("You can read why."))
    if found.explained >= found.decided:
        return t(N_("You can read why with each place."))
    if found.explained == 1:
        return t(N_("You can read why with 1 of them."))
    return t(N_("You can read why with {n} of them."), n=number(found.explained))


def how_many(n: int) -> str:
    """The heading of a list."""
    if not n:
        return t(N_("No proposals found"))
    return t(N_("1 proposal")) if n == 1 else t(N_("{n} proposals"), n=number(n))


def votes(n: int) -> str:
    """How many votes."""
    return t(N_("1 vote")) if n == 1 else t(N_("{n} votes"), n=number(n))


def stage_word(stage: str) -> str:
    """Where a proposal stands; also the word for a state of the map, which bears the name of its first stage."""
    return t(N_("Proposal")) if stage == "published" else proposal_stages()[stage].label(current_language())


def gain_lines(gains: pd.DataFrame) -> list[tuple[str, str]]:
    """What a place yields: name and amount of each indicator, as it was measured against what was estimated."""
    lines = []
    for row in gains.to_dict("records"):
        known = indicators().get(row["indicator"])
        told = {name: None if pd.isna(row[name]) else row[name] for name in ("estimated", "realised")}
        if known is not None and any(value is not None for value in told.values()):
            amounts = {name: _amount(value, known.unit) for name, value in told.items() if value is not None}
            lines.append((known.label(current_language()), _gain(**amounts)))
    return lines


def _gain(estimated: str = "", realised: str = "") -> str:
    if not realised:
        return t(N_("{amount} (estimated)"), amount=estimated)
    if not estimated:
        return t(N_("{amount} (measured)"), amount=realised)
    return t(N_("{amount} (measured; {estimate} estimated)"), amount=realised, estimate=estimated)


def _amount(value: float, unit: str) -> str:
    text = number(value, decimals=0 if value == round(value) or value >= 100 else 1)
    return f"{text} {unit}" if unit else text


def reasons(terms: Sequence[Term]) -> str:
    """The reasons of a choice, in words."""
    return ", ".join(term.label(current_language()) for term in terms)


def decision(choice: Mapping[str, Any]) -> str:
    """Who decided, when, under which number; empty when no organ ratified it."""
    parts = []
    if choice["organ"]:
        parts.append(t(ORGANS[Organ(choice["organ"])]) if choice["organ"] in list(Organ) else choice["organ"])
    if choice["ratified_day"]:
        parts.append(day(choice["ratified_day"]))
    if choice["decision_number"]:
        parts.append(t(N_("number {number}"), number=choice["decision_number"]))
    told = ", ".join(parts)
    return told[:1].upper() + told[1:]


def costs(proposal: Mapping[str, Any]) -> str:
    """What it cost against what was estimated, else what it would cost; empty when that is not told."""
    actual, estimated = (None if one is None else number(one) for one in map(proposal.get, _COSTS))
    if actual is None:
        return "" if estimated is None else t(N_("{amount} euro (estimated)"), amount=estimated)
    if estimated is None:
        return t(N_("{amount} euro"), amount=actual)
    return t(N_("{amount} euro ({estimate} euro estimated)"), amount=actual, estimate=estimated)


_COSTS = ("cost_actual", "cost_estimated")


def steps(proposal: Mapping[str, Any], ratified: date | None) -> list[Step]:
    """From proposal to place: what is done, what goes on now, what comes; `ratified` is the day of the decision."""
    stage, state = proposal["stage"], state_of(proposal["stage"])
    begun = Step(t(N_("Proposed")), day(proposal["submitted_day"]), DONE)
    if state not in DECIDED:
        return [begun, Step(t(N_("Choice")), t(N_("not decided yet")), NOW), *steps_to_come()]
    known = _decided(ratified, proposal["explained_day"])
    if stage not in STAGES:
        return [begun, Step(stage_word(state), known, DONE)]
    days = {name: proposal[f"{name}_day"] for name in ("started", "realised")}
    return [begun, *course_steps(stage, chosen=known, due=proposal["due_on"], **days)]


def _decided(ratified: date | None, explained: date | None) -> str:
    if ratified:
        return day(ratified)
    return t(N_("announced {day}"), day=day(explained)) if explained else ""


def licence_name(address: str | None) -> str:
    """The name of a licence; its address when we know no name."""
    return LICENCES.get(address or "", address or "")
