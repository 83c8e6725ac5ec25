"""What is wrong with the details of an event, in a sentence: the same for an import and for a click."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.geometry import is_geometry
from config.language import N_
from config.payloads import Field, Form, decisions, payloads

MISSING = N_("Line {line}: {kind} does not tell {field}. Nothing was changed.")
UNKNOWN = N_("Line {line}: {kind} tells {field}, which does not belong there. Nothing was changed.")
UNFIT = N_("Line {line}: {kind} tells {field} in a form that cannot be read: {value}. Nothing was changed.")
NO_CODE = N_("Line {line}: {kind} tells an unknown {field}: {value}. Nothing was changed.")
NO_PSEUDONYM = N_(
    "Line {line}: {kind} tells in {field} what is no pseudonym (letters, digits, - and _, with at least one digit). "
    "Nothing was changed."
)
_PSEUDONYM = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{2,128}")
_MOST = 2**31


@dataclass(frozen=True)
class Problem:
    """Why details cannot be kept: an English sentence of the catalogue and its parameters, but for the line."""

    sentence: str
    params: dict[str, Any]


def problem(kind: str, details: Mapping[str, Any], columns: Collection[str] = ()) -> Problem | None:
    """What is wrong with the details of an event and the columns told beside them; None when all is well."""
    fields = {field.name: field for field in payloads().get(kind) or decisions().get(kind, ())}
    for name, field in fields.items():
        told = name in (columns if field.form is Form.COLUMN else details)
        if field.required and not told:
            return Problem(MISSING, {"kind": kind, "field": name})
    for name in columns:
        if name not in fields or fields[name].form is not Form.COLUMN:
            return Problem(UNKNOWN, {"kind": kind, "field": name})
    for name, value in details.items():
        if name not in fields or fields[name].form is Form.COLUMN:
            return Problem(UNKNOWN, {"kind": kind, "field": name})
        if (sentence := _fault(fields[name], value)) is not None:
            return Problem(sentence, {"kind": kind, "field": name, "value": str(value)[:80]})
    return None


def is_pseudonym(value: Any) -> bool:
    """Whether a text can be the pseudonym of a person; a name or an address cannot."""
    return isinstance(value, str) and _PSEUDONYM.fullmatch(value) is not None


def _fault(field: Field, value: Any) -> str | None:
    """The sentence that says what is wrong with a value, or None."""
    if not _FORMS[field.form](value):
        return UNFIT
    if field.form is Form.PSEUDONYMS and not all(map(is_pseudonym, value)):
        return NO_PSEUDONYM
    codes = [value] if field.form is Form.CODE else list(value) if field.form in (Form.CODES, Form.AMOUNTS) else []
    return NO_CODE if field.codes is not None and any(code not in field.codes for code in codes) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and isinstance(value, int) and 0 <= value < _MOST


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value and "1900" <= value < "2300"
    except ValueError:
        return False


def _each(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(check, value))


_FORMS: dict[Form, Callable[[Any], bool]] = {
    Form.TEXT: _is_text,
    Form.WHOLE: _is_whole,
    Form.NUMBER: _is_number,
    Form.BOOLEAN: lambda value: isinstance(value, bool),
    Form.DATE: _is_date,
    Form.CODE: _is_key,
    Form.CODES: _each(_is_key),
    Form.AMOUNTS: lambda value: isinstance(value, dict) and all(map(_is_number, value.values())),
    Form.PSEUDONYMS: _each(_is_text),
    Form.REFERENCE: _is_key,
    Form.REFERENCES: _each(_is_key),
    Form.GEOMETRY: is_geometry,
}
