from datetime import UTC, datetime
from itertools import pairwise
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from config.clock import FixedClock
from config.ids import derived_id, milliseconds_of, new_id, uuid7

MOMENTS = st.integers(0, 2**48 - 1)


@given(MOMENTS, st.integers(0, 2**74 - 1))
def test_layout_of_rfc_9562(milliseconds: int, random: int) -> None:
    made = uuid7(milliseconds, random)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == milliseconds
    assert (made.int >> 64 & 0xFFF) << 62 | made.int & (1 << 62) - 1 == random


@given(MOMENTS, st.text(max_size=20), st.text(max_size=20))
def test_a_derived_id_is_a_uuid7_that_is_always_the_same(milliseconds: int, source: str, key: str) -> None:
    made = derived_id(milliseconds, "stad", source, key)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == milliseconds
    assert made == derived_id(milliseconds, "stad", source, key)


def test_derived_ids_never_change_between_versions() -> None:
    """A public link holds this id: another outcome of the same parts would break every link there is."""
    assert derived_id(1_700_000_000_000, "lokeren", "meldpunt", "2023-1") == UUID(
        "018bcfe5-6800-71cd-bd76-d1352e3c31fb"
    )


def test_different_keys_give_different_ids() -> None:
    made = {derived_id(0, "stad", "bron", key) for key in range(10_000)}
    assert len(made) == 10_000


def test_ids_sort_by_the_moment_they_were_made() -> None:
    moments = [datetime(2026, 11, 22, 13, 32, 0, millis * 1000, tzinfo=UTC) for millis in range(0, 1000, 7)]
    made = [new_id(FixedClock(moment)) for moment in moments]
    assert all(earlier < later for earlier, later in pairwise(made))
    assert [one.int >> 80 for one in made] == [milliseconds_of(moment) for moment in moments]


def test_two_ids_of_the_same_moment_differ(clock: FixedClock) -> None:
    assert len({new_id(clock) for _ in range(1_000)}) == 1_000
