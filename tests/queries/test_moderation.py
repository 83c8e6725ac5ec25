"""The queue of moderation and suspected duplicates, beside a plain reading of the same proposals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from config.cells import cell_of
from config.errors import Forbidden, NotFound
from config.kinds import NormUnit
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.organisations import set_norm
from queries.attention import moderation_late
from queries.duplicates import LIKE_TEXT, LIKE_TITLE, NEAR, SAME_SPOT, WITHIN, duplicates
from queries.filters import Filters, Period, Reach, Scope
from queries.likeness import likeness
from queries.moderation import Why, queue, to_moderate, waiting_counts
from queries.moderation_case import Known, judged, known_of, numbered
from queries.photos import Shown, photo_shown
from queries.proposal_steps import USUAL_DAYS
from tests.conftest import NOW
from tests.fold import Event
from tests.world import ZONE, World, at, works

TITLES = ("Bomen op het plein", "Bomen op het pleintje", "Zonnepanelen op de sporthal", "Wadi in de Dorpsstraat", None)
TEXTS = ("Hier ligt veel verharding.", "Hier ligt veel verharding!", "Het dak is groot.", None)
NORM = 3
FROM = date(2026, 11, 9)
"""From this day on the first town wants a decision within `NORM` working days."""


@dataclass
class Drawn:
    """A proposal as it was drawn."""

    subject: UUID
    town: int
    service: int | None
    submitted: datetime
    stage: str
    asked: bool
    photos: int
    payload: dict[str, Any]


def draw(world: World, connection: Connection, rng: Random, town: int) -> Drawn:
    """One proposal with some history, near the others."""
    begun = at("2026-10-20 09:00") + timedelta(hours=rng.randrange(24 * 32))
    service = rng.choice([1, 2, None])
    lon, lat = 4.14 + rng.random() * 0.006, 51.16 + rng.random() * 0.004
    place = {"lon": lon, "lat": lat, "h3_10": cell_of(lon, lat)} if rng.random() < 0.9 else {}
    words = {"title": rng.choice(TITLES), "text": rng.choice(TEXTS), "theme_id": rng.choice([1, 2, None])}
    payload = place | {key: value for key, value in words.items() if value is not None}
    photos = rng.choice([0, 0, 1, 2])
    events = [Event(1, P.SUBMITTED, begun, service_id=service, payload=payload)]
    after = [(P.PHOTO_ADDED, {"photo": f"f{number}"}) for number in range(2 if photos else 0)]
    after += [(P.PHOTO_HIDDEN, {"photo": "f1"})] if photos == 1 else []
    stage = rng.choice(["submitted"] * 4 + ["published", "refused", "withdrawn"])
    asked = rng.random() < 0.3
    after += [(P.QUESTION_ASKED, {"message": "Waar?"})] if asked or rng.random() < 0.2 else []
    after += [(P.QUESTION_ANSWERED, {})] if after and after[-1][0] is P.QUESTION_ASKED and not asked else []
    ends = {"published": P.PUBLISHED, "refused": P.REFUSED, "withdrawn": P.WITHDRAWN}
    after += [(ends[stage], {})] if stage in ends else []
    for seq, (kind, more) in enumerate(after, 2):
        events.append(Event(seq, kind, begun + timedelta(minutes=seq), payload=more))
    subject = world.add(connection, town, events, topic=Topic.PROPOSAL)[0]
    return Drawn(subject, town, service, begun, stage, asked, photos, payload)


def plain_queue(drawn: list[Drawn], services: set[int] | None, town: int, norm_from: date | None) -> list[tuple]:
    """(why, subject, age, working age, norm, photos) in the order of the queue."""
    rows = []
    today = NOW.astimezone(ZoneInfo(ZONE)).date()
    for one in drawn:
        if one.town != town or not (services is None or one.service is None or one.service in services):
            continue
        if one.stage != "submitted" and not (one.stage == "published" and one.photos):
            continue
        day = one.submitted.astimezone(ZoneInfo(ZONE)).date()
        working = sum(works(day + timedelta(days=n)) for n in range(1, (today - day).days + 1))
        norm = NORM if norm_from is not None and day >= norm_from else USUAL_DAYS
        why = Why.LATE if working > norm else Why.WAITING
        why = Why.ASKED if one.asked else why
        why = Why.PHOTOS if one.stage == "published" else why
        order = (list(Why).index(why), day, one.submitted, str(one.subject))
        rows.append((order, (why, one.subject, (today - day).days, working, norm, one.photos)))
    return [row for _, row in sorted(rows)]


def plain_alike(drawn: list[Drawn], town: int) -> dict[tuple[UUID, UUID], int]:
    """Every pair that looks like one, with the metres between, by the sphere's own formula."""
    found = {}
    own = [one for one in drawn if one.town == town and "lon" in one.payload]
    for one in own:
        for other in own:
            apart = haversine(one.payload, other.payload)
            like = [likeness(one.payload.get(name), other.payload.get(name)) for name in ("title", "text")]
            theme = one.payload.get("theme_id") is not None and one.payload.get("theme_id") == other.payload.get(
                "theme_id"
            )
            near = (like[1] >= LIKE_TEXT and apart <= NEAR) or (theme and apart <= SAME_SPOT)
            alike = like[0] >= LIKE_TITLE or near
            if one is not other and other.stage in ("submitted", "published") and apart <= WITHIN and alike:
                found[one.subject, other.subject] = round(apart)
    return found


def haversine(one: dict[str, Any], other: dict[str, Any]) -> float:
    phi, psi = radians(one["lat"]), radians(other["lat"])
    half = sin((psi - phi) / 2) ** 2 + cos(phi) * cos(psi) * sin(radians(other["lon"] - one["lon"]) / 2) ** 2
    return 2 * 6_371_007.2 * asin(sqrt(half))


@pytest.fixture
def drawn(world: World) -> Any:
    """A hundred and twenty proposals of two towns, gone after the test."""
    rng = Random(7)
    with world.writer.engine.connect() as connection, connection.begin() as transaction:
        set_norm(
            connection,
            world.a,
            category_id=None,
            n=NORM,
            unit=NormUnit.WORKING_DAY,
            valid_from=FROM,
            phase="moderation",
        )
        yield connection, [draw(world, connection, rng, rng.choice([world.a, world.a, world.b])) for _ in range(120)]
        transaction.rollback()


def test_the_queue_is_what_a_plain_reading_finds(world: World, drawn: Any) -> None:
    connection, every = drawn
    for town, services, norm_from in ((world.a, None, FROM), (world.a, {1}, FROM), (world.b, None, None)):
        scope = Scope((Reach(town, frozenset(services) if services else None),))
        found = queue(connection, scope, NOW)
        columns = found[["why", "subject_id", "age", "age_working", "norm", "photos"]]
        expected = plain_queue(every, services, town, norm_from)
        assert list(columns.itertuples(index=False, name=None)) == expected
        assert {why for why, *_ in expected} == set(Why)
        counts = waiting_counts(connection, scope, NOW).set_index("why")["n"].to_dict()
        assert counts == found["why"].value_counts().to_dict()
        to_do = to_moderate(connection, scope, Filters.for_period(Period.THIS_YEAR, NOW.date()))
        assert to_do["count"].item() == len(found) - counts[Why.ASKED]
        late = moderation_late(connection, scope, NOW)
        assert late["count"].tolist() == [counts[Why.LATE]]
        assert late["worst"].item() == max(age for why, _, _, age, *_ in expected if why is Why.LATE)
        alike = plain_alike(every, town)
        reached = {one.subject for one in every if services is None or one.service in (1, None)}
        asked = [one.subject for one in every if one.subject in reached]
        pairs = duplicates(connection, scope, asked)
        apart = {tuple(row[:2]): row[2] for row in pairs[["subject_id", "other_id", "metres"]].values.tolist()}
        assert apart == {pair: metres for pair, metres in alike.items() if set(pair) <= reached}
        places = {one.subject: one.payload for one in every}
        for pair in pairs.itertuples():
            assert (pair.lon, pair.lat) == tuple(places[pair.other_id][name] for name in ("lon", "lat"))
        for row in found[found["why"] != Why.PHOTOS].itertuples():
            assert row.alike == sum(pair[0] == row.subject_id and pair[1] in reached for pair in alike)
    assert len(alike) > 5


def test_one_proposal_is_told_to_who_may_know(world: World) -> None:
    told = {"title": "Plein", "theme_id": 1}
    begun = Event(1, P.SUBMITTED, at("2026-11-02 10:00"), service_id=1, payload=told)
    first = Event(1, P.SUBMITTED, at("2026-11-02 10:00"), service_id=1, payload=told | {"number": "P-1"})
    asked = Event(2, P.QUESTION_ASKED, at("2026-11-03 10:00"), payload={"message": "Waar?"})
    pictured = Event(3, P.PHOTO_ADDED, at("2026-11-03 11:00"), payload={"photo": "f1", "alt": "Een plein"})
    void = Event(4, P.VOID, at("2026-11-04 10:00"), voids_seq=2)
    with world.writer.engine.connect() as connection, connection.begin() as transaction:
        one = world.add(connection, world.a, [first, asked, pictured, void], topic=Topic.PROPOSAL)[0]
        into = Event(2, P.MERGED, at("2026-11-05 10:00"), payload={"into_id": str(one)})
        other = world.add(connection, world.a, [begun, into], topic=Topic.PROPOSAL)[0]
        row = {"o": world.a, "now": NOW}
        connection.execute(text("INSERT INTO blob VALUES (:o, 'f1', 'image/png', 4, 3, 'x', :now)"), row)
        found = judged(connection, Scope.whole(world.a), one)
        assert (found.header["theme"], found.header["seq"], found.header["zone"]) == ("Vergroening", 4, ZONE)
        assert found.photos.values.tolist() == [["f1", "Een plein", "waiting", 4, 3, None]]
        assert found.events["kind"].tolist() == [P.SUBMITTED]
        assert found.merged["subject_id"].tolist() == [other]
        assert judged(connection, Scope.whole(world.a), other).header["into"] == "P-1"
        both = Scope.whole(world.a, world.b)
        assert known_of(connection, both, one) == Known(one, world.a, "Plein", ZONE)
        assert numbered(connection, both, world.a, "P-1") == known_of(connection, both, one)
        assert numbered(connection, both, world.b, "P-1") is None
        assert photo_shown(connection, Scope.whole(world.a), world.a, "f1") == Shown(b"x", "image/png")
        outside = Scope.whole(world.b), Scope((Reach(world.a, frozenset({2})),))
        for scope in outside:
            assert known_of(connection, scope, one) is None
            with pytest.raises(NotFound):
                judged(connection, scope, one)
        public = Scope((Reach(world.a),), embargoed=False)
        for scope in (*outside, public):
            assert photo_shown(connection, scope, world.a, "f1") is None
        with pytest.raises(Forbidden):
            judged(connection, public, one)
        transaction.rollback()


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Bomen op het plein", "bómen, op het PLEIN!", 1, 1),
        ("Bomen op het plein", "Op het plein bomen", 1, 1),
        ("Bomen op het plein", "Boompjes op het pleintje", 0.5, 0.8),
        ("Bomen op het plein", "Zonnepanelen voor de sporthal", 0, 0.2),
        (None, "Bomen", 0, 0),
        ("!!", "!!", 0, 0),
    ],
)
def test_likeness(one: str | None, other: str | None, low: float, high: float) -> None:
    assert low <= likeness(one, other) <= high
    assert likeness(one, other) == likeness(other, one)
