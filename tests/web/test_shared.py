"""Who asks the same at the same time gets the same, computed once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.web.shared import Shared


def test_who_asks_meanwhile_or_right_after_gets_the_same_answer() -> None:
    shared, computed, may_end = Shared(seconds=60), [], threading.Event()

    def compute() -> object:
        computed.append(threading.get_ident())
        may_end.wait(30)
        return object()

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(shared.answer, "key", compute) for _ in range(4)]
        may_end.set()
        answers = {one.result(30) for one in asked}
    assert len(answers) == len(computed) == 1
    assert shared.answer("key", compute) in answers
    assert shared.answer("another key", compute) not in answers


def test_an_old_answer_and_a_failure_are_not_kept() -> None:
    shared = Shared(seconds=60)
    with pytest.raises(ZeroDivisionError):
        shared.answer("key", lambda: 1 / 0)
    assert shared.answer("key", lambda: 2) == 2
    old = Shared(seconds=0)
    assert (old.answer("key", lambda: 1), old.answer("key", lambda: 2)) == (1, 2)
