"""The cards of proposals: whatever there is to show, each says something, and to nobody more than they may know."""

from dataclasses import replace
from datetime import date

import pytest

from config.clock import FixedClock
from config.errors import Forbidden
from config.kinds import Permission
from config.language import t
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.cards.card import Card
from dashboard.cards.proposals import CARDS
from dashboard.cards.told import told
from dashboard.charts.plotly import to_plotly
from dashboard.charts.spec import ChartSpec, Rows
from dashboard.components.filter_parts import LABELS, Name
from dashboard.store.engine import Writer
from dashboard.web import cards
from queries.db import Database
from queries.filters import Filters, Scope
from queries.registry import MEASURES
from tests.world import World, story

YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    made = World(writer, clock)
    submitted = (P.SUBMITTED, "2026-03-02 10:00", {"payload": {"theme_id": 1, "area_id": 1}})
    chosen = (P.SELECTION_MADE, "2026-05-04 10:00", {"payload": {"outcome": "selected", "ref": "1"}})
    voted = (P.VOTES_CAST, "2026-03-20 10:00", {"payload": {"votes": 2}})
    lives = [story(submitted, (P.PUBLISHED, "2026-03-12 10:00"), voted, chosen)] * 6
    with writer.transaction() as connection:
        made.add(connection, made.a, *lives, story(submitted), topic=Topic.PROPOSAL)
    return made


def specs(reader: Database, scope: Scope, filters: Filters) -> dict[str, ChartSpec]:
    def filled(card: Card) -> ChartSpec:
        more = {name: query(db, scope, filters) for name, query in card.more.items()}
        return card.build(card.query(db, scope, filters), filters, **more)

    with reader.read() as db:
        return {card.id: filled(card) for card in CARDS}


def test_every_card_says_something(world: World, reader: Database) -> None:
    scope = Scope.whole(world.a)
    for asked in (scope, replace(scope, embargoed=False), Scope.whole(world.b)):
        shown = specs(reader, asked, YEAR)
        for spec in shown.values():
            assert spec.empty or isinstance(spec.content, Rows) or to_plotly(spec)
            assert spec.conclusion or not spec.empty
    assert all(spec.empty for spec in shown.values())


def test_a_choice_that_is_not_public_is_not_on_a_card(world: World, reader: Database) -> None:
    scope = Scope.whole(world.a)
    inside, council = specs(reader, scope, YEAR), specs(reader, replace(scope, embargoed=False), YEAR)
    assert [spec["themes"].table.frame["chosen"].tolist() for spec in (inside, council)] == [[6], [0]]
    steps = [set(spec["steps"].table.frame["step"]) for spec in (inside, council)]
    assert steps[0] - steps[1] == {"choice", "explanation"}
    assert "waiting" not in [column.key for column in council["months"].table.columns]


def test_cards_and_their_measures_ask_the_same_permission() -> None:
    for card in CARDS:
        assert {MEASURES[measure].permission for measure in card.measures} == {card.permission}
        assert card.permission is Permission.SEE_PROPOSALS


def test_a_figure_is_explained_to_who_may_see_what_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def council(permission: Permission) -> None:
        if permission is not Permission.SEE_PROPOSALS:
            raise Forbidden()

    monkeypatch.setattr(cards, "require", council)
    monkeypatch.setattr(cards, "_figures", {"page": ("proposals", "open")})
    assert cards.define({"page": "page", "card": "proposals"})[1] == t(MEASURES["proposals"].name)
    with pytest.raises(Forbidden):
        cards.define({"page": "page", "card": "open"})


def test_a_file_tells_the_filters_of_proposals(world: World, reader: Database) -> None:
    with reader.read() as db:
        said = told(db, CARDS[0], Scope.whole(world.a), replace(YEAR, themes=("vergroening",)))
    stage = t(LABELS[Name.STAGE])
    assert said == f"Periode: 1 jan – 22 nov 2026; Thema: Vergroening; {stage}: Gepubliceerd en verder"
