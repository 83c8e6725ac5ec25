"""The closed vocabularies of the central database, as enums: never loose strings.

Labels, OSLO codes, clock behaviour and rank of each stage and outcome are facts in `config/data/stages.csv`.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


class EventKind(StrEnum):
    """Every kind of event of a melding. A correction is a `void`, never an update."""

    SUBMITTED = "submitted"
    ADMISSIBLE = "admissible"
    ASSIGNED = "assigned"
    IN_TREATMENT = "in_treatment"
    WAITING_ON_CITIZEN = "waiting_on_citizen"
    DECISION_PENDING = "decision_pending"
    DECIDED = "decided"
    IN_EXECUTION = "in_execution"
    RESOLVED = "resolved"
    CLOSED_UNHANDLED = "closed_unhandled"
    INADMISSIBLE = "inadmissible"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FORWARDED_EXTERNAL = "forwarded_external"
    BARRED = "barred"
    REOPENED = "reopened"
    EVALUATED = "evaluated"
    FORWARDED = "forwarded"
    RECLASSIFIED = "reclassified"
    RELOCATED = "relocated"
    DEADLINE_SET = "deadline_set"
    ADVICE_REQUESTED = "advice_requested"
    ADVICE_RECEIVED = "advice_received"
    TASK_CREATED = "task_created"
    TASK_DONE = "task_done"
    CITIZEN_NOTIFIED = "citizen_notified"
    DECISION_READY = "decision_ready"
    DECISION_ON_AGENDA = "decision_on_agenda"
    DECISION_TAKEN = "decision_taken"
    DECISION_SIGNED = "decision_signed"
    DECISION_PUBLISHED = "decision_published"
    EVALUATION_ASKED = "evaluation_asked"
    EVALUATION_PROCESSED = "evaluation_processed"
    TEXT_REMOVED = "text_removed"
    VOID = "void"


class MeldingKind(StrEnum):
    """Reported together, never mixed."""

    MELDING = "melding"
    KLACHT = "klacht"
    VRAAG = "vraag"


class NotificationMoment(StrEnum):
    """The five moments at which a citizen is told."""

    ADMISSIBLE = "ontvankelijk"
    ACTIONS_PROPOSED = "acties_voorgesteld"
    DECISION = "beslissing"
    HANDLED = "afgehandeld"
    EVALUATION_ASKED = "evaluatie_gevraagd"


class NotificationChannel(StrEnum):
    """How a citizen is told."""

    MIJN_BURGERPROFIEL = "mijn_burgerprofiel"
    EMAIL = "e-mail"
    SMS = "sms"
    LETTER = "brief"
    PHONE = "telefoon"


class Organ(StrEnum):
    """Who decides."""

    COLLEGE = "college"
    GEMEENTERAAD = "gemeenteraad"
    BURGEMEESTER = "burgemeester"
    ALGEMEEN_DIRECTEUR = "algemeen_directeur"
    VAST_BUREAU = "vast_bureau"
    DISTRICTSORGAAN = "districtsorgaan"
    OTHER = "ander_orgaan"
    """An organ of the organisation's own, which has a name of its own."""


class SittingState(StrEnum):
    """How a sitting of an organ stands: held once a result of it was recorded."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class ItemKind(StrEnum):
    """What stands on the agenda of a sitting: a melding, a chosen place, or several of these together."""

    MELDING = "melding"
    PLACE = "place"
    DOSSIER = "dossier"


class SittingResult(StrEnum):
    """What an organ did with what stood on its agenda; postponed is no decision."""

    APPROVED = "approved"
    AMENDED = "amended"
    REFUSED = "refused"
    POSTPONED = "postponed"


class ReportState(StrEnum):
    """How far a version of a report has come, in this order; withdrawn takes back what was published."""

    MADE = "made"
    REVIEWED = "reviewed"
    ON_AGENDA = "on_agenda"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class SignalAnswer(StrEnum):
    """What is done about a signal."""

    COMMUNICATION = "communicatie"
    WORK_PLAN = "werkplan"
    POLICY = "beleid"
    NO_ACTION = "geen_actie"


class AnnotationKind(StrEnum):
    """What an annotation in the charts is about."""

    CAMPAIGN = "campagne"
    PLANTING_DAY = "plantdag"
    RULE = "nieuwe_regel"
    STORM = "storm"
    OTHER = "andere"


class AreaKind(StrEnum):
    """What areas divide an organisation into; one kind decides where something lies (ADR 32)."""

    NEIGHBOURHOOD = "neighbourhood"
    DISTRICT = "district"
    STATISTICAL_SECTOR = "statistical_sector"
    MUNICIPALITY = "municipality"


class NormUnit(StrEnum):
    """The unit in which a norm counts."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


class Direction(StrEnum):
    """On which side of its goal a number should be."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


LONGEST_NORM = 1_000
"""Days that a norm counts at most."""


class Role(StrEnum):
    """What a person is in an organisation."""

    ALGEMEEN_DIRECTEUR = "algemeen_directeur"
    BURGEMEESTER = "burgemeester"
    SCHEPEN = "schepen"
    DIENSTHOOFD = "diensthoofd"
    MEDEWERKER = "medewerker"
    SECRETARIAAT = "secretariaat"
    COMMUNICATIE = "communicatie"
    PARTICIPATIE_EXPERT = "participatie_expert"
    RAADSLID = "raadslid"
    REGIO = "regio"
    BEHEERDER = "beheerder"


class Permission(StrEnum):
    """What a role may do; which role has which stands in `PERMISSIONS`."""

    SEE_MELDINGEN = "see_meldingen"
    SEE_CASES = "see_cases"
    DOWNLOAD = "download"
    WRITE_NOTES = "write_notes"
    SEE_REGION = "see_region"
    SEE_PROPOSALS = "see_proposals"
    HANDLE_PROPOSALS = "handle_proposals"
    MODERATE = "moderate"
    PUBLISH_MAP = "publish_map"
    CHOOSE = "choose"
    APPROVE = "approve"
    PUBLISH_CHOICES = "publish_choices"
    FOLLOW_UP = "follow_up"
    ANSWER_SIGNALS = "answer_signals"
    SEE_SITTINGS = "see_sittings"
    RECORD_DECISIONS = "record_decisions"
    SEE_REPORTS = "see_reports"
    MAKE_REPORTS = "make_reports"
    REVIEW_REPORTS = "review_reports"
    PUBLISH_REPORTS = "publish_reports"
    MANAGE = "manage"


_MAP = frozenset({Permission.SEE_PROPOSALS, Permission.DOWNLOAD})
_SEE = _MAP | {Permission.SEE_MELDINGEN, Permission.SEE_REPORTS}
_WORK = _SEE | {Permission.SEE_CASES, Permission.HANDLE_PROPOSALS}
_STEER = {Permission.SEE_SITTINGS, Permission.MAKE_REPORTS, Permission.ANSWER_SIGNALS}
_LEAD = _WORK | _STEER | {Permission.WRITE_NOTES}
_DIRECT = {Permission.APPROVE, Permission.RECORD_DECISIONS, Permission.REVIEW_REPORTS, Permission.PUBLISH_REPORTS}
_HANDLE = _WORK | {Permission.MODERATE, Permission.CHOOSE, Permission.FOLLOW_UP}
_SHEET = {Permission.MAKE_REPORTS, Permission.REVIEW_REPORTS}
_HEAD = {Permission.APPROVE, Permission.PUBLISH_CHOICES, Permission.SEE_SITTINGS, Permission.ANSWER_SIGNALS} | _SHEET
_MINUTES = {Permission.SEE_REPORTS, Permission.PUBLISH_REPORTS, Permission.SEE_SITTINGS, Permission.RECORD_DECISIONS}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ALGEMEEN_DIRECTEUR: _LEAD | _DIRECT,
    Role.BURGEMEESTER: _LEAD,
    Role.SCHEPEN: _LEAD,
    Role.DIENSTHOOFD: _HANDLE | _HEAD,
    Role.MEDEWERKER: _HANDLE,
    Role.SECRETARIAAT: frozenset(_MINUTES),
    Role.COMMUNICATIE: _MAP | {Permission.PUBLISH_MAP, Permission.PUBLISH_CHOICES, Permission.SEE_REPORTS},
    Role.PARTICIPATIE_EXPERT: _MAP,
    Role.RAADSLID: _SEE,
    Role.REGIO: frozenset({Permission.SEE_REGION, Permission.DOWNLOAD}),
    Role.BEHEERDER: frozenset({Permission.MANAGE}),
}
"""What each role may do, and why: docs/adr/0015-roles-and-permissions.md."""


REACHES_MEMBERS = frozenset({Role.REGIO})
"""Roles whose grant on a region also reaches its members; another role on it never does, whatever it may see there."""
OWN_SERVICES = frozenset({Role.SCHEPEN, Role.DIENSTHOOFD, Role.MEDEWERKER})
"""Roles that reach some services of their organisation: these are named in the grant, never left out by oversight."""


@dataclass(frozen=True)
class StageFact:
    """One row of `config/data/stages.csv`."""

    code: EventKind
    rank: int
    group: str
    clock: str
    oslo: str
    label_nl: str
    label_en: str

    def label(self, language: str) -> str:
        """The word on screen in 'nl' or 'en'."""
        return self.label_nl if language == "nl" else self.label_en


@lru_cache(maxsize=1)
def stages() -> dict[EventKind, StageFact]:
    """Stages and outcomes by code, in order of rank."""
    with (DATA / "stages.csv").open(encoding="utf-8", newline="") as file:
        facts = [
            StageFact(**row | {"code": EventKind(row["code"]), "rank": int(row["rank"])})  # type: ignore[arg-type]
            for row in csv.DictReader(line for line in file if not line.startswith("#"))
        ]
    return {fact.code: fact for fact in facts}


def _codes(group: str) -> tuple[EventKind, ...]:
    return tuple(code for code, fact in stages().items() if fact.group == group)


def stage_codes() -> tuple[EventKind, ...]:
    """The stages of an open melding."""
    return _codes("stage")


def outcome_codes() -> tuple[EventKind, ...]:
    """The outcomes that close an open melding."""
    return _codes("outcome")
