"""What moderation does with a proposal of the demo: reads it, sometimes asks something first, judges its photos."""

from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

from dashboard.jobs.demo.moments import online
from dashboard.jobs.demo.office import DAY, Office
from dashboard.jobs.demo.pictures import scenes
from dashboard.jobs.demo.programme.wishes import programme

if TYPE_CHECKING:
    from dashboard.jobs.demo.programme.proposing import Proposal

_REFUSALS = ("duplicate", "off_topic", "incomplete", "not_municipal", "personal_data", "offensive")
_REFUSAL_WEIGHTS = (30, 25, 20, 14, 8, 3)
_REFUSED, _ANSWERED = 0.07, 0.72
_DAYS, _SPREAD = 4.0, 0.75
"""Working days until somebody has read it: a target of five is met more often than not."""
_ASKED, _REPLIES, _PATIENCE = 0.17, 0.78, 22
"""Shares about which is asked and of those that reply; working days after which nobody waits any longer."""
_LOOKED_AT = 78
_PICTURED, _PICTURED_ELSEWHERE, _BOTH, _HIDDEN, _LATER = 0.42, 0.14, 0.6, 0.08, 0.25
"""Shares with photos (of places and of other things), with both, and of photos that are hidden or judged later."""


def moderate(own: "Proposal", office: Office, aside: Random) -> bool:
    """Tell all of it, with draws of its own for questions and photos; returns whether it was published."""
    rng = own.rng
    read = office.after(own.at, _DAYS * rng.lognormvariate(0, _SPREAD))
    reason = rng.choices(_REFUSALS, weights=_REFUSAL_WEIGHTS)[0] if rng.random() < _REFUSED else None
    if aside.random() < _ASKED:
        read, replied = _ask(own, office, read, aside)
        reason = reason if replied else "incomplete"
    _show(own, office, read if reason is None else None, aside)
    if reason is not None:
        message = programme().refusal.get(reason)
        extra = {"reason": reason} | ({"message": message} if message else {})
        own.tell(read, "moderation_refused", actor="service", extra=extra)
        return False
    own.tell(read, "proposal_published", actor="service")
    own.published = read
    _score(own, office, read)
    if rng.random() < _ANSWERED:
        own.tell(office.after(read, 1.5 * rng.lognormvariate(0, 0.8)), "proposal_answered", actor="service")
    return True


def _score(own: "Proposal", office: Office, published: int) -> None:
    """How feasible it is, from 1 to 5, as somebody on the spot saw it; of some nobody went to look."""
    drawn = crc32(own.key.encode())
    if drawn % 100 < _LOOKED_AT:
        extra = {"criterion": "feasibility", "value": 1 + drawn // 100 % 5}
        own.tell(office.after(published, 3 + drawn % 7), "score_set", actor="service", extra=extra)


def _ask(own: "Proposal", office: Office, read: int, aside: Random) -> tuple[int, bool]:
    """Ask something; returns when it can be decided, and whether an answer came."""
    question, reply = aside.choice(programme().questions)
    asked = office.after(own.at, 1.2 * aside.lognormvariate(0, 0.6))
    own.tell(asked, "question_asked", actor="service", extra={"message": question, "ref": "v1"})
    if aside.random() >= _REPLIES:
        return max(read, office.after(asked, _PATIENCE)), False
    answered = online(asked // DAY + 1 + int(aside.expovariate(1 / 6)), aside)
    own.tell(answered, "question_answered", actor="citizen", extra={"message": reply, "ref": "v1"})
    return max(read, office.after(answered, 1.5 * aside.lognormvariate(0, 0.6))), True


def _show(own: "Proposal", office: Office, published: int | None, aside: Random) -> None:
    """Photos that came with it, judged with the proposal or somewhat later; of what was refused nobody judges them."""
    of_place = "depaving_m2" in own.theme.estimates or "green_m2" in own.theme.estimates
    if aside.random() >= (_PICTURED if of_place else _PICTURED_ELSEWHERE):
        return
    known = scenes()[own.scenery]
    own.scene = aside.choice(range(len(known)))
    pair = known[own.scene]
    for place, one in enumerate(pair if aside.random() < _BOTH else pair[:1]):
        own.tell(
            own.at + place, "photo_added", actor="citizen", extra={"photo": one.key, "alt": one.alt}, mark=one.key[:8]
        )
        kind = "photo_hidden" if aside.random() < _HIDDEN else "photo_published"
        late = 4 + 8 * aside.random() if aside.random() < _LATER else 0
        if published is not None:
            judged = office.after(published, late) if late else published
            own.tell(judged, kind, actor="service", extra={"photo": one.key}, mark=one.key[:8])
