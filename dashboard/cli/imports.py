"""`python -m dashboard import csv|xlsx|georeport|...` and `runs list|show|void`: deliveries from the command line.

What these commands need is imported when they run, so that the other commands start quickly.
"""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import Settings
from dashboard.cli.common import spoken

imports = typer.Typer(
    no_args_is_help=True, help="Import meldingen or proposals from a file or a server, as a mapping file describes it."
)
runs = typer.Typer(no_args_is_help=True, help="Import runs: what each did, and taking one out again.")

LocationArgument = Annotated[str, typer.Argument(help="The file or web address to import.", show_default=False)]
FolderArgument = Annotated[Path, typer.Argument(help="The folder or zip file of the set.", show_default=False)]
ServicesOption = Annotated[
    str | None, typer.Option(help="Service list: a file or web address (services.json or .xml).")
]
SinceOption = Annotated[
    str | None, typer.Option(help="Ask a web address for what was reported from this day or time on.")
]
UntilOption = Annotated[str | None, typer.Option(help="And up to this one; now unless given.")]
FileArgument = Annotated[Path, typer.Argument(help="The file to import.", show_default=False)]
MappingOption = Annotated[Path, typer.Option("--mapping", help="The mapping file (TOML), see docs/import.md.")]
OrganisationOption = Annotated[str | None, typer.Option(help="Code of the organisation, instead of the mapping's.")]
AsOfOption = Annotated[str | None, typer.Option(help="Day or time up to which the file is complete.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Read and judge everything, write nothing.")]
PhotosOption = Annotated[
    Path | None, typer.Option(help="The folder with the photos of proposals, under the names that the file gives them.")
]
ReportOption = Annotated[Path | None, typer.Option(help="Write the whole report to this file, as JSON.")]
LanguageOption = Annotated[str | None, typer.Option(help="nl or en.")]
RunArgument = Annotated[str, typer.Argument(help="Number of the run, or its beginning.", show_default=False)]


FILES = {
    "csv": "Import a CSV file, also gzipped.",
    "xlsx": "Import a sheet of an XLSX file.",
    "openstad": "Import proposals: the XLSX export of submissions ('inzendingen') of OpenStad.",
    "openstad-votes": "Import votes for proposals: the XLSX export of votes ('stemmen') of OpenStad.",
    "decidim": "Import proposals: the CSV file of proposals of Decidim.",
    "govocal": "Import proposals: the XLSX export of contributions ('bijdragen') of Go Vocal (CitizenLab).",
}
"""Kinds of source that are one file; a command each."""


def import_one(
    context: typer.Context,
    file: FileArgument,
    mapping: MappingOption,
    organisation: OrganisationOption = None,
    as_of: AsOfOption = None,
    dry_run: DryOption = False,
    report: ReportOption = None,
    photos: PhotosOption = None,
    language: LanguageOption = None,
) -> None:
    """Import one file of the kind that the command is called after."""
    kind = str(context.command.name)
    _import(
        kind, str(file), mapping, organisation, as_of, dry_run=dry_run, report=report, photos=photos, language=language
    )


for one, what in FILES.items():
    imports.command(one, help=what)(import_one)


@imports.command("georeport")
def import_georeport(
    location: LocationArgument,
    mapping: MappingOption,
    services: ServicesOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    organisation: OrganisationOption = None,
    as_of: AsOfOption = None,
    dry_run: DryOption = False,
    report: ReportOption = None,
    language: LanguageOption = None,
) -> None:
    """Import requests of GeoReport v2 (Open311), JSON or XML."""
    _import(
        "georeport",
        location,
        mapping,
        organisation,
        as_of,
        dry_run=dry_run,
        report=report,
        language=language,
        services=services,
        since=since,
        until=until,
    )


@imports.command("signalen")
def import_signalen(
    folder: FolderArgument,
    mapping: MappingOption,
    organisation: OrganisationOption = None,
    as_of: AsOfOption = None,
    dry_run: DryOption = False,
    report: ReportOption = None,
    language: LanguageOption = None,
) -> None:
    """Import the CSV set of Signalen."""
    _import("signalen", str(folder), mapping, organisation, as_of, dry_run=dry_run, report=report, language=language)


def _import(
    kind: str,
    location: str,
    mapping: Path,
    organisation: str | None,
    as_of: str | None,
    *,
    dry_run: bool,
    report: Path | None,
    language: str | None,
    services: str | None = None,
    since: str | None = None,
    until: str | None = None,
    photos: Path | None = None,
) -> None:
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.delivering import Order, import_file

        order = Order(kind, location, mapping, organisation, as_of, dry_run, report, services, since, until, photos)
        import_file(settings, console, order)


@runs.command("list")
def list_command(organisation: OrganisationOption = None, language: LanguageOption = None) -> None:
    """The last hundred import runs."""
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.run_history import print_runs

        print_runs(settings, console, organisation)


@runs.command("show")
def show_command(run: RunArgument, language: LanguageOption = None) -> None:
    """What a run did: counts, refused rows, remarks."""
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.run_history import print_run

        print_run(settings, console, run)


@runs.command("void")
def void_command(run: RunArgument, language: LanguageOption = None) -> None:
    """Take a run out completely; what it had corrected holds again."""
    settings = Settings()
    with spoken(settings, language) as console:
        from dashboard.cli.run_history import void

        void(settings, console, run)
