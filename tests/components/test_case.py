"""What a page says of one melding: its clocks, its course, and what others did for it."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from dash.development.base_component import Component

from config.kinds import EventKind
from dashboard.components.case import case_body, case_name, case_state
from dashboard.components.case_course import course_items
from dashboard.components.timeline import Track
from queries.cases import EVENT_WORDS, Case

ZONE = "Europe/Brussels"
K = EventKind


def at(day, hour=10):
    return datetime(2026, 9, day, hour, tzinfo=UTC)


HEADER = {
    "number": "M-26-1",
    "title": "Verzakking",
    "melding_kind": "melding",
    "category": "Wegdek",
    "intake_category": "Riool",
    "service": "Groendienst",
    "first_service": "Groendienst",
    "street": None,
    "area": None,
    "channel": "Web",
    "source": "Meldpunt",
    "zone": ZONE,
    "as_of": at(30),
    "received_at": at(1),
    "stage": "in_treatment",
    "stage_since": at(2),
    "open": True,
    "closings": 0,
    "reopenings": 0,
    "first_closed_at": None,
    "last_closed_at": None,
    "last_closed_day": None,
    "deadline_at": at(11),
    "deadline_origin": "norm",
    "deadline_moves": False,
    "on_time": None,
    "lead_days": 28.0,
    "lead_working_days": 20.0,
    "stopped_days": 1.0,
}
EVENT = ("occurred_at", "kind", "words", "inferred", "service", "actor_role", "partner", "system", "moment", "channel")


def events(*rows):
    usual = dict.fromkeys((*EVENT, "organ", "result", "score"))
    told = [usual | {"words": EVENT_WORDS.get(row["kind"]), "inferred": False} | row for row in rows]
    return pd.DataFrame(told, columns=list(usual))


def stays(*rows):
    return pd.DataFrame(rows, columns=["entered_at", "stage", "service_id", "working_days", "left_at"])


def case(*, seen=(), visits=(), **parts):
    header = pd.Series(HEADER | parts.pop("header", {}), dtype=object)
    names = ("advice", "tasks", "notifications", "decisions", "evaluations")
    rows = {name: pd.DataFrame(parts.get(name, ())) for name in names}
    return Case(header=header, stays=stays(*visits), events=events(*seen), **rows)


def text(part):
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(text, part)))
    return text(part.children) if isinstance(part, Component) else str(part or "")


def said(**changes):
    return text(case_body(case(**changes)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Over tijd"),
        ({"deadline_at": at(30) + timedelta(days=3)}, "Binnen de termijn"),
        ({"deadline_moves": True}, "Klok staat stil"),
        ({"deadline_at": None}, "Zonder norm"),
        ({"first_closed_at": at(9), "on_time": True}, "Op tijd gesloten"),
        ({"first_closed_at": at(20), "on_time": False}, "Te laat gesloten"),
    ],
)
def test_the_clock_of_the_handling_stands_to_its_deadline(changes, words):
    assert words in said(header=changes)


def test_both_clocks_and_where_the_deadline_comes_from():
    words = said()
    assert "Klok van de behandeling 20 werkdagen" in words.replace("   ", " ")
    assert "11 sep 2026, volgens de norm" in words
    assert "29 dagen Loopt nog Daarvan 1 dag wachten" in words.replace("   ", " ")
    closed = {"open": False, "stage": "resolved", "closings": 2, "reopenings": 1, "last_closed_at": at(20)}
    words = said(header=closed | {"last_closed_day": date(2026, 9, 20), "stopped_days": 0.0})
    assert "19 dagen Opgelost" in words.replace("   ", " ")
    assert "20 sep 2026 (één keer heropend)" in words
    assert "Daarvan" not in words


def test_what_it_is_now_and_was_first():
    words = said()
    assert "Wegdek (eerst: Riool)" in words
    assert "Dienst Groendienst Plaats Zonder plaats" in words
    header = case().header.to_dict()
    assert (case_name(header), case_name(header | {"number": None})) == ("M-26-1", "Melding zonder nummer")
    assert text(case_state(header)).split() == ["In", "onderzoek", "sinds", "2", "sep", "2026,", "Groendienst"]


def test_the_course_tells_how_long_each_visit_lasted_and_who_did_what():
    seen = (
        {"occurred_at": at(1), "kind": K.SUBMITTED, "service": "Wegen", "actor_role": "citizen"},
        {"occurred_at": at(2), "kind": K.IN_TREATMENT, "service": "Wegen", "inferred": True},
        {"occurred_at": at(3), "kind": K.ADVICE_REQUESTED, "partner": "Politie", "system": "DOSIS"},
        {"occurred_at": at(4), "kind": K.FORWARDED, "service": "Groendienst"},
        {"occurred_at": at(5), "kind": K.EVALUATED, "score": 2},
    )
    visits = (
        (at(1), "submitted", 1, 1, at(2)),
        (at(2), "in_treatment", 1, 2, at(4)),
        (at(4), "in_treatment", 2, 18, None),
    )
    told = case(seen=seen, visits=visits)
    items = course_items(told.events, told.stays, ZONE)
    assert [(item.title, item.detail, item.lasted) for item in items] == [
        ("Ingediend", "Wegen · door de melder", "1 werkdag"),
        ("In onderzoek", "afgeleid uit de status van de bron", "2 werkdagen"),
        ("Advies gevraagd", "Politie · DOSIS", ""),
        ("Doorgegeven aan een andere dienst", "Groendienst", "18 werkdagen tot nu"),
        ("Geëvalueerd", "score 2 op 5", ""),
    ]
    assert [item.track is Track.BESIDE for item in items] == [False, False, True, True, False]


def asked(**more):
    usual = {"partner": "Politie", "system": None, "requested_day": date(2026, 9, 3), "due_at": at(10)}
    return usual | {"received_day": None, "ended_at": None, "working_days": None} | more


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "te laat"),
        ({"due_at": None}, "nog niet terug"),
        ({"ended_at": at(9)}, "niet meer nodig: gesloten"),
        ({"received_day": date(2026, 9, 4), "working_days": 1}, "1 werkdag"),
    ],
)
def test_advice_says_how_it_stands(more, words):
    assert said(advice=[asked(**more)]).endswith(words)


def test_messages_decisions_and_evaluations_speak_words_and_link_only_to_the_web():
    message = {"moment": "afgehandeld", "channel": "brief", "told_day": date(2026, 9, 4)}
    days = ("ready_day", "on_agenda_day", "decided_day", "signed_day", "published_day", "told_day")
    step = dict.fromkeys(days) | {"decided_day": date(2026, 9, 5), "organ": "college", "result": "approved"}
    answer = {"asked_day": date(2026, 9, 6), "answered_day": None, "processed_day": None, "score": 2, "resolved": False}
    told = case(
        notifications=[message],
        decisions=[
            step | {"number": "2026/1", "uri": "https://lokeren.be/1"},
            step | {"number": "2", "uri": "javascript:x"},
        ],
        evaluations=[answer | {"follow_up": "secret words"}],
    )
    body = case_body(told)
    words = text(body)
    assert "Afgehandeld brief 4 sep 2026" in words
    assert "college van burgemeester en schepenen Resultaat goedgekeurd" in words
    assert "Score 2 op 5 Opgelost voor de melder nee" in words
    assert "secret words" not in words
    assert [part.href for part in body._traverse() if type(part).__name__ == "A"] == ["https://lokeren.be/1"]
