"""JSON-LD as statements: what decisions are published with, walked as plain JSON. Nothing is ever fetched.

Read: contexts in the file itself, prefixes, vocabulary, base, aliases of keywords, types of terms, language and index
maps, @graph, @included, @nest, @reverse, @list and @set. A context by address gives nothing but its name (`unread`),
except that those of data.vlaanderen.be bring the names of the application profile. Contexts within a term are not read.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from config.errors import InvalidInput
from config.language import N_
from dashboard.store.sources.lblod_graph import (
    BESLUIT,
    DCT,
    ELI,
    FOAF,
    MANDAAT,
    ORG,
    PREFIXES,
    PROV,
    RDF_TYPE,
    SKOS,
    Graph,
    Node,
    Text,
    is_base,
    resolved,
)

DEEPEST = 100
_HOPS = 10
_PROFILE_HOST = "data.vlaanderen.be"

_DEEP = N_("This JSON is nested deeper than any real one; it is not read.")
_MALFORMED = N_("This JSON is not written as it should be: line {line}, column {column}.")

_CLASSES = "Agendapunt BehandelingVanAgendapunt Besluit Besluitenlijst Bestuurseenheid Bestuursorgaan Stemming Zitting"
_OWN = (
    "aantalOnthouders aantalTegenstanders aantalVoorstanders behandelt bestuurt geplandeStart gevolg heeftAgenda "
    "heeftBesluitenlijst heeftNotulen heeftStemming heeftUittreksel isGehoudenDoor motivering onderwerp openbaar"
)
PROFILE: dict[str, str] = {
    **{name: BESLUIT + name for name in (*_CLASSES.split(), *_OWN.split())},
    "Agendapunt.titel": f"{DCT}title",
    "Agendapunt.beschrijving": f"{DCT}description",
    "Besluit.titel": f"{ELI}title",
    "Besluit.beschrijving": f"{ELI}description",
    "Bestuursorgaan.classificatie": f"{ORG}classification",
    "Bestuursorgaan.naam": f"{SKOS}prefLabel",
    "Document": f"{FOAF}Document",
    "beschrijving": f"{DCT}description",
    "citeeropschrift": f"{ELI}title_short",
    "classificatie": f"{ORG}classification",
    "geeftAanleidingTot": f"{PROV}generated",
    "heeftOnderwerp": f"{DCT}subject",
    "isTijdspecialisatieVan": f"{MANDAAT}isTijdspecialisatieVan",
    "naam": f"{SKOS}prefLabel",
    "nummer": f"{ELI}number",
    "publicatiedatum": f"{ELI}date_publication",
    "start": f"{PROV}startedAtTime",
    "titel": f"{DCT}title",
    "volgtUit": f"{PROV}wasGeneratedBy",
}
"""Names of the application profile Besluit Publicatie (https://data.vlaanderen.be/doc/applicatieprofiel/besluit-publicatie/)."""


class _Term(NamedTuple):
    name: str | None  # as written in the context; None: has no meaning here
    type: str = ""
    container: str = ""
    reverse: bool = False


@dataclass(frozen=True)
class _Context:
    """What the names within an object mean; looked up outwards, so that nothing is copied."""

    base: str
    terms: dict[str, _Term] = field(default_factory=dict)
    vocabulary: str = ""
    language: str = ""
    profile: bool = False
    around: "_Context | None" = None

    def term(self, name: str) -> _Term | None:
        """The term of this name in the nearest context that defines it."""
        context: _Context | None = self
        while context:
            if name in context.terms:
                return context.terms[name]
            context = context.around
        return None

    def name(self, word: str, hops: int = _HOPS) -> str | None:
        """A term, prefixed name, keyword or address, as an address or keyword; None when it means nothing."""
        term = self.term(word)
        if term and term.name == word:
            term = None
        if term:
            return self.name(term.name, hops - 1) if term.name and hops else None
        if word.startswith("@"):
            return word
        prefix, colon, rest = word.partition(":")
        if colon:
            return self._prefixed(prefix, rest, hops) or word
        if self.vocabulary:
            return self.vocabulary + word
        return PROFILE.get(word) if self.profile else None

    def _prefixed(self, prefix: str, rest: str, hops: int) -> str | None:
        if prefix == "_" or rest.startswith("//"):
            return None
        known = self.name(prefix, hops - 1) if hops and self.term(prefix) else PREFIXES.get(prefix)
        return known + rest if known and not known.startswith("@") else None

    def thing(self, word: str) -> str | None:
        """The thing that an @id names."""
        if word.startswith("_:"):
            return f"_:file-{word[2:]}"
        prefix, colon, rest = word.partition(":")
        return (self._prefixed(prefix, rest, _HOPS) if colon else None) or resolved(self.base, word)


def read_json_ld(text: str, graph: Graph, *, base: str) -> tuple[str, ...]:
    """Adds the statements of a text to `graph`, and gives the addresses of contexts that were left unread.

    Raises InvalidInput when it is no JSON, or beyond the limits.
    """
    reading = _Reading(graph)
    context = _Context(base)
    try:
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise InvalidInput(_MALFORMED, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise InvalidInput(_DEEP) from None
    for item in _listed(document):
        reading.node(item, context, 0)
    return tuple(reading.unread)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Reading:
    """One reading of a document."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.unread: dict[str, None] = {}

    def node(self, value: Any, context: _Context, depth: int) -> str | None:
        """The thing that an object describes, with all that is said of it; None when it is not an object."""
        if depth > DEEPEST:
            raise InvalidInput(_DEEP)
        if not isinstance(value, dict):
            return None
        if "@context" in value:
            context = self._context(value["@context"], context)
        subject = self._identity(value, context) or self.graph.nameless()
        self._say(subject, value, context, depth)
        return subject

    def _identity(self, value: dict[str, Any], context: _Context) -> str | None:
        told = next((told for key, told in value.items() if context.name(key) == "@id"), None)
        return context.thing(told) if isinstance(told, str) else None

    def _say(self, subject: str, value: dict[str, Any], context: _Context, depth: int) -> None:
        for key, told in value.items():
            name = context.name(key)
            if name == "@type":
                self._types(subject, told, context)
            elif name in {"@graph", "@included"}:
                for item in _listed(told):
                    self.node(item, context, depth + 1)
            elif name == "@nest" and depth < DEEPEST:
                for item in filter(_is_object, _listed(told)):
                    self._say(subject, item, context, depth + 1)
            elif name == "@reverse" and isinstance(told, dict):
                for inner, things in told.items():
                    self._tell(subject, inner, things, context, depth, reverse=True)
            elif name and not name.startswith("@"):
                self._tell(subject, key, told, context, depth)

    def _types(self, subject: str, told: Any, context: _Context) -> None:
        names = (context.name(word) for word in _listed(told) if isinstance(word, str))
        for name in filter(None, names):
            self.graph.add(subject, RDF_TYPE, name)

    def _tell(self, subject: str, key: str, told: Any, context: _Context, depth: int, *, reverse: bool = False) -> None:
        term = context.term(key) or _Term(key)
        predicate = context.name(key)
        if not predicate or predicate.startswith("@"):
            return
        for thing in self._values(told, term, context, depth + 1):
            if reverse is term.reverse:
                self.graph.add(subject, predicate, thing)
            elif isinstance(thing, str):
                self.graph.add(thing, predicate, subject)

    def _values(self, told: Any, term: _Term, context: _Context, depth: int) -> Iterator[Node]:
        """What is said by a term, lists opened."""
        if depth > DEEPEST:
            raise InvalidInput(_DEEP)
        if isinstance(told, list):
            for item in told:
                yield from self._values(item, term, context, depth + 1)
        elif isinstance(told, dict):
            yield from self._of_object(told, term, context, depth)
        elif told is not None:
            yield self._scalar(told, term, context)

    def _of_object(self, told: dict[str, Any], term: _Term, context: _Context, depth: int) -> Iterator[Node]:
        if term.container == "@language":
            yield from (Text(_written(words), tag) for tag, many in told.items() for words in _listed(many))
            return
        if term.container == "@index":
            yield from self._values(list(told.values()), term._replace(container=""), context, depth + 1)
            return
        meant = {context.name(key): inner for key, inner in told.items()}
        if "@value" in meant:
            yield Text(_written(meant["@value"]), str(meant.get("@language") or ""))
        elif "@list" in meant or "@set" in meant:
            yield from self._values(meant.get("@list", meant.get("@set")), term, context, depth + 1)
        elif thing := self.node(told, context, depth):
            yield thing

    def _scalar(self, told: Any, term: _Term, context: _Context) -> Node:
        if isinstance(told, str) and term.type in {"@id", "@vocab"}:
            known = context.name(told) if term.type == "@vocab" else None
            if thing := known or context.thing(told):
                return thing
        return Text(_written(told), context.language)

    def _context(self, told: Any, around: _Context) -> _Context:
        """The context that an object brings: one step, however many parts it is written in."""
        made = _Context(around.base, {}, around.vocabulary, around.language, around.profile, around)
        for part in _listed(told):
            if part is None:
                made = _Context(around.base)
            elif isinstance(part, str):
                made = self._by_address(part, made)
            elif isinstance(part, dict):
                made = _defined(part, made)
        return made

    def _by_address(self, address: str, made: _Context) -> _Context:
        try:
            known = urlsplit(address).hostname == _PROFILE_HOST
        except ValueError:
            known = False
        if not known:
            self.unread.setdefault(address[:200])
        return _Context(made.base, made.terms, made.vocabulary, made.language, made.profile or known, made.around)


def _defined(part: dict[str, Any], made: _Context) -> _Context:
    """The context with what one object of it defines."""
    base, vocabulary, language = part.get("@base"), part.get("@vocab", made.vocabulary), part.get("@language")
    made.terms.update((name, _term(name, told)) for name, told in part.items() if not name.startswith("@"))
    moved = resolved(made.base, base) if isinstance(base, str) else None
    return _Context(
        moved if moved and is_base(moved) else made.base,
        made.terms,
        (made.name(vocabulary) or "") if isinstance(vocabulary, str) and ":" in vocabulary else "",
        language if isinstance(language, str) else made.language,
        made.profile,
        made.around,
    )


def _term(name: str, told: Any) -> _Term:
    if not isinstance(told, dict):
        return _Term(told if isinstance(told, str) else None)
    reverse = told.get("@reverse")
    meant = reverse if isinstance(reverse, str) else told.get("@id", name)
    container = [part for part in _listed(told.get("@container")) if part in {"@language", "@index"}]
    kind = told.get("@type")
    return _Term(
        meant if isinstance(meant, str) else None,
        kind if isinstance(kind, str) else "",
        container[0] if container else "",
        isinstance(reverse, str),
    )


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else ""
