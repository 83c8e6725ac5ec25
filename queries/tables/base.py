"""What every table is made with: columns that say what they hold, and how a table is spread over machines."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    ForeignKeyConstraint,
    FromClause,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_ix",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}
metadata = MetaData(naming_convention=NAMING)
DISTRIBUTED, REFERENCE, LOCAL = "distributed", "reference", "local"
Instant = TIMESTAMP(timezone=True)

ORGANISATION = "Own, stable number of the organisation; never reused. Begins every key."
SUBJECT = "Public id (UUIDv7) of the melding or other subject."


def column(name: str, kind: Any, comment: str, *, null: bool = False, oslo: str | None = None, **more: Any) -> Column:
    """A column with what it holds; `oslo` is its term in OSLO."""
    info = {"oslo": oslo} if oslo else {}
    return Column(name, kind, comment=comment, nullable=null, info=info, **more)


def table(name: str, comment: str, distribution: str, *parts: Any) -> Table:
    """A table with what it is for and how it is spread over machines."""
    return Table(name, metadata, *parts, comment=comment, info={"distribution": distribution})


def organisation_id() -> Column:
    """The first column of every key."""
    return column("organisation_id", Integer, ORGANISATION)


def subject_id() -> Column:
    """The column that names a subject."""
    return column("subject_id", Uuid, SUBJECT)


def cell() -> Column:
    """The column that places a subject in a hexagon."""
    return column("h3_10", BigInteger, "H3 cell of resolution 10 of its place (`config/cells.py`).", null=True)


def words_of(derived: FromClause) -> ColumnElement:
    """The words of title and street of a derived table or a view on it, as they are searched."""
    title, street = (func.coalesce(derived.c[name], text("''")) for name in ("title", "street"))
    return func.to_tsvector(text("'simple'::regconfig"), title.op("||")(text("' '")).op("||")(street))


def motivation_words(derived: FromClause) -> ColumnElement:
    """The words of a motivation, stemmed as Dutch, as they are searched."""
    return func.to_tsvector(text("'dutch'::regconfig"), func.coalesce(derived.c.motivation, text("''")))


def of_organisation() -> ForeignKeyConstraint:
    """The key to the organisation, for tables of few rows."""
    return ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"])


def validity() -> tuple[Column, Column]:
    """The days on which a dated row holds."""
    return (
        column("valid_from", Date, "First local day on which this row holds."),
        column("valid_to", Date, "Last local day on which this row holds; empty: until further notice.", null=True),
    )


def child(name: str, comment: str, number: str, *columns: Column) -> Table:
    """A derived table with several rows a subject, numbered from 1."""
    return table(
        name,
        comment,
        DISTRIBUTED,
        organisation_id(),
        subject_id(),
        column(number, SmallInteger, "Order within the subject, from 1."),
        *columns,
        PrimaryKeyConstraint("organisation_id", "subject_id", number),
    )
