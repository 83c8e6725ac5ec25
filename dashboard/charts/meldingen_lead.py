"""The sentences with which the page on meldingen opens."""

import pandas as pd

from config.kinds import MeldingKind
from config.language import N_, number, t
from dashboard.charts.lead import Lead
from queries.filters import Filters

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


def meldingen_lead(df: pd.DataFrame, filters: Filters) -> Lead:
    """Whether the stock grows, and the figures that say so.

    `df`: one row with open_start, received, reopened, closed and open_end (counts).
    """
    row = df.iloc[0]
    start, received, closed, end = (int(row[key]) for key in ("open_start", "received", "closed", "open_end"))
    if not any((start, received, closed, end)):
        return Lead(t(_NOTHING[filters.kind]))
    more = t(N_("{came} and {closed}."), came=_counted(_CAME[filters.kind], received), closed=_counted(_CLOSED, closed))
    return Lead(_news(end - start), more)


def _news(change: int) -> str:
    if change == 0:
        return t(N_("The stock stays the same."))
    return t(N_("The stock is growing.")) if change > 0 else t(N_("The stock is shrinking."))


def _counted(forms: tuple[str, str, str], n: int) -> str:
    """A clause with its number: none, one or many."""
    none, one, many = forms
    return t((none, one)[n]) if n < 2 else t(many, n=number(n))
