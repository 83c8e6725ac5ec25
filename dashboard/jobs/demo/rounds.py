"""A round that is under way in the town of the demo: places that were written about, some approved and some that wait.

Its decision dossier is asked for; the worker makes it, so that the demo itself stays quick.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, text

from config.clock import Clock, local_day
from config.kinds import Role
from config.vocabularies import OWN
from dashboard.jobs.demo.region import region
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import choices, dossiers, drafts, rounds
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.actions.reasons import NewReason, add_reason, set_template, slug
from dashboard.store.engine import Writer
from queries.tables import account, selection_round

_THEME = "vergroening"
_WEIGHTS = {"support": 30, "gain.depaving_m2": 25, "cost": 20, "spread": 15, "waiting": 10}
_BUDGET = 150_000.0
_SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "voorjaar", 4: "voorjaar", 5: "voorjaar"}
_SHARED = "De werkgroep bekeek alle voorstellen van deze ronde en kon er maar enkele tegelijk uitvoeren."
_OWN = NewReason("Veilige schoolomgeving", "Safe surroundings of a school", ("selected", "deferred"))
_TEMPLATE = "Deze plek ligt op een schoolroute. Met {stemmen} stemmen vragen leerlingen en ouders hier meer groen."
_SAID: Sequence[tuple[str, tuple[str, ...], str, str]] = (
    (
        "selected",
        ("support", "potential"),
        "Met {stemmen} stemmen vraagt de buurt hier het meest om. De plek is snel uit te voeren.",
        "",
    ),
    ("selected", ("potential", f"{OWN}{slug(_OWN.label_nl)}"), _TEMPLATE, ""),
    (
        "not_selected",
        ("planned_works",),
        "De straat wordt binnen twee jaar heraangelegd; het voorstel gaat mee in dat ontwerp.",
        _SHARED,
    ),
    ("selected", ("feasible", "spread"), "De straat ligt dit jaar toch open; zo blijft de hinder beperkt.", ""),
    ("deferred", ("later_round",), "Eerst wordt het verkeersplan van de buurt afgewerkt.", ""),
    ("selected", ("potential",), "Een breed plein zonder leidingen, waar bomen plaats hebben.", ""),
    ("selected", ("support", "spread"), "{stemmen} stemmen, en deze wijk kreeg nog weinig plekken.", ""),
    ("not_selected", (), "", _SHARED),
)
_MADE, _APPROVED = 6, 4
"""How many of these were made into a choice, and how many of those are approved: the college can decide on them."""


def ensure_round(writer: Writer, clock: Clock, organisation_id: int) -> None:
    """Open the round and write its drafts, in a town that has none."""
    with writer.transaction() as connection:
        known = select(selection_round.c.round_id).where(selection_round.c.organisation_id == organisation_id)
        if connection.execute(known.limit(1)).first() is not None:
            return
        actor, head = (Actor(_account(connection, role), str(role)) for role in (Role.MEDEWERKER, Role.DIENSTHOOFD))
        theme = connection.scalar(text(_THEME_ID), {"o": organisation_id, "code": _THEME})
        rows = list(connection.execute(text(_OPEN), {"o": organisation_id, "theme": theme, "n": len(_SAID)}))
        beheerder = Actor(_account(connection, "beheerder"), str(Role.BEHEERDER))
    _own_reason(writer, clock, beheerder, organisation_id)
    held: dict[str, Any] = {"writer": writer, "clock": clock, "by": Acting(actor, organisation_id)}
    rules = Rules(_name(clock), _WEIGHTS, theme_ids=(theme,) if theme else (), budget=_BUDGET)
    within = Within(organisation_id, rounds.open_round(**held, rules=rules))
    for row, (outcome, reasons, words, shared) in zip(rows, _SAID, strict=False):
        content = Content(outcome, reasons, words, shared)
        drafts.save(**held, within=within, subject_id=row.subject_id, draft_no=0, content=content)
    marks = [_mark(row) for row in rows[:_MADE]]
    if marks:
        made = choices.make(**held, within=within, marks=marks)
        choices.approve(**held | {"by": Acting(head, organisation_id)}, seen=made[:_APPROVED])
        dossiers.ask_dossier(**held, round_id=within.round_id)


def _own_reason(writer: Writer, clock: Clock, actor: Actor, organisation_id: int) -> None:
    """A reason of the town's own, with the text with which its motivations begin."""
    told: dict[str, Any] = {"writer": writer, "clock": clock, "actor": actor, "organisation_id": organisation_id}
    code = add_reason(**told, new=_OWN)
    set_template(**told, code=code, template=_TEMPLATE)


def _mark(row: Row[Any]) -> Mark:
    facts: Mapping[str, str] = {"stemmen": str(row.support)}
    return Mark(Seen(row.subject_id, row.seq), 1, facts)


def _account(connection: Connection, username: str) -> UUID | None:
    found: UUID | None = connection.scalar(select(account.c.account_id).where(account.c.username == username))
    return found


def _name(clock: Clock) -> str:
    day = local_day(clock.now(), region().time_zone)
    season = _SEASONS.get(day.month, "najaar" if day.month > 8 else "zomer")
    return f"Ronde {season} {day.year}"


_THEME_ID = "SELECT theme_id FROM theme WHERE organisation_id = :o AND code = :code"
_OPEN = """
SELECT p.subject_id, p.support,
       (SELECT max(seq) FROM event e WHERE e.organisation_id = p.organisation_id AND e.subject_id = p.subject_id) AS seq
FROM proposal p
WHERE p.organisation_id = :o AND p.stage IN ('published', 'shortlisted', 'deferred')
  AND (CAST(:theme AS int) IS NULL OR p.theme_id = :theme)
ORDER BY p.support DESC, p.subject_id LIMIT :n
"""
