"""From statements to rows: sittings and decisions, by the vocabulary of the application profile Besluit Publicatie."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from config.kinds import Organ
from config.language import N_
from dashboard.store.sources.findings import shown
from dashboard.store.sources.lblod_decision import Statements, address_of, line_of
from dashboard.store.sources.lblod_graph import BESLUIT, ELI, MANDAAT, ORG, PROV, RDFS, SKOS, Graph
from dashboard.store.sources.lblod_organs import organ_of
from dashboard.store.sources.lblod_problems import Problems
from dashboard.store.sources.lblod_rdfa import SHOWN
from dashboard.store.sources.lblod_results import agreed
from dashboard.store.sources.lblod_told import Decisions, DecisionTold, PageKind, Result, SittingTold

ZONE = ZoneInfo("Europe/Brussels")
_HOPS = 3

_SITTING = f"{BESLUIT}Zitting"
_HELD_BY, _PASSED_BY = f"{BESLUIT}isGehoudenDoor", f"{ELI}passed_by"
SHOWN_FOR = frozenset({_HELD_BY, _PASSED_BY})
"""Predicates of which the words on the page count: many name the organ only so."""
_PART_OF = (f"{MANDAAT}isTijdspecialisatieVan", "http://data.vlaanderen.be/ns/generiek#isTijdspecialisatieVan")
_CLASSIFIED = (f"{ORG}classification", f"{BESLUIT}classificatie")
_TYPE_OF_DOCUMENT = "https://data.vlaanderen.be/id/concept/BesluitDocumentType/"
_KINDS = {
    PageKind.AGENDA: (f"{_TYPE_OF_DOCUMENT}13fefad6-a9d6-4025-83b5-e4cbee3a8965", f"{BESLUIT}heeftAgenda"),
    PageKind.DECISION_LIST: (
        f"{_TYPE_OF_DOCUMENT}3fa67785-ffdc-4b30-8880-2b99d97b4dee",
        f"{BESLUIT}heeftBesluitenlijst",
    ),
    PageKind.MINUTES: (f"{_TYPE_OF_DOCUMENT}8e791b27-7600-4577-b24e-c7c29e0eb773", f"{BESLUIT}heeftNotulen"),
    PageKind.EXTRACT: (f"{_TYPE_OF_DOCUMENT}9d5bfaca-bbf2-49dd-a830-769f91a6377b", f"{BESLUIT}heeftUittreksel"),
}
"""Of each kind of page, the type of its document (of the list BesluitDocumentType) and how a sitting refers to it."""

_NONE = N_("The page holds no decisions as linked data. Is it the page of a decision list, minutes or an extract?")
_AGENDA = N_("This is an agenda: what stands in it has not been decided.")
_NO_ADDRESS = N_(
    "{count} decisions have no web address of their own; they can be recognised by number only. First: {name}."
)
_NO_SITTING = N_("Of {count} decisions the page does not say at which sitting they were taken. First: {name}.")
_NO_DAY = N_("The page does not say on which day the sitting was: {name}.")
_TWO_DAYS = N_("The page names several days for one sitting; the first counts: {name}.")
_NO_ORGAN = N_("It is not clear which organ decided: {name}.")
_NO_RESULT = N_("The page does not say clearly what came of {count} decisions. First: {name}.")
_CONTRADICTION = N_("Of {count} decisions the page says two things about what came of them. First: {name}.")
_SHARED_VOTE = N_("{count} decisions share a vote with another one; what came of each is not clear. First: {name}.")
_BAD_DAY = N_("{count} days cannot be read. First: {name}.")


def decisions_in(graph: Graph, problems: Problems) -> Decisions:
    """The rows that the statements of a page make, in its order."""
    return _Telling(graph, problems).told()


@dataclass(frozen=True)
class _Organ:
    uri: str | None = None
    label: str | None = None
    code: Organ | None = None


class _Telling:
    """One page."""

    def __init__(self, graph: Graph, problems: Problems) -> None:
        self.graph, self.problems = graph, problems
        self.kind = self._kind()
        self.sittings = {name: self._sitting(name) for name in graph.of_type(_SITTING)}

    def told(self) -> Decisions:
        decisions = tuple(self._decision(Statements(self.graph, name)) for name in self._names())
        if self.kind is PageKind.AGENDA:
            self.problems.add(_AGENDA)
        elif not decisions:
            self.problems.add(_NONE)
        return Decisions(decisions, tuple(self.sittings.values()), self.problems.told(), self.kind)

    def _kind(self) -> PageKind | None:
        """What the page is: the one kind of document that it says to be, or that a sitting says to have."""
        sittings = self.graph.of_type(_SITTING)
        typed = {kind for kind, (code, _) in _KINDS.items() if self.graph.of_type(code)}
        linked = {kind for kind, (_, link) in _KINDS.items() if any(self.graph.things(one, link) for one in sittings)}
        return next((found.pop() for found in (typed, linked) if len(found) == 1), None)

    def _names(self) -> list[str]:
        """Decisions by their type, or because the treatment of an agenda item led to them."""
        treatments = self.graph.of_type(f"{BESLUIT}BehandelingVanAgendapunt")
        generated = [thing for name in treatments for thing in self.graph.things(name, f"{PROV}generated")]
        articles = set(self.graph.of_type(f"{BESLUIT}Artikel"))
        names = {*self.graph.of_type(f"{BESLUIT}Besluit"), *generated} - articles
        return sorted(names, key=self.graph.place)

    def _sitting(self, name: str) -> SittingTold:
        organ = self._organ([*self.graph.things(name, _HELD_BY), *self.graph.things(name, _PASSED_BY)])
        day, uri = self._day_of_sitting(name), address_of(name)
        words = shown(" ".join(filter(None, [organ.label, f"{day:%d/%m/%Y}" if day else None, uri])) or "-")
        if day is None:
            self.problems.add(_NO_DAY, name=words)
        if organ.code is None:
            self.problems.add(_NO_ORGAN, name=words)
        return SittingTold(uri, day, organ.uri, organ.label, organ.code)

    def _day_of_sitting(self, name: str) -> date | None:
        """The day on which it began; planned, when that is not told."""
        for predicate in (f"{PROV}startedAtTime", f"{BESLUIT}geplandeStart"):
            days = list(dict.fromkeys(self._days(name, predicate)))
            if len(days) > 1:
                self.problems.add(_TWO_DAYS, name=" ".join(f"{day:%d/%m/%Y}" for day in days[:5]))
            if days:
                return days[0]
        return None

    def _days(self, name: str, predicate: str) -> Iterator[date]:
        for text in self.graph.texts(name, predicate):
            day = day_of(text)
            if day:
                yield day
            elif text.strip():
                self.problems.count(_BAD_DAY, text)

    def _organ(self, names: list[str]) -> _Organ:
        """The organ: named by the first of these, its code from all that is said of them."""
        widened = self._with_wholes(names)
        labels = [label for name in widened for label in self._labels(name)]
        classifications = [thing for name in widened for thing in self.graph.things(name, *_CLASSIFIED)]
        uri = next(filter(None, map(address_of, names)), None)
        return _Organ(uri, next(iter(labels), None), organ_of(classifications, labels))

    def _with_wholes(self, names: list[str]) -> list[str]:
        """Organs and what they are a term of office of."""
        found = dict.fromkeys(names)
        for _ in range(_HOPS):
            found |= dict.fromkeys(whole for name in list(found) for whole in self.graph.things(name, *_PART_OF))
        return list(found)

    def _labels(self, name: str) -> Iterator[str]:
        return filter(None, map(line_of, self.graph.texts(name, f"{SKOS}prefLabel", f"{RDFS}label", SHOWN)))

    def _decision(self, one: Statements) -> DecisionTold:
        sitting = self._sitting_of(one)
        organ = _Organ(sitting.organ_uri, sitting.organ_label, sitting.organ) if sitting else _Organ()
        if organ.code is None:
            passed = self._organ(self.graph.things(one.subject, _PASSED_BY))
            organ = _Organ(organ.uri or passed.uri, organ.label or passed.label, passed.code)
        if one.uri is None:
            self.problems.count(_NO_ADDRESS, one.name)
        return DecisionTold(
            uri=one.uri,
            number=one.number,
            title=one.title,
            organ_uri=organ.uri,
            organ_label=organ.label,
            organ=organ.code,
            sitting_uri=sitting.uri if sitting else None,
            sitting_day=sitting.day if sitting else None,
            agenda_item_uri=next(filter(None, map(address_of, one.items)), None),
            result=self._result(one),
            motivation=one.motivation,
            published_on=next(self._days(one.subject, f"{ELI}date_publication"), self._published),
        )

    def _sitting_of(self, one: Statements) -> SittingTold | None:
        """The sitting that treated its agenda item. A page of one sitting often does not say it of each decision."""
        sitting = next((self.sittings[name] for name in one.sittings if name in self.sittings), None)
        if sitting is None and len(self.sittings) == 1:
            sitting = next(iter(self.sittings.values()))
        if sitting is None:
            self.problems.count(_NO_SITTING, one.name)
        return sitting

    @cached_property
    def _published(self) -> date | None:
        """The day on which the page itself was published, when it names one."""
        names = [name for code, _ in _KINDS.values() for name in self.graph.of_type(code)]
        links = [link for _, link in _KINDS.values()]
        names += [name for sitting in self.graph.of_type(_SITTING) for name in self.graph.things(sitting, *links)]
        days = {day for name in dict.fromkeys(names) for day in self._days(name, f"{ELI}date_publication")}
        return days.pop() if len(days) == 1 else None

    def _result(self, one: Statements) -> Result:
        """What came of it, by the words of its votes, else their counts, else a description of a word or two."""
        if self.kind is PageKind.AGENDA:
            return Result.UNKNOWN
        if one.votes and one.shares_its_vote:
            self.problems.count(_SHARED_VOTE, one.name)
            return Result.UNKNOWN
        for results in (one.by_words, one.by_counts, one.by_description):
            found = agreed(results())
            if found is None:
                self.problems.count(_CONTRADICTION, one.name)
                return Result.UNKNOWN
            if found is not Result.UNKNOWN:
                return found
        self.problems.count(_NO_RESULT, one.name)
        return Result.UNKNOWN


_BELGIAN = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")


def day_of(text: str) -> date | None:
    """The day in Flanders of a moment or day as it is written: ISO 8601, or 13/05/2024."""
    text = text.strip()[:40]
    with suppress(ValueError, OverflowError):
        if written := _BELGIAN.fullmatch(text):
            return date(int(written[3]), int(written[2]), int(written[1]))
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(ZONE) if moment.tzinfo else moment).date()
    return None
