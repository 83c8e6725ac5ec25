"""A publication pack: what a round decided as a news text, as a list and as a map, with the same numbers in each.

Places are numbered once: chosen ones first, then deferred ones, then those that are not chosen. The words are those of
the organisation (motivations, reasons) and titles of proposals; nothing else of citizens. What is not public yet makes
the whole pack one under embargo: each file says so where it begins, and its name begins with it.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from config.language import N_, day, moment, number, t
from config.vocabularies import Vocabulary, proposal_stages, vocabularies
from dashboard.charts.phrases import joined, organ_name
from dashboard.charts.spec import Column, Kind, Table
from dashboard.reports import document as doc
from dashboard.reports.document import Block, Bullets, Document, Heading, Link, Note, Paragraph, Sign, Strong, Text
from dashboard.reports.dossier_words import NOTHING, euro, euro_words, gain_words, places_words, within
from dashboard.reports.map_page import Listed, MapPage, map_page
from dashboard.reports.pack_names import name_of
from dashboard.reports.print_map import Area, Place
from dashboard.reports.tables import Header

LANGUAGE = "nl"
"""Of a pack: that of those who get it."""
OUTCOMES = ("selected", "deferred", "not_selected")
SELECTED, DEFERRED, NOT_SELECTED = OUTCOMES
EMBARGO = N_("Under embargo until publication")
_MOST_GAINS = 2
_SHARED = N_("This pack tells of choices that are not public yet. Do not pass it on before they are published.")
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Facts:
    """What a pack says. Texts are final; `site` is the address of the public map, or '' while that is closed.

    places: rows as of `queries.publication_packs.Told`, in any order, with reasons in words and spot (lon, lat; None
    where not known). gains: what the chosen places yield together, as `gain_words` takes them. borders: name, geometry.
    """

    town: str
    zone: str
    round: str
    ref: str
    made_at: datetime
    public: bool
    site: str
    places: Sequence[Row]
    gains: Sequence[Row]
    borders: Sequence[Row]
    border_source: str
    accent: str
    logo: bytes | None = None

    @property
    def numbered(self) -> list[tuple[int, Row]]:
        """The places with their numbers."""
        ordered = sorted(self.places, key=lambda row: OUTCOMES.index(row["outcome"]))  # stable: their order stays
        return list(enumerate(ordered, 1))

    def of(self, outcome: str) -> list[tuple[int, Row]]:
        """Those with an outcome."""
        return [(no, row) for no, row in self.numbered if row["outcome"] == outcome]

    @property
    def state(self) -> str:
        """What every file says first while not all of it is public; else ''."""
        return "" if self.public else t(EMBARGO)

    def link(self, row: Row) -> str:
        """The public page of a place; '' while the public map is closed."""
        return f"{self.site}/voorstel/{row['subject_id']}" if self.site else ""

    @property
    def made(self) -> str:
        """When it was made, in words."""
        return moment(self.made_at, self.zone)


def as_zip(facts: Facts) -> bytes:
    """All files of a pack."""
    packed, told = io.BytesIO(), facts.made_at.astimezone(ZoneInfo(facts.zone)).timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(facts).items():
            archive.writestr(zipfile.ZipInfo(name, told), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def files(facts: Facts) -> dict[str, bytes]:
    """The files of a pack by name; without a map where neither a border nor a place is known."""
    from dashboard.reports.docx import as_docx
    from dashboard.reports.plain import as_text
    from dashboard.reports.tables import as_csv, as_xlsx

    text, (header, table) = news(facts), listed(facts)
    made = {
        ("result", "docx"): as_docx(text),
        ("result", "txt"): as_text(text),
        ("list", "xlsx"): as_xlsx(header, table),
        ("list", "csv"): as_csv(header, table),
    }
    drawn = large_map(facts)
    if drawn is not None:
        made["map", "pdf"] = map_page(drawn)
    return {name_of(_NAMES[what], facts.ref, ending, public=facts.public): one for (what, ending), one in made.items()}


_NAMES = {"result": "resultaattekst", "list": "lijst", "map": "kaart"}
"""Names of files: Dutch, as all that a pack says."""


# --- text ------------------------------------------------------------------------------------------------------------


def news(facts: Facts) -> Document:
    """The text of the result: what was chosen and why, what was not, what happens next, and numbers."""
    return Document(
        title=_title(facts),
        organisation=facts.town,
        made_at=facts.made_at,
        subtitle=t(N_("Result of {name}"), name=facts.round),
        running=facts.round,
        foot=t(N_("Made on {moment}"), moment=facts.made),
        state=facts.state,
        accent=facts.accent,
        logo=facts.logo,
        blocks=tuple(_blocks(facts)),
    )


def _title(facts: Facts) -> str:
    n = len(facts.of(SELECTED))
    if not n:
        return t(N_("{town} decided about {places}"), town=facts.town, places=places_words(len(facts.places)))
    return t(N_("{town} chooses {places}"), town=facts.town, places=places_words(n))


def _blocks(facts: Facts) -> Iterator[Block]:
    if facts.state:
        yield Note(t(_SHARED), facts.state, Sign.PADLOCK)
    yield Paragraph((Strong(_decided(facts)), *_meant(facts)), lead=True)
    yield from _chosen(facts)
    yield from _others(facts, DEFERRED, t(N_("What was deferred, and why")))
    yield from _others(facts, NOT_SELECTED, t(N_("What was not chosen, and why")))
    yield Heading(t(N_("What happens next")))
    yield Bullets(tuple(_next(facts)))
    yield Heading(t(N_("In numbers")))
    yield _in_numbers(facts)


def _decided(facts: Facts) -> str:
    """How many of each outcome."""
    counts = {outcome: len(facts.of(outcome)) for outcome in OUTCOMES}
    said = [t(_MANY[one][counts[one] != 1], n=number(counts[one])) for one in OUTCOMES if counts[one]]
    n = len(facts.places)
    words = N_("{town} decided about 1 place: {what}.") if n == 1 else N_("{town} decided about {n} places: {what}.")
    return t(words, town=facts.town, n=number(n), what=joined(said))


_MANY = {
    SELECTED: (N_("1 is chosen"), N_("{n} are chosen")),
    DEFERRED: (N_("1 is deferred"), N_("{n} are deferred")),
    NOT_SELECTED: (N_("1 is not chosen"), N_("{n} are not chosen")),
}


def _meant(facts: Facts) -> list[str]:
    """Votes, neighbourhoods, cost and gain of what was chosen."""
    chosen = [row for _, row in facts.of(SELECTED)]
    votes = sum(row["support"] or 0 for row in facts.places)
    said = [t(N_(" Together the proposals got {n} votes."), n=number(votes))] if votes else []
    areas = {row["area"] for row in chosen if row["area"]}
    if len(areas) > 1:
        said.append(t(N_(" The chosen places lie in {n} neighbourhoods."), n=number(len(areas))))
    cost = sum(row["cost"] or 0 for row in chosen)
    if cost:
        said.append(t(N_(" Together they cost {cost} by estimate."), cost=euro_words(cost)))
    unknown = sum(row["cost"] is None for row in chosen)
    if cost and unknown:
        words = N_(" Of 1 of them the cost is not known.") if unknown == 1 else N_(" Of {n} the cost is not known.")
        said.append(t(words, n=number(unknown)))
    if chosen and facts.gains:
        gains = joined([gain_words(one) for one in facts.gains[:_MOST_GAINS]])
        said.append(t(N_(" They should yield {gains}."), gains=gains))
    return said


def _chosen(facts: Facts) -> Iterator[Block]:
    found = facts.of(SELECTED)
    if not found:
        return
    yield Heading(t(N_("What was chosen, and why")))
    for no, row in found:
        yield Heading(f"{no}. {title_of(row)}", 2)
        where = t(N_("Neighbourhood: {area}"), area=row["area"]) if row["area"] else ""
        votes = t(N_("1 vote")) if row["support"] == 1 else t(N_("{n} votes"), n=number(row["support"] or 0))
        why = t(N_("Why: {reasons}"), reasons=joined([within(one) for one in row["reasons"]])) if row["reasons"] else ""
        yield Paragraph(" · ".join(filter(None, (where, votes, why))), quiet=True)
        yield Paragraph(row["motivation"] or t(N_("No motivation was written for this place.")))
        if facts.site:
            yield Paragraph((Link(t(N_("The page of this place")), facts.link(row)),), quiet=True)


def _others(facts: Facts, outcome: str, title: str) -> Iterator[Block]:
    """In summary: how often each reason was given. Which place has which stands in the list."""
    found = facts.of(outcome)
    if not found:
        return
    yield Heading(title)
    first, last = found[0][0], found[-1][0]
    told = {"places": places_words(len(found)), "first": number(first), "last": number(last)}
    numbers = N_("It is number {first} of the list.") if first == last else N_("Numbers {first} to {last} of the list.")
    yield Paragraph(f"{t(N_('This is about {places}.'), **told)} {t(numbers, **told)}")
    reasons = Counter(reason for _, row in found for reason in row["reasons"])
    if reasons:
        yield Bullets(tuple(f"{reason}: {places_words(n)}" for reason, n in reasons.most_common()))
    if sum(reasons.values()) > len(found):
        yield Paragraph(t(N_("A place can have more than one reason.")), quiet=True)


def _next(facts: Facts) -> Iterator[Text]:
    chosen = bool(facts.of(SELECTED))
    yield from _ratified(facts)
    if chosen:
        yield t(N_("The works of the chosen places are being prepared now."))
    if facts.of(DEFERRED):
        yield t(N_("A deferred place can be chosen in a later round."))
    yield t(N_("The list with this text tells of every place what was decided and why."))
    if facts.site:
        where = t(N_("All places stand on the public map, which tells how far the works of each have come: "))
        yield where, Link(facts.site, facts.site)


def _ratified(facts: Facts) -> Iterator[str]:
    """By which organs, on which day, and of how many places that is still to come."""
    told = Counter((row["organ"], row["ratified_day"]) for row in facts.places if row["ratified_day"])
    for (organ, on), n in sorted(told.items(), key=lambda one: one[0][1]):
        said = {"organ": organ_name(organ), "day": day(on), "places": places_words(n)}
        yield t(N_("{organ} ratified the choice about {places} on {day}."), **said)
    left = len(facts.places) - sum(told.values())
    if left:
        yield t(N_("The choice about {places} is still to be ratified."), places=places_words(left))


def _in_numbers(facts: Facts) -> doc.Table:
    columns = (
        doc.Column(t(N_("Outcome"))),
        doc.Column(t(N_("Places")), True),
        doc.Column(t(N_("Votes")), True),
        doc.Column(t(N_("Estimate (euro)")), True),
    )
    rows = [(outcome_words(one), [row for _, row in facts.of(one)]) for one in OUTCOMES if facts.of(one)]
    every = (t(N_("Together")), list(facts.places))
    unknown = sum(row["cost"] is None for row in facts.places)
    note = t(N_("Without a known cost, and in no sum: {what}."), what=places_words(unknown))
    notes = (note,) if unknown else ()
    return doc.Table(columns, tuple(_sums(*one) for one in rows), total=_sums(*every), notes=notes)


def _sums(words: str, rows: list[Row]) -> tuple[Text, ...]:
    costs = [row["cost"] for row in rows if row["cost"] is not None]
    votes = sum(row["support"] or 0 for row in rows)
    return words, number(len(rows)), number(votes), euro(sum(costs)) if costs else NOTHING


def outcome_words(code: str) -> str:
    """'Geselecteerd'."""
    return proposal_stages()[code].label(LANGUAGE)


def reason_words(code: str, own: Mapping[str, str]) -> str:
    """A reason in the words of the organisation, else in the common ones."""
    common = vocabularies()[Vocabulary.SELECTION_REASON]
    return own.get(code) or (common[code].label(LANGUAGE) if code in common else code)


def title_of(row: Row) -> str:
    """The title of a place, else its number as the source gives it, else that it has none."""
    return row["title"] or (t(N_("Proposal {number}"), number=row["number"]) if row["number"] else t(N_("No title")))


# --- list ------------------------------------------------------------------------------------------------------------


def listed(facts: Facts) -> tuple[Header, Table]:
    """Every place with its outcome, for spreadsheets."""
    state = facts.state or t(N_("Public"))
    name = t(N_("Result of {name}"), name=facts.round)
    header = Header(
        title=f"{facts.state}: {name}" if facts.state else name,
        filters=t(N_("Choices that count and are to be published, or became public in the 30 days before")),
        as_of=facts.made,
        source=facts.town,
        sensitivity=state,
    )
    rows = [_listed(no, row, facts) for no, row in facts.numbered]
    columns = tuple(Column(key, t(words), kind) for key, words, kind in _COLUMNS)
    return header, Table(pd.DataFrame(rows, columns=[key for key, _, _ in _COLUMNS], dtype=object), columns)


_COLUMNS = (
    ("no", N_("No."), Kind.COUNT),
    ("outcome", N_("Outcome"), Kind.TEXT),
    ("title", N_("Proposal"), Kind.TEXT),
    ("number", N_("Proposal number"), Kind.TEXT),
    ("area", N_("Neighbourhood"), Kind.TEXT),
    ("theme", N_("Theme"), Kind.TEXT),
    ("reasons", N_("Reasons"), Kind.TEXT),
    ("motivation", N_("Motivation"), Kind.TEXT),
    ("support", N_("Votes"), Kind.COUNT),
    ("cost", N_("Estimate (euro)"), Kind.COUNT),
    ("ratified_day", N_("Ratified"), Kind.DAY),
    ("published_day", N_("Public since"), Kind.DAY),
    ("link", N_("Public page"), Kind.TEXT),
)


def _listed(no: int, row: Row, facts: Facts) -> dict[str, Any]:
    told = {key: row[key] for key in ("number", "area", "theme", "motivation", "support")}
    told |= {key: row[key] for key in ("ratified_day", "published_day")}
    named = {"outcome": outcome_words(row["outcome"]), "title": title_of(row), "reasons": "; ".join(row["reasons"])}
    cost = None if row["cost"] is None else round(row["cost"])
    return told | named | {"no": no, "cost": cost, "link": facts.link(row) or None}


# --- map -------------------------------------------------------------------------------------------------------------


def large_map(facts: Facts) -> MapPage | None:
    """The chosen places by their numbers; None where neither a border nor a place is known."""
    chosen = facts.of(SELECTED)
    places = [_on_map(no, row) for no, row in chosen if row["spot"]]
    areas = [Area(one["name"], one["geometry"]) for one in facts.borders]
    if not places and not areas:
        return None
    title = t(N_("Chosen places: {name}"), name=facts.round)
    said = {"town": facts.town, "n": number(len(places))}
    source = t(N_("Borders: {source}."), source=facts.border_source) if facts.border_source else ""
    return MapPage(
        title=title,
        organisation=facts.town,
        state=facts.state,
        subtitle=t(N_("The numbers are those of the list.")),
        foot=" ".join(filter(None, (t(N_("Made on {moment}"), moment=facts.made) + ".", source))),
        alt=t(N_("Map of {town} with {n} numbered places. The next page says in words which they are."), **said),
        made_at=facts.made_at,
        language=LANGUAGE,
        areas=areas,
        places=places,
        listed=tuple(Listed(str(no), title_of(row), row["area"] or "") for no, row in chosen),
        missing=tuple(str(no) for no, row in chosen if not row["spot"]),
        source=source,
    )


def _on_map(no: int, row: Row) -> Place:
    lon, lat = row["spot"]
    return Place(lon, lat, str(no), row["outcome"], row["geometry"])
