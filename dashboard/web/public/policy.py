"""What a browser may do with a public answer: which code runs, who may frame it, how long it is kept."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, request

from queries.public.towns import Town

ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", re.IGNORECASE)
_SUBDOMAINS = "abc"
"""What Leaflet puts in the place {s} of an address of tiles."""
NOTHING: Mapping[str, Iterable[str]] = {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}
KEPT = "private, max-age=3600"
"""Pictures never change, but one that is hidden later must be gone soon, and not stay in a cache that others share."""
ASK_AGAIN = "no-cache"
"""Kept, but never shown without asking whether it still holds: what is withdrawn is gone at once."""


def is_origin(value: str) -> bool:
    """Whether a value is an origin such as https://www.example.be, and nothing that says more in a header."""
    return ORIGIN.fullmatch(value) is not None


def tile_origins(layers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The origins that the tiles of these layers come from; an address that cannot be read gives none."""
    found: dict[str, None] = {}
    for layer in layers:
        origin = "/".join(str(layer.get("url", "")).split("/", 3)[:3])
        every = [origin.replace("{s}", one) for one in _SUBDOMAINS] if "{s}" in origin else [origin]
        found.update(dict.fromkeys(one for one in every if is_origin(one)))
    return list(found)


def hash_of(style: str) -> str:
    """The hash by which a policy allows an inline style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def page_policy(style: str, town: Town | None = None, *, framed: bool = False) -> str:
    """The policy of a page: our own files, one inline style, the tiles of the town. Only `framed` pages may stand in
    a page of the websites that the town named, or in one of ours (the preview)."""
    websites = [one for one in (town.frame_ancestors if town else ()) if is_origin(one)]
    return _written(
        {
            "default-src": ["'none'"],
            "script-src": ["'self'"],
            "style-src": ["'self'", hash_of(style)],
            "img-src": ["'self'", "data:", *tile_origins(town.layers if town else ())],
            "font-src": ["'self'"],
            "connect-src": ["'self'"],
            "form-action": ["'self'"],
            "base-uri": ["'none'"],
            "frame-ancestors": ["'self'", *websites] if framed else ["'none'"],
        }
    )


def guard(response: Response) -> Response:
    """The headers of every public answer; those it has already stay."""
    policy = response.headers.setdefault("Content-Security-Policy", _written(NOTHING))
    if "frame-ancestors 'none'" in policy:
        response.headers["X-Frame-Options"] = "DENY"
    # Providers of tiles ask where their reader comes from; the origin is all that they learn.
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response


def kept(response: Response, how: str = ASK_AGAIN) -> Response:
    """The answer with a validator of its content; 304 where the reader has it already."""
    response.headers["Cache-Control"] = how
    response.add_etag(weak=True)  # weak: the same content, however it is compressed
    response.make_conditional(request)
    return response


def _written(directives: Mapping[str, Iterable[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
