"""The mapping file: how the columns and values of somebody's export become events. Reference: docs/import.md."""

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from config.errors import ImportRefused
from config.kinds import EventKind, MeldingKind, outcome_codes, stage_codes
from config.language import N_
from dashboard.store.sources.dates import ISO, is_format
from dashboard.store.sources.mapping_errors import bad, explained
from dashboard.store.sources.mapping_events import EventPart
from dashboard.store.sources.names import Named, as_code, named
from dashboard.store.sources.presets import completed

OPEN = "open"
WGS84: Final = "EPSG:4326"
BELGIUM = (2.5, 49.4, 6.5, 51.6)
DIMENSIONS = ("service", "category", "area", "channel")


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
_STATE = N_("{file}: {key} is not a known state: {value}. Allowed: {allowed}.")


def _status(value: Any) -> str:
    allowed = (OPEN, *(kind for kind in stage_codes() + outcome_codes() if kind is not EventKind.SUBMITTED))
    if value not in allowed:
        raise bad(_STATE, value=value, allowed=allowed)
    return str(value)


def _outcome(value: Any) -> str:
    if value not in outcome_codes():
        raise bad(_STATE, value=value, allowed=outcome_codes())
    return str(value)


Zone = Annotated[str, AfterValidator(_zone)]
Format = Annotated[str, AfterValidator(_format)]
Value = Annotated[Named, BeforeValidator(_named)]
Status = Annotated[str, BeforeValidator(_status)]
Outcome = Annotated[str, BeforeValidator(_outcome)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=60)]
Separator = Annotated[str, Field(pattern=r"^[^\r\n\"' ]$")]
Share = Annotated[float, Field(gt=0, le=1)]
OrganisationKind = Literal[
    "municipality", "ocmw", "police_zone", "rescue_zone", "intermunicipal", "agency", "utility", "region"
]


class OrganisationPart(Part):
    """Whose meldingen these are; made at the first import when `name` is given."""

    code: Code
    name: str | None = None
    kind: OrganisationKind = "municipality"
    time_zone: Zone = "Europe/Brussels"
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "BE"


class SourcePart(Part):
    """The system that the file comes from. `snapshot`: each melding in it is complete."""

    code: Code
    name: str
    snapshot: bool = True
    expected_hours: Annotated[int, Field(ge=1, le=9000)] | None = None


class FilePart(Part):
    """How the file is written."""

    separator: Separator | None = None
    quote: Literal['"', "'", ""] = '"'
    encoding: Annotated[str, AfterValidator(_encoding)] = "auto"
    decimal: Literal[".", ","] = "."
    header_row: Annotated[int, Field(ge=1, le=1000)] = 1
    sheet: str | None = None
    empty: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


class ColumnsPart(Part):
    """Which column of the file holds which field."""

    source_key: str
    received: str
    number: str | None = None
    title: str | None = None
    deadline: str | None = None
    closed: str | None = None
    status: str | None = None
    status_date: str | None = None
    service: str | None = None
    service_code: str | None = None
    category: str | None = None
    category_code: str | None = None
    area: str | None = None
    area_code: str | None = None
    channel: str | None = None
    channel_code: str | None = None
    melding_kind: str | None = None
    lon: str | None = None
    lat: str | None = None
    x: str | None = None
    y: str | None = None
    point: str | None = None
    as_of: str | None = None

    def named(self) -> dict[str, str]:
        """Field to column, for the fields that have one."""
        return {field: str(column) for field, column in self if column is not None}

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        pairs = [(self.lon, self.lat), (self.x, self.y), (self.point, self.point)]
        given = [pair for pair in pairs if any(pair)]
        if len(given) > 1 or not all(all(pair) for pair in given):
            raise bad(N_("{file}: {key} must give a place in one way: lon and lat, x and y, or point."))
        return self


class ConstantsPart(Part):
    """Values for fields without a column, or where the cell is empty."""

    service: Value | None = None
    category: Value | None = None
    area: Value | None = None
    channel: Value | None = None
    melding_kind: MeldingKind = MeldingKind.MELDING


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


class ValuesPart(Part):
    """What the file's values mean."""

    status: dict[str, Status] = Field(default_factory=dict)
    closed: Outcome = EventKind.RESOLVED
    melding_kind: dict[str, MeldingKind] = Field(default_factory=dict)
    service: dict[str, Value] = Field(default_factory=dict)
    category: dict[str, Value] = Field(default_factory=dict)
    area: dict[str, Value] = Field(default_factory=dict)
    channel: dict[str, Value] = Field(default_factory=dict)


class ChecksPart(Part):
    """When a whole file is refused: more than this share of its rows cannot be read."""

    most_refused: Share = 0.5


class FetchPart(Part):
    """How a GeoReport address is asked: name and first of the page numbers, days at a time, seconds to wait."""

    page: str = "page"
    first: Annotated[int, Field(ge=0, le=1)] = 1
    days: Annotated[int, Field(ge=1, le=3660)] = 90
    timeout: Annotated[int, Field(ge=1, le=600)] = 60


class TableMapping(Part):
    """A whole mapping file."""

    organisation: OrganisationPart
    source: SourcePart
    columns: ColumnsPart
    file: FilePart = FilePart()
    constants: ConstantsPart = ConstantsPart()
    dates: DatesPart = DatesPart()
    place: PlacePart = PlacePart()
    values: ValuesPart = ValuesPart()
    events: tuple[EventPart, ...] = ()
    checks: ChecksPart = ChecksPart()
    fetch: FetchPart = FetchPart()

    @property
    def zone(self) -> str:
        """Time zone in which the file's dates are written."""
        return self.dates.time_zone or self.organisation.time_zone

    def of_zone(self, stored: str) -> Self:
        """The mapping with the stored time zone of its organisation. Raises ImportRefused when it says another."""
        part = self.organisation
        if "time_zone" in part.model_fields_set and part.time_zone != stored:
            raise ImportRefused(_OTHER_ZONE, told=part.time_zone, stored=stored)
        return self.model_copy(update={"organisation": part.model_copy(update={"time_zone": stored})})

    @property
    def formats(self) -> tuple[str, ...]:
        return self.dates.formats

    def columns_used(self) -> dict[str, str]:
        """Field to column, the dates of `events` as `event:<number>`."""
        return self.columns.named() | {f"event:{n}": part.column for n, part in enumerate(self.events)}

    @model_validator(mode="after")
    def _status_values(self) -> Self:
        if self.columns.status and not self.values.status:
            raise bad(
                N_("{file}: the table values.status is missing: say what each value of {column} means."),
                column=self.columns.status,
            )
        return self


@cache
def _tables() -> dict[str, type[BaseModel]]:
    tables: dict[str, type[BaseModel]] = {"": TableMapping, "events": EventPart}
    for name, field in TableMapping.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            tables[name] = field.annotation
    return tables


def parse_mapping(text: str, file: str, kind: str = "") -> TableMapping:
    """A mapping from TOML text; `file` names it in messages. Raises ImportRefused: which key, and what is allowed."""
    try:
        return TableMapping.model_validate(completed(tomllib.loads(text), kind))
    except tomllib.TOMLDecodeError as error:
        raise ImportRefused(N_("{file} cannot be read as TOML: {detail}."), file=file, detail=str(error)) from None
    except ValidationError as error:
        raise explained(error, file, _tables()) from None


def read_mapping(path: Path, kind: str = "") -> TableMapping:
    """A mapping from a TOML file; `kind` of source may bring what the file leaves unsaid. Raises ImportRefused."""
    try:
        return parse_mapping(path.read_text(encoding="utf-8-sig"), path.name, kind)
    except FileNotFoundError:
        raise ImportRefused(N_("The file {file} does not exist."), file=path.name) from None
    except (OSError, UnicodeDecodeError):
        raise ImportRefused(N_("The file {file} cannot be read as text."), file=path.name) from None
