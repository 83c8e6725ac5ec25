"""Files with boundaries on the command line: what they give, what moves, and which there were."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Column, Table

from config.clock import SystemClock
from config.errors import InvalidInput, NotFound
from config.kinds import AreaKind
from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import writer_from
from dashboard.store.actions import areas as actions
from dashboard.store.actions.areas import Description
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.areas.files import (
    PREVIEW,
    USING,
    Asked,
    assign_again,
    examined,
    judge_file,
    take_file_back,
    use_file,
)
from dashboard.store.areas.judging import Choice
from dashboard.store.areas.kept import file_of, files_of
from dashboard.store.areas.reading import LARGEST, read_boundaries
from dashboard.store.engine import Writer
from dashboard.store.organisations import organisation_number
from queries.manage.areas import STATES, TOPICS

MOST = 40
"""So many moves are written out."""
_NO_FILE = N_("There is no such file, or {path} cannot be read.")
_GRAVE = N_("Nothing was changed: what is grave must be put right first.")
_AREAS = N_("{n} areas, from {day} on.")
_MOVES = (N_("What"), N_("Area before"), N_("Area after"), N_("Number"))
_MORE = N_("... and {n} more moves.")
_LEFT = N_("{topic}: {n} in all, {outside} with a place in no area, {no_place} without a place.")
_WOULD = N_("This is what it would do. Nothing was changed.")
_DID = N_("Taken into use.")
_UNKNOWN = N_("There is no file with this number, or more than one begins with it.")
_FILES = (N_("File"), N_("Name"), N_("Kind"), N_("From"), N_("State"))
_NONE = N_("There are no files with boundaries yet.")


@dataclass(frozen=True)
class Bringing:
    """A file to bring, and what is in it."""

    path: Path
    organisation: str
    kind: AreaKind
    choice: Choice
    origin: str
    valid_from: date


def bring(settings: Settings, console: Console, brought: Bringing, *, dry_run: bool) -> None:
    """Judge a file, say what it moves, and take it into use unless it is a trial. Raises InvalidInput."""
    content = _content(brought.path)
    with writer_from(settings) as writer:
        with writer.transaction() as connection:
            number_ = organisation_number(connection, brought.organisation)
        if dry_run:
            report = _tried(writer, console, number_, brought, content)
        else:
            report = _used(writer, console, number_, brought, content)
    _print_report(console, report)
    console.print(t(_WOULD if dry_run else _DID))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise InvalidInput(_NO_FILE, path=path.name) from None


def _tried(writer: Writer, console: Console, number_: int, brought: Bringing, content: bytes) -> dict[str, Any]:
    source, described = read_boundaries(content), _description(number_, UUID(int=0), brought)
    with writer.transaction() as connection:
        actions.check_description(connection, SystemClock(), described, source.outline())
        judged, report = examined(connection, number_, str(brought.kind), source, brought.choice)
    _print_findings(console, brought, [one.to_json() for one in judged.findings], len(judged.areas))
    return dict(report[PREVIEW])


def _used(writer: Writer, console: Console, number_: int, brought: Bringing, content: bytes) -> dict[str, Any]:
    clock = SystemClock()
    kept: dict[str, Any] = {"organisation_id": number_, "file_name": brought.path.name, "content": content}
    file_id = actions.keep_file(writer=writer, clock=clock, actor=COMMAND_LINE, largest=LARGEST, **kept)
    with writer.transaction() as connection:
        actions.write_description(connection, clock, _description(number_, file_id, brought))
    asked = Asked(number_, file_id, COMMAND_LINE)
    judge_file(writer, clock, asked)
    with writer.transaction() as connection:
        row = file_of(connection, number_, file_id)
    _print_findings(console, brought, row.findings, len(row.areas))
    use_file(writer, clock, asked)
    with writer.transaction() as connection:
        return dict(file_of(connection, number_, file_id).report[USING])


def _description(number_: int, file_id: UUID, brought: Bringing) -> Description:
    return Description(number_, file_id, brought.kind, brought.choice, brought.origin, brought.valid_from)


def _print_findings(console: Console, brought: Bringing, findings: list[dict[str, Any]], n: int) -> None:
    for finding in findings:
        console.print(t(finding["sentence"], **finding["params"]), markup=False)
    if any(finding["grave"] for finding in findings):
        raise InvalidInput(_GRAVE)
    console.print(t(_AREAS, n=number(n), day=brought.valid_from.isoformat()))


def _print_report(console: Console, report: dict[str, Any]) -> None:
    table, moves = Table(*(t(head) for head in _MOVES)), report.get("moves", [])
    for row in moves[:MOST]:
        table.add_row(t(TOPICS[row["topic"]]), row["from"] or "-", row["to"] or "-", number(row["n"]))
    if moves:
        console.print(table)
    if len(moves) > MOST:
        console.print(t(_MORE, n=number(len(moves) - MOST)))
    for topic, words in TOPICS.items():
        counts = {key: number(n) for key, n in report["placeless"][topic].items()}
        console.print(t(_LEFT, topic=t(words), **counts))


def print_files(settings: Settings, console: Console, organisation: str) -> None:
    """The files of an organisation, newest first."""
    with writer_from(settings) as writer:
        found = _files(writer, organisation)[1]
    table = Table(*(Column(t(head), overflow="fold", no_wrap=head == _FILES[0]) for head in _FILES))
    for row in found:
        table.add_row(str(row.file_id), row.file_name, row.kind or "", str(row.valid_from or ""), t(STATES[row.state]))
    console.print(table if found else t(_NONE))


def _files(writer: Writer, organisation: str) -> tuple[int, list[Any]]:
    with writer.transaction() as connection:
        number_ = organisation_number(connection, organisation)
        return number_, files_of(connection, number_)


def take_back(settings: Settings, organisation: str, beginning: str) -> int:
    """Take the file back of which the number begins so; returns how much moved. Raises NotFound."""
    with writer_from(settings) as writer:
        number_, found = _files(writer, organisation)
        ours = [row.file_id for row in found if beginning and str(row.file_id).startswith(beginning)]
        if len(ours) != 1:
            raise NotFound(_UNKNOWN)
        return take_file_back(writer, SystemClock(), Asked(number_, ours[0], COMMAND_LINE))


def decide(settings: Settings, organisation: str, kind: AreaKind) -> int:
    """Let this kind of areas decide; returns how much moved."""
    with writer_from(settings) as writer:
        with writer.transaction() as connection:
            number_ = organisation_number(connection, organisation)
        clock = SystemClock()
        actions.choose_kind(writer=writer, clock=clock, actor=COMMAND_LINE, organisation_id=number_, kind=kind)
        return assign_again(writer, clock, Asked(number_, None, COMMAND_LINE))
