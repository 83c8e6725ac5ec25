"""What the buttons of /opvolging do: each act parses what was sent, calls one action, and says what was done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.errors import InvalidInput, NotFound
from config.kinds import Permission
from config.language import N_, t
from config.vocabularies import indicators
from dashboard.components.progress.frame import Form
from dashboard.components.progress.shown import SAID
from dashboard.store.actions import progress as actions
from dashboard.store.actions.proposals import LONGEST_MESSAGE, Done
from dashboard.web.context import services
from dashboard.web.manage.areas import uploaded
from dashboard.web.manage.values import Values
from dashboard.web.moderation import LARGEST_SEQ, own, seen_in, subject_in
from dashboard.web.progress import may, services_in

_NO_PHOTO = N_("Choose a photo first.")


@dataclass(frozen=True)
class Asked:
    """What an act gets: on what, what was filled in, what the page showed, and the photo that was chosen."""

    subject: str
    values: Values
    shown: Any
    photo: Any = None


@dataclass(frozen=True)
class Outcome:
    """What was done, and the place and event by which it can be taken back (None: it cannot)."""

    sentence: str
    undo: tuple[str, int] | None = None


Act = Callable[[Asked], Outcome]


def _one(asked: Asked, subject: str) -> tuple[str, dict[str, Any]]:
    """What people call the place that a button names, and what every action on it takes."""
    mine = own(subject_in(subject), Permission.FOLLOW_UP)
    seen = seen_in(asked.shown, mine.known.subject_id)
    held: dict[str, Any] = {"writer": services().writer, "clock": services().clock, "by": mine.by, "seen": seen}
    return mine.known.name, held


def _told(sentence: str, name: str, done: Done) -> Outcome:
    event = done.events[0]
    return Outcome(t(sentence, title=name), (str(event.subject_id), event.seq))


def _plan(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    due = _day(asked.values, "due")
    service = asked.values.choice("service", services_in(held["by"].organisation_id), optional=True)
    asked.values.done()
    done = actions.plan(**held, due=due, service_id=int(service) if service else None)
    return _told(N_("Planned: {title}"), name, done)


def _day(values: Values, name: str) -> date:
    values.text(name, 20)  # a day that has to be there
    return values.day_or_none(name) or date.max


def _start(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    on = asked.values.day_or_none("on")
    asked.values.done()
    return _told(N_("The works began: {title}"), name, actions.start(**held, on=on))


def _realise(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    on = asked.values.day_or_none("on")
    cost = asked.values.decimal("cost") if asked.values.text("cost", 20, optional=True) else None
    asked.values.done()
    return _told(N_("Realised: {title}"), name, actions.realise(**held, on=on, cost=cost))


def _cost(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    cost = asked.values.decimal("cost")
    asked.values.done()
    return _told(N_("Cost saved: {title}"), name, actions.tell_cost(**held, cost=cost))


def _measure(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    indicator, value = asked.values.choice("indicator", indicators()), asked.values.decimal("value")
    on = asked.values.day_or_none("on")
    asked.values.done()
    done = actions.measure(**held, indicator=indicator, value=value, on=on)
    return _told(N_("Outcome saved: {title}"), name, done)


def _steps(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    words = asked.values.words("words", LONGEST_MESSAGE)
    asked.values.done()
    return _told(N_("Next steps saved: {title}"), name, actions.tell_next_steps(**held, words=words))


def _photo(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    moment = asked.values.choice("moment", actions.MOMENTS)
    alt = asked.values.text("alt", actions.LONGEST_ALT)
    asked.values.done()
    if not asked.photo:
        raise InvalidInput(_NO_PHOTO)
    publish = may(held["seen"].subject_id, Permission.MODERATE)
    more: dict[str, Any] = {"content": uploaded(asked.photo), "moment": moment, "alt": alt, "publish": publish}
    words = N_("Photo published: {title}") if publish else N_("Photo added, it waits in moderation: {title}")
    return _told(words, name, actions.add_photo(**held, **more))


def _undo(asked: Asked) -> Outcome:
    subject, _, seq = asked.subject.partition(":")
    name, held = _one(asked, subject)
    if not (seq.isascii() and seq.isdigit() and len(seq) < 11 and 0 < int(seq) <= LARGEST_SEQ):
        raise NotFound()
    actions.take_back(**held, event=int(seq))
    return Outcome(t(N_("Taken back: {title}"), title=name))


ACTS: Mapping[tuple[str, str], Act] = {
    (Form.PLAN, "save"): _plan,
    (Form.START, "save"): _start,
    (Form.REALISE, "save"): _realise,
    (Form.COST, "save"): _cost,
    (Form.MEASURE, "save"): _measure,
    (Form.STEPS, "save"): _steps,
    (Form.PHOTO, "save"): _photo,
    (Form.UNDO, "save"): _undo,
    (Form.UNDO, SAID): _undo,
}
"""What each button does, by its form and name."""
IN_PLACE = frozenset(form for form, _ in ACTS) - {Form.UNDO}
"""Forms with room below them for what was wrong; of the others it is said at the top of the page."""
