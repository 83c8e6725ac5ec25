"""Proposals, activities and the other topics come in by the same loader, refer to each other, and can be taken out."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from config.errors import ImportRefused
from config.topics import Topic
from dashboard.store.check import rebuild
from queries.tables import DERIVED_OF
from tests.deliveries import Town, counts, melding, step


def told(topic: str, key: str, kind: str, day: str, name: str | None = None, **more: Any) -> dict[str, Any]:
    """An event on a day at ten; its columns are those of the delivery, everything else a detail."""
    names = ("title", "theme", "area", *(["channel"] if topic == "contact" else []))
    columns = {name: more.pop(name) for name in names if name in more}
    return step(key, kind, f"{day} 10:00", name, topic=topic, **columns, extra=more or None)


def proposal(key: str, kind: str, day: str, name: str | None = None, **more: Any) -> dict[str, Any]:
    return told("proposal", key, kind, day, name, **more)


EVERYTHING = [
    proposal("P-1", "proposal_submitted", "2026-03-02", title="Plein", theme="groen", area="C", estimates={"trees": 3}),
    proposal("P-1", "proposal_published", "2026-03-04"),
    proposal("P-1", "votes_cast", "2026-03-05", votes=2, voters=["a1", "b2"]),
    proposal("P-1", "selection_made", "2026-04-01", outcome="selected", activity="A-1", motivation="Veel steun"),
    proposal("P-1", "selection_published", "2026-04-02"),
    proposal("P-1", "outcome_measured", "2026-05-02", indicator="trees", value=4),
    proposal("P-1", "photo_added", "2026-03-02", photo="0f"),
    proposal("P-2", "proposal_submitted", "2026-03-03", title="Pleintje"),
    proposal("P-2", "proposal_merged", "2026-03-06", into="P-1"),
    told("contact", "C-1", "contact_made", "2026-03-02", channel="telefoon", answered=False, melding="M-1"),
    told("participant", "d-4", "participant_joined", "2026-03-02", phase="raadplegen"),
    told("participant", "d-4", "participant_active", "2026-03-30", phase="mee_beslissen", activity="A-1"),
    told("participant", "d-4", "theme_followed", "2026-03-31", theme="groen", follows=True),
    told("communication", "X-1", "communication_planned", "2026-03-02", channel="gemeenteblad"),
    told("deliverable", "D-1", "deliverable_planned", "2026-03-02", title="Opleiding"),
    told("activity", "A-1", "activity_planned", "2026-03-10", activity_kind="working_group", phase="mee_beslissen"),
    told("activity", "A-1", "activity_led_to", "2026-04-01", proposals=["P-2", "P-1"]),
]
"""Of every topic something; who refers stands before what is referred to."""


def subjects(town: Town) -> dict[str, UUID]:
    return dict(town.rows("SELECT source_key, subject_id FROM subject WHERE organisation_id = :o"))


def one(town: Town, statement: str) -> tuple:
    (row,) = town.rows(statement)
    return row


def test_one_delivery_of_several_topics(town: Town) -> None:
    report = town.load(EVERYTHING)
    assert counts(report)[0] == 7, "every subject is derived; M-1 is only referred to"
    known = subjects(town)
    assert one(town, "SELECT activity_id FROM selection WHERE organisation_id = :o") == (known["A-1"],)
    assert one(town, "SELECT proposal_ids FROM activity WHERE organisation_id = :o") == (
        sorted([known["P-1"], known["P-2"]]),
    )
    assert one(
        town, "SELECT merged_into_id, stage FROM proposal WHERE organisation_id = :o AND title = 'Pleintje'"
    ) == (
        known["P-1"],
        "merged",
    )
    theme = (
        "SELECT t.code, p.votes FROM proposal p JOIN theme t USING (organisation_id, theme_id) WHERE p.title = 'Plein'"
    )
    assert one(town, f"{theme} AND organisation_id = :o") == ("groen", 2)
    assert one(town, "SELECT themes_followed FROM participant WHERE organisation_id = :o") == ([1],)
    touched = town.rows("SELECT DISTINCT topic FROM outbox WHERE organisation_id = :o ORDER BY 1")
    assert [topic for (topic,) in touched] == sorted(set(Topic) - {Topic.MELDING})
    assert town.damage() == []


def test_what_was_referred_to_first_is_the_same_when_it_comes(town: Town) -> None:
    town.load(EVERYTHING)
    assert one(town, "SELECT melding_id FROM contact WHERE organisation_id = :o") == (subjects(town)["M-1"],)
    town.load(melding("M-1", "2026-03-02", "2026-03-09"))
    linked = "SELECT m.stage FROM contact c JOIN melding m ON m.subject_id = c.melding_id WHERE c.organisation_id = :o"
    assert one(town, linked) == ("resolved",)
    assert town.damage() == []


def test_told_again_nothing_changes_and_taken_out_nothing_counts(town: Town) -> None:
    first = town.load(EVERYTHING)
    assert counts(town.load(EVERYTHING, snapshot=False)) == (0, 0, 7, 0)
    town.void(first)
    for table in (table for tables in DERIVED_OF.values() for table in tables):
        assert town.rows(f"SELECT count(*) FROM {table.name} WHERE organisation_id = :o") == [(0,)], table.name
    assert town.damage() == []


def test_a_merge_is_undone_by_taking_it_out(town: Town) -> None:
    town.load(EVERYTHING[:8])
    merged = town.load(EVERYTHING[7:9], snapshot=False)
    town.void(merged)
    stages = town.rows("SELECT stage, merged_into_id FROM proposal WHERE organisation_id = :o ORDER BY title DESC")
    assert stages == [("submitted", None), ("selected", None)]


def snapshot(day: str, total: int) -> list[dict[str, Any]]:
    """A list of proposals as it stands on a day, with running totals."""
    return [
        proposal("P-1", "proposal_submitted", "2026-03-02", title="Plein"),
        proposal("P-1", "votes_counted", day, f"votes/{day}", total=total),
    ]


def test_snapshots_of_the_same_list_become_growth(town: Town) -> None:
    town.load(snapshot("2026-03-05", 10))
    town.load(snapshot("2026-03-12", 17))
    town.load(snapshot("2026-03-19", 16))
    growth = town.rows("SELECT votes, total FROM vote WHERE organisation_id = :o ORDER BY day")
    assert growth == [(10, 10), (7, 17), (-1, 16)]


REFUSED = {
    "kind of another topic": [step("P-1", "submitted", "2026-03-02", topic="proposal")],
    "unknown topic": [step("P-1", "proposal_submitted", "2026-03-02", topic="petition")],
    "not without its topic": [step("P-1", "proposal_submitted", "2026-03-02")],
    "details": [EVERYTHING[0], proposal("P-1", "votes_cast", "2026-03-05", votes="2")],
    "public too soon": [EVERYTHING[0], proposal("P-1", "selection_published", "2026-11-23")],
    "details without names": [EVERYTHING[0], EVERYTHING[1] | {"extra": "[1]"}],
    "a name for a person": [told("participant", "Jan Peeters", "participant_joined", "2026-03-02", phase="raadplegen")],
    "one key for two things": [
        EVERYTHING[0],
        told("deliverable", "P-1", "deliverable_planned", "2026-03-02", title="x"),
    ],
    "a reference to something else": [EVERYTHING[0], proposal("P-2", "proposal_merged", "2026-03-05", into="A-1")],
}
SAID = {
    "kind of another topic": "Regel 2: een gebeurtenis van een onbekende soort.",
    "unknown topic": "Regel 2: een gebeurtenis van een onbekende soort.",
    "not without its topic": "Regel 2: een gebeurtenis van een onbekende soort.",
    "details": "Regel 3: votes bij votes_cast is niet leesbaar: 2.",
    "public too soon": "Regel 3: een publicatie die nog moet komen; lever ze aan zodra ze gebeurd is.",
    "details without names": "Regel 3: een gebeurtenis met bijzonderheden zonder naam.",
    "a name for a person": "Regel 2: een deelnemer is bekend onder een pseudoniem, nooit onder een naam.",
    "one key for two things": "De sleutel P-1 staat voor meer dan één ding: deliverable, proposal.",
    "a reference to something else": "De sleutel A-1 staat voor meer dan één ding: activity, proposal.",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_could_count_is_refused_as_a_whole(town: Town, name: str) -> None:
    town.load([EVERYTHING[-2]])
    with pytest.raises(ImportRefused) as refused:
        town.load(REFUSED[name], snapshot=False)
    assert refused.value.text("nl") == f"{SAID[name]} Er is niets gewijzigd."
    assert town.rows("SELECT count(*) FROM event WHERE organisation_id = :o") == [(1,)]


def test_damage_to_every_table_is_found_and_repaired(town: Town) -> None:
    """Each row goes to a subject that does not exist: what is missing and what is surplus are both found."""
    town.load(EVERYTHING)
    beside = [table.name for topic in Topic if topic is not Topic.MELDING for table in DERIVED_OF[topic]]
    with town.writer.transaction() as connection:
        for table in beside:
            connection.execute(
                text(f"UPDATE {table} SET subject_id = gen_random_uuid() WHERE organisation_id = :o"), {"o": town.id}
            )
    found = town.damage()
    assert {table: sum(f" {table} " in line for line in found) for table in beside} == dict.fromkeys(beside, 2)
    with town.writer.transaction() as connection:
        rebuild(connection)
    assert town.damage() == []
