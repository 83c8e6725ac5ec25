"""Make `.venv` with a Python that fits and install one lock into it, hashes checked. Standard library only.

Use: `python3 scripts/install.py requirements.lock`. Every failure is one clear line.
"""

from __future__ import annotations  # an older python3 must get far enough to say that it is too old

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

LOWEST, BEYOND = (3, 11), (3, 14)
VENV = Path(".venv")
DEVELOPERS = Path("requirements-dev.lock")
"""Holds `uv`, which installs in a tenth of pip's time."""


class Stop(SystemExit):
    """Ends make with one line on the error stream."""

    def __init__(self, message: str) -> None:
        super().__init__("make: " + message)


def main(lock: str) -> None:
    """Create or repair the environment, then install `lock`."""
    if not fits(venv_python()):
        make_venv(find_python())
    print("Installing " + lock + " into .venv ...", flush=True)
    failure = "The packages of " + lock + " could not be installed; see the lines above."
    uv = shutil.which("uv")
    if uv:
        run(uv_command(uv, lock), failure)
    elif not installed_by_own_uv(lock):
        run(pip_command(lock), failure)


def venv_python() -> str:
    """The environment's own interpreter, whether it is there or not."""
    return str(in_venv("python"))


def in_venv(program: str) -> Path:
    """Where the environment keeps a program, whether it is there or not."""
    return VENV / (f"Scripts/{program}.exe" if os.name == "nt" else f"bin/{program}")


def find_python() -> str:
    """This interpreter, or another on PATH, whose version fits."""
    for candidate in [sys.executable, "python3.13", "python3.12", "python3.11"]:
        path = shutil.which(candidate)
        if path and fits(path):
            return path
    raise Stop("helikopterview needs Python 3.11, 3.12 or 3.13; this is {}.{}.".format(*sys.version_info[:2]))


def fits(python: str) -> bool:
    """Whether `python` runs and has a version that fits."""
    code = f"import sys; sys.exit(not {LOWEST} <= sys.version_info[:2] < {BEYOND})"
    try:
        return subprocess.run([python, "-c", code], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def make_venv(python: str) -> None:
    """A fresh environment: by uv where it is on PATH, else by `venv`, which needs `ensurepip`."""
    uv = shutil.which("uv")
    if uv:
        run([uv, "venv", "--quiet", "--clear", "--python", python, str(VENV)], "uv could not make .venv.")
    elif subprocess.run([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL, check=False).returncode:
        raise Stop("This Python cannot make an environment: install python3-venv (Debian) or uv, then run make again.")
    else:
        run([python, "-m", "venv", "--clear", str(VENV)], "Python could not make .venv.")


def installed_by_own_uv(lock: str) -> bool:
    """Whether the environment's own `uv` installed the lock. It knows no mirror that only pip was told of, for one."""
    uv = uv_by_pip()
    if uv is None:
        return False
    known = {"UV_HTTP_RETRIES": "1"} | os.environ
    return subprocess.run(uv_command(uv, lock), env=known, stderr=subprocess.DEVNULL, check=False).returncode == 0


def uv_by_pip() -> str | None:
    """The environment's own `uv`, put there by pip if need be; None where that fails."""
    uv, alone = in_venv("uv"), VENV / "uv.lock"
    if not uv.is_file():
        pinned = re.findall(r"^uv==.*(?:\n[ ].*)*", DEVELOPERS.read_text(encoding="utf-8"), re.MULTILINE)
        alone.write_text("\n".join(pinned), encoding="utf-8")
        subprocess.run(pip_command(str(alone)), stderr=subprocess.DEVNULL, check=False)
        alone.unlink()
    return str(uv) if uv.is_file() else None


def uv_command(uv: str, lock: str) -> list[str]:
    """Install a lock by `uv`. Bytecode is written now, so that the first start is quick."""
    return [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", venv_python(), *options(lock)]


def pip_command(lock: str) -> list[str]:
    """Install a lock by the environment's own pip."""
    return [venv_python(), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *options(lock)]


def options(lock: str) -> list[str]:
    """Wheels only: nothing is compiled on the machine."""
    return ["--require-hashes", "--only-binary", ":all:", "-r", lock]


def run(command: list[str], failure: str) -> None:
    """Run `command`; stop with `failure` when it does not succeed."""
    if subprocess.run(command, check=False).returncode:
        raise Stop(failure)


if __name__ == "__main__":
    main(sys.argv[1])
