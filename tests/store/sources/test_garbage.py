"""Whatever bytes come in: an answer in words, never a traceback."""

import io
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import HelikopterError
from dashboard.store.sources.georeport import GEOREPORT, Asked, deliver_georeport
from dashboard.store.sources.mapping import parse_mapping
from dashboard.store.sources.signalen import SIGNALEN, deliver_signalen
from dashboard.store.sources.tabular import XLSX

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = st.text(st.sampled_from('0123456789-: ;"\n\rOpenDoneé\x00\t,.'), max_size=12)


def answers(call):
    """Either it works, or it says why in both languages; anything else that is raised fails the test."""
    with suppress(HelikopterError):
        call()
        return
    with pytest.raises(HelikopterError) as raised:
        call()
    assert raised.value.text("nl") != raised.value.text("en")


@SLOW
@given(content=st.binary(max_size=400))
def test_bytes(tell, content):
    answers(lambda: tell(content))


@SLOW
@given(content=st.binary(max_size=200))
def test_bytes_after_a_header(tell, table, content):
    answers(lambda: tell(table().encode() + content))


@SLOW
@given(rows=st.lists(st.lists(CELLS, min_size=11, max_size=11), max_size=8))
def test_cells(tell, table, rows):
    answers(lambda: tell(table(*(";".join(cells) for cells in rows))))


@SLOW
@given(content=st.binary(max_size=300))
def test_bytes_as_spreadsheet(tell, content):
    answers(lambda: tell(content, name="f.xlsx", kind=XLSX))
    answers(lambda: tell(b"PK\x03\x04" + content, name="f.xlsx", kind=XLSX))


@SLOW
@given(at=st.integers(0, 6000), byte=st.integers(0, 255))
def test_a_spreadsheet_with_one_byte_wrong(tell, table, row, at, byte):
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    sheet = workbook.add_worksheet()
    for number, line in enumerate(table(row("1")).splitlines()):
        sheet.write_row(number, 0, line.split(";"))
    workbook.close()
    content = bytearray(out.getvalue())
    content[at % len(content)] = byte
    answers(lambda: tell(bytes(content), name="f.xlsx", kind=XLSX))


def georeport(path, clock):
    mapping = parse_mapping((EXAMPLES / "georeport.toml").read_text(encoding="utf-8"), "m.toml", GEOREPORT)
    with deliver_georeport(Asked(str(path)), mapping, organisation_id=1, clock=clock) as delivery:
        list(delivery.batches)


@SLOW
@given(content=st.binary(max_size=300), begin=st.sampled_from([b"", b"[{", b"<?xml version='1.0'?><a>", b"\x1f\x8b"]))
def test_bytes_as_georeport(tmp_path, clock, content, begin):
    (tmp_path / "r").write_bytes(begin + content)
    answers(lambda: georeport(tmp_path / "r", clock))


@SLOW
@given(at=st.integers(0, 2000), byte=st.integers(0, 255))
def test_georeport_with_one_byte_wrong(tmp_path, clock, at, byte):
    content = bytearray((EXAMPLES / "georeport.json").read_bytes())
    content[at % len(content)] = byte
    (tmp_path / "r").write_bytes(content)
    answers(lambda: georeport(tmp_path / "r", clock))


def signalen(folder, clock):
    mapping = parse_mapping((EXAMPLES / "signalen.toml").read_text(encoding="utf-8"), "m.toml", SIGNALEN)
    with deliver_signalen(folder, mapping, organisation_id=1, clock=clock) as delivery:
        list(delivery.batches)


@settings(SLOW, max_examples=30)
@given(name=st.sampled_from(["statuses", "categories", "locations", "signals"]), data=st.data())
def test_a_set_of_signalen_with_one_byte_wrong(tmp_path, clock, name, data):
    folder = Path(shutil.copytree(EXAMPLES / "signalen", tmp_path / "set", dirs_exist_ok=True))
    path = folder / f"{name}.csv"
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    answers(lambda: signalen(folder, clock))


@SLOW
@given(text=st.text(max_size=200))
def test_text_as_mapping(text):
    answers(lambda: parse_mapping(text, "m.toml"))
