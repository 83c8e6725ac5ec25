"""What is filled in at /beheer: read field by field, all problems at once, nothing believed."""

from datetime import date
from typing import Any

import pytest

from config.kinds import NormUnit
from dashboard.web.manage.desk import asked_in
from dashboard.web.manage.values import Refused, Values


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("0,8", 0.8),
        ("0.8", 0.8),
        ("-3", -3.0),
        ("80", 80.0),
        ("1,5,5", None),
        ("1e5", None),
        ("٣", None),
        ("nan", None),
    ],
)
def test_a_number_has_one_comma_or_point(raw: str, number: float | None) -> None:
    values = Values({"n": raw})
    assert values.decimal("n") == (number or 0.0)
    assert ("n" in values.problems) == (number is None)


@pytest.mark.parametrize("raw", ["", "  ", None, 7, [], "x", "2.5", "-1", "1001", "٣", "9" * 30])
def test_a_whole_number_lies_within_its_bounds(raw: Any) -> None:
    values = Values({"n": raw})
    assert values.whole("n", 0, 1000) == 0
    assert set(values.problems) == {"n"}
    assert Values({"n": " 1000 "}).whole("n", 0, 1000) == 1000


def test_a_day_is_a_day_of_our_time() -> None:
    assert Values({"d": "2026-11-22"}).day_or_none("d") == date(2026, 11, 22)
    assert Values({"d": ""}).day("d", usual=date(2026, 1, 1)) == date(2026, 1, 1)
    for raw in ("22/11/2026", "2026-02-30", "0001-01-01", "9999-12-31"):
        values = Values({"d": raw})
        assert values.day_or_none("d") is None
        assert values.problems


def test_a_choice_is_one_of_those_offered() -> None:
    for raw in ("x", None, 3, {"a": 1}, "\0"):
        values = Values({"unit": raw})
        assert values.one_of("unit", NormUnit) in NormUnit
        assert values.problems
    values = Values({"services": ["1", "2", "1"], "others": ["1", 2], "text": "1"})
    assert values.several("services", {"1", "2"}) == ["1", "2"]
    assert values.several("others", {"1", "2"}) == values.several("text", {"1"}) == []
    assert set(values.problems) == {"others", "text"}


def test_all_problems_are_told_together() -> None:
    values = Values({"name": "x" * 9, "code": "a\x1bb"})
    assert (values.text("name", 5), values.text("code"), values.text("other", optional=True)) == ("", "", "")
    with pytest.raises(Refused) as caught:
        values.done()
    assert caught.value.problems == {
        "name": "Hoogstens 5 tekens.",
        "code": "Dit bevat een teken dat in geen enkele tekst bestaat.",
    }


def test_an_address_is_cut_to_length_and_says_one_thing_a_key() -> None:
    assert asked_in(f"?a=1&a=2&b={'x' * 999}") == {"a": "2", "b": "x" * 200}
    assert asked_in(None) == {}
