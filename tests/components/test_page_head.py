"""Up to when the data goes, in words."""

from datetime import UTC, datetime

import pytest

from dashboard.components.page_head import Freshness, as_of_words, freshness_words, tab_title

NOW = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
ZONE = "Europe/Brussels"


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (datetime(2026, 11, 22, 13, 32, tzinfo=UTC), "Gegevens tot 14:32"),
        (datetime(2026, 11, 21, 23, 10, tzinfo=UTC), "Gegevens tot 00:10"),
        (datetime(2026, 11, 21, 22, 10, tzinfo=UTC), "Gegevens tot 21 nov 2026 23:10"),
        (None, "Nog geen gegevens"),
    ],
)
def test_today_needs_no_date(as_of, said):
    assert as_of_words(Freshness(as_of, (), ZONE), NOW) == said


def test_a_late_source_is_named_in_words():
    shown = str(freshness_words(Freshness(NOW, ("Meldpunt",), ZONE), NOW))
    assert "Te laat: Meldpunt" in shown
    assert "icon-attention" in shown


def test_a_tab_names_page_and_product():
    assert tab_title("Accessibility") == "Toegankelijkheid · Helikopterview"
