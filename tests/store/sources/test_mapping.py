from pathlib import Path

import pytest

from config.errors import ImportRefused
from dashboard.store.sources.mapping import parse_mapping, read_mapping
from dashboard.store.sources.presets import completed

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"

# what is changed in the small mapping, and what the message must name
MISTAKES = [
    ('name = "Desk"', 'name = "Desk"\nnaam = "x"', ["source.naam", "code, name, snapshot"]),
    ('separator = ";"', 'separator = ";"\ndecimal = ";"', ["file.decimal", "., ,"]),
    ('separator = ";"', 'separator = ";;"', ["file.separator"]),
    ('separator = ";"', 'encoding = "klingon"', ["file.encoding", "klingon", "utf-8-sig"]),
    ('separator = ";"', 'encoding = "base64"', ["file.encoding", "base64"]),
    ('separator = ";"', 'header_row = "first"', ["file.header_row", "first"]),
    ('separator = ";"', "empty = 3", ["file.empty", "3"]),
    ('source_key = "id"', "", ["columns.source_key"]),
    ('source_key = "id"', "source_key = 7", ["columns.source_key", "7"]),
    ('source_key = "id"', 'source_key = "id"\nx = "lon"', ["columns", "lon"]),
    ('lat = "lat"', "", ["columns", "point"]),
    ('"%Y-%m-%d %H:%M"', '"%H:%M"', ["dates.formats.1", "%H:%M", "excel"]),
    ("[dates]", '[dates]\ntime_zone = "Brussel"', ["dates.time_zone", "Brussel", "Europe/Brussels"]),
    ("[dates]", '[dates]\nambiguous = "third"', ["dates.ambiguous", "third", "first, second"]),
    ("[dates]", '[dates]\nas_of = "gisteren"', ["dates.as_of"]),
    ("[dates]", '[place]\ncrs = "EPSG:28992"\n[dates]', ["place.crs", "EPSG:31370"]),
    ("[dates]", "[place]\nswap = 3\n[dates]", ["place.swap"]),
    ("[dates]", "[place]\nbox = [1, 2, 3]\n[dates]", ["place.box"]),
    ('"Done" = "resolved"', '"Done" = "klaar"', ["values.status.Done", "klaar", "resolved"]),
    ('"Done" = "resolved"', '"Done" = "submitted"', ["values.status.Done", "submitted"]),
    ("[values.status]", '[values]\nclosed = "open"\n[values.status]', ["values.closed", "open"]),
    ("[values.status]", "[values.channel]\nWeb = 3\n[values.status]", ["values.channel.Web", "3"]),
    ("[values.status]", '[values.melding_kind]\nK = "x"\n[values.status]', ["values.melding_kind.K", "klacht"]),
    ("[dates]", '[[events]]\ncolumn = "a"\nkind = "void"\n[dates]', ["events.1", "void", "in_treatment"]),
    ("[dates]", '[[events]]\ncolumn = "a"\nkind = "citizen_notified"\n[dates]', ["events.1", "moment"]),
    (
        "[dates]",
        '[[events]]\ncolumn = "a"\nkind = "decided"\ndetails = {x = "y"}\n[dates]',
        ["events.1", "x", "result"],
    ),
    ("[dates]", '[[events]]\ncolumn = "a"\nkind = "decided"\ndetails = {result = "y"}\n[dates]', ["y", "approved"]),
    ("[dates]", "[checks]\nmost_refused = 2\n[dates]", ["checks.most_refused", "2"]),
    ('code = "town"', 'code = "Onze stad"', ["organisation.code"]),
    ("[organisation]", "[organisatie]", ["organisati"]),
    ("[dates]", "[dates", ["TOML", "line"]),
]


@pytest.mark.parametrize(("old", "new", "named"), MISTAKES, ids=[new[:40] or old for old, new, _ in MISTAKES])
def test_a_mistake_is_named_with_what_is_allowed(mapping_text, old, new, named):
    with pytest.raises(ImportRefused) as raised:
        parse_mapping(mapping_text.replace(old, new, 1), "m.toml")
    dutch, english = raised.value.text("nl"), raised.value.text("en")
    assert dutch != english
    for text in (dutch, english):
        assert "m.toml" in text
        assert "{" not in text.replace("{code", "")
    for word in named:
        assert word in english


def test_a_state_needs_its_values(mapping_text):
    without = mapping_text[: mapping_text.index("[values.status]")]
    with pytest.raises(ImportRefused, match=r"values\.status"):
        parse_mapping(without, "m.toml")


def test_a_missing_or_unreadable_mapping_is_said(tmp_path):
    with pytest.raises(ImportRefused, match="does not exist"):
        read_mapping(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ImportRefused, match="cannot be read as text"):
        read_mapping(tmp_path / "b.toml")


def test_a_preset_is_filled_in_replaced_added_to_and_taken_away():
    said = {
        "columns": {"service": "", "area": "ward"},
        "file": {"personal": ["pet"]},
        "dates": {"formats": ["%Y-%m-%d"]},
    }
    told = completed(said | {"values": {"status": {"busy": "in_treatment"}}}, "georeport")
    assert (told["columns"]["source_key"], told["columns"]["area"]) == ("service_request_id", "ward")
    assert "service" not in told["columns"]
    assert {"description", "pet"} <= set(told["file"]["personal"])
    assert told["dates"]["formats"] == ["%Y-%m-%d"]
    assert told["values"]["status"] == {"open": "open", "closed": "resolved", "busy": "in_treatment"}
    assert completed(said, "csv") == said


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.name)
def test_the_examples_of_the_documentation_are_right(path):
    assert read_mapping(path, path.stem).source.code
