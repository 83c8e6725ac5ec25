"""Who may write a note, about which number."""

from datetime import UTC, datetime
from uuid import UUID

import pandas as pd
import pytest

from config.errors import Forbidden, InvalidInput
from config.kinds import Role
from dashboard.components.note_dialog import Said, history_list
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.notes import Beside
from dashboard.web.notes import Writer, beside, of_number, said, target_of
from queries.accounts import Grant, Person
from queries.filters import Reach

ACTOR = Actor(UUID(int=1), Role.RAADSLID)


def writer(*grants: Grant) -> Writer:
    return Writer.of(Person(UUID(int=1), "iemand", "Iemand", "nl", 1, grants), ACTOR)


SEAT = Grant(Role.RAADSLID, 7, (Reach(7),))
DIRECTOR = Grant(Role.ALGEMEEN_DIRECTEUR, 7, (Reach(6), Reach(7)))
ALDERMAN = Grant(Role.SCHEPEN, 7, (Reach(7, frozenset({1, 2})),))
ALL, GREEN = {"measure": "on_time", "service": 0}, {"measure": "on_time", "service": 1}


def test_the_role_that_gives_the_right_signs_the_note() -> None:
    assert writer(SEAT, DIRECTOR).actor.role == Role.ALGEMEEN_DIRECTEUR
    assert beside(writer(DIRECTOR), ALL) == Beside(7, "on_time", None)
    assert beside(writer(DIRECTOR), GREEN) == Beside(7, "on_time", 1)
    assert target_of(Beside(7, "on_time", None)) == ALL


def test_an_alderman_writes_of_own_services_only_whatever_else_they_may_see() -> None:
    for own in (writer(ALDERMAN), writer(SEAT, ALDERMAN)):
        assert beside(own, GREEN).service_id == 1
        for foreign in (ALL, GREEN | {"service": 3}):
            with pytest.raises(Forbidden):
                beside(own, foreign)


@pytest.mark.parametrize(
    "target", [None, "x", {}, ALL | {"measure": "x"}, ALL | {"measure": ["on_time"]}, ALL | {"service": True}]
)
def test_a_number_that_does_not_exist_has_no_note(target) -> None:
    with pytest.raises(InvalidInput):
        beside(writer(DIRECTOR), target)


def test_the_history_of_one_number_in_words() -> None:
    at = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    rows = [(7, None, "alle", at, "schepen"), (7, 1.0, "groen", at, "burgemeester"), (6, None, "oud", at, "schepen")]
    history = pd.DataFrame(rows, columns=["organisation_id", "service_id", "text", "written_at", "author_role"])
    assert said(of_number(history, Beside(7, "on_time", None))) == [Said("schepen", "16 nov 2026", "alle")]
    assert said(of_number(history, Beside(7, "on_time", 1))) == [Said("burgemeester", "16 nov 2026", "groen")]
    assert history_list([]) == []
    assert "weggehaald" in str(history_list([Said("schepen", "16 nov 2026", "")]))
