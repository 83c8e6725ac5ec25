"""What holds for each page in each of its states, wide and on a phone."""

import pytest

from dashboard.web import cards
from tests.browser.states import CASES, State
from tests.browser.visiting import Size


@pytest.mark.parametrize(("state", "size"), CASES, ids=[f"{state.name}-{size}" for state, size in CASES])
def test_accessible_and_within_the_screen(visit, inventory, monkeypatch, state: State, size: Size):
    if state.breaks:
        monkeypatch.setattr(cards, "card_spec", _broken)
    having = [path for path, held in inventory.items() if state.needs in held]
    assert having
    for path in having:
        tab = visit(size).go(path + state.search)
        state.reach(tab)
        tab.settle()
        assert tab.violations() == [], path
        assert tab.overflow() <= 0, path


def _broken(*_asked: object) -> None:
    raise RuntimeError("this card is broken on purpose")
