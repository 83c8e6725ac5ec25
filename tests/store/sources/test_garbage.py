"""Whatever bytes come in: an answer in words, never a traceback."""

import io
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import HelikopterError
from dashboard.store.sources.mapping import parse_mapping
from dashboard.store.sources.tabular import XLSX

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


@SLOW
@given(text=st.text(max_size=200))
def test_text_as_mapping(text):
    answers(lambda: parse_mapping(text, "m.toml"))
