"""The only door from pages to the rest: services are made once by the composition root and found on the app."""

from dataclasses import dataclass

from flask import Flask, current_app

from config.clock import Clock
from config.settings import Settings
from dashboard.store.actions.writing import Writing
from queries.db import Database

EXTENSION = "helikopterview"


@dataclass(frozen=True)
class Services:
    """What a request may use."""

    db: Database
    writer: Writing
    clock: Clock
    settings: Settings


def install(server: Flask, services: Services) -> None:
    """Give a server its services; before anything that answers requests."""
    server.extensions[EXTENSION] = services


def services() -> Services:
    """The services of the app that answers this request."""
    found: Services = current_app.extensions[EXTENSION]
    return found
