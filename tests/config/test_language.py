from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config import language
from config.language import (
    catalogue,
    current_language,
    day,
    moment,
    number,
    percent,
    set_language,
    t,
    use_language,
)


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of catalogue parts, in place of our own."""
    monkeypatch.setattr(language, "PARTS", tmp_path)
    catalogue.cache_clear()
    yield tmp_path
    catalogue.cache_clear()


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (48614, 0, "48.614", "48,614"),
        (7.24, 1, "7,2", "7.2"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (-3, 0, "−3", "−3"),
        (-0.04, 1, "0,0", "0.0"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers(value: float, decimals: int, nl: str, en: str) -> None:
    assert number(value, "nl", decimals) == nl
    assert number(value, "en", decimals) == en


def test_signed_numbers_have_a_plus_or_a_real_minus() -> None:
    assert [number(value, "nl", signed=True) for value in (12, -12, 0)] == ["+12", "−12", "0"]


def test_a_percentage_has_a_narrow_space_that_does_not_break() -> None:
    assert percent(0.749, "nl") == "74,9\u202f%"
    assert percent(0.749, "en", 0) == "75\u202f%"
    assert percent(-0.021, "nl") == "−2,1\u202f%"


def test_days_and_moments() -> None:
    assert day(date(2026, 11, 22), "nl") == "22 nov 2026"
    assert day(date(2026, 3, 1), "nl", year=False) == "1 mrt"
    assert day(date(2026, 3, 1), "en") == "1 Mar 2026"
    assert moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "Europe/Brussels", "nl") == "2 jul 2026 00:30"


def test_dutch_is_the_language_until_another_is_chosen() -> None:
    assert current_language() == "nl"
    with use_language("en"):
        assert current_language() == "en"
        with use_language("fr"):
            assert current_language() == "nl"
        assert current_language() == "en"
    assert current_language() == "nl"
    set_language("tlh")
    assert current_language() == "nl"


def test_a_sentence_is_filled_after_it_is_translated() -> None:
    assert t("{value} is not a date. Write it as 2026-11-22.", "nl", value="gisteren").startswith("gisteren is geen")
    assert t("{value} is not a date. Write it as 2026-11-22.", "en", value="{x}").startswith("{x} is not")
    assert t("A sentence {nobody} translated", "nl", nobody="we") == "A sentence we translated"


def test_parts_become_one_catalogue(parts: Path) -> None:
    (parts / "a.po").write_text('msgid "Yes"\nmsgstr "Ja"\n\nmsgid "Empty"\nmsgstr ""\n')
    (parts / "b.po").write_text('msgid "Yes"\nmsgstr "Ja"\n\nmsgid "No"\nmsgstr "Neen"\n')
    assert catalogue() == {"Yes": "Ja", "No": "Neen"}


def test_one_sentence_in_two_translations_is_an_error(parts: Path) -> None:
    (parts / "a.po").write_text('msgid "No"\nmsgstr "Nee"\n')
    (parts / "b.po").write_text('msgid "No"\nmsgstr "Neen"\n')
    with pytest.raises(ValueError, match=r"b\.po: 'No'"):
        catalogue()
