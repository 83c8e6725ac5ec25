"""The files of the public pages: our own (style, script, the vendored map), and published pictures."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Response, request, url_for

from config.errors import NotFound
from config.plain import is_storable
from dashboard.web.public.held import reading, town_at
from dashboard.web.public.policy import KEPT, kept
from queries.public.towns import picture

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
FOREVER = "max-age=31536000, immutable"
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
_HASH = 12


@lru_cache(maxsize=1)
def own_files() -> dict[str, bytes]:
    """Our files by name; only these can be fetched, whatever an address says."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}


@lru_cache(maxsize=32)
def version_of(name: str) -> str:
    """What changes with the content of a file."""
    return hashlib.sha256(own_files()[name]).hexdigest()[:_HASH]


def file_at(name: str) -> str:
    """The address of one of our files as it is now: another content has another address."""
    return url_for("public.static", name=name, v=version_of(name))


def static(name: str) -> Response:
    """One of our files. Raises NotFound."""
    if name not in own_files():
        raise NotFound()
    response = Response(own_files()[name], mimetype=TYPES[Path(name).suffix])
    return kept(response, FOREVER) if request.args.get("v") == version_of(name) else kept(response)


def photo(code: str, key: str) -> Response:
    """A published photo of a town, or its logo. Raises NotFound."""
    with reading() as db:
        found = picture(db, town_at(db, code).organisation_id, key) if is_storable(key) else None
    if found is None or found[0] not in PICTURES:
        raise NotFound()
    return kept(Response(found[1], mimetype=found[0]), KEPT)
