"""A delivery and the next: what is told again, differently, no longer, in parts, by another source."""

from datetime import timedelta

from sqlalchemy import text

from config.clock import FixedClock
from config.ids import derived_id, milliseconds_of
from dashboard.store.loader import MERGING, PROJECTING, READING, load
from dashboard.store.project import project
from tests.deliveries import Town, batch, counts, instant, melding, stages, step

TWO = melding("a", "2026-03-02 10:00", "2026-03-05 10:00") + melding("b", "2026-03-03 10:00")


def test_a_first_delivery(town):
    report = town.load(TWO)
    assert (report.read, *counts(report)) == (2, 2, 0, 0, 3)
    assert stages(town) == {"a": "resolved", "b": "submitted"}
    assert town.damage() == []


def test_a_melding_has_the_id_that_its_source_gives_it(town):
    town.load(TWO)
    expected = derived_id(milliseconds_of(instant("2026-03-02 10:00")), town.code, "csv", "a")
    assert town.state()["a"][0] == expected


def test_the_same_again_changes_nothing(town):
    town.load(TWO)
    before = town.state()
    assert counts(town.load(TWO)) == (0, 0, 2, 0)
    assert town.state() == before


def test_the_order_of_batches_and_rows_changes_nothing(town):
    town.load(TWO)
    assert counts(town.load(TWO[2:], TWO[1::-1])) == (0, 0, 2, 0)


def test_the_time_zone_of_the_session_changes_nothing(town):
    town.load(melding("a", "2026-03-02 10:00", deadline=instant("2026-04-02 21:59:59")))
    with town.writer.engine.connect() as connection:
        connection.execute(text("SET timezone = 'Pacific/Auckland'"))
        connection.commit()
    assert counts(town.load(melding("a", "2026-03-02 10:00", deadline=instant("2026-04-02 21:59:59")))) == (0, 0, 1, 0)


def test_another_date_voids_the_old_event_and_appends_a_revision(town):
    town.load(TWO)
    moved = melding("a", "2026-03-02 10:00", "2026-03-06 10:00") + melding("b", "2026-03-03 10:00")
    assert counts(town.load(moved)) == (0, 1, 1, 2)
    assert ("a/closed", "resolved", "2026-03-06 10:00") in town.live()
    assert len(town.live()) == 3
    revisions = town.rows("SELECT revision FROM event WHERE organisation_id = :o AND source_event_key = 'a/closed'")
    assert sorted(revisions) == [(0,), (1,)]
    assert counts(town.load(moved)) == (0, 0, 2, 0)
    assert town.damage() == []


CHANGES = [
    {"category": "put"},
    {"title": "Anders"},
    {"number": "2026-1"},
    {"service": "groen"},
    {"area": "haven"},
    {"channel": "web"},
    {"lon": 3.7, "lat": 51.05},
    {"deadline": instant("2026-03-09")},
    {"melding_kind": "klacht"},
    {"actor_role": "system"},
    {"extra": {"by": "service"}},
]


def test_any_other_value_is_an_update(town):
    plain = [event for number in range(len(CHANGES)) for event in melding(str(number), "2026-03-02 10:00")]
    town.load(plain)
    changed = [
        plain[number] | step(str(number), "submitted", "2026-03-02 10:00", **change)
        for number, change in enumerate(CHANGES)
    ]
    assert counts(town.load(changed)) == (0, len(CHANGES), 0, 2 * len(CHANGES))
    assert counts(town.load(changed)) == (0, 0, len(CHANGES), 0)
    assert counts(town.load(changed, melding("new", "2026-03-02"))) == (1, 0, len(CHANGES), 1)
    assert town.damage() == []


def test_a_changed_category_is_the_one_that_counts(town):
    town.load(melding("a", "2026-03-02 10:00"))
    town.load([step("a", "submitted", "2026-03-02 10:00", category="put")])
    assert town.state()["a"][3] == "put"


def test_another_outcome_under_the_same_key(town):
    town.load(TWO)
    town.load(melding("a", "2026-03-02 10:00", "2026-03-05 10:00", "withdrawn"))
    assert stages(town)["a"] == "withdrawn"
    assert [kind for key, kind, _ in town.live() if key == "a/closed"] == ["withdrawn"]


OPEN, CLOSED = melding("a", "2026-03-02 10:00"), melding("a", "2026-03-02 10:00", "2026-03-05 10:00")
AS_OF = instant("2026-03-20 08:00")


def test_what_a_delivery_tells_is_never_later_than_its_own_moment(town):
    town.load(CLOSED, as_of=instant("2026-03-04"))
    assert town.rows("SELECT as_of FROM source WHERE organisation_id = :o") == [(instant("2026-03-05 10:00"),)]


def test_a_code_with_another_name_gets_a_new_version(town):
    told = melding("a", "2026-03-02 10:00")
    for name, moment in (("Bomen", "2026-03-03"), ("Bomen", "2026-03-05"), ("Groen", "2026-03-10")):
        town.load(batch(told, names={"category": {"boom": name}}), as_of=instant(moment))
    versions = (
        "SELECT name, valid_from::text, valid_to::text FROM category_version WHERE organisation_id = :o ORDER BY 2"
    )
    assert town.rows(versions) == [("Bomen", "1900-01-01", "2026-03-09"), ("Groen", "2026-03-10", None)]


def test_a_reopening_that_the_source_dates_can_be_withdrawn_too(town):
    told = [*CLOSED, step("a", "reopened", "2026-03-07", "reopened1")]
    town.load(told)
    assert town.state()["a"][9:12] == (True, 1, 1)
    town.load(CLOSED)
    assert town.state()["a"][9:12] == (False, 1, 0)


def test_a_stage_no_longer_told_is_voided(town):
    town.load([*OPEN, step("a", "in_treatment", "2026-03-03")])
    assert stages(town) == {"a": "in_treatment"}
    assert counts(town.load(OPEN)) == (0, 1, 0, 1)
    assert stages(town) == {"a": "submitted"}
    assert [row[0] for row in town.live()] == ["a/submitted"]
    assert town.damage() == []


def test_a_melding_that_is_not_in_a_delivery_stays(town):
    town.load(TWO)
    assert counts(town.load(CLOSED)) == (0, 0, 1, 0)
    assert set(town.state()) == {"a", "b"}


def test_a_partial_delivery_withdraws_nothing(town):
    told = [*CLOSED, step("a", "in_treatment", "2026-03-03")]
    town.load(told, snapshot=False)
    before = town.state()
    assert counts(town.load(OPEN, snapshot=False)) == (0, 0, 1, 0)
    assert town.state() == before


def test_a_melding_told_in_two_parts(town):
    report = town.load(CLOSED[1:], snapshot=False)
    assert counts(report) == (1, 0, 0, 1)
    assert "Of 1 cases something was told, but not how they began" in report.text("en")
    assert town.state() == {}
    assert counts(town.load(CLOSED[:1], snapshot=False)) == (1, 0, 0, 1)
    assert stages(town) == {"a": "resolved"}
    assert counts(town.load(CLOSED, snapshot=False)) == (0, 0, 1, 0)
    assert town.damage() == []


def test_a_closing_without_receipt_is_withdrawn_and_not_reopened(town):
    town.load(CLOSED[1:])
    town.load([step("a", "in_treatment", "2026-03-03")])
    assert [row[0] for row in town.live()] == ["a/in_treatment"]


def test_two_sources_with_the_same_keys_do_not_touch_each_other(town):
    town.load(CLOSED, source="one")
    town.load(OPEN, source="two")
    assert stages(town, "one") | stages(town, "two") == {"a": "submitted"}
    assert stages(town, "one") == {"a": "resolved"}
    town.load(melding("a", "2026-03-02 10:00", "2026-03-09"), source="two")
    assert counts(town.load(CLOSED, source="one")) == (0, 0, 1, 0)
    assert town.state("one")["a"][0] != town.state("two")["a"][0]


def test_two_organisations_with_the_same_keys_do_not_touch_each_other(town, shared_writer, clock):
    other = Town(shared_writer, clock)
    town.load(CLOSED)
    other.load(OPEN)
    assert (stages(town), stages(other)) == ({"a": "resolved"}, {"a": "submitted"})
    other.load(CLOSED)
    assert counts(town.load(CLOSED)) == (0, 0, 1, 0)
    assert town.state()["a"][0] != other.state()["a"][0]


def test_new_codes_get_the_names_of_any_batch(town):
    first = batch(melding("a", "2026-03-02"), names={"category": {"boom": "Bomen"}})
    second = batch(melding("b", "2026-03-02", service="groen"), names={"service": {"groen": "Groendienst"}})
    town.load(first, second)
    found = town.rows(
        "SELECT name FROM category_version WHERE organisation_id = :o UNION ALL "
        "SELECT name FROM service_version WHERE organisation_id = :o"
    )
    assert found == [("Bomen",), ("Groendienst",)]


def test_the_source_is_complete_up_to_its_own_moment_and_never_beyond_now(town, clock):
    town.load(OPEN, as_of=AS_OF)
    assert town.rows("SELECT as_of FROM source WHERE organisation_id = :o") == [(AS_OF,)]
    town.load(OPEN, as_of=AS_OF - timedelta(days=3))
    assert town.rows("SELECT as_of FROM source WHERE organisation_id = :o") == [(AS_OF,)]
    town.load(OPEN, as_of=lambda: clock.now() + timedelta(days=3))
    assert town.rows("SELECT as_of FROM source WHERE organisation_id = :o") == [(clock.now(),)]


def test_a_session_that_has_derived_a_click_can_load(town):
    """Temporary tables were used before with the buffers that a session has by default."""
    town.writer.engine.dispose()
    town.load(OPEN)
    town.writer.engine.dispose()
    [(subject,)] = town.rows("SELECT subject_id FROM melding WHERE organisation_id = :o")
    with town.writer.transaction() as connection:
        assert project(connection, town.id, [subject]) == 1
    assert counts(town.load(CLOSED)) == (0, 1, 0, 1)


def test_an_empty_delivery_is_a_run_as_any_other(town):
    assert counts(town.load()) == (0, 0, 0, 0)
    assert town.rows("SELECT state FROM import_run WHERE organisation_id = :o") == [("merged",)]


def test_progress_is_told_step_by_step(town):
    told = []
    delivery = town.delivery(TWO[:2], TWO[2:])
    load(town.writer, town.clock, delivery, lambda step, done: told.append((step, done)))
    assert told == [(READING, 1), (READING, 2), (MERGING, 2), (PROJECTING, 2)]


def test_instants_before_1970(town):
    town.load(melding("a", "1962-05-01", "1962-05-02"))
    assert stages(town) == {"a": "resolved"}
    assert town.damage() == []


def test_a_later_run_is_recorded_at_its_own_time(town):
    clock = FixedClock(AS_OF)
    town.clock = clock
    town.load(OPEN)
    clock.advance(timedelta(days=1))
    town.load(CLOSED)
    recorded = town.rows("SELECT kind, recorded_at FROM event WHERE organisation_id = :o ORDER BY seq")
    assert recorded == [("submitted", AS_OF), ("resolved", AS_OF + timedelta(days=1))]


def test_a_source_that_begins_to_tell_of_messages_is_judged_on_what_it_told_before(town: Town) -> None:
    """Before the first message it is not known who was told; from then on silence counts."""
    moments = "SELECT count(*) FROM moment WHERE organisation_id = :o"
    town.load(melding("a", "2026-03-02", "2026-03-04"))
    assert town.rows(moments) == [(0,)]
    told = step("b", "citizen_notified", "2026-03-06", extra={"moment": "afgehandeld", "channel": "brief"})
    town.load([*melding("b", "2026-03-03", "2026-03-05"), told])
    assert town.rows(moments) == [(4,)]
    assert town.damage() == []
