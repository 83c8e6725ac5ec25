"""Who asks, and what they may see: from the session and the database, never from what the browser sends along."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, request, session
from flask_login import LoginManager, login_user, logout_user
from flask_login import current_user as _current_user

from config.errors import Forbidden, Unauthenticated
from config.kinds import Permission
from config.logs import request_id
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.signing_in import SignedIn
from dashboard.web.context import services
from queries.accounts import Person, find_person
from queries.filters import Scope

LONGEST_SESSION = timedelta(hours=12)
_SINCE = "since"
PULSE = "pulse.version"
"""The one endpoint for which a person may be known from a moment ago (`Services.people`): open pages ask it each
second, and it tells only that something changed. Rights that end, end there at most half a minute later."""


class Account:
    """flask-login's view of a person; the session holds the account and the version of its rights."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return _session_key(self.person.account_id, self.person.session_version)


def _session_key(account_id: UUID, session_version: int) -> str:
    return f"{account_id}.{session_version}"


def install(server: Flask) -> None:
    """Let flask-login find the person of each request."""
    # Its context processor would ask the database for the person on every error page.
    manager = LoginManager(server, add_context_processor=False)
    # The session is bound to account and version; binding it to an address would log out whoever changes network.
    manager.session_protection = None
    manager.user_loader(load_account)


def load_account(key: str) -> Account | None:
    """The account of a session, unless it ended: rights changed, disabled, or 12 hours passed."""
    held, now = services(), services().clock.now()
    person: Person | None = held.people.find(key, now) if request.endpoint == PULSE else None
    account_id, _, version = key.partition(".")
    if person is None:
        with held.writer.transaction() as db:
            person = find_person(db, UUID(account_id), now)
        held.people.keep(key, person, now)
    if person is None or session_ended(person, version):
        return None
    return Account(person)


def session_ended(person: Person, version: str) -> bool:
    """Whether a session of this version is over."""
    began = datetime.fromisoformat(session.get(_SINCE, "1970-01-01T00:00:00+00:00"))
    return str(person.session_version) != version or services().clock.now() - began > LONGEST_SESSION


def begin_session(signed_in: SignedIn) -> Person:
    """Start a fresh session; nothing of an earlier one survives."""
    session.clear()
    with services().writer.transaction() as db:
        person = find_person(db, signed_in.account_id, services().clock.now())
    if person is None or person.session_version != signed_in.session_version:
        raise Unauthenticated()
    session[_SINCE] = services().clock.now().isoformat()
    login_user(Account(person))
    return person


def end_session() -> None:
    """Forget everything of this session."""
    logout_user()
    session.clear()


def find_current_user() -> Person | None:
    """The person who asks, if logged in."""
    return getattr(_current_user, "person", None)


def current_user() -> Person:
    """The person who asks. Raises Unauthenticated."""
    person = find_current_user()
    if person is None:
        raise Unauthenticated()
    return person


def current_scope(permission: Permission = Permission.SEE_MELDINGEN) -> Scope:
    """Where the person who asks has `permission`: organisations with predecessors, services. Raises Forbidden."""
    return require(permission).scope(permission)


def require(permission: Permission) -> Person:
    """The person who asks, who must have `permission` somewhere. Raises Unauthenticated or Forbidden."""
    person = current_user()
    if not person.may(permission):
        raise Forbidden()
    return person


def current_actor() -> Actor:
    """The person who asks, for an audit row."""
    person = current_user()
    role = str(person.roles[0]) if person.roles else "account"
    return Actor(person.account_id, role, request_id.get())
