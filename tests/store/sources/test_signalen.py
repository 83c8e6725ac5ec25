"""The CSV set of Signalen to staged events: states, categories, services, places, answers, and what cannot be read."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from config.errors import HelikopterError
from dashboard.store.sources import signalen_files
from dashboard.store.sources.mapping import parse_mapping
from dashboard.store.sources.presets import completed
from dashboard.store.sources.signalen import SIGNALEN, deliver_signalen
from dashboard.store.sources.signalen_steps import Row, routing_steps, split_closing, status_steps

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
MAPPING = (EXAMPLES / "signalen.toml").read_text(encoding="utf-8")
MEANINGS = completed({}, SIGNALEN)["values"]["status"]


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "signalen", tmp_path / "set"))


@pytest.fixture
def tell(clock) -> Callable:
    """What a set gives: (delivery, batches)."""

    def read(location):
        mapping = parse_mapping(MAPPING, "m.toml", SIGNALEN)
        with deliver_signalen(location, mapping, organisation_id=1, clock=clock) as delivery:
            return delivery, list(delivery.batches)

    return read


def change(path: Path, old: str, new: str, times: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8", errors="surrogateescape")


def told_of(batches, key: str) -> list[tuple]:
    """(name within the melding, kind, UTC) of each event."""
    rows = [row for batch in batches for row in batch.events.itertuples() if row.source_key == key]
    return [
        (row.event_key.removeprefix(key + "/"), row.kind, f"{row.occurred_at:%d %H:%M:%S}")
        for row in sorted(rows, key=lambda row: (row.occurred_at, row.event_key))
    ]


def said(batches) -> list[str]:
    found = [(row.line, row.reason, row.params) for batch in batches for row in batch.refusals]
    found += [(row.line, row.kind, row.params) for batch in batches for row in batch.suspicions]
    return [f"{line}: {sentence.format(**params)}" for line, sentence, params in found]


def event(batches, key: str, name: str):
    rows = [row for batch in batches for row in batch.events.itertuples() if row.event_key == f"{key}/{name}"]
    return rows[0]


def test_the_events_of_a_melding(tell, folder):
    _, batches = tell(folder)
    assert told_of(batches, "101") == [
        ("submitted", "submitted", "02 08:15:00"),
        ("category-503", "reclassified", "02 09:30:00"),
        ("deadline-503", "deadline_set", "02 09:30:00"),
        ("service-503", "forwarded", "02 09:30:00"),
        ("place-703", "relocated", "02 09:45:00"),
        ("status-1002", "assigned", "02 10:00:00"),
        ("status-1003", "in_treatment", "03 09:00:00"),
        ("status-1004", "resolved", "05 15:00:00"),
        ("evaluation-20240105150005", "evaluated", "06 19:59:00"),
        ("status-1006", "reopened", "08 08:00:00"),
        ("status-1007", "resolved", "09 12:00:00"),
        ("evaluation-20240109120005", "evaluated", "10 08:00:00"),
    ]
    assert not any(batch.events["inferred"].any() for batch in batches)
    first, moved = event(batches, "101", "submitted"), event(batches, "101", "place-703")
    assert (first.category, first.service, first.area, first.channel, first.melding_kind) == (
        "wegen-en-straatmeubilair.verzakking", "wegen", "centrum", "web", "melding",
    )  # fmt: skip
    assert f"{first.deadline:%m-%d}" == "01-16"
    assert (first.lon, first.lat, moved.lon, moved.lat, moved.area) == (3.7212, 51.0541, 3.725, 51.055, "noord")
    assert event(batches, "101", "category-503").category == "afval.grofvuil"
    assert event(batches, "101", "service-503").service == "reiniging"
    assert event(batches, "101", "status-1006").actor_role == "citizen"  # who had asked for it
    assert json.loads(event(batches, "101", "evaluation-20240105150005").extra) == {
        "ref": "20240105150005", "resolved": False,
    }  # fmt: skip


def test_routing_is_the_systems_assignment_and_a_mapping_can_say_otherwise(tell, folder):
    _, batches = tell(folder)
    assert told_of(batches, "102") == [
        ("submitted", "submitted", "02 18:48:00"),
        ("routing-1", "assigned", "02 18:48:02"),
        ("status-1009", "waiting_on_citizen", "03 08:00:00"),
        ("routing-2", "forwarded", "03 11:00:00"),
        ("status-1010", "in_treatment", "04 08:00:00"),
        ("status-1011", "in_treatment", "04 09:00:00"),  # ingepland, by the mapping of the example
    ]
    assert event(batches, "102", "submitted").service == "verlichting"
    assert json.loads(event(batches, "102", "routing-1").extra) == {"by": "system"}
    assert event(batches, "102", "submitted").melding_kind == "vraag"
    assert event(batches, "106", "submitted").melding_kind == "klacht"


def test_a_split_melding_counts_once_and_closes_with_its_last_part(tell, folder):
    _, batches = tell(folder)
    assert told_of(batches, "103")[-1] == ("parts", "closed_unhandled", "07 06:00:00")
    assert told_of(batches, "104") == told_of(batches, "105") == []
    change(folder / "statuses.csv", ",105,a", ",105,b")
    assert [name for name, _, _ in told_of(tell(folder)[1], "103")] == ["submitted"]


def test_what_is_said_of_the_example(tell, folder):
    delivery, batches = tell(folder)
    assert said(batches) == [
        "0: 1 rows of statuses.csv are about meldingen that signals.csv does not have; they are not used.",
        "6: 2 parts of split meldingen are not counted apart: the melding that was split is. The first is here.",
        "2: 3 rows have their two coordinates exchanged, which was put right. The first is here.",
        "8: 1 rows have a placeholder as their place; loaded without place. The first is here.",
    ]
    assert [batch.read for batch in batches] == [6, 0]
    assert f"{delivery.as_of():%m-%d %H:%M}" == "01-10 08:00"
    assert "signals.csv: text, text_extra, image, upload, extra_properties, reporter_id" in delivery.dropped_columns
    assert delivery.dropped_columns[-1] == "reporters.csv"
    kept = "".join(batch.events.to_csv() for batch in batches)
    assert not any(word in kept for word in ("0470", "Dorpsstraat", "@", "Nog altijd", "Beste"))


def test_a_corrected_export_is_read_as_well(tell, folder):
    """Latitude under lat and longitude under lng, as one would expect."""
    change(folder / "locations.csv", "3.7212,51.0541", "51.0541,3.7212")
    _, batches = tell(folder)
    assert event(batches, "101", "submitted").lon == 3.7212
    assert "4: 2 rows have their two coordinates exchanged, which was put right. The first is here." in said(batches)


def test_only_three_files_are_needed_and_names_may_begin_with_a_time(tell, folder):
    for name in ("locations.csv", "routing_departments.csv", "kto-feedback-production.csv", "reporters.csv"):
        (folder / name).unlink()
    for path in list(folder.iterdir()):
        path.rename(folder / f"060000UTC_{path.name}")
    _, batches = tell(folder)
    assert [name for name, _, _ in told_of(batches, "106")] == ["submitted"]
    assert sum(len(batch.events) for batch in batches) == 16


def test_a_zip_file_tells_the_same(tell, folder, tmp_path):
    with ZipFile(tmp_path / "dwh.zip", "w") as packed:
        for path in folder.iterdir():
            packed.write(path, f"map/{path.name}")
    assert told_of(tell(tmp_path / "dwh.zip")[1], "101") == told_of(tell(folder)[1], "101")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("statuses.csv", ",101,b", ",101,zoek", "2: statuses.csv, 4: state: the state zoek is not in the mapping"),
        ("statuses.csv", "2024-01-03 09:00:00.123456+00", "2024-31-31", "2: statuses.csv, 4: created_at: 2024-31-31"),
        ("statuses.csv", "2024-01-03 09:00:00.123456+00", "", "2: There is no date in column statuses.csv, 4"),
        ("categories.csv", "2024-01-05 08:15:00.123456+00", "1900-01-05 08:15:00", "2: categories.csv, 4: deadline"),
        ("signals.csv", "+00,,2024-01-02 08:15:00", "+00,,2024-31-31 08:15:00", "2: created_at: 2024-31-31"),
        ("statuses.csv", "1002,", "1002,,", "3: statuses.csv: this line has 12 columns instead of 11."),
    ],
)  # fmt: skip
def test_a_melding_is_refused_with_the_line_of_its_file(tell, folder, file, old, new, sentence):
    change(folder / file, old, new)
    _, batches = tell(folder)
    assert [line for line in said(batches) if line.startswith(sentence)]
    kept = {key for batch in batches for key in batch.events["source_key"]}
    assert kept == ({"101", "102", "103", "106"} if "columns" in sentence else {"102", "103", "106"})


def cut_in_a_text(folder):
    change(folder / "signals.csv", '0470 12 34 56"', "0470 12 34 56")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda folder: (folder / "statuses.csv").unlink(), "set has no statuses.csv"),
        (lambda folder: shutil.copy(folder / "statuses.csv", folder / "1_statuses.csv"), "more than one statuses.csv"),
        (lambda folder: change(folder / "statuses.csv", ",state\n", ",status\n"), "has no column state"),
        (lambda folder: (folder / "statuses.csv").write_text(""), "statuses.csv is empty"),
        (lambda folder: (folder / "statuses.csv").write_bytes(b"PK\x03\x04"), "spreadsheet or zip file"),
        (lambda folder: change(folder / "statuses.csv", "Beste", " " * 70_000 + "\udcff"), "is not written in"),
        (cut_in_a_text, "a quotation mark opened on or after line"),
        (lambda folder: (folder / "signals.csv").write_text("id,created_at\n"), "has a header but no rows"),
        (shutil.rmtree, "There is no folder or zip file set"),
    ],
)
def test_a_set_that_is_not_whole_is_refused(tell, folder, damage, sentence):
    damage(folder)
    with pytest.raises(HelikopterError) as raised:
        tell(folder)
    assert sentence in raised.value.text("en")
    assert raised.value.text("nl") != raised.value.text("en")


def test_a_damaged_or_too_large_zip_file(tell, folder, tmp_path, monkeypatch):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(HelikopterError, match="is not a zip file, or is damaged"):
        tell(tmp_path / "a.zip")
    monkeypatch.setattr(signalen_files, "LARGEST_SET", 10)
    with ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.write(folder / "signals.csv", "signals.csv")
    with pytest.raises(HelikopterError, match="unpacks to more than"):
        tell(tmp_path / "b.zip")


def test_a_file_without_a_last_line_end_is_said(tell, folder):
    path = folder / "statuses.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert "20: statuses.csv: its last line has no line end; the file may be cut off." in said(tell(folder)[1])


def rows(*told) -> list[Row]:
    return [Row(str(n), np.datetime64("2024-01-01") + n, n, one) for n, one in enumerate(told, 1)]


def states(*codes) -> list[tuple]:
    steps = status_steps(rows(*({"state": code} for code in codes)), MEANINGS)
    return [(step.kind.value, step.more.get("actor_role")) for step in steps]


@pytest.mark.parametrize(
    ("codes", "steps"),
    [
        (["m", "b", "o"], ["in_treatment", "resolved"]),
        (["m", "o", "reopen requested", "o"], ["resolved", "resolved"]),  # asked, and not granted
        (["o", "reopen requested", "reopened"], ["resolved", "reopened by citizen"]),
        (["o", "reopened", "reopened", "b"], ["resolved", "reopened by service", "in_treatment"]),
        (["a", "b", "o"], ["closed_unhandled", "reopened by service", "resolved"]),  # back in treatment reopens
        (["o", "reopen requested", "o", "reopened"], ["resolved", "resolved", "reopened by service"]),
        (["reopened", "m"], []),
        (["m", "sent", "done external", "closure requested"], ["in_execution", "in_treatment", "in_treatment"]),
    ],
)
def test_states_to_steps(codes, steps):
    assert [f"{kind} by {actor}" if actor else kind for kind, actor in states(*codes)] == steps


def test_routing_after_handling_began_is_forwarding():
    steps = status_steps(rows({"state": "b"}), MEANINGS)
    told = list(routing_steps(rows({"service": "a"}, {"service": "a"}, {"service": "b"})[1:], steps))
    assert [step.kind.value for step in told] == ["forwarded", "forwarded"]


def test_a_split_melding_without_parts_or_with_an_open_one_stays_open():
    done, busy = (status_steps(rows({"state": state}), MEANINGS) for state in ("o", "b"))
    assert split_closing([]) is split_closing([done, busy]) is split_closing([done, []]) is None
