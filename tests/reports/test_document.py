"""What cannot be a readable document is refused where it is made."""

from datetime import datetime
from pathlib import Path

import pytest

from config.vocabularies import proposal_stages
from dashboard.components.status import PROPOSAL_ICONS
from dashboard.reports.document import (
    Beside,
    Column,
    Heading,
    Link,
    Mark,
    Paragraph,
    Picture,
    Quote,
    Sign,
    Strong,
    Table,
    parts_of,
    plain_text,
    sign_of,
)
from tests.reports.sample import document, photo

ICONS = Path(__file__).parents[2] / "assets" / "icons"


@pytest.mark.parametrize("sign", Sign)
def test_each_sign_is_a_drawing_of_the_screen(sign: Sign) -> None:
    assert (ICONS / f"{sign}.svg").is_file()


@pytest.mark.parametrize("stage", list(proposal_stages()))
def test_a_stage_has_the_mark_that_it_has_on_the_screen(stage: str) -> None:
    assert str(sign_of(stage)) == str(PROPOSAL_ICONS[stage])


@pytest.mark.parametrize(
    "levels",
    [(2,), (1, 3), (1, 2, 1, 3), (0,), (4,), (1, 2, 3, 4)],
)
def test_headings_do_not_skip_a_level(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="level"):
        document(*(Heading("Kop", level) for level in levels))


def test_headings_may_go_back_up() -> None:
    assert [one.level for one in document(*(Heading("Kop", level) for level in (1, 2, 3, 1, 2))).headings()] == [
        *(1, 2, 3, 1, 2)
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Picture(photo(), " "),
        lambda: Picture(photo(), "een plein", share=0),
        lambda: Picture(photo(), "een plein", share=1.1),
        lambda: Beside((Picture(photo(), "een plein"),)),
        lambda: Link("klik", "javascript:alert(1)"),
        lambda: Link("", "https://example.org"),
        lambda: Mark(Sign.GOOD, ""),
        lambda: Table((), ()),
        lambda: Table((Column("a"),), (("1", "2"),)),
        lambda: Table((Column("a"),), (), total=("1", "2")),
        lambda: Table((Column("a"), Column("b")), (), groups=(("x", 1),)),
        lambda: document(title=" "),
        lambda: document(language="fr"),
        lambda: document(accent='red" w:x="'),
        lambda: document(made_at=datetime(2026, 1, 1)),  # noqa: DTZ001 - what is refused
        lambda: document(Heading(" ")),
    ],
)
def test_what_cannot_be_read_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()


def test_words_between_a_heading_and_a_table_stay_with_it() -> None:
    below = Table((Column("A"),), (("1",),))
    assert document(Heading("Een"), Paragraph("a"), below).stays_above(1)
    assert not document(Paragraph("b"), Paragraph("a"), below).stays_above(1)


def test_words_between_two_headings_stay_with_the_second_and_those_above_a_quote_with_it() -> None:
    own = document(Heading("Een"), Paragraph("a"), Heading("Twee", 2), Paragraph("b"), Quote("c"), Paragraph("d"))
    assert [own.stays_above(place) for place in range(6)] == [False, True, False, True, False, False]


def test_a_text_is_plain_or_has_parts() -> None:
    assert parts_of("a") == ("a",)
    assert plain_text(("a ", Strong("b"), Mark(Sign.GOOD, "c"))) == "a bc"
