"""How much two texts look alike, for the few that lie beside each other: PostgreSQL has no extension for it here."""

import re
from unicodedata import combining, normalize

_WORD = re.compile(r"\w+")


def likeness(one: str | None, other: str | None) -> float:
    """From 0 (nothing in common) to 1 (the same words, whatever their order, accents, capitals and signs).

    Twice the groups of three letters that both have, over those of each (Dice); a text without words is like nothing.
    """
    first, second = _trigrams(one or ""), _trigrams(other or "")
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _trigrams(text: str) -> set[str]:
    plain = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    words = (f"  {word} " for word in _WORD.findall(plain))
    return {word[place : place + 3] for word in words for place in range(len(word) - 2)}
