"""One answer to each failure: a page for a person, JSON for a callback, never a traceback; the id leads to the log."""

from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Flask, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound, TooManyRequests, Unauthenticated
from config.language import N_, t
from config.logs import request_id

log = structlog.get_logger(__name__)
STALE = N_("This page was open for too long. Load it again.")
TOO_LARGE = N_("This is too large to be sent.")
TITLES = {
    HTTPStatus.FORBIDDEN: N_("No access"),
    HTTPStatus.NOT_FOUND: N_("Not found"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("The database cannot be reached"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Something went wrong"),
}
RETRY_SECONDS = "10"


@dataclass(frozen=True)
class Problem:
    """What is told of a failure."""

    status: int
    code: str
    text: str

    @property
    def title(self) -> str:
        fallback = N_("This is not possible")
        return t(TITLES[HTTPStatus(self.status)] if self.status in TITLES else fallback)


def install(server: Flask) -> None:
    """Answer every exception; Dash's own two (no update, unknown file) keep their handlers."""
    server.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """The response to any exception that a request ended with."""
    if isinstance(error, Unauthenticated) and wants_page():
        return redirect(url_for("sign_in.login", next=request.full_path.rstrip("?")))
    problem = as_problem(error)
    write_down(error, problem)
    response = as_page(problem) if wants_page() else as_json(problem)
    response.headers["X-Request-ID"] = request_id.get()
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def write_down(error: Exception, problem: Problem) -> None:
    """Expected failures on our side get a line in the log, unexpected ones their traceback."""
    if problem.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    if isinstance(error, HelikopterError):
        log.warning("request failed", code=problem.code, cause=repr(error.__cause__))
    else:
        log.error("request failed", code=problem.code, exc_info=error)


def as_problem(error: Exception) -> Problem:
    """An expected failure says what it is; of any other only that there was one."""
    if isinstance(error, HelikopterError):
        return Problem(int(error.status), error.code, error.text())
    if isinstance(error, HTTPException) and error.code is not None:
        expected = _of_http(error.code)
        return Problem(error.code, expected.code, expected.text())
    unexpected = HelikopterError()
    return Problem(int(unexpected.status), unexpected.code, unexpected.text())


def _of_http(status: int) -> HelikopterError:
    """Our words for what Flask or Werkzeug refused; a 400 comes from the CSRF check."""
    match status:
        case HTTPStatus.NOT_FOUND | HTTPStatus.METHOD_NOT_ALLOWED:
            return NotFound()
        case HTTPStatus.FORBIDDEN:
            return Forbidden()
        case HTTPStatus.BAD_REQUEST:
            return InvalidInput(STALE)
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return InvalidInput(TOO_LARGE)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TooManyRequests()
        case status if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return InvalidInput()
        case _:
            return HelikopterError()


def wants_page() -> bool:
    """Whether a person looks at the answer: not a callback, not a script."""
    if request.path.startswith("/_") or request.is_json or request.headers.get("X-Requested-With"):
        return False
    accepts = request.accept_mimetypes
    return bool(accepts["text/html"] >= accepts["application/json"])


def as_json(problem: Problem) -> Response:
    """For `assets/session.js` and other scripts."""
    body = jsonify(error={"code": problem.code, "message": problem.text, "request_id": request_id.get()})
    body.status_code = problem.status
    return body


def as_page(problem: Problem) -> Response:
    """A plain page that needs neither Dash nor the database."""
    html = render_template("problem.html", problem=problem, request_id=request_id.get())
    return Response(html, status=problem.status, mimetype="text/html")
