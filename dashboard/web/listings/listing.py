"""What a list is that can be had as a file: a question, its columns, who may have it, how sensitive it is."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import parse_qs

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Permission
from config.language import N_, moment, number, t
from dashboard.cards.told import header
from dashboard.charts.spec import Column, Kind, Table
from dashboard.reports.tables import Header
from dashboard.web.address import filters_of
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk, desk_of
from queries.filters import Filters, Scope

INTERNAL = N_("internal")
UNPUBLISHED = N_("internal, holds what is not public yet")
PERSONAL = N_("internal, holds personal data or texts of citizens")


@dataclass(frozen=True)
class Asked:
    """Who asks which list by which address. What is opened for it stays open in `held` until the file is given."""

    listing: "Listing"
    search: str
    now: datetime
    held: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def db(self) -> Connection:
        """The reading side, in one snapshot."""
        return self.held.enter_context(services().db.read())

    @cached_property
    def scope(self) -> Scope:
        """Where the person who asks may have this list."""
        return current_scope(self.listing.permission)

    @cached_property
    def filters(self) -> Filters:
        """The filters of the address. Raises InvalidInput."""
        return filters_of(self.search)

    @cached_property
    def desk(self) -> Desk:
        """Of a list of /beheer: whose it is. Raises NotFound."""
        return desk_of(self.search)

    def opened(self, frames: Generator[pd.DataFrame]) -> Generator[pd.DataFrame]:
        """Frames whose question is let go of when the file is given, also when not all of them were asked for."""
        return self.held.enter_context(closing(frames))

    def one(self, name: str) -> str:
        """What else the address says."""
        return parse_qs(self.search.removeprefix("?")).get(name, [""])[-1]


@dataclass(frozen=True)
class Listed:
    """What a list says to who asks: `frames` with the keys of `columns`, and how many rows these have in all.

    `names` stand in the name of the file. `organisation_id` is in whose log it stands (None: that of the person).
    """

    header: Header
    columns: tuple[Column, ...]
    frames: Iterable[pd.DataFrame]
    rows: int
    names: tuple[str, ...] = ()
    organisation_id: int | None = None


@dataclass(frozen=True)
class Listing:
    """One list of a page.

    `title` is a msgid, `permission` and all of `needs` are needed to have it, `sensitivity` is the msgid of its label.
    `offered` says for an address whether the foot of the page leads to it.
    """

    path: str
    id: str
    title: str
    permission: Permission
    ask: Callable[[Asked], Listed]
    sensitivity: str = INTERNAL
    needs: tuple[Permission, ...] = (Permission.DOWNLOAD,)
    offered: Callable[[Mapping[str, list[str]]], bool] = lambda _query: True

    @property
    def page(self) -> str:
        """The page in the address of a file: 'beheer-logboek'."""
        return self.path.strip("/").replace("/", "-") or "overview"


def of_scope(asked: Asked, filters: str, table: Table, *names: str, most: int | None = None) -> Listed:
    """A list of few rows, with where its data comes from. `most` is how many it holds at most, where that is told."""
    told = filters if most is None or len(table.frame) < most else cut(filters, most)
    return in_frames(asked, told, len(table.frame), table.columns, [table.frame], *names)


def in_frames(
    asked: Asked, filters: str, rows: int, columns: Sequence[Column], frames: Iterable[pd.DataFrame], *names: str
) -> Listed:
    """A list of however many rows."""
    listing = asked.listing
    above = header(asked.db, asked.scope, t(listing.title), filters, t(listing.sensitivity), asked.now)
    return Listed(replace(above, rows=rows), tuple(columns), frames, rows, names)


def of_town(asked: Asked, table: Table, filters: str = "") -> Listed:
    """A list of /beheer: of one organisation, as it is now."""
    return town_frames(asked, len(table.frame), table.columns, [table.frame], filters)


def town_frames(
    asked: Asked, rows: int, columns: Sequence[Column], frames: Iterable[pd.DataFrame], filters: str = ""
) -> Listed:
    """A list of /beheer of however many rows."""
    town, listing = asked.desk.town, asked.listing
    at = moment(asked.now, town.zone)
    above = Header(t(listing.title), filters, at, town.name, t(listing.sensitivity), rows)
    return Listed(above, tuple(columns), frames, rows, (asked.desk.today.isoformat(),), town.number)


def labelled(listed: Listed, sensitivity: str) -> Listed:
    """The same with another label (a msgid)."""
    return replace(listed, header=replace(listed.header, sensitivity=t(sensitivity)))


def cut(filters: str, most: int) -> str:
    """The filters, and that there may be more than this."""
    words = t(N_("only the first {n}, as on the page"), n=number(most))
    return "; ".join(filter(None, (filters, words)))


def texts(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Rows of words below translated heads; what is missing stays empty."""
    columns = tuple(Column(str(place), t(head)) for place, head in enumerate(heads))
    return Table(pd.DataFrame(list(rows), columns=[column.key for column in columns], dtype=object), columns)


def kinds(table: Table, **own: Kind) -> Table:
    """A table of `texts` of which some columns ('c2') hold something else than words."""
    told = {name.removeprefix("c"): kind for name, kind in own.items()}
    columns = tuple(replace(column, kind=told.get(column.key, column.kind)) for column in table.columns)
    return Table(table.frame, columns)
