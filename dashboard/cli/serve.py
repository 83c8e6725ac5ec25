"""`python -m dashboard serve`: from a bare machine to an answering page, and everything kept running.

Imports are heavy only where needed: the launcher stays small and the second start is quick.
"""

import select
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from config import logs
from config.errors import HelikopterError
from config.language import N_, set_language, t
from config.settings import Settings, child_environment
from dashboard.jobs.supervisor import Child, Command, EmbeddedDatabase, Supervisor
from dashboard.store.embedded import EmbeddedServer

MESSAGES = {
    "database": N_("Starting the database ..."),
    "demo": N_("Preparing the demo ..."),
    "open": N_("Open {address}"),
    "stop": N_("Ctrl-C stops everything; the data stays in {path}."),
    "accounts": N_("Demo accounts, password: {password}"),
    "username": N_("User name"),
    "role": N_("Role"),
    "stopped": N_("Stopped."),
    "gave_up": N_("One of the processes keeps failing; see the lines above. Everything was stopped."),
}


class DemoAccount(NamedTuple):
    """An account that the demo made: what to type, and its role in the person's language."""

    username: str
    role: str


DEMO_PASSWORD = "demo"  # noqa: S105  # printed on purpose; demo accounts refuse to log in outside the embedded database
MakeDemo = Callable[[Settings, str], Sequence[DemoAccount]]
"""Makes the first demo in the database at a URL, or keeps what is there; returns the accounts to show."""


class PortTaken(HelikopterError):
    """Something else listens where the dashboard should."""

    code = "port_taken"
    message = N_("Port {port} on {host} is in use. Stop what listens there, or set HELI_PORT.")


def serve_command(settings: Settings, make_demo: MakeDemo | None = None) -> int:
    """Start the database if it is ours, migrate, make the demo, then supervise. Returns the exit code.

    Raises HelikopterError with one clear line when the port is taken or the database cannot be had.
    """
    logs.configure("WARNING", as_json=settings.log_json)  # a terminal shows a few lines, not each migration
    set_language(settings.default_language)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # the database is stopped on the way out
    console = Console()
    _check_port(settings)
    if settings.database_url is not None:
        return _serve(settings, settings.database_url, None, None, console)
    console.print(t(MESSAGES["database"]))
    with EmbeddedServer(settings.data_dir) as server:
        return _serve(settings, server.url(), server, make_demo if settings.demo else None, console)


def _serve(
    settings: Settings, url: str, server: EmbeddedServer | None, make_demo: MakeDemo | None, console: Console
) -> int:
    from dashboard.store.migrate import upgrade

    upgrade(url)
    accounts: Sequence[DemoAccount] = ()
    if make_demo is not None:
        console.print(t(MESSAGES["demo"]))
        accounts = make_demo(settings, url)
    probe, supervisor = _Probe(settings), Supervisor(children(settings, url, server))
    code = supervisor.run(lambda: probe.answered() and _welcome(settings, accounts, console))
    console.print(t(MESSAGES["gave_up" if code else "stopped"]))
    return code


def children(settings: Settings, url: str, server: EmbeddedServer | None) -> list[Child]:
    """What to supervise, in the order of starting; `server` is None when the database is somebody else's care."""
    environment = child_environment(settings, url, embedded=server is not None)
    python = sys.executable
    ours: list[Child] = [
        Command("worker", [python, "-m", "dashboard", "work"], environment),
        Command("web", [python, "-m", *web_command(settings)], environment),
    ]
    return [EmbeddedDatabase(server), *ours] if server else ours


def web_command(settings: Settings) -> list[str]:
    """The web server's module and arguments: gunicorn, or on Windows, where that does not run, waitress."""
    address = f"{settings.host}:{settings.port}"
    if sys.platform == "win32":
        return ["waitress", f"--listen={address}", f"--threads={settings.web_threads}", "--call", "app:create_server"]
    return [
        *("gunicorn", "app:create_server()", "--bind", address),
        *("--workers", str(settings.web_workers), "--threads", str(settings.web_threads)),
        *("--worker-class", "gthread", "--graceful-timeout", "10"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def _check_port(settings: Settings) -> None:
    """Say it before anything is started."""
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise PortTaken(host=settings.host, port=settings.port) from None


class _Probe:
    """One question to the web server, asked once it accepts it; the answer comes when its worker is ready."""

    def __init__(self, settings: Settings) -> None:
        host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104  # compared, not bound
        self._address = (host, settings.port)
        self._asked: socket.socket | None = None

    def answered(self) -> bool:
        """Whether there was any answer; never waits."""
        if self._asked is None:
            self._ask()
        if self._asked is None or not select.select([self._asked], [], [], 0)[0]:
            return False
        self._asked.close()
        return True

    def _ask(self) -> None:
        try:
            self._asked = socket.create_connection(self._address, timeout=1)
            self._asked.sendall(b"HEAD / HTTP/1.0\r\n\r\n")
        except OSError:
            self._asked = None


def _welcome(settings: Settings, accounts: Sequence[DemoAccount], console: Console) -> bool:
    """The address, and who can log in."""
    if accounts:
        title = t(MESSAGES["accounts"], password=DEMO_PASSWORD)
        table = Table(t(MESSAGES["username"]), t(MESSAGES["role"]), title=title)
        for account in accounts:
            table.add_row(*account)
        console.print(table)
    address = f"http://{settings.host}:{settings.port}"
    console.print(t(MESSAGES["open"], address=address), style="bold")
    console.print(t(MESSAGES["stop"], path=settings.data_dir.resolve()))
    return True
