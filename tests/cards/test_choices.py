"""The cards about choices: what they say to who handles proposals and to others, and where a click on them leads."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from config.clock import FixedClock
from config.kinds import Permission
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.cards.choices import CARDS, CHOSEN, NOT_STARTED
from dashboard.cards.told import told
from dashboard.charts.choices_lead import choices_lead
from dashboard.charts.contents import Plain
from dashboard.charts.plotly import to_plotly
from dashboard.charts.spec import ChartSpec, Rows
from dashboard.components.motivation_look import Look, look_query
from dashboard.store.engine import Writer
from queries.choices import by_outcome, coverage, published_choices
from queries.db import Database
from queries.filters import Filters, Scope
from queries.registry import MEASURES
from tests.world import World, story

YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
EVERY = (*CARDS, CHOSEN, NOT_STARTED)


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    """Six places chosen and told, two not chosen of which one is told, one deferred in secret."""
    made = World(writer, clock)

    def chosen(outcome: str, *reasons: str, public: bool = True) -> list:
        about = {"title": "Plein", "theme_id": 1, "area_id": 1}
        why = {"outcome": outcome, "ref": "1", "reasons": list(reasons), "motivation": "Veel steun"}
        steps: list[Any] = [
            (P.SUBMITTED, "2026-03-02 10:00", {"payload": about}),
            (P.PUBLISHED, "2026-03-04 10:00"),
            (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": why}),
        ]
        return story(*steps, *([(P.SELECTION_PUBLISHED, "2026-04-08 10:00", {"payload": {"ref": "1"}})] * public))

    lives = [chosen("selected", "support", "need")] * 4 + [chosen("selected", "support")] * 2
    lives += [chosen("not_selected", "utilities"), chosen("not_selected", public=False)]
    with writer.transaction() as connection:
        people = "UPDATE area_version SET population = 900 WHERE organisation_id = %s" % made.a  # noqa: UP031
        connection.exec_driver_sql(people)
        made.add(connection, made.a, *lives, chosen("deferred", "later_round", public=False), topic=Topic.PROPOSAL)
    return made


def specs(reader: Database, scope: Scope) -> dict[str, ChartSpec]:
    """What each card that a reader with this scope gets says."""
    shown = [card for card in EVERY if scope.embargoed or card.permission is Permission.SEE_PROPOSALS]
    with reader.read() as db:
        more = {card.id: {name: ask(db, scope, YEAR) for name, ask in card.more.items()} for card in shown}
        return {card.id: card.build(card.query(db, scope, YEAR), YEAR, **more[card.id]) for card in shown}


def test_every_card_says_something(world: World, reader: Database) -> None:
    for scope in (Scope.whole(world.a), replace(Scope.whole(world.a), embargoed=False), Scope.whole(world.b)):
        shown = specs(reader, scope)
        for name, spec in shown.items():
            assert spec.empty or isinstance(spec.content, Rows | Plain) or to_plotly(spec), name
            assert spec.conclusion or not spec.empty, name
    assert all(spec.empty for spec in shown.values())


def test_each_is_told_what_they_may_know(world: World, reader: Database) -> None:
    inside = specs(reader, Scope.whole(world.a))
    council = specs(reader, replace(Scope.whole(world.a), embargoed=False))
    assert inside["coverage"].conclusion == (
        "Van 77,8\N{NARROW NO-BREAK SPACE}% van de besliste plekken is de motivering bekendgemaakt: 7 van 9."
    )
    assert inside["coverage"].note == "Nog bekend te maken: niet gekozen 1, uitgesteld 1."
    assert council["coverage"].conclusion == "Elke bekendgemaakte keuze heeft een motivering: 7."
    assert inside["why"].conclusion == "Meest gekozen om: veel steun, 6 van de 6 plekken."
    assert inside["why-not"].table.frame["reason"].tolist() == [
        "Komt in een volgende ronde",
        "Nutsleidingen",
        "Zonder reden",
    ]
    assert council["why-not"].table.frame["reason"].tolist() == ["Nutsleidingen"]
    assert "explanation" in inside
    assert "explanation" not in council
    words = " van de gepubliceerde voorstellen is gekozen of verder: 6 van 9; gerealiseerd: 0."
    assert inside["chosen"].conclusion == f"66,7\N{NARROW NO-BREAK SPACE}%{words}"
    assert inside["not-started"].table.frame["total"].tolist() == [6] * 6
    assert inside["areas"].table.frame["per_1000"].dropna().tolist() == [pytest.approx(6 / 0.9)]


def test_the_lead_tells_no_more_than_the_cards(world: World, reader: Database) -> None:
    with reader.read() as db:
        leads = []
        for scope in (Scope.whole(world.a), replace(Scope.whole(world.a), embargoed=False)):
            frames = (ask(db, scope, YEAR) for ask in (by_outcome, coverage, published_choices))
            leads.append(choices_lead(*frames))
    assert leads[0].news == "Van 9 plekken werden er 6 gekozen, 2 niet en 1 uitgesteld."
    assert leads[1].news == "Van 7 bekendgemaakte keuzes zijn er 6 gunstig, 1 niet en 0 uitgesteld."
    assert (leads[0].more.startswith("Van 77,8"), leads[1].more) == (True, "")


def test_a_click_on_a_reason_narrows_the_list_to_it(world: World, reader: Database) -> None:
    chosen = specs(reader, Scope.whole(world.a))["why"].picks["reason"]
    found = Look.of(chosen["Veel steun"])
    assert (found.outcome, found.reason) == ("selected", "support")


def test_cards_and_their_measures_ask_the_same_permission() -> None:
    for card in EVERY:
        assert {MEASURES[measure].permission for measure in card.measures} == {Permission.SEE_PROPOSALS}


def test_a_file_tells_the_filters_of_choices(world: World, reader: Database) -> None:
    asked = replace(YEAR, themes=("vergroening",), stages=("published",))
    with reader.read() as db:
        said = told(db, CARDS[0], Scope.whole(world.a), CARDS[0].reads(asked))
    assert said == "Periode: 1 jan – 22 nov 2026; Thema: Vergroening"


def test_what_is_looked_for_stays_when_filters_change() -> None:
    address = "?period=year&q=klimaat+boom&outcome=selected&reason=support&theme=water"
    assert look_query(address) == "q=klimaat+boom&outcome=selected&reason=support"
    assert Look.of("?outcome=gone&q=%00").search("period=year") == "?period=year"
