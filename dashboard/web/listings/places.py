"""Lists of proposals, of choices and of what waits for an organ; each as the page of that name lists them."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from config.kinds import ItemKind, Permission
from config.language import N_, number, t
from dashboard.cards.choices import of_choices
from dashboard.cards.told import bar_told
from dashboard.charts.choices import outcome_name, reason_words
from dashboard.charts.phrases import joined
from dashboard.charts.proposal_rows import proposal_rows
from dashboard.charts.spec import Column, Kind, Table
from dashboard.components.case_parts import word
from dashboard.components.choosing.words import criterion_words
from dashboard.components.filter_parts import About
from dashboard.components.labels import ORGANS
from dashboard.components.moderation.words import stage_words, title_of
from dashboard.components.motivation_look import Look as Motivations
from dashboard.components.progress.words import STANDINGS, late_words, missing_words
from dashboard.components.sittings import words as sittings
from dashboard.web.address import today
from dashboard.web.atlas import part_of
from dashboard.web.choosing import OUTCOME, bench_of
from dashboard.web.listings.listing import (
    PERSONAL,
    UNPUBLISHED,
    Asked,
    Listed,
    Listing,
    in_frames,
    kinds,
    labelled,
    of_scope,
    texts,
)
from dashboard.web.moderation import plain
from dashboard.web.progress import filters_of, look_in
from dashboard.web.proposal_links import read
from dashboard.web.proposal_list import with_names
from queries import atlas
from queries import progress as works
from queries.candidates import columns_of
from queries.moderation import MOST as MOST_IN_QUEUE
from queries.moderation import Why, queue
from queries.motivations import motivations
from queries.publishing import MOST as MOST_TO_PUBLISH
from queries.publishing import to_publish
from queries.undecided import MOST as MOST_WAITING
from queries.undecided import waiting
from queries.viewport import Viewport

MOST_MOTIVATIONS = 20_000
_WHY = {
    Why.LATE: N_("waits, beyond the target"),
    Why.WAITING: N_("waits"),
    Why.ASKED: N_("waits for an answer of who proposed it"),
    Why.PHOTOS: N_("has photos to judge"),
}
_ITEMS = {ItemKind.MELDING: N_("melding"), ItemKind.PLACE: N_("place"), ItemKind.DOSSIER: N_("round")}


def _days(asked: Asked) -> tuple[str, str]:
    return asked.filters.first_day.isoformat(), asked.filters.last_day.isoformat()


# --- proposals ---------------------------------------------------------------------------------------------------
def proposals(asked: Asked) -> Listed:
    """The list beside the map, all of it, most votes first. Raises InvalidInput."""
    filters, look, view = read(asked.search)
    part = part_of(view, look) if view else atlas.EVERYWHERE
    n = int(atlas.totals(asked.db, asked.scope, filters, part)["n"].iloc[0])
    columns = proposal_rows(with_names(asked.db, asked.scope, _nothing(asked, part))).columns
    found = asked.opened(atlas.listed_in_batches(asked.db, asked.scope, filters, part))
    frames = (proposal_rows(with_names(asked.db, asked.scope, frame)).frame for frame in found)
    return _embargoed(asked, in_frames(asked, _told(asked, part), n, columns, frames, *_days(asked)))


def _embargoed(asked: Asked, listed: Listed) -> Listed:
    """With the label of what is not public, for who may know of that."""
    return labelled(listed, UNPUBLISHED) if asked.scope.embargoed else listed


def _nothing(asked: Asked, part: atlas.Part) -> pd.DataFrame:
    return atlas.listed(asked.db, asked.scope, asked.filters, part, count=0)


def _told(asked: Asked, part: atlas.Part) -> str:
    """The filters in words, and which part of the map it is."""
    said = [bar_told(asked.db, asked.scope, asked.filters, About.PROPOSALS)]
    if part.view is not None:
        said.append(_view(part.view))
        said += [t(N_("whole hexagons, also at its rim"))] if part.whole else []
    return "; ".join(said)


def _view(view: Viewport) -> str:
    west, south, east, north = (number(side, decimals=3) for side in (view.west, view.south, view.east, view.north))
    words = N_("Map: {south} to {north} degrees north, {west} to {east} degrees east")
    return t(words, west=west, south=south, east=east, north=north)


def to_moderate(asked: Asked) -> Listed:
    """The queue of moderation, most urgent first."""
    rows = plain(queue(asked.db, asked.scope, asked.now))
    cells = [
        (*_where(row), t(_WHY[Why(row["why"])]), row["day"], row["age"], row["age_working"], row["norm"], row["photos"])
        for row in rows
    ]
    heads = (*_WHERE, N_("Why"), N_("Since"), N_("Days"), N_("Working days"), N_("Norm"), N_("Photos to judge"))
    counts = {f"c{place}": Kind.COUNT for place in range(8, 12)}
    return of_scope(asked, "", kinds(texts(heads, cells), c7=Kind.DAY, **counts), most=MOST_IN_QUEUE)


_WHERE = (N_("Proposal number"), N_("Proposal"), N_("Standing"), N_("Theme"), N_("Neighbourhood"), N_("Street"))


def _where(row: dict[Any, Any]) -> tuple[Any, ...]:
    """What every list of places begins with."""
    named = (row["theme"], row["area"], row["street"])
    return row["number"], title_of(row), stage_words(row["stage"]), *named


# --- choices -----------------------------------------------------------------------------------------------------
def motivated(asked: Asked) -> Listed:
    """The places that were decided on, with the motivations of the organisation; what somebody looks for is no part of
    it, an outcome and a reason are."""
    look, filters = Motivations.of(asked.search), of_choices(asked.filters)
    outcomes, reasons = ((one,) if one else () for one in (look.outcome, look.reason))
    found = motivations(asked.db, asked.scope, filters, "", outcomes=outcomes, reasons=reasons, count=MOST_MOTIVATIONS)
    rows = plain(found)
    cells = [
        (
            *_where(row),
            row["support"],
            outcome_name(row["outcome"]),
            joined(reason_words(row["terms"])),
            row["motivation"],
            word(ORGANS, row["organ"]),
            row["decision_number"],
            *(row[name] for name in ("chosen_day", "ratified_day", "published_day")),
        )
        for row in rows
    ]
    heads = (
        *(*_WHERE, N_("Votes"), N_("Outcome"), N_("Reasons"), N_("Motivation"), N_("Organ")),
        *(N_("Number of the decision"), N_("Chosen on"), N_("Ratified"), N_("Public since")),
    )
    days = {f"c{place}": Kind.DAY for place in (12, 13, 14)}
    table = kinds(texts(heads, cells), c6=Kind.COUNT, **days)
    words = bar_told(asked.db, asked.scope, filters, About.CHOICES)
    said = "; ".join(filter(None, (words, *([outcome_name(look.outcome)] if look.outcome else []), look.reason)))
    return _embargoed(asked, of_scope(asked, said, table, *_days(asked), most=MOST_MOTIVATIONS))


def followed(asked: Asked) -> Listed:
    """The chosen places by how far they have come; of each standing as many as its own list holds."""
    look, day = look_in(asked.search), today()
    filters = filters_of(look)
    wanted = [works.Standing(look.standing)] if look.standing else list(works.Standing)
    frames = [works.progress(asked.db, asked.scope, day, filters, one) for one in wanted]
    cells = [
        (
            *_where(row),
            row["service"],
            t(STANDINGS[works.Standing(row["standing"])]),
            *(row[name] for name in ("decided_day", "planned_day", "due_on", "started_day", "realised_day")),
            *(row["cost_estimated"], row["cost_actual"], late_words(row) or None, missing_words(row) or None),
        )
        for frame in frames
        for row in plain(frame)
    ]
    heads = (
        *(*_WHERE, N_("Service"), N_("How far it has come"), N_("Chosen on"), N_("Planned"), N_("To be realised by")),
        *(N_("Begun"), N_("Realised"), N_("Estimated cost"), N_("Cost"), N_("Late"), N_("What is missing")),
    )
    days = {f"c{place}": Kind.DAY for place in range(8, 13)}
    table = kinds(texts(heads, cells), c13=Kind.DECIMAL, c14=Kind.DECIMAL, **days)
    full = any(len(frame) >= works.MOST for frame in frames)
    said = "; ".join(
        filter(
            None,
            (
                t(STANDINGS[works.Standing(look.standing)]) if look.standing else "",
                *(f"{t(name)}: {code}" for name, code in ((N_("Area"), look.area), (N_("Theme"), look.theme)) if code),
                t(N_("of each standing the first {n}"), n=number(works.MOST)) if full else "",
            ),
        )
    )
    return of_scope(asked, said, table, day.isoformat())


def unpublished(asked: Asked) -> Listed:
    """The choices that can be made public."""
    rows = plain(to_publish(asked.db, asked.scope))
    cells = [
        (
            *(row[name] for name in ("number", "title", "theme", "area", "street", "support")),
            *(row["round"] or row["ref"], outcome_name(row["outcome"]), joined(reason_words(row["terms"]))),
            *(row["motivation"], row["approved_day"] or row["made_day"], row["ratified_day"]),
        )
        for row in rows
    ]
    heads = (
        *(N_("Proposal number"), N_("Proposal"), N_("Theme"), N_("Neighbourhood"), N_("Street"), N_("Votes")),
        *(N_("Round"), N_("Outcome"), N_("Reasons"), N_("Motivation"), N_("Decided"), N_("Ratified")),
    )
    table = kinds(texts(heads, cells), c5=Kind.COUNT, c10=Kind.DAY, c11=Kind.DAY)
    return of_scope(asked, "", table, most=MOST_TO_PUBLISH)


def candidates(asked: Asked) -> Listed:
    """The candidates of a round in order, with what is known of each by every criterion."""
    bench = bench_of(asked.search)
    frame = bench.listed
    if frame.empty:
        return of_scope(asked, "", texts(_WHERE, []))
    outcomes = frame[OUTCOME].map(outcome_name, na_action="ignore")
    told = frame.assign(standing_words=frame["stage"].map(stage_words), outcome_words=outcomes)
    criteria = [Column(code, criterion_words(code), Kind.DECIMAL) for code, n in columns_of(frame).items() if n]
    keys = ("number", "title", "standing_words", "theme", "area", "street")
    named = [Column(key, t(head)) for key, head in zip(keys, _WHERE, strict=True)]
    points = Column("score", t(N_("Score")), Kind.DECIMAL)
    columns = Column("rank", t(N_("Rank")), Kind.COUNT), *named, points, Column("outcome_words", t(N_("Outcome")))
    round_name = bench.own.name if bench.own else ""
    return of_scope(asked, round_name, Table(told, (*columns, *criteria)))


# --- sittings ----------------------------------------------------------------------------------------------------
def undecided(asked: Asked) -> Listed:
    """What waits for the decision of an organ, the longest first."""
    rows = plain(waiting(asked.db, asked.scope, asked.now).lines)
    cells = [
        (
            *(t(_ITEMS[ItemKind(row["kind"])]), row["code"], sittings.name_of(row), row["about"], row["service"]),
            *(row["n"], row["since"], row["age"], row["age_working"], word(ORGANS, row["organ"]), row["sitting_day"]),
            "; ".join([*sittings.missing_words(row), *sittings.dossier_lacks(row)]) or None,
        )
        for row in rows
    ]
    heads = (
        *(N_("Kind"), N_("Dossier"), N_("Title"), N_("About"), N_("Service"), N_("Places"), N_("Since"), N_("Days")),
        *(N_("Working days"), N_("Asked of"), N_("On the agenda of"), N_("What is missing")),
    )
    counts = {f"c{place}": Kind.COUNT for place in (5, 7, 8)}
    table = kinds(texts(heads, cells), c6=Kind.DAY, c10=Kind.DAY, **counts)
    return of_scope(asked, "", table, today().isoformat(), most=MOST_WAITING)


def listings() -> Iterator[Listing]:
    """Those of this module."""
    see, handle = Permission.SEE_PROPOSALS, Permission.HANDLE_PROPOSALS
    yield Listing("/voorstellen", "list", N_("Proposals"), see, proposals)
    yield Listing("/moderatie", "queue", N_("What waits for moderation"), Permission.MODERATE, to_moderate, PERSONAL)
    yield Listing("/motivering", "list", N_("Places decided on, with their motivations"), see, motivated)
    yield Listing("/selectie", "candidates", N_("Candidates of the round"), handle, candidates, UNPUBLISHED)
    yield Listing("/opvolging", "list", N_("Chosen places to follow up"), handle, followed, UNPUBLISHED)
    publish, sit = Permission.PUBLISH_CHOICES, Permission.SEE_SITTINGS
    yield Listing("/publicatie", "list", N_("Choices to publish"), publish, unpublished, UNPUBLISHED)
    # who keeps the agendas has no other files
    yield Listing("/zitting", "waiting", N_("What waits for a decision"), sit, undecided, UNPUBLISHED, needs=())
