"""A report as a document: from what is frozen, so that the same version always says the same.

Summary first, at most two charts a page, remarks where they belong; filters, moment and definitions stand in the annex.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from config.language import N_, number, t
from dashboard.charts.contents import Flows, Panels, Plain
from dashboard.charts.frozen import thaw
from dashboard.charts.phrases import joined
from dashboard.charts.spec import ChartSpec, Lines, Rows
from dashboard.reports import document
from dashboard.reports.charts.blocks import STANDS, document_blocks, table_of
from dashboard.reports.document import (
    Block,
    Bullets,
    Columns,
    Contents,
    Document,
    Heading,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Sign,
    Strong,
    Text,
)
from dashboard.reports.dossier import Look
from dashboard.reports.dossier_words import day_words, moment_words, short_hash
from dashboard.reports.pictures import TEXT_WIDTH, ratio
from dashboard.reports.report_annex import annex, meant_for
from dashboard.reports.slides import Deck, Slide, as_pptx
from dashboard.reports.tables import Header
from dashboard.reports.workbook import Sheet, as_workbook

Json = Mapping[str, Any]
_A_PAGE = 2
"""Charts on a page at most."""
_LONG = 3
"""A report with so many parts has a table of contents."""
_TALLEST = 78.0
"""Of a picture, in mm, so that two fit on a page with their words."""
_WIDE = (Rows, Plain, Flows, Panels, Lines)
"""What half a page is too narrow for."""


def report_document(frozen: Json, digest: str, look: Look | None = None) -> Document:
    """The document, in the language that is spoken. `digest`: the hash of what is frozen."""
    shown = look or Look()
    title = title_of(frozen)
    return Document(
        title=title,
        organisation=frozen["town"]["name"],
        made_at=datetime.fromisoformat(frozen["made_at"]),
        subtitle=frozen["purpose"],
        facts=tuple(facts_of(frozen, digest)),
        running=f"{title} · {frozen['period']}",
        foot=_foot(frozen, digest),
        accent=shown.accent,
        logo=shown.logo,
        blocks=tuple(_blocks(frozen, digest)),
    )


def title_of(frozen: Json) -> str:
    """What a report is called: its kind, and the service or area that it is about."""
    about = frozen["about"]["name"]
    return f"{frozen['name']}: {about}" if about else str(frozen["name"])


def facts_of(frozen: Json, digest: str) -> Iterator[tuple[str, Text]]:
    """What a reader has to know about the report before its numbers."""
    zone = frozen["town"]["zone"]
    made = {"n": number(frozen["version"]), "day": moment_words(frozen["made_at"], zone), "role": frozen["made_by"]}
    yield t(N_("Period")), frozen["period"]
    yield t(N_("Version")), t(N_("{n}, made on {day} ({role})"), **made)
    if len(frozen["sections"]) < _LONG and frozen["services"] is None:  # the foot of each page says the rest
        return
    if frozen["as_of"]:
        yield t(N_("Data until")), moment_words(frozen["as_of"], zone)
    if frozen["services"] is not None:
        yield t(N_("Limited to")), joined(frozen["services"]) or "–"
    yield t(N_("Check")), short_hash(digest)


def _foot(frozen: Json, digest: str) -> str:
    checked = {"n": number(frozen["version"]), "check": short_hash(digest)}
    second = t(N_("Frozen as version {n}, check {check}."), **checked)
    if not frozen["as_of"]:
        return second
    until = moment_words(frozen["as_of"], frozen["town"]["zone"])
    return f"{t(N_('Data until {moment}. Definitions: see the annex.'), moment=until)}\n{second}"


def _blocks(frozen: Json, digest: str) -> Iterator[Block]:
    sections, remarks = frozen["sections"], _Remarks(frozen["remarks"])
    short = len(sections) < _LONG
    yield from _to_note(frozen)
    yield from remarks.beside("")
    for place, section in enumerate(sections):
        pages = list(_charts(section))
        if place > 1 and pages:
            yield PageBreak()
        yield from _opening(section, frozen["notes"] if place == 0 else (), remarks)
        yield from _on_pages(pages, remarks, beside=short or bool(_figures(section)))
        if place == 0 and not short:
            yield PageBreak()
            yield Contents(t(N_("Contents")), 1)
    yield PageBreak()
    yield from annex(frozen, digest)


def _to_note(frozen: Json) -> Iterator[Block]:
    """What a reader must know before the numbers: late sources, a period that is not over."""
    told = []
    if frozen["unfinished"]:
        told.append(t(N_("The data does not reach the end of the period: these numbers can still change.")))
    if frozen["late"]:
        told.append(t(N_("These sources are late: {names}."), names=joined(frozen["late"])))
    if told:
        yield Note("\n".join(told), t(N_("To note")), Sign.ATTENTION)


class _Remarks:
    """The remarks by the part beside which they stand."""

    def __init__(self, remarks: Sequence[Json]) -> None:
        self.by_block = {one["block"]: one for one in remarks}

    def beside(self, block: str) -> Iterator[Block]:
        """The remark beside a part, with who made it."""
        one = self.by_block.get(block)
        if one:
            by = t(N_("Remark of the {role}, {day}"), role=one["by"], day=day_words(one["at"][:10]))
            yield Note(one["text"], by, Sign.INFO)


def _opening(section: Json, notes: Sequence[Json], remarks: _Remarks) -> Iterator[Block]:
    """The heading of a part, its words, its sentences and its table of numbers."""
    yield Heading(section["title"])
    if section["text"]:
        yield Paragraph(section["text"])
    if section["lead"]:
        lead = section["lead"]
        yield Paragraph((Strong(lead["news"]), *([f" {lead['more']}"] if lead["more"] else [])), lead=True)
    yield from remarks.beside(section["id"])
    for block in _figures(section):
        told = document_blocks(thaw(block["chart"]), block["title"])
        yield from (_marked(one) for one in told if not isinstance(one, Heading))
        yield from _notes(notes, block["measures"])
        yield from remarks.beside(block["id"])


def _figures(section: Json) -> list[Json]:
    """The table of numbers of a part, where it has one."""
    return [one for one in section["blocks"] if one["id"] == f"{section['id']}/figures"]


def _marked(block: Block) -> Block:
    """A table of numbers with a sign before each assessment."""
    if not isinstance(block, document.Table):
        return block
    signs = {t(words): sign for sign, words in STANDS.values()}
    return replace(block, rows=tuple(tuple(_cell(cell, signs) for cell in row) for row in block.rows))


def _cell(cell: Text, signs: Mapping[str, Sign]) -> Text:
    return (Mark(signs[cell], cell),) if isinstance(cell, str) and cell in signs else cell


def _notes(notes: Sequence[Json], measures: Sequence[str]) -> Iterator[Block]:
    """What director, mayor and aldermen noted beside these numbers on the overview."""
    told = [one for one in notes if one["measure"] in measures]
    if told:
        yield Bullets(tuple(_note(one) for one in told))


def _note(one: Json) -> Text:
    name = f"{one['name']}, {one['service']}" if one["service"] else one["name"]
    by = t(N_("note of the {role}, {day}"), role=one["by"], day=day_words(one["at"][:10]))
    return Strong(f"{name}: "), f"{one['text']} ({by})"


def _charts(section: Json) -> Iterator[list[tuple[Json, ChartSpec]]]:
    """The charts of a part, page by page."""
    told = [one for one in section["blocks"] if one not in _figures(section)]
    for first in range(0, len(told), _A_PAGE):
        yield [(one, thaw(one["chart"])) for one in told[first : first + _A_PAGE]]


def _on_pages(pages: list[list[tuple[Json, ChartSpec]]], remarks: _Remarks, *, beside: bool) -> Iterator[Block]:
    """The charts of a part: side by side where that is asked and they are narrow, else below each other."""
    for place, page in enumerate(pages):
        if place:
            yield PageBreak()
        if beside and len(pages) == 1 and _narrow(page):
            yield _side_by_side(page)
            for block, _ in page:
                yield from remarks.beside(block["id"])
        else:
            yield from _below_each_other(page, remarks)


def _narrow(page: Sequence[tuple[Json, ChartSpec]]) -> bool:
    """Whether two charts fit side by side: pictures, no wide tables."""
    return len(page) == _A_PAGE and not any(isinstance(spec.content, _WIDE) for _, spec in page)


def _side_by_side(page: Sequence[tuple[Json, ChartSpec]]) -> Columns:
    left, right = (document_blocks(spec, block["title"], half=True) for block, spec in page)
    return Columns(left, right)


def _below_each_other(page: Sequence[tuple[Json, ChartSpec]], remarks: _Remarks) -> Iterator[Block]:
    for block, spec in page:
        yield from (_lower(one) for one in document_blocks(spec, block["title"]))
        yield from remarks.beside(block["id"])


def _lower(block: Block) -> Block:
    """A picture so low that two of them fit on a page."""
    if not isinstance(block, Picture):
        return block
    share = _TALLEST * ratio(block.content) / TEXT_WIDTH
    return replace(block, share=min(block.share, share))


def report_workbook(frozen: Json, digest: str) -> bytes:
    """The same version as a workbook: a sheet each with rows and a native chart, and the definitions."""
    sheets = [
        Sheet(
            f"{section['title']}: {block['title']}" if block["title"] != section["title"] else block["title"],
            thaw(block["chart"]),
        )
        for section in frozen["sections"]
        for block in section["blocks"]
    ]
    definitions = [
        (one["name"], "\n".join([one["sentence"], *(f"{label}: {words}" for label, words in one["terms"])]))
        for one in frozen["definitions"]
    ]
    return as_workbook(_header(frozen, digest), sheets, definitions, datetime.fromisoformat(frozen["made_at"]))


def report_slides(frozen: Json, digest: str, look: Look | None = None) -> bytes:
    """The same version as slides: the numbers as a table, a slide for each chart, definitions in the notes."""
    told = [(section, block) for section in frozen["sections"] for block in section["blocks"]]
    numbers = [block for section, block in told if block in _figures(section)]
    meaning = {one["measure"]: f"{one['name']}: {one['sentence']}" for one in frozen["definitions"]}
    slides = [
        Slide(block["title"], thaw(block["chart"]), "\n".join(meaning[name] for name in block["measures"]))
        for section, block in told
        if block not in _figures(section)
    ]
    deck = Deck(
        title=title_of(frozen),
        organisation=frozen["town"]["name"],
        made_at=datetime.fromisoformat(frozen["made_at"]),
        slides=tuple(slides),
        subtitle=frozen["period"],
        foot=_foot(frozen, digest).replace("\n", " "),
        summary=table_of(thaw(numbers[0]["chart"]).table, numbers[0]["title"]) if numbers else None,
        accent=(look or Look()).accent,
    )
    return as_pptx(deck)


def _header(frozen: Json, digest: str) -> Header:
    """What stands above the contents of a workbook."""
    until = moment_words(frozen["as_of"], frozen["town"]["zone"]) if frozen["as_of"] else "–"
    version = t(N_("version {n}, check {check}"), n=number(frozen["version"]), check=short_hash(digest))
    told = f"{title_of(frozen)}, {frozen['period']} ({version})"
    return Header(told, frozen["filters"], until, frozen["sources"], meant_for(frozen))
