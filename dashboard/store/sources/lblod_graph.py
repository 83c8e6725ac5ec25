"""What a page of linked data tells, as statements: subject, predicate, object. In memory, small, never fetched further.

A subject is an address or the name of a nameless thing (`_:1`); an object is either of these, or a `Text`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from config.errors import InvalidInput
from config.language import N_

MOST_STATEMENTS = 300_000
MOST_TEXT = 40_000_000
"""Characters of all texts together: texts may lie within each other, so they can be more than the page itself."""
LONGEST_ADDRESS = 2_000
LONGEST_BASE = 500
"""Characters of an address from which others are seen: each of these costs time by its length."""

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
BESLUIT = "http://data.vlaanderen.be/ns/besluit#"
ELI = "http://data.europa.eu/eli/ontology#"
MANDAAT = "http://data.vlaanderen.be/ns/mandaat#"
PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        # of the initial context of RDFa 1.1, as far as pages of local governments use it
        "dc": DCT,
        "dcterms": DCT,
        "foaf": FOAF,
        "org": ORG,
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": PROV,
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": RDFS,
        "schema": "http://schema.org/",
        "skos": SKOS,
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        # not of that context, but never meant otherwise: some pages use them without saying what they stand for
        "besluit": BESLUIT,
        "dct": DCT,
        "eli": ELI,
        "mandaat": MANDAAT,
    }
)
"""What a prefix stands for where a page does not say so."""

_UNSAFE = frozenset(' <>"')
_TOO_MUCH = N_("This file holds more linked data than a decision list ever does; it is not read.")
_SAME = (
    ("https://data.vlaanderen.be/ns/", "http://data.vlaanderen.be/ns/"),
    ("http://purl.org/dc/elements/1.1/", DCT),
    ("https://schema.org/", "http://schema.org/"),
)


class Text(NamedTuple):
    """Words, with their language where it is told."""

    words: str
    language: str = ""


Node = str | Text


def is_web(address: str) -> bool:
    """Whether an address can be that of a thing: http or https with a host, and no longer than any real one."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
    return known and len(address) <= LONGEST_ADDRESS and address.isprintable() and _UNSAFE.isdisjoint(address)


def is_base(address: str) -> bool:
    """Whether other addresses can be seen from this one."""
    return is_web(address) and len(address) <= LONGEST_BASE


def resolved(base: str, address: str) -> str | None:
    """An address as seen from `base`; None when it is none at all."""
    if len(address) > LONGEST_ADDRESS:
        return None
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return None


def canonical(name: str) -> str:
    """One way of writing for names of vocabularies that are written in two."""
    for written, meant in _SAME:
        if name.startswith(written):
            return meant + name[len(written) :]
    return name


@dataclass
class Graph:
    """Statements in the order in which they were told, each once."""

    _objects: dict[tuple[str, str], dict[Node, None]] = field(default_factory=dict)
    _subjects: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _statements: int = 0
    _text: int = 0

    def nameless(self) -> str:
        """A new name for a thing without one."""
        return f"_:{next(self._numbers)}"

    def add(self, subject: str, predicate: str, thing: Node) -> None:
        """Keep a statement. Raises InvalidInput when there are more than any real page has."""
        predicate = canonical(predicate)
        if predicate == RDF_TYPE and isinstance(thing, str):
            thing = canonical(thing)
        self._count(thing)
        self._places.setdefault(subject, len(self._places))
        self._objects.setdefault((subject, predicate), {})[thing] = None
        if meant := _address_in(thing):
            self._places.setdefault(meant, len(self._places))
            self._subjects.setdefault((predicate, meant), {})[subject] = None

    def _count(self, thing: Node) -> None:
        self._statements += 1
        self._text += len(thing.words) if isinstance(thing, Text) else 0
        if self._statements > MOST_STATEMENTS or self._text > MOST_TEXT:
            raise InvalidInput(_TOO_MUCH)

    def place(self, thing: str) -> int:
        """Where it was first spoken of, among all things."""
        return self._places.get(thing, len(self._places))

    def texts(self, subject: str, *predicates: str) -> Iterator[str]:
        """What is said in words, in order of the predicates; Dutch first, then without language, then others."""
        for predicate in predicates:
            told = [thing for thing in self._objects.get((subject, predicate), ()) if isinstance(thing, Text)]
            yield from (text.words for text in sorted(told, key=_foreign))

    def things(self, subject: str, *predicates: str) -> list[str]:
        """The things that a thing refers to; an address that was written as words counts as well."""
        told = (thing for predicate in predicates for thing in self._objects.get((subject, predicate), ()))
        return _once(address for address in map(_address_in, told) if address)

    def referring(self, thing: str, *predicates: str) -> list[str]:
        """The things that refer to a thing."""
        return _once(who for predicate in predicates for who in self._subjects.get((predicate, thing), ()))

    def of_type(self, *names: str) -> list[str]:
        """The things of these types."""
        return _once(who for name in names for who in self._subjects.get((RDF_TYPE, canonical(name)), ()))


def _address_in(thing: Node) -> str | None:
    if isinstance(thing, str):
        return thing
    words = thing.words.strip()
    return words if words.startswith(("http://", "https://")) and is_web(words) else None


def _foreign(text: Text) -> int:
    language = text.language.casefold()
    return 0 if language.split("-")[0] == "nl" else 1 if not language else 2


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
