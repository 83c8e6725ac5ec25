"""The public motivation of a choice: an opening, the reasons, and how it goes on."""

from collections.abc import Mapping, Sequence
from random import Random

from dashboard.jobs.demo.programme.proposing import Proposal
from dashboard.jobs.demo.programme.wishes import programme

SELECTED, NOT_SELECTED, DEFERRED = "selected", "not_selected", "deferred"
_UNITS: Mapping[str, str] = {
    "depaving_m2": "{n} m² minder verharding",
    "green_m2": "{n} m² groen",
    "trees": "{n} bomen",
    "hedge_m": "{n} meter haag",
    "rainwater_l": "{n} liter regenwater",
    "solar_kwp": "{n} kWp zonnepanelen",
    "co2_kg": "{n} kg CO₂ per jaar",
    "cycle_path_m": "{n} meter fietspad",
    "shared_mobility": "een plek voor deelmobiliteit",
    "charge_points": "{n} laadpunten",
}


def motivate(
    own: Proposal, outcome: str, reasons: Sequence[str], *, votes: int, round_no: int, n: int, by_group: bool
) -> str:
    """A motivation in Dutch: varied by the proposal itself, so always the same."""
    facts, rng = programme(), own.rng
    values = {
        "who": "De werkgroep" if by_group else "De dienst",
        "title": f"'{own.title}'",
        "votes": str(votes),
        "village": own.village.name,
        "round": str(round_no),
        "n": str(n),
        "gain": _gain(own.estimates),
    }
    sentences = [rng.choice(facts.motivation[outcome])]
    sentences += [rng.choice(facts.sentences(own.theme.code, reason)) for reason in reasons]
    if rng.random() < 0.75:
        sentences.append(rng.choice(facts.motivation[f"{outcome}_end"]))
    return " ".join(sentence.format(**values) for sentence in sentences)


def _gain(estimates: Mapping[str, float]) -> str:
    """The first two of the expected gains in words."""
    words = [
        (_UNITS[indicator] if amount > 1 else _UNITS[indicator].replace("bomen", "boom")).format(
            n=f"{amount:_.0f}".replace("_", "\N{NO-BREAK SPACE}")
        )
        for indicator, amount in estimates.items()
    ]
    return " en ".join(words[:2]) or "een aangenamere straat"


def reasons_for(own: Proposal, outcome: str, *, popular: bool, rich: bool, rng: Random) -> list[str]:
    """One to three reason codes that fit: for a choice what speaks for it, else what speaks against it."""
    if outcome == SELECTED:
        strong = [code for code, holds in (("support", popular), ("potential", rich)) if holds]
        others = rng.sample(["need", "feasible", "spread", "cost"], k=1 if strong else 2)
        return [*strong, *others][:3]
    if outcome == DEFERRED:
        return ["later_round"]
    weak = [code for code, holds in (("low_support", not popular), ("low_potential", not rich)) if holds]
    hard = rng.choices(
        (
            "not_feasible",
            "too_costly",
            "private_ground",
            "utilities",
            "planned_works",
            "heritage_or_safety",
            "already_done",
        ),
        weights=(5, 6, 4, 5, 4, 3, 1),
    )[0]
    return weak[:1] if weak and rng.random() < 0.55 else [hard, *weak[:1]]
