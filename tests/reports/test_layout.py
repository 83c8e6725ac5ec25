"""Widths of columns, and places to break."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.reports.document import Column, Mark, Sign, Table
from dashboard.reports.fonts import width
from dashboard.reports.layout import BREAK, CELL_POINTS, breakable, padding, paragraphs, shares, stays_whole
from dashboard.reports.pictures import TEXT_WIDTH

LONG = "Dit voorstel is gekozen omdat er veel steun voor is en omdat er nog weinig groen in de buurt ligt. " * 4
CELLS = st.text("abcdefghij klmnop 0123456789.", max_size=200)


@settings(deadline=None)
@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=4)))
def test_columns_fill_the_page_exactly(rows) -> None:
    columns = tuple(Column(f"Kolom {place}", place % 2 == 1) for place in range(len(rows[0])))
    found = shares(Table(columns, tuple(rows)))
    assert abs(sum(found) - TEXT_WIDTH) < 0.01
    assert min(found) > 0


def test_numbers_and_marks_stay_whole_beside_a_long_text() -> None:
    columns = (Column("Nr.", True), Column("Motivering"), Column("Raming", True), Column("Uitkomst"))
    own = Table(columns, (("12", LONG, "273.500 euro", (Mark(Sign.NOT_SELECTED, "Niet gekozen"),)),))
    found = [one - padding(own) for one in shares(own)]
    assert found[2] > width("273.500 euro", CELL_POINTS)
    assert found[3] > width("Niet gekozen", CELL_POINTS, strong=True) + 4
    assert found[1] > 90


def test_very_long_words_may_break_and_others_may_not() -> None:
    address = "https://example.org/een/heel/lang/adres?met=vragen&nog=meer"
    assert BREAK in breakable(f"zie {address} hier")
    assert breakable(address).replace(BREAK, "") == address
    assert breakable("Beveren-Kruibeke-Zwijndrecht") == "Beveren-Kruibeke-Zwijndrecht"
    assert max(map(len, breakable("x" * 300).split(BREAK))) <= 40


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    assert paragraphs("\n a\nb\n \nc\r\n\r\n\r\nd ") == ["a\nb", "c", "d"]


def test_a_short_table_stays_whole_and_a_high_one_does_not() -> None:
    assert stays_whole(_rows(12, "Beveren"))
    assert not stays_whole(_rows(40, "Beveren"))
    assert not stays_whole(_rows(5, LONG * 3))


def _rows(count: int, words: str) -> Table:
    return Table((Column("Nr.", True), Column("Wijk")), tuple((str(place), words) for place in range(count)))
