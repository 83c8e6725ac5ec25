"""Which columns and values tell who somebody is. Importers drop them and say so."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache

from config.kinds import DATA

MASK = "[…]"
"""Stands in a text for what was left out of it."""
_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[A-Za-z]{2,}")
_PHONE = re.compile(
    r"(?<![\d.,+])(?:(?:\+|00)32[ ./-]?(?:\(0\))?|0)(?:4\d{2}(?:[ ./-]?\d){6}|[1-9](?:[ ./-]?\d){7})(?![\d])"
)
_NATIONAL = re.compile(r"(?<!\d)(\d{2})[ .]?(\d{2})[ .]?(\d{2})[ .-]?(\d{3})[ .-]?(\d{2})(?!\d)")


@cache
def _known() -> dict[str, frozenset[str]]:
    """The lists of config/data/personal_columns.toml."""
    lists = tomllib.loads((DATA / "personal_columns.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}


def _words(header: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]


def personal_header(header: str) -> bool:
    """Whether the name of a column (Dutch or English) says that it holds personal data."""
    words, known = _words(header), _known()
    about_person = bool(known["person"].intersection(words) and known["detail"].intersection(words))
    return "_".join(words) in known["whole"] or bool(known["word"].intersection(words)) or about_person


def _national_number(match: re.Match[str]) -> bool:
    """A national number has a check on its last two digits; with a 2 in front for births from 2000 on."""
    digits = "".join(match.groups())
    month, day, first, check = int(digits[2:4]), int(digits[4:6]), digits[:9], int(digits[9:])
    plausible = month % 20 <= 12 and day <= 31
    return plausible and check in (97 - int(first) % 97, 97 - int("2" + first) % 97)


def personal_text(text: str) -> bool:
    """Whether a text holds an e-mail address, a Belgian telephone number or a national number."""
    if "@" in text and _EMAIL.search(text):
        return True
    return bool(_PHONE.search(text)) or any(map(_national_number, _NATIONAL.finditer(text)))


def masked(text: str) -> str:
    """The text with a sign in place of each e-mail address, Belgian telephone number and national number."""
    text = _EMAIL.sub(MASK, text) if "@" in text else text
    text = _NATIONAL.sub(lambda match: MASK if _national_number(match) else match[0], text)
    return _PHONE.sub(MASK, text)


def personal_values(texts: Iterable[str]) -> frozenset[str]:
    """Those of the texts that hold personal data. The usual case, none, is answered by one search."""
    distinct = list(set(texts))
    joined = "\n".join(distinct)
    if not ("@" in joined or _PHONE.search(joined) or _NATIONAL.search(joined)):
        return frozenset()
    return frozenset(filter(personal_text, distinct))


def personal_columns(header: Sequence[str], extra: Sequence[str], keep: Sequence[str]) -> tuple[str, ...]:
    """The columns that must not be read: by their name or by the mapping, unless the mapping keeps them."""
    return tuple(name for name in header if name not in keep and (name in extra or personal_header(name)))
