"""Texts that a database can hold, and those that nobody types."""

import pytest

from config.plain import has_control, is_storable, storable


@pytest.mark.parametrize("value", ["a\0b", "\ud800"])
def test_what_no_database_can_hold_is_found_and_made_fit(value: str) -> None:
    assert not is_storable(value)
    assert is_storable(storable(value))


@pytest.mark.parametrize("value", ["", "Sint-Niklaas", "één\tcode", "\x1b", "🚁"])
def test_any_other_text_stays_as_it_is(value: str) -> None:
    assert is_storable(value)
    assert storable(value) == value


@pytest.mark.parametrize(("value", "holds"), [("an\0", True), ("a\x1b", True), ("\udfff", True), ("an.é 🚁", False)])
def test_control_characters_are_found(value: str, holds: bool) -> None:
    assert has_control(value) == holds
