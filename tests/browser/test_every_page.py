"""What holds for each page in each of its states, wide and on a phone."""

import pytest

from dashboard.web import cards
from tests.browser.states import MODULES, OPENINGS, SPEAKS_FOR_ALL, USUAL, State, address_of
from tests.browser.visiting import Size, Visit


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("module", MODULES)
def test_accessible_and_within_the_screen(visit, monkeypatch, module: str, size: Size):
    tab = visit(size)
    path = address_of(module, tab)
    tab.go(path)
    held = {need for need in _needs(size) if tab.page.locator(need).count()}
    assert module != SPEAKS_FOR_ALL or held == _needs(size)
    _go_through(tab, path, _possible(USUAL, module, size, held))
    for opening in OPENINGS:
        states = _possible(opening.states, module, size, held)
        if states:
            with monkeypatch.context() as patch:
                if opening.breaks:
                    patch.setattr(cards, "card_spec", _broken)
                _go_through(tab.go(path + opening.search), path, states)


def _needs(size: Size) -> set[str]:
    states = (*USUAL, *(state for opening in OPENINGS for state in opening.states))
    return {state.needs for state in states if size in state.sizes}


def _possible(states: tuple[State, ...], module: str, size: Size, held: set[str]) -> list[State]:
    here = [state for state in states if state.everywhere or module == SPEAKS_FOR_ALL]
    return [state for state in here if size in state.sizes and state.needs in held]


def _go_through(tab: Visit, path: str, states: list[State]) -> None:
    for state in states:
        state.reach(tab)
        tab.settle()
        assert tab.violations() == [], (path, state.name)
        assert tab.overflow() <= 0, (path, state.name)
        state.leave(tab)


def _broken(*_asked: object) -> None:
    raise RuntimeError("this card is broken on purpose")
