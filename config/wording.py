"""Facts within a text: `{stemmen}` stands for the number that it has when the text is made final."""

import re
from collections.abc import Iterator, Mapping

from config.errors import InvalidInput
from config.language import N_

GAINS = {
    "depaving_m2": "ontharding",
    "green_m2": "vergroening",
    "trees": "bomen",
    "hedge_m": "haag",
    "natuurgroenperk": "natuurgroen",
    "rainwater_l": "regenwater",
    "cycle_path_m": "fietspad",
    "shared_mobility": "deelmobiliteit",
    "charge_points": "laadpunten",
    "solar_kwp": "zonnepanelen",
    "co2_kg": "co2",
}
"""The name of the gain by each indicator."""
FACTS = (
    *("stemmen", "meldingen", "kost", "wachttijd", "rang", "kandidaten", "score"),
    *("straat", "wijk", "thema"),
    *GAINS.values(),
)
"""All that a text can call by name, in Dutch as it is written; of a place some of it may not be known. Never words of a
citizen, such as the title: a motivation stays when those are erased."""
_FACT = re.compile(r"\{([^{}\n]{0,60})\}")
_UNKNOWN = N_("There is no fact that is called {name}, or it is not known of this place.")


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its facts. Raises InvalidInput for a fact that is not known."""
    return "".join(part for part, _ in parts(text, facts))


def unknown(text: str) -> list[str]:
    """What a text calls between braces and is no fact, as it is written there."""
    return [found[0] for found in _FACT.finditer(text) if found[1].strip().casefold() not in FACTS]


def parts(text: str, facts: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is a fact. Raises InvalidInput as `filled`."""
    end = 0
    for found in _FACT.finditer(text):
        if text[end : found.start()]:
            yield text[end : found.start()], False
        name = found[1].strip().casefold()
        if name not in facts:
            raise InvalidInput(_UNKNOWN, name=found[0])
        yield facts[name], True
        end = found.end()
    if text[end:]:
        yield text[end:], False
