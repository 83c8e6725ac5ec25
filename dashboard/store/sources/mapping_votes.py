"""The mapping file of a list of votes: each row is a vote, or the votes for a proposal on a day."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from config.language import N_
from dashboard.store.sources.mapping_base import FileMapping, NamedColumns
from dashboard.store.sources.mapping_errors import bad
from dashboard.store.sources.mapping_parts import Part

FOR, AGAINST = "for", "against"


class VoteColumns(NamedColumns):
    """`source_key` is the key of the proposal; without `votes` each row is one vote."""

    source_key: str
    cast: str
    votes: str | None = None
    voter: str | None = None
    opinion: str | None = None


class VoteValues(Part):
    """What a vote says: only those for count."""

    opinion: dict[str, Literal["for", "against"]] = Field(default_factory=dict)


class VoteMapping(FileMapping):
    """A mapping file of which each row is a vote."""

    needed: ClassVar[tuple[str, ...]] = ("source_key", "cast")

    columns: VoteColumns
    values: VoteValues = VoteValues()

    @property
    def snapshot(self) -> bool:
        """Never: a list of votes tells nothing else of its proposals."""
        return False

    @property
    def kept(self) -> tuple[str, ...]:
        """The column of who voted is read as well: only to make pseudonyms."""
        return self.file.keep + ((self.columns.voter,) if self.columns.voter else ())

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.columns.opinion and not self.values.opinion:
            raise bad(
                N_("{file}: the table values.opinion is missing: say which values of {column} are for or against."),
                column=self.columns.opinion,
            )
        if self.columns.votes and self.columns.voter:
            raise bad(N_("{file}: {key} has both votes and voter; a row with a number of votes has no single voter."))
        return self
