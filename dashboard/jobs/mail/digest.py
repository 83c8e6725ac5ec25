"""The digest: what changed since the last one, and what needs its reader; for each role what its overview holds."""

from collections.abc import Callable, Sequence

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Permission
from config.language import N_, day, moment, number, t
from dashboard.cards.library import CARDS
from dashboard.cards.ways import View, line_address, view_of
from dashboard.charts.overview_lead import overview_lead
from dashboard.components.attention_words import WORK, attention_lines
from dashboard.components.development_words import development_totals
from dashboard.components.key_figures import standings
from dashboard.jobs.mail.letter import Letter, Line, Section
from dashboard.jobs.mail.reading import Making
from dashboard.jobs.mail.reports import PUBLISHED, published, published_words
from queries import overview as queries
from queries.filters import Filters, Period, Scope
from queries.moderation import to_moderate
from queries.progress import to_follow_up
from queries.publishing import choices_to_publish
from queries.undecided import closing_soon

Ask = Callable[[Connection, Scope, Filters], pd.DataFrame]
_WAITING: Sequence[tuple[str, Ask, str, str, Permission]] = (
    ("/moderatie", to_moderate, N_("Moderation"), N_("{n} to judge"), Permission.MODERATE),
    ("/publicatie", choices_to_publish, N_("Publication"), N_("{n} to publish"), Permission.PUBLISH_CHOICES),
    ("/opvolging", to_follow_up, N_("Follow-up"), N_("{n} late"), Permission.FOLLOW_UP),
    (
        "/zitting",
        closing_soon,
        N_("Sittings"),
        N_("{n} to put on an agenda that closes soon"),
        Permission.RECORD_DECISIONS,
    ),
)
"""What waits on the pages of who acts there: address, question, name of the page, words, and who acts."""


def digest(making: Making) -> Letter | None:
    """What there is to tell; None when nothing happened and nothing waits."""
    filters = Filters.for_period(Period.LAST_12_WEEKS, making.today)
    needs, changed, reports = _needs(making, filters), _changed(making), published(making)
    if not needs and not changed and not reports:
        return None
    news, standing = _standing(making, filters)
    opening = news or (_waits(len(needs)) if needs or not reports else published_words(len(reports)))
    when = moment(making.due.told_until, making.due.zone)
    sections = [
        Section(t(N_("What needs you")), needs),
        Section(t(N_("How it stands")), standing),
        Section(t(N_("What changed since {when}"), when=when), changed),
        Section(t(PUBLISHED), reports),
    ]
    what = needs[0].text.partition(" (")[0] if needs else opening.rstrip(".")  # without its details
    subject = t(N_("Helikopterview, {day}: {what}"), day=day(making.today), what=what)
    onward = Line(t(N_("Open Helikopterview")), making.link("/"))
    return Letter(subject, opening, [section for section in sections if section.lines], onward)


def _waits(n: int) -> str:
    return t(N_("One thing waits for you.")) if n == 1 else t(N_("{n} things wait for you."), n=number(n))


def _needs(making: Making, filters: Filters) -> list[Line]:
    person, db = making.person, making.db
    frames = [*_of_meldingen(making, filters), *_of_proposals(making, filters), *_of_data(making, filters)]
    known = {(page, card.id) for page, cards in CARDS.items() for card in cards}
    lines = [
        line
        for frame in frames
        for line in attention_lines(
            frame,
            filters.kind,
            lambda line, narrow: line_address(
                line, narrow, filters, making.today, way=making.way, has=lambda page, card: (page, card) in known
            ),
        )
    ]
    told = [Line(_words(line.count, line.sentence, line.detail), making.link(line.href)) for line in lines]
    waits = [
        (path, name, words, int(ask(db, person.scope(needed), filters)["count"].sum()))
        for path, ask, name, words, needed in _WAITING
        if person.may(needed)
    ]
    return told + [
        Line(f"{t(name)}: {t(words, n=number(n))}", making.link(path)) for path, name, words, n in waits if n
    ]


def _words(count: int, sentence: str, detail: str) -> str:
    return f"{number(count)} {sentence}" + (f" ({detail})" if detail else "")


def _of_meldingen(making: Making, filters: Filters) -> list[pd.DataFrame]:
    """What asks for attention, or the own queue of who handles; as the overview has it."""
    if not making.person.may(Permission.SEE_CASES):
        return []
    scope = making.person.scope(Permission.SEE_CASES)
    if view_of(making.person) is View.WORKER:
        return [queries.queue(making.db, scope, filters)]
    return [queries.attention(making.db, scope, filters, making.now)]


def _of_proposals(making: Making, filters: Filters) -> list[pd.DataFrame]:
    """What waits too long after a choice; what waits for moderation is counted by its page, for who judges."""
    person, handles = making.person, Permission.HANDLE_PROPOSALS
    if not person.may(handles):
        return []
    scope = person.scope(handles)
    late = [queries.choices_late(making.db, scope, filters)]
    return late if person.may(Permission.MODERATE) else [queries.moderation_late(making.db, scope, making.now), *late]


def _of_data(making: Making, filters: Filters) -> list[pd.DataFrame]:
    """What is wrong with the data, for who manages and sees no single melding."""
    person = making.person
    if not person.may(Permission.MANAGE) or person.may(Permission.SEE_CASES):
        return []
    found = queries.attention(making.db, person.scope(Permission.MANAGE), filters, making.now)
    return [found[~found["line"].isin(WORK)]]


def _changed(making: Making) -> list[Line]:
    if not making.person.may(Permission.SEE_MELDINGEN):
        return []
    found = queries.developments(making.db, making.person.scope(Permission.SEE_MELDINGEN), making.due.told_until)
    return [Line(one.text) for one in development_totals(found, zone=making.due.zone)]


def _standing(making: Making, filters: Filters) -> tuple[str, list[Line]]:
    """The news of the overview, and the figures behind it."""
    if not making.person.may(Permission.SEE_MELDINGEN):
        return "", []
    db, scope = making.db, making.person.scope(Permission.SEE_MELDINGEN)
    found, goals = queries.key_figures(db, scope, filters), queries.targets(db, scope, filters)
    late = queries.overdue(db, scope, filters)
    lead = overview_lead(found, late, standings(found, goals), queries.facts(db, scope, filters).known)
    return lead.news, [Line(lead.more)] if lead.more else []
