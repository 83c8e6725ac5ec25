"""Run all tests in parallel, then the database tests again on the PostgreSQL of Debian, where there is one.

What is skipped, and why, is said before the tests: the output ends with pytest's own summary.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from dashboard.store.embedded import throwaway
from scripts import debian

WORKERS = (os.cpu_count() or 1) + 1
"""One more than there are processors: tests in a browser wait for much of their time."""
PYTEST = [sys.executable, "-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal"]


def main() -> int:
    """The exit code: 0 only when both runs passed."""
    binaries = debian_binaries()
    if binaries is None:
        print("Skipped: the database tests on Debian's PostgreSQL (not there, and not root on a system with apt).")
    result = subprocess.run(PYTEST, check=False).returncode
    if result or binaries is None:
        return result
    return on_debian(binaries)


def debian_binaries() -> Path | None:
    """The folder with Debian's newest `postgres`, installed first where possible."""
    newest = newest_binaries()
    if newest is None and debian.can_install() and debian.install("postgresql"):
        newest = newest_binaries()
    return newest


def newest_binaries() -> Path | None:
    """The `bin` folder of the highest version below /usr/lib/postgresql."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name)), default=None)


def on_debian(binaries: Path) -> int:
    """`tests/database` against a throw-away cluster of those binaries, stopped and removed afterwards."""
    print(f"The database tests again, on {binaries.parent.name} of Debian:", flush=True)
    with throwaway(binaries) as server:
        environment = os.environ | {"TEST_DATABASE_URL": server.url("postgres")}
        return subprocess.run([*PYTEST, "tests/database"], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
