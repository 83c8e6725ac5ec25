"""Decisions of Flemish local governments, as they are published: LBLOD, RDFa in a web page or JSON-LD.

`read_decisions` reads bytes and fetches nothing; `fetch_decisions` asks one public address for them. The vocabulary is
that of the application profile Besluit Publicatie (https://data.vlaanderen.be/doc/applicatieprofiel/besluit-publicatie/).
"""

import codecs
import re
from contextlib import suppress

from config.errors import InvalidInput
from config.language import N_
from dashboard.store.sources.fetching import Rules, answer_of
from dashboard.store.sources.findings import shown
from dashboard.store.sources.lblod_graph import Graph, is_base
from dashboard.store.sources.lblod_jsonld import read_json_ld
from dashboard.store.sources.lblod_problems import Problems
from dashboard.store.sources.lblod_rdfa import read_rdfa
from dashboard.store.sources.lblod_telling import SHOWN_FOR, decisions_in
from dashboard.store.sources.lblod_told import Decisions

LARGEST = 10 << 20
"""Bytes of a page. The minutes of a council, with every vote by name, are some 3 MB."""
PATIENCE = 30
_ACCEPT = "text/html, application/xhtml+xml, application/ld+json, application/json;q=0.9, */*;q=0.1"
_RULES = Rules(public=True, largest=LARGEST, accept=_ACCEPT)
_NOWHERE = "urn:helikopterview:page"  # from where addresses are seen when nobody knows where a page was published
_BLANK = "\ufeff \t\r\n\f\0"

_EMPTY = N_("The page is empty.")
_LARGE = N_("The page is larger than {most} MB; it is not read.")
_PDF = N_("This is a PDF. Decisions can be read from the web page, not from the PDF beside it.")
_NEITHER = N_("This is neither a web page nor JSON. It begins with: {begin}")
_SCRIPT = N_("A part of the page that holds linked data cannot be read. What is wrong with it:")


def fetch_decisions(address: str, seconds: int = PATIENCE) -> Decisions:
    """The decisions at a public address of https. Raises ImportRefused when it cannot be fetched, InvalidInput else."""
    answer = answer_of(address, seconds, _RULES)
    return read_decisions(answer.content, base=answer.address, media_type=answer.media_type)


def read_decisions(content: bytes, *, base: str, media_type: str | None = None) -> Decisions:
    """The decisions that a page tells. Raises InvalidInput when it is no such page, or beyond the limits.

    `base` is the address at which it was published, from which its addresses are seen; empty when nobody knows.
    `media_type` is what the server called it (`text/html; charset=...`); without it, the content says what it is.
    """
    if len(content) > LARGEST:
        raise InvalidInput(_LARGE, most=LARGEST >> 20)
    text = _text(content, media_type or "").lstrip(_BLANK)
    graph, problems = Graph(), Problems()
    base = base if is_base(base) else _NOWHERE
    if text.startswith(("{", "[")):
        problems.unread(read_json_ld(text, graph, base=base))
    elif text.startswith("<"):
        xml = text.startswith("<?xml") or "xhtml" in (media_type or "")
        _read_page(text, graph, problems, base, xml)
    else:
        raise _refused(text)
    return decisions_in(graph, problems)


def _refused(text: str) -> InvalidInput:
    if not text:
        return InvalidInput(_EMPTY)
    return InvalidInput(_PDF) if text.startswith("%PDF") else InvalidInput(_NEITHER, begin=shown(text[:200]))


def _read_page(text: str, graph: Graph, problems: Problems, base: str, xml: bool) -> None:
    """RDFa, and the JSON-LD in scripts: what cannot be read of these is said, and the rest counts."""
    for script in read_rdfa(text, graph, base=base, shown=SHOWN_FOR, xml=xml):
        try:
            problems.unread(read_json_ld(script, graph, base=base))
        except InvalidInput as error:
            problems.add(_SCRIPT)
            problems.add(error.message, **error.params)


_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{1,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ENCODINGS = {"utf-8": "utf-8", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "cp1252": "cp1252"}
_ENCODINGS |= {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-15": "iso8859-15"}  # as browsers take them


def _text(content: bytes, media_type: str) -> str:
    """The text, in the encoding of its mark, of its server, or that it names itself; else UTF-8, as nearly all are."""
    named = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for place in (media_type.encode("ascii", "replace"), content[:2048]):
        named += [match[1].decode("ascii") for match in [_CHARSET.search(place)] if match]
    for name in named:
        with suppress(LookupError):
            return content.decode(_ENCODINGS[codecs.lookup(name).name], "replace")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    return content.decode("cp1252", "replace")
