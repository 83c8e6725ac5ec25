"""Numbers of decisions as municipalities write them: `2024_GR_00086`, `2024/GR/86`, `2024 gr 0086` are one number."""

import re

LONGEST = 60
_PARTS = re.compile(r"[0-9]+|[^\W\d_]+|[^\s]")
_BETWEEN = frozenset("_/\\.-‐‑‒–—")
_IN_TITLE = re.compile(r"\s*([0-9]{4}[_/.-][0-9A-Za-z_/.-]*[0-9])\s*(?:[-–—:]\s|$)")
_DAY_OR_YEARS = re.compile(r"[0-9]{4}[_/.-]([0-9]{1,2}[_/.-][0-9]{1,2}|[0-9]{4})")
_LONG_WORD = re.compile(r"[^\W\d_]{7,}")


def same_number(one: str, other: str) -> bool:
    """Whether two texts are one number: capitals, spaces, strokes, points, dashes and leading zeros make no difference.

    Where one begins and the next part ends does: `2024/1/12` is not `2024/11/2`. Texts without a digit never are.
    """
    parts = number_key(one)
    return parts is not None and parts == number_key(other)


def number_key(text: str) -> tuple[str, ...] | None:
    """What two ways of writing one number have in common; None for a text that is no number."""
    if len(text) > LONGEST:
        return None
    parts = [part for part in _PARTS.findall(text) if part not in _BETWEEN]
    key = tuple(part.lstrip("0") or "0" if part.isascii() and part.isdigit() else part.casefold() for part in parts)
    return key if any(part.isascii() and part.isdigit() for part in key) else None


def written_number(text: str) -> str | None:
    """A field that should hold a number, when it does: some suppliers put a sentence in the same field."""
    words = " ".join(text.split())
    return words if number_key(words) and not _LONG_WORD.search(words) else None


def number_in_title(title: str) -> str | None:
    """The number with which a title begins, as in `2024_GR_00086 - Heraanleg`: a year and more.

    `12.` is a place in the agenda, `2024-05-13` a day, `2023-2024` two years.
    """
    found = _IN_TITLE.match(title[: 2 * LONGEST])
    return found[1] if found and number_key(found[1]) and not _DAY_OR_YEARS.fullmatch(found[1]) else None
