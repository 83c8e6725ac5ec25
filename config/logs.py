"""Structured logs: one line an event, with the request's id and without personal fields."""

import logging
import sys
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

PERSONAL_FIELDS = frozenset(
    {"name", "first_name", "last_name", "email", "phone", "address", "ip", "remote_addr", "password", "token", "secret"}
    | {"national_number", "rijksregisternummer", "cookie", "authorization", "text", "description"}
)
request_id: ContextVar[str] = ContextVar("request_id", default="-")


def drop_personal(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove every field on the deny list; what remains may be kept for as long as logs are."""
    for field in PERSONAL_FIELDS & event.keys():
        event[field] = "[removed]"
    return event


def add_request_id(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Give every line the id that the person sees on an error page."""
    event.setdefault("request_id", request_id.get())
    return event


def configure(level: str = "INFO", *, as_json: bool = False) -> None:
    """Set up logging once for a process; text for a person, JSON for a machine; to standard error."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s", force=True)
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            add_request_id,
            drop_personal,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
