"""Equal values have one JSON text, also after they lay in a database as jsonb."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.canonical import canonical, hash_of, normal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def as_jsonb(told: str) -> object:
    """What jsonb makes of it: numbers written out in full, keys in an order of its own."""

    def number(text: str) -> float | int:
        full = format(Decimal(text), "f")
        return float(full) if "." in full else int(full)

    return json.loads(told, parse_float=number, object_pairs_hook=lambda pairs: dict(reversed(pairs)))


@given(VALUES)
def test_a_text_is_the_same_after_a_round_through_the_database(value: object) -> None:
    told = canonical(value)
    assert canonical(json.loads(told)) == told
    assert hash_of(as_jsonb(told)) == hash_of(value)


def test_the_order_of_keys_and_the_way_a_number_is_written_say_nothing() -> None:
    assert canonical({"b": 1.0, "a": (np.int64(2), np.float64(0.5))}) == '{"a":[2,0.5],"b":1}'
    assert hash_of({"a": 1}) != hash_of({"a": 2})


def test_days_moments_and_ids_are_texts_and_no_number_is_nothing() -> None:
    moment = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
    told = normal([date(2026, 11, 22), moment, UUID(int=7), float("nan")])
    assert told == ["2026-11-22", "2026-11-22T13:32:00+00:00", "00000000-0000-0000-0000-000000000007", None]


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        canonical({"a": {1, 2}})
