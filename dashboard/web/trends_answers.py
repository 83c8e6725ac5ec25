"""What is done about signals, as the person who asks may see and change it: lists, forms, and what the buttons do."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

import pandas as pd
from dash import ctx, get_relative_path
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate
from sqlalchemy import Connection

from config.clock import ZONE, local_day
from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound, Unauthenticated
from config.kinds import PERMISSIONS as OF_ROLES
from config.kinds import Permission, Role, SignalAnswer
from config.language import N_, day, t
from config.logs import request_id
from config.topics import Topic
from dashboard.charts.trends_words import signal_words
from dashboard.components.attention_parts import AttentionLine, Urgency
from dashboard.components.form import SAVE, Option
from dashboard.components.labels import ROLES
from dashboard.components.manage.frame import said_well, trouble
from dashboard.components.trends.answers import DUE_IN_WEEKS, AnswerLine, answer_forms, take_up_form
from dashboard.components.trends.frame import ANSWER, PATH, SIGNAL, Form
from dashboard.components.trends.listed import SignalLine
from dashboard.components.trends.words import ANSWERS
from dashboard.store.actions import signals as actions
from dashboard.store.actions.signals import LONGEST_WORDS, Answer, Said, Series
from dashboard.web.acting import acting
from dashboard.web.address import filters_or_usual, today
from dashboard.web.auth import current_scope, current_user, require
from dashboard.web.context import services
from dashboard.web.manage.values import Refused, Values
from dashboard.web.moderation_page import ANEW, answered
from dashboard.web.trends import PERMISSIONS, found_signals, lines, topics
from queries.accounts import accounts
from queries.dossiers import reaches
from queries.filters import WITHOUT, By, Days, Filters, Period, Population, Reach, period_days
from queries.names import names
from queries.organisations import organisations
from queries.signal_answers import series_key, signal_answers

_SAVED = N_("The signal was taken up.")
_NOT_YET = N_("This day has not come yet.")
_GONE = N_("This signal is no longer there under these filters. Nothing was changed.")
Row = dict[Any, Any]


def narrowed(filters: Filters) -> str:
    """What narrows a series, as an address tells it: not the period, nor how it is looked at."""
    first, last = period_days(Period.LAST_12_WEEKS, filters.last_day)
    period = replace(filters, first_day=first, last_day=last, period=Period.LAST_12_WEEKS)
    return replace(period, by=By.CATEGORY, days=Days.WORKING, population=Population.PERIOD).to_query()


def reach(db: Connection, filters: Filters, topic: Topic) -> list[list[Any]]:
    """Whose series the person who asks sees under these filters, as it is kept: of chosen services those alone."""
    scope = current_scope(PERMISSIONS[topic])
    if not filters.services or WITHOUT in filters.services:
        return [one.told() for one in scope.reaches]
    own = names(db, scope, "service")
    if not set(filters.services) <= set(own["code"]):  # one without a name: it is not known whose series it is
        return [one.told() for one in scope.reaches]
    chosen = own[own["code"].isin(filters.services)].groupby("organisation_id")["key"].agg(frozenset).to_dict()
    limited = ((one, chosen.get(one.organisation_id, frozenset())) for one in scope.reaches)
    return [
        Reach(one.organisation_id, found if one.service_ids is None else found & one.service_ids).told()
        for one, found in limited
    ]


def listed(db: Connection) -> pd.DataFrame:
    """The signals that were taken up, of every topic whose series the person who asks may see."""
    found = [signal_answers(db, current_scope(PERMISSIONS[topic]), today(), topic) for topic in topics()]
    whole = pd.concat(found, ignore_index=True)
    return whole.sort_values("open", ascending=False, kind="stable").reset_index(drop=True)


def answer_of(
    db: Connection, signal: Mapping[Any, Any], filters: Filters, topic: Topic, known: pd.DataFrame
) -> Row | None:
    """What was answered to a signal; None where nobody took it up."""
    own = series_key(topic, filters.by, signal["code"], narrowed(filters), reach(db, filters, topic))
    same = known[known["series"] == own]
    weeks = (same["week"] <= signal["last_week"]) & (same["last_week"] >= signal["first_week"])
    rows: list[Row] = same[weeks].to_dict("records")
    return rows[0] if rows else None


# --- in words ------------------------------------------------------------------------------------------------------
def answer_line(row: Row, filters: Filters) -> AnswerLine:
    """An answer in the reader's language, as far as it is no text of a person."""
    numbers = row["numbers"] | {name: date.fromisoformat(row["numbers"][name]) for name in _WEEKS}
    sentence = signal_words(numbers, By(row["dimension"]))
    if row["topic"] == Topic.PROPOSAL:
        sentence = t(N_("Proposals, {sentence}"), sentence=sentence)
    on = day(local_day(row["taken_at"], ZONE))
    taken = t(N_("Taken up on {day} by {role}."), day=on, role=t(ROLES[Role(row["taken_role"])]))
    owner = t(ROLES[Role(row["owner_role"])]) if row["owner_role"] else ""
    if row["owner_id"] == current_user().account_id:
        owner = t(N_("you ({role})"), role=owner)
    open_one = row["open"] and may_answer(reach_of(row))
    change = address(filters, f"{ANSWER}={row['answer_id']}") if open_one else ""
    told = {name: row[name] or "" for name in ("reason", "result")}
    return AnswerLine(
        sentence, taken, SignalAnswer(row["answer"]), owner=owner, due_on=row["due_on"], late=bool(row["late"]),
        result_on=row["result_on"], change=change, **told
    )  # fmt: skip


_WEEKS = ("week", "first_week", "last_week")


def address(filters: Filters, more: str = "") -> str:
    """The address of the page with these filters, and what is open on it."""
    return f"{get_relative_path(PATH)}?" + "&".join(part for part in (filters.to_query(), more) if part)


def signal_id(topic: Topic, signal: Mapping[Any, Any]) -> str:
    """What names a signal in an address: topic, first week and code."""
    return f"{topic}.{signal['first_week'].isoformat()}.{signal['code']}"


def chosen(search: str | None) -> tuple[str, str]:
    """The signal and the answer that an address names; '' without."""
    query = parse_qs((search or "").removeprefix("?"))
    return query.get(SIGNAL, [""])[-1][:300], query.get(ANSWER, [""])[-1][:50]


# --- the forms -----------------------------------------------------------------------------------------------------
def forms(
    db: Connection, search: str | None, found: Mapping[Topic, pd.DataFrame], known: pd.DataFrame
) -> list[Component]:
    """The form of the chosen signal, or those of the chosen answer; none for who may not answer."""
    wanted, answer = chosen(search)
    if not current_user().may(Permission.ANSWER_SIGNALS) or not (wanted or answer):
        return []
    filters, _ = filters_or_usual(search or "")
    if wanted:
        return _take_up(db, wanted, filters, found, known)
    rows = [row for row in known.to_dict("records") if str(row["answer_id"]) == answer and row["open"]]
    if not rows or not may_answer(reach_of(rows[0])):
        return [trouble(NotFound().text())]
    row = rows[0]
    owner, subject = row["owner_id"] and str(row["owner_id"]), f"{row['answer_id']}/{row['change_no']}"
    line, own = answer_line(row, filters), owners(Topic(row["topic"]), reach_of(row))
    return answer_forms(line, own, owner, today(), subject, address(filters))


def _take_up(
    db: Connection, wanted: str, filters: Filters, found: Mapping[Topic, pd.DataFrame], known: pd.DataFrame
) -> list[Component]:
    topic, signal = _named(wanted, found)
    if signal is None:
        return [trouble(t(_GONE))]
    if answer_of(db, signal, filters, topic, known) is not None:
        return []
    due, whose = today() + timedelta(weeks=DUE_IN_WEEKS), reach(db, filters, topic)
    if not may_answer(whose):
        return []
    return take_up_form(signal_words(signal, filters.by), owners(topic, whose), due, wanted, address(filters))


def _named(wanted: str, found: Mapping[Topic, pd.DataFrame]) -> tuple[Topic, Row | None]:
    rows = ((topic, row) for topic, own in found.items() for row in own.to_dict("records"))
    return next((one for one in rows if signal_id(*one) == wanted), (Topic.MELDING, None))


def reach_of(row: Row) -> list[list[Any]]:
    """Whose series an answer is about."""
    told: list[list[Any]] = json.loads(row["series"])[-1]
    return told


def may_answer(whose: list[list[Any]]) -> bool:
    """Whether the person who asks may answer to a series: who answers for some services does not for what another of
    their roles shows."""
    person = current_user()
    return person.may(Permission.ANSWER_SIGNALS) and reaches(person.scope(Permission.ANSWER_SIGNALS), whose)


def owners(topic: Topic, whose: list[list[Any]]) -> list[Option]:
    """Who can see to it: the accounts of the same organisation that see the whole of the series."""
    return [Option(str(row["account_id"]), row["display_name"]) for row in _accounts(topic, whose).to_dict("records")]


def _accounts(topic: Topic, whose: list[list[Any]]) -> pd.DataFrame:
    """Accounts that may enter, with the role by which they see a series. The reading side knows of no accounts."""
    grant = next(one for one in require(Permission.ANSWER_SIGNALS).grants if _gives(one.role))
    with services().db.read() as db:
        known = organisations(db, current_scope(PERMISSIONS[topic]))
    code = known.loc[known["organisation_id"] == grant.organisation_id, "code"].max()
    with services().writer.transaction() as connection:
        every = accounts(connection)
    here = every[(every["organisation"] == code) & every["disabled_at"].isna()]
    now = here[(here["valid_from"] <= today()) & (here["valid_to"].isna() | (here["valid_to"] >= today()))]
    counted = next((ids for number, ids in whose if number == grant.organisation_id), None)
    pairs = zip(now["role"], now["service_ids"], strict=True)
    able = [PERMISSIONS[topic] in OF_ROLES[Role(role)] and _within(counted, limit) for role, limit in pairs]
    return now[pd.Series(able, now.index, dtype=bool)].drop_duplicates("account_id")


def _within(counted: list[int] | None, limit: list[int] | None) -> bool:
    """Whether who is limited to some services sees all that was counted."""
    return not isinstance(limit, list) or (counted is not None and set(counted) <= set(limit))


def _gives(role: Role) -> bool:
    return Permission.ANSWER_SIGNALS in OF_ROLES[role]


# --- what the buttons do -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """What an act gets: on what, what was filled in, and the address of the page."""

    subject: str
    values: Values
    search: str | None


def _answer(asked: Asked, topic: Topic, whose: list[list[Any]]) -> Answer:
    """What was filled in. Raises Refused."""
    answer = asked.values.one_of("answer", SignalAnswer)
    reason = asked.values.words("reason", LONGEST_WORDS)
    able = _accounts(topic, whose)
    known = {str(one): role for one, role in zip(able["account_id"], able["role"], strict=True)}
    owner = asked.values.choice("owner", list(known), optional=True)
    due = asked.values.day_or_none("due")
    if due is None and answer is not SignalAnswer.NO_ACTION:
        asked.values.refuse("due", N_("Say by which day there should be a result."))
    asked.values.done()
    return Answer(answer, reason, UUID(owner) if owner else None, known.get(owner), due)


def _take(asked: Asked) -> str:
    filters, _ = filters_or_usual(asked.search or "")
    with services().db.read() as db:
        found = {topic: found_signals(db, filters, topic) for topic in topics()}
        topic, signal = _named(asked.subject, found)
        whose = reach(db, filters, topic)
    if signal is None:
        raise InvalidInput(_GONE)
    if not may_answer(whose):
        raise Forbidden()
    answer = _answer(asked, topic, whose)
    grant = next(one for one in current_user().grants if _gives(one.role))
    by = acting(Permission.ANSWER_SIGNALS, grant.organisation_id)
    series = Series(by.organisation_id, topic, filters.by, signal["code"], narrowed(filters), tuple(whose))
    said = Said(signal["first_week"], signal["last_week"], signal_words(signal, filters.by), _numbers(signal))
    actions.take_up(**_held(by.actor), series=series, said=said, answer=answer)
    return t(_SAVED)


def _held(actor: Any) -> dict[str, Any]:
    return {"writer": services().writer, "clock": services().clock, "actor": actor}


def _numbers(signal: Row) -> dict[str, Any]:
    """A signal as JSON: days as text, and None for nothing."""
    told = {name: None if pd.isna(value) else value for name, value in signal.items()}
    return told | {name: told[name].isoformat() for name in _WEEKS}


def _of_answer(asked: Asked) -> tuple[Row, dict[str, Any]]:
    """The answer that a button names, as the person may see it, with what an action needs. Raises NotFound."""
    require(Permission.ANSWER_SIGNALS)
    name, _, change = asked.subject.partition("/")
    with services().db.read() as db:
        rows = [row for row in listed(db).to_dict("records") if str(row["answer_id"]) == name]
    if (
        not rows
        or not (change.isascii() and change.isdigit() and len(change) < 10)
        or not may_answer(reach_of(rows[0]))
    ):
        raise NotFound()
    row = rows[0]
    by = acting(Permission.ANSWER_SIGNALS, int(row["organisation_id"]))
    key = int(row["organisation_id"]), row["answer_id"]
    return row, _held(by.actor) | {"key": key, "change_no": int(change)}


def _change(asked: Asked) -> str:
    row, held = _of_answer(asked)
    actions.change_answer(**held, answer=_answer(asked, Topic(row["topic"]), reach_of(row)))
    return t(N_("The answer was changed."))


def _result(asked: Asked) -> str:
    _, held = _of_answer(asked)
    result, on = asked.values.words("result", LONGEST_WORDS), asked.values.day("result_on", usual=today())
    if on > today():
        asked.values.refuse("result_on", _NOT_YET)
    asked.values.done()
    actions.tell_result(**held, result=result, on=on)
    return t(N_("The result was saved."))


ACTS: Mapping[tuple[str, str], Callable[[Asked], str]] = {
    (Form.TAKE_UP, SAVE): _take,
    (Form.CHANGE, SAVE): _change,
    (Form.RESULT, SAVE): _result,
}
"""What each button does, by its form and name."""


def answer(search: str | None, acts: Mapping[tuple[str, str], Callable[[Asked], str]]) -> tuple[Any, ...]:
    """Do what the button that was pressed asks; without one nothing. Raises InvalidInput for a button that is none."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    act = acts.get((form, name))
    if act is None:
        raise InvalidInput()
    own = {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    try:
        said = act(Asked(str(pressed.get("subject") or ""), Values(own), search))
    except Refused as error:
        return answered(form, error.problems, trouble(error.text()))[:5]
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        return answered(form, {}, trouble(error.text()))[:5]
    return answered(form, {}, None, said=[said_well(said)], turn=request_id.get(), forms_of=ANEW)[:5]


# --- the page ------------------------------------------------------------------------------------------------------
def with_answers(
    db: Connection, filters: Filters, topic: Topic, found: pd.DataFrame, known: pd.DataFrame
) -> list[SignalLine]:
    """The signals of a topic in words, each with what was answered, or the way to take it up for who may."""
    may = may_answer(reach(db, filters, topic))
    rows = found.to_dict("records")
    told = [answer_of(db, row, filters, topic, known) for row in rows]
    ways = [address(filters, urlencode({SIGNAL: signal_id(topic, row)})) if may else "" for row in rows]
    shown = zip(lines(db, filters, topic, found), told, ways, strict=True)
    return [
        replace(line, take_up=way) if answer is None else replace(line, answered=_told(answer))
        for line, answer, way in shown
    ]


def _told(row: Row) -> str:
    return t(N_("Taken up: {answer}."), answer=t(ANSWERS[SignalAnswer(row["answer"])]).lower())


def attention(db: Connection, filters: Filters) -> list[AttentionLine]:
    """The lines of the overview: what is past its day, clear signals of meldingen that nobody has taken up, and what
    waits for a result."""
    known = listed(db)
    late, waiting = int(known["late"].sum()), int((known["open"] & ~known["late"]).sum())
    found = found_signals(db, filters, Topic.MELDING)
    clear = found[found["clear"].astype(bool)].to_dict("records")
    fresh = [row for row in clear if answer_of(db, row, filters, Topic.MELDING, known) is None]
    first = signal_words(fresh[0], filters.by) if fresh else ""
    return [
        _attention(Urgency.ATTENTION, late, _LATE, filters),
        _attention(Urgency.SIGNAL, len(fresh), _FRESH, filters, first),
        _attention(Urgency.SIGNAL, waiting, _WAITING, filters),
    ]


_LATE = N_("signal that was taken up is past its day"), N_("signals that were taken up are past their day")
_WAITING = (
    N_("signal that was taken up waits for its result"),
    N_("signals that were taken up wait for their result"),
)
_FRESH = N_("clear signal that nobody has taken up yet"), N_("clear signals that nobody has taken up yet")


def _attention(urgency: Urgency, n: int, words: tuple[str, str], filters: Filters, detail: str = "") -> AttentionLine:
    return AttentionLine(urgency, n, t(words[n != 1]), address(filters), detail)
