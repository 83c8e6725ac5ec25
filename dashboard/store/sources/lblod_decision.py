"""What the statements of a page say of one decision, and of the agenda item from which it came."""

import re
from collections.abc import Iterator
from functools import cached_property

from dashboard.store.sources.lblod_graph import BESLUIT, DCT, ELI, PROV, Graph, is_web
from dashboard.store.sources.lblod_numbers import number_in_title, written_number
from dashboard.store.sources.lblod_results import result_of, result_of_counts
from dashboard.store.sources.lblod_told import Result

_FEW_WORDS = 2
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff]")


class Statements:
    """Of the decision `subject`: through the treatments that led to it, its agenda items, sittings and votes."""

    def __init__(self, graph: Graph, subject: str) -> None:
        self.graph, self.subject = graph, subject
        treated = [*graph.referring(subject, f"{PROV}generated"), *graph.things(subject, f"{PROV}wasGeneratedBy")]
        self.treatments = list(dict.fromkeys(treated))
        self.items = [item for name in self.treatments for item in graph.things(name, f"{DCT}subject")]
        self.sittings = [name for item in self.items for name in graph.referring(item, f"{BESLUIT}behandelt")]
        self.votes = [vote for name in self.treatments for vote in graph.things(name, f"{BESLUIT}heeftStemming")]

    @property
    def uri(self) -> str | None:
        """Its address."""
        return address_of(self.subject)

    @property
    def name(self) -> str:
        """How to speak of it."""
        return self.number or self.title or self.uri or "-"

    @cached_property
    def title(self) -> str | None:
        """Its own title, else that of its agenda item."""
        return next(iter([*self._lines(f"{ELI}title", f"{DCT}title"), *self._titles_of_items()]), None)

    @cached_property
    def number(self) -> str | None:
        """From a field for it, else from a short title or a title that begins with it."""
        fields = self._lines(f"{ELI}number", f"{ELI}id_local", f"{DCT}identifier")
        titles = self._lines(f"{BESLUIT}citeeropschrift", f"{ELI}title_short", f"{ELI}title")
        found = (*map(written_number, fields), *map(number_in_title, [*titles, *self._titles_of_items()]))
        return next(filter(None, found), None)

    @cached_property
    def motivation(self) -> str | None:
        """Its motivation (besluit:motivering), a line for each paragraph."""
        texts = self.graph.texts(self.subject, f"{BESLUIT}motivering")
        return next(filter(None, map(paragraphs_of, texts)), None)

    @property
    def shares_its_vote(self) -> bool:
        """Whether its treatment led to other decisions as well, so that a vote need not be about this one."""
        led_to = {name for treatment in self.treatments for name in self.graph.things(treatment, f"{PROV}generated")}
        return bool(led_to - {self.subject})

    def by_words(self) -> list[Result]:
        """What the outcomes (besluit:gevolg) say, of its votes or, as some write it, of itself."""
        told = [self.subject, *self.treatments, *self.votes]
        return [result_of(text) for name in told for text in self.graph.texts(name, f"{BESLUIT}gevolg")]

    def by_counts(self) -> list[Result]:
        """What the counts of its vote say; of several votes, nothing says which was on the decision itself."""
        if len(self.votes) != 1:
            return []
        in_favour = self.graph.texts(self.votes[0], f"{BESLUIT}aantalVoorstanders")
        return [result_of_counts(in_favour, self.graph.texts(self.votes[0], f"{BESLUIT}aantalTegenstanders"))]

    def by_description(self) -> list[Result]:
        """What a description of a word or two says: some write `Akkoord` there."""
        texts = self._lines(f"{ELI}description", f"{ELI}title_short")
        return [result_of(text) for text in texts if len(text.split()) <= _FEW_WORDS]

    def _lines(self, *predicates: str) -> Iterator[str]:
        return filter(None, map(line_of, self.graph.texts(self.subject, *predicates)))

    def _titles_of_items(self) -> Iterator[str]:
        titles = (title for item in self.items for title in self.graph.texts(item, f"{DCT}title"))
        return filter(None, map(line_of, titles))


def address_of(name: str) -> str | None:
    """The address of a thing, when it has one that can be shown as a link."""
    return name if is_web(name) else None


def line_of(text: str) -> str:
    """A text on one line, without signs that no text can be kept with."""
    return " ".join(_NO_TEXT.sub("", text).split())


def paragraphs_of(text: str) -> str:
    """A text with a line for each of its lines that holds anything."""
    return "\n".join(line for line in map(line_of, text.splitlines()) if line)
