"""The measures of talking with the citizen: told in time, first answer, satisfaction; and of how meldingen travel."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction, NotificationMoment
from config.language import N_
from queries.channels import channel_mix_by_month, first_contact
from queries.decisions import decision_timing, decisions_published, decisions_waiting
from queries.filters import Days, Filters, Scope
from queries.informing import FIRST_ANSWER, first_answer, informed
from queries.measures.base import (
    BOTH_DAYS,
    DAYS,
    LOCAL_DAYS,
    NOTHING_OPEN,
    SCORE,
    SHARE,
    SMALLEST_N,
    WORKING_DAYS,
    Measure,
    count,
    duration,
    durations,
    parts,
    row,
    share,
)
from queries.routing import auto_routing, forwarding
from queries.satisfaction import satisfaction

MOMENTS = {
    FIRST_ANSWER: N_("First answer"),
    str(NotificationMoment.ADMISSIBLE): N_("Declared admissible"),
    str(NotificationMoment.ACTIONS_PROPOSED): N_("Actions proposed"),
    str(NotificationMoment.DECISION): N_("Decision"),
    str(NotificationMoment.HANDLED): N_("Handled"),
    str(NotificationMoment.EVALUATION_ASKED): N_("Evaluation asked"),
}
_STEPS = {
    "ready_agenda": N_("From ready to agenda"),
    "agenda_decided": N_("From agenda to decision"),
    "decided_signed": N_("From decision to signature"),
    "signed_published": N_("From signature to publication"),
    "published_told": N_("From publication to message"),
}
NEXT_DAY = N_("published the next working day")
_UNREAD = N_("low and not processed")
_CHANGES = N_("changes of service")
_UNDECIDED = N_("waiting for a decision")
_WAITING = N_("not answered yet")


def _informed(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = informed(db, scope, filters).set_index("moment")
    five = found.drop(index=FIRST_ANSWER)
    moments = [share(label, found["told_in_time"][one], found["due"][one]) for one, label in MOMENTS.items()]
    return parts(share("", five["told_in_time"].sum(), five["due"].sum()), *moments)


def _first_answer(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = first_answer(db, scope, filters)
    return parts(*durations(found, filters.days), count(_WAITING, found["waiting"].iloc[0]))


def _decision_timing(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    steps = decision_timing(db, scope, filters).itertuples()
    medians = [duration(_STEPS[str(step.step)], step.median, step.n, Days.WORKING) for step in steps]
    public = decisions_published(db, scope, filters).iloc[0]
    waiting = decisions_waiting(db, scope, filters).iloc[0]
    published = share(NEXT_DAY, public["published_next_day"], public["decided"])
    return parts(published, *medians, count(_UNDECIDED, waiting["n"]))


def _forwarding(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = forwarding(db, scope, filters).iloc[0]
    closed = int(found["closed"])
    lost = duration(N_("days lost per melding that changed service"), _per(found), int(found["changed"]), filters.days)
    return parts(share("", found["changed"], closed), count(_CHANGES, found["hops"]), lost)


def _per(found: pd.Series) -> float | None:
    return float(found["lost_days"]) / int(found["changed"]) if found["changed"] else None


def _auto_routing(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = auto_routing(db, scope, filters).iloc[0]
    return parts(
        share("", found["kept"], found["by_system"]),
        share(N_("routed by the system"), found["by_system"], found["assigned"]),
        share(N_("admissibility overruled"), found["overruled"], found["screened"]),
    )


def _channel_mix(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = channel_mix_by_month(db, scope, filters)
    by_channel = (
        found.groupby("channel", dropna=False, sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    )
    total = int(by_channel.sum())
    return parts(*(share(_channel(name), n, total) for name, n in by_channel.items()))


def _channel(name: Any) -> str:
    return N_("without channel") if pd.isna(name) else str(name)


def _first_contact(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = first_contact(db, scope, filters).iloc[0]
    return parts(share("", found["answered"], found["contacts"]))


def _satisfaction(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    found = satisfaction(db, scope, filters).iloc[0]
    scored = int(found["scored"])
    mean = None if scored < SMALLEST_N else float(found["mean"])
    return parts(
        row("", mean, N_("score"), n=scored),
        share(N_("score of 4 or 5"), found["good"], scored),
        share(N_("response"), found["responded"], found["asked"]),
        count(_UNREAD, found["unprocessed"]),
    )


ENTRIES = (
    Measure(
        id="first_answer",
        name=N_("First answer"),
        sentence=N_("How long it took from receipt to the first message to the citizen."),
        formula=N_("Receipt to the first message about any moment; half and nine in ten took at most this long."),
        population=N_(
            "Meldingen received in the period and answered at as-of, of sources that tell when the citizen was told."
        ),
        censoring=N_("What is not answered yet is apart."),
        calendar=BOTH_DAYS,
        unit=DAYS,
        good=Direction.AT_MOST,
        compute=_first_answer,
        counted=(_WAITING,),
        follows=None,
    ),
    Measure(
        id="informed",
        name=N_("Citizens informed in time"),
        sentence=N_("Which share of the moments at which a citizen should hear something was told in time."),
        formula=N_(
            "Told within n working days / moments that were told or are more than n working days old. n stands with "
            "the norms: 5 working days, and 2 for the first answer, unless laid down otherwise."
        ),
        population=N_("Moments that arose in the period, of sources that tell when the citizen was told."),
        censoring=N_("Not told and not yet too late: not counted."),
        calendar=WORKING_DAYS,
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_informed,
    ),
    Measure(
        id="decision_timing",
        name=N_("Decisions in time"),
        sentence=N_("How long decisions on meldingen take from ready to told, and whether they are published at once."),
        formula=N_(
            "Working days of each step; published by the next working day / decisions that were published or are "
            "older than that."
        ),
        population=N_("Decisions taken in the period."),
        censoring=N_("A step that has not ended is not counted; what waits for a decision is apart."),
        calendar=WORKING_DAYS,
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_decision_timing,
        counted=(_UNDECIDED,),
    ),
    Measure(
        id="forwarding",
        name=N_("Changed service"),
        sentence=N_("Which share of what was closed had changed service, and how much time that cost."),
        formula=N_(
            "Closings with a change of service / closings. Days lost: time with another service than the one that "
            "closed it, the stopped clock not counted."
        ),
        population=N_("Closings in the period."),
        censoring=NOTHING_OPEN,
        calendar=BOTH_DAYS,
        unit=SHARE,
        good=Direction.AT_MOST,
        compute=_forwarding,
        counted=(_CHANGES,),
    ),
    Measure(
        id="auto_routing",
        name=N_("Routed by the system"),
        sentence=N_("How often the system sent a melding to the service that kept it."),
        formula=N_(
            "Assigned by the system first and held by no other service since / assigned by the system first. "
            "Overruled: a later judgement on admissibility was the opposite of the first."
        ),
        population=N_("Meldingen received in the period."),
        censoring=N_("Judged at as-of: a later change still counts."),
        calendar=LOCAL_DAYS,
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_auto_routing,
        follows=None,
    ),
    Measure(
        id="channel_mix",
        name=N_("Channels"),
        sentence=N_("How meldingen came in."),
        formula=N_("Meldingen by the channel of intake / all meldingen."),
        population=N_("Meldingen received in the period."),
        censoring=NOTHING_OPEN,
        calendar=LOCAL_DAYS,
        unit=SHARE,
        good=None,
        compute=_channel_mix,
        follows=None,
    ),
    Measure(
        id="first_contact_resolution",
        name=N_("Answered at first contact"),
        sentence=N_("Which share of the contacts with citizens needed nothing more."),
        formula=N_("Contacts answered at once / contacts, by the service, channel and category of the contact."),
        population=N_("Contacts in the period, whatever kind of melding is chosen."),
        censoring=NOTHING_OPEN,
        calendar=LOCAL_DAYS,
        unit=SHARE,
        good=Direction.AT_LEAST,
        compute=_first_contact,
        follows=None,
    ),
    Measure(
        id="satisfaction",
        name=N_("Satisfaction"),
        sentence=N_("What citizens thought of the handling, and which share of those who were asked answered."),
        formula=N_(
            "Mean of the scores; share of 4 and 5 with its 95 % interval (Wilson); response: answered at as-of / asked "
            "in the period."
        ),
        population=N_("Evaluations answered in the period; response: asked in the period."),
        censoring=N_("Low scores (1 and 2) that nobody processed at as-of are counted, whenever they came."),
        calendar=LOCAL_DAYS,
        unit=SCORE,
        good=Direction.AT_LEAST,
        compute=_satisfaction,
        counted=(_UNREAD,),
    ),
)
