"""What holds for each page in each of its states, wide and on a phone."""

import pytest

from dashboard.web import cards
from tests.browser.states import CASES, State, paths
from tests.browser.visiting import Size


@pytest.mark.parametrize(("state", "size"), CASES, ids=[f"{state.name}-{size}" for state, size in CASES])
def test_accessible_and_within_the_screen(visit, monkeypatch, state: State, size: Size):
    if state.breaks:
        monkeypatch.setattr(cards, "card_spec", _broken)
    tab, reached = visit(size), []
    for path in paths():
        if state.reach(tab.go(path + state.search)):
            tab.settle()
            reached.append(path)
            assert tab.violations() == [], path
            assert tab.overflow() <= 0, path
    assert "/meldingen" in reached


def _broken(*_asked: object) -> None:
    raise RuntimeError("this card is broken on purpose")
