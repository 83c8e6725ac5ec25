"""A mapping file whatever its rows are: columns by field, dated columns, and what is asked of each mapping."""

from collections.abc import Collection
from typing import ClassVar, Self

from pydantic import Field, model_validator

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.mapping_errors import bad
from dashboard.store.sources.mapping_parts import (
    ChecksPart,
    DatesPart,
    FetchPart,
    FilePart,
    OrganisationPart,
    Part,
    PlacePart,
    SourcePart,
)

_PAIRS = (("lon", "lat"), ("x", "y"))
_OTHER_ZONE = N_(
    "organisation.time_zone in the mapping is {told}, but the organisation is known with {stored}. Leave it out; when "
    "the file's times are written in another zone, say so in dates.time_zone."
)


class NamedColumns(Part):
    """Which column of the file holds which field; each kind of row has its own fields."""

    def named(self) -> dict[str, str]:
        """Field to column, for the fields that have one."""
        return {field: str(column) for field, column in self if column is not None}

    def without(self, missing: Collection[str]) -> Self:
        """The same, less the fields of these columns; a place of which one half is missing is no place."""
        gone = {field for field, column in self.named().items() if column in missing and self._may_be_absent(field)}
        gone |= {other for pair in _PAIRS for other in pair if gone.intersection(pair)}
        return self.model_copy(update=dict.fromkeys(gone))

    def _may_be_absent(self, field: str) -> bool:
        return not type(self).model_fields[field].is_required()


class PlacedColumns(NamedColumns):
    """Columns of what has a place."""

    lon: str | None = None
    lat: str | None = None
    x: str | None = None
    y: str | None = None
    point: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        pairs = [(self.lon, self.lat), (self.x, self.y), (self.point, self.point)]
        given = [pair for pair in pairs if any(pair)]
        if len(given) > 1 or not all(all(pair) for pair in given):
            raise bad(N_("{file}: {key} must give a place in one way: lon and lat, x and y, or point."))
        return self


class DatedColumn(Part):
    """A column with the date of a step; `details` are the same for each row."""

    column: str
    details: dict[str, str] = Field(default_factory=dict)


class FileMapping(Part):
    """A whole mapping file, whatever its rows are."""

    dimensions: ClassVar[tuple[str, ...]] = ()
    """Dimensions of which the columns hold names or codes."""
    needed: ClassVar[tuple[str, ...]] = ()
    """Fields that cannot be left out because their column holds personal data."""
    loose: ClassVar[frozenset[str]] = frozenset()
    """Fields whose cells may well hold line ends."""

    organisation: OrganisationPart
    source: SourcePart
    columns: NamedColumns
    file: FilePart = FilePart()
    constants: Part = Part()
    dates: DatesPart = DatesPart()
    place: PlacePart = PlacePart()
    values: Part = Part()
    events: tuple[DatedColumn, ...] = ()
    checks: ChecksPart = ChecksPart()
    fetch: FetchPart = FetchPart()

    @property
    def zone(self) -> str:
        """Time zone in which the file's dates are written."""
        return self.dates.time_zone or self.organisation.time_zone

    @property
    def snapshot(self) -> bool:
        """Whether a delivery tells each of its subjects completely."""
        return self.source.snapshot

    @property
    def reads_a_moment(self) -> bool:
        """Whether rows tell what held when the file was made."""
        return False

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns that look personal but are read."""
        return self.file.keep

    def of_zone(self, stored: str) -> Self:
        """The mapping with the stored time zone of its organisation. Raises ImportRefused when it says another."""
        part = self.organisation
        if "time_zone" in part.model_fields_set and part.time_zone != stored:
            raise ImportRefused(_OTHER_ZONE, told=part.time_zone, stored=stored)
        return self.model_copy(update={"organisation": part.model_copy(update={"time_zone": stored})})

    def columns_used(self) -> dict[str, str]:
        """Field to column, the dates of `events` as `event:<number>`."""
        return self.columns.named() | {f"event:{n}": part.column for n, part in enumerate(self.events)}

    def missing(self, header: Collection[str]) -> tuple[str, ...]:
        """The optional columns that are used here and that a file with this header lacks."""
        used = set(self.columns_used().values())
        return tuple(column for column in self.file.optional if column in used and column not in header)

    def without(self, missing: Collection[str]) -> Self:
        """The mapping without these columns."""
        events = tuple(part for part in self.events if part.column not in missing)
        return self.model_copy(update={"columns": self.columns.without(missing), "events": events})


class PlacedMapping(FileMapping):
    """A mapping file of which each row may have a place."""

    columns: PlacedColumns
