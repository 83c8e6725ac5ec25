"""The measures of what was chosen, whether that was explained and carried out, and what people had to say in it."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction
from config.language import N_
from config.topics import Topic
from config.vocabularies import is_own_reason
from queries.choices import (
    REALISED,
    SELECTED,
    by_outcome,
    chosen_spread,
    coverage,
    published_choices,
    reasons,
)
from queries.filters import Filters, Scope
from queries.influence import influence, realised_spread
from queries.measures.base import (
    BOTH_DAYS,
    DAYS,
    LOCAL_DAYS,
    NOTHING_OPEN,
    PER_1000,
    SHARE,
    UNKNOWN,
    UNPLACED,
    Measure,
    count,
    duration,
    parts,
    share,
    spread,
)
from queries.not_started import not_started

OUTCOME_PARTS = {"selected": N_("selected"), "not_selected": N_("not selected"), "deferred": N_("deferred")}
TOLD = N_("published choices with a motivation")
PLANNED, MEDIAN_AGE, OLDEST = N_("with works planned, not begun"), N_("age: median"), N_("age: longest")
CHOSEN_OF, REALISED_OF = N_("chosen or further / published"), N_("realised / published")
SPREAD, RATE = N_("realised: spread over neighbourhoods"), N_("realised per 1,000 inhabitants")
NO_REASON = "-"
"""Stands for a choice without any reason in the parts of `choice_reasons`."""
_WHEN_KNOWN = N_(
    "A choice counts once, as the last one made, on the local day on which it was made; to who may know only what is "
    "public, as the one that is public, on the day of its publication."
)
_WITH_INTERVAL = N_(
    "The sum, over neighbourhoods, of the smaller of their share of chosen places and their share of inhabitants: 1 "
    "when both are spread alike. Beside it chosen places per 1,000 inhabitants; of a neighbourhood with the interval "
    "of Byar around a number of events (Poisson), as wide as makes those of all neighbourhoods hold together with 95 % "
    "certainty (Sidak)."
)


def chosen_parts(db: Connection, scope: Scope, filters: Filters) -> list[dict]:
    """What was decided on and realised in the period, as parts of `proposals`."""
    found = by_outcome(db, scope, filters).iloc[0]
    return [
        *(count(label, found[name]) for name, label in OUTCOME_PARTS.items()),
        count(N_("realised"), found[REALISED]),
    ]


def _coverage(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    rows = coverage(db, scope, filters).to_dict("records")
    named = [share(OUTCOME_PARTS.get(one["outcome"], ""), one["motivated"], one["decided"]) for one in rows]
    told = published_choices(db, scope, filters).iloc[0]
    return parts(*named, share(TOLD, told["explained"], told["published"]))


def _reasons(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    rows = reasons(db, scope, filters).to_dict("records")
    return parts(*(_reason(one) for one in rows))


def _reason(one: dict[Any, Any]) -> dict:
    """By code, which is the same everywhere; a reason of an organisation's own in its words."""
    code = one["reason"] if isinstance(one["reason"], str) else NO_REASON
    words = one["reason_nl"] if is_own_reason(code) else code
    return share(f"{one['outcome']}: {words}", one["n"], one["decided"])


def _not_started(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    one = not_started(db, scope, filters).iloc[0]
    if pd.isna(one["n"]):
        return parts()
    ages = {MEDIAN_AGE: "median", N_("age: p90"): "p90", OLDEST: "longest"}
    told = [duration(part, one[name], one["n"], filters.days) for part, name in ages.items()]
    return parts(count("", one["n"]), count(PLANNED, one["planned"]), *told)


def _influence(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    one, even = influence(db, scope, filters).iloc[0], realised_spread(db, scope, filters).iloc[0]
    return parts(
        share(CHOSEN_OF, one[SELECTED], one["published"]),
        share(REALISED_OF, one[REALISED], one["published"]),
        *spread(even, SPREAD, RATE),
    )


def _equity(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return parts(*spread(chosen_spread(db, scope, filters).iloc[0], "", PER_1000))


ENTRIES = (
    Measure(
        id="motivation_coverage",
        name=N_("Decisions with a published motivation"),
        sentence=N_("For which share of the places that were decided on everybody can read why."),
        formula=N_(
            "Places decided on (selected, not selected or deferred) in the period whose choice is published with a "
            "motivation at as-of / all places decided on in the period; by outcome too. Apart, of the choices that "
            "were published in the period and are public now, those with a motivation."
        ),
        population=N_("Places by the local day of their last choice; apart, by the day of its publication."),
        censoring=N_(
            "What is published after as-of does not count yet. Who may see only what is public gets the part about "
            "published choices alone: a share of what they know would be wrong."
        ),
        calendar=LOCAL_DAYS,
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_coverage,
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="choice_reasons",
        name=N_("Reasons of choices"),
        sentence=N_("Why places were chosen, not chosen or deferred."),
        formula=N_(
            "Places with this reason / places decided on in the period with this outcome. A place with two reasons "
            "counts with both, so that the shares add up to more than 1."
        ),
        population=_WHEN_KNOWN,
        censoring=NOTHING_OPEN,
        calendar=LOCAL_DAYS,
        unit=SHARE,
        good=None,
        compute=_reasons,
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="selected_not_started",
        name=N_("Selected, not started"),
        sentence=N_("How many places were selected and have nothing planned or begun, and for how long."),
        formula=N_(
            "Count of places that are selected, without works that are planned, begun or done; apart, those with works "
            "planned and not begun. Age: selection to as-of; a selection that is made again, as with other words, does "
            "not begin anew."
        ),
        population=N_("Stock at as-of."),
        censoring=N_(
            "All of them are unfinished: it is their age so far. To who may know only what is public a selection "
            "counts once it is published, and from then on; of an earlier as-of they are told nothing."
        ),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_not_started,
        counted=("", PLANNED),
        follows=None,
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="influence",
        name=N_("Influence of proposals"),
        sentence=N_("Which share of what people proposed was chosen and carried out."),
        formula=N_(
            "Two ratios: proposals that are chosen or further / published ones, and realised / published ones. Apart, "
            "how far the realised ones are spread over neighbourhoods as inhabitants are: the sum, over "
            "neighbourhoods, of the smaller of their share of realised proposals and their share of inhabitants; and "
            "realised ones per 1,000 inhabitants."
        ),
        population=N_(
            "Proposals published in the period, as of as-of. What was refused, withdrawn or merged into another since "
            "is left out, as on map and list: so everybody compares the same."
        ),
        censoring=N_(
            "What was published late in the period had less time to be chosen and carried out; an earlier period is "
            "judged after the same time."
        ),
        calendar=N_("Local days of the organisation; inhabitants of the neighbourhoods as they are now."),
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_influence,
        counted=(UNKNOWN, UNPLACED),
        follows=None,
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="choices_equity",
        name=N_("Spread of chosen places over neighbourhoods"),
        sentence=N_("How far chosen places are spread over neighbourhoods as their inhabitants are."),
        formula=_WITH_INTERVAL,
        population=_WHEN_KNOWN,
        censoring=NOTHING_OPEN,
        calendar=N_("Local days of the organisation; inhabitants of the neighbourhoods as they are now."),
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_equity,
        counted=(UNKNOWN, UNPLACED),
        topic=Topic.PROPOSAL,
    ),
)
