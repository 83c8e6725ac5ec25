"""Codes for the names that a file uses: stable, fit for an address, the same in each delivery."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

LONGEST_CODE = 80
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Named:
    """A service, category, area or channel: its stable code and its name on screen."""

    code: str
    name: str


def slug(name: str) -> str:
    """A code made from a name: lower case letters and digits with hyphens; a hash where nothing of it remains."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_CODE].strip("-")
    return code or "x-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def as_code(text: str) -> str:
    """A source's own code, kept as it is where it fits in an address, else made into one."""
    return text if len(text) <= LONGEST_CODE and _SAFE.fullmatch(text) else slug(text)


def named(text: str) -> Named:
    """A name without a code of its own."""
    return Named(slug(text), text)
