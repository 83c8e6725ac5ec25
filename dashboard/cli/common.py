"""What every command needs: the database, wherever it runs, and errors as one clear line.

What reaches the database is imported only when it is needed: the launcher stays small.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from config.errors import HelikopterError
from config.language import use_language
from config.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.store.engine import Writer


@contextmanager
def database_from(settings: Settings) -> Iterator[Settings]:
    """The settings with an address of a migrated database: DATABASE_URL, the running embedded server, or our own."""
    from dashboard.store.embedded import running_or_own
    from dashboard.store.migrate import upgrade

    if settings.database_url is not None:
        upgrade(settings.database_url)
        yield settings
        return
    with running_or_own(settings.data_dir) as server:
        upgrade(server.url())
        yield settings.model_copy(update={"database_url": server.url(), "embedded": True})


@contextmanager
def writer_from(settings: Settings, role: str = "writer") -> Iterator[Writer]:
    """The writing side, or the owner's. Raises DatabaseUnavailable or an error of the embedded server."""
    from dashboard.store.engine import Writer

    with database_from(settings) as found:
        writer = Writer(found.url_for(role))
        try:
            yield writer
        finally:
            writer.close()


@contextmanager
def spoken(settings: Settings, language: str | None = None) -> Iterator[Console]:
    """Run a command in the person's language; an expected failure becomes its sentence and exit code 1."""
    with use_language(language or settings.default_language):
        try:
            yield Console(highlight=False, soft_wrap=True)
        except HelikopterError as error:
            typer.echo(error.text(), err=True)
            raise typer.Exit(1) from None
