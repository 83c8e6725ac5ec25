"""Import runs on the command line: which there were, what one did, and taking one out."""

from rich.console import Console
from rich.table import Column, Table

from config.clock import SystemClock
from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import writer_from
from dashboard.store.report import Report
from dashboard.store.runs import Run, find_run, list_runs, runs_after
from dashboard.store.voiding import void_run

_TOLD_SINCE = N_(
    "This source delivered {runs} more times since. What those told again of the same meldingen is out too: import the "
    "newest file once more."
)
_VOIDED = N_("Run {run} was taken out: {count} cases changed.")
_NO_RUNS = N_("There are no import runs yet.")
_HEADS = (N_("Run"), N_("Started (UTC)"), N_("Organisation"), N_("Source"), N_("File"), N_("State"), N_("Rows"))
_STATES = {"merged": N_("Loaded"), "refused": N_("Not loaded"), "voided": N_("Taken out")}
_EXTENSIVE = 1_000


def print_runs(settings: Settings, console: Console, organisation: str | None) -> None:
    """The last hundred runs, of one organisation or of all."""
    with writer_from(settings) as writer:
        with writer.transaction() as connection:
            found = list_runs(connection, organisation)
        console.print(_table(found) if found else t(_NO_RUNS))


def print_run(settings: Settings, console: Console, number_: str) -> None:
    """A run with its report. Raises NotFound, or InvalidInput when the number is not enough."""
    with writer_from(settings) as writer, writer.transaction() as connection:
        found = find_run(connection, number_)
    console.print(_table([found]))
    console.print(Report.from_json(found.report).text(most=_EXTENSIVE), markup=False)


def void(settings: Settings, console: Console, number_: str) -> None:
    """Take a run out. Raises NotFound, or InvalidInput when it was taken out or refused before."""
    with writer_from(settings) as writer:
        with writer.transaction() as connection:
            found = find_run(connection, number_)
        count = void_run(writer, SystemClock(), found.organisation_id, found.run_id)
        with writer.transaction() as connection:
            later = runs_after(connection, found)
    console.print(t(_VOIDED, run=found.run_id, count=number(count)))
    if later:
        console.print(t(_TOLD_SINCE, runs=number(later)))


def _table(found: list[Run]) -> Table:
    table = Table(*(Column(t(head), overflow="fold", no_wrap=head in _HEADS[:2]) for head in _HEADS))
    for run in found:
        started = f"{run.started_at:%Y-%m-%d %H:%M}"
        rows = number(run.report.get("read", 0))
        state = t(_STATES.get(run.state, run.state))
        table.add_row(str(run.run_id), started, run.organisation, run.source, run.file_name or "-", state, rows)
    return table
