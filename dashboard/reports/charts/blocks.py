"""A chart as blocks of a document: conclusion, figures, legend, picture or table with its footnote, in that order.

What stands above a picture stays with it (`Document.stays_above`), so a page never begins with the end of a chart.
"""

from collections.abc import Iterator

from config.kinds import Direction
from config.language import N_, t
from dashboard.charts.spec import ChartSpec, Fact, Footnote, Key, Table
from dashboard.reports import document
from dashboard.reports.charts.picture import picture_of
from dashboard.reports.charts.swatches import swatch_of
from dashboard.reports.document import (
    Heading,
    Mark,
    Narrow,
    Paragraph,
    Part,
    Picture,
    Sign,
    Strong,
    Swatch,
)
from dashboard.reports.pictures import HALF_WIDTH, TEXT_WIDTH
from queries.targets import State

_BETWEEN = "\u00a0\u00a0 "
"""Between entries of a legend: wide, and a line may end there."""
STANDS = {
    (State.GOOD, Direction.AT_LEAST): (Sign.GOOD, N_("On course")),
    (State.GOOD, Direction.AT_MOST): (Sign.GOOD, N_("On course")),
    (State.ATTENTION, Direction.AT_LEAST): (Sign.ATTENTION, N_("Just below the target")),
    (State.ATTENTION, Direction.AT_MOST): (Sign.ATTENTION, N_("Just above the target")),
    (State.BAD, Direction.AT_LEAST): (Sign.BAD, N_("Below the target")),
    (State.BAD, Direction.AT_MOST): (Sign.BAD, N_("Above the target")),
}
"""How a number stands to its target: the sign, and the words beside it."""


def document_blocks(
    spec: ChartSpec, title: str, *, level: int = 2, headline: bool = False, half: bool = False
) -> tuple[Narrow, ...]:
    """The chart below a heading of that level.

    `headline` makes the conclusion the heading, with the title below it; `half` draws it to stand in one of `Columns`.
    """
    return (*_head(spec, title, level, headline=headline), *_facts(spec.facts), *_body(spec, half=half))


def table_of(table: Table, caption: str = "", notes: tuple[document.Text, ...] = ()) -> document.Table:
    """The rows behind a chart as a table of a document."""
    columns = tuple(document.Column(column.header, column.numeric) for column in table.columns)
    return document.Table(columns, tuple(tuple(row) for row in table.rows()), caption, notes=notes)


def _head(spec: ChartSpec, title: str, level: int, *, headline: bool) -> Iterator[Narrow]:
    note = " ".join(spec.note.split()) if spec.note else ""
    if headline and spec.conclusion:
        yield Heading(spec.conclusion.rstrip("."), level)
        yield Paragraph(f"{title}. {note}".strip(), quiet=True)
        return
    yield Heading(title, level)
    if spec.conclusion:
        yield Paragraph((Strong(spec.conclusion),))
    if note:
        yield Paragraph(note, quiet=True)


def _facts(facts: tuple[Fact, ...]) -> Iterator[Narrow]:
    """One paragraph, a line for each."""
    if facts:
        yield Paragraph(tuple(part for fact in facts for part in ("\n", *_fact(fact)))[1:])


def _body(spec: ChartSpec, *, half: bool) -> Iterator[Narrow]:
    """The picture with its legend above it and its footnote below; else the rows, where there are any."""
    wide = HALF_WIDTH if half else TEXT_WIDTH
    drawn, said = picture_of(spec, wide), _footnote(spec.footnote)
    below = "" if half else said
    if drawn is not None:
        if spec.legend:
            yield Paragraph(_legend(spec.legend), quiet=True)
        yield Picture(drawn, spec.alt.strip() or spec.conclusion or "–", below, share=wide / TEXT_WIDTH)
    elif not spec.empty and len(spec.table.frame):
        yield table_of(spec.table, notes=(below,) if below else ())
    else:
        below = ""
    if said and not below:
        yield Paragraph(said, quiet=True)


def _legend(keys: tuple[Key, ...]) -> tuple[Part, ...]:
    entries = [Swatch(swatch_of(key.fill), f"{key.text} {key.value}".strip()) for key in keys]
    return tuple(part for entry in entries for part in (_BETWEEN, entry))[1:]


def _fact(fact: Fact) -> tuple[Part, ...]:
    """The figure, its words, and beside a target how it stands to it."""
    own: tuple[Part, ...] = (Strong(fact.value), f" {' '.join(fact.text.split())}")
    if fact.state is None or fact.state is State.UNKNOWN:
        return own
    sign, words = STANDS[fact.state, fact.direction]
    return (*own, ": ", Mark(sign, t(words)))


def _footnote(note: Footnote | None) -> str:
    """n, or a sum that says in words whether it holds."""
    if note is None or note.holds is None:
        return note.text if note else ""
    words = t(N_("the sum holds")) if note.holds else t(N_("the sum does not hold"))
    return f"{note.text}: {words}"
