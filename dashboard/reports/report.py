"""A report as a document: from what is frozen, so that the same version always says the same.

Summary first, at most two charts a page, remarks where they belong; filters, moment and definitions stand in the annex.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from config.language import N_, number, t
from dashboard.charts.contents import Plain
from dashboard.charts.frozen import thaw
from dashboard.charts.phrases import joined
from dashboard.charts.spec import ChartSpec, Rows
from dashboard.reports.charts.blocks import document_blocks
from dashboard.reports.document import (
    Block,
    Columns,
    Contents,
    Definitions,
    Document,
    Heading,
    Note,
    PageBreak,
    Pairs,
    Paragraph,
    Sign,
    Strong,
    Text,
)
from dashboard.reports.dossier import Look
from dashboard.reports.dossier_words import day_words, moment_words, short_hash

Json = Mapping[str, Any]
_A_PAGE = 2
"""Charts on a page at most."""
_LONG = 3
"""A report with so many parts has a table of contents."""


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
    yield from _to_note(frozen)
    yield from remarks.beside("")
    for place, section in enumerate(sections):
        pages = list(_charts(section))
        if place and pages:
            yield PageBreak()
        yield from _opening(section, frozen["notes"], remarks)
        yield from _on_pages(pages, section, remarks)
        if place == 0 and len(sections) >= _LONG:
            yield Contents(t(N_("Contents")), 1)
    yield PageBreak()
    yield from _annex(frozen, digest)


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
        yield Paragraph(section["text"], quiet=True)
    if section["lead"]:
        lead = section["lead"]
        yield Paragraph((Strong(lead["news"]), *([f" {lead['more']}"] if lead["more"] else [])), lead=True)
    yield from remarks.beside(section["id"])
    for block in section["blocks"]:
        if block["id"] == f"{section['id']}/figures":
            yield from (one for one in document_blocks(thaw(block["chart"]), block["title"]) if not _is_heading(one))
            yield from _notes(notes, block["measures"])
            yield from remarks.beside(block["id"])


def _is_heading(block: Block) -> bool:
    return isinstance(block, Heading)


def _notes(notes: Sequence[Json], measures: Sequence[str]) -> Iterator[Block]:
    """What director, mayor and aldermen noted beside these numbers on the overview."""
    for one in notes:
        if one["measure"] in measures:
            name = f"{one['name']}, {one['service']}" if one["service"] else one["name"]
            told = {"name": name, "role": one["by"], "day": day_words(one["at"][:10])}
            yield Note(one["text"], t(N_("{name}: note of the {role}, {day}"), **told), Sign.INFO)


def _charts(section: Json) -> Iterator[list[tuple[Json, ChartSpec]]]:
    """The charts of a part, page by page."""
    told = [one for one in section["blocks"] if one["id"] != f"{section['id']}/figures"]
    for first in range(0, len(told), _A_PAGE):
        yield [(one, thaw(one["chart"])) for one in told[first : first + _A_PAGE]]


def _on_pages(pages: list[list[tuple[Json, ChartSpec]]], section: Json, remarks: _Remarks) -> Iterator[Block]:
    beside = len(pages) == 1 and any(one["id"] == f"{section['id']}/figures" for one in section["blocks"])
    for number_of, page in enumerate(pages):
        if number_of:
            yield PageBreak()
        yield from _side_by_side(page) if beside and _narrow(page) else _below_each_other(page, remarks)
        if beside and _narrow(page):
            for block, _ in page:
                yield from remarks.beside(block["id"])


def _narrow(page: Sequence[tuple[Json, ChartSpec]]) -> bool:
    """Whether two charts fit side by side: pictures, no wide tables."""
    return len(page) == _A_PAGE and not any(isinstance(spec.content, Rows | Plain) for _, spec in page)


def _side_by_side(page: Sequence[tuple[Json, ChartSpec]]) -> Iterator[Block]:
    left, right = (document_blocks(spec, block["title"], half=True) for block, spec in page)
    yield Columns(left, right)


def _below_each_other(page: Sequence[tuple[Json, ChartSpec]], remarks: _Remarks) -> Iterator[Block]:
    for block, spec in page:
        yield from document_blocks(spec, block["title"])
        yield from remarks.beside(block["id"])


def _annex(frozen: Json, digest: str) -> Iterator[Block]:
    """Where the numbers come from, what was asked, and what each of them means."""
    zone = frozen["town"]["zone"]
    yield Heading(t(N_("Annex: origin and definitions")))
    origin = [
        (t(N_("Sources")), frozen["sources"]),
        (t(N_("Data until")), moment_words(frozen["as_of"], zone) if frozen["as_of"] else "–"),
        (t(N_("Filters")), frozen["filters"]),
        (t(N_("Meant for")), t(N_("what the role '{role}' may know"), role=frozen["reader"])),
        (t(N_("Check")), digest),
    ]
    yield Pairs(tuple(origin))
    yield from _other_filters(frozen)
    yield Heading(t(N_("What the numbers mean")), 2)
    for one in frozen["definitions"]:
        yield Heading(one["name"], 3)
        yield Paragraph(one["sentence"])
        yield Definitions(tuple((label, words) for label, words in one["terms"]))


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
