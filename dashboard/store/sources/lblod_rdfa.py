"""RDFa 1.1 in HTML: the statements that the attributes of a page make (https://www.w3.org/TR/rdfa-core/, section 7.5).

Followed in full but for lists (`inlist` makes plain statements) and literals of markup (their words are kept). Nothing
is ever fetched: what a prefix or a vocabulary stands for, the page itself says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from config.errors import InvalidInput
from config.language import N_
from dashboard.store.sources.lblod_graph import PREFIXES, RDF_TYPE, Graph, Node, Text, is_base, resolved
from dashboard.store.sources.lblod_html import End, Start, Words, events

MOST_PREFIXES = 500
"""In use at once; a page may name MOST_PREFIXES_TOLD in all, since each part of it can name them again."""
MOST_PREFIXES_TOLD = 100_000
SHOWN = "urn:helikopterview:shown"
"""Predicate of our own: the words that a page shows where it refers to a thing."""
_LONGEST_SHOWN = 200
_TERMS = {term: f"http://www.w3.org/1999/xhtml/vocab#{term}" for term in ("describedby", "license", "role")}
_SCRIPTS = frozenset({"script", "style"})
_JSON_LD = "application/ld+json"
_SPEAKING = frozenset({"about", "href", "property", "rel", "resource", "rev", "src", "typeof"})

_MANY_PREFIXES = N_("This page names more prefixes than any real one; it is not read.")


class _Relation(NamedTuple):
    predicate: str
    reverse: bool


@dataclass(frozen=True)
class _Context:
    """What holds within an element; the names are those of the specification.

    `waiting` are the statements about `parent_subject` whose object an element further in will name.
    """

    parent_subject: str
    parent_object: str
    waiting: tuple[_Relation, ...] = ()
    language: str = ""
    vocabulary: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)


class _Saying(NamedTuple):
    """A statement whose object is the words of an element: those from place `begin` on."""

    subject: str
    predicates: tuple[str, ...]
    language: str
    begin: int
    longest: int | None


def read_rdfa(page: str, graph: Graph, *, base: str, shown: frozenset[str], xml: bool = False) -> tuple[str, ...]:
    """Adds the statements of a page to `graph`; gives the JSON-LD in its scripts. Raises InvalidInput beyond limits.

    For the predicates `shown`, the words that the page shows for the thing referred to are kept too, by SHOWN.
    """
    reading = _Reading(graph, base, shown)
    for event in events(page, xml=xml):
        if isinstance(event, Start):
            reading.start(event)
        elif isinstance(event, End):
            reading.end(event.number)
        else:
            reading.words(event)
    return tuple(reading.scripts)


class _Reading:
    """One reading of a page from begin to end."""

    def __init__(self, graph: Graph, base: str, shown: frozenset[str]) -> None:
        self.graph, self.base, self.shown = graph, base, shown
        self.scripts: list[str] = []
        self._contexts = {0: _Context(base, base)}
        self._sayings: dict[int, list[_Saying]] = {}
        self._words: list[str] = []
        self._script: Start | None = None  # the script or style that is open
        self._told = 0

    def start(self, element: Start) -> None:
        """An element begins: its statements, and what holds within it."""
        if element.name == "base":
            self._move(element.attributes.get("href", ""))
        if element.name in _SCRIPTS:
            self._script = element
        context = self._local(self._contexts[element.within], element.attributes)
        if not _SPEAKING.isdisjoint(element.attributes):
            context = _Element(self, element, context).evaluate()
        self._contexts[element.number] = context

    def _move(self, address: str) -> None:
        """A page may say from where its addresses are seen; then what was said of the page itself is said of there."""
        base, before = resolved(self.base, address.partition("#")[0]), self.base
        if not base or not is_base(base):
            return
        self.base = base
        for number, context in self._contexts.items():
            if context.parent_object == before:
                self._contexts[number] = replace(context, parent_subject=base, parent_object=base)

    def _local(self, around: _Context, attributes: dict[str, str]) -> _Context:
        """The context around with what the element itself says of language, vocabulary and prefixes."""
        if prefixes := dict(_told_prefixes(attributes)):
            self._told += len(prefixes)
            around = replace(around, prefixes={**around.prefixes, **prefixes})
            if len(around.prefixes) > MOST_PREFIXES or self._told > MOST_PREFIXES_TOLD:
                raise InvalidInput(_MANY_PREFIXES)
        language = attributes.get("xml:lang", attributes.get("lang"))
        if language is not None and language != around.language:
            around = replace(around, language=language.strip())
        vocabulary = attributes.get("vocab")
        if vocabulary is not None:
            around = replace(around, vocabulary=(vocabulary.strip() and resolved(self.base, vocabulary)) or "")
        return around

    def say(self, number: int, subject: str, predicates: tuple[str, ...], language: str, longest: int | None) -> None:
        """Make a statement of the words of this element, when it ends and they are no longer than this."""
        saying = _Saying(subject, predicates, language, len(self._words), longest)
        self._sayings.setdefault(number, []).append(saying)

    def words(self, words: Words) -> None:
        """Words of the page; those of scripts are no part of it."""
        if self._script is None:
            if self._sayings:
                self._words.append(words.words)
        elif self._script.attributes.get("type", "").strip().lower().startswith(_JSON_LD):
            self.scripts.append(words.words)

    def end(self, number: int) -> None:
        """An element ends: what it said in words is known now."""
        if self._script and self._script.number == number:
            self._script = None
        for saying in self._sayings.pop(number, ()):
            self._state(saying)
        if not self._sayings:
            self._words.clear()
        del self._contexts[number]

    def _state(self, saying: _Saying) -> None:
        longest = saying.longest
        if longest is not None and len(self._words) - saying.begin > longest:  # each holds a character at least
            return
        words = "".join(self._words[saying.begin :])
        if longest is None or len(words) <= longest:
            for predicate in saying.predicates:
                self.graph.add(saying.subject, predicate, Text(words, saying.language))


def _told_prefixes(attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in attributes.items():
        if name.startswith("xmlns:"):
            yield name[6:], value
    parts = attributes.get("prefix", "").split()
    for name, address in zip(parts[::2], parts[1::2], strict=False):
        if name.endswith(":"):
            yield name[:-1].lower(), address


class _Element:
    """The evaluation of one element that speaks."""

    def __init__(self, reading: _Reading, element: Start, context: _Context) -> None:
        self.reading, self.graph = reading, reading.graph
        self.element, self.told, self.context = element, element.attributes, context
        self.says = "property" in self.told
        self.typed = "typeof" in self.told
        self.relations = tuple(self._relations())
        self.about = self._resource("about")
        self.resource = self._resource("resource") or self._resource("href") or self._resource("src")

    @property
    def related(self) -> bool:
        """Whether rel or rev counts. Beside a property, words such as nofollow are those of HTML."""
        return bool(self.relations) or (not self.says and not {"rel", "rev"}.isdisjoint(self.told))

    def evaluate(self) -> _Context:
        """Make the statements; gives what holds within the element."""
        subject, thing, typed = self._related() if self.related else self._unrelated()
        if typed:
            for name in self._names(self.told["typeof"]):
                self.graph.add(typed, RDF_TYPE, name)
        waiting: tuple[_Relation, ...] = ()
        if self.relations and thing is None:
            waiting, thing = self.relations, self.graph.nameless()
        elif thing is not None:
            self._relate(subject or self.context.parent_object, thing, self.relations)
        if self.says:
            self._tell(subject or self.context.parent_object, typed)
        if subject is None:
            return self.context
        self._relate(self.context.parent_subject, subject, self.context.waiting)
        return replace(self.context, parent_subject=subject, parent_object=thing or subject, waiting=waiting)

    def _page(self) -> str | None:
        """What the outermost elements are about when they do not say it."""
        return self.context.parent_object if self.element.name in {"html", "head", "body"} else None

    def _related(self) -> tuple[str | None, str | None, str | None]:
        """Step 6, with rel or rev: what the element is about, the object of its relations, what its types are of."""
        nameless = self.graph.nameless() if self.typed and self.about is None and self.resource is None else None
        thing = self.resource or nameless
        typed = (self.about or thing) if self.typed else None
        return self.about or self._page() or self.context.parent_object, thing, typed

    def _unrelated(self) -> tuple[str | None, str | None, str | None]:
        """Step 5, without them. About nothing: the element is passed over."""
        page = self._page()
        if self.says and {"content", "datatype"}.isdisjoint(self.told):
            typed = (self.about or page or self.resource or self.graph.nameless()) if self.typed else None
            return self.about or page or self.context.parent_object, typed, typed
        subject = self.about or self.resource or page or (self.graph.nameless() if self.typed else None)
        subject = subject or (self.context.parent_object if self.says else None)
        return subject, None, subject if self.typed else None

    def _relate(self, subject: str, thing: str, relations: tuple[_Relation, ...]) -> None:
        for predicate, reverse in relations:
            self.graph.add(*((thing, predicate, subject) if reverse else (subject, predicate, thing)))

    def _tell(self, subject: str, typed: str | None) -> None:
        """Step 11: what the element says by `property`."""
        predicates, language = self._names(self.told["property"]), self.context.language
        value = self._value(typed)
        if value is None:
            self.reading.say(self.element.number, subject, predicates, language, None)
            return
        for predicate in predicates:
            self.graph.add(subject, predicate, value)
        if isinstance(value, str) and self.reading.shown.intersection(predicates):
            self.reading.say(self.element.number, value, (SHOWN,), language, _LONGEST_SHOWN)

    def _value(self, typed: str | None) -> Node | None:
        """What a property says; None when it is the words of the element."""
        written = self.told.get("content", self.told.get("datetime"))
        if written is not None:
            return Text(written, self.context.language)
        if "datatype" in self.told:
            return None
        if self.resource and not self.related:
            return self.resource
        return typed if self.about is None else None

    def _relations(self) -> Iterator[_Relation]:
        for way in ("rel", "rev"):
            written = self.told.get(way, "")
            words = [word for word in written.split() if ":" in word] if self.says else written.split()
            yield from (_Relation(name, way == "rev") for name in self._names(" ".join(words)))

    def _names(self, written: str) -> tuple[str, ...]:
        """Terms, prefixed names and addresses as addresses; what has no meaning is left out."""
        found = (self._name(word) for word in written.split())
        return tuple(dict.fromkeys(name for name in found if name))

    def _name(self, word: str) -> str | None:
        if ":" in word:
            return self._prefixed(word) or word
        return self.context.vocabulary + word if self.context.vocabulary else _TERMS.get(word.lower())

    def _prefixed(self, word: str) -> str | None:
        """A name with a prefix as an address; None when the prefix stands for nothing."""
        prefix, colon, rest = word.partition(":")
        if not colon or rest.startswith("//"):
            return None
        if prefix == "_":
            return f"_:page-{rest}"  # apart from the names that the graph gives
        known = self.context.prefixes.get(prefix.lower()) or PREFIXES.get(prefix.lower())
        return known + rest if known else None

    def _resource(self, name: str) -> str | None:
        """The thing that an attribute names; href and src hold addresses only."""
        written = self.told.get(name)
        if written is None:
            return None
        written = written.strip()
        if name in {"href", "src"}:
            return resolved(self.reading.base, written)
        if written.startswith("[") and written.endswith("]"):
            return self._prefixed(written[1:-1])
        return self._prefixed(written) or resolved(self.reading.base, written)
