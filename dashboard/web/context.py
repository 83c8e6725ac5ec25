"""The only door from pages to the rest: services are made once by the composition root and found on the app."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import BoundedSemaphore

from flask import Flask, current_app

from config.clock import Clock
from config.settings import Settings
from dashboard.store.actions.writing import Writing
from dashboard.web.looks import Looks
from dashboard.web.recent import Recent
from dashboard.web.shared import Shared
from queries.db import Database
from queries.versions import Versions

EXTENSION = "helikopterview"
LARGE_FILES = 2
"""So many large files one process makes at once; of its four threads and five connections some stay for pages."""


@dataclass(frozen=True)
class Services:
    """What a request may use."""

    db: Database
    public: Database
    """Sees only what is published (role heli_public)."""
    writer: Writing
    clock: Clock
    settings: Settings
    versions: Versions = field(default_factory=Versions)
    """What this process has heard of the versions of the data; empty unless somebody listens (`queries.versions`)."""
    shared: Shared = field(default_factory=Shared)
    """Answers that pages which refresh together share."""
    people: Recent = field(default_factory=lambda: Recent(timedelta(seconds=30)))
    """Who was here, by session: for the pulse of an open page only."""
    looks: Looks = field(init=False)
    """How organisations show themselves."""
    visits: Recent = field(default_factory=lambda: Recent(timedelta(minutes=1)))
    """Whose visit was written down just now."""
    large_files: BoundedSemaphore = field(default_factory=partial(BoundedSemaphore, LARGE_FILES))
    """The turns of large files: each holds a thread and a connection until it is sent."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "looks", Looks(self.db, self.clock))


def install(server: Flask, services: Services) -> None:
    """Give a server its services; before anything that answers requests."""
    server.extensions[EXTENSION] = services


def services() -> Services:
    """The services of the app that answers this request."""
    return of(current_app)


def of(server: Flask) -> Services:
    """The services of an app."""
    found: Services = server.extensions[EXTENSION]
    return found
