"""Some notes that director and schepen left beside a number, written a few days before the demo was made."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from config.clock import ZONE, Clock, local_day
from config.ids import new_id
from config.kinds import AnnotationKind, Role
from dashboard.store.actions.annotations import Happened, annotate
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from queries.tables import account, annotation, note, service


@dataclass(frozen=True)
class _Note:
    """What stands beside which measure, by whom, and how many days ago."""

    measure: str
    username: str
    role: Role
    days: int
    text: str
    service: str | None = None


_NOTES = (
    _Note(
        "on_time",
        "directeur",
        Role.ALGEMEEN_DIRECTEUR,
        40,
        "Bladval en boomonderhoud drukken elk najaar op de cijfers van Openbaar domein. Er zijn twee extra ploegen "
        "voorzien tot half december.",
    ),
    _Note(
        "on_time",
        "directeur",
        Role.ALGEMEEN_DIRECTEUR,
        12,
        "De extra ploegen van Openbaar domein zijn gestart. In januari opnieuw bekijken of dat volstaat.",
    ),
    _Note(
        "open",
        "directeur",
        Role.ALGEMEEN_DIRECTEUR,
        6,
        "De stock loopt op sinds oktober. Dienst Openbare Werken maakt een lijst van wat wacht op de aannemer.",
    ),
    _Note(
        "lead_time",
        "schepen",
        Role.SCHEPEN,
        4,
        "Verzakkingen wachten op advies van nutsmaatschappijen. Afspraak gevraagd over een vaste termijn.",
        "openbare_werken",
    ),
)


@dataclass(frozen=True)
class _Happened:
    """What stands in the charts, of how many days ago, and for how many days."""

    days: int
    lasted: int
    kind: AnnotationKind
    words: str
    text: str = ""


_HAPPENED = (
    _Happened(258, 63, AnnotationKind.CAMPAIGN, "Campagne sluikstort", "Affiches en controles in de hele gemeente"),
    _Happened(36, 1, AnnotationKind.PLANTING_DAY, "Plantdag Dorpsbos"),
)


def ensure_annotations(writer: Writer, clock: Clock, organisation_id: int) -> None:
    """Write what happened into an organisation without annotations."""
    own = annotation.c
    with writer.transaction() as connection:
        if connection.scalar(select(own.annotation_id).where(own.organisation_id == organisation_id).limit(1)):
            return
        author = connection.scalar(select(account.c.account_id).where(account.c.username == "directeur"))
        actor = Actor(author, Role.ALGEMEEN_DIRECTEUR, "demo")
    today = local_day(clock.now(), ZONE)
    for one in _HAPPENED:
        first = today - timedelta(days=one.days)
        happened = Happened(first, first + timedelta(days=one.lasted - 1), one.kind, one.words, one.text)
        annotate(writer=writer, clock=clock, actor=actor, organisation_id=organisation_id, happened=happened)


def ensure_notes(writer: Writer, clock: Clock, organisation_id: int) -> None:
    """Write the notes into an organisation that has none."""
    with writer.transaction() as connection:
        if connection.scalar(select(note.c.note_id).where(note.c.organisation_id == organisation_id).limit(1)):
            return
        authors = {
            row.username: row.account_id for row in connection.execute(select(account.c.username, account.c.account_id))
        }
        known = select(service.c.code, service.c.service_id).where(service.c.organisation_id == organisation_id)
        services = {row.code: row.service_id for row in connection.execute(known)}
        rows = [
            {
                "organisation_id": organisation_id,
                "note_id": new_id(clock),
                "measure": one.measure,
                "service_id": services[one.service] if one.service else None,
                "text": one.text,
                "written_at": clock.now() - timedelta(days=one.days),
                "author_id": authors[one.username],
                "author_role": one.role.value,
            }
            for one in _NOTES
        ]
        connection.execute(note.insert(), rows)
