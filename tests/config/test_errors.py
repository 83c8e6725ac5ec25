from http import HTTPStatus

import pytest

from config.errors import (
    DatabaseUnavailable,
    Forbidden,
    HelikopterError,
    ImportRefused,
    InvalidInput,
    NotFound,
    TooManyAttempts,
    Unauthenticated,
)
from config.language import use_language
from dashboard.store.migrate import SchemaMismatch
from queries.db import TooSlow

STATUSES = {
    InvalidInput: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    ImportRefused: 422,
    TooManyAttempts: 429,
    DatabaseUnavailable: 503,
    HelikopterError: 500,
    SchemaMismatch: 500,
    TooSlow: 500,
}


@pytest.mark.parametrize("kind", STATUSES)
def test_each_kind_has_its_status_and_its_own_code(kind: type[HelikopterError]) -> None:
    assert kind.status == HTTPStatus(STATUSES[kind])
    assert [other for other in STATUSES if other.code == kind.code] == [kind]


def test_the_message_speaks_the_readers_language() -> None:
    error = TooManyAttempts(minutes=15)
    assert error.text("en") == "Too many attempts. Try again in 15 minutes."
    assert error.text("nl") == "Te veel pogingen. Probeer opnieuw over 15 minuten."
    with use_language("en"):
        assert error.text() == error.text("en")


def test_an_error_can_say_something_of_its_own() -> None:
    error = NotFound("There is no {what}.", what="x")
    assert str(error) == error.text("en") == "There is no x."
    assert NotFound().text("en") == "This page or item does not exist."
