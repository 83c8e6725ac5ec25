"""`python -m dashboard ...`: every command in one place; each lives in its own module of `dashboard/cli`."""

from importlib import import_module
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from config.settings import Settings, problems_of

GROUPS = {
    "areas": ("dashboard.cli.areas", "areas"),
    "db": ("dashboard.cli.database", "database"),
    "import": ("dashboard.cli.imports", "imports"),
    "measures": ("dashboard.cli.measures", "measures"),
    "norms": ("dashboard.cli.norms", "norms"),
    "proposals": ("dashboard.cli.proposals", "proposals"),
    "runs": ("dashboard.cli.imports", "runs"),
    "users": ("dashboard.cli.users", "users"),
}


class LazyGroup(TyperGroup):
    """Loads a command's module when it is asked for, so that `serve` starts without what only others need."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted([*super().list_commands(ctx), *GROUPS])

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in GROUPS:
            return super().get_command(ctx, cmd_name)
        module, name = GROUPS[cmd_name]
        command = typer.main.get_command(getattr(import_module(module), name))
        command.name = cmd_name
        return command


cli = typer.Typer(
    cls=LazyGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Helikopterview."
)


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


def main() -> None:
    """Run a command; settings that cannot be used become one clear line each and exit code 1."""
    try:
        cli()
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        for line in problems_of(error):
            typer.echo(line, err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
