"""Errors a person may see: a code, a message in their language, an HTTP status. Nothing else reaches a screen."""

from http import HTTPStatus
from typing import Any

from config.language import N_, t


class HelikopterError(Exception):
    """An expected failure. `message` is an English msgid with `{name}` places filled from `params`."""

    code = "error"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    message = N_("Something went wrong. Nothing was changed.")

    def __init__(self, message: str | None = None, **params: Any) -> None:
        self.message = message or type(self).message
        self.params = params
        super().__init__(self.message.format(**params) if params else self.message)

    def text(self, language: str | None = None) -> str:
        """The message in `language`, or in the current one."""
        return t(self.message, language, **self.params)


class InvalidInput(HelikopterError):
    """The person asked for something that cannot be."""

    code, status = "invalid_input", HTTPStatus.BAD_REQUEST
    message = N_("This input is not valid.")


class Unauthenticated(HelikopterError):
    """Nobody is logged in, or the session has ended."""

    code, status = "unauthenticated", HTTPStatus.UNAUTHORIZED
    message = N_("Please log in first.")


class Forbidden(HelikopterError):
    """The person may not see or do this."""

    code, status = "forbidden", HTTPStatus.FORBIDDEN
    message = N_("You do not have access to this.")


class NotFound(HelikopterError):
    """There is nothing here, or nothing this person may know of."""

    code, status = "not_found", HTTPStatus.NOT_FOUND
    message = N_("This page or item does not exist.")


class TooManyAttempts(HelikopterError):
    """Too many attempts in too short a time."""

    code, status = "too_many_attempts", HTTPStatus.TOO_MANY_REQUESTS
    message = N_("Too many attempts. Try again in {minutes} minutes.")


class TooManyRequests(HelikopterError):
    """Somebody asks more than others can share."""

    code, status = "too_many_requests", HTTPStatus.TOO_MANY_REQUESTS
    message = N_("You ask too much in a short time. Wait a minute and try again.")


class ImportRefused(HelikopterError):
    """A file that cannot be imported; nothing of it was kept."""

    code, status = "import_refused", HTTPStatus.UNPROCESSABLE_ENTITY
    message = N_("This file cannot be imported. Nothing was changed.")


class DatabaseUnavailable(HelikopterError):
    """The central database does not answer."""

    code, status = "database_unavailable", HTTPStatus.SERVICE_UNAVAILABLE
    message = N_("The central database cannot be reached. Nothing was lost. Try again in a moment.")
