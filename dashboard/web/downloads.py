"""Cards and lists as files: the same question and frames as on the screen, below a block that says what they are.

One route for all. A file of few rows is answered whole; of many the rows are read from the database as they are sent
(docs/exports.md). Who takes which file is written down before the first byte leaves.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from time import monotonic
from typing import IO, Any

import pandas as pd
from flask import Flask, Response, request

from config.clock import Clock
from config.errors import HelikopterError, InvalidInput
from config.kinds import PERMISSIONS, Permission
from config.language import N_, number
from dashboard.cards.card import spec_of
from dashboard.cards.told import header_of
from dashboard.reports.streaming import as_file, as_xlsx_file, csv_portions, pieces, rows_of_sheet
from dashboard.reports.tables import CSV_TYPE, XLSX_TYPE, file_name
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.exports import Taken, file_broken_off, file_taken
from dashboard.store.actions.writing import Writing
from dashboard.web import gate
from dashboard.web.address import filters_of
from dashboard.web.auth import current_actor, current_scope, current_user, require
from dashboard.web.cards import find
from dashboard.web.context import services
from dashboard.web.listings.library import find_listing, listings
from dashboard.web.listings.listing import Asked, Listed
from queries.db import BATCH
from queries.filters import Filters

ENDPOINT = "download"
LONGEST, PATIENCE = 15 * 60, 60
"""Seconds that a file may take in all, and that who takes it may leave a portion of it lying."""
_TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
_MAY = frozenset({Permission.DOWNLOAD, Permission.MANAGE, Permission.SEE_SITTINGS})
"""One of these has everybody who may have any file; each card and list asks for its own."""


class TooManyRows(InvalidInput):
    """More rows than a sheet holds."""

    message = N_(
        "This file would have {n} rows, and a workbook (XLSX) holds at most {most}. "
        "Take it as CSV, which holds any number, or choose fewer with the filters."
    )


class Busy(HelikopterError):
    """As many large files are being made as may be."""

    code, status = "busy", HTTPStatus.TOO_MANY_REQUESTS
    message = N_("Other large files are being made now. Try again in a few minutes.")


class TookTooLong(HelikopterError):
    """A file was not done in time."""

    code = "took_too_long"
    message = N_("This file takes too long. Take it as CSV, or choose fewer with the filters.")


@dataclass(frozen=True)
class File:
    """What somebody takes: `place` is page and card or list, `title` its msgid; `permission` is what shows it."""

    place: tuple[str, str]
    title: str
    permission: Permission
    listed: Listed


class Course:
    """How far a file got."""

    def __init__(self) -> None:
        self._until = monotonic() + LONGEST
        self.rows, self.whole = 0, False

    def going_on(self) -> None:
        """Raise TookTooLong when it took too long."""
        if monotonic() > self._until:
            raise TookTooLong()

    def counted(self, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """The frames, while they are counted."""
        for frame in frames:
            self.rows += len(frame)
            yield frame

    def followed(self, portions: Iterator[bytes]) -> Iterator[bytes]:
        """The portions; whole once somebody took the last one and asks for more."""
        for portion in portions:
            self.going_on()
            yield portion
        self.whole = True


def install(server: Flask) -> None:
    """Add the route: GET /download/<page>/<card or list>.csv or .xlsx, with the address of the page as its query."""
    server.add_url_rule("/download/<page>/<card>.<any(csv, xlsx):ending>", ENDPOINT, download)
    gate.declare(server, ENDPOINT, _MAY)


def download(page: str, card: str, ending: str) -> Response:
    """One card or list as a file. Raises NotFound, Forbidden, InvalidInput, Busy, TooSlow."""
    with ExitStack() as held:
        ask = _of_list if (page, card) in listings() else _of_card
        answer = _answered(ask(page, card, held), ending, held)
        if answer.is_streamed:
            answer.call_on_close(held.pop_all().close)
    return answer


def _of_card(page: str, name: str, _held: ExitStack) -> File:
    require(Permission.DOWNLOAD)
    card = find(page, name)
    require(card.permission)  # before the address is read: who may not see a card learns nothing of its filters
    filters = card.reads(filters_of(request.query_string.decode()))
    scope = current_scope(card.permission)
    with services().db.read() as db:
        table = spec_of(db, scope, card, filters).table
        above = header_of(db, scope, card, filters, services().clock.now())
    listed = Listed(above, table.columns, [table.frame], len(table.frame), days_of(filters))
    return File((page, name), card.title, card.permission, listed)


def _of_list(page: str, name: str, held: ExitStack) -> File:
    listing = find_listing(page, name)
    for permission in (*listing.needs, listing.permission):
        require(permission)
    asked = Asked(listing, request.query_string.decode(), services().clock.now(), held)
    return File((page, name), listing.title, listing.permission, listing.ask(asked))


def days_of(filters: Filters) -> tuple[str, str]:
    """First and last day, as they stand in the name of a file."""
    return filters.first_day.isoformat(), filters.last_day.isoformat()


def _answered(file: File, ending: str, held: ExitStack) -> Response:
    """The file, written down first. What goes wrong before the first byte is told like any failure; after it the
    connection is broken off, so that no part passes for the whole."""
    listed, course = file.listed, Course()
    _check_length(listed, ending)
    if listed.rows > BATCH:
        held.enter_context(_turn())
    frames = course.counted(_begun(listed))
    held.callback(_write_down(file, ending, course))
    portions, length = (_xlsx if ending == "xlsx" else _csv)(listed, frames, course, held)
    whole = length is None and listed.rows <= BATCH
    return _sent(course.followed(portions), length, _name(file, ending), whole=whole)


def _check_length(listed: Listed, ending: str) -> None:
    most = rows_of_sheet(listed.header)
    if ending == "xlsx" and listed.rows > most:
        raise TooManyRows(n=number(listed.rows), most=number(most))


def _begun(listed: Listed) -> Iterator[pd.DataFrame]:
    """The frames, the first of them asked for now: so that a question that fails does so before anything is sent."""
    frames = iter(listed.frames)
    first = next(frames, None)
    return _after(first, frames)


def _after(first: pd.DataFrame | None, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    if first is not None:
        yield first
    yield from frames


Portions = tuple[Iterator[bytes], int | None]
"""What is sent, and how long it is where that is known beforehand."""


def _csv(listed: Listed, frames: Iterator[pd.DataFrame], course: Course, held: ExitStack) -> Portions:
    portions = csv_portions(listed.header, listed.columns, frames)
    if listed.rows > BATCH and _knows_no_chunks():
        return _of(as_file(portions, course.going_on), held)
    return portions, None


def _xlsx(listed: Listed, frames: Iterator[pd.DataFrame], course: Course, held: ExitStack) -> Portions:
    return _of(as_xlsx_file(listed.header, listed.columns, frames, course.going_on), held)


def _of(file: IO[bytes], held: ExitStack) -> Portions:
    """A file that is done in pieces, and its length."""
    held.callback(file.close)
    length = file.seek(0, 2)
    file.seek(0)
    return pieces(file), length


def _knows_no_chunks() -> bool:
    """Whether who asks takes the end of a connection for the end of a file, as some proxies do."""
    return request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"


def _sent(portions: Iterator[bytes], length: int | None, name: str, *, whole: bool) -> Response:
    content = b"".join(portions) if whole else portions
    answer = Response(content, content_type=_TYPES[name.rpartition(".")[2]])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    if length is not None:
        answer.content_length = length
    _be_patient()
    return answer


def _name(file: File, ending: str) -> str:
    return file_name((*file.place, *file.listed.names), ending)


def _be_patient() -> None:
    """Let nobody hold a thread for longer by not reading: of gunicorn the socket is known, waitress does so itself."""
    socket: Any = request.environ.get("gunicorn.socket")
    if socket is not None:
        socket.settimeout(PATIENCE)


@contextmanager
def _turn() -> Iterator[None]:
    """One of the few large files that are made at once. Raises Busy."""
    turns = services().large_files
    if not turns.acquire(blocking=False):
        raise Busy()
    try:
        yield
    finally:
        turns.release()


def _write_down(file: File, ending: str, course: Course) -> Callable[[], None]:
    """Write that somebody takes a file. What comes of it is called in the end, and writes when not all was taken."""
    listed, number = file.listed, file.listed.organisation_id
    taken = Taken("/".join(file.place), file.title, ending, listed.header.filters, listed.rows)
    here = _own_organisation(file.permission) if number is None else number
    held = services()
    write = partial(_written, held.writer, held.clock, current_actor(), here)
    write(file_taken, taken)

    def end() -> None:
        if not course.whole:
            write(file_broken_off, replace(taken, rows=course.rows))

    return end


def _written(writer: Writing, clock: Clock, actor: Actor, here: int, act: Callable[..., None], taken: Taken) -> None:
    act(writer=writer, clock=clock, actor=actor, organisation_id=here, taken=taken)


def _own_organisation(permission: Permission) -> int:
    """In whose log it stands: the first organisation of which a role gives the right."""
    grants = current_user().grants
    return next(grant.organisation_id for grant in grants if permission in PERMISSIONS[grant.role])
