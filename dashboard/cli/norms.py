"""`python -m dashboard norms`: how long handling may take, valid on the day of receipt."""

from datetime import date
from typing import Annotated

import typer

from config.errors import InvalidInput
from config.kinds import LONGEST_NORM, NormUnit
from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import spoken, writer_from

norms = typer.Typer(no_args_is_help=True, help="Norms: how long handling may take.")

_HEADS = (N_("Organisation"), N_("Category"), N_("Days"), N_("Unit"), N_("From"), N_("Until"))
_UNITS = {NormUnit.WORKING_DAY: N_("working days"), NormUnit.CALENDAR_DAY: N_("calendar days")}
_BAD_DAY = N_("{value} is not a date. Write it as 2026-11-22.")
_SET = N_("Done. The numbers of {count} meldingen were derived again.")
_REST = N_("(all others)")
_NONE = N_("There are no norms yet.")

LanguageOption = Annotated[str | None, typer.Option(help="nl or en: language of this command.")]


@norms.command("set")
def set_command(
    organisation: Annotated[str, typer.Option(help="Code of the organisation.")],
    days: Annotated[int, typer.Option(help="Days from receipt to first closing.", min=0, max=LONGEST_NORM)],
    category: Annotated[
        str | None, typer.Option(help="Code of a category. None: all without a norm of their own.")
    ] = None,
    unit: Annotated[NormUnit, typer.Option(help="What is counted.")] = NormUnit.WORKING_DAY,
    since: Annotated[
        str | None,
        typer.Option("--from", help="For what is received from this day on, as 2026-11-22; today if left out."),
    ] = None,
    language: LanguageOption = None,
) -> None:
    """Set a norm from a day on; the former one ends the day before."""
    settings = Settings()
    with spoken(settings, language) as console:
        from config.clock import SystemClock
        from dashboard.store.actions.audit import COMMAND_LINE
        from dashboard.store.actions.norms import NewNorm, change_norm

        new = NewNorm(organisation, days, unit, category, _day(since))
        with writer_from(settings) as writer:
            count = change_norm(writer=writer, clock=SystemClock(), actor=COMMAND_LINE, new=new)
        console.print(t(_SET, count=number(count)))


@norms.command("list")
def list_command(
    organisation: Annotated[str | None, typer.Option(help="Code of an organisation. None: all.")] = None,
    language: LanguageOption = None,
) -> None:
    """Every norm, with the days on which it is valid."""
    settings = Settings()
    with spoken(settings, language) as console:
        from rich.table import Table

        from dashboard.store.actions import norms as actions

        with writer_from(settings) as writer, writer.transaction() as connection:
            found = actions.norms(connection, organisation)
        table = Table(*(t(head) for head in _HEADS))
        for row in found:
            days = (number(row.n), t(_UNITS[NormUnit(row.unit)]), str(row.valid_from), str(row.valid_to or ""))
            table.add_row(row.organisation, row.category or t(_REST), *days)
        console.print(table if found else t(_NONE))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(_BAD_DAY, value=text) from None
