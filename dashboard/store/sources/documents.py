"""JSON and XML of a GeoReport server as flat records of texts, whatever server wrote them."""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from xml.parsers.expat import errors as expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.fetching import LARGEST, TOO_LARGE
from dashboard.store.sources.findings import shown

Record = dict[str, str]

REQUEST_MARKS = frozenset({"service_request_id", "requested_datetime"})
SERVICE_MARKS = frozenset({"service_code", "service_name"})
_GZIP = b"\x1f\x8b"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENDED = {expat.codes[expat.XML_ERROR_NO_ELEMENTS], expat.codes[expat.XML_ERROR_UNCLOSED_TOKEN]}
_ROOTS = {"service_requests", "requests", "services"}

_EMPTY = N_("{file} is empty.")
_HTML = N_("{file} is a web page, not GeoReport: {title}. Is the address right, and is it open to everybody?")
_NEITHER = N_("{file} is neither JSON nor XML. It begins with: {begin}")
_CUT = N_("{file} is cut off: it ends on line {line} in the middle of its data. Fetch it again.")
_MALFORMED = N_("{file} is not written as it should be: line {line}, column {column}. {detail}.")
_UNSAFE = N_("{file} holds XML entities or a document type, which GeoReport does not have; it is not read.")
_DEEP = N_("{file} is nested too deeply to be GeoReport.")
_ENCODING = N_(
    "{file} is not written in UTF-8, as GeoReport asks: byte {byte} does not fit. If the server is wrong, name its "
    'encoding under [file] in the mapping, as in encoding = "windows-1252".'
)
_OTHER = N_("{file} can be read, but is not an answer of GeoReport. It begins with: {begin}")
_ERROR = N_("{file} answers with an error instead: {description}.")


def records(content: bytes, file: str, *, marks: frozenset[str], encoding: str = "auto") -> list[Record]:
    """The records in an answer: objects with one of `marks`, as texts by name. Raises ImportRefused.

    `agency.name` is the name within an object agency; agency itself is all texts in it.
    """
    content = _unpacked(content, file)
    tree = _tree(content, file, encoding)
    try:
        found = [dict(_flat(item)) for item in _find(tree, marks)]
        if not found:
            _refuse_other(tree, content, file)
    except RecursionError:
        raise ImportRefused(_DEEP, file=file) from None
    return found


def _unpacked(content: bytes, file: str) -> bytes:
    if not content.startswith(_GZIP):
        return content
    try:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        content = unpacking.decompress(content, LARGEST + 1)
    except (zlib.error, gzip.BadGzipFile):
        raise ImportRefused(_CUT, file=file, line=1) from None
    if len(content) > LARGEST:
        raise ImportRefused(TOO_LARGE, file=file, most=LARGEST >> 20)
    if not unpacking.eof:
        raise ImportRefused(_CUT, file=file, line=content.count(b"\n") + 1)
    return content


def _tree(content: bytes, file: str, encoding: str) -> Any:
    begin = content.removeprefix(codecs.BOM_UTF8).lstrip()[:2000]
    if not begin.strip(b"\0"):
        raise ImportRefused(_EMPTY, file=file)
    wide = content.startswith(_WIDE)
    if begin.startswith(b"<") and encoding == "auto" and not wide:
        _refuse_html(begin.decode("utf-8", "replace"), file)
        return _xml(content, file)
    text = _text(content, file, "utf-16" if wide else encoding)
    if text.startswith("<"):
        _refuse_html(text, file)
        return _xml(text, file)
    if text.startswith(("{", "[")):
        return _json(text, file)
    raise ImportRefused(_NEITHER, file=file, begin=shown(text[:200]))


def _text(content: bytes, file: str, encoding: str) -> str:
    try:
        return content.decode("utf-8-sig" if encoding == "auto" else encoding).strip()
    except UnicodeError as error:
        raise ImportRefused(_ENCODING, file=file, byte=getattr(error, "start", 0) + 1) from None


def _refuse_html(text: str, file: str) -> None:
    if re.match(r"(?is)\s*(<\?xml[^>]*>)?\s*(<!--.*?-->)?\s*<(!doctype\s+html|html)\b", text):
        title = re.search(r"(?is)<(title|h1)[^>]*>(.*?)</", text)
        words = re.sub(r"<[^>]*>", " ", title[2]) if title else "-"
        raise ImportRefused(_HTML, file=file, title=shown(words) or "-")


def _json(text: str, file: str) -> Any:
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        rest = text[error.pos :]
        if len(rest) < 2 or rest.startswith('"') or any(word.startswith(rest) for word in ("true", "false", "null")):
            raise ImportRefused(_CUT, file=file, line=text.count("\n") + 1) from None
        raise ImportRefused(_MALFORMED, file=file, line=error.lineno, column=error.colno, detail=error.msg) from None
    except RecursionError:
        raise ImportRefused(_DEEP, file=file) from None


def _xml(content: bytes | str, file: str) -> Any:
    try:
        root = fromstring(content, forbid_dtd=True)
        return {root.tag: _element(root)}
    except DefusedXmlException:
        raise ImportRefused(_UNSAFE, file=file) from None
    except ParseError as error:
        line, column = error.position
        if error.code in _ENDED:
            raise ImportRefused(_CUT, file=file, line=line) from None
        detail = expat.messages[error.code] if error.code in expat.messages else str(error)
        raise ImportRefused(_MALFORMED, file=file, line=line, column=column + 1, detail=detail) from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know
        raise ImportRefused(_MALFORMED, file=file, line=1, column=1, detail=str(error)) from None
    except RecursionError:
        raise ImportRefused(_DEEP, file=file) from None


def _element(element: Any) -> Any:
    """An element as JSON would tell it: its text, or its children by name, repeated ones as a list."""
    children: dict[str, Any] = {}
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        children.setdefault(name, []).append(_element(child))
    if not children:
        return element.text or ""
    return {name: told if len(told) > 1 else told[0] for name, told in children.items()}


def _find(tree: Any, marks: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The objects with one of the marks, outermost only, and those that stand in one list with them."""
    if isinstance(tree, dict) and marks.intersection(tree):
        yield tree
    elif isinstance(tree, list) and any(isinstance(item, dict) and marks.intersection(item) for item in tree):
        yield from (item for item in tree if isinstance(item, dict))
    elif isinstance(tree, dict | list):
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from _find(item, marks)


def _flat(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        yield name, ", ".join(_texts(value))
        inner = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(inner, dict):
            yield from ((f"{name}.{within}", text) for within, text in _flat(inner))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif isinstance(value, bool):
        yield str(value).lower()
    elif value is not None and str(value).strip():
        yield str(value).strip()


def _refuse_other(tree: Any, content: bytes, file: str) -> None:
    """No records: right when the answer is empty, else an error of the server or something else altogether."""
    if description := _description(tree):
        raise ImportRefused(_ERROR, file=file, description=description)
    if not _is_empty(tree):
        raise ImportRefused(_OTHER, file=file, begin=shown(content[:200].decode("utf-8", "replace")))


def _description(tree: Any) -> str:
    errors = (error for error in _find(tree, frozenset({"description"})) if "code" in error)
    return next((shown(" ".join(_texts(error["description"]))) for error in errors), "")


def error_in(content: bytes) -> str:
    """The description in an answer that tells an error as GeoReport does; empty when it does not."""
    with suppress(ImportRefused, RecursionError):
        return _description(_tree(content, "", "auto"))
    return ""


def _is_empty(tree: Any) -> bool:
    """An empty list, alone or as a member, or one of the roots of GeoReport without anything in it."""
    if isinstance(tree, dict):
        return any(value == [] or (name in _ROOTS and not value) for name, value in tree.items()) or any(
            _is_empty(value) for value in tree.values() if isinstance(value, dict)
        )
    return isinstance(tree, list) and not tree
