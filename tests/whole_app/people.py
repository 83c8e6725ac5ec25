"""Two towns, one of them with a predecessor, with an account for every role; and a browser to be one of them."""

import itertools
import json
import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import dash
import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.test import TestResponse

from config.clock import Clock
from config.kinds import Role
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from dashboard.web.context import EXTENSION
from queries.accounts import account_id_of
from queries.tables import organisation, organisation_successor, organisation_version, service, setting

PASSWORD = "vier paarden lopen langs de vaart"
TOWN, OTHER_TOWN, FORMER_TOWN = 1, 2, 3
ROADS, GREEN = 11, 12
SECRET = "k" * 48
NUMBERS = itertools.count()
"""So that no two made-up names or addresses are the same."""
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
guarded = pytest.mark.parametrize("guard", [False, True], ids=["guard off", "guard on"])


def username(role: Role, organisation_id: int = TOWN) -> str:
    """The account that has this role and no other."""
    return f"{role}-{organisation_id}"


def settle(writer: Writer, clock: Clock) -> None:
    """Write both towns and their accounts."""
    with writer.transaction() as connection:
        since = date(2019, 1, 1)
        for number, name in ((TOWN, "town"), (OTHER_TOWN, "other-town"), (FORMER_TOWN, "former-town")):
            row = {"organisation_id": number, "code": name, "kind": "municipality", "time_zone": "Europe/Brussels"}
            made = {"holiday_calendar": "BE", "created_at": clock.now()}
            connection.execute(insert(organisation).values(row | made))
            version = {"organisation_id": number, "valid_from": since, "name": f"Name of {name}"}
            connection.execute(insert(organisation_version).values(version))
            for service_id, code in ((ROADS, "roads"), (GREEN, "green")):
                # The former town numbered its services otherwise.
                service_no = service_id + 100 if number == FORMER_TOWN else service_id
                row = {"organisation_id": number, "service_id": service_no, "code": code}
                connection.execute(insert(service).values(row))
        merger = {"from_id": FORMER_TOWN, "to_id": TOWN, "on_day": date(2025, 1, 1)}
        connection.execute(insert(organisation_successor).values(merger))
    hashed = hash_password(PASSWORD)
    for number in (TOWN, OTHER_TOWN):
        for role in Role:
            add(writer, clock, username(role, number), NewGrant(number, role, all_services=True), password_hash=hashed)


def add(writer: Writer, clock: Clock, name: str, grant: NewGrant, **more: Any) -> Any:
    """One account; returns its id."""
    new = NewAccount(username=name, display_name=f"Person {name}", **more)
    return create_account(writer=writer, clock=clock, actor=COMMAND_LINE, new=new, grant=grant)


def mark_demo(writer: Writer, value: Any = True) -> None:
    """Say of the database that it holds the demo."""
    with writer.transaction() as connection:
        connection.execute(insert(setting).values({"key": "demo", "value": value}))


class Browser:
    """A client that keeps cookies and sends what our own pages send."""

    def __init__(self, site: dash.Dash, base_url: str = "http://localhost", address: str = "127.0.0.1") -> None:
        self.site = site
        self.base_url = base_url
        self.address = address
        self.client: FlaskClient = site.server.test_client()

    def open(self, path: str, method: str, **more: Any) -> TestResponse:
        origin = {"REMOTE_ADDR": self.address}
        address = {"base_url": self.base_url, "environ_overrides": origin}
        return self.client.open(path, method=method, buffered=True, **address, **more)  # type: ignore[arg-type]

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.open(path, "GET", **more)

    def post(self, path: str, **more: Any) -> TestResponse:
        headers = {"Referer": f"{self.base_url}/"} | more.pop("headers", {})
        return self.open(path, "POST", headers=headers, **more)

    def form_token(self, path: str) -> str:
        """The CSRF token in the form of a page."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        assert found, f"no form at {path}"
        return found[1]

    def submit(self, path: str, **fields: str) -> TestResponse:
        """Fill in the form of a page and send it."""
        return self.post(path, data={"csrf_token": self.form_token(path), **fields})

    def log_in(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        """Log in by the form."""
        return self.submit("/login", username=name, password=password, **fields)

    def as_(self, name: str) -> "Browser":
        """Log in and open a page, which gives the CSRF cookie; returns itself."""
        response = self.log_in(name)
        assert response.status_code == 303, response.text
        self.open_a_page()
        return self

    def open_a_page(self) -> None:
        """Follow '/' to the first page, as somebody who just logged in does."""
        response = self.get("/")
        if response.status_code == 302:
            self.get(urlsplit(response.headers["Location"]).path)

    def csrf_header(self) -> dict[str, str]:
        cookie = self.client.get_cookie("_csrf_token")
        return {"X-CSRFToken": cookie.value} if cookie else {}

    def call(self, output: str, values: dict[str, Any] | None = None, **changes: Any) -> TestResponse:
        """Send the request of a callback as Dash does, with some values; `changes` replace parts of the body."""
        body = payload(self.site, output, values or {}) | changes
        return self.post_callback(body)

    def post_callback(self, body: Any) -> TestResponse:
        return self.post("/_dash-update-component", json=body, headers=self.csrf_header())


def payload(site: dash.Dash, output: str, values: dict[str, Any]) -> dict[str, Any]:
    """The body that Dash's renderer sends for a callback; `values` by 'id.property', None elsewhere."""
    entry = site.callback_map[output]
    several = isinstance(entry["output"], list | tuple)
    declared = entry["output"] if several else [entry["output"]]
    outputs = [_item({"id": one.component_id_str(), "property": one.component_property}) for one in declared]
    return {
        "output": output,
        "outputs": outputs if several else outputs[0],
        "inputs": [_item(one, values) for one in entry["inputs"]],
        "state": [_item(one, values) for one in entry["state"]],
        "changedPropIds": [],
    }


def _item(declared: dict[str, str], values: dict[str, Any] | None = None) -> Any:
    value = (values or {}).get(f"{declared['id']}.{declared['property']}")
    if not declared["id"].startswith("{"):
        return {"id": declared["id"], "property": declared["property"], "value": value}
    pattern = json.loads(declared["id"])
    filled = {key: "x" if isinstance(part, list) else part for key, part in pattern.items()}
    item = {"id": filled, "property": declared["property"], "value": value}
    return [item] if any(part in (["ALL"], ["ALLSMALLER"]) for part in pattern.values()) else item


def id_of(site: dash.Dash, name: str) -> Any:
    """The account of this name."""
    with site.server.extensions[EXTENSION].writer.transaction() as connection:
        return account_id_of(connection, name)
