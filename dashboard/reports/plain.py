"""A document as plain text, to copy into a message or a page: the same words and numbers, without look."""

from collections.abc import Iterator

from dashboard.reports.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Table,
    Text,
    parts_of,
)
from dashboard.reports.fonts import clean

_RULES = {1: "=", 2: "-"}


def as_text(document: Document) -> bytes:
    """The text as UTF-8 with BOM and Windows line ends, so that every editor reads it.

    Raises TypeError for a block that has no plain form, such as a picture.
    """
    head = [document.title, "=" * len(document.title), *([document.state] if document.state else [])]
    parts = ["\n".join(head), *("\n".join(_lines(block)) for block in document.blocks)]
    return ("\ufeff" + clean("\n\n".join(parts)) + "\n").replace("\n", "\r\n").encode()


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield text
            yield _RULES.get(level, "-") * len(text)
        case Paragraph(text):
            yield _words(text)
        case Quote(text, by):
            yield text
            yield from [f"({by})"] if by else []
        case Bullets(items):
            yield from (f"- {_words(item)}" for item in items)
        case Note(text, title):
            yield f"{title}. {_words(text)}" if title else _words(text)
        case Table():
            yield from _rows(block)
        case _:
            raise TypeError(f"no plain form: {type(block).__name__}")


def _rows(table: Table) -> Iterator[str]:
    """A row a line: its first cell, then header and value of each other one."""
    headers = [column.header.replace("\n", " ") for column in table.columns]
    if table.caption:
        yield table.caption
    for first, *others in (*table.rows, *([table.total] if table.total else [])):
        told = ", ".join(f"{name}: {_words(cell)}" for name, cell in zip(headers[1:], others, strict=True))
        yield f"{_words(first)} - {told}"
    yield from map(_words, table.notes)


def _words(text: Text) -> str:
    """A text with the address of each link behind its words."""
    parts = (part if isinstance(part, str) else _part(part) for part in parts_of(text))
    return "".join(parts)


def _part(part: object) -> str:
    words = str(getattr(part, "text", ""))
    return f"{words} ({part.address})" if isinstance(part, Link) and part.address != words else words
