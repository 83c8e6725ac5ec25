"""The support of a proposal: its votes with those of what went on in it, each known voter once."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.project import project
from tests.fold import Event
from tests.world import World, at

COUNT = 4
Draft = tuple[str, Any]


def drafts() -> st.SearchStrategy[list[list[Draft]]]:
    """What happens to each of some proposals, in order, after their submission."""
    people = st.lists(st.sampled_from(["a1", "b2", "c3"]), unique=True, max_size=3)
    happens = st.one_of(
        st.tuples(st.just("cast"), people),
        st.tuples(st.just("counted"), st.integers(0, 20)),
        st.tuples(st.just("merged"), st.integers(0, COUNT - 1)),
        st.tuples(st.just("withdrawn"), st.none()),
        st.tuples(st.just("unended"), st.none()),
    )
    return st.lists(st.lists(happens, max_size=5), min_size=COUNT, max_size=COUNT)


def history(own: list[Draft], ids: list[UUID]) -> list[Event]:
    """The events of a proposal; 'unended' takes its last end back."""
    begun = at("2026-03-02 10:00")
    events = [Event(1, P.SUBMITTED, begun)]
    ends: list[int] = []
    for place, (what, value) in enumerate(own, 1):
        moment, seq = begun + timedelta(hours=place), len(events) + 1
        if what == "cast":
            events.append(Event(seq, P.VOTES_CAST, moment, payload={"votes": len(value) + 1, "voters": value}))
        elif what == "counted":
            events.append(Event(seq, P.VOTES_COUNTED, moment, payload={"total": value}))
        elif what == "merged":
            events.append(Event(seq, P.MERGED, moment, payload={"into_id": str(ids[value])}))
            ends.append(seq)
        elif what == "withdrawn":
            events.append(Event(seq, P.WITHDRAWN, moment))
            ends.append(seq)
        elif ends:
            events.append(Event(seq, P.VOID, moment, voids_seq=ends.pop()))
    return events


def plain_support(every: list[list[Draft]], own: int) -> int:
    """The same, one proposal after another."""
    family, added = {own}, True
    while added:
        joining = {one for one in range(COUNT) if goes_on_in(every[one]) in family}
        family, added = family | joining, not joining <= family
    votes = sum(total(every[one]) for one in family)
    known = sum((voters(every[one]) for one in family), Counter())
    return max(0, votes - known.total() + len(known))


def goes_on_in(own: list[Draft]) -> int | None:
    ends: list[Draft] = []
    for draft in own:
        if draft[0] in ("merged", "withdrawn"):
            ends.append(draft)
        elif draft[0] == "unended" and ends:
            ends.pop()
    return ends[-1][1] if ends and ends[-1][0] == "merged" else None


def total(own: list[Draft]) -> int:
    found = 0
    for what, value in own:
        found = found + len(value) + 1 if what == "cast" else value if what == "counted" else found
    return found


def voters(own: list[Draft]) -> Counter[str]:
    """How often each known voter stands in the total: once in what was counted, and once a vote since."""
    found: Counter[str] = Counter()
    for what, value in own:
        found = Counter(set(found)) if what == "counted" else found + Counter(value if what == "cast" else ())
    return found


def supports(connection: Connection, ids: list[UUID]) -> list[int]:
    rows = connection.execute(text("SELECT subject_id, support FROM proposal")).all()
    found = {row.subject_id: row.support for row in rows}
    return [found[one] for one in ids]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(every=drafts(), order=st.permutations(range(COUNT)))
def test_the_support_is_what_a_plain_count_says(world: World, every: list[list[Draft]], order: list[int]) -> None:
    """In whatever order they are derived: each one alone must also bring what it goes on in up to date."""
    with world.writer.transaction() as connection:
        begun = [Event(1, P.SUBMITTED, at("2026-03-02 10:00"))]
        ids = world.add(connection, world.a, *[begun] * COUNT, topic=Topic.PROPOSAL)
        for one in order:
            world.append(connection, world.a, ids[one], history(every[one], ids)[1:])
            project(connection, world.a, [ids[one]])
        expected = [plain_support(every, one) for one in range(COUNT)]
        assert supports(connection, ids) == expected
        project(connection, world.a, ids)
        assert supports(connection, ids) == expected
        connection.execute(text("DELETE FROM proposal"))
