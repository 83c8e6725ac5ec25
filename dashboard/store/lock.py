"""One process at a time: a lock on a file that the system lets go when its holder dies, however it dies."""

import os
import sys
from pathlib import Path


class FileLock:
    """Taken with `acquire`; the file names the holder's process id for others to show."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Whether the lock is now ours; never waits."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(handle):
            os.close(handle)
            return False
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go; harmless when it was not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def holder(self) -> str:
        """The process id of who took it last, as text; empty when unknown."""
        return (
            self.path.read_text() if sys.platform != "win32" else ""
        )  # Windows does not let others read a locked file


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
