"""Versions of reports in a few words: what one freezes, and keeping it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import text

from config.canonical import normal
from config.clock import Clock
from config.kinds import Role
from dashboard.charts.contents import Plain
from dashboard.charts.frozen import freeze
from dashboard.charts.spec import ChartSpec, Column, Kind, Table
from dashboard.jobs.reports import making
from dashboard.reports.kinds import kind_of
from dashboard.store import reports as store
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from dashboard.store.reports import NewVersion, Report
from dashboard.store.requests import Task
from queries.db import Database

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
DIRECTOR = Actor(UUID(int=1), Role.ALGEMEEN_DIRECTEUR, "r1")
Rows = Sequence[tuple[str, int]]


def chart(rows: Rows = (("Open", 430), ("Gesloten", 486)), conclusion: str = "Er staan er 430 open.") -> ChartSpec:
    """A table of names and numbers."""
    frame = pd.DataFrame(rows, columns=["name", "n"])
    columns = Column("name", "Maat", Kind.TEXT), Column("n", "Waarde", Kind.COUNT)
    table = Table(frame, columns)
    return ChartSpec(conclusion, Plain("Cijfers"), table, "tabel", sum(n for _, n in rows))


def frozen(
    kind: str = "managementteam", *, rows: Rows = (("Open", 430), ("Gesloten", 486)), **more: Any
) -> dict[str, Any]:
    """What a version freezes: one part with one table."""
    block = {
        "id": "figures/figures",
        "title": "Cijfers",
        "measures": ["open"],
        "filters": "",
        "chart": freeze(chart(rows)),
    }
    section = {"id": "figures", "title": "Hoe het staat", "text": None, "lead": None, "blocks": [block]}
    own = kind_of(kind)
    told = {
        "form": 1,
        "kind": kind,
        "name": own.name.nl,
        "purpose": own.purpose.nl,
        "town": {"name": "Stad", "zone": "Europe/Brussels"},
        "about": {"what": str(own.about), "code": "", "name": ""},
        "first_day": OCTOBER[0],
        "last_day": OCTOBER[1],
        "period": "1 – 31 okt 2026",
        "reader": str(own.reader),
        "services": None,
        "as_of": None,
        "sources": "Bron",
        "late": [],
        "unfinished": False,
        "filters": "",
        "notes": [],
        "sections": [section],
        "remarks": [],
        "definitions": [
            {"measure": "open", "name": "Open", "sentence": "Wat open staat.", "terms": [["Eenheid", "meldingen"]]}
        ],
        "version": 1,
    }
    made: dict[str, Any] = normal(told | more)
    return made


def remark_in(block: str, text: str) -> dict[str, str]:
    """A remark that a version holds."""
    return {"block": block, "text": text, "by": "algemeen directeur", "at": "2026-11-20T10:00:00+00:00"}


def make_asked(writer: Writer, database: Database, clock: Clock) -> None:
    """Make what was asked and is not made, as the worker does, and leave all other work alone."""
    asked = "SELECT organisation_id, request_id, asked, actor_id, actor_role FROM work_request"
    with writer.transaction() as connection:
        rows = list(connection.execute(text(f"{asked} WHERE kind = 'report' AND ended_at IS NULL ORDER BY asked_at")))
    for row in rows:
        actor = Actor(row.actor_id, row.actor_role, str(row.request_id))
        making.make(database, writer, clock, Task(row.organisation_id, None, row.asked, actor))
        with writer.transaction() as connection:
            ended = "UPDATE work_request SET started_at = :now, ended_at = :now WHERE request_id = :r"
            connection.execute(text(ended), {"now": clock.now(), "r": row.request_id})


def keep(
    writer: Writer,
    clock: Clock,
    organisation_id: int,
    told: Mapping[str, Any],
    *,
    reach: Sequence[Sequence[Any]],
    member: str = "",
    days: tuple[date, date] = OCTOBER,
    files: Mapping[str, bytes] | None = None,
) -> tuple[UUID, int]:
    """Keep a next version of a report; its id and number."""
    kind = kind_of(told["kind"])
    own = Report(organisation_id, kind.id, str(kind.about), member, *days)
    report_id = store.find_or_add(writer, clock, DIRECTOR, own)
    with writer.transaction() as connection:
        version = store.next_version(connection, organisation_id, report_id)
    new = NewVersion(report_id, version, str(kind.reader), reach, None, clock.now(), {**told, "version": version})
    store.keep(writer, clock, DIRECTOR, organisation_id, new, files or {"pdf": b"the pdf"})
    return report_id, version
