"""`python -m dashboard measures`: the numbers of the registry, by the very code of the pages."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.clock import day_start, to_utc
from config.errors import InvalidInput, NotFound
from config.kinds import EventKind, MeldingKind, outcome_codes, stages
from config.language import N_, current_language, number, percent, t
from config.settings import Settings
from dashboard.cli.common import database_from, spoken
from queries.filters import Days, Filters, Population, Scope

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from sqlalchemy import Connection


class Format(StrEnum):
    """How the numbers are printed."""

    TABLE = "table"
    JSON = "json"


measures = typer.Typer(help="Value, numerator, denominator and n of each measure.")


@measures.command()
def measures_command(
    first: Annotated[str, typer.Option("--from", help="First local day, as 2026-01-31.")],
    last: Annotated[str, typer.Option("--to", help="Last local day.")],
    organisation: Annotated[
        list[str] | None, typer.Option(help="Code; may be repeated. Default: the only one.")
    ] = None,
    service: Annotated[list[str] | None, typer.Option(help="Code of a service; may be repeated.")] = None,
    category: Annotated[list[str] | None, typer.Option(help="Code of a category; may be repeated.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="Code of an area; may be repeated.")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="Code of a channel; may be repeated.")] = None,
    theme: Annotated[list[str] | None, typer.Option(help="Code of a theme of proposals; may be repeated.")] = None,
    stage: Annotated[list[str] | None, typer.Option(help="Stage of proposals; may be repeated.")] = None,
    kind: Annotated[MeldingKind, typer.Option(help="Reported together, never mixed.")] = MeldingKind.MELDING,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Day (its first instant) or time: as it stood then, by what is known now."),
    ] = None,
    population: Annotated[Population | None, typer.Option(help="Only measures of this population.")] = None,
    days: Annotated[Days, typer.Option(help="Unit of durations.")] = Days.WORKING,
    form: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.TABLE,
    beside: Annotated[bool, typer.Option("--compare", help="Beside the previous period and last year.")] = False,
    only: Annotated[list[str] | None, typer.Option("--measure", help="Only this measure; may be repeated.")] = None,
    language: Annotated[str | None, typer.Option(help="nl or en.")] = None,
) -> None:
    """Value, numerator, denominator and n of each measure."""
    from queries.db import Database
    from queries.registry import compared, measure

    settings = Settings()
    with spoken(settings, language) as console, database_from(settings) as found:
        database = Database(found.url_for("reader"))
        with database.read() as db:
            scope, zone = _scope(db, organisation)
            codes = {"organisation": organisation, "service": service, "category": category, "area": area}
            query: dict[str, Any] = codes | {"channel": channel, "theme": theme, "stage": stage}
            query |= {"kind": kind, "days": days, "from": first, "to": last}
            filters = _at(Filters.from_query(query, date.min), as_of, zone)
            ask = compared if beside else measure
            numbers = ask(db, scope, filters, only=_known(only), population=population)
        database.close()
        _print(console, numbers, query | {"as_of": filters.as_of and filters.as_of.isoformat()}, form)


def _scope(db: "Connection", codes: list[str] | None) -> tuple[Scope, str]:
    from queries.organisations import all_organisations

    known = all_organisations(db)
    chosen = known[known["code"].isin(codes)] if codes else known
    if codes and len(chosen) < len(set(codes)):
        raise NotFound(
            N_("There is no organisation with code {code}."), code=", ".join(set(codes) - set(chosen["code"]))
        )
    if chosen.empty:
        raise NotFound(N_("There is no organisation in this database yet."))
    if not codes and len(chosen) > 1:
        raise InvalidInput(N_("Name the organisation: {codes}."), codes=", ".join(known["code"]))
    return Scope.whole(*(int(value) for value in known["organisation_id"])), str(chosen["time_zone"].iloc[0])


def _at(filters: Filters, as_of: str | None, zone: str) -> Filters:
    if as_of is None:
        return filters
    try:
        told = datetime.fromisoformat(as_of)
    except ValueError:
        raise InvalidInput(N_("{value} is not a date. Write it as 2026-11-22."), value=as_of[:40]) from None
    if len(as_of) == len("2026-11-22"):
        return filters.stood_at(day_start(told.date(), zone))
    return filters.stood_at(told if told.tzinfo else to_utc(told, zone).instant)


def _known(only: list[str] | None) -> list[str] | None:
    from queries.registry import MEASURES

    for name in only or []:
        if name not in MEASURES:
            raise InvalidInput(
                N_("There is no measure {name}; known are {known}."), name=name, known=", ".join(MEASURES)
            )
    return only or None


def _print(console: "Console", numbers: "pd.DataFrame", query: dict[str, Any], form: Format) -> None:
    if form is Format.JSON:
        rows = [{key: None if _empty(value) else value for key, value in row.items()} for row in _plain(numbers)]
        typer.echo(json.dumps({"filters": query, "measures": rows}, indent=2, default=str))
        return
    from rich.table import Table

    from queries.registry import MEASURES

    earlier = [name for name in _EARLIER if f"{name}_value" in numbers]
    table = Table(*(t(head) for head in (*_HEADS, *(_EARLIER[name] for name in earlier))), box=None)
    for row in _plain(numbers):
        table.add_row(t(MEASURES[row["measure"]].name), _part(row["part"]), *_cells(row, earlier))
    console.print(table)


_EARLIER = {"previous": N_("previous period"), "last_year": N_("last year")}
_HEADS = (N_("Measure"), N_("Part"), N_("Value"), N_("Numerator"), N_("Denominator"), N_("n"), N_("Unit"))


def _plain(numbers: "pd.DataFrame") -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in numbers.to_dict("records")]


def _empty(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 - only NaN differs from itself


def _cells(row: dict[str, Any], earlier: list[str]) -> list[str]:
    counts = ["" if _empty(row[key]) else number(row[key]) for key in ("numerator", "denominator", "n")]
    before = [_value(row[f"{name}_value"], row["unit"]) for name in earlier]
    return [_value(row["value"], row["unit"]), *counts, t(row["unit"]), *before]


def _part(part: str) -> str:
    """A part in words: an outcome by its label, anything else from the catalogue."""
    if part in outcome_codes():
        return stages()[EventKind(part)].label(current_language())
    return t(part) if part else ""


def _value(value: Any, unit: str) -> str:
    if _empty(value):
        return "\N{EN DASH}"
    return percent(value) if unit == "share" else number(value, decimals=0 if unit in ("count", "working days") else 3)
