"""What can be told about a PostgreSQL server process from outside it."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """What a running server tells in its postmaster.pid."""

    pid: int
    port: int
    socket_folder: str
    ready: bool


def read_postmaster(data: Path) -> Postmaster | None:
    """The contents of postmaster.pid; None when there is none, or it is just being written."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), int(lines[3]), lines[4], len(lines) > 7 and lines[7].strip() == "ready")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def exists(pid: int) -> bool:
    """Whether process `pid` is there; on Windows a signal would end it, so a stale number is left to pg_ctl."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(pid, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return True


def serves(pid: int, data: Path) -> bool:
    """Whether process `pid` is the server of `data`, by its command line."""
    if sys.platform == "win32":
        return True
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        return proc.exists() and os.fsencode(data) in proc.read_bytes()
    listed = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
    return os.fsencode(data) in listed.stdout


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
