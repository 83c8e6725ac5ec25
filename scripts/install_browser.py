"""See to it that a Chromium is there for the browser tests; one clear line when there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    """`CHROMIUM`, else one on PATH, else Debian's package, else Playwright's own."""
    if found() or (debian.can_install() and debian.install("chromium") and found()) or playwright_own():
        return
    sys.exit("make: no browser for the tests. Install Chromium or Chrome, or set CHROMIUM to its path.")


def found() -> str | None:
    """Where a browser is at hand without installing anything: `CHROMIUM`, else the first on PATH."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).is_file() else None
    return next(filter(None, map(shutil.which, NAMES)), None)


def playwright_own() -> bool:
    """Whether Playwright has, or can download, its own build."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    main()
