"""Facts within a text: `{stemmen}` stands for the number that it has when the text is made final."""

import re
from collections.abc import Iterator, Mapping

from config.errors import InvalidInput
from config.language import N_

_FACT = re.compile(r"\{([^{}\n]{0,60})\}")
_UNKNOWN = N_("There is no fact that is called {name}, or it is not known of this place.")


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its facts. Raises InvalidInput for a fact that is not known."""
    return "".join(part for part, _ in parts(text, facts))


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
