"""Numbers as they are written, and which decision belongs to what: never a false match, a doubt is said."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.store.sources.lblod_matching import Doubt, Match, MatchedBy, matching
from dashboard.store.sources.lblod_numbers import number_in_title, same_number, written_number
from dashboard.store.sources.lblod_told import DecisionTold

FEW = settings(max_examples=60, deadline=None)
SEPARATORS = st.sampled_from([" ", "_", "/", "-", ".", " / ", "--", "\\"])
DIGITS = st.integers(0, 99_999).map(str)
LETTERS = st.text("abcdgrs", min_size=1, max_size=3)
PARTS = st.lists(st.one_of(DIGITS, LETTERS), min_size=1, max_size=5).filter(lambda parts: any(map(str.isdigit, parts)))


@st.composite
def written(draw, parts):
    """A number of these parts as somebody writes it."""
    text = draw(st.sampled_from(["", " "]))
    for part in parts:
        text += draw(SEPARATORS) if text.strip() else ""
        text += (
            draw(st.sampled_from(["", "0", "00"])) + part
            if part.isdigit()
            else draw(st.sampled_from([part, part.upper()]))
        )
    return text + draw(st.sampled_from(["", " "]))


@FEW
@given(data=st.data(), parts=PARTS)
def test_ways_of_writing_one_number_are_one(data, parts):
    assert same_number(data.draw(written(parts)), data.draw(written(parts)))


@FEW
@given(data=st.data(), parts=PARTS, others=PARTS)
def test_other_parts_are_another_number(data, parts, others):
    one, other = data.draw(written(parts)), data.draw(written(others))
    assert same_number(one, other) is same_number(other, one) is (parts == others)


@FEW
@given(one=st.text(max_size=12), other=st.text(max_size=12))
def test_whatever_is_written_only_separators_capitals_and_zeros_are_left_aside(one, other):
    def core(text):
        return "".join(sign for sign in text.casefold() if not sign.isspace() and sign not in "_/\\.-‐‑‒–—0")

    if same_number(one, other):
        assert core(one) == core(other)
        assert any(sign in "0123456789" for sign in one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026_GR_00086", "2026/gr/86", True),
        ("2026GR86", "2026 GR 086", True),
        ("2026/1/12", "2026/11/2", False),
        ("2026_GR_86", "2026_GR_86a", False),
        ("2026_GR_86", "2026_CBS_86", False),
        ("5²", "52", False),
        ("12", "1 2", False),
        ("86", "nr. 86", False),
        ("GR", "gr", False),
        ("", "", False),
        ("9" * 80, "9" * 80, False),
    ],
)
def test_numbers(one, other, same):
    assert same_number(one, other) is same


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("2026_GR_00086 - Kerkfabriek. Advies.", "2026_GR_00086"),
        ("2026/CBS/41: Plein", "2026/CBS/41"),
        ("2026_GR_00086", "2026_GR_00086"),
        ("12. Mededelingen", None),
        ("2026-05-13 - Verslag", None),
        ("2026-2027: subsidies", None),
        ("2026 - begroting", None),
        ("Plein 2026_GR_00086", None),
    ],
)
def test_numbers_in_titles(title, number):
    assert number_in_title(title) == number


@pytest.mark.parametrize(("text", "number"), [(" 2026 / 12 ", "2026 / 12"), ("Akkoord", None), ("Rekening 2026", None)])
def test_a_field_for_a_number_may_hold_something_else(text, number):
    assert written_number(text) == number


def told(uri: str | None = None, number: str | None = None, item: str | None = None) -> DecisionTold:
    return DecisionTold(uri=uri, number=number, agenda_item_uri=item)


A = told("https://town.example/b/1", "2026_GR_1", "https://town.example/p/1")
B = told("https://town.example/b/2", "2026_GR_2", "https://town.example/p/2")


def test_by_address_and_by_number():
    found = matching([A, B], {"m1": "2026/gr/001", "m2": "2026/GR/3"}, {"d2": "http://TOWN.example/p/2"})
    assert found.matches == (Match("d2", B, MatchedBy.URI), Match("m1", A, MatchedBy.NUMBER))
    assert (found.doubts, found.missing, found.strangers) == ((), ("m2",), ())


def test_two_that_know_one_decision_and_a_decision_that_nobody_knows():
    found = matching([A, B], {"m1": "2026_GR_1", "m2": "2026-GR-1"}, {"m1": A.uri or ""})
    assert [(match.key, match.by) for match in found.matches] == [("m1", MatchedBy.URI), ("m2", MatchedBy.NUMBER)]
    assert found.strangers == (B,)


def test_what_can_be_two_is_a_doubt_and_never_a_match():
    twin = replace(B, number="2026 GR 01")
    found = matching([A, twin], {"number": "2026_GR_1", "both": "2026_GR_1"}, {"both": A.uri or ""})
    assert found.matches == ()
    assert found.doubts == (Doubt("both", (A, twin)), Doubt("number", (A, twin)))
    contradiction = matching([A, B], {"m": "2026_GR_2"}, {"m": A.uri or ""})
    assert contradiction.doubts == (Doubt("m", (A, B)),)


@FEW
@given(
    numbers=st.dictionaries(st.integers(), st.text(max_size=8)),
    uris=st.dictionaries(st.integers(), st.text(max_size=8)),
)
def test_every_known_thing_is_answered_once(numbers, uris):
    found = matching([A, B, told()], numbers, uris)
    keys = [*(match.key for match in found.matches), *(doubt.key for doubt in found.doubts), *found.missing]
    assert sorted(keys) == sorted({*numbers, *uris})
