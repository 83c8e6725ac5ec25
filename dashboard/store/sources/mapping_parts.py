"""What every mapping file says, whatever its rows are: whose they are, where from, how they are written."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from config.language import N_
from dashboard.store.sources.dates import ISO, is_format
from dashboard.store.sources.mapping_errors import bad
from dashboard.store.sources.names import Named, as_code, named

WGS84: Final = "EPSG:4326"
BELGIUM = (2.5, 49.4, 6.5, 51.6)


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
