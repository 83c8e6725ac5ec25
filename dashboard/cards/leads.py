"""The sentences with which a page opens, apart from the page: a report opens a part with the same ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from config.kinds import Permission
from dashboard.cards.choices import of_choices
from dashboard.cards.funnel import COMPARED
from dashboard.cards.satisfaction import FEWEST
from dashboard.charts.choices_lead import choices_lead
from dashboard.charts.climate_lead import climate_lead
from dashboard.charts.funnel_lead import funnel_lead
from dashboard.charts.lead import Lead
from dashboard.charts.meldingen_areas import areas_lead
from dashboard.charts.meldingen_lead import meldingen_lead
from dashboard.charts.proposals_lead import proposals_lead
from dashboard.charts.satisfaction_lead import satisfaction_lead
from queries import choices, equity, meldingen, proposals, satisfaction
from queries.atlas import meldingen_by_area
from queries.climate import climate
from queries.filters import Filters, Scope
from queries.measures.base import SMALLEST_N
from queries.proposal_steps import moderation

Saying = Callable[[Connection, Scope, Filters], Lead]


def _all_of(filters: Filters) -> Filters:
    return filters


@dataclass(frozen=True)
class Opening:
    """The sentences of one page: what somebody needs to read them, and what of the filters counts."""

    say: Saying
    permission: Permission = Permission.SEE_MELDINGEN
    reads: Callable[[Filters], Filters] = _all_of


def of_meldingen(db: Connection, scope: Scope, filters: Filters) -> Lead:
    """Computed from the stock and from where the time went."""
    return meldingen_lead(meldingen.stock(db, scope, filters), meldingen.phase_parts(db, scope, filters), filters)


def of_places(db: Connection, scope: Scope, filters: Filters) -> Lead:
    """How many meldingen a map shows."""
    return areas_lead(meldingen_by_area(db, scope, filters), filters)


def of_satisfaction(db: Connection, scope: Scope, filters: Filters) -> Lead:
    """Computed from the evaluations of the period."""
    return satisfaction_lead(satisfaction.satisfaction(db, scope, filters), smallest_n=FEWEST)


def of_services(db: Connection, scope: Scope, filters: Filters) -> Lead:
    """On what the services differ more than chance explains."""
    found = {heading: query(db, scope, filters) for heading, _, query in COMPARED.values()}
    return funnel_lead(found, smallest_n=SMALLEST_N)


def of_proposals(db: Connection, scope: Scope, filters: Filters) -> Lead:
    """What is asked for most, how much it is wanted, and what still waits."""
    stands, themes = proposals.standing(db, scope, filters), proposals.by_theme(db, scope, filters)
    areas, whole = equity.equity_by_area(db, scope, filters), equity.equity(db, scope, filters)
    return proposals_lead(stands, themes, areas, whole, moderation(db, scope, filters), filters)


def of_motivations(db: Connection, scope: Scope, filters: Filters) -> Lead:
    """What was decided, and of how much of it everybody can read why."""
    outcomes, told = choices.by_outcome(db, scope, filters), choices.published_choices(db, scope, filters)
    return choices_lead(outcomes, choices.coverage(db, scope, filters), told)


def of_climate(db: Connection, scope: Scope, filters: Filters) -> Lead:
    """Which target is furthest, and how all of them stand against a steady pace."""
    return climate_lead(climate(db, scope, filters))


_PROPOSALS = Permission.SEE_PROPOSALS
LEADS: Mapping[str, Opening] = {
    "meldingen": Opening(of_meldingen),
    "meldingen-kaart": Opening(of_places),
    "tevredenheid": Opening(of_satisfaction),
    "vergelijk": Opening(of_services),
    "voorstellen": Opening(of_proposals, _PROPOSALS),
    "motivering": Opening(of_motivations, _PROPOSALS, of_choices),
    "klimaat": Opening(of_climate, _PROPOSALS),
}
"""By the page that opens with them; that of the overview comes with its key figures."""
