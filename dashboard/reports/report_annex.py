"""The annex of a report: where its numbers come from, what each of them means, and the rows behind its charts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.language import N_, number, t
from dashboard.charts.contents import Plain
from dashboard.charts.frozen import thaw
from dashboard.charts.spec import Rows, Table
from dashboard.reports.charts.blocks import table_of
from dashboard.reports.document import Block, Definitions, Heading, PageBreak, Pairs, Paragraph, Part, Strong, Text
from dashboard.reports.dossier_words import moment_words

Json = Mapping[str, Any]
MOST_ROWS, MOST_COLUMNS = 70, 9
"""Of a table on paper."""


def annex(frozen: Json, digest: str) -> Iterator[Block]:
    """Where the numbers come from, what was asked, and what each of them means."""
    zone = frozen["town"]["zone"]
    yield Heading(t(N_("Annex: origin and definitions")))
    origin = [
        (t(N_("Sources")), frozen["sources"]),
        (t(N_("Data until")), moment_words(frozen["as_of"], zone) if frozen["as_of"] else "–"),
        (t(N_("Filters")), frozen["filters"]),
        (t(N_("Meant for")), meant_for(frozen)),
        (t(N_("Check")), digest),
    ]
    yield Pairs(tuple(origin))
    yield from _other_filters(frozen)
    yield from _definitions(frozen["definitions"])
    yield from _numbers(frozen)


def _definitions(told: Sequence[Json]) -> Iterator[Block]:
    """What each number means; what holds for all of them is said once."""
    terms = [tuple(term) for one in told for term in one["terms"]]
    of_all = [term for term in dict.fromkeys(terms) if len(told) > 1 and terms.count(term) == len(told)]
    yield Heading(t(N_("What the numbers mean")), 2)
    yield Definitions(tuple((one["name"], _meaning(one, of_all)) for one in told))
    if of_all:
        yield Heading(t(N_("What holds for all of them")), 2)
        yield Pairs(tuple((label, words) for label, words in of_all))


def _meaning(one: Json, of_all: Sequence[tuple[str, ...]]) -> Text:
    """A sentence, and the terms that are its own."""
    own = [term for term in one["terms"] if tuple(term) not in of_all]
    lines: list[Part] = [one["sentence"]]
    for label, words in own:
        lines += ["\n", Strong(f"{label}: "), words]
    return tuple(lines)


def _numbers(frozen: Json) -> Iterator[Block]:
    """The rows behind each picture, for who cannot see it and for who wants to count on."""
    told = [(section, block, thaw(block["chart"])) for section in frozen["sections"] for block in section["blocks"]]
    drawn = [one for one in told if not isinstance(one[2].content, Rows | Plain) and len(one[2].table.frame)]
    if not drawn:
        return
    yield PageBreak()
    yield Heading(t(N_("Annex: the numbers behind the charts")))
    for section, block, spec in drawn:
        yield Heading(f"{section['title']}: {block['title']}", 2)
        yield from _rows(spec.table)


def _rows(table: Table) -> Iterator[Block]:
    """A table as far as it fits on paper; what does not stands in the workbook, and that is said."""
    if len(table.frame) > MOST_ROWS:
        words = N_("This table has {n} rows; it stands in the workbook (XLSX) of this report.")
        yield Paragraph(t(words, n=number(len(table.frame))), quiet=True)
        return
    shown = on_paper(table)
    yield table_of(shown)
    if len(shown.columns) < len(table.columns):
        yield Paragraph(t(N_("Further columns stand in the workbook (XLSX) of this report.")), quiet=True)


def on_paper(table: Table) -> Table:
    """A table without the columns that a phone does not show either, where it is too wide for a page; the first ones of
    what is still too wide."""
    if len(table.columns) <= MOST_COLUMNS:
        return table
    return Table(table.frame, tuple(column for column in table.columns if column.essential)[:MOST_COLUMNS])


def _other_filters(frozen: Json) -> Iterator[Block]:
    """The filters of charts that ask something else than the report as a whole."""
    others = {
        block["title"]: block["filters"]
        for section in frozen["sections"]
        for block in section["blocks"]
        if block["filters"] != frozen["filters"]
    }
    if others:
        yield Heading(t(N_("Filters of single charts")), 2)
        yield Pairs(tuple(others.items()))


def meant_for(frozen: Json) -> str:
    """Whose rights decided what stands in it."""
    return t(N_("what the role '{role}' may know"), role=frozen["reader"])
