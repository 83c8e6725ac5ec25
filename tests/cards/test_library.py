"""Every card can be named, and a name leads to one card."""

import pytest

from config.errors import NotFound
from dashboard.cards.library import CARDS, named


def test_each_card_has_a_name_of_its_own() -> None:
    names = [f"{page}/{card.id}" for page, cards in CARDS.items() for card in cards]
    assert len(set(names)) == len(names)
    assert [named(name) for name in names] == [card for cards in CARDS.values() for card in cards]


@pytest.mark.parametrize("name", ["", "meldingen", "meldingen/", "nothing/stock", "meldingen/nothing"])
def test_another_name_leads_nowhere(name: str) -> None:
    with pytest.raises(NotFound):
        named(name)
