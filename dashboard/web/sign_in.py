"""Plain Flask pages for people who are not logged in (yet): log in, log out, set a password by a one-time link."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from config.errors import HelikopterError, InvalidInput
from config.language import LANGUAGES, N_, current_language, t
from config.logs import request_id
from dashboard.store.actions import accounts, links, signing_in
from dashboard.store.actions.audit import anonymous
from dashboard.store.actions.passwords import MINIMUM_LENGTH
from dashboard.web import auth, gate, views
from dashboard.web.context import services
from dashboard.web.failures import STALE, answer, as_problem
from dashboard.web.request import COOKIE, PARAMETER

blueprint = Blueprint("sign_in", __name__)
LONGEST_USERNAME = 200
OPEN = ("sign_in.login", "sign_in.logout", "sign_in.set_password", "sign_in.health")


def install(server: Flask) -> None:
    """Add the pages and open them to everybody."""
    server.register_blueprint(blueprint)
    for endpoint in OPEN:
        gate.declare(server, endpoint, gate.Access.OPEN)
    server.context_processor(_words)


def _words() -> dict[str, object]:
    """What every template may use."""
    return {"t": t, "language": current_language(), "other_languages": other_languages()}


def other_languages() -> list[tuple[str, str]]:
    """Code and address of this page in the languages that are not shown now."""
    arguments = {**request.args.to_dict(), **(request.view_args or {})}
    codes = [code for code in LANGUAGES if code != current_language()]
    if request.endpoint is None:
        return [(code, f"?{PARAMETER}={code}") for code in codes]
    return [(code, url_for(request.endpoint, **{**arguments, PARAMETER: code})) for code in codes]


def safe_next(target: str | None) -> str:
    """An address within this site to go to after logging in; '/' for anything else.

    Browsers read '//host', '/\\host' and control characters as other hosts, so those are refused too.
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/_", "/login", "/logout")):
        return "/"
    if "\\" in target or any(ord(sign) < ord(" ") for sign in target):
        return "/"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else "/"


@blueprint.get("/healthz")
def health() -> Response:
    """Whether this process answers; says nothing of the database."""
    return Response("ok", mimetype="text/plain")


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> Response | str | tuple[str, int]:
    """The form, and the check. `next` is where the person wanted to go."""
    target = safe_next(request.values.get("next"))
    if request.method == "POST":
        return _log_in(target)
    if auth.find_current_user() is not None:
        return redirect(target)
    return _login_form(target)


def _log_in(target: str) -> Response | tuple[str, int]:
    username = request.form.get("username", "")[:LONGEST_USERNAME]
    try:
        person = auth.begin_session(_checked(username, request.form.get("password", "")))
    except HelikopterError as error:
        return _login_form(target, username, error.text()), int(error.status)
    arrival = views.opening_address(person) if target == "/" else None
    return redirect(arrival or target, code=303)


def _checked(username: str, password: str) -> signing_in.SignedIn:
    """The account, if name and password are right."""
    held = services()
    visitor = signing_in.Visitor.of(held.settings.secret(), username, request.remote_addr or "")
    return signing_in.sign_in(
        writer=held.writer, clock=held.clock, visitor=visitor, password=password, request_id=request_id.get()
    )


def _login_form(target: str, username: str = "", error: str | None = None) -> str:
    return render_template("login.html", target=target, username=username, error=error)


@blueprint.route("/logout", methods=["GET", "POST"])
def logout() -> Response | str:
    """POST ends the session; GET asks for it, or says that it ended."""
    person = auth.find_current_user()
    if request.method != "POST":  # HEAD too is a question
        return render_template("logout.html", signed_in=person is not None)
    if person is not None:
        held = services()
        actor = auth.current_actor()
        accounts.record_logout(writer=held.writer, clock=held.clock, actor=actor, account_id=person.account_id)
    auth.end_session()
    response = redirect(url_for("sign_in.logout"), code=303)
    for name in (gate.CSRF_COOKIE, COOKIE):
        response.delete_cookie(name)
    return response


@blueprint.route("/toegang/<token>", methods=["GET", "POST"])
def set_password(token: str) -> Response | str | tuple[str, int]:
    """Set a password by a one-time link. Opening the page does not use the link up: mail scanners open links too."""
    held = services()
    link = links.find_link(writer=held.writer, clock=held.clock, token=token)
    if request.method != "POST":  # HEAD too is a question
        return _password_form(link)
    try:
        _redeem(token)
    except InvalidInput as error:
        return _password_form(link, error.text()), int(error.status)
    return render_template("password_set.html")


def _redeem(token: str) -> None:
    password = request.form.get("password", "")
    if password != request.form.get("repeated", ""):
        raise InvalidInput(N_("The two passwords are not the same."))
    held = services()
    actor = anonymous(request_id.get())
    links.redeem_link(writer=held.writer, clock=held.clock, actor=actor, token=token, password=password)
    auth.end_session()


def _password_form(link: links.OpenLink, error: str | None = None) -> str:
    return render_template("password.html", username=link.username, minimum=MINIMUM_LENGTH, error=error)


@blueprint.app_errorhandler(CSRFError)
def refuse_stale_form(error: CSRFError) -> Response | tuple[str, int]:
    """A login form that was open for too long is shown again; any other request is refused."""
    if request.endpoint != "sign_in.login":
        return answer(error)
    target = safe_next(request.values.get("next"))
    return _login_form(target, request.form.get("username", "")[:LONGEST_USERNAME], t(STALE)), as_problem(error).status
