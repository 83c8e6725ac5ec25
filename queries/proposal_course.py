"""What happened to one proposal, in order: all of it, or what the public may know, from what is public."""

from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Double, Integer, cast, exists, select

from config.language import N_
from config.topics import KINDS, Topic
from config.topics import ProposalEvent as Kind
from queries import tables
from queries.db import fetch

PROPOSAL_WORDS: dict[Kind, str] = {
    Kind.SUBMITTED: N_("Submitted"),
    Kind.REFUSED: N_("Refused by moderation"),
    Kind.PUBLISHED: N_("Published"),
    Kind.ANSWERED: N_("Answer to who proposed it"),
    Kind.QUESTION_ASKED: N_("Question to who proposed it"),
    Kind.QUESTION_ANSWERED: N_("Answer of who proposed it"),
    Kind.PHOTO_ADDED: N_("Photo added"),
    Kind.PHOTO_PUBLISHED: N_("Photo published"),
    Kind.PHOTO_HIDDEN: N_("Photo hidden"),
    Kind.RECLASSIFIED: N_("Given another theme"),
    Kind.RELOCATED: N_("Given another place"),
    Kind.ESTIMATE_SET: N_("Gain estimated"),
    Kind.COST_SET: N_("Cost estimated"),
    Kind.SHORTLISTED: N_("Put on the shortlist"),
    Kind.SCORE_SET: N_("Score given"),
    Kind.SELECTION_MADE: N_("Choice made"),
    Kind.SELECTION_APPROVED: N_("Choice approved"),
    Kind.SELECTION_RETURNED: N_("Choice sent back"),
    Kind.SELECTION_RATIFIED: N_("Choice ratified"),
    Kind.SELECTION_PUBLISHED: N_("Choice published"),
    Kind.EXECUTION_PLANNED: N_("Execution planned"),
    Kind.EXECUTION_STARTED: N_("Execution started"),
    Kind.REALISED: N_("Realised"),
    Kind.OUTCOME_MEASURED: N_("Gain measured"),
    Kind.NEXT_STEPS_TOLD: N_("Next steps told"),
    Kind.WITHDRAWN: N_("Withdrawn"),
    Kind.MERGED: N_("Merged into another proposal"),
    Kind.TEXT_REMOVED: N_("Texts removed"),
}
"""What each kind of event is called. Votes stand in a picture of their own."""
_OF_CHOICE = (
    *(Kind.SELECTION_MADE, Kind.SELECTION_APPROVED, Kind.SELECTION_RETURNED),
    *(Kind.SELECTION_RATIFIED, Kind.SELECTION_PUBLISHED),
)
_ORDER = {str(kind): place for place, kind in enumerate(KINDS[Topic.PROPOSAL])}
_TEXTS = ("street", "reason", "outcome", "chosen_by", "organ", "number", "uri", "due", "indicator")
_NUMBERS = ("cost_estimated", "cost_actual", "value")
_KEYS = ("theme_id", "area_id")
_WRITTEN = ("message", "alt")
"""What citizens wrote, or was written to them: gone with the texts of the proposal."""
_COLUMNS = (
    *("organisation_id", "occurred_at", "kind", "words", "inferred", "actor_role", "service_id", "version"),
    *(*_KEYS, *_TEXTS, *_NUMBERS, *_WRITTEN),
)


def course(db: Connection, key: tuple[int, UUID], header: pd.Series) -> pd.DataFrame:
    """What was told of the proposal with this key, less what was taken back, in the order in which it counts.

    Columns: organisation_id, occurred_at, kind, words (msgid of PROPOSAL_WORDS), inferred, actor_role, service_id,
    version (of a choice, and of its ratification and publication), and of what was told theme_id, area_id, street,
    reason, outcome, chosen_by, organ, number, uri, due, indicator, cost_estimated, cost_actual, value, message, alt
    (null where not told, the last two also when the texts were removed).
    """
    found = fetch(db, _live(key))
    begun = found["occurred_at"].clip(lower=header["submitted_at"])
    place = found["kind"].map(_ORDER)
    ordered = found.assign(occurred_at=begun, place=place).sort_values(["occurred_at", "place", "seq"])
    if header["text_removed"]:
        ordered = ordered.assign(**dict.fromkeys(_WRITTEN))
    words, versions = [PROPOSAL_WORDS[Kind(kind)] for kind in ordered["kind"]], _versions(ordered)
    both = {"words": words, "version": versions}
    told = ordered.assign(**{name: pd.Series(one, ordered.index, dtype=object) for name, one in both.items()})
    return told[list(_COLUMNS)].reset_index(drop=True)


def _live(key: tuple[int, UUID]) -> Any:
    event, void = tables.event, tables.event.alias("void")
    own, gone = ((one.c.organisation_id == key[0], one.c.subject_id == key[1]) for one in (event, void))
    payload = event.c.payload
    told: list[ColumnElement] = [payload[name].astext.label(name) for name in (*_TEXTS, *_WRITTEN, "ref")]
    told += [cast(payload[name].astext, Double).label(name) for name in _NUMBERS]
    told += [cast(payload[name].astext, Integer).label(name) for name in _KEYS]
    names = ("organisation_id", "seq", "occurred_at", "kind", "inferred", "actor_role", "service_id")
    taken_back = exists().where(*gone, void.c.voids_seq == event.c.seq)
    return select(*(event.c[name] for name in names), *told).where(*own, event.c.kind.in_(PROPOSAL_WORDS), ~taken_back)


def _versions(events: pd.DataFrame) -> list[int | None]:
    """The number of each choice; of a ratification and publication, that of the last choice of the same round."""
    last: dict[str, int] = {}
    found: list[int | None] = []
    made = 0
    for kind, ref in zip(events["kind"], events["ref"].fillna(""), strict=True):
        if kind == Kind.SELECTION_MADE:
            made += 1
            last[ref] = made
        follows = kind in _OF_CHOICE
        found.append(last.get(ref) if follows else None)
    return found


_MILESTONES = {
    Kind.PUBLISHED: "published",
    Kind.SELECTION_PUBLISHED: "explained",
    Kind.EXECUTION_PLANNED: "planned",
    Kind.EXECUTION_STARTED: "started",
    Kind.REALISED: "realised",
}
"""What a source may have told without a day, as `proposal.undated` names it."""


def public_course(header: pd.Series, selections: pd.DataFrame) -> pd.DataFrame:
    """The same columns of what everybody may know: `header` and `selections` hold nothing else."""
    choices = (step for choice in selections.to_dict("records") for step in _of_choice(choice))
    steps = [
        step | {"inferred": _MILESTONES.get(step["kind"]) in header["undated"]}
        for step in (*_milestones(header), *choices)
    ]
    happened = [step for step in steps if not pd.isna(step["occurred_at"])]
    ordered = sorted(happened, key=lambda step: (step["occurred_at"], _ORDER[step["kind"]]))
    same = dict.fromkeys(_COLUMNS) | {"organisation_id": header["organisation_id"]}
    rows = [same | step | {"words": PROPOSAL_WORDS[Kind(step["kind"])]} for step in ordered]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _milestones(header: pd.Series) -> list[dict[str, Any]]:
    due = None if pd.isna(header["due_on"]) else header["due_on"].isoformat()
    return [
        {"kind": Kind.SUBMITTED, "occurred_at": header["submitted_at"]},
        {"kind": Kind.PUBLISHED, "occurred_at": header["published_at"]},
        {"kind": Kind.EXECUTION_PLANNED, "occurred_at": header["planned_at"], "due": due},
        {"kind": Kind.EXECUTION_STARTED, "occurred_at": header["started_at"]},
        {"kind": Kind.REALISED, "occurred_at": header["realised_at"], "cost_actual": header["cost_actual"]},
    ]


def _of_choice(choice: dict[Any, Any]) -> list[dict[str, Any]]:
    ratified = {"organ": choice["organ"], "number": choice["decision_number"], "uri": choice["decision_uri"]}
    return [
        {"kind": Kind.SELECTION_RATIFIED, "occurred_at": choice["ratified_at"]} | ratified,
        {"kind": Kind.SELECTION_PUBLISHED, "occurred_at": choice["published_at"], "outcome": choice["outcome"]},
    ]
