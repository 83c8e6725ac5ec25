"""A town with a predecessor, a neighbour and a handful of meldingen, written straight into the derived tables."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from queries import tables

TOWN, BEFORE, NEIGHBOUR = 1, 2, 3
NAMES = {
    "service": ("netheid", "groen"),
    "area": ("centrum", "rozen", "daknam"),
    "category": ("zwerfvuil",),
    "channel": ("web",),
}
DAY = date(2026, 11, 2)


def found(db: Connection) -> None:
    """The organisations and their dimensions."""
    for number, code in ((TOWN, "lokeren"), (BEFORE, "moerbeke"), (NEIGHBOUR, "stekene")):
        key = {"organisation_id": number}
        db.execute(
            tables.organisation.insert().values(
                **key,
                code=code,
                kind="municipality",
                time_zone="Europe/Brussels",
                holiday_calendar="BE",
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
        name = {"valid_from": date(2020, 1, 1), "name": code.title()}
        db.execute(tables.organisation_version.insert().values(**key, **name))
        for dimension, codes in NAMES.items():
            for place, member in enumerate(codes, start=1):
                _member(db, number, dimension, place, member)
        db.execute(tables.source.insert().values(**key, source_id=1, code="meldpunt", name="Meldpunt"))
    db.execute(tables.organisation_successor.insert().values(from_id=BEFORE, to_id=TOWN, on_day=date(2025, 1, 1)))


def _member(db: Connection, organisation: int, dimension: str, number: int, code: str) -> None:
    base, version = tables.metadata.tables[dimension], tables.metadata.tables[f"{dimension}_version"]
    key = {"organisation_id": organisation, f"{dimension}_id": number}
    extra = {"kind": "neighbourhood"} if dimension == "area" else {}
    db.execute(base.insert().values(**key, code=code, **extra))
    db.execute(version.insert().values(**key, valid_from=date(2020, 1, 1), name=code.title()))


def melding(db: Connection, number: int, *, organisation: int = TOWN, **columns: object) -> None:
    """One melding received on `DAY`, in area 1, category 1, channel 1, with service 1, unless said otherwise."""
    received = datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(minutes=number)
    usual = {
        "source_id": 1,
        "melding_kind": "melding",
        "category_id": 1,
        "area_id": 1,
        "channel_id": 1,
        "service_id": 1,
        "stage": "submitted",
        "stage_since": received,
        "received_at": received,
        "received_day": DAY,
        "open": True,
        "closings": 0,
        "reopenings": 0,
        "deadline_moves": False,
    }
    row = {"organisation_id": organisation, "subject_id": UUID(int=number)} | usual | columns
    db.execute(tables.melding.insert().values(**row))
