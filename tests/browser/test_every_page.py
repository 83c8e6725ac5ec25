"""What holds for each page in each of its states, wide and on a phone."""

import pytest

from dashboard.web import cards
from tests.browser.states import OPENINGS, Opening, State
from tests.browser.visiting import Size, Visit


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("opening", OPENINGS, ids=[opening.name for opening in OPENINGS])
def test_accessible_and_within_the_screen(visit, inventory, monkeypatch, opening: Opening, size: Size):
    if opening.breaks:
        monkeypatch.setattr(cards, "card_spec", _broken)
    states = [state for state in opening.states if size in state.sizes]
    reached: set[State] = set()
    for path, held in inventory.items():
        possible = [state for state in states if state.needs in held and (state.everywhere or state not in reached)]
        if possible:
            _go_through(visit(size).go(path + opening.search), path, possible)
            reached.update(possible)
    assert reached == set(states)


def _go_through(tab: Visit, path: str, states: list[State]) -> None:
    for state in states:
        state.reach(tab)
        tab.settle()
        assert tab.violations() == [], (path, state.name)
        assert tab.overflow() <= 0, (path, state.name)
        state.leave(tab)


def _broken(*_asked: object) -> None:
    raise RuntimeError("this card is broken on purpose")
