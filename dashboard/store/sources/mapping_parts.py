"""What every mapping file says, whatever its rows are: whose they are, where from, how they are written."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Final, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.dates import ISO, is_format
from dashboard.store.sources.mapping_errors import bad
from dashboard.store.sources.names import Named, as_code, named

WGS84: Final = "EPSG:4326"
BELGIUM = (2.5, 49.4, 6.5, 51.6)
_PAIRS = (("lon", "lat"), ("x", "y"))


class Part(BaseModel):
    """A table of the mapping file: fixed keys, never changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise bad(N_("{file}: {key} is not a time zone: {value}. Write one such as Europe/Brussels."), value=name)
    ZoneInfo(name)
    return name


def _encoding(name: str) -> str:
    try:
        if name != "auto":
            b"x".decode(name, errors="replace")
    except (LookupError, UnicodeError):
        message = N_("{file}: {key} is not a known encoding: {value}. Write auto, utf-8-sig or windows-1252.")
        raise bad(message, value=name) from None
    return name


def _format(text: str) -> str:
    if not is_format(text):
        message = N_("{file}: {key} is not a date format: {value}. Write one such as %d/%m/%Y %H:%M, or excel.")
        raise bad(message, value=text)
    return text


def _named(value: Any) -> Any:
    """`"Web"` or `{code = "web", name = "Web"}`."""
    if isinstance(value, str):
        return named(value)
    if isinstance(value, dict) and set(value) == {"code", "name"} and all(isinstance(v, str) for v in value.values()):
        return Named(as_code(value["code"]), value["name"])
    raise bad(N_('{file}: {key} must be a text or {{code = "...", name = "..."}}, not {value}.'), value=value)


_OTHER_ZONE = N_(
    "organisation.time_zone in the mapping is {told}, but the organisation is known with {stored}. Leave it out; when "
    "the file's times are written in another zone, say so in dates.time_zone."
)
Zone = Annotated[str, AfterValidator(_zone)]
Format = Annotated[str, AfterValidator(_format)]
Value = Annotated[Named, BeforeValidator(_named)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=60)]
Separator = Annotated[str, Field(pattern=r"^[^\r\n\"' ]$")]
Share = Annotated[float, Field(gt=0, le=1)]
Rows = Literal["melding", "proposal", "vote"]
OrganisationKind = Literal[
    "municipality", "ocmw", "police_zone", "rescue_zone", "intermunicipal", "agency", "utility", "region"
]


class OrganisationPart(Part):
    """Whose rows these are; made at the first import when `name` is given."""

    code: Code
    name: str | None = None
    kind: OrganisationKind = "municipality"
    time_zone: Zone = "Europe/Brussels"
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "BE"


class SourcePart(Part):
    """The system that the file comes from. `snapshot`: each melding or proposal in it is complete."""

    code: Code
    name: str
    snapshot: bool = True
    expected_hours: Annotated[int, Field(ge=1, le=9000)] | None = None


class FilePart(Part):
    """How the file is written, and what each of its rows is. `optional`: columns that it may lack."""

    rows: Rows = "melding"
    separator: Separator | None = None
    quote: Literal['"', "'", ""] = '"'
    encoding: Annotated[str, AfterValidator(_encoding)] = "auto"
    decimal: Literal[".", ","] = "."
    header_row: Annotated[int, Field(ge=1, le=1000)] = 1
    sheet: str | None = None
    empty: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    list_separator: Annotated[str, Field(min_length=1, max_length=5)] | None = None
    formula_guard: bool = False


class DatesPart(Part):
    """How dates are written. `as_of`: up to when the file is complete."""

    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = (*ISO, "%Y-%m-%dT%H:%M:%S")
    time_zone: Zone | None = None
    ambiguous: Literal["first", "second"] = "first"
    as_of: date | datetime | Literal["now"] | None = None
    earliest: date = date(1990, 1, 1)
    deadline_years: Annotated[int, Field(ge=0, le=200)] = 10


class PlacePart(Part):
    """How places are written, and where they can be: `box` is west, south, east, north in degrees."""

    crs: Literal["EPSG:4326", "EPSG:31370", "EPSG:3812"] = WGS84
    order: Literal["lat,lon", "lon,lat"] = "lat,lon"
    swap: bool = False
    box: tuple[float, float, float, float] = BELGIUM
    placeholders: tuple[tuple[float, float], ...] = ()
    placeholder_share: Share = 0.02


class ChecksPart(Part):
    """When a whole file is refused: more than this share of its rows cannot be read."""

    most_refused: Share = 0.5


class FetchPart(Part):
    """How a GeoReport address is asked: name and first of the page numbers, days at a time, seconds to wait."""

    page: str = "page"
    first: Annotated[int, Field(ge=0, le=1)] = 1
    days: Annotated[int, Field(ge=1, le=3660)] = 90
    timeout: Annotated[int, Field(ge=1, le=600)] = 60


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
    details: dict[str, str] = {}


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
