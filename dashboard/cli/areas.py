"""`python -m dashboard areas import|list|take-back|decide`: the boundaries of areas from the command line."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from config.errors import InvalidInput
from config.kinds import AreaKind
from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import spoken

areas = typer.Typer(no_args_is_help=True, help="Areas: the boundaries of neighbourhoods and other parts of a town.")

_BAD_DAY = N_("{value} is not a date. Write it as 2026-11-22.")
_MOVED = N_("Done: {n} meldingen, proposals and activities moved to another area.")
FileArgument = Annotated[Path, typer.Argument(help="GeoJSON file, perhaps packed with gzip.", show_default=False)]
OrganisationOption = Annotated[str, typer.Option(help="Code of the organisation.")]
KindOption = Annotated[AreaKind, typer.Option(help="What kind of areas it holds.")]
SinceOption = Annotated[str, typer.Option("--valid-from", help="First day on which they hold, as 2025-01-01.")]
CodeOption = Annotated[str, typer.Option(help="Property with the code of an area.")]
NameOption = Annotated[str | None, typer.Option(help="Property with its name; that of the code unless given.")]
PeopleOption = Annotated[str | None, typer.Option(help="Property with its number of inhabitants.")]
OriginOption = Annotated[str, typer.Option("--source", help="Where the boundaries come from, such as 'GIS-dienst'.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Check it and count what would move; write nothing.")]
LanguageOption = Annotated[str | None, typer.Option(help="nl or en.")]


@areas.command("import")
def import_command(
    file: FileArgument,
    organisation: OrganisationOption,
    valid_from: SinceOption,
    code_key: CodeOption,
    source: OriginOption,
    name_key: NameOption = None,
    population_key: PeopleOption = None,
    kind: KindOption = AreaKind.NEIGHBOURHOOD,
    dry_run: DryOption = False,
    language: LanguageOption = None,
) -> None:
    """Take the areas of a file into use and put everything with a place into them."""
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.area_files import Bringing, bring
        from dashboard.store.areas.judging import Choice

        choice = Choice(code_key, name_key or code_key, population_key)
        bring(settings, console, Bringing(file, organisation, kind, choice, source, _day(valid_from)), dry_run=dry_run)


@areas.command("list")
def list_command(organisation: OrganisationOption, language: LanguageOption = None) -> None:
    """The files of an organisation, newest first."""
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.area_files import print_files

        print_files(settings, console, organisation)


@areas.command("take-back")
def take_back_command(
    file: Annotated[str, typer.Argument(help="Number of the file, or its beginning.", show_default=False)],
    organisation: OrganisationOption,
    language: LanguageOption = None,
) -> None:
    """Take a file back: the areas that it replaced hold again."""
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.area_files import take_back

        console.print(t(_MOVED, n=number(take_back(settings, organisation, file))))


@areas.command("decide")
def decide_command(organisation: OrganisationOption, kind: KindOption, language: LanguageOption = None) -> None:
    """Choose the kind of areas that decides where something lies."""
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.area_files import decide

        console.print(t(_MOVED, n=number(decide(settings, organisation, kind))))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_BAD_DAY, value=text) from None
