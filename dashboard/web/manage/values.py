"""What was filled in: data from outside, read field by field; every problem is kept with the field it belongs to."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from config.errors import InvalidInput
from config.language import N_, number, t
from config.plain import has_control, is_storable

E = TypeVar("E", bound=StrEnum)
YEARS = range(1990, 2100)
"""Years that a date in a form may name."""
LONGEST_LINE = 500
_EMPTY = N_("Fill this in.")
_LONG = N_("At most {n} characters.")
_MANY_LINES = N_("At most {n} lines.")
_SIGNS = N_("This holds a character that does not exist in any text.")
_NOT_WHOLE = N_("Write a whole number from {first} to {last}.")
_NOT_NUMBER = N_("Write a number, such as 0,8.")
_NOT_DAY = N_("{value} is not a date. Write it as 2026-11-22.")
_FAR_DAY = N_("Choose a year from {first} to {last}.")
_NO_CHOICE = N_("Choose one of the list.")


class Refused(InvalidInput):
    """A form that cannot be taken as it is; `problems` by the name of the field, in the reader's language."""

    message = N_("Look at the fields that are marked. Nothing was changed.")

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__()
        self.problems = dict(problems)


class Values:
    """The fields of one form. Readers return something harmless for what they refuse; `done` then raises."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        self.problems: dict[str, str] = {}

    def refuse(self, field: str, problem: str, **params: Any) -> None:
        """Note what is wrong with a field; its first problem is kept."""
        self.problems.setdefault(field, t(problem, **params))

    def done(self) -> None:
        """Raise Refused unless all was well."""
        if self.problems:
            raise Refused(self.problems)

    def text(self, name: str, longest: int = 200, *, optional: bool = False) -> str:
        """A text on one line."""
        raw = self._raw.get(name)
        text = raw.strip() if isinstance(raw, str) else ""
        if not text and not optional:
            self.refuse(name, _EMPTY)
        elif len(text) > longest:
            self.refuse(name, _LONG, n=longest)
        elif has_control(text) or not is_storable(text):
            self.refuse(name, _SIGNS)
        else:
            return text
        return ""

    def words(self, name: str, longest: int, *, optional: bool = False) -> str:
        """A text on any number of lines."""
        raw = self._raw.get(name)
        text = raw.strip() if isinstance(raw, str) else ""
        if not text and not optional:
            self.refuse(name, _EMPTY)
        elif len(text) > longest:
            self.refuse(name, _LONG, n=longest)
        elif any(map(has_control, text.splitlines())) or not is_storable(text):
            self.refuse(name, _SIGNS)
        else:
            return text
        return ""

    def lines(self, name: str, most: int = 50) -> list[str]:
        """Texts, each on a line of its own; empty lines do not count."""
        raw = self._raw.get(name)
        told = [line.strip() for line in raw.splitlines() if line.strip()] if isinstance(raw, str) else []
        if len(told) > most:
            self.refuse(name, _MANY_LINES, n=most)
        elif any(len(line) > LONGEST_LINE or has_control(line) or not is_storable(line) for line in told):
            self.refuse(name, _SIGNS)
        else:
            return told
        return []

    def whole(self, name: str, first: int, last: int) -> int:
        """A whole number within bounds."""
        text = self.text(name, 20)
        if text.isascii() and text.isdigit() and first <= int(text) <= last:
            return int(text)
        if text:
            self.refuse(name, _NOT_WHOLE, first=number(first), last=number(last))
        return first

    def decimal(self, name: str) -> float:
        """A number with a comma or a point."""
        text = self.text(name, 20)
        plain = text.replace(",", ".", 1)
        if plain.isascii() and plain.removeprefix("-").replace(".", "", 1).isdigit():
            return float(plain)
        if text:
            self.refuse(name, _NOT_NUMBER)
        return 0.0

    def day(self, name: str, *, usual: date) -> date:
        """A day; `usual` where nothing is filled in."""
        return self.day_or_none(name) or usual

    def day_or_none(self, name: str) -> date | None:
        """A day, or nothing."""
        text = self.text(name, 20, optional=True)
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            self.refuse(name, _NOT_DAY, value=text)
            return None
        if found.year not in YEARS:
            self.refuse(name, _FAR_DAY, first=YEARS[0], last=YEARS[-1])
            return None
        return found

    def choice(self, name: str, among: Collection[str], *, optional: bool = False) -> str:
        """One of some codes; '' for nothing when that is allowed."""
        text = self.text(name, optional=optional)
        if text and text not in among:
            self.refuse(name, _NO_CHOICE)
            return ""
        return text

    def one_of(self, name: str, kind: type[E]) -> E:
        """A member of an enum."""
        found = self.choice(name, [str(member) for member in kind])
        return kind(found) if found else next(iter(kind))

    def several(self, name: str, among: Collection[str]) -> list[str]:
        """Any number of some codes."""
        raw = self._raw.get(name) or []
        if isinstance(raw, list) and all(isinstance(code, str) and code in among for code in raw):
            return list(dict.fromkeys(raw))
        self.refuse(name, _NO_CHOICE)
        return []
