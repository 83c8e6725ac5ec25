"""The sentences with which the page on meldingen opens."""

import pandas as pd

from config.kinds import MeldingKind
from config.language import N_, number, percent, t
from dashboard.charts.lead import Lead
from queries.filters import Filters
from queries.phases import ADVICE, DECISION, HANDLING, PARTS, SCREENING, STOPPED

_CAME: dict[MeldingKind, tuple[str, str, str]] = {
    MeldingKind.MELDING: (N_("No meldingen came in"), N_("1 melding came in"), N_("{n} meldingen came in")),
    MeldingKind.KLACHT: (N_("No complaints came in"), N_("1 complaint came in"), N_("{n} complaints came in")),
    MeldingKind.VRAAG: (N_("No questions came in"), N_("1 question came in"), N_("{n} questions came in")),
}
_CLOSED = (N_("none were closed"), N_("1 was closed"), N_("{n} were closed"))
_NOTHING: dict[MeldingKind, str] = {
    MeldingKind.MELDING: N_("There are no meldingen in this period."),
    MeldingKind.KLACHT: N_("There are no complaints in this period."),
    MeldingKind.VRAAG: N_("There are no questions in this period."),
}
_GROUPS: dict[tuple[str, ...], str] = {
    (SCREENING, HANDLING): N_("Own handling takes the most time."),
    (*ADVICE, DECISION): N_("Waiting for others takes the most time."),
    (STOPPED,): N_("Waiting for the citizen takes the most time."),
}
_GOES_TO = {
    ADVICE[0]: N_("At {service} {share} of the time goes to internal advice."),
    ADVICE[1]: N_("At {service} {share} of the time goes to external advice."),
    DECISION: N_("At {service} {share} of the time goes to waiting for a decision."),
}
WORTH_SAYING = 0.25
"""The share of a service's time from which it is said where it goes."""


def meldingen_lead(df: pd.DataFrame, phases: pd.DataFrame, filters: Filters, *, smallest_n: int = 5) -> Lead:
    """Where the time goes, or else whether the stock grows; and the figures.

    `df`: one row with open_start, received, reopened, closed and open_end (counts). `phases`: a row per service with
    service (name, null without), n (meldingen) and the mean days in each of PARTS.
    """
    row = df.iloc[0]
    start, received, closed, end = (int(row[key]) for key in ("open_start", "received", "closed", "open_end"))
    if not any((start, received, closed, end)):
        return Lead(t(_NOTHING[filters.kind]))
    came = t(N_("{came} and {closed}."), came=_counted(_CAME[filters.kind], received), closed=_counted(_CLOSED, closed))
    known = phases[phases["n"] >= max(smallest_n, 1)]
    return Lead(_slowest(known) or _news(end - start), " ".join(filter(None, (came, _waits(known)))))


def _slowest(phases: pd.DataFrame) -> str | None:
    """Where most of the time of all services together goes; nothing without one that clearly leads."""
    spent = phases[list(PARTS)].mul(phases["n"], axis=0).sum()
    days = {message: round(float(spent[list(parts)].sum()), 6) for parts, message in _GROUPS.items()}
    first, second, _ = sorted(days.values(), reverse=True)
    return t(max(days, key=lambda message: days[message])) if first > second else None


def _waits(phases: pd.DataFrame) -> str | None:
    """The service that waits for others during the largest share of its time, the stopped clock left out."""
    running = phases[[part for part in PARTS if part != STOPPED]].sum(axis=1)
    shares = phases[list(_GOES_TO)].div(running.where(running > 0), axis=0).assign(service=phases["service"])
    found = [
        (float(row[part]), str(row["service"]), part)
        for row in shares.dropna().to_dict("records")
        for part in _GOES_TO
        if row[part] >= WORTH_SAYING
    ]
    if not found:
        return None
    share, service, part = max(found)
    return t(_GOES_TO[part], service=service, share=percent(share, decimals=0))


def _news(change: int) -> str:
    if change == 0:
        return t(N_("The stock stays the same."))
    return t(N_("The stock is growing.")) if change > 0 else t(N_("The stock is shrinking."))


def _counted(forms: tuple[str, str, str], n: int) -> str:
    """A clause with its number: none, one or many."""
    none, one, many = forms
    return t((none, one)[n]) if n < 2 else t(many, n=number(n))
