"""Sittings in words: organs, moments, deadlines, what is missing, results."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from config.clock import local_day
from config.kinds import EventKind, ItemKind, SittingResult, SittingState, stages
from config.language import N_, current_language, day, moment, number, t, weekday
from dashboard.charts.phrases import joined
from dashboard.components.icon import Icon, icon
from dashboard.components.labels import ORGANS
from dashboard.components.moderation.words import EVENTS, calendar_days, who_words, working
from dashboard.components.status import State, status
from queries.cases import EVENT_WORDS
from queries.undecided import NO_DOSSIER, NOT_IN_IT, ONLY_DRAFTS, SOON

Row = Mapping[Any, Any]
RESULTS: dict[str, str] = {
    SittingResult.APPROVED: N_("Approved"),
    SittingResult.AMENDED: N_("Approved with changes"),
    SittingResult.REFUSED: N_("Not approved"),
    SittingResult.POSTPONED: N_("Postponed"),
}
_RESULT_ICONS = {
    SittingResult.APPROVED: Icon.GOOD,
    SittingResult.AMENDED: Icon.GOOD,
    SittingResult.REFUSED: Icon.ENDED,
    SittingResult.POSTPONED: Icon.PAUSED,
}
_BEFORE = {
    SittingResult.AMENDED: N_("asked otherwise by the sitting of {day}: choose anew"),
    SittingResult.REFUSED: N_("not approved by the sitting of {day}"),
    SittingResult.POSTPONED: N_("postponed by the sitting of {day}"),
}
_CHOSEN = (
    ("selected", N_("1 chosen"), N_("{n} chosen")),
    ("not_selected", N_("1 not chosen"), N_("{n} not chosen")),
    ("deferred", N_("1 deferred"), N_("{n} deferred")),
    ("gone", N_("1 without a choice that counts"), N_("{n} without a choice that counts")),
)
_MISSING = (
    ("advice", N_("waits for 1 advice"), N_("waits for {n} pieces of advice")),
    ("tasks", N_("1 task not done"), N_("{n} tasks not done")),
)


def organ_words(row: Row) -> str:
    """Who sits: 'College van burgemeester en schepenen', or the name of an own organ."""
    return first_up(row["organ_name"] or organ_name(row["organ"]))


def organ_name(code: str | None) -> str:
    """An organ within a sentence; a code that nobody knows is shown as it is."""
    return t(ORGANS[code]) if code in ORGANS else code or ""


def first_up(words: str) -> str:
    """With a capital."""
    return words[:1].upper() + words[1:]


def when_words(row: Row) -> str:
    """'maandag 23 november, 14:00', with the year when it is another one than that of its calendar."""
    return f"{weekday(row['day'])}, {hour(row['starts_at'], row['zone'])}"


def long_when(row: Row) -> str:
    """The same with the year."""
    return f"{weekday(row['day'])} {row['day'].year}, {hour(row['starts_at'], row['zone'])}"


def hour(at: datetime, zone: str) -> str:
    """14:00."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def counted(n: int, one: str, many: str) -> str:
    """The sentence for one, or for several."""
    return t(one) if n == 1 else t(many, n=number(n))


def items_words(n: int) -> str:
    """How much stands on an agenda."""
    return counted(n, N_("1 item"), N_("{n} items")) if n else t(N_("no items yet"))


def state_mark(row: Row) -> html.Span:
    """How a sitting stands: cancelled, to be recorded, held; else when its agenda closes."""
    if row["state"] == SittingState.CANCELLED:
        return _quiet(Icon.ENDED, t(N_("Called off")))
    if row["begun"] and row["open_items"]:
        words = counted(row["open_items"], N_("1 result to record"), N_("{n} results to record"))
        return status(State.ATTENTION, words)
    if row["begun"]:
        return _quiet(Icon.GOOD, t(N_("All recorded"))) if row["items"] else _quiet(Icon.ENDED, t(N_("Without items")))
    return deadline_mark(row)


def deadline_mark(row: Row) -> html.Span:
    """When the agenda of a sitting to come closes; within two working days it asks for attention."""
    closes = row["agenda_until"] or row["starts_at"]
    at = hour(closes, row["zone"])
    if row["closed"]:
        return _quiet(Icon.PADLOCK, t(N_("Agenda closed")))
    if row["left"] is None:
        return _quiet(Icon.CLOCK, closing_words(row))
    if row["left"] == 0:
        return status(State.ATTENTION, t(N_("Agenda closes today, {hour}"), hour=at))
    until = short(local_day(closes, row["zone"]))
    words = t(N_("Agenda closes in {days}: {day}, {hour}"), days=working(row["left"]), day=until, hour=at)
    return status(State.ATTENTION, words) if row["left"] <= SOON else _quiet(Icon.CLOCK, words)


def closing_words(row: Row) -> str:
    """When the agenda of a sitting closes, whenever that is read."""
    closes = row["agenda_until"] or row["starts_at"]
    until = weekday(local_day(closes, row["zone"]))
    return t(N_("Agenda closes {day}, {hour}"), day=until, hour=hour(closes, row["zone"]))


def short(value: date) -> str:
    """A day near today, without the year."""
    return day(value, year=False)


def _quiet(mark: Icon, words: str) -> html.Span:
    return html.Span([icon(mark), words], className="stage")


def waited(row: Row) -> str:
    """How long something waits: in working days, or days where the calendar does not reach."""
    if row["age_working"] is None:
        return calendar_days(row["age"])
    return working(row["age_working"]) if row["age_working"] else t(N_("less than a working day"))


def age_words(row: Row) -> str:
    """How long something waits, and since when."""
    return t(N_("{age}, since {day}"), age=waited(row), day=day(row["since"]))


def name_of(row: Row) -> str:
    """What people call a line or item."""
    return row["name"] or row["code"] or t(N_("Without title"))


def chosen_words(row: Row) -> str:
    """How many places there are, by what was chosen: '3 gekozen, 12 niet gekozen'."""
    return ", ".join(counted(row[name], one, many) for name, one, many in _CHOSEN if row.get(name))


def missing_words(row: Row) -> list[str]:
    """What is missing before an organ can decide."""
    said = [counted(row[name], one, many) for name, one, many in _MISSING if row[name]]
    said += [t(N_("without number"))] if row["unnumbered"] else []
    if row["unplaced"]:
        several = counted(row["unplaced"], N_("1 place not located"), N_("{n} places not located"))
        said.append(several if row["kind"] == ItemKind.DOSSIER else t(N_("without location")))
    if row["unmotivated"]:
        several = counted(row["unmotivated"], N_("1 without motivation"), N_("{n} without motivation"))
        said.append(several if row["kind"] == ItemKind.DOSSIER else t(N_("without motivation")))
    if row.get("unapproved"):
        waits = (
            N_("1 other choice of this round waits for approval"),
            N_("{n} other choices of this round wait for approval"),
        )
        said.append(counted(row["unapproved"], *waits))
    return said


def dossier_words(row: Row) -> str:
    """With which dossier a round can go to an organ: 'beslisdossier, versie 2, 32 plekken'; empty without."""
    if row["dossier_id"] is None:
        return ""
    places = counted(row["dossier_places"], N_("1 place"), N_("{n} places"))
    return t(N_("decision dossier, version {n}, {places}"), n=number(row["dossier_version"]), places=places)


def dossier_lacks(row: Row) -> list[str]:
    """Why a round that waits does not go to an organ as its dossier has it."""
    said = {
        NO_DOSSIER: [t(N_("no dossier yet"))],
        ONLY_DRAFTS: [t(N_("only a draft of the dossier yet"))],
        NOT_IN_IT: [t(N_("not in version {n} of the dossier"), n=number(row["dossier_version"] or 0))],
    }.get(row["dossier_lacks"], [])
    if row["dossier_outside"]:
        words = N_("1 choice is not in this dossier"), N_("{n} choices are not in this dossier")
        said.append(counted(row["dossier_outside"], *words))
    return [*said, *changed_words(row)]


def changed_words(row: Row) -> list[str]:
    """How many choices changed since a dossier was made."""
    n = row["dossier_changed"]
    words = N_("1 choice changed since this dossier"), N_("{n} choices changed since this dossier")
    return [counted(n, *words)] if n else []


def before_words(row: Row) -> str:
    """What a sitting did with it since it waits; empty without."""
    words = _BEFORE.get(row["last_result"])
    return t(words, day=short(row["last_day"])) if words else ""


def result_mark(code: str) -> html.Span:
    """A result with its mark."""
    words = t(RESULTS[code]) if code in RESULTS else code
    return _quiet(_RESULT_ICONS.get(SittingResult(code), Icon.ENDED) if code in RESULTS else Icon.ENDED, words)


def days_words(row: Row) -> str:
    """When a decision was signed and published."""
    said = [t(N_("signed on {day}"), day=short(row["signed_on"]))] if row["signed_on"] else []
    said += [t(N_("published on {day}"), day=short(row["published_on"]))] if row["published_on"] else []
    return joined(said)


def days_listed(days: Sequence[date]) -> str:
    """Some days: '2 nov en 11 nov'."""
    return joined([short(one) for one in days])


def overtaken_words(happened: Iterable[Any], zone: str) -> str:
    """What others did in the meantime; `happened` as in `Overtaken`, of `dashboard.store.actions`."""
    said = [_happened(one, zone) for one in happened]
    told = N_("In the meantime: {what}. Nothing of yours was changed; what you wrote is still there.")
    return t(told, what=joined(list(dict.fromkeys(said))))


def _happened(one: Any, zone: str) -> str:
    what = event_words(one.kind)
    if one.taken_back:
        what = t(N_("{what} taken back"), what=what)
    who, when = who_words(one.role), moment(one.at, zone)
    return t(N_("{what} by {who}, {when}"), what=what, who=who, when=when) if who else f"{what}, {when}"


def event_words(kind: Any) -> str:
    """What happened to a melding or proposal, in a few words."""
    if isinstance(kind, EventKind) and kind in stages():
        return stages()[kind].label(current_language())
    words = EVENT_WORDS.get(kind) if isinstance(kind, EventKind) else EVENTS.get(kind)
    return t(words) if words else str(kind)
