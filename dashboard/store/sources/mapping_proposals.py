"""The mapping file of a list of proposals: each row is a proposal as it stands. Reference: docs/import.md."""

from collections.abc import Collection, Iterator
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from config.language import N_
from config.payloads import Form, payloads
from config.topics import ProposalEvent
from config.vocabularies import Vocabulary, indicators, proposal_stages, vocabularies
from dashboard.store.sources.mapping_base import DatedColumn, PlacedColumns, PlacedMapping
from dashboard.store.sources.mapping_errors import bad
from dashboard.store.sources.mapping_parts import Part, SourcePart, Value

SUBMITTED, PUBLISHED, REFUSED, MERGED = "submitted", "published", "refused", "merged"
FURTHER = {
    "answered": ProposalEvent.ANSWERED,
    "question_answered": ProposalEvent.QUESTION_ANSWERED,
    "choice_ratified": ProposalEvent.SELECTION_RATIFIED,
    "choice_published": ProposalEvent.SELECTION_PUBLISHED,
}
"""Steps beside the stages that a column with a date may tell."""
_STATE = N_("{file}: {key} is not a known state: {value}. Allowed: {allowed}.")
_REASON = N_("{file}: {key} is not a known reason: {value}. Allowed: {allowed}.")
_STEP = N_("{file}: {key} gives a kind of step that a date alone cannot tell: {kind}. Allowed: {allowed}.")
_NO_DETAIL = N_("{file}: {key} does not know details.{name} with {kind}. Allowed: {allowed}.")
_BAD_DETAIL = N_("{file}: {key} has {value} as details.{name}. Allowed: {allowed}.")
_NO_VALUES = N_("{file}: the table values.status is missing: say what each value of {column} means.")
_NO_REASON = N_("{file}: with {state}, give columns.reason, or one reason for all under constants.reason.")
_NO_INTO = N_("{file}: with {state}, columns.merged_into must say which proposal each went on in.")
_INDICATOR = N_("{file}: {key} has an indicator that is not known: {value}. Allowed: {allowed}.")


def _state(value: Any) -> str:
    if value not in proposal_stages():
        raise bad(_STATE, value=value, allowed=list(proposal_stages()))
    return str(value)


def _reason(value: Any) -> str:
    known = vocabularies()[Vocabulary.MODERATION_REASON]
    if value not in known:
        raise bad(_REASON, value=value, allowed=list(known))
    return str(value)


State = Annotated[str, BeforeValidator(_state)]
Reason = Annotated[str, BeforeValidator(_reason)]


class ProposalSource(SourcePart):
    """`publishes`: the source shows its proposals and choices to everybody itself, so both are public."""

    publishes: bool = False


class ProposalColumns(PlacedColumns):
    """Which column of the file holds which field of a proposal."""

    source_key: str
    submitted: str
    number: str | None = None
    title: str | None = None
    text: str | None = None
    published: str | None = None
    status: str | None = None
    status_date: str | None = None
    reason: str | None = None
    merged_into: str | None = None
    theme: str | None = None
    theme_code: str | None = None
    area: str | None = None
    area_code: str | None = None
    service: str | None = None
    service_code: str | None = None
    street: str | None = None
    votes: str | None = None
    cost_estimated: str | None = None
    images: str | None = None
    answer: str | None = None


class ProposalConstants(Part):
    """Values for fields without a column, or where the cell is empty."""

    theme: Value | None = None
    area: Value | None = None
    service: Value | None = None
    status: State | None = None
    reason: Reason | None = None


class ProposalValues(Part):
    """What the file's values mean."""

    status: dict[str, State] = Field(default_factory=dict)
    reason: dict[str, Reason] = Field(default_factory=dict)
    theme: dict[str, Value] = Field(default_factory=dict)
    area: dict[str, Value] = Field(default_factory=dict)
    service: dict[str, Value] = Field(default_factory=dict)


class ProposalStep(DatedColumn):
    """A column with the date of a step of a proposal: a stage, or one of FURTHER."""

    kind: str

    @property
    def event(self) -> ProposalEvent:
        """The kind of event that it gives."""
        return FURTHER.get(self.kind) or proposal_stages()[self.kind].event

    @model_validator(mode="after")
    def _fits(self) -> Self:
        allowed = [code for code in (*proposal_stages(), *FURTHER) if code != SUBMITTED]
        if self.kind not in allowed:
            raise bad(_STEP, kind=self.kind, allowed=allowed)
        own = {"outcome", "into"}  # told by the kind, and by a column
        fields = {f.name: f for f in payloads().get(self.event, ()) if f.form in (Form.TEXT, Form.CODE)}
        for name, value in self.details.items():
            if name not in fields or name in own:
                raise bad(_NO_DETAIL, name=name, kind=self.kind, allowed=sorted(set(fields) - own))
            codes = fields[name].codes
            if codes is not None and value not in codes:
                raise bad(_BAD_DETAIL, name=name, value=value, allowed=list(codes))
        return self


class ProposalMapping(PlacedMapping):
    """A mapping file of which each row is a proposal. `estimates`: column by code of an indicator."""

    dimensions: ClassVar[tuple[str, ...]] = ("theme", "area", "service")
    needed: ClassVar[tuple[str, ...]] = ("source_key", "submitted")
    loose: ClassVar[frozenset[str]] = frozenset({"title", "text", "street", "images", "answer"})

    source: ProposalSource
    columns: ProposalColumns
    constants: ProposalConstants = ProposalConstants()
    values: ProposalValues = ProposalValues()
    events: tuple[ProposalStep, ...] = ()
    estimates: dict[str, str] = Field(default_factory=dict)

    def columns_used(self) -> dict[str, str]:
        """Field to column, those of `estimates` as `estimate:<code>`."""
        return super().columns_used() | {f"estimate:{code}": column for code, column in self.estimates.items()}

    def without(self, missing: Collection[str]) -> Self:
        """The mapping without these columns."""
        left = {code: column for code, column in self.estimates.items() if column not in missing}
        return super().without(missing).model_copy(update={"estimates": left})

    @property
    def reads_a_moment(self) -> bool:
        """Whether rows tell what held when the file was made: a running total, or a state."""
        columns = self.columns
        return bool(columns.votes or columns.status or self.constants.status not in (None, SUBMITTED))

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.columns.status and not self.values.status:
            raise bad(_NO_VALUES, column=self.columns.status)
        for code in self.estimates:
            if code not in indicators():
                raise bad(_INDICATOR, value=code, allowed=list(indicators()))
        told = set(self._states())
        if REFUSED in told and not (self.columns.reason or self.constants.reason):
            raise bad(_NO_REASON, state=REFUSED)
        if MERGED in told and not self.columns.merged_into:
            raise bad(_NO_INTO, state=MERGED)
        return self

    def _states(self) -> Iterator[str]:
        """The states that rows may have, but for steps that tell their own reason."""
        yield from self.values.status.values()
        yield from (part.kind for part in self.events if "reason" not in part.details)
        if self.constants.status:
            yield self.constants.status
