"""From a kind of report to what a version of it freezes: the charts and numbers of the pages, as JSON in Dutch.

Each number comes from the very question and builder of its card, asked with the rights of who asked for the report and
without what the role that it is meant for may not know.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
from sqlalchemy import Connection

from config.canonical import normal
from config.clock import local_day
from config.kinds import PERMISSIONS, Permission
from config.language import t, use_language
from dashboard.cards.card import Card, spec_of
from dashboard.cards.figures import figures, figures_by_year
from dashboard.cards.leads import LEADS
from dashboard.cards.library import named
from dashboard.cards.told import bar_told, source_names, told
from dashboard.charts.frozen import freeze as kept
from dashboard.charts.spec import ChartSpec
from dashboard.components.definition_words import definition_terms
from dashboard.components.filter_parts import About as Counting
from dashboard.components.filter_words import period_words
from dashboard.components.labels import role_words
from dashboard.reports.kinds import About, Kind, Section
from queries.accounts import as_read_by
from queries.appearance import town_of
from queries.filters import Filters, Scope, month_start
from queries.freshness import freshness, oldest
from queries.names import limited_to, names
from queries.notes import notes
from queries.organisations import line_of, organisations
from queries.registry import MEASURES

FORM = 1
"""Of what is frozen: so that a later program still knows how to print it."""
LANGUAGE = "nl"
Scopes = Callable[[Permission], Scope]
"""What who asked may see with a right, in the organisation of the report. Raises Forbidden."""


@dataclass(frozen=True)
class Asked:
    """Which report: `member` is the code of a service or an area, '' for all of the organisation."""

    organisation_id: int
    kind: Kind
    member: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Made:
    """When a version was made, which one, and in which role."""

    version: int
    at: datetime
    role: str


def freeze(db: Connection, scopes: Scopes, asked: Asked, made: Made, remarks: pd.DataFrame) -> dict[str, Any]:
    """What a version freezes. `remarks`: rows of block, text, author_role, written_at (aware). Raises Forbidden."""
    with use_language(LANGUAGE):
        asking = _Asking(db, scopes, asked, made)
        sections = [asking.section(one) for one in asked.kind.sections]
        told: dict[str, Any] = normal(
            asking.head() | {"sections": sections} | _remarked(remarks, made) | asking.annex()
        )
    return told


def taken_over(frozen: Mapping[str, Any], made: Made, remarks: pd.DataFrame) -> dict[str, Any]:
    """The same numbers as a version made before, with the remarks of now."""
    with use_language(LANGUAGE):
        told: dict[str, Any] = normal({**frozen, **_made(made), **_remarked(remarks, made), "base": frozen["version"]})
    return told


def _made(made: Made) -> dict[str, Any]:
    return {"version": made.version, "made_at": made.at, "made_by": role_words(made.role)}


def _remarked(remarks: pd.DataFrame, made: Made) -> dict[str, Any]:
    rows = remarks.to_dict("records")
    return {
        "remarks": [
            {"block": row["block"], "text": row["text"], "by": role_words(row["author_role"]), "at": row["written_at"]}
            for row in rows
            if row["written_at"] <= made.at
        ]
    }


class _Asking:
    """The questions of one report, all in one transaction."""

    def __init__(self, db: Connection, scopes: Scopes, asked: Asked, made: Made) -> None:
        self.db, self.asked, self.made = db, asked, made
        self._scopes = scopes
        self.filters = _filters(asked)
        self.measures: dict[str, None] = {}

    def scope(self, permission: Permission) -> Scope:
        """What the report may tell of what a right shows."""
        reader = self.asked.kind.reader
        if permission not in PERMISSIONS[reader]:
            raise ValueError(f"{self.asked.kind.id}: {reader} has no {permission}")
        return as_read_by(self._scopes(permission), reader)

    def head(self) -> dict[str, Any]:
        """What the report is, of what and when."""
        db, asked = self.db, self.asked
        scope = self.scope(Permission.SEE_MELDINGEN)
        kind, town = asked.kind, town_of(db, organisations(db, scope), asked.organisation_id)
        sources = freshness(db, scope, self.made.at)
        as_of = oldest(sources)
        limited = limited_to(db, scope, asked.organisation_id) if kind.about is not About.SERVICE else None
        return {
            "form": FORM,
            "kind": kind.id,
            "name": str(kind.name),
            "purpose": str(kind.purpose),
            "town": town,
            "about": {"what": str(kind.about), "code": asked.member, "name": self.member_name(scope)},
            "first_day": asked.first_day,
            "last_day": asked.last_day,
            "period": period_words(asked.first_day, asked.last_day),
            "reader": role_words(kind.reader),
            "services": limited,
            "as_of": as_of,
            "sources": source_names(sources),
            "late": sorted(set(sources.loc[sources["late"].astype(bool), "source"])),
            "unfinished": as_of is None or local_day(as_of, town["zone"]) <= asked.last_day,
            "filters": bar_told(db, scope, self.filters, Counting.MELDINGEN),
            "notes": self.notes(scope),
        } | _made(self.made)

    def member_name(self, scope: Scope) -> str:
        """The service or area that the report is about. Raises ValueError for one that there is not."""
        if self.asked.kind.about is About.ORGANISATION:
            return ""
        known = names(self.db, scope, str(self.asked.kind.about))
        found = known[known["code"] == self.asked.member]
        return str(found["name"].iloc[0])

    def notes(self, scope: Scope) -> list[dict[str, Any]]:
        """What stands beside the numbers that the report tells."""
        if self.asked.kind.about is About.AREA:
            return []
        told = notes(self.db, scope).to_dict("records")
        own = {name for section in self.asked.kind.sections for name, _ in section.figures}
        return [
            {
                "measure": row["measure"],
                "name": t(MEASURES[row["measure"]].name),
                "service": row["service"] if isinstance(row["service"], str) else None,
                "text": row["text"],
                "by": role_words(row["author_role"]),
                "at": row["written_at"],
            }
            for row in told
            if row["measure"] in own and row["written_at"] <= self.made.at
        ]

    def section(self, own: Section) -> dict[str, Any]:
        """One part: its words, its sentences, its numbers and its charts."""
        filters = _with(self.filters, own.filters)
        return {
            "id": own.id,
            "title": str(own.title),
            "text": str(own.text) if own.text else None,
            "lead": self.lead(own.lead, filters) if own.lead else None,
            "blocks": [*self.figures(own, filters), *self.charts(own, _back(filters, own.back))],
        }

    def lead(self, name: str, filters: Filters) -> dict[str, Any]:
        """The sentences with which a page opens."""
        opening = LEADS[name]
        said = opening.say(self.db, self.scope(opening.permission), opening.reads(filters))
        return {"news": said.news, "more": said.more}

    def figures(self, own: Section, filters: Filters) -> Iterator[dict[str, Any]]:
        """The table of numbers, where a part has one."""
        if not own.figures:
            return
        measures = tuple(dict.fromkeys(name for name, _ in own.figures))
        scope = self.scope_of(measures)
        if own.years > 1:
            spec = figures_by_year(self.db, scope, filters, own.figures, own.years)
        else:
            spec = figures(self.db, scope, filters, own.figures)
        told = bar_told(self.db, scope, filters, Counting.MELDINGEN)
        yield self.block(f"{own.id}/figures", str(own.title), measures, told, spec)

    def scope_of(self, measures: Sequence[str]) -> Scope:
        """What may be told of some measures: of all of them with the right that each needs."""
        scopes = {permission: self.scope(permission) for permission in {MEASURES[one].permission for one in measures}}
        return scopes.get(Permission.SEE_MELDINGEN) or scopes[Permission.SEE_PROPOSALS]

    def charts(self, own: Section, filters: Filters) -> Iterator[dict[str, Any]]:
        """The charts of a part."""
        for name in own.cards:
            card: Card = named(name)
            scope, reads = self.scope(card.permission), card.reads(filters)
            spec = spec_of(self.db, scope, card, reads)
            words = told(self.db, card, scope, reads)
            yield self.block(f"{own.id}/{name}", t(card.title), card.measures, words, spec)

    def block(self, name: str, title: str, measures: Sequence[str], filters: str, spec: ChartSpec) -> dict[str, Any]:
        """One chart or table with what it counts."""
        self.measures |= dict.fromkeys(measures)
        return {"id": name, "title": title, "measures": list(measures), "filters": filters, "chart": kept(spec)}

    def annex(self) -> dict[str, Any]:
        """The definitions of all that is told."""
        entries = [MEASURES[name] for name in self.measures]
        return {
            "definitions": [
                {
                    "measure": one.id,
                    "name": t(one.name),
                    "sentence": t(one.sentence),
                    "terms": [list(term) for term in definition_terms(one)],
                }
                for one in entries
            ]
        }


def _filters(asked: Asked) -> Filters:
    own = Filters(asked.first_day, asked.last_day)
    match asked.kind.about:
        case About.SERVICE:
            return replace(own, services=(asked.member,))
        case About.AREA:
            return replace(own, areas=(asked.member,))
        case _:
            return own


def _with(filters: Filters, more: Mapping[str, str]) -> Filters:
    """The filters with what a part asks beside them."""
    asked = parse_qs(filters.to_query()) | {name: [value] for name, value in more.items()}
    return Filters.from_query(asked, filters.last_day)


def _back(filters: Filters, months: int) -> Filters:
    return replace(filters, first_day=month_start(filters.first_day, -months)) if months else filters


def within(scope: Scope, db: Connection, organisation_id: int) -> Scope:
    """Of a scope only one organisation, and those that went on in it."""
    return scope.of(line_of(organisations(db, scope), organisation_id))
