"""Treatment, advice, decision and execution."""

from config.kinds import EventKind as Kind
from config.kinds import NotificationMoment as Moment
from config.kinds import Organ
from dashboard.jobs.demo.facts import Partner, handling
from dashboard.jobs.demo.office import DAY, day_of
from dashboard.jobs.demo.talking import inform
from dashboard.jobs.demo.telling import Telling

_ADVICE_DAYS, _LOST = 15, 0.03
_REPLIES = 0.78
_APPROVED = 0.86
_ORGANS = {
    "mobiliteit": {Organ.COLLEGE: 78, Organ.GEMEENTERAAD: 14, Organ.BURGEMEESTER: 8},
    "": {Organ.COLLEGE: 70, Organ.ALGEMEEN_DIRECTEUR: 20, Organ.BURGEMEESTER: 10},
}
_SHORT = {Organ.COLLEGE: "CBS", Organ.GEMEENTERAAD: "GR", Organ.BURGEMEESTER: "BURG", Organ.ALGEMEEN_DIRECTEUR: "AD"}


def ask_citizen(telling: Telling) -> bool:
    """Wait on the citizen for an answer or a photo; False when it never comes and the melding is closed."""
    telling.wait(telling.days(0.4))
    telling.tell(Kind.WAITING_ON_CITIZEN, service=telling.holder, actor="service")
    if not telling.chance(_REPLIES):
        telling.until(telling.office.after(telling.now, telling.days(22, 0.25)))
        telling.tell(Kind.CLOSED_UNHANDLED, service=telling.holder, actor="service")
        inform(telling, Moment.HANDLED, share=0.8, days=0.5)
        return False
    telling.until(telling.now + int(telling.days(3.5, 0.8) * DAY))
    telling.until(telling.office.after(telling.now, 0.02))
    telling.tell(Kind.IN_TREATMENT, service=telling.holder, actor="service")
    return True


def ask_advice(telling: Telling) -> None:
    """Ask whoever has to give advice, side by side, and wait for all; some never answer and are not waited for."""
    answers = [_one_advice(telling, code) for code, share in telling.category.advice.items() if telling.chance(share)]
    for answered in answers:
        if answered is not None:
            telling.until(answered)


def _one_advice(telling: Telling, code: str) -> int | None:
    partner, ref = handling().partners[code], telling.ref("advies")
    asked = telling.now + 60 + int(telling.rng.random() * 1_800)
    due = telling.office.after(asked, _ADVICE_DAYS)
    told = {"partner": code, "extra": {"ref": ref, "system": partner.system}}
    telling.tell(Kind.ADVICE_REQUESTED, at=asked, service=telling.holder, actor="service", due=due, **told)
    if telling.chance(_LOST):
        return None
    received = telling.office.after(asked, _advice_days(telling, partner))
    telling.tell(Kind.ADVICE_RECEIVED, at=received, service=telling.holder, actor="partner", **told)
    return received


def _advice_days(telling: Telling, partner: Partner) -> float:
    return telling.days(partner.days, 0.55) * (4 if telling.chance(partner.late) else 1)


def decide(telling: Telling) -> bool:
    """Have an organ decide; True when it approves. Signing and publishing go on beside what follows."""
    organ = _organ(telling)
    telling.tell(Kind.DECISION_PENDING, service=telling.holder, actor="service")
    said = {"ref": telling.ref("besluit"), "organ": str(organ)}
    telling.wait(telling.days(1.5))
    telling.tell(Kind.DECISION_READY, service=telling.holder, actor="service", extra=said)
    _meet(telling, organ, said)
    result = "approved" if telling.chance(_APPROVED) else "refused"
    number = f"{day_of(telling.now // DAY).year}_{_SHORT[organ]}_{telling.arrival.key[-5:]}"
    said = said | {"result": result, "number": number, "uri": f"urn:demo:besluit:{number}"}
    telling.tell(Kind.DECISION_TAKEN, actor="secretariaat", extra=said)
    telling.tell(Kind.DECIDED, service=telling.holder, actor="secretariaat", extra={"result": result})
    _publish(telling, said)
    return result == "approved"


def _organ(telling: Telling) -> Organ:
    weights = _ORGANS.get(telling.holder, _ORGANS[""])
    return telling.rng.choices(list(weights), weights=list(weights.values()))[0]


def _meet(telling: Telling, organ: Organ, said: dict[str, str]) -> None:
    """Wait for the meeting: the college on Mondays, the council once a month; others decide at their desk."""
    if organ not in (Organ.COLLEGE, Organ.GEMEENTERAAD):
        telling.wait(telling.days(1.2))
        return
    following = telling.office.college_after if organ is Organ.COLLEGE else telling.office.council_after
    meeting = following(telling.now)
    if telling.chance(0.1):
        meeting = following(meeting)
    agenda = telling.office.after(meeting - 5 * DAY, 0.4 * telling.rng.random())
    telling.until(max(agenda, telling.office.after(telling.now, 0.05)))
    telling.tell(Kind.DECISION_ON_AGENDA, actor="secretariaat", extra=said)
    telling.until(meeting + int(telling.rng.random() * 5_400))


def _publish(telling: Telling, said: dict[str, str]) -> None:
    """Sign, publish and tell the citizen; what follows begins once it is signed."""
    telling.wait(telling.days(0.5, 0.8))
    telling.tell(Kind.DECISION_SIGNED, actor="schepen", extra=said)
    signed = telling.now
    telling.now = telling.office.after(signed, 0.4 if telling.chance(0.55) else telling.days(3.5))
    telling.tell(Kind.DECISION_PUBLISHED, actor="secretariaat", extra=said)
    inform(telling, Moment.DECISION, share=0.92, days=0.8)
    telling.now = signed


def execute(telling: Telling, effort: float) -> None:
    """Work orders of together about `effort` working days; the longest decides when it is done."""
    telling.tell(Kind.IN_EXECUTION, service=telling.holder, actor="service")
    orders = telling.rng.choices((1, 2, 3), weights=(78, 17, 5))[0]
    telling.until(max(_order(telling, effort * (0.5 + 0.5 * telling.rng.random())) for _ in range(orders)))
    telling.wait(telling.days(0.15, 0.9))


def _order(telling: Telling, effort: float) -> int:
    code = telling.rng.choice(telling.category.crew)
    partner = handling().partners[code]
    made = telling.now + 60 + int(telling.rng.random() * 900)
    due = telling.office.after(made, max(2.0, (telling.category.norm or 20) * 0.6))
    told = {"partner": code, "extra": {"ref": telling.ref("taak"), "system": partner.system}}
    telling.tell(Kind.TASK_CREATED, at=made, service=telling.holder, actor="service", due=due, **told)
    done = telling.office.after(made, effort * telling.pace)
    telling.tell(Kind.TASK_DONE, at=done, service=telling.holder, actor="service", **told)
    return done
