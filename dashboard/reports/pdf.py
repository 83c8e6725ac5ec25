"""A document as a tagged PDF on A4: `templates/document.typ` draws what is handed to it here as data.

The same document gives the same bytes: the only date is its own, pictures are named by their place, and fonts are ours.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from config.language import N_, t
from dashboard.charts.palette import CONTROL, INK, INK2, INK3, LINK, RULE
from dashboard.reports.document import (
    LANGUAGE_TAGS,
    Beside,
    Block,
    Bullets,
    Columns,
    Contents,
    Definitions,
    Document,
    Heading,
    Link,
    Mark,
    Note,
    PageBreak,
    Pairs,
    Paragraph,
    Part,
    Picture,
    Quote,
    Sign,
    Strong,
    Swatch,
    Table,
    Text,
    parts_of,
    plain_text,
)
from dashboard.reports.fonts import FAMILIES, MISSING, clean, covered, drawable
from dashboard.reports.layout import TALL, TOGETHER, breakable, heads, padding, paragraphs, shares, stays_whole
from dashboard.reports.pictures import HALF_WIDTH, LOGO_HEIGHT, LOGO_WIDTH, TEXT_WIDTH, fitted, ratio, sign_svg, widths
from dashboard.reports.typesetting import pdf

PAGE_WORDS = N_("Page {page} of {pages}")
_COLORS = {"ink": INK, "ink2": INK2, "ink3": INK3, "rule": RULE, "control": CONTROL, "link": LINK}
Json = dict[str, Any]


def as_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1 and PDF/A-2a.

    A sign that no font of ours has is drawn as an empty square, and a last line says so. Raises OSError for a picture
    that is none, typst.TypstError for what typst refuses to write.
    """
    sheet = _Sheet(document)
    data = sheet.data()
    return pdf("document.typ", {**sheet.files, "data.json": json.dumps(data).encode()}, document.made_at)


def page_words(language: str) -> str:
    """Page {page} of {pages}, with both places still to fill."""
    return t(PAGE_WORDS, language)


class _Sheet:
    """What the template draws, as JSON, and the files that it names."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.files: dict[str, bytes] = {f"{sign}.svg": sign_svg(sign).encode() for sign in Sign}
        self.swatches: dict[str, str] = {}
        self.missing = False

    def data(self) -> Json:
        """All of the document; with a last line where a sign could not be drawn."""
        told, own = self.text, self.document
        language, region = LANGUAGE_TAGS[own.language].split("-")
        data: Json = {
            name: told(getattr(own, name)) for name in ("title", "subtitle", "organisation", "running", "state")
        }
        data |= {
            "language": language,
            "region": region,
            "fonts": FAMILIES,
            "colors": _COLORS,
            "accent": own.accent,
            "foot": told(own.foot),
            "together": TOGETHER,
            "page": page_words(own.language),
            "logo": self.file(own.logo, min(LOGO_WIDTH, LOGO_HEIGHT * ratio(own.logo))) if own.logo else None,
            "facts": self.rows(own.facts),
            "blocks": [
                self.block(block) | {"sticky": own.stays_above(place)} for place, block in enumerate(own.blocks)
            ],
        }
        if self.missing:
            words = t(
                N_("{sign} stands for a sign that the letters of this file do not have."), own.language, sign=MISSING
            )
            data["blocks"].append({"kind": "paragraph", "lead": False, "quiet": True, "sticky": False, "text": [words]})
        return data

    def text(self, text: str) -> str:
        """A text as it can be drawn."""
        self.missing |= not covered().issuperset(map(ord, clean(text)))
        return breakable(drawable(text))

    def words(self, text: Text) -> list[str | Json]:
        """A text with its parts."""
        return [self.part(part) for part in parts_of(text)]

    def part(self, part: Part) -> str | Json:
        """A part of a text."""
        match part:
            case str():
                return self.text(part)
            case Strong(text):
                return {"kind": "strong", "text": self.text(text)}
            case Link(text, address):
                return {"kind": "link", "text": self.text(text), "address": address}
            case Mark(sign, text):
                return {"kind": "mark", "text": self.text(text), "file": f"{sign}.svg"}
            case Swatch(drawing, text):
                return {"kind": "swatch", "text": self.text(text), "file": self.swatch(drawing)}

    def rows(self, rows: Iterable[tuple[str, Text]]) -> list[Any]:
        """Labels or terms with what stands beside them."""
        return [(self.text(label), self.words(value)) for label, value in rows]

    def block(self, block: Block) -> Json:  # noqa: PLR0912 - a branch for each kind of block
        """A block with its kind, as the template names it."""
        told = {"kind": type(block).__name__.lower()}
        match block:
            case Heading(text, level):
                return told | {"text": self.text(text), "level": level}
            case Paragraph(text, lead, quiet):
                return told | {"text": self.words(text), "lead": lead, "quiet": quiet}
            case Quote(text, by):
                return told | {"paragraphs": [self.text(one) for one in paragraphs(text)], "by": self.text(by)}
            case Bullets(items):
                return told | {"items": [self.words(item) for item in items]}
            case Pairs(rows):
                return told | {"rows": self.rows(rows)}
            case Definitions(items):
                return told | {"items": self.rows(items)}
            case Note(text, title, sign):
                head = self.part(Mark(sign, title)) if title else None
                return told | {"text": self.words(text), "title": head, "tall": len(plain_text(text)) > TALL}
            case Contents(title, level):
                return told | {"title": self.text(title), "level": level}
            case Table():
                return told | self.table(block)
            case Picture():
                return told | self.picture(block, *widths([block]))
            case Beside(pictures):
                sizes = zip(pictures, widths(pictures), strict=True)
                return told | {"pictures": [self.picture(one, width) for one, width in sizes]}
            case Columns(left, right):
                return told | {
                    "width": HALF_WIDTH,
                    "sides": [[self.narrow(one) for one in side] for side in (left, right)],
                }
            case PageBreak():
                return told

    def narrow(self, block: Block) -> Json:
        """A block of a column, whose tables are as wide as it."""
        if isinstance(block, Table):
            return {"kind": "table"} | self.table(block, HALF_WIDTH)
        return self.block(block)

    def table(self, table: Table, whole: float = TEXT_WIDTH) -> Json:
        """A table; `whole` says that it stays on one page, `tall` that a row may go on over the end of one."""
        return {
            "numeric": [column.numeric for column in table.columns],
            "widths": shares(table, whole),
            "padding": padding(table),
            "whole": stays_whole(table, whole),
            "heads": [[asdict(head) | {"text": self.text(head.text)} for head in row] for row in heads(table)],
            "rows": [
                {
                    "cells": [self.words(cell) for cell in row],
                    "tall": max(len(plain_text(cell)) for cell in row) > TALL,
                }
                for row in table.rows
            ],
            "total": [self.words(cell) for cell in table.total],
            "caption": self.text(table.caption),
            "notes": [self.words(note) for note in table.notes],
        }

    def picture(self, picture: Picture, width: float) -> Json:
        """A picture, so many mm wide."""
        told = {"alt": self.text(picture.alt), "caption": self.text(picture.caption)}
        return told | {"file": self.file(picture.content, width), "width": width}

    def swatch(self, drawing: str) -> str:
        """The name of the file with a swatch, of which there is one."""
        name = self.swatches.setdefault(drawing, f"swatch-{len(self.swatches)}.svg")
        self.files[name] = drawing.encode()
        return name

    def file(self, content: bytes | str, width: float) -> str:
        """The name of a new file with the picture, no finer than print shows."""
        kept = drawable(content).encode() if isinstance(content, str) else fitted(content, width)
        ending = "svg" if isinstance(content, str) else "png" if kept.startswith(b"\x89PNG") else "jpg"
        name = f"picture-{len(self.files)}.{ending}"
        self.files[name] = kept
        return name
