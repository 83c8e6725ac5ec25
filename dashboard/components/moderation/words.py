"""Moderation in words: ages, reasons to suspect a duplicate, and what happened to a proposal."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from config.kinds import Role
from config.language import N_, current_language, day, moment, number, t
from config.topics import ProposalEvent as Kind
from config.vocabularies import Vocabulary, indicators, proposal_stages, vocabularies
from dashboard.charts.phrases import joined
from dashboard.components.labels import ROLES

WITHOUT_TITLE = N_("Proposal without title")
VERY_LIKE = 0.8
EVENTS: dict[Kind, str] = {
    Kind.SUBMITTED: N_("Submitted"),
    Kind.REFUSED: N_("Refused"),
    Kind.PUBLISHED: N_("Published"),
    Kind.ANSWERED: N_("Message to who proposed it"),
    Kind.QUESTION_ASKED: N_("Question asked"),
    Kind.QUESTION_ANSWERED: N_("Answer of who proposed it"),
    Kind.PHOTO_ADDED: N_("Photo added"),
    Kind.PHOTO_PUBLISHED: N_("Photo published"),
    Kind.PHOTO_HIDDEN: N_("Photo hidden"),
    Kind.VOTES_CAST: N_("Votes"),
    Kind.VOTES_COUNTED: N_("Votes"),
    Kind.RECLASSIFIED: N_("Given another theme"),
    Kind.RELOCATED: N_("Given another place"),
    Kind.ESTIMATE_SET: N_("Estimate changed"),
    Kind.COST_SET: N_("Cost estimated anew"),
    Kind.SHORTLISTED: N_("Put on the shortlist"),
    Kind.SCORE_SET: N_("Score given"),
    Kind.SELECTION_MADE: N_("Choice made"),
    Kind.SELECTION_APPROVED: N_("Choice approved"),
    Kind.SELECTION_RETURNED: N_("Choice sent back"),
    Kind.SELECTION_RATIFIED: N_("Choice ratified"),
    Kind.SELECTION_PUBLISHED: N_("Choice published"),
    Kind.EXECUTION_PLANNED: N_("Execution planned"),
    Kind.EXECUTION_STARTED: N_("Execution began"),
    Kind.REALISED: N_("Realised"),
    Kind.OUTCOME_MEASURED: N_("Outcome measured"),
    Kind.NEXT_STEPS_TOLD: N_("Next steps told"),
    Kind.WITHDRAWN: N_("Withdrawn"),
    Kind.MERGED: N_("Merged into another proposal"),
    Kind.TEXT_REMOVED: N_("Texts removed"),
    Kind.VOID: N_("Undone"),
}
_ACTORS = {
    "citizen": N_("who proposed it"),
    "service": N_("a service"),
    "system": N_("the system"),
}
_NEAR = N_("{n} m away")
_THERE = N_("in the same spot")


def title_of(row: Any) -> str:
    """The title of a proposal, or what stands for it."""
    return row["title"] or t(N_("Text removed") if row.get("text_removed") else WITHOUT_TITLE)


def working(n: float) -> str:
    """'9 werkdagen'."""
    return t(N_("1 working day")) if n == 1 else t(N_("{n} working days"), n=number(n))


def calendar_days(n: float) -> str:
    """'12 dagen'."""
    return t(N_("1 day")) if n == 1 else t(N_("{n} days"), n=number(n))


def age_words(row: Any) -> str:
    """How long something waits: in working days, or days where the calendar does not reach."""
    return calendar_days(row["age"]) if row["age_working"] is None else working(row["age_working"])


def alike_words(row: Any) -> str:
    """Why another proposal may be the same one: '40 m verderop, zelfde thema, titel lijkt sterk'."""
    said = [t(_NEAR, n=number(row["metres"])) if row["metres"] else t(_THERE)]
    said += [t(N_("same theme"))] if row["same_theme"] else []
    said += _likeness(row["title_like"], N_("title much alike"), N_("title somewhat alike"))
    said += _likeness(row["text_like"], N_("text much alike"), N_("text somewhat alike"))
    return ", ".join(said)


def _likeness(value: float, much: str, some: str) -> list[str]:
    return [t(much)] if value >= VERY_LIKE else [t(some)] if value >= VERY_LIKE / 2 else []


def stage_words(code: str) -> str:
    """Where a proposal stands."""
    return proposal_stages()[code].label(current_language())


def reason_words(code: str | None) -> str:
    """Why moderation refused."""
    known = vocabularies()[Vocabulary.MODERATION_REASON]
    return known[code].label(current_language()) if code in known else code or ""


def indicator_label(code: str) -> str:
    """An indicator: 'Ontharding'."""
    return indicators()[code].label(current_language())


def indicator_words(code: str) -> str:
    """The same with its unit: 'Ontharding (m²)'."""
    unit = indicators()[code].unit
    return f"{indicator_label(code)} ({unit})" if unit else indicator_label(code)


def amount_words(code: str, value: float) -> str:
    """An amount of an indicator: '40 m²'."""
    unit = indicators()[code].unit
    return f"{number(value, decimals=0 if value == int(value) else 1)} {unit}".strip()


def who_words(role: str | None) -> str:
    """Who did something, as far as is known: a role, never a name."""
    if role in list(Role):
        return t(ROLES[Role(role)])
    return t(_ACTORS[role]) if role in _ACTORS else ""


def event_words(row: Any) -> str:
    """What happened, in a few words."""
    words = t(EVENTS[Kind(row["kind"])])
    return f"{words}: {told}" if (told := _told(row)) else words


def _told(row: Any) -> str:
    match row["kind"]:
        case Kind.REFUSED:
            return reason_words(row["reason"])
        case Kind.RECLASSIFIED:
            return row["theme"] or ""
        case Kind.RELOCATED:
            return row["street"] or ""
        case Kind.ESTIMATE_SET | Kind.OUTCOME_MEASURED:
            return f"{indicator_label(row['indicator'])}, {amount_words(row['indicator'], float(row['value']))}"
        case Kind.SELECTION_MADE:
            return stage_words(row["outcome"])
        case Kind.EXECUTION_PLANNED if row["due"]:
            return t(N_("due {day}"), day=day(date.fromisoformat(row["due"])))
        case Kind.REALISED if row["cost_actual"]:
            return t(N_("{n} euro"), n=number(float(row["cost_actual"])))
        case Kind.PHOTO_ADDED:
            return moment_words(row["moment"])
        case _:
            return ""


def moment_words(code: str | None) -> str:
    """Of when a photo is: before or after the works; nothing for one that came with the proposal."""
    known = vocabularies()[Vocabulary.PHOTO_MOMENT]
    return known[code].label(current_language()) if code in known else ""


def overtaken_words(happened: Iterable[Any], zone: str) -> str:
    """What others did in the meantime; `happened` as in `Overtaken`, of `dashboard.store.actions`."""
    said = [_happened(one, zone) for one in happened]
    told = N_("In the meantime: {what}. Nothing of yours was changed; what you wrote is still there.")
    return t(told, what=joined(list(dict.fromkeys(said))))


def _happened(one: Any, zone: str) -> str:
    what = t(EVENTS[one.kind])
    if one.taken_back:
        what = t(N_("{what} taken back"), what=what)
    who, when = who_words(one.role), moment(one.at, zone)
    return t(N_("{what} by {who}, {when}"), what=what, who=who, when=when) if who else f"{what}, {when}"
