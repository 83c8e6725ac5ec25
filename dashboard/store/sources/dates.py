"""Dates of a file, read column by column: several formats, a time zone, and what could not be read.

Formats of fixed width (`%d/%m/%Y %H:%M`) are read by slicing a matrix of characters, some forty times faster than
`strptime`; values in another shape (`1/7/2024`, month names, offsets) take the slower road once per distinct text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from babel.dates import get_month_names

from config.clock import LocalState, to_utc

EXCEL = "excel"
"""Pseudo format: days since 1899-12-30 as a number, as Excel keeps dates."""
ISO = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
SECOND = "datetime64[s]"
NAT = np.datetime64("NaT", "s")
_WIDTHS = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
_KNOWN = set("YmdHMSyBbfzIpjaA%")
_ZERO = ord("0")


@dataclass(frozen=True)
class Parsed:
    """One column of dates, as wall-clock seconds (`datetime64[s]`, NaT where empty or unreadable).

    `zoned`: the text had its own offset and `wall` is UTC already. `day_only`: the text had no time of day.
    """

    wall: np.ndarray
    unreadable: np.ndarray
    day_only: np.ndarray
    zoned: np.ndarray


@dataclass(frozen=True)
class Localised:
    """Instants as UTC `datetime64[s]`, and which wall-clock times were not unique in their time zone."""

    instant: np.ndarray
    ambiguous: np.ndarray
    nonexistent: np.ndarray


@dataclass(frozen=True)
class _Fixed:
    """A format of fixed width: where each number and each separator stands."""

    width: int
    numbers: tuple[tuple[str, int, int], ...]
    literals: tuple[tuple[int, int], ...]


def is_format(text: str) -> bool:
    """Whether `text` is a date format with at least year, month and day, or 'excel'."""
    codes = re.findall(r"%(.)", text)
    whole = {"d", "m"} <= set(codes) or {"d", "b"} <= set(codes) or {"d", "B"} <= set(codes) or "j" in codes
    return text == EXCEL or (whole and bool({"Y", "y"} & set(codes)) and set(codes) <= _KNOWN)


@lru_cache(maxsize=64)
def _fixed(form: str) -> _Fixed | None:
    numbers, literals, at, place = [], [], 0, 0
    while at < len(form):
        if form[at] == "%":
            code = form[at + 1]
            if code not in _WIDTHS:
                return None
            numbers.append((code, place, _WIDTHS[code]))
            place, at = place + _WIDTHS[code], at + 2
        else:
            literals.append((place, ord(form[at])))
            place, at = place + 1, at + 1
    whole = {"Y", "m", "d"} <= {code for code, _, _ in numbers}
    return _Fixed(place, tuple(numbers), tuple(literals)) if whole else None


def has_time(form: str) -> bool:
    """Whether a format tells the time of day."""
    return form == EXCEL or "%H" in form or "%I" in form


def _matrix(texts: Sequence[str], width: int) -> np.ndarray:
    """Code points, one row a text; one column more than `width`, so that a longer text shows."""
    return np.array(texts, dtype=f"U{width + 1}").view(np.uint32).reshape(len(texts), width + 1)


def _numbers(matrix: np.ndarray, fixed: _Fixed) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The numbers in each row, and which rows have the shape of the format."""
    good = matrix[:, fixed.width] == 0
    for place, character in fixed.literals:
        good &= matrix[:, place] == character
    found = {}
    for code, start, length in fixed.numbers:
        digits = matrix[:, start : start + length].astype(np.int64) - _ZERO
        good &= ((digits >= 0) & (digits <= 9)).all(axis=1)
        found[code] = digits @ (10 ** np.arange(length - 1, -1, -1))
    return found, good


def _compose(numbers: dict[str, np.ndarray], good: np.ndarray) -> np.ndarray:
    """Numbers to `datetime64[s]`; NaT where there is no such day or time."""
    year, month, day = (np.where(good, numbers[code], 1) for code in "Ymd")
    hour, minute, second = (np.where(good, numbers.get(code, np.zeros_like(year)), 0) for code in "HMS")
    good = good & (year >= 1) & (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60) & (second < 60)
    months = ((np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    good &= (day >= 1) & (days.astype("datetime64[M]") == months)
    return np.where(good, days.astype(SECOND) + (hour * 3600 + minute * 60 + second), NAT)


def _by_slicing(texts: Sequence[str], form: str) -> np.ndarray:
    fixed = _fixed(form)
    if fixed is None:
        return np.full(len(texts), NAT)
    return _compose(*_numbers(_matrix(texts, fixed.width), fixed))


def _by_strptime(texts: Sequence[str], form: str) -> np.ndarray:
    if form == EXCEL:
        days = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(dtype=float)
        known = np.isfinite(days) & (np.abs(days) < 3e6)
        seconds = np.rint(np.where(known, days, 0) * 86_400).astype(np.int64)
        return np.where(known, np.datetime64("1899-12-30", "s") + seconds, NAT)
    if "%z" in form:
        texts = [_UTC_NAME.sub("+0000", text) for text in texts]
    if "%B" in form or "%b" in form:
        texts = [_in_english(text) for text in texts]
    parsed = pd.to_datetime(pd.Series(texts, dtype=object), format=form, errors="coerce", utc="%z" in form)
    return (parsed.dt.tz_localize(None) if "%z" in form else parsed).to_numpy().astype(SECOND)


_UTC_NAME = re.compile(r"\b(?:UTC|GMT)$")
_WORD = re.compile(r"[^\W\d_]+\.?")


def _in_english(text: str) -> str:
    """The text with the names of Dutch months as those of English ones, which are what the formats know."""
    return _WORD.sub(lambda word: _months().get(word[0].casefold().rstrip("."), word[0]), text)


@lru_cache(maxsize=1)
def _months() -> dict[str, str]:
    """English names by Dutch ones, long and short."""
    names = [(get_month_names(w, locale="nl"), get_month_names(w, locale="en")) for w in ("wide", "abbreviated")]
    return {dutch[n].casefold(): english[n] for dutch, english in names for n in range(1, 13)}


def _slowly(texts: np.ndarray, formats: Sequence[str], out: Parsed, todo: np.ndarray) -> None:
    """Fill what slicing left, once per distinct text."""
    codes, distinct = pd.factorize(texts[todo])
    wall = np.full(len(distinct), NAT)
    used = np.full(len(distinct), -1)
    for number, form in enumerate(formats):
        left = np.flatnonzero(np.isnat(wall))
        if left.size:
            wall[left] = _by_strptime([distinct[at] for at in left], form)
            used[left[~np.isnat(wall[left])]] = number
    _note(out, todo, wall[codes], used[codes], formats)


def _note(out: Parsed, rows: np.ndarray, wall: np.ndarray, used: np.ndarray, formats: Sequence[str]) -> None:
    out.wall[rows] = wall
    out.day_only[rows] = np.isin(used, [n for n, form in enumerate(formats) if not has_time(form)])
    out.zoned[rows] = np.isin(used, [n for n, form in enumerate(formats) if "%z" in form])
    out.unreadable[rows] = np.isnat(wall)


def parse(texts: np.ndarray, formats: Sequence[str]) -> Parsed:
    """Read a column of trimmed texts; formats are tried in their order, an empty text gives NaT."""
    size = len(texts)
    out = Parsed(np.full(size, NAT), *(np.zeros(size, dtype=bool) for _ in range(3)))
    todo = np.flatnonzero(texts != "")
    for number, form in enumerate(formats):
        if todo.size:
            wall = _by_slicing(texts[todo].tolist(), form)
            hit = ~np.isnat(wall)
            _note(out, todo[hit], wall[hit], np.full(hit.sum(), number), formats)
            todo = todo[~hit]
    if todo.size:
        _slowly(texts, formats, out, todo)
    return out


def localise(parsed: Parsed, zone: str, *, second: bool = False) -> Localised:
    """Wall-clock times in `zone` to instants; an ambiguous one is its first occurrence unless `second`."""
    walls = pd.DatetimeIndex(np.where(parsed.zoned, NAT, parsed.wall))
    known = ~np.isnat(walls.to_numpy())
    unique = walls.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    instant = _utc(unique)
    unsure = known & np.isnat(instant)
    result = Localised(instant, np.zeros(len(walls), dtype=bool), np.zeros(len(walls), dtype=bool))
    for at in np.flatnonzero(unsure).tolist():
        _resolve(result, at, walls[at].to_pydatetime(), zone, second=second)
    result.instant[parsed.zoned] = parsed.wall[parsed.zoned]
    return result


def _utc(index: pd.DatetimeIndex) -> np.ndarray:
    return np.array(index.tz_convert("UTC").tz_localize(None).to_numpy().astype(SECOND))


def _resolve(result: Localised, at: int, wall: datetime, zone: str, *, second: bool) -> None:
    read = to_utc(wall, zone)
    instant = read.instant
    if read.state is LocalState.AMBIGUOUS:
        result.ambiguous[at] = True
        if second:
            instant = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    else:
        result.nonexistent[at] = True
    result.instant[at] = np.datetime64(instant.replace(tzinfo=None), "s")
