"""`python -m dashboard ...`: every command in one place; each lives in its own module of `dashboard/cli`."""

from typing import Annotated

import typer

from config.settings import Settings
from dashboard.cli.database import database
from dashboard.cli.imports import imports, runs
from dashboard.cli.measures import measures_command
from dashboard.cli.users import users

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Helikopterview.")
cli.add_typer(database, name="db")
cli.add_typer(imports, name="import")
cli.add_typer(runs, name="runs")
cli.add_typer(users, name="users")
cli.command("measures")(measures_command)


@cli.command("serve")
def serve(*, demo: Annotated[bool, typer.Option("--demo", help="Fill an empty embedded database.")] = False) -> None:
    """Start database, worker and web server, and keep them running."""
    from dashboard.cli.demo import make_demo
    from dashboard.cli.serve import serve_command

    settings = Settings()
    raise typer.Exit(serve_command(settings.model_copy(update={"demo": demo or settings.demo}), make_demo))


@cli.command("work")
def work() -> None:
    """Run the background worker; `serve` starts it too."""
    from dashboard.cli.work import work_command

    raise typer.Exit(work_command(Settings()))


@cli.command("demo")
def demo(
    *, yes_into: Annotated[str | None, typer.Option(help="Name of the database, when not the embedded one.")] = None
) -> None:
    """Fill the embedded database with the demo town."""
    from dashboard.cli.demo import demo_command

    raise typer.Exit(demo_command(Settings(), yes_into))


if __name__ == "__main__":
    cli()
