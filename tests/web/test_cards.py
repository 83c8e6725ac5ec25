"""The card machinery: one transaction, each card failing alone, nothing taken from the browser unchecked."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from config.clock import FixedClock
from config.errors import DatabaseUnavailable, Forbidden, InvalidInput, NotFound
from config.kinds import Permission
from dashboard.cards.card import Card
from dashboard.charts.meldingen import stock
from dashboard.components.card_parts import Group, Part, Place
from dashboard.web import address, cards
from dashboard.web.cards import fill_cards, find_nearest, places_in
from queries.filters import Scope
from tests.components.test_card import ids, text, tree

SCOPE = Scope.whole(1)


def frame(total):
    row = {"open_start": total, "received": 0, "reopened": 0, "closed": 0, "open_end": total}
    return pd.DataFrame([row | {"first_day": date(2026, 9, 1), "last_day": date(2026, 9, 30)}])


def some(_db, _scope, _filters):
    return frame(7)


def none(_db, _scope, _filters):
    return frame(0)


def broken(_db, _scope, _filters):
    raise ZeroDivisionError("secret detail")


def nearest(_db, _scope, filters):
    found = {"first_day": date(2026, 4, 1), "last_day": date(2026, 4, 30), "n": 6}
    return pd.DataFrame([found] if not filters.areas else [], columns=list(found))


def build(df, _filters):
    return stock(df)


class FakeDatabase:
    """Counts transactions and savepoints."""

    def __init__(self):
        self.reads = self.savepoints = 0

    @contextmanager
    def read(self):
        self.reads += 1
        yield self

    @contextmanager
    def begin_nested(self):
        self.savepoints += 1
        yield


@pytest.fixture
def database(monkeypatch):
    fake = FakeDatabase()
    clock = FixedClock(datetime(2026, 11, 22, 13, 32, tzinfo=UTC))
    services = SimpleNamespace(db=fake, clock=clock)
    person = SimpleNamespace(may=lambda permission: permission in Permission)
    for module in (cards, address):
        monkeypatch.setattr(module, "services", lambda: services)
    monkeypatch.setattr(cards, "current_user", lambda: person)
    monkeypatch.setattr(cards, "current_scope", lambda _permission: SCOPE)
    monkeypatch.setattr(cards, "get_relative_path", lambda path: path)
    declared = [Card("some", "Some", ("open",), some, build), Card("none", "None", (), none, build, nearest=nearest)]
    declared += [Card("broken", "Broken", (), broken, build)]
    monkeypatch.setattr(cards, "_declared", {"page": {card.id: card for card in declared}})
    return fake


def places(*names):
    return [Place("page", Group.ABOVE, name) for name in names]


def test_all_cards_of_a_group_are_read_in_one_transaction(database):
    fill_cards(places("some", "none"), "")
    assert (database.reads, database.savepoints) == (1, 2)


@pytest.mark.usefixtures("database")
def test_a_card_that_breaks_leaves_the_others_alone_and_tells_no_detail():
    first, second = fill_cards(places("broken", "some"), "")
    assert first[0].role == "alert"
    assert "secret detail" not in text(first)
    assert "Er staan evenveel meldingen open als bij het begin." in text(second)


@pytest.mark.usefixtures("database")
def test_an_unknown_card_is_an_error_of_that_card():
    (only,) = fill_cards(places("other"), "")
    assert only[0].role == "alert"


def test_without_database_every_card_says_so(database, monkeypatch):
    @contextmanager
    def unreachable():
        raise DatabaseUnavailable()
        yield

    monkeypatch.setattr(database, "read", unreachable)
    for parts in fill_cards(places("some", "none"), ""):
        assert DatabaseUnavailable().text() in text(parts)
        assert ids(parts) == ["card-retry"]


@pytest.mark.usefixtures("database")
def test_who_may_not_see_a_card_is_told_so_without_another_try(monkeypatch):
    def refuse(_permission):
        raise Forbidden()

    monkeypatch.setattr(cards, "current_scope", refuse)
    (only,) = fill_cards(places("some"), "")
    assert Forbidden().text() in text(only)
    assert ids(only) == []


@pytest.mark.usefixtures("database")
def test_downloads_carry_the_filters():
    (only,) = fill_cards(places("some"), "?from=2026-09-01&to=2026-09-30&service=a")
    links = [part.href for part in tree(only) if type(part).__name__ == "A"]
    query = "from=2026-09-01&to=2026-09-30&service=a"
    assert links == [f"/download/page/some.csv?{query}", f"/download/page/some.xlsx?{query}"]


@pytest.mark.usefixtures("database")
def test_who_may_not_download_sees_no_links(monkeypatch):
    monkeypatch.setattr(cards, "current_user", lambda: SimpleNamespace(may=lambda _permission: False))
    (only,) = fill_cards(places("some"), "")
    assert [part for part in tree(only) if type(part).__name__ == "A"] == []


@pytest.mark.usefixtures("database")
def test_an_empty_card_offers_the_nearest_period_with_the_same_filters():
    (only,) = fill_cards(places("none"), "?service=a")
    (offer,) = [part for part in tree(only) if type(part).__name__ == "Link"]
    assert offer.href == "?from=2026-04-01&to=2026-04-30&service=a"


def test_no_nearest_period_is_no_offer(database):
    filters = address.filters_of("?area=x")
    assert find_nearest(database, cards.find("page", "none"), filters) is None
    assert find_nearest(database, cards.find("page", "some"), filters) is None


@pytest.mark.usefixtures("database")
def test_an_unreadable_address_shows_the_usual_period():
    (only,) = fill_cards(places("some"), "?from=nonsense")
    assert "evenveel meldingen" in text(only)


def output(page="page", group="above", card="some"):
    return {"id": {"type": "card-fill", "page": page, "group": group, "card": card}, "property": "children"}


def test_places_come_from_the_ids_in_their_order():
    assert places_in([output(card="b"), output(card="a")]) == [*places("b"), *places("a")]


@pytest.mark.parametrize(
    "outputs",
    [
        None,
        7,
        [None],
        [{}],
        [{"id": "x"}],
        [{"id": {}}],
        [output(group="other")],
        [output(), output()],
        [output(card=[])],
    ],
)
def test_other_outputs_are_refused(outputs):
    with pytest.raises(InvalidInput):
        places_in(outputs)


@pytest.mark.usefixtures("database")
def test_only_declared_cards_are_found():
    for page, card in (("page", "other"), ("other", "some")):
        with pytest.raises(NotFound):
            cards.find(page, card)


@pytest.mark.usefixtures("database")
def test_a_layout_has_frames_only_for_cards_that_may_be_seen(monkeypatch):
    blocks, *stores, asked, drawer = cards.cards_layout("page")
    assert [frame.id["card"] for frame in blocks.children] == ["some", "none", "broken"]
    assert [store.id["group"] for store in stores] == list(Group)
    assert (asked.id["type"], drawer.id["type"]) == (Part.DEFINED, Part.DEFINITION)
    monkeypatch.setattr(cards, "current_user", lambda: SimpleNamespace(may=lambda _permission: False))
    assert cards.cards_layout("page")[0].children == []
