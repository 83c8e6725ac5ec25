"""Files that are refused as a whole, each with a clear word in both languages."""

import gzip
import time
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from config.errors import ImportRefused
from dashboard.store.sources.mapping import parse_mapping
from dashboard.store.sources.tabular import CSV, XLSX, deliver

ENCODING = ('separator = ";"', 'separator = ";"\nencoding = "{}"')


def refused(tell, content, *changes, **options):
    with pytest.raises(ImportRefused) as raised:
        tell(content, *changes, **options)
    english, dutch = raised.value.text("en"), raised.value.text("nl")
    assert english != dutch
    assert "{" not in english + dutch
    return english


def encoding(name):
    return ENCODING[0], ENCODING[1].format(name)


def book(path, sheets, options=None):
    workbook = xlsxwriter.Workbook(path, options or {})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    workbook.close()
    return path.read_bytes()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file(tell, content):
    assert "is empty" in refused(tell, content)


def test_a_header_without_rows(tell, table):
    assert "no rows" in refused(tell, table())
    assert "no rows" in refused(tell, table() + ";;;;;;;;;;\n\n")


def test_a_truncated_gzip(tell, table, row):
    whole = gzip.compress(table(*(row(f"K{n * 7919 % 5000}") for n in range(5000))).encode())
    assert tell(whole, name="f.csv.gz").read == 5000
    assert "cut off" in refused(tell, whole[: len(whole) // 2], name="f.csv.gz")
    damaged = bytearray(whole)
    damaged[200:400] = bytes(200)
    assert "damaged" in refused(tell, bytes(damaged), name="f.csv.gz")


def test_a_file_cut_off_within_quotes(tell, table, row):
    assert "never closed" in refused(tell, table(row("1"), row("2", kind='"Pothole')))
    long_ago = [row("2", kind='"Pothole'), *(row(str(n)) for n in range(3, 9000))]
    assert "never closed" in refused(tell, table(row("1"), *long_ago))


def test_a_line_cut_off_is_one_refused_row(tell, table, row):
    told = tell(table(row("1"), row("2"), row("3"))[:-30])
    assert told.reasons == [(4, "This line has 7 columns instead of 11.")]
    assert len(told.events) == 2


def test_a_last_line_without_its_end_is_listed(tell, table, row):
    whole = table(row("1"), row("2", kind="Lamp"))
    assert tell(whole).remarks == []
    cut = [(3, "The last line of the file has no line end: the file may be cut off.")]
    told = tell(whole[:-3])
    assert (told.remarks, len(told.of("submitted"))) == (cut, 2)
    assert tell(whole[:-30]).remarks == cut
    assert tell(gzip.compress(whole[:-1].encode()), name="f.csv.gz").remarks == []


def test_a_cut_last_line_at_the_end_of_a_chunk_is_listed(tell, table, row):
    lines = [row(str(n), kind=f"K{n}", lat=f"51.{n:05d}") for n in range(20_000)]
    small = ('category = "kind"\n', "")
    told = tell(table(*lines)[:-1], small)
    assert [line for line, text in told.remarks if "cut off" in text] == [20_001]


def test_rows_swallowed_by_a_quotation_mark_are_listed(tell, table, row):
    lines = [row("1"), row("2", kind='"Lamp'), row("3"), row("4", kind='Tree"'), row("5", kind="Bin")]
    told = tell(table(*lines))
    assert told.read == 3
    assert [line for line, text in told.remarks if text.startswith("This row runs on to line 5, ")] == [3]


def test_rows_swallowed_into_a_column_that_is_not_used_are_listed(tell, table, row):
    lines = [row("1"), row("2", via='"Web'), row("3"), row("4", via='Web"'), row("5", kind="Bin", via='"a\n\nb"')]
    told = tell(table(*lines), ('channel = "via"\n', ""))
    assert [line for line, text in told.remarks if "quotation mark" in text] == [3]
    ragged = tell(table(row("1"), row("2", via='"Web'), row("3", dept='"Roads'), row("4")))
    assert [line for line, _ in ragged.reasons] == [3]
    assert [line for line, text in ragged.remarks if "quotation mark" in text] == [3]


def test_binary_noise_and_other_files(tell, table):
    noise = bytes(range(256)) * 1000
    assert "binary" in refused(tell, noise)
    assert "binary" in refused(tell, noise, encoding("latin-1"))
    assert "binary" in refused(tell, table().encode() + b"1;\0" + noise, encoding("latin-1"))
    assert "import xlsx" in refused(tell, b"PK\x03\x04" + noise)


def test_a_wrong_encoding_names_byte_line_and_what_to_try(tell, table, row):
    text = table(row("1"), row("2", dept="Café"))
    said = refused(tell, text.encode("windows-1252"), encoding("utf-8-sig"))
    assert "utf-8-sig" in said
    assert "line 3" in said
    assert f"byte {text.encode('windows-1252').index(0xE9) + 1} " in said
    assert "windows-1252" in said
    assert "UTF-8" in refused(tell, text.encode(), encoding("windows-1252"))


def test_a_wrong_encoding_far_into_the_file(tell, table, row):
    lines = [row(str(n)) for n in range(40_000)]
    content = table(*lines).encode() + row("x", dept="Café").encode("windows-1252")
    said = refused(tell, content)
    assert "line 40002" in said
    assert f"byte {content.index(0xE9) + 1} " in said


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("given", ["auto", None])
def test_encodings_are_recognised_or_named(tell, table, row, name, given):
    told = tell(table(row("1", dept="Café")).encode(name), encoding(given or name))
    assert told.names["service"] == {"cafe": "Café"}


def test_a_missing_column_names_the_closest(tell, table, row):
    said = refused(tell, table(row("1")), ('service = "dept"', 'service = "detp"'))
    assert "detp" in said
    assert "service" in said
    assert "Closest: dept" in said


def test_a_wrong_separator_shows_the_header(tell, table, row):
    said = refused(tell, table(row("1")), ('separator = ";"', 'separator = ","'))
    assert "separator" in said
    assert "id;in;due" in said


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_when_not_given(tell, table, row, separator):
    told = tell(table(row("1")).replace(";", separator), ('separator = ";"', ""))
    assert len(told.events) == 1


def test_a_column_that_is_there_twice(tell, table, row):
    assert "more than one column dept" in refused(tell, table(row("1")).replace("hood", "dept"), ('area = "hood"', ""))


def test_too_many_refused_rows_refuse_the_file_with_examples(tell, table, row):
    lines = [row(str(n), in_="31/12/2024") for n in range(700)] + [row(str(n)) for n in range(1000, 1400)]
    said = refused(tell, table(*lines))
    assert "700 of 1100" in said
    assert "line 2: in: 31/12/2024 is not a date" in said


def test_free_text_is_no_category(tell, table, row):
    assert "kind" in refused(tell, table(*(row(str(n), kind=f"Text {n}") for n in range(5001))))


def test_personal_keys_and_dates_are_not_read(tell, table, row):
    mails = table(*(row(f"person{n}@example.org") for n in range(20)))
    assert "mapped as the key" in refused(tell, mails)
    assert "personal data" in refused(tell, table(row("1")).replace("id;", "email;"), ('"id"', '"email"'))


def test_noise_is_refused_quickly_and_in_little_memory(tmp_path, mapping_text, clock):
    """Text noise of 200 MB without an end of line: only a few blocks of it are read."""
    path = tmp_path / "noise.csv"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"x" * (1 << 20))
    mapping, begun = parse_mapping(mapping_text, "m"), time.perf_counter()
    tracemalloc.start()
    with (
        pytest.raises(ImportRefused, match="longer than"),
        deliver(path, mapping, kind=CSV, organisation_id=1, clock=clock),
    ):
        pass
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 16 << 20
    assert time.perf_counter() - begun < 5


def test_no_file(tmp_path, mapping_text, clock):
    with (
        pytest.raises(ImportRefused, match="does not exist"),
        deliver(tmp_path / "no.csv", parse_mapping(mapping_text, "m"), kind=CSV, organisation_id=1, clock=clock),
    ):
        pass


def test_xlsx_gives_what_csv_gives(tell, table, row, tmp_path):
    text = table(row("1", out="2024-05-03 09:00", state="Done", dept="Café"), row("2", due="2024-06-01"))
    rows = [line.split(";") for line in text.splitlines()]
    told, csv = tell(book(tmp_path / "b.xlsx", {"Blad1": rows}), name="f.xlsx", kind=XLSX), tell(text)
    assert told.events.drop(columns="row_no").equals(csv.events.drop(columns="row_no"))


def test_xlsx_dates_numbers_and_empty_rows(tell, tmp_path, table, row):
    header, first = (line.split(";") for line in table(row("7")).splitlines())
    first[0], first[1], first[2], first[9] = 101000295613, datetime(2024, 5, 1, 10, 3, 7), date(2024, 6, 1), 51.05  # noqa: DTZ001
    path = tmp_path / "b.xlsx"
    workbook = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy hh:mm"})
    sheet = workbook.add_worksheet()
    sheet.write_row(2, 0, header)
    for number, cell in enumerate(first):
        sheet.write(4, number, cell)
    workbook.close()
    changes = [('separator = ";"', "header_row = 3"), ('"%Y-%m-%d %H:%M", "%Y-%m-%d"', '"%d/%m/%Y"')]
    told = tell(path.read_bytes(), *changes, name="f.xlsx", kind=XLSX)
    event = told.events.iloc[0]
    assert (event["source_key"], event["row_no"], event["lat"]) == ("101000295613", 5, 51.05)
    assert str(event["occurred_at"]) == "2024-05-01 08:03:07+00:00"
    assert str(event["deadline"]) == "2024-06-01 21:59:59+00:00"


def test_xlsx_sheets_must_be_named(tell, tmp_path, table, row):
    rows = [line.split(";") for line in table(row("1")).splitlines()]
    content = book(tmp_path / "b.xlsx", {"A": [["x"]], "B": rows})
    assert "one of: A, B" in refused(tell, content, name="f.xlsx", kind=XLSX)
    assert "no sheet C" in refused(tell, content, ('separator = ";"', 'sheet = "C"'), name="f.xlsx", kind=XLSX)
    told = tell(content, ('separator = ";"', 'sheet = "B"'), name="f.xlsx", kind=XLSX)
    assert len(told.events) == 1


@pytest.mark.parametrize("content", [b"", b"id;in\n1;2\n", b"PK\x03\x04" + bytes(500)])
def test_what_is_no_xlsx(tell, content):
    assert "not an XLSX file" in refused(tell, content, name="f.xlsx", kind=XLSX)


def test_a_truncated_xlsx(tell, tmp_path):
    content = book(tmp_path / "b.xlsx", {"A": [["x"] * 50] * 500})
    for part in (content[: len(content) // 2], content[:-10]):
        assert "cut off" in refused(tell, part, name="f.xlsx", kind=XLSX)


def test_a_zip_bomb_is_not_unpacked(tell, tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as out,
    ):
        for _ in range(64):
            out.write(bytes(1 << 20))
    assert "unpacks to 64 MB" in refused(tell, path.read_bytes(), name="f.xlsx", kind=XLSX)


def test_two_cells_in_far_corners_do_not_fill_the_memory(tell, tmp_path):
    path = tmp_path / "b.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet()
    sheet.write(0, 0, "id")
    sheet.write(1_048_575, 16_383, "x")
    workbook.close()
    assert "1048576 rows by 16384 columns" in refused(tell, path.read_bytes(), name="f.xlsx", kind=XLSX)
