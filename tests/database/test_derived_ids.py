"""The id that `config.ids` gives a source's key and the one that a delivery gives it in SQL are the same."""

from datetime import UTC, datetime, timedelta

from config.clock import FixedClock
from config.ids import derived_id, milliseconds_of
from dashboard.store.engine import Writer
from tests.deliveries import Town, melding

RECEIVED = datetime(2026, 3, 2, 10, 0, 0, 123_456, tzinfo=UTC)
KEYS = ["1", "2026/7", "é", "Ω漢", "a b", "x" * 200, *(f"k{number}" for number in range(60))]


def test_sql_and_python_make_the_same_id(writer: Writer, clock: FixedClock) -> None:
    town = Town(writer, clock)
    moments = {key: RECEIVED + timedelta(minutes=number) for number, key in enumerate(KEYS)}
    town.load([step for key, moment in moments.items() for step in melding(key, moment)])
    found = dict(town.rows("SELECT source_key, subject_id FROM subject WHERE organisation_id = :o"))
    assert found == {key: derived_id(milliseconds_of(moment), town.code, "csv", key) for key, moment in moments.items()}


def test_a_link_survives_a_run_that_is_taken_out_and_loaded_again(writer: Writer, clock: FixedClock) -> None:
    town = Town(writer, clock)
    run = town.load(melding("1", "2026-03-02 10:00"))
    before = town.state()["1"][0]
    town.void(run)
    town.load(melding("1", "2026-03-02 10:00"))
    assert town.state()["1"][0] == before
