"""The embedded database server: a real PostgreSQL as a child of this process, for one town on one machine.

It listens on a private socket only (on Windows: on 127.0.0.1, with a password), keeps what was committed through any
kill, and is owned by one launcher at a time. Other commands share a running one through `running_or_own`.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Self
from urllib.parse import quote, urlencode

from config.language import N_
from dashboard.store.embedded_config import SUPERUSER, write_config
from dashboard.store.embedded_place import EmbeddedError, Place, find_place, own_name
from dashboard.store.lock import FileLock
from dashboard.store.postmaster import Postmaster, exists, free_port, read_postmaster, serves

DATABASE = "helikopterview"
SOCKET_PORT = 5432  # only names the socket file
START_SECONDS = 300  # recovery after a kill reads back the log
STOP_SECONDS = 60
_TICK = 0.02
_STILL_HELD = "pre-existing shared memory block"


class AlreadyRunning(EmbeddedError):
    """Another process owns the server of this data folder."""

    code = "already_running"
    message = N_("Helikopterview already runs on {path} (process {pid}). Stop it first, or set HELI_DATA_DIR.")


class EmbeddedServer:
    """PostgreSQL on `data_dir`/postgres. `binaries` names another PostgreSQL's bin folder, `tcp` avoids the socket.

    `durable=False` is for tests: quick; what was committed last is lost when the server is killed.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        durable: bool = True,
        binaries: Path | None = None,
        tcp: bool = sys.platform == "win32",
    ) -> None:
        self.data_dir, self.durable, self.tcp = data_dir, durable, tcp
        self._binaries = binaries
        self._process: subprocess.Popen[bytes] | None = None
        self._system_user = ""

    @cached_property
    def place(self) -> Place:
        """Its folders; made when first asked for."""
        return find_place(self.data_dir, self._binaries)

    @cached_property
    def _lock(self) -> FileLock:
        return FileLock(self.place.home / "launcher.lock")

    def start(self) -> Self:
        """Make the cluster when there is none, end what a killed launcher left, start, and wait until it answers.

        Raises AlreadyRunning when another launcher has it, EmbeddedError when it cannot start.
        """
        if not self._lock.acquire():
            raise AlreadyRunning(path=self.data_dir, pid=self._lock.holder())
        try:
            self._system_user = "" if self.tcp else own_name()
            self._make_cluster()
            self._end_orphan()
            self.launch()
            self.create_database(DATABASE)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End it cleanly: sessions are cut, what was committed stays. Harmless when it does not run."""
        if self._process is not None:
            self._end(self._process)
            self._process = None
        self._lock.release()

    def launch(self) -> None:
        """Start the process, also again after it died, and wait until it answers."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers(deadline):
            time.sleep(0.5)  # sessions of a killed server still hold its memory; they end by themselves

    def poll(self) -> int | None:
        """Its exit code when it has died, as of Popen.poll."""
        return self._process.poll() if self._process else None

    def url(self, database: str = DATABASE, role: str | None = None) -> str:
        """SQLAlchemy's address for psycopg, entering as `role` (the superuser when None)."""
        found = self._running()
        user = quote(role or SUPERUSER)
        if not self.tcp:
            where = urlencode({"host": found.socket_folder, "port": found.port}, safe="/")
            return f"postgresql+psycopg://{user}@/{quote(database)}?{where}"
        return f"postgresql+psycopg://{user}:{self._password()}@127.0.0.1:{found.port}/{quote(database)}"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make database `name`, a copy of `template` where given; nothing when it is there."""
        from psycopg import sql

        known = self.execute("SELECT 1 FROM pg_database WHERE datname = %s", name)
        if not known:
            source = sql.Identifier(template or "template1")
            self.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), source))

    def drop_database(self, name: str) -> None:
        """Remove database `name` with everything in it, cutting its sessions; nothing when it is not there."""
        from psycopg import sql

        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def execute(self, statement: Any, *params: object) -> list[tuple[Any, ...]]:
        """Run one administrative statement as superuser, outside a transaction; its rows, if it has any."""
        import psycopg

        address = self.url("postgres").replace("+psycopg", "", 1)
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement, params or None)
            return cursor.fetchall() if cursor.description else []

    def wait_ready(self) -> None:
        """Wait for a server that another process is starting. Raises EmbeddedError when it does not come."""
        deadline = time.monotonic() + STOP_SECONDS
        while not ((found := read_postmaster(self.place.data)) and found.ready):
            if time.monotonic() > deadline:
                raise EmbeddedError(N_("The embedded PostgreSQL did not start: {reason}"), reason=self._last_words())
            time.sleep(_TICK)

    def _running(self) -> Postmaster:
        found = read_postmaster(self.place.data)
        if found is None:
            raise EmbeddedError(N_("The embedded PostgreSQL does not run."))
        return found

    def _make_cluster(self) -> None:
        """initdb into a folder of another name first: a killed one is thrown away, never taken for a cluster."""
        if self.place.data.exists():
            self._check_version()
            return
        half = self.place.home / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        self.place.make_private(half)
        result = self._run("initdb", "-D", half, "-U", SUPERUSER, "-E", "UTF8", *self._initdb_options())
        if result.returncode:
            raise EmbeddedError(N_("The database could not be made: {reason}"), reason=result.stderr.strip())
        half.rename(self.place.data)

    def _initdb_options(self) -> list[str | Path]:
        """Sorting by code point everywhere (Dutch sorting is done in Python), lower case by Unicode."""
        options: list[str | Path] = ["--no-instructions", "--auth-local=peer", "--auth-host=scram-sha-256"]
        if self._major() >= 17:
            options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            options += ["--locale=C", "--lc-ctype=C.UTF-8"]
        if not self.durable:
            options.append("--no-sync")
        if self.tcp:
            options += ["--pwfile", self._write_password()]
        return options

    def _check_version(self) -> None:
        made_by = int((self.place.data / "PG_VERSION").read_text())
        if made_by != self._major():
            message = N_("The database in {path} was made by PostgreSQL {found}; this is {ours}. Dump and restore it.")
            raise EmbeddedError(message, path=self.place.data, found=made_by, ours=self._major())

    def _major(self) -> int:
        return int(self._run("postgres", "--version").stdout.split()[2].split(".")[0])

    def _end_orphan(self) -> None:
        """Stop the server that a killed launcher left; forget a process number that now belongs to something else."""
        found = read_postmaster(self.place.data)
        if found is None:
            return
        if serves(found.pid, self.place.data):
            self._pg_ctl_stop("fast")
        elif exists(found.pid):  # PostgreSQL would take that number for a server of its own
            (self.place.data / "postmaster.pid").unlink()
            (Path(found.socket_folder) / f".s.PGSQL.{found.port}.lock").unlink(missing_ok=True)

    def _answers(self, deadline: float) -> bool:
        """Start once; False when it may be tried again. Raises EmbeddedError when it fails for good."""
        process = self._process = self._spawn()
        while process.poll() is None and time.monotonic() < deadline:
            found = read_postmaster(self.place.data)
            if found and found.pid == process.pid and found.ready:
                return True
            time.sleep(_TICK)
        reason = self._last_words()
        if _STILL_HELD not in reason or time.monotonic() > deadline:
            raise EmbeddedError(N_("The embedded PostgreSQL did not start: {reason}"), reason=reason)
        return False

    def _spawn(self) -> subprocess.Popen[bytes]:
        folder = None if self.tcp else self.place.socket_folder()
        if folder is not None:
            self.place.make_private(folder)
        port = free_port() if self.tcp else SOCKET_PORT
        write_config(
            self.place.data,
            socket_folder=folder,
            port=port,
            durable=self.durable,
            system_user=self._system_user,
        )
        # A session of its own: Ctrl-C in the terminal reaches the launcher, which stops the database last.
        command = [str(self.place.binaries / "postgres"), "-D", str(self.place.data)]
        with self._new_log() as log:
            return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **self._as_account())

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        for mode in ("fast", "immediate"):
            if process.poll() is None:
                self._pg_ctl_stop(mode)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_TICK * 50)
        if process.poll() is None:
            process.kill()
        process.wait()

    def _pg_ctl_stop(self, mode: str) -> None:
        self._run("pg_ctl", "stop", "-D", self.place.data, "-m", mode, "-t", str(STOP_SECONDS))

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [self.place.binaries / program, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, **self._as_account())

    def _as_account(self) -> dict[str, Any]:
        """Options for subprocess: the server's user, a folder it may stand in, nothing of our environment."""
        options: dict[str, Any] = {"cwd": self.place.home, "stdin": subprocess.DEVNULL}
        if sys.platform != "win32":
            options["env"] = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        if account := self.place.account:
            options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
        return options

    def _new_log(self) -> BinaryIO:
        """An empty log; the one of the start before is kept beside it."""
        if self.place.log.exists():
            self.place.log.replace(self.place.log.with_name("server.previous.log"))
        return self.place.log.open("wb")

    def _last_words(self) -> str:
        """The server's own last complaint."""
        lines = self.place.log.read_text(errors="replace").splitlines() if self.place.log.exists() else []
        complaints = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (complaints or lines or ["?"])[-1]

    def _write_password(self) -> Path:
        path = self.place.home / "password"
        path.touch(0o600)
        path.write_text(secrets.token_urlsafe(32))
        self.place.give(path)
        return path

    def _password(self) -> str:
        return (self.place.home / "password").read_text()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def running_or_own(data_dir: Path) -> Iterator[EmbeddedServer]:
    """The server of `data_dir`: the one that a launcher runs, else one of our own for the duration of the block."""
    server = EmbeddedServer(data_dir)
    try:
        server.start()
    except AlreadyRunning:
        server.wait_ready()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def throwaway(binaries: Path | None = None, *, durable: bool = False) -> Iterator[EmbeddedServer]:
    """A server for tests in a temporary folder, gone afterwards; one that forgets is kept in memory where it fits."""
    place = None if durable else _memory()
    with tempfile.TemporaryDirectory(prefix="heli-", dir=place, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # started by root it runs as another user, who must pass; its own folders are private
        with EmbeddedServer(Path(folder), durable=durable, binaries=binaries) as server:
            yield server


MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - a folder of an own name is made in it
"""Linux' folder in memory, and the bytes that must be free there: containers often have a few MB only."""


def _memory() -> Path | None:
    """A database is a thousand files: to copy them in memory costs a tenth of the processor's time or less."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM else None
