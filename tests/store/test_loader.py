"""A delivery and the next: what is told again, differently, no longer, in parts, by another source."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.errors import ImportRefused, NotFound
from config.ids import derived_id, milliseconds_of
from dashboard.store.loader import MERGING, PROJECTING, READING, load
from dashboard.store.project import project
from dashboard.store.staging import Batch, Delivery, Refusal
from tests.conftest import NOW
from tests.deliveries import Town, batch, frame, instant, melding, step

TWO = melding("a", "2026-03-02 10:00", "2026-03-05 10:00") + melding("b", "2026-03-03 10:00")


def counts(report):
    return report.loaded, report.updated, report.unchanged, report.events


def stages(town, source="csv"):
    return {key: row[6] for key, row in town.state(source).items()}


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
CLOSED_AGAIN = melding("a", "2026-03-02 10:00", "2026-03-25 10:00")


def test_a_closing_no_longer_told_was_followed_by_a_reopening(town):
    town.load(CLOSED, as_of=instant("2026-03-10"))
    assert counts(town.load(OPEN, as_of=AS_OF)) == (0, 1, 0, 1)
    assert [row[1:] for row in town.live()][1:] == [("resolved", "2026-03-05 10:00"), ("reopened", "2026-03-20 08:00")]
    assert town.state()["a"][9:12] == (True, 1, 1)
    assert town.rows("SELECT inferred FROM event WHERE organisation_id = :o AND kind = 'reopened'") == [(True,)]
    assert counts(town.load(OPEN, as_of=instant("2026-03-21"))) == (0, 0, 1, 0)


def test_closed_again_at_a_later_date_is_a_second_closing(town):
    for told in (CLOSED, OPEN):
        town.load(told, as_of=AS_OF)
    assert counts(town.load(CLOSED_AGAIN)) == (0, 1, 0, 1)
    assert town.state()["a"][9:12] == (False, 2, 1)
    assert counts(town.load(CLOSED_AGAIN)) == (0, 0, 1, 0)
    assert town.damage() == []


def test_a_third_closing_and_a_correction_of_it(town):
    for told, as_of in ((CLOSED, AS_OF), (OPEN, AS_OF), (CLOSED_AGAIN, AS_OF), (OPEN, instant("2026-04-01"))):
        town.load(told, as_of=as_of)
    assert town.state()["a"][9:12] == (True, 2, 2)
    town.load(melding("a", "2026-03-02 10:00", "2026-04-05"))
    assert town.state()["a"][9:12] == (False, 3, 2)
    town.load(melding("a", "2026-03-02 10:00", "2026-04-07"))
    assert town.state()["a"][9:12] == (False, 3, 2)
    assert town.state()["a"][13] == instant("2026-04-07")
    assert counts(town.load(melding("a", "2026-03-02 10:00", "2026-04-07"))) == (0, 0, 1, 0)


def test_the_same_closing_told_again_takes_the_reopening_back(town):
    """One export without closing dates must not leave every melding open."""
    town.load(CLOSED, as_of=AS_OF)
    before = town.state()
    town.load(OPEN, as_of=AS_OF)
    assert counts(town.load(CLOSED, as_of=AS_OF)) == (0, 1, 0, 1)
    assert town.state() == before
    assert counts(town.load(CLOSED, as_of=AS_OF)) == (0, 0, 1, 0)
    town.load(OPEN, as_of=instant("2026-04-01"))
    assert town.live()[-1][1:] == ("reopened", "2026-04-01 00:00")


def test_a_later_closing_before_the_supposed_reopening_is_a_second_one(town):
    """The file said 'open' some hours before the moment it was taken to speak of."""
    for told in (CLOSED, OPEN):
        town.load(told, as_of=AS_OF)
    town.load(melding("a", "2026-03-02 10:00", "2026-03-20 07:00"), as_of=AS_OF)
    assert town.state()["a"][9:12] == (False, 2, 1)
    assert [row[1:] for row in town.live()][1:] == [
        ("resolved", "2026-03-05 10:00"),
        ("reopened", "2026-03-20 06:59"),
        ("resolved", "2026-03-20 07:00"),
    ]


def test_an_earlier_closing_before_the_supposed_reopening_is_a_correction(town):
    for told in (CLOSED, OPEN):
        town.load(told, as_of=AS_OF)
    town.load(melding("a", "2026-03-02 10:00", "2026-03-04 10:00"), as_of=AS_OF)
    assert town.state()["a"][9:12] == (False, 1, 0)


def test_back_to_the_first_closing_after_a_second(town):
    town.load(CLOSED, as_of=AS_OF)
    before = town.state()
    for told in (OPEN, CLOSED_AGAIN):
        town.load(told, as_of=AS_OF)
    town.load(CLOSED, as_of=instant("2026-03-26"))
    assert town.state() == before


def test_an_older_delivery_undoes_nothing(town):
    town.load(CLOSED, as_of=instant("2026-03-15"))
    before = town.state()
    report = town.load([*OPEN, *melding("b", "2026-03-03 10:00")], as_of=instant("2026-03-05"))
    assert town.state()["a"] == before["a"]
    assert "b" in town.state()
    assert "een latere levering" in report.text("nl")


def test_reopenings_that_nobody_told_are_named(town):
    town.load(CLOSED, as_of=instant("2026-03-10"))
    assert "tellen als heropend" in town.load(OPEN, as_of=AS_OF).text("nl")


def test_something_of_next_year_is_refused(town):
    with pytest.raises(ImportRefused, match="still to come"):
        town.load(melding("a", "2099-03-02 10:00"))
    assert town.state() == {}


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
    assert "Of 1 meldingen something was told, but not their receipt" in report.text("en")
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


def left(town):
    tables = ("subject", "event", "melding", "category", "outbox", "calendar")
    return {name: town.rows(f"SELECT count(*) FROM {name} WHERE organisation_id = :o")[0][0] for name in tables}


NOTHING = dict.fromkeys(("subject", "event", "melding", "category", "outbox", "calendar"), 0)


def failing(error):
    yield batch(TWO)
    raise error


def test_a_refusal_halfway_leaves_nothing_but_its_record(town):
    broken = Delivery(town.id, "csv", "CSV", failing(ImportRefused()), file_name="m.csv")
    with pytest.raises(ImportRefused):
        load(town.writer, town.clock, broken)
    assert left(town) == NOTHING
    [(state, report, name)] = town.rows("SELECT state, report, file_name FROM import_run WHERE organisation_id = :o")
    assert (state, name, report["read"], report["loaded"]) == ("refused", "m.csv", 2, 0)
    assert report["problem"]["reason"] == ImportRefused.message
    assert counts(town.load(TWO)) == (2, 0, 0, 3)


def test_any_other_error_halfway_leaves_nothing_at_all(town):
    broken = Delivery(town.id, "csv", "CSV", failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        load(town.writer, town.clock, broken)
    assert left(town) == NOTHING
    assert town.rows("SELECT 1 FROM import_run WHERE organisation_id = :o") == []


def test_a_delivery_without_one_readable_row_is_refused(town):
    with pytest.raises(ImportRefused, match="None of the 3 rows"):
        town.load(Batch(frame([]), 3, [Refusal(2, "x"), Refusal(3, "x"), Refusal(4, "x")]))
    assert left(town) == NOTHING


def test_an_unknown_organisation_is_said(town):
    with pytest.raises(NotFound):
        load(town.writer, town.clock, Delivery(2_000_000_000, "csv", "CSV", [batch(TWO)]))


@pytest.fixture(scope="module")
def settled(shared_writer):
    """A town that has its meldingen, and refuses everything that follows."""
    town = Town(shared_writer, FixedClock(NOW))
    town.load(TWO)
    return town


@pytest.fixture(scope="module")
def bare(shared_writer):
    """A town that refuses its first delivery."""
    return Town(shared_writer, FixedClock(NOW))


WRONG = {
    "Line 2: an event of an unknown kind": [step("a", "void", "2026-03-02")],
    "Line 3: an event of an unknown kind": [*OPEN, step("a", "no_such_kind", "2026-03-02")],
    "Line 2: an event without a key, a melding": [step("a", "submitted", "2026-03-02") | {"source_key": None}],
    "Line 2: an event without a key": [step("a", "submitted", "2026-03-02") | {"event_key": ""}],
    "Line 2: an event without": [step("a", "submitted", "2026-03-02") | {"occurred_at": None}],
    "Line 2: an event with details": [step("a", "submitted", "2026-03-02", extra=[1])],
    "Line 2: a date before 1900": [step("a", "submitted", "1899-12-31 23:59")],
    "Line 2: a date .* after 2299": [step("a", "submitted", "2026-03-02", deadline=instant("2300-01-01"))],
}


@pytest.mark.parametrize("says", WRONG)
@pytest.mark.parametrize("which", ["bare", "settled"])
def test_an_event_that_nobody_could_count_refuses_the_delivery(request, which, says):
    town = request.getfixturevalue(which)
    before = left(town)
    with pytest.raises(ImportRefused, match=says):
        town.load(WRONG[says])
    assert left(town) == before


@pytest.mark.parametrize("which", ["bare", "settled"])
def test_an_event_told_twice_refuses_the_delivery(request, which):
    town = request.getfixturevalue(which)
    before = left(town)
    with pytest.raises(ImportRefused, match=r"a/submitted.* already exists|a/submitted is told twice"):
        town.load([step("a", "submitted", "2026-03-02"), step("a", "submitted", "2026-03-03")])
    assert left(town) == before


def test_an_event_key_of_another_melding_is_refused(town):
    town.load(TWO)
    before = town.state()
    stolen = [*OPEN, step("b", "submitted", "2026-03-03 10:00") | {"event_key": "a/closed"}]
    with pytest.raises(ImportRefused, match="already exists"):
        town.load(stolen)
    assert town.state() == before


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
