"""One JSON text for equal values, also after they lay in jsonb: a hash of it says whether anything changed."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID


def normal(value: Any) -> Any:
    """A value as JSON has it: whole numbers without a point, nothing for what is no number, ids and moments as text.

    Raises TypeError for what JSON cannot hold.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _number(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {str(key): normal(one) for key, one in value.items()}
        case list() | tuple():
            return [normal(one) for one in value]
    if hasattr(value, "item"):  # a number of NumPy
        return normal(value.item())
    raise TypeError(f"JSON has no {type(value).__name__}")


def _number(value: float) -> float | int | None:
    """jsonb writes 1e+16 out in full, so such a number comes back as a whole one."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def canonical(value: Any) -> str:
    """The one text: keys in order, no spaces."""
    return json.dumps(normal(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def hash_of(value: Any) -> str:
    """SHA-256 of that text, in hexadecimal digits."""
    return sha256(canonical(value).encode()).hexdigest()
