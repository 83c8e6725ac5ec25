"""GeoReport v2 (Open311): requests of a server, or of a file that one gave, as a table for the mapping.

A column is a field of a request, a row a request; its line is its number, counted over all pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import numpy as np

from config.clock import Clock
from config.errors import ImportRefused, InvalidInput
from config.language import N_
from dashboard.store.sources.documents import REQUEST_MARKS, SERVICE_MARKS, Record, error_in, records
from dashboard.store.sources.fetching import LARGEST, TOO_LARGE, Refused, fetch, is_address, shown_address
from dashboard.store.sources.mapping import TableMapping
from dashboard.store.sources.presets import completed
from dashboard.store.sources.rows import Chunk, Table
from dashboard.store.sources.tabular import Origin, Progress, delivery_of
from dashboard.store.staging import Delivery

GEOREPORT = "georeport"
MOST_PAGES = 10_000
_NO_FILE = N_("The file {file} does not exist.")
_UNREADABLE = N_("The file {file} cannot be read.")
_NO_REQUESTS = N_("{file} holds no requests. Nothing was changed.")
_ENDLESS = N_("{address} gives ever more pages; it was left after {most}. Ask for a shorter period with --since.")
_ONLY_ADDRESS = N_("--since and --until ask a web address for a period; {file} is a file.")
_BACKWARDS = N_("--since lies after --until.")


@dataclass(frozen=True)
class Asked:
    """What to read: a file or web address, a service list beside it, and the period to ask an address for."""

    location: str
    services: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def name(self) -> str:
        return shown_address(self.location) if is_address(self.location) else Path(self.location).name


@contextmanager
def deliver_georeport(
    asked: Asked,
    mapping: TableMapping,
    *,
    organisation_id: int,
    clock: Clock,
    as_of: datetime | None = None,
    progress: Progress | None = None,
) -> Iterator[Delivery]:
    """The delivery of a GeoReport answer; pages are fetched while its batches are read. Raises ImportRefused.

    What an address tells is complete up to the moment at which it was asked, unless `as_of` or the mapping says so.
    """
    _check_period(asked)
    reading = _Reading(asked, mapping, clock.now())
    if is_address(asked.location) and mapping.dates.as_of is None:
        as_of = as_of or reading.now
    origin = Origin(asked.name, reading.digest, no_rows=_NO_REQUESTS)
    yield delivery_of(reading.table(), mapping, origin, organisation_id, clock, as_of=as_of, progress=progress)


def _check_period(asked: Asked) -> None:
    if (asked.since or asked.until) and not is_address(asked.location):
        raise InvalidInput(_ONLY_ADDRESS, file=asked.name)
    if asked.since and asked.until and asked.since > asked.until:
        raise InvalidInput(_BACKWARDS)


@cache
def _usual() -> tuple[str, ...]:
    """Fields that the mapping uses when it says nothing; a server may leave them out."""
    return tuple(dict.fromkeys(completed({}, GEOREPORT)["columns"].values()))


@dataclass
class _Reading:
    """One reading of a file or address: page after page, with a checksum over all of them."""

    asked: Asked
    mapping: TableMapping
    now: datetime
    _hash: Any = field(default_factory=sha256)
    _bytes: int = 0
    _seen: set[int] = field(default_factory=set)

    def digest(self) -> str:
        return str(self._hash.hexdigest())

    def table(self) -> Table:
        """The table; its first page is read at once. Raises ImportRefused."""
        services = self._services()
        pages = self._pages()
        first = next(pages, [])
        header = list(dict.fromkeys([*_usual(), *_names(first), *(["group"] if services else [])]))
        chunks = self._chunks(chain([first], pages), header, services)
        return Table(header, chunks, lambda: self._bytes, 0)

    def _chunks(self, pages: Iterator[list[Record]], header: list[str], services: dict[str, Record]) -> Iterator[Chunk]:
        columns, line = tuple(header), 1
        for page in filter(None, pages):
            header.extend(name for name in _names(page) if name not in header)  # so that what is not kept is named
            rows = [_row(request, columns, services) for request in page]
            yield Chunk(rows, np.arange(line, line + len(rows), dtype=np.int64))
            line += len(rows)

    def _services(self) -> dict[str, Record]:
        if self.asked.services is None:
            return {}
        content, name = self._content(self.asked.services)
        found = records(content, name, marks=SERVICE_MARKS, encoding=self.mapping.file.encoding)
        return {service.get("service_code", ""): service for service in found}

    def _pages(self) -> Iterator[list[Record]]:
        """Pages with at least one request that was not told before."""
        if not is_address(self.asked.location):
            yield self._fresh(self.asked.location)
            return
        for address in _periods(self.asked, self.mapping.fetch.days, self.now):
            yield from self._pages_of(address)

    def _pages_of(self, address: str) -> Iterator[list[Record]]:
        name, first = self.mapping.fetch.page, self.mapping.fetch.first
        for number in count(first):
            if number - first >= MOST_PAGES:
                raise ImportRefused(_ENDLESS, address=shown_address(address), most=MOST_PAGES)
            try:
                page = self._fresh(_with(address, {name: number}) if name else address)
            except Refused as refused:
                if refused.number == 404 and number > first:  # how some servers say that there are no more pages
                    return
                raise
            if not page:
                return
            yield page
            if not name:
                return

    def _fresh(self, location: str) -> list[Record]:
        """A page; nothing when all of it was told before, as by servers that do not know of pages."""
        content, name = self._content(location)
        self._hash.update(content)
        page = records(content, name, marks=REQUEST_MARKS, encoding=self.mapping.file.encoding)
        told = {hash(tuple(sorted(request.items()))) for request in page}
        fresh = not told <= self._seen
        self._seen |= told
        return page if fresh else []

    def _content(self, location: str) -> tuple[bytes, str]:
        if is_address(location):
            content, name = _fetched(location, self.mapping.fetch.timeout), shown_address(location)
        else:
            content, name = _read(Path(location)), Path(location).name
        self._bytes += len(content)
        return content, name


def _names(page: list[Record]) -> dict[str, None]:
    return dict.fromkeys(name for request in page for name in request if request[name])


def _row(request: Record, columns: tuple[str, ...], services: dict[str, Record]) -> list[str]:
    """A request, with what the service list adds: its group, and its name where it has none."""
    service = services.get(request.get("service_code", ""), {})
    added = {"group": service.get("group", ""), "service_name": service.get("service_name", "")}
    return [request.get(name) or added.get(name, "") for name in columns]


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRefused(TOO_LARGE, file=path.name, most=LARGEST >> 20)
        return path.read_bytes()
    except FileNotFoundError:
        raise ImportRefused(_NO_FILE, file=path.name) from None
    except (OSError, ValueError):
        raise ImportRefused(_UNREADABLE, file=path.name) from None


def _fetched(address: str, seconds: int) -> bytes:
    try:
        return fetch(address, seconds)
    except Refused as refused:
        described = error_in(refused.body)
        raise Refused(refused.address, refused.number, described) if described else refused from None


def _with(address: str, more: dict[str, Any]) -> str:
    """An address with these parameters; those that it had under the same names go."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in more]
    query = urlencode([*kept, *more.items()])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _periods(asked: Asked, days: int, now: datetime) -> Iterator[str]:
    """The address for each stretch of so many days: servers give no longer period at once."""
    begin, end = asked.since, asked.until or now
    if begin is None:
        yield asked.location if asked.until is None else _with(asked.location, {"end_date": _written(end)})
        return
    while begin < end:
        until = min(begin + timedelta(days=days), end)
        yield _with(asked.location, {"start_date": _written(begin), "end_date": _written(until)})
        begin = until


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
