"""`python -m dashboard proposals questions`: what a source system passes on to who proposed something there."""

import csv
import json
import sys
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.clock import day_start, to_utc
from config.errors import InvalidInput
from config.language import N_
from config.settings import Settings
from dashboard.cli.common import database_from, spoken

if TYPE_CHECKING:
    import pandas as pd

proposals = typer.Typer(no_args_is_help=True, help="Proposals: what moderation wants to tell who proposed them.")
_BAD_TIME = N_("{value} is not a date. Write it as 2026-11-22.")


class Format(StrEnum):
    """How the messages are printed: a JSON object a line, or CSV with a head."""

    JSON = "json"
    CSV = "csv"


@proposals.callback()
def group() -> None:
    """Keeps `questions` a command of its own while there is no other."""


@proposals.command("questions")
def questions_command(
    organisation: Annotated[str, typer.Option(help="Code of the organisation.")],
    source: Annotated[str, typer.Option(help="Code of the source that asks.")],
    since: Annotated[
        str | None, typer.Option(help="Only what was recorded from this day or time on (UTC unless it says otherwise).")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="json (a line each) or csv.")] = Format.JSON,
    language: Annotated[str | None, typer.Option(help="nl or en.")] = None,
) -> None:
    """Questions, refusals, publications and answers that were decided here, in the order of recording."""
    from queries.db import Database
    from queries.messages import messages

    settings = Settings()
    with spoken(settings, language), database_from(settings) as found:
        with closing(Database(found.url_for("reader"))) as database, database.read() as db:
            told = messages(db, organisation, source, _instant(since))
        _print(told, form)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_BAD_TIME, value=text[:40]) from None
    if len(text) == len("2026-11-22"):
        return day_start(told.date(), "UTC")
    return told if told.tzinfo else to_utc(told, "UTC").instant


def _print(told: "pd.DataFrame", form: Format) -> None:
    rows: list[dict[Any, Any]] = told.astype(object).where(told.notna(), None).to_dict("records")
    for row in rows:
        row["at"] = row["at"].isoformat()
    if form is Format.JSON:
        for row in rows:
            typer.echo(json.dumps({key: value for key, value in row.items() if value is not None}, ensure_ascii=False))
        return
    writer = csv.DictWriter(sys.stdout, list(told.columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
