"""The mapping file: how the columns and values of somebody's export become events. Reference: docs/import.md."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self, get_args

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from config.errors import ImportRefused
from config.kinds import EventKind, MeldingKind, outcome_codes, stage_codes
from config.language import N_
from dashboard.store.sources.mapping_base import FileMapping, PlacedColumns, PlacedMapping
from dashboard.store.sources.mapping_errors import ONE_OF, bad, explained
from dashboard.store.sources.mapping_events import EventPart
from dashboard.store.sources.mapping_parts import Part, Value
from dashboard.store.sources.mapping_proposals import ProposalMapping
from dashboard.store.sources.mapping_votes import VoteMapping
from dashboard.store.sources.presets import completed

OPEN = "open"
_OTHER_ROWS = N_("import {kind} knows what its rows are: leave file.rows out of the mapping, or use csv or xlsx.")
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


Status = Annotated[str, BeforeValidator(_status)]
Outcome = Annotated[str, BeforeValidator(_outcome)]


class ColumnsPart(PlacedColumns):
    """Which column of the file holds which field of a melding."""

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
    as_of: str | None = None


class ConstantsPart(Part):
    """Values for fields without a column, or where the cell is empty."""

    service: Value | None = None
    category: Value | None = None
    area: Value | None = None
    channel: Value | None = None
    melding_kind: MeldingKind = MeldingKind.MELDING


class ValuesPart(Part):
    """What the file's values mean."""

    status: dict[str, Status] = Field(default_factory=dict)
    closed: Outcome = EventKind.RESOLVED
    melding_kind: dict[str, MeldingKind] = Field(default_factory=dict)
    service: dict[str, Value] = Field(default_factory=dict)
    category: dict[str, Value] = Field(default_factory=dict)
    area: dict[str, Value] = Field(default_factory=dict)
    channel: dict[str, Value] = Field(default_factory=dict)


class TableMapping(PlacedMapping):
    """A mapping file of which each row is a melding."""

    dimensions: ClassVar[tuple[str, ...]] = ("service", "category", "area", "channel")
    needed: ClassVar[tuple[str, ...]] = ("source_key", "received")

    columns: ColumnsPart
    constants: ConstantsPart = ConstantsPart()
    values: ValuesPart = ValuesPart()
    events: tuple[EventPart, ...] = ()

    @model_validator(mode="after")
    def _status_values(self) -> Self:
        if self.columns.status and not self.values.status:
            raise bad(
                N_("{file}: the table values.status is missing: say what each value of {column} means."),
                column=self.columns.status,
            )
        return self


_MELDING = "melding"
_MAPPINGS: dict[str, type[FileMapping]] = {_MELDING: TableMapping, "proposal": ProposalMapping, "vote": VoteMapping}


def _rows(told: Mapping[str, Any]) -> Any:
    part = told.get("file")
    return part.get("rows", _MELDING) if isinstance(part, dict) else _MELDING


def _mapping_of(told: Mapping[str, Any], file: str, kind: str) -> type[FileMapping]:
    """The kind of mapping, by what it says that the rows are; a preset has a say in that."""
    rows, preset = _rows(told), completed({}, kind)
    if rows not in list(_MAPPINGS):
        raise ImportRefused(ONE_OF, file=file, key="file.rows", value=repr(rows), allowed=", ".join(_MAPPINGS))
    if preset and rows != _rows(preset):
        raise ImportRefused(_OTHER_ROWS, kind=kind)
    return _MAPPINGS[rows]


@cache
def _tables(mapping: type[FileMapping]) -> dict[str, type[BaseModel]]:
    tables: dict[str, type[BaseModel]] = {"": mapping}
    for name, field in mapping.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            tables[name] = field.annotation
    return tables | {"events": get_args(mapping.model_fields["events"].annotation)[0]}


def parse_mapping(text: str, file: str, kind: str = "") -> FileMapping:
    """A mapping from TOML text; `file` names it in messages. Raises ImportRefused: which key, and what is allowed."""
    try:
        told = completed(tomllib.loads(text), kind)
    except tomllib.TOMLDecodeError as error:
        raise ImportRefused(N_("{file} cannot be read as TOML: {detail}."), file=file, detail=str(error)) from None
    mapping = _mapping_of(told, file, kind)
    try:
        return mapping.model_validate(told)
    except ValidationError as error:
        raise explained(error, file, _tables(mapping)) from None


def read_mapping(path: Path, kind: str = "") -> FileMapping:
    """A mapping from a TOML file; `kind` of source may bring what the file leaves unsaid. Raises ImportRefused."""
    try:
        return parse_mapping(path.read_text(encoding="utf-8-sig"), path.name, kind)
    except FileNotFoundError:
        raise ImportRefused(N_("The file {file} does not exist."), file=path.name) from None
    except (OSError, UnicodeDecodeError):
        raise ImportRefused(N_("The file {file} cannot be read as text."), file=path.name) from None


def of_meldingen(mapping: FileMapping, kind: str) -> TableMapping:
    """The mapping when its rows are meldingen, as this kind of source needs. Raises ImportRefused."""
    if not isinstance(mapping, TableMapping):
        raise ImportRefused(_OTHER_ROWS, kind=kind)
    return mapping
