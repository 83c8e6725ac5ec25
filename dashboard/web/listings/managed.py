"""The lists of /beheer: of one organisation, for who manages it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from config.climate import lekp_indicators
from config.kinds import Permission
from config.language import N_, moment, t
from config.retention import Keeping
from dashboard.charts.spec import NOTHING, Column, Kind, Table
from dashboard.components.labels import DAYS
from dashboard.components.manage import areas as area_words
from dashboard.components.manage import dimensions as members
from dashboard.components.manage import log as log_words
from dashboard.components.manage import norms as norm_words
from dashboard.components.manage import people as people_words
from dashboard.components.manage import quality as quality_words
from dashboard.components.manage import reasons as reason_words
from dashboard.components.manage import retention as retention_words
from dashboard.components.manage import runs as run_words
from dashboard.components.manage import targets as target_words
from dashboard.components.manage.climate import indicator_name
from dashboard.components.rows import records
from dashboard.web.context import services
from dashboard.web.listings.listing import PERSONAL, Asked, Listed, Listing, kinds, of_town, texts, town_frames
from dashboard.web.manage import areas, calendar, climate, dimensions, norms, people, reasons, retention, runs, targets
from dashboard.web.manage.log import narrowing
from dashboard.web.manage.quality import dossier_rows, lack_in, lack_rows, source_in
from queries.db import one_snapshot
from queries.manage.log import log_count, log_in_batches
from queries.manage.quality import MOST as MOST_DOSSIERS
from queries.manage.runs import PAGE

_VALID = (N_("First day"), N_("Last day"))
_MOST_PAGES = 200
"""Pages of runs in a file at most: 10 000 runs."""


def users(asked: Asked) -> Listed:
    """Everybody with a role here, a row a role."""
    desk = asked.desk
    rows, known = people.person_rows(desk), people.service_rows(desk)
    cells = [
        (
            *(row.display_name, row.username, people_words.role_words(row, known, desk.today)),
            *(row.valid_from, row.valid_to, row.last_at and moment(row.last_at, desk.town.zone)),
            t(N_("closed") if row.disabled_at else N_("open")),
        )
        for row in records(rows)
    ]
    heads = (N_("Name"), N_("User name"), N_("Role"), *_VALID, N_("Last use"), N_("State"))
    return of_town(asked, kinds(texts(heads, cells), c3=Kind.DAY, c4=Kind.DAY))


def _members(words: members.Words) -> Callable[[Asked], Listed]:
    def listed(asked: Asked) -> Listed:
        """All versions of services or categories."""
        rows = dimensions.member_rows(asked.desk, words.kind)
        names = ("code", "latest_name", "name", "theme", "regional_code", "valid_from", "valid_to", "n", "n_open")
        heads = (
            *(N_("Code"), N_("Name"), N_("Name in this period"), N_("Theme"), N_("Regional code"), *_VALID),
            *(N_("Meldingen"), N_("Open")),
        )
        return of_town(asked, _table(rows, names, heads, c5=Kind.DAY, c6=Kind.DAY, c7=Kind.COUNT, c8=Kind.COUNT))

    return listed


def _table(rows: pd.DataFrame, names: Sequence[str], heads: Sequence[str], **own: Kind) -> Table:
    """Some columns of a frame as they are."""
    plain = rows.astype(object).where(rows.notna(), None)
    return kinds(texts(heads, plain[list(names)].itertuples(index=False, name=None)), **own)


def places(asked: Asked) -> Listed:
    """All versions of areas."""
    rows, *_ = areas.area_rows(asked.desk)
    told = rows.assign(kind=rows["kind"].map(area_words.kind_words))
    names = ("code", "kind", "name", "population", "valid_from", "valid_to", "source", "n", "n_proposals")
    heads = (
        *(N_("Code"), N_("Kind"), N_("Name"), N_("Inhabitants"), *_VALID, N_("Source")),
        *(N_("Meldingen"), N_("Proposals")),
    )
    counts = {f"c{place}": Kind.COUNT for place in (3, 7, 8)}
    return of_town(asked, _table(told, names, heads, c4=Kind.DAY, c5=Kind.DAY, **counts))


def all_norms(asked: Asked) -> Listed:
    """All norms with their days."""
    rows, _ = norms.norm_rows(asked.desk)
    cells = [
        (
            *(norm_words.category_words(row), t(norm_words.PHASES.get(row.phase, row.phase))),
            *(norm_words.norm_words(row.n, row.unit), row.valid_from, row.valid_to),
        )
        for row in records(rows)
    ]
    heads = (N_("Category"), N_("What"), N_("Norm"), *_VALID)
    return of_town(asked, kinds(texts(heads, cells), c3=Kind.DAY, c4=Kind.DAY))


def closing_days(asked: Asked) -> Listed:
    """The own closing days."""
    rows, _ = calendar.calendar_rows(asked.desk)
    return of_town(asked, _table(rows, ("day", "reason"), (N_("Day"), N_("Name")), c0=Kind.DAY))


def all_targets(asked: Asked) -> Listed:
    """All targets with their limits and days."""
    cells = [
        (
            *(target_words.number_name(row.measure, row.part), t(DAYS[row.days]) if row.days in DAYS else row.days),
            *(row.service, t(target_words.DIRECTIONS[row.direction]), row.goal, row.amber, row.red),
            *(row.basis, row.valid_from, row.valid_to),
        )
        for row in records(targets.target_rows(asked.desk))
    ]
    heads = (
        *(N_("Figure"), N_("Days"), N_("Service"), N_("Good is"), N_("Goal"), N_("Attention beyond")),
        *(N_("Bad beyond"), N_("Where it was laid down"), *_VALID),
    )
    limits = {f"c{place}": Kind.DECIMAL for place in (4, 5, 6)}
    return of_town(asked, kinds(texts(heads, cells), c8=Kind.DAY, c9=Kind.DAY, **limits))


def readings(asked: Asked) -> Listed:
    """The totals of the climate pact, also those that count no more."""
    cells = [
        (
            *(indicator_name(row.indicator), row.value, _unit(row.indicator), row.on_day, row.source),
            *(t(N_("yes") if row.includes_proposals else N_("no")), t(N_("yes") if row.counts else N_("no"))),
        )
        for row in records(climate.reading_rows(asked.desk))
    ]
    heads = (
        *(N_("Indicator"), N_("Total since 2021"), N_("Unit"), N_("Up to"), N_("Source")),
        *(N_("With proposals of this database"), N_("Counts")),
    )
    return of_town(asked, kinds(texts(heads, cells), c1=Kind.DECIMAL, c3=Kind.DAY))


def _unit(indicator: str) -> str | None:
    target = lekp_indicators().get(indicator)
    return target.unit if target else None


def all_reasons(asked: Asked) -> Listed:
    """Common and own reasons with their texts to begin with."""
    cells = [
        (
            *(reason_words.name_of(row), reason_words.outcome_words(row.outcomes), row.n, row.template or None),
            *(t(N_("yes") if row.own else N_("no")), t(N_("yes") if row.active else N_("no"))),
        )
        for row in records(reasons.reason_rows(asked.desk))
    ]
    heads = (
        *(N_("Reason"), N_("Offered for"), N_("Public choices"), N_("Text to begin with")),
        *(N_("Own reason"), N_("Offered now")),
    )
    return of_town(asked, kinds(texts(heads, cells), c2=Kind.COUNT))


def all_runs(asked: Asked) -> Listed:
    """The import runs, newest first."""
    zone = asked.desk.town.zone
    cells = [
        (
            *(moment(row.started_at, zone), row.source, row.file_name, t(run_words.STATES.get(row.state, row.state))),
            *(row.read, row.loaded, row.updated, row.unchanged, row.refused, row.remarks),
        )
        for row in _runs(asked)
    ]
    heads = (
        *(N_("Started"), N_("Source"), N_("File"), N_("State"), N_("Rows read"), N_("New"), N_("Changed")),
        *(N_("Unchanged"), N_("Refused"), N_("To look at")),
    )
    return of_town(asked, kinds(texts(heads, cells), **{f"c{place}": Kind.COUNT for place in range(4, 10)}))


def _runs(asked: Asked) -> Iterator[Any]:
    for page in range(1, _MOST_PAGES + 1):
        rows = runs.run_rows(asked.desk, page)
        yield from records(rows.head(PAGE))
        if len(rows) <= PAGE:
            return


def refused(asked: Asked) -> Listed:
    """The refused rows of a run with line and reason. Raises NotFound."""
    row, report = runs.run_and_report(asked.desk, runs.run_in(asked.one("run")))
    rows = [(int(one.get("line") or 0), run_words.sentence(one, "reason")) for one in report.get("refused") or []]
    zone = asked.desk.town.zone
    table = kinds(texts((N_("Line"), N_("Reason")), rows), c0=Kind.COUNT)
    listed = of_town(asked, table, t(N_("Run of {when}"), when=moment(row.started_at, zone)))
    until = NOTHING if pd.isna(row.as_of) else moment(row.as_of, zone)
    above = replace(listed.header, as_of=until, source=str(row.source))
    return replace(listed, header=above, names=(str(row.run_id),))


def lacking(asked: Asked) -> Listed:
    """What the data lacks, by source."""
    found = lack_rows(asked.desk)
    names = ("source", "n", *(str(lack) for lack in quality_words.LACKS))
    heads = (N_("Source"), N_("All meldingen"), *quality_words.LACKS.values())
    return of_town(asked, _table(found, names, heads, **{f"c{place}": Kind.COUNT for place in range(1, len(names))}))


def dossiers(asked: Asked) -> Listed:
    """The numbers of the dossiers of one lack. Raises NotFound."""
    desk = asked.desk
    lack, (source_id, source) = lack_in(asked.one("lack")), source_in(desk, lack_rows(desk))
    rows = [
        (row.number, row.received_day, t(N_("open") if row.open else N_("closed")))
        for row in records(dossier_rows(desk, lack, source_id))
    ]
    said = [t(quality_words.LACKS[lack]), source]
    if len(rows) >= MOST_DOSSIERS:
        said.append(t(N_("The {n} that were received last."), n=MOST_DOSSIERS))
    table = kinds(texts((N_("Dossier"), N_("Received"), N_("State")), rows), c1=Kind.DAY)
    return of_town(asked, table, "; ".join(filter(None, said)))


def rules(asked: Asked) -> Listed:
    """How long texts are kept."""
    cells = [
        (t(retention_words.NAMES[Keeping(row.kind)]), None if row.days is None else int(row.days))
        for row in records(retention.rule_rows(asked.desk))
    ]
    return of_town(asked, kinds(texts((N_("Texts of"), N_("Days that they are kept")), cells), c1=Kind.COUNT))


def erasures(asked: Asked) -> Listed:
    """The last runs that erased, with how much of each kind."""
    zone = asked.desk.town.zone
    cells = [
        (moment(row.begun_at, zone), row.ended_at and moment(row.ended_at, zone), _kind(kind), int(n))
        for row in records(retention.erased_rows(asked.desk))
        for kind, n in dict(row.counts).items()
    ]
    heads = (N_("Begun"), N_("Ended"), N_("Texts of"), N_("Erased"))
    return of_town(asked, kinds(texts(heads, cells), c3=Kind.COUNT))


def _kind(kind: str) -> str:
    return t(retention_words.NAMES[Keeping(kind)]) if kind in set(Keeping) else kind


def log(asked: Asked) -> Listed:
    """The log as it is narrowed, newest first."""
    desk = asked.desk
    db = asked.held.enter_context(services().writer.transaction())
    one_snapshot(db)
    rows = log_count(db, desk.town.number, narrowing(desk))
    found = log_in_batches(db, desk.town.number, narrowing(desk))
    heads = (N_("When"), N_("Who"), N_("Role"), N_("What"), N_("Request"))
    columns, opened = texts(heads, []).columns, asked.opened(found)
    return town_frames(asked, rows, columns, (_log(frame, columns, desk.town.zone) for frame in opened))


def _log(frame: pd.DataFrame, columns: Sequence[Column], zone: str) -> pd.DataFrame:
    rows = [
        (moment(row.at, zone), log_words.who(row), row.actor_role, log_words.what(row), row.request_id)
        for row in records(frame)
    ]
    return pd.DataFrame(rows, columns=[column.key for column in columns])


def _names(key: str) -> Callable[[Mapping[str, list[str]]], bool]:
    return lambda query: bool(query.get(key))


def listings() -> Iterator[Listing]:
    """Those of this module."""
    for path, one, title, ask in (
        ("/beheer/diensten", "list", N_("Services"), _members(members.SERVICES)),
        ("/beheer/categorieen", "list", N_("Categories"), _members(members.CATEGORIES)),
        ("/beheer/gebieden", "list", N_("Areas"), places),
        ("/beheer/normen", "list", N_("Norms"), all_norms),
        ("/beheer/kalender", "days", N_("Own closing days"), closing_days),
        ("/beheer/doelen", "list", N_("Targets"), all_targets),
        ("/beheer/klimaat", "list", N_("Realised outside this database"), readings),
        ("/beheer/redenen", "list", N_("Reasons"), all_reasons),
        ("/beheer/invoer", "runs", N_("Runs"), all_runs),
        ("/beheer/kwaliteit", "lacking", N_("What the data lacks"), lacking),
        ("/beheer/bewaring", "periods", N_("How long texts are kept"), rules),
        ("/beheer/bewaring", "runs", N_("Last runs"), erasures),
    ):
        yield Listing(path, one, title, Permission.MANAGE, ask, needs=())
    for path, one, title, ask in (
        ("/beheer/gebruikers", "people", N_("People"), users),
        ("/beheer/logboek", "log", N_("Log"), log),
    ):
        yield Listing(path, one, title, Permission.MANAGE, ask, PERSONAL, needs=())
    for path, one, title, ask, key in (
        ("/beheer/invoer", "refused", N_("Refused rows"), refused, "run"),
        ("/beheer/kwaliteit", "dossiers", N_("Dossiers that lack it"), dossiers, "lack"),
    ):
        yield Listing(path, one, title, Permission.MANAGE, ask, needs=(), offered=_names(key))
