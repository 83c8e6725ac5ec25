"""Values as PostgreSQL can keep them: texts without NUL or half characters, and JSON of any value."""

from collections.abc import Mapping
from math import isfinite
from typing import Any
from unicodedata import category


def storable(value: str) -> str:
    """The text without NUL; half of a surrogate pair (a file name in an old encoding) becomes a question mark."""
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def is_storable(value: str) -> bool:
    """Whether the text can be kept, and asked for, as it is."""
    return storable(value) == value


def has_control(value: str) -> bool:
    """Whether the text holds a control character or half of a surrogate pair: nobody types those on purpose."""
    return any(category(sign) in ("Cc", "Cs") for sign in value)


def plain(value: Any) -> Any:
    """The value in terms of JSON: numbers of numpy become Python's, NaN becomes None, everything unknown its text."""
    if isinstance(value, Mapping):
        return {storable(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return float(value) if isfinite(value) else None
    return plain(value.item()) if hasattr(value, "item") else storable(str(value))
