"""What the buttons of /moderatie do: each act parses what was sent, calls one action, and says what was done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from config.errors import InvalidInput, NotFound
from config.kinds import Permission
from config.language import N_, number, t
from config.vocabularies import Vocabulary, indicators, vocabularies
from dashboard.components.moderation.beside import SAID
from dashboard.components.moderation.frame import Form
from dashboard.store.actions import proposal_changes as changes
from dashboard.store.actions import proposals as actions
from dashboard.store.actions.proposal_changes import Place
from dashboard.store.actions.proposal_turn import Seen
from dashboard.store.actions.proposals import LONGEST_MESSAGE, MOST_AT_ONCE, Done
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.manage.values import Refused, Values
from dashboard.web.moderation import LARGEST_SEQ, choices_in, own, seen_in, subject_in
from queries.moderation_case import Known, numbered

_NO_NUMBER = N_("There is no proposal with this number.")
_OF_ONE = N_("Choose proposals of one organisation.")


@dataclass(frozen=True)
class Asked:
    """What an act gets: on what, what was filled in, what the page showed, and which rows were ticked (id, seq)."""

    subject: str
    values: Values
    shown: Any
    picked: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Outcome:
    """What was done, and the events that take it back. `onward`: the next of the queue comes; `opened`: that proposal
    comes; `anew`: the forms show something else now; `quiet`: the keyboard stays where it is."""

    sentence: str
    events: tuple[Seen, ...] = ()
    onward: bool = False
    opened: UUID | None = None
    anew: bool = False
    quiet: bool = False


Act = Callable[[Asked], Outcome]


def _held() -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock}


def _one(asked: Asked, subject: str) -> tuple[str, dict[str, Any]]:
    """What people call the proposal that a button names, and what every action on it takes."""
    mine = own(subject_in(subject))
    seen = seen_in(asked.shown, mine.known.subject_id)
    return mine.known.name, _held() | {"by": mine.by, "seen": seen}


def _publish(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    done = actions.approve(**held | {"seen": [held["seen"]]})
    return Outcome(t(N_("Published: {title}"), title=name), done.events, onward=True)


def _refuse(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    reason = asked.values.choice("reason", vocabularies()[Vocabulary.MODERATION_REASON])
    message = asked.values.words("message", LONGEST_MESSAGE, optional=True)
    asked.values.done()
    done = actions.refuse(**held, reason=reason, message=message)
    return Outcome(t(N_("Refused: {title}"), title=name), done.events, onward=True)


def _ask(asked: Asked) -> Outcome:
    name, held = _one(asked, asked.subject)
    message = asked.values.words("message", LONGEST_MESSAGE)
    asked.values.done()
    done = actions.ask(**held, message=message)
    return Outcome(t(N_("Question asked about: {title}"), title=name), done.events, onward=True)


def _photo(asked: Asked, *, publish: bool) -> Outcome:
    subject, _, key = asked.subject.partition("/")
    _, held = _one(asked, subject)
    done = actions.judge_photo(**held, key=key, publish=publish)
    words = N_("The photo is published.") if publish else N_("The photo is hidden.")
    return Outcome(t(words), done.events, quiet=True)


def _merge(asked: Asked) -> Outcome:
    """Into one of those that look alike, named by the button."""
    subject, _, other = asked.subject.partition("/")
    return _merged(asked, subject, own(subject_in(other)).known)


def _merge_numbered(asked: Asked) -> Outcome:
    """Into one whose number was filled in."""
    mine, wanted = own(subject_in(asked.subject)), asked.values.text("number", 100)
    asked.values.done()
    with services().db.read() as db:
        other = numbered(db, current_scope(Permission.MODERATE), mine.by.organisation_id, wanted)
    if other is None:
        raise Refused({"number": t(_NO_NUMBER)})
    return _merged(asked, asked.subject, other)


def _merged(asked: Asked, subject: str, into: Known) -> Outcome:
    name, held = _one(asked, subject)
    done = changes.merge(**held, into=into.subject_id)
    words = t(N_("{title} was merged into {other}"), title=name, other=into.name)
    return Outcome(words, done.events, onward=True)


def _theme(asked: Asked) -> Outcome:
    _, held = _one(asked, asked.subject)
    known = choices_in(held["by"].organisation_id)
    theme = asked.values.choice("theme", [one.value for one in known["theme"]])
    service = asked.values.choice("service", [one.value for one in known["service"]], optional=True)
    asked.values.done()
    service_id = int(service) if service else None
    return _corrected(changes.reclassify(**held, theme_id=int(theme), service_id=service_id))


def _place(asked: Asked) -> Outcome:
    _, held = _one(asked, asked.subject)
    areas = [one.value for one in choices_in(held["by"].organisation_id).get("area", ())]
    lat, lon = asked.values.decimal("lat"), asked.values.decimal("lon")
    street = asked.values.text("street", changes.LONGEST_STREET, optional=True)
    area = asked.values.choice("area", areas, optional=True) if areas else ""
    asked.values.done()
    place = Place(lon, lat, street, int(area) if area else None)
    return _corrected(changes.relocate(**held, place=place))


def _gain(asked: Asked) -> Outcome:
    _, held = _one(asked, asked.subject)
    indicator, value = asked.values.choice("indicator", indicators()), asked.values.decimal("value")
    asked.values.done()
    return _corrected(changes.estimate(**held, indicator=indicator, value=value))


def _corrected(done: Done) -> Outcome:
    return Outcome(t(N_("The proposal was put right.")), done.events, anew=True)


def _several(asked: Asked) -> Outcome:
    seen = [Seen(subject_in(subject), seq) for subject, seq in asked.picked[: MOST_AT_ONCE + 1]]
    if not seen:
        raise InvalidInput(actions.NOT_ONE, n=MOST_AT_ONCE)
    mine = [own(one.subject_id) for one in seen]
    if len({one.by.organisation_id for one in mine}) > 1:
        raise InvalidInput(_OF_ONE)
    done = actions.approve(**_held(), by=mine[0].by, seen=seen)
    return Outcome(t(N_("{n} proposals published"), n=number(len(done.events))), done.events, onward=True)


def _undo(asked: Asked) -> Outcome:
    events = [_event_in(one) for one in asked.subject.split()[: MOST_AT_ONCE + 1]]
    if not events:
        raise NotFound()
    mine = [own(one.subject_id) for one in events]
    actions.take_back(**_held(), by=mine[0].by, events=events)
    return Outcome(t(N_("Taken back: {title}"), title=mine[0].known.name), opened=events[0].subject_id, anew=True)


def _event_in(text: str) -> Seen:
    """'id:seq', as a button for taking back names an event. Raises NotFound."""
    subject, _, seq = text.partition(":")
    if not (seq.isascii() and seq.isdigit() and len(seq) < 11 and 0 < int(seq) <= LARGEST_SEQ):
        raise NotFound()
    return Seen(subject_in(subject), int(seq))


ACTS: Mapping[tuple[str, str], Act] = {
    (Form.DECIDE, "save"): _publish,
    (Form.REFUSE, "save"): _refuse,
    (Form.ASK, "save"): _ask,
    (Form.PHOTO, "publish"): lambda asked: _photo(asked, publish=True),
    (Form.PHOTO, "hide"): lambda asked: _photo(asked, publish=False),
    (Form.MERGE, "save"): _merge,
    (Form.MERGE, "number"): _merge_numbered,
    (Form.THEME, "save"): _theme,
    (Form.PLACE, "save"): _place,
    (Form.GAIN, "save"): _gain,
    (Form.SEVERAL, "save"): _several,
    (Form.UNDO, "save"): _undo,
    (Form.UNDO, SAID): _undo,
}
"""What each button does, by its form and name."""
IN_PLACE = frozenset(ACTS) - {
    (Form.PHOTO, "publish"),
    (Form.PHOTO, "hide"),
    (Form.MERGE, "save"),
    (Form.UNDO, "save"),
    (Form.UNDO, SAID),
}
"""Buttons with room below them for what was wrong; of the others it is said at the top of the page."""
