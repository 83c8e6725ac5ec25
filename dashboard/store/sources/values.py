"""What of a cell may stand in a message: dates, numbers and codes; of any other text only how long it is.

Messages are kept with the run, for people who may see no meldingen. A row in which cells moved up has a title, a name
or an address where a date is expected.
"""

import re
from functools import cache
from typing import Any

from babel.dates import get_day_names, get_month_names

from config.language import LANGUAGES, N_
from dashboard.store.sources.personal import personal_text

_OTHER = N_("(text of {n} characters)")
_SHORT = 3
_LONGEST_WRITTEN = 40
_ZONE = r"(?:[AaPp][Mm]|Z|UTC|[+-]\d{2}(?::?\d{2})?)?"
_TIME = rf"\d{{1,2}}[:h]\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?\s?{_ZONE}"
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{14})"
_MOMENT = re.compile(rf"{_DAY}(?:[T ]\s?{_TIME})?|{_TIME}")
_ONE = r"[-+]?(?:0|[1-9]\d{0,7})(?:[.,]\d{1,15})?"
_PLACE = re.compile(rf"(?:point)?\s*[(\[]?\s*{_ONE}(?:[,;\s]\s*{_ONE})?\s*[)\]]?", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)(?!.*[A-Za-z]{6})[A-Za-z0-9._/#:-]{1,20}")
_MOST_DIGITS = 8
"""Of a code without letters: more may be a telephone or national number."""
_WORD = re.compile(r"[^\W\d_]{1,20}(?:[-_][^\W\d_]{1,20})?")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def for_message(text: str, *, word: bool = False) -> Any:
    """A cell as a parameter of a message; `word` says that its column holds words of a list, so that one may stand."""
    line = " ".join(text.split())
    if len(line) <= _SHORT or _MOMENT.fullmatch(line) or _written(line):
        return line
    fits = _PLACE.fullmatch(line) or _coded(line) or (word and _WORD.fullmatch(line))
    return line if fits and not personal_text(line) else {"sentence": _OTHER, "n": len(line)}


def _coded(line: str) -> bool:
    """Whether it is a code: no words in it, and not digits only where they are many."""
    digits = sum(map(str.isdigit, line))
    return bool(_CODE.fullmatch(line)) and (digits <= _MOST_DIGITS or any(map(str.isalpha, line)))


def _written(line: str) -> bool:
    """Whether it is a date with the month in words."""
    tokens = [token.casefold() for token in _TOKEN.findall(line)]
    words = {token for token in tokens if not token.isdigit()}
    short = len(line) <= _LONGEST_WRITTEN and all(len(token) <= 4 for token in tokens if token.isdigit())
    return short and bool(words & _months()) and words <= _months() | _days()


@cache
def _months() -> frozenset[str]:
    return _names(get_month_names)


@cache
def _days() -> frozenset[str]:
    return _names(get_day_names)


def _names(of: Any) -> frozenset[str]:
    """Long and short names in each language of the application."""
    found = [of(width, locale=language) for width in ("wide", "abbreviated") for language in LANGUAGES]
    return frozenset(name.strip(".").casefold() for names in found for name in names.values())
