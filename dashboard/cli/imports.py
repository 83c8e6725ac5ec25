"""`python -m dashboard import csv|xlsx` and `runs list|show|void`: deliveries from the command line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from config.clock import Clock, SystemClock
from config.errors import ImportRefused, InvalidInput, NotFound
from config.ids import new_id
from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import spoken, writer_from
from dashboard.store.engine import Writer
from dashboard.store.loader import READING, Report, load, void_run
from dashboard.store.organisations import ensure_organisation, organisation_number
from dashboard.store.runs import Run, find_run, list_runs
from dashboard.store.sources.mapping import TableMapping, read_mapping
from dashboard.store.sources.tabular import CSV, XLSX, as_instant, deliver
from dashboard.store.staging import Delivery, Refusal, Suspicion

imports = typer.Typer(no_args_is_help=True, help="Import meldingen from a file, as a mapping file describes it.")
runs = typer.Typer(no_args_is_help=True, help="Import runs: what each did, and taking one out again.")

_NO_ORGANISATION = N_(
    "There is no organisation {code} yet. Add its name under [organisation] in the mapping, and it is made at the "
    "first import."
)
_DRY = N_("Dry run: {read} rows read, {events} steps found, {refused} rows refused. Nothing was written.")
_LOADED = N_("Run {run}: {events} steps written in {seconds} seconds. Data complete up to {as_of} (UTC).")
_BAD_DAY = N_("{value} is not a day or time. Write 2024-12-31 or 2024-12-31T18:00.")
_VOIDED = N_("Run {run} was taken out: {count} meldingen changed.")
_NO_RUNS = N_("There are no import runs yet.")
_HEADS = (N_("Run"), N_("Started (UTC)"), N_("Organisation"), N_("Source"), N_("File"), N_("State"), N_("Rows"))
_STATES = {"merged": N_("Loaded"), "refused": N_("Not loaded"), "voided": N_("Taken out")}
_EXTENSIVE = 1_000

FileArgument = Annotated[Path, typer.Argument(help="The file to import.", show_default=False)]
MappingOption = Annotated[Path, typer.Option("--mapping", help="The mapping file (TOML), see docs/import.md.")]
OrganisationOption = Annotated[str | None, typer.Option(help="Code of the organisation, instead of the mapping's.")]
AsOfOption = Annotated[str | None, typer.Option(help="Day or time up to which the file is complete.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Read and judge everything, write nothing.")]
ReportOption = Annotated[Path | None, typer.Option(help="Write the whole report to this file, as JSON.")]
LanguageOption = Annotated[str | None, typer.Option(help="nl or en.")]
RunArgument = Annotated[str, typer.Argument(help="Number of the run, or its beginning.", show_default=False)]


@imports.command("csv")
def import_csv(
    file: FileArgument,
    mapping: MappingOption,
    organisation: OrganisationOption = None,
    as_of: AsOfOption = None,
    dry_run: DryOption = False,
    report: ReportOption = None,
    language: LanguageOption = None,
) -> None:
    """Import a CSV file, also gzipped."""
    _import(CSV, file, mapping, organisation, as_of, dry_run=dry_run, report=report, language=language)


@imports.command("xlsx")
def import_xlsx(
    file: FileArgument,
    mapping: MappingOption,
    organisation: OrganisationOption = None,
    as_of: AsOfOption = None,
    dry_run: DryOption = False,
    report: ReportOption = None,
    language: LanguageOption = None,
) -> None:
    """Import a sheet of an XLSX file."""
    _import(XLSX, file, mapping, organisation, as_of, dry_run=dry_run, report=report, language=language)


def _import(
    kind: str,
    file: Path,
    mapping_file: Path,
    organisation: str | None,
    as_of: str | None,
    *,
    dry_run: bool,
    report: Path | None,
    language: str | None,
) -> None:
    settings, clock = Settings(), SystemClock()
    with spoken(settings, language) as console, _bar(console) as bar:
        mapping = read_mapping(mapping_file)
        told = _as_of(as_of, mapping)
        delivering = deliver(file, mapping, kind=kind, organisation_id=0, clock=clock, as_of=told, progress=bar.read)
        with delivering as delivery:
            done = _try(delivery, clock) if dry_run else _load(settings, clock, delivery, mapping, organisation, bar)
            complete = delivery.as_of() if callable(delivery.as_of) else delivery.as_of
        if report is not None:
            report.write_text(json.dumps(done.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
        bar.stop()
        console.print(_summary(done, complete, dry_run=dry_run), markup=False)


def _as_of(text: str | None, mapping: TableMapping) -> datetime | None:
    if text is None:
        return None
    try:
        told = date.fromisoformat(text) if len(text) == len("2024-12-31") else datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_BAD_DAY, value=text) from None
    return as_instant(told, mapping.zone)


def _load(
    settings: Settings, clock: Clock, delivery: Delivery, mapping: TableMapping, code: str | None, bar: "_Bar"
) -> Report:
    with writer_from(settings) as writer:
        organisation_id = organisation_of(writer, clock, mapping, code)
        return load(writer, clock, replace(delivery, organisation_id=organisation_id), bar.step)


def organisation_of(writer: Writer, clock: Clock, mapping: TableMapping, code: str | None = None) -> int:
    """The number of the organisation of a mapping (or with `code`); made when new and named. Raises ImportRefused."""
    part, wanted = mapping.organisation, code or mapping.organisation.code
    with writer.transaction() as connection:
        if part.name and wanted == part.code:
            return ensure_organisation(
                connection,
                clock=clock,
                code=part.code,
                kind=part.kind,
                name=part.name,
                time_zone=part.time_zone,
                holiday_calendar=part.holidays,
            )
        try:
            return organisation_number(connection, wanted)
        except NotFound:
            raise ImportRefused(_NO_ORGANISATION, code=wanted) from None


def _try(delivery: Delivery, clock: Clock) -> Report:
    """Read and judge everything, write nothing."""
    report = Report(new_id(clock))
    for batch in delivery.batches:
        report.read += batch.read
        report.events += len(batch.events)
        report.refused += batch.refusals
        report.suspicions += batch.suspicions
    dropped = delivery.dropped_columns
    report.dropped_columns = dropped() if callable(dropped) else dropped
    return report


def _summary(report: Report, as_of: datetime | None, *, dry_run: bool) -> str:
    counts, _, rest = report.text().partition("\n")
    if dry_run:
        params = {"read": report.read, "events": report.events, "refused": len(report.refused)}
        counts = t(_DRY, **{name: number(value) for name, value in params.items()})
    else:
        moment = f"{as_of:%Y-%m-%d %H:%M}" if as_of else "-"
        seconds = number(report.seconds, decimals=1)
        counts += "\n" + t(_LOADED, run=report.run_id, events=number(report.events), seconds=seconds, as_of=moment)
    return f"{counts}\n{rest}".rstrip()


class _Bar:
    """A progress bar where a person watches; nothing elsewhere."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._task = progress.add_task(t(READING), total=None) if progress else None

    def read(self, done: int, size: int) -> None:
        """So much of the file was read."""
        self._update(completed=done, total=size)

    def step(self, step: str, _done: int) -> None:
        """The loader is at this step."""
        if step != READING:
            self._update(description=t(step))

    def stop(self) -> None:
        """Leave the screen to the report."""
        if self._progress:
            self._progress.stop()

    def _update(self, **values: Any) -> None:
        if self._progress and self._task is not None:
            self._progress.update(self._task, **values)


@contextmanager
def _bar(console: Console) -> Iterator[_Bar]:
    if not console.is_terminal:
        yield _Bar(None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress)


@runs.command("list")
def list_command(organisation: OrganisationOption = None, language: LanguageOption = None) -> None:
    """The last hundred import runs."""
    settings = Settings()
    with spoken(settings, language) as console, writer_from(settings) as writer:
        with writer.transaction() as connection:
            found = list_runs(connection, organisation)
        console.print(_table(found) if found else t(_NO_RUNS))


def _table(found: list[Run]) -> Table:
    table = Table(*(Column(t(head), overflow="fold", no_wrap=head in _HEADS[:2]) for head in _HEADS))
    for run in found:
        started = f"{run.started_at:%Y-%m-%d %H:%M}"
        rows = number(run.report.get("read", 0))
        state = t(_STATES.get(run.state, run.state))
        table.add_row(str(run.run_id), started, run.organisation, run.source, run.file_name or "-", state, rows)
    return table


@runs.command("show")
def show_command(run: RunArgument, language: LanguageOption = None) -> None:
    """What a run did: counts, refused rows, remarks."""
    settings = Settings()
    with spoken(settings, language) as console, writer_from(settings) as writer:
        with writer.transaction() as connection:
            found = find_run(connection, run)
        console.print(_table([found]))
        console.print(_report(found).text(most=_EXTENSIVE), markup=False)


def _report(run: Run) -> Report:
    told = run.report
    listed = {
        "run_id": UUID(told["run_id"]),
        "refused": [Refusal(**row) for row in told["refused"]],
        "suspicions": [Suspicion(**row) for row in told["suspicions"]],
        "dropped_columns": tuple(told["dropped_columns"]),
    }
    return Report(**(told | listed))


@runs.command("void")
def void_command(run: RunArgument, language: LanguageOption = None) -> None:
    """Take a run out completely; what it had corrected holds again."""
    settings = Settings()
    with spoken(settings, language) as console, writer_from(settings) as writer:
        with writer.transaction() as connection:
            found = find_run(connection, run)
        count = void_run(writer, SystemClock(), found.organisation_id, found.run_id)
        console.print(t(_VOIDED, run=found.run_id, count=number(count)))
