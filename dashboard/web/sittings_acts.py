"""What the buttons of /zitting do: each act parses what was sent, calls one action, and says what was done."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from dash.development.base_component import Component

from config.clock import LocalState, local_day, to_utc
from config.errors import InvalidInput
from config.kinds import ItemKind, Organ, Permission, SittingResult
from config.language import N_, number, t, weekday
from dashboard.components.form import ASK, SAVE, confirmation
from dashboard.components.sittings.forms import LATE, WEEKS, late_question
from dashboard.components.sittings.frame import PAGE, Form, search
from dashboard.components.sittings.published import CLOSE
from dashboard.components.sittings.words import RESULTS, counted, days_listed, hour, items_words, short
from dashboard.store.actions.sittings import planning, recording
from dashboard.store.actions.sittings.agenda import AgendaClosed, Put, put_on, take_off
from dashboard.store.actions.sittings.planning import LONGEST_NAME, LONGEST_NOTE, LONGEST_URI, Sitting
from dashboard.store.actions.sittings.recording import LONGEST_NUMBER, Result
from dashboard.store.actions.subject_turn import Seen
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.manage.values import Values
from dashboard.web.sittings import Own, Shown, now, own, plain
from dashboard.web.sittings_read import Told as File
from dashboard.web.sittings_read import record_chosen
from queries.sittings import sitting_of
from queries.undecided import ONLY_DRAFTS, waiting

_NO_DAY = N_("Fill in a day.")
_NO_HOUR = N_("Write an hour, such as 14:00.")
_NEVER = N_("The clock changes then: this hour does not exist, or comes twice.")
_NONE_TICKED = N_("Tick at least one item.")
_GONE = N_("This no longer waits. Nothing was changed; look once more.")
_ONLY_DRAFT = N_(
    "{name}: there is only a draft of the decision dossier, and a draft does not go to an organ. Have the dossier made "
    "first. Nothing was changed."
)
_NO_FILE = N_("No file is open. Choose one first.")
_HOUR = re.compile(r"([01]?\d|2[0-3])[:.uh]([0-5]\d)")


@dataclass(frozen=True)
class Asked:
    """What an act gets: on what, what was filled in, what the page showed, and which boxes are ticked."""

    subject: str
    values: Values
    shown: Shown
    picked: Sequence[str] = ()
    marked: Sequence[str] = ()
    file: Any = None
    """What was read of a file, and what it was laid beside, as the browser tells it."""
    file_seen: Any = None


@dataclass(frozen=True)
class Outcome:
    """What was done, in a sentence. `leads`: the search string of where it leads on; `anew`: the forms begin anew;
    `planned`: so does the form to plan; `file`: what is shown of a file from now on ({}: nothing, None: as before)."""

    sentence: str
    leads: str | None = None
    anew: bool = False
    planned: bool = False
    file: dict[str, Any] | None = None
    well: bool = True


@dataclass(frozen=True)
class Told:
    """What is shown in the form itself; nothing was changed."""

    content: Component


Act = Callable[[Asked], Outcome | Told]


def _held(mine: Own) -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock, "by": mine.by}


def _at(asked: Asked) -> tuple[Own, UUID, int, Mapping[Any, Any]]:
    """Whose sitting the page showed, its id and change, and how it stands now."""
    sitting_id, change_no = asked.shown.sitting()
    with services().db.read() as db:
        frame = sitting_of(db, current_scope(Permission.RECORD_DECISIONS), sitting_id, now()).to_frame().T
    row = plain(frame)[0]
    return own(int(row["organisation_id"])), sitting_id, change_no, row


def _plan(asked: Asked) -> Outcome:
    mine = own()
    one = _sitting(asked.values, mine.zone)
    until = asked.values.day_or_none("until")
    weeks = int(asked.values.choice("weeks", [str(n) for n in WEEKS]) or 1)
    asked.values.done()
    if until is None:
        made = planning.plan(**_held(mine), sitting=one)
        there = weekday(local_day(one.starts_at, mine.zone))
        return Outcome(t(N_("The sitting of {day} was planned."), day=there), search(made), planned=True)
    planned = planning.plan_series(**_held(mine), first=one, until=until, weeks=weeks)
    said = [counted(len(planned.sitting_ids), N_("1 sitting was planned."), N_("{n} sittings were planned."))]
    if planned.closed:
        said.append(t(N_("Closing days passed over: {days}."), days=days_listed(planned.closed)))
    if planned.known:
        said.append(t(N_("Known already: {days}."), days=days_listed(planned.known)))
    return Outcome(" ".join(said), search(planned.sitting_ids[0]), planned=True)


def _sitting(values: Values, zone: str) -> Sitting:
    """A sitting as it was filled in."""
    organ = values.one_of("organ", Organ)
    name = values.text("organ_name", LONGEST_NAME, optional=True)
    starts = _moment(values, zone, "day", "hour")
    closes = _moment(values, zone, "closes", "closing") if values.day_or_none("closes") else None
    return Sitting(organ, starts or now(), closes, name if organ is Organ.OTHER else "")


def _moment(values: Values, zone: str, day_field: str, hour_field: str) -> datetime | None:
    """The instant of a day and an hour on the clock on the wall."""
    found, text = values.day_or_none(day_field), values.text(hour_field, 10)
    match = _HOUR.fullmatch(text)
    if found is None:
        values.refuse(day_field, _NO_DAY)
    if match is None:
        values.refuse(hour_field, _NO_HOUR)
    if found is None or match is None:
        return None
    local = to_utc(datetime.combine(found, time(int(match[1]), int(match[2]))), zone)
    if local.state is not LocalState.OK:
        values.refuse(hour_field, _NEVER)
    return local.instant


def _change(asked: Asked) -> Outcome:
    mine, sitting_id, change_no, _ = _at(asked)
    moved = vars(_sitting(asked.values, mine.zone))
    moved["uri"] = asked.values.text("uri", LONGEST_URI, optional=True)
    moved["note"] = asked.values.words("note", LONGEST_NOTE, optional=True)
    asked.values.done()
    planning.change(**_held(mine), sitting_id=sitting_id, change_no=change_no, sitting=Sitting(**moved))
    return Outcome(t(N_("The sitting was changed.")), anew=True)


def _ask_cancel(asked: Asked) -> Told:
    asked.shown.sitting()
    return Told(confirmation(PAGE, Form.CANCEL, ""))


def _cancel(asked: Asked) -> Outcome:
    mine, sitting_id, change_no, _ = _at(asked)
    n = planning.cancel(**_held(mine), sitting_id=sitting_id, change_no=change_no)
    said = t(N_("The sitting was called off."))
    more = counted(n, N_("1 item waits again."), N_("{n} items wait again.")) if n else ""
    return Outcome(f"{said} {more}".strip(), anew=True)


def _put(asked: Asked, *, late: bool = False) -> Outcome | Told:
    """Put what is ticked on the agenda of the chosen sitting."""
    mine, sitting_id, _, row = _at(asked)
    puts = _puts(asked)
    try:
        put_on(**_held(mine), sitting_id=sitting_id, puts=puts, late=late)
    except AgendaClosed as closed:
        at = local_day(closed.closed_at, mine.zone)
        words = t(N_("This agenda closed on {day}, {hour}."), day=weekday(at), hour=hour(closed.closed_at, mine.zone))
        return Told(late_question(words))
    words = N_("Put on the agenda of {day}: {n}.")
    return Outcome(t(words, n=items_words(len(puts)), day=short(row["day"])), search(sitting_id))


def _puts(asked: Asked) -> list[Put]:
    """What is ticked, as it waits now; a place of a round that is ticked as a whole goes with that."""
    if not asked.picked:
        raise InvalidInput(_NONE_TICKED)
    with services().db.read() as db:
        known = waiting(db, current_scope(Permission.RECORD_DECISIONS), now())
    lines = {str(row["key"]): row for row in plain(known.lines)}
    places = {str(row["key"]): row for row in plain(known.choices)}
    puts = []
    for key in dict.fromkeys(asked.picked):
        line, place = lines.get(key), places.get(key)
        if line is None and place is None:
            raise InvalidInput(_GONE)
        if line is not None:
            puts.append(_whole(line, _seen(asked, key, line)))
        elif place is not None and place["parent"] not in asked.picked:
            puts.append(Put(ItemKind.PLACE, _seen(asked, key, place)))
    return puts


def _seen(asked: Asked, key: str, waits: Mapping[Any, Any]) -> tuple[Seen, ...]:
    """What the page showed of a line that waits. Raises InvalidInput when that is about something else than waits."""
    seen = asked.shown.waiting(key)
    if {one.subject_id for one in seen} != {subject for subject, _ in waits["seen"]}:
        raise InvalidInput(_GONE)
    return seen


def _whole(line: Mapping[Any, Any], seen: tuple[Seen, ...]) -> Put:
    """A line as it waits: a round with its last dossier. Raises InvalidInput where that is still a draft."""
    kind = ItemKind(line["kind"])
    if kind is not ItemKind.DOSSIER:
        return Put(kind, seen)
    if line["dossier_lacks"] == ONLY_DRAFTS:
        raise InvalidInput(_ONLY_DRAFT, name=line["name"])
    return Put(kind, seen, line["name"], line["dossier_id"])


def _off(asked: Asked) -> Outcome:
    mine, sitting_id, _, _ = _at(asked)
    marked = _marked(asked)
    take_off(**_held(mine), sitting_id=sitting_id, items=marked)
    said = counted(len(marked), N_("1 item was taken off the agenda."), N_("{n} items were taken off the agenda."))
    return Outcome(said, search(sitting_id), anew=True)


def _undo(asked: Asked) -> Outcome:
    mine, sitting_id, _, _ = _at(asked)
    marked = _marked(asked)
    recording.take_back(**_held(mine), sitting_id=sitting_id, items=marked)
    said = counted(len(marked), N_("The record of 1 item was undone."), N_("The record of {n} items was undone."))
    return Outcome(said, search(sitting_id), anew=True)


def _record(asked: Asked) -> Outcome:
    """Record the result of the item that the button names, else of those that are ticked."""
    mine, sitting_id, _, _ = _at(asked)
    marked = _marked(asked)
    told = Result(
        SittingResult(asked.values.choice("result", list(RESULTS)) or SittingResult.APPROVED),
        asked.values.text("number", LONGEST_NUMBER, optional=True),
        asked.values.text("uri", LONGEST_URI, optional=True),
        asked.values.day_or_none("signed_on"),
        asked.values.day_or_none("published_on"),
    )
    asked.values.done()
    done = recording.record(**_held(mine), sitting_id=sitting_id, items=marked, told=told)
    said = t(RESULTS[told.result]) if done.n == 1 else f"{t(RESULTS[told.result])} ({number(done.n)})"
    words = [t(N_("Recorded: {result}."), result=said)]
    if done.left:
        names = ", ".join(done.left[:5])
        words.append(t(N_("Left out, since the choice that stood on the agenda counts no more: {names}."), names=names))
    return Outcome(" ".join(words), search(sitting_id), anew=True)


def _marked(asked: Asked) -> list[Any]:
    items = [asked.subject] if asked.subject else list(dict.fromkeys(asked.marked))
    if not items:
        raise InvalidInput(_NONE_TICKED)
    return asked.shown.marked(items)


def _read(asked: Asked) -> Outcome:
    """Record the decisions of a file for which an item was chosen."""
    told = File.of_plain(asked.file or None)
    if told is None:
        own()
        raise InvalidInput(_NO_FILE)
    n, left = record_chosen(told, asked.values, asked.file_seen)
    words = [counted(n, N_("1 decision was recorded."), N_("{n} decisions were recorded."))] if n else []
    if left.refused:
        said = (
            N_("1 could not be recorded; the reason stands with it."),
            N_("{n} could not be; the reason stands with each."),
        )
        words.append(counted(len(left.refused), *said))
    return Outcome(" ".join(words), anew=bool(n), file=left.plain(), well=not left.refused)


def _close(_asked: Asked) -> Outcome:
    own()
    return Outcome(t(N_("The file was closed.")), file={})


ACTS: Mapping[tuple[str, str], Act] = {
    (Form.PLAN, SAVE): _plan,
    (Form.CHANGE, SAVE): _change,
    (Form.CANCEL, ASK): _ask_cancel,
    (Form.CANCEL, SAVE): _cancel,
    (Form.PUT, SAVE): _put,
    (Form.PUT, LATE): lambda asked: _put(asked, late=True),
    (Form.ITEMS, "off"): _off,
    (Form.ITEMS, "undo"): _undo,
    (Form.RECORD, SAVE): _record,
    (Form.READ, SAVE): _read,
    (Form.READ, CLOSE): _close,
}
"""What each button does, by its form and name."""
