"""Reports as a mail: which versions were published that its reader may know, each with its first conclusion."""

from datetime import timedelta
from typing import Any

from config.kinds import Permission
from config.language import N_, number, t
from dashboard.components.filter_words import period_words
from dashboard.components.rows import records
from dashboard.jobs.mail.letter import Letter, Line, Section
from dashboard.jobs.mail.reading import NO_ACCESS, LeftOut, Making
from dashboard.reports.kinds import kinds, name_of
from queries.reports import may_be_told, published_news

LAG = timedelta(minutes=1)
"""What was published so shortly ago is for the next mail: something older may still be on its way into the database."""
PATH = "/rapporten"


def report_letter(making: Making) -> Letter | None:
    """What was published since the last mail, of one kind or of every kind; None when nothing was.

    Raises LeftOut when the reader may not see reports, or none of this kind.
    """
    _check(making)
    lines = published(making, making.due.report_kind or "")
    if not lines:
        return None
    opening = published_words(len(lines))
    subject = t(N_("Helikopterview: {name}"), name=opening.rstrip("."))
    sections = [Section(t(PUBLISHED), lines)]
    return Letter(subject, opening, sections, Line(t(N_("Open the reports")), making.link(PATH)))


PUBLISHED = N_("Published reports")


def _check(making: Making) -> None:
    kind = kinds().get(making.due.report_kind or "")
    if not making.person.may(Permission.SEE_REPORTS):
        raise LeftOut(NO_ACCESS)
    if kind is not None and not may_be_told(making.person.scope(Permission.SEE_REPORTS), kind.reader):
        raise LeftOut(NO_ACCESS)


def published(making: Making, kind: str = "") -> list[Line]:
    """A line for each version that was published between the last mail and this one and may be known, the latest
    first; `kind`: of one kind only."""
    if not making.person.may(Permission.SEE_REPORTS):
        return []
    since, until = making.due.told_until - LAG, making.now - LAG
    found = published_news(making.db, making.person.scope(Permission.SEE_REPORTS), since)
    now = found[found["state_at"] <= until]
    return [_line(making, row) for row in records(now[now["kind"] == kind] if kind else now)]


def published_words(n: int) -> str:
    """How many were published."""
    return t(N_("1 report was published.")) if n == 1 else t(N_("{n} reports were published."), n=number(n))


def _line(making: Making, row: Any) -> Line:
    named = ", ".join(filter(None, (name_of(row.kind), row.subject, period_words(row.first_day, row.last_day))))
    href = making.link(f"{PATH}/{row.report_id}?version={row.version}")
    return Line(f"{named}: {row.news}" if row.news else named, href)
