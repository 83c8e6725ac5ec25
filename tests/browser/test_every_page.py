"""What holds for each page in each of its states, on a phone and wide."""

import pytest

from dashboard.jobs.demo.accounts import PASSWORD
from dashboard.web import cards
from tests.browser.states import MODULES, OPENINGS, READERS, SPEAKS_FOR_ALL, USUAL, State, address_of
from tests.browser.visiting import Size, Visit, log_in

NEEDS = {state.needs for state in (*USUAL, *(state for opening in OPENINGS for state in opening.states))}


@pytest.mark.parametrize("module", MODULES)
def test_accessible_and_within_the_screen(visit, monkeypatch, module: str):
    tab = visit(Size.PHONE, known=module not in READERS)
    if module in READERS:
        log_in(tab.page, READERS[module], PASSWORD)
    path = address_of(module, tab)
    tab.go(path)
    held = {need for need in NEEDS if tab.page.locator(need).count()}
    assert module != SPEAKS_FOR_ALL or held == NEEDS
    _go_through(tab, path, _possible(USUAL, module, held))
    for opening in OPENINGS:
        states = _possible(opening.states, module, held)
        if states:
            with monkeypatch.context() as patch:
                if opening.breaks:
                    patch.setattr(cards, "card_spec", _broken)
                _go_through(tab.resize(Size.PHONE).go(path + opening.search), path, states)


def _possible(states: tuple[State, ...], module: str, held: set[str]) -> list[State]:
    return [state for state in states if state.needs in held and (state.everywhere or module == SPEAKS_FOR_ALL)]


def _go_through(tab: Visit, path: str, states: list[State]) -> None:
    for state in states:
        state.reach(tab.resize(state.sizes[0]))
        for size in state.sizes:
            tab.resize(size).settle()
            assert tab.violations() == [], (path, state.name, size)
            assert tab.overflow() <= 0, (path, state.name, size)
        state.leave(tab)


def _broken(*_asked: object) -> None:
    raise RuntimeError("this card is broken on purpose")
