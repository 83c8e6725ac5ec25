"""`python -m dashboard db`: migrate, rebuild and check the central database."""

import typer

from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import database_from, spoken, writer_from

database = typer.Typer(no_args_is_help=True, help="The central database: migrate, derive again, check.")


@database.command("migrate")
def migrate_command() -> None:
    """Bring the database to the schema of this version."""
    settings = Settings()
    with spoken(settings) as console, database_from(settings):
        console.print(t(N_("The database has the schema of this version.")))


@database.command("rebuild")
def rebuild_command() -> None:
    """Derive everything from the events again."""
    from dashboard.store.check import rebuild

    settings = Settings()
    with spoken(settings) as console:
        with writer_from(settings, "owner") as owner, owner.transaction() as connection:
            count = rebuild(connection)
        console.print(t(N_("{count} cases derived from their events."), count=number(count)))


@database.command("check")
def check_command() -> None:
    """Compare everything derived with the events; exit code 1 when something differs."""
    from dashboard.store.check import check

    settings = Settings()
    with spoken(settings) as console:
        with writer_from(settings, "owner") as owner, owner.transaction() as connection:
            differences = check(connection)
        for difference in differences:
            console.print(difference.text())
        if differences:
            raise typer.Exit(1)
        console.print(t(N_("Everything derived agrees with the events.")))
