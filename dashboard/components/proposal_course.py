"""The course of one proposal as items of a timeline: stages, and what happened beside them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from config.language import N_, day, t
from config.topics import ProposalEvent as Kind
from config.vocabularies import Vocabulary
from dashboard.components.case_parts import missing, term, told, word
from dashboard.components.icon import Icon
from dashboard.components.labels import ORGANS
from dashboard.components.proposal_parts import Ways, amount, euros, indicator_words, proposal_words
from dashboard.components.status import PROPOSAL_ICONS
from dashboard.components.timeline import Item, Track
from queries.proposal_course import PROPOSAL_WORDS

_STAGES: dict[Kind, str] = {
    Kind.SUBMITTED: "submitted",
    Kind.REFUSED: "refused",
    Kind.PUBLISHED: "published",
    Kind.SHORTLISTED: "shortlisted",
    Kind.EXECUTION_PLANNED: "planned",
    Kind.EXECUTION_STARTED: "in_execution",
    Kind.REALISED: "realised",
    Kind.WITHDRAWN: "withdrawn",
    Kind.MERGED: "merged",
}
"""The stage that each kind leads to; what tells an outcome leads to that."""
_ENDS = frozenset({"refused", "not_selected", "realised", "withdrawn", "merged"})
_ICONS: dict[Kind, Icon] = {
    Kind.ANSWERED: Icon.MESSAGE,
    Kind.QUESTION_ASKED: Icon.WAITING,
    Kind.QUESTION_ANSWERED: Icon.MESSAGE,
    Kind.RECLASSIFIED: Icon.LIST,
    Kind.RELOCATED: Icon.PLACE,
    Kind.SELECTION_RATIFIED: Icon.GOOD,
}
_ACTORS = {"system": N_("by the system"), "citizen": N_("by who proposed it")}


def proposal_items(events: pd.DataFrame, relatives: pd.DataFrame, zone: str, ways: Ways) -> list[Item]:
    """One item an event, and one for each proposal that was merged into it.

    `events` and `relatives`: as in `queries.proposal_case.ProposalCase`. `zone` is the time zone of the organisation.
    """
    into = next((row for row in relatives.to_dict("records") if row["relation"] == "into"), None)
    items = [_item(row, zone, ways, into) for row in events.to_dict("records")]
    merged = [row for row in relatives.to_dict("records") if row["relation"] == "from"]
    return [*items, *(_merged(row, zone, ways) for row in merged)]


def _merged(row: Mapping[Any, Any], zone: str, ways: Ways) -> Item:
    way = proposal_words(row), ways.proposal(row["subject_id"])
    return Item(Icon.ARROW_RIGHT, t(N_("Another proposal was merged into it")), row["at"], zone, way=way)


def _item(row: Mapping[Any, Any], zone: str, ways: Ways, into: Mapping[Any, Any] | None) -> Item:
    kind, at = Kind(row["kind"]), row["occurred_at"]
    stage = told(row["outcome"]) or _STAGES.get(kind)
    mark, track = (PROPOSAL_ICONS[stage], _track(stage)) if stage else (_ICONS.get(kind, Icon.INFO), Track.BESIDE)
    way = (proposal_words(into), ways.proposal(into["subject_id"])) if kind is Kind.MERGED and into else None
    detail = " · ".join(filter(None, _details(kind, row)))
    return Item(mark, _title(kind, row), at, zone, detail, track=track, said=told(row["message"]), way=way)


def _track(stage: str) -> Track:
    return Track.ENDED if stage in _ENDS else Track.RUNNING


def _title(kind: Kind, row: Mapping[Any, Any]) -> str:
    """What happened; of a choice what was chosen."""
    words = t(PROPOSAL_WORDS[kind])
    return f"{words}: {term(Vocabulary.SELECTION_OUTCOME, row['outcome'])}" if told(row["outcome"]) else words


def _details(kind: Kind, row: Mapping[Any, Any]) -> list[str]:
    """What was told with an event, in words; at its submission only what no other part of the page says."""
    if kind is Kind.SUBMITTED:
        return []
    return [
        "" if missing(row["version"]) else t(N_("version {n}"), n=int(row["version"])),
        term(Vocabulary.MODERATION_REASON, row["reason"]),
        term(Vocabulary.CHOSEN_BY, row["chosen_by"]),
        *(told(row[name]) for name in ("service", "theme", "street", "area")),
        word(ORGANS, row["organ"]),
        told(row["number"]),
        "" if missing(row["due"]) else t(N_("due {day}"), day=day(date.fromisoformat(row["due"]))),
        *_figures(row),
        told(row["alt"]),
        t(_ACTORS[row["actor_role"]]) if row["actor_role"] in _ACTORS else "",
        t(N_("inferred from the state of the source")) if row["inferred"] else "",
    ]


def _figures(row: Mapping[Any, Any]) -> list[str]:
    """What was estimated or measured, and what it costs."""
    costs = [euros(row[name]) for name in ("cost_estimated", "cost_actual") if not missing(row[name])]
    if missing(row["indicator"]) or missing(row["value"]):
        return costs
    return [f"{indicator_words(row['indicator'])} {amount(row['indicator'], row['value'])}", *costs]
