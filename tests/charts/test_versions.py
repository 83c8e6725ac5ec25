"""What differs between two versions of a report is found, all of it, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.versions import Change, Reworded, differences, titles_of
from tests.reporting import Rows, frozen, remark_in

NAMES = st.sampled_from(["Open", "Gesloten", "Ontvangen", "Op tijd"])
ROWS = st.lists(st.tuples(NAMES, st.integers(0, 9_999)), max_size=6).map(tuple)


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_a_version_does_not_differ_from_itself(rows: Rows) -> None:
    assert not differences(frozen(rows=rows), frozen(rows=rows, version=2))


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS)
def test_the_other_way_round_the_same_differs(one: Rows, other: Rows) -> None:
    there, back = differences(frozen(rows=one), frozen(rows=other)), differences(frozen(rows=other), frozen(rows=one))
    told = {(own.row, own.column, own.before, own.after) for own in there.numbers}
    assert told == {(own.row, own.column, own.after, own.before) for own in back.numbers}


@settings(max_examples=25, deadline=None)
@given(ROWS.filter(bool), st.data())
def test_a_cell_that_changed_is_told_with_before_and_after(rows: Rows, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    name, n = rows[place]
    changed = (*rows[:place], (name, n + 1), *rows[place + 1 :])
    found = differences(frozen(rows=rows), frozen(rows=changed)).numbers
    assert len(found) == 1
    assert (found[0].row, found[0].column) == (name, "Waarde")
    assert found[0].before != found[0].after


def test_rows_that_came_or_went_words_definitions_and_remarks() -> None:
    one = frozen(rows=(("Open", 1_430), ("Weg", 2)), remarks=[remark_in("", "Goed gewerkt.")])
    lead = {"news": "Het gaat beter.", "more": "Veel beter."}
    section = frozen(rows=(("Open", 1_430), ("Nieuw", 3)))["sections"][0] | {"lead": lead}
    terms = [["Eenheid", "dagen"]]
    meaning = {"measure": "open", "name": "Open", "sentence": "Anders.", "terms": terms}
    other = frozen(sections=[section], definitions=[meaning], remarks=[remark_in("figures", "Let op.")])
    found = differences(one, other)
    place = "Hoe het staat", "Cijfers"
    assert found.numbers == (Change(*place, "Weg", "Waarde", "2", None), Change(*place, "Nieuw", "Waarde", None, "3"))
    assert found.sentences == (Reworded("Hoe het staat", None, "Het gaat beter. Veel beter."),)
    assert found.definitions == (
        Reworded("Open", "Wat open staat.", "Anders."),
        Reworded("Open: Eenheid", "meldingen", "dagen"),
    )
    assert found.remarks == (Reworded("", "Goed gewerkt.", None), Reworded("Hoe het staat", None, "Let op."))
    assert titles_of(one) == {"figures": "Hoe het staat", "figures/figures": "Cijfers"}
