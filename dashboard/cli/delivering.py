"""One import from the command line: read, load, report."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from config.clock import Clock, SystemClock
from config.errors import ImportRefused, InvalidInput, NotFound
from config.ids import new_id
from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import writer_from
from dashboard.store.engine import Writer
from dashboard.store.loader import READING, Report, load
from dashboard.store.organisations import ensure_organisation, expect_every, organisation_number
from dashboard.store.pseudonyms import Pseudonyms
from dashboard.store.sources.album import album_of
from dashboard.store.sources.converters import Context
from dashboard.store.sources.georeport import GEOREPORT, Asked, deliver_georeport
from dashboard.store.sources.mapping import of_meldingen, read_mapping
from dashboard.store.sources.mapping_base import FileMapping
from dashboard.store.sources.mapping_votes import VoteMapping
from dashboard.store.sources.signalen import SIGNALEN, deliver_signalen
from dashboard.store.sources.tabular import as_instant, deliver
from dashboard.store.staging import Delivery
from dashboard.store.told_before import Before, told_before
from dashboard.store.zones import zone_of

_NO_ORGANISATION = N_(
    "There is no organisation {code} yet. Add its name under [organisation] in the mapping, and it is made at the "
    "first import."
)
_DRY = N_("Dry run: {read} rows read, {events} steps found, {refused} rows refused. Nothing was written.")
_LOADED = N_("Run {run}: {events} steps written in {seconds} seconds. Data complete up to {as_of} (UTC).")
_BAD_DAY = N_("{value} is not a day or time. Write 2024-12-31 or 2024-12-31T18:00.")


@dataclass(frozen=True)
class Order:
    """What was asked on the command line."""

    kind: str
    location: str
    mapping: Path
    organisation: str | None
    as_of: str | None
    dry_run: bool
    report: Path | None
    services: str | None = None
    since: str | None = None
    until: str | None = None
    photos: Path | None = None


def import_file(settings: Settings, console: Console, order: Order) -> None:
    """Carry out an import and print what it did. Raises HelikopterError; then nothing was loaded."""
    clock = SystemClock()
    mapping = read_mapping(order.mapping, order.kind)
    with _bar(console) as bar, ExitStack() as stack:
        writer = None if order.dry_run else stack.enter_context(writer_from(settings))
        if writer:
            mapping = in_stored_zone(writer, mapping, order.organisation)
        context = _context(settings, order, mapping, writer)
        if order.photos is not None:
            context = replace(context, album=stack.enter_context(album_of(order.photos)))
        with _delivering(order, mapping, clock, bar, context) as delivery:
            report = _load(writer, clock, delivery, mapping, order, bar) if writer else _try(delivery, clock)
            complete = delivery.as_of() if callable(delivery.as_of) else delivery.as_of
    if order.report is not None:
        order.report.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    console.print(_summary(report, complete, dry_run=order.dry_run), markup=False)


def _context(settings: Settings, order: Order, mapping: FileMapping, writer: Writer | None) -> Context:
    """What the file needs to know beside itself; a dry run knows of no delivery before, and makes no key."""
    code = order.organisation or mapping.organisation.code
    if writer is None:
        return Context(pseudonyms=Pseudonyms("", code))
    secret = settings.pseudonym_secret() if isinstance(mapping, VoteMapping) else ""
    return Context(partial(_told_before, writer, code, mapping.source.code), Pseudonyms(secret, code))


def _told_before(writer: Writer, organisation: str, source: str, until: datetime) -> Before:
    with writer.transaction() as connection:
        return told_before(connection, organisation, source, until)


def _delivering(
    order: Order, mapping: FileMapping, clock: Clock, bar: "_Bar", context: Context
) -> AbstractContextManager[Delivery]:
    """The delivery of the kind that was asked for; the loader gives it the number of its organisation."""
    told = _moment(order.as_of, mapping)
    if order.kind == GEOREPORT:
        since, until = _moment(order.since, mapping, ends=False), _moment(order.until, mapping)
        asked = Asked(order.location, order.services, since, until)
        meldingen = of_meldingen(mapping, order.kind)
        return deliver_georeport(asked, meldingen, organisation_id=0, clock=clock, as_of=told, progress=bar.read)
    file = Path(order.location)
    if order.kind == SIGNALEN:
        meldingen = of_meldingen(mapping, order.kind)
        return deliver_signalen(file, meldingen, organisation_id=0, clock=clock, as_of=told, progress=bar.read)
    return deliver(
        file,
        mapping,
        kind=order.kind,
        organisation_id=0,
        clock=clock,
        as_of=told,
        progress=bar.read,
        context=context,
    )


def _moment(text: str | None, mapping: FileMapping, *, ends: bool = True) -> datetime | None:
    """A day or time as written: the end of a day when it `ends` something, else its begin."""
    if text is None:
        return None
    try:
        told = date.fromisoformat(text) if len(text) == len("2024-12-31") else datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_BAD_DAY, value=text) from None
    if not (ends or isinstance(told, datetime)):
        told = datetime.combine(told, time.min)
    return as_instant(told, mapping.zone)


def _load(writer: Writer, clock: Clock, delivery: Delivery, mapping: FileMapping, order: Order, bar: "_Bar") -> Report:
    organisation_id = organisation_of(writer, clock, mapping, order.organisation)
    report = load(writer, clock, replace(delivery, organisation_id=organisation_id), bar.step)
    if mapping.source.expected_hours:
        with writer.transaction() as connection:
            expect_every(connection, organisation_id, mapping.source.code, mapping.source.expected_hours)
    return report


def in_stored_zone(writer: Writer, mapping: FileMapping, code: str | None = None) -> FileMapping:
    """The mapping with the time zone of its organisation (or of `code`) as stored. Raises ImportRefused."""
    with writer.transaction() as connection:
        stored = zone_of(connection, code or mapping.organisation.code)
    return mapping.of_zone(stored) if stored else mapping


def organisation_of(writer: Writer, clock: Clock, mapping: FileMapping, code: str | None = None) -> int:
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
        report.add(batch)
        report.events += len(batch.events)
    dropped = delivery.dropped_columns
    report.dropped_columns = dropped() if callable(dropped) else dropped
    return report


def _summary(report: Report, as_of: datetime | None, *, dry_run: bool) -> str:
    counts, _, rest = report.text().partition("\n")
    if dry_run:
        params = {"read": report.read, "events": report.events, "refused": report.refused_rows}
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
        self._update(completed=done, total=size or None)

    def step(self, step: str, _done: int) -> None:
        """The loader is at this step."""
        if step != READING:
            self._update(description=t(step))

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
