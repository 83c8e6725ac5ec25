"""The measures of proposals up to their publication, of the times between, and of how they are spread."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction
from config.language import N_
from config.topics import Topic
from queries.equity import equity
from queries.filters import Days, Filters, Scope
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
    durations,
    parts,
    share,
    spread,
)
from queries.measures.choices import chosen_parts
from queries.proposal_steps import first_answer_to_proposals, moderation, step_times
from queries.proposals import happened, standing, voters, votes

EVENTS = {
    "submitted": N_("submitted"),
    "published": N_("published"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
    "merged": N_("merged into another"),
}
_AGES = {"age_median": N_("age: median"), "age_p90": N_("age: p90"), "age_longest": N_("age: longest")}
WITHIN, DECIDED, ASKED = N_("decided within the norm"), N_("decided"), N_("with an open question")
UNANSWERED = N_("without answer yet")
STEPS = {
    "choice": (
        N_("publication to choice"),
        N_("publication to choice: under way"),
        N_("publication to choice: age under way"),
    ),
    "explanation": (
        N_("choice to motivation"),
        N_("choice to motivation: under way"),
        N_("choice to motivation: age under way"),
    ),
    "start": (
        N_("choice to start of the works"),
        N_("choice to start of the works: under way"),
        N_("choice to start of the works: age under way"),
    ),
    "execution": (
        N_("start to end of the works"),
        N_("start to end of the works: under way"),
        N_("start to end of the works: age under way"),
    ),
}
"""Of each step that has no measure of its own: its median, how many are under way, and the median age of these."""
_NUMBER = N_("Number of proposals")


def _proposals(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    there, events = standing(db, scope, filters).iloc[0], happened(db, scope, filters).iloc[0]
    return parts(
        count("", there["n"]),
        count(N_("with place"), there["placed"]),
        count(N_("without place"), there["n"] - there["placed"]),
        count(N_("support"), there["support"]),
        *_known(*((label, events[name]) for name, label in EVENTS.items())),
        count(N_("votes"), votes(db, scope, filters)["votes"].iloc[0]),
        *_known((N_("known voters"), voters(db, scope, filters)["voters"].iloc[0])),
        *chosen_parts(db, scope, filters),
    )


def _known(*counts: tuple[str, Any]) -> list[dict]:
    """The counts that are known to the scope."""
    return [count(part, value) for part, value in counts if not pd.isna(value)]


def _moderation(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = moderation(db, scope, filters)
    one, days = found.iloc[0], filters.days
    waiting = _known(("", one["open"]), (ASKED, one["asked"]))
    ages = [duration(part, one[name], one["open"], days) for name, part in _AGES.items()] if waiting else []
    decided = count(DECIDED, one["n"]), *durations(found, days), share(WITHIN, one["within"], one["n"])
    return parts(*waiting, *ages, *decided)


def _first_answer(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = first_answer_to_proposals(db, scope, filters)
    return parts(*durations(found, filters.days), *_known((UNANSWERED, found["open"].iloc[0])))


def _steps(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = step_times(db, scope, filters)
    rows = found[found["step"].isin(STEPS)].to_dict("records")
    return parts(*(one for each in rows for one in _step(each, filters.days)))


def _step(found: dict[Any, Any], days: Days) -> tuple[dict, dict, dict]:
    median, going_on, age = STEPS[found["step"]]
    return (
        duration(median, found["median"], found["n"], days),
        count(going_on, found["open"]),
        duration(age, found["age_median"], found["open"], days),
    )


def _equity(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    return parts(*spread(equity(db, scope, filters).iloc[0], "", PER_1000))


ENTRIES = (
    Measure(
        id="proposals",
        name=N_("Proposals"),
        sentence=N_(
            "How many proposals came in during the period and stand now, as on the map and in the list; and what else "
            "happened to proposals during the period."
        ),
        formula=N_(
            "Count of proposals by local day of submission that stand: published or further, and not refused, "
            "withdrawn or merged; or those of the chosen stages. Support is their votes with those of what was merged "
            "into them, each known voter once for a proposal. Apart, each by its own local day and whatever became of "
            "it since: submitted, first publication, first refusal, withdrawal, merge, votes, the last choice "
            "(selected, not selected or deferred), realisation. Votes are as they were told, also of who stands in "
            "several lists; they include the growth of running totals, on the day on which they were read, and are "
            "below 0 when more were taken back than cast; known voters are different pseudonyms."
        ),
        population=N_("Proposals submitted in the period; apart, events in the period."),
        censoring=N_(
            "Whether one stands is judged by what is known now, also for an earlier period. Voters are known only "
            "where a source tells who voted. Who may see only what is public is told of what is public now alone: not "
            "what came in, was refused, withdrawn or merged; a choice counts for them on the day of its publication."
        ),
        calendar=LOCAL_DAYS,
        unit=_NUMBER,
        good=None,
        smallest_n=0,
        compute=_proposals,
        counted=None,
        follows=None,
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="proposals_moderation",
        name=N_("Moderation of proposals"),
        sentence=N_("How many proposals wait for moderation, how long, and how fast moderation decided in the period."),
        formula=N_(
            "Waiting: submitted and not refused, published, withdrawn or merged, with their age; of these, those with "
            "a question that was not answered. Decided: submission to the first refusal or publication; the share "
            "within the norm for moderation that held on the day of submission, else within 5 working days. Sources "
            "that publish by themselves have no moderation: left out."
        ),
        population=N_("Stock at as-of for what waits; decisions in the period for the times."),
        censoring=N_(
            "What waits is unfinished: it is its age so far. What was withdrawn or merged before a decision is not "
            "among the decided. What waits is left out for who may see only what is public."
        ),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_moderation,
        counted=("", DECIDED, ASKED),
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="proposal_first_answer",
        name=N_("First answer to a proposal"),
        sentence=N_("How long it took until who proposed something first heard of it."),
        formula=N_(
            "Submission to the first decision or message: a refusal, a publication, an answer, a question, or a "
            "published motivation. Sources that publish by themselves have no moderation: left out."
        ),
        population=N_("First answers in the period; apart, proposals without answer at as-of."),
        censoring=N_(
            "Proposals without answer are apart; what was withdrawn or merged before an answer, or went on without "
            "one, is in neither."
        ),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_first_answer,
        counted=(UNANSWERED,),
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="proposal_steps",
        name=N_("Times between the steps of proposals"),
        sentence=N_("How long proposals wait from publication to choice, motivation, start and end of the works."),
        formula=N_(
            "Median of the steps that ended in the period: publication to choice (selected, not selected or deferred), "
            "choice to its published motivation (a choice that is published without one still waits for it), selection "
            "to start, start to end. A choice that is made again begins "
            "a step again. Apart, what is under way with its median age."
        ),
        population=N_("Steps that ended in the period; under way at as-of."),
        censoring=N_(
            "What is under way, or ended otherwise (refused, withdrawn, merged, or carried out without a choice), is "
            "not in the median."
        ),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_steps,
        counted=tuple(going_on for _, going_on, _ in STEPS.values()),
        topic=Topic.PROPOSAL,
    ),
    Measure(
        id="proposals_equity",
        name=N_("Spread of proposals over neighbourhoods"),
        sentence=N_("How far proposals are spread over neighbourhoods as their inhabitants are."),
        formula=N_(
            "The sum, over neighbourhoods, of the smaller of their share of proposals and their share of inhabitants: "
            "1 when both are spread alike. Beside it proposals per 1,000 inhabitants; of a neighbourhood with the "
            "interval of Byar around a number of events (Poisson), as wide as makes those of all neighbourhoods hold "
            "together with 95 % certainty (Sidak)."
        ),
        population=N_("Proposals submitted in the period that stand, in neighbourhoods whose inhabitants are known."),
        censoring=NOTHING_OPEN,
        calendar=N_("Local days of the organisation; inhabitants of the neighbourhoods as they are now."),
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_equity,
        counted=(UNKNOWN, UNPLACED),
        follows=None,
        topic=Topic.PROPOSAL,
    ),
)
