"""The tags and words of HTML as they are written, whatever is written, in time that grows with the page alone."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_RAW = ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
_WITH_REFERENCES = ("textarea", "title")

_NAME = re.compile(r"[a-zA-Z][^\s/>]*", re.ASCII)
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(>)|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)?))?)""", re.ASCII
)
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_CLOSED_REFERENCE = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};)")
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


class Tag(NamedTuple):
    """The tag that begins an element; `closed` when it is written with a slash at its end."""

    name: str
    attributes: dict[str, str]
    closed: bool


class Close(NamedTuple):
    """The tag that ends one."""

    name: str


def pieces(page: str, *, xml: bool) -> Iterator[Tag | Close | str]:
    """Tags and words. Every step goes forward in the page, and nothing is looked at twice.

    With `xml`, a tag that ends in a slash has no content, whatever its name.
    """
    at = 0
    while (found := page.find("<", at)) >= 0:
        yield _plain(page[at:found])
        if name := _NAME.match(page, found + 1):
            attributes, at, closed = _attributes(page, name.end())
            if at < 0:
                return
            tag = Tag(name[0].lower(), attributes, closed)
            yield tag
            if tag.name in _RAW and not (closed and xml):
                end = _RAW_ENDS[tag.name].search(page, at)
                yield _raw(tag.name, page[at : end.start() if end else len(page)])
                at = end.start() if end else len(page)
        elif page.startswith("</", found):
            closing = _NAME.match(page, found + 2)
            at = _after_tag(page, closing.end()) if closing else _after(page, ">", found + 2)
            if at < 0:
                return
            if closing:
                yield Close(closing[0].lower())
        elif page.startswith(("<!", "<?"), found):
            at = _after_declaration(page, found)
            if at < 0:
                return
        else:
            yield "<"
            at = found + 1
    yield _plain(page[at:])


def _attributes(page: str, at: int) -> tuple[dict[str, str], int, bool]:
    """What is written in a tag, the place after it (-1: it never ends), and whether it ends in a slash."""
    told: dict[str, str] = {}
    while found := _ATTRIBUTE.match(page, at):
        if found[1]:
            return told, found.end(), "/" in found[0]
        if found.end() < len(page) and page[found.end()] in "\"'" and page[found.end() - 1] in "= \t\r\n\f":
            return told, -1, False  # a quote that is never closed
        value = next((part for part in found.group(3, 4, 5) if part is not None), "")
        told.setdefault(found[2].lower(), _in_attribute(value))
        at = found.end()
    return told, -1, False


def _after(page: str, sign: str, at: int) -> int:
    found = page.find(sign, at)
    return found + len(sign) if found >= 0 else -1


def _after_tag(page: str, at: int) -> int:
    return _attributes(page, at)[1]


def _after_declaration(page: str, at: int) -> int:
    """The place after a comment, a document type or an instruction; -1 when it never ends."""
    if not page.startswith("<!--", at):
        return _after(page, ">", at + 2)
    for short in ("<!-->", "<!--->"):
        if page.startswith(short, at):
            return at + len(short)
    found = _COMMENT_END.search(page, at + 4)
    return found.end() if found else -1


def _plain(words: str) -> str:
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), words) if "&" in words else words


def _in_attribute(value: str) -> str:
    """An address such as ?a=1&copy=2 holds no sign of copyright."""
    return _CLOSED_REFERENCE.sub(lambda found: html.unescape(found[0]), value) if "&" in value else value


def _raw(name: str, words: str) -> str:
    return _plain(words) if name in _WITH_REFERENCES else words
