"""What is wrong with a mapping file, in one sentence: the file, the key, and what is allowed there."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from config.errors import ImportRefused
from config.language import N_

_CUSTOM = "mapping"
_EXPECTED = {
    "string_type": N_("{file}: {key} must be a text, not {value}."),
    "int_type": N_("{file}: {key} must be a whole number, not {value}."),
    "int_parsing": N_("{file}: {key} must be a whole number, not {value}."),
    "float_type": N_("{file}: {key} must be a number, not {value}."),
    "float_parsing": N_("{file}: {key} must be a number, not {value}."),
    "bool_type": N_("{file}: {key} must be true or false, not {value}."),
    "bool_parsing": N_("{file}: {key} must be true or false, not {value}."),
    "tuple_type": N_("{file}: {key} must be a list, not {value}."),
    "dict_type": N_("{file}: {key} must be a table, not {value}."),
    "model_type": N_("{file}: {key} must be a table, not {value}."),
}
ONE_OF = N_("{file}: {key} is {value}. Allowed: {allowed}.")
_UNKNOWN = N_("{file}: the key {key} is not known. Allowed here: {allowed}.")
_MISSING = N_("{file}: the key {key} is missing.")
_OTHER = N_("{file}: the value of {key} is not allowed: {value}. See docs/import.md.")


def bad(message: str, **params: Any) -> PydanticCustomError:
    """An error of our own for a validator to raise; `message` is a msgid with {file} and {key}."""
    shown = {name: _list(value) for name, value in params.items()}
    return PydanticCustomError(_CUSTOM, "{message}", {"message": message, "params": shown})


def _list(value: Any) -> str:
    many = isinstance(value, Sequence) and not isinstance(value, str)
    return ", ".join(map(str, value)) if many else str(value)


def explained(error: ValidationError, file: str, tables: Mapping[str, type[BaseModel]]) -> ImportRefused:
    """The first thing that is wrong, as an error to show. `tables`: the models by name of their table."""
    details = error.errors(include_url=False)[0]
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in details["loc"]) or file
    shown = repr(details["input"])[:80]
    message, params = _worded(details, tables)
    return ImportRefused(message, **({"file": file, "key": key, "value": shown} | params))


def _worded(details: ErrorDetails, tables: Mapping[str, type[BaseModel]]) -> tuple[str, dict[str, Any]]:
    kind, context = details["type"], details.get("ctx", {})
    if kind == _CUSTOM:
        return context["message"], context["params"]
    if kind == "extra_forbidden":
        table = str(details["loc"][0]) if len(details["loc"]) > 1 else ""
        return _UNKNOWN, {"allowed": ", ".join(tables[table].model_fields)}
    if kind == "missing":
        return _MISSING, {}
    if "expected" in context:
        return ONE_OF, {"allowed": str(context["expected"]).replace("'", "").replace(" or ", ", ")}
    return _EXPECTED.get(kind, _OTHER), {}
