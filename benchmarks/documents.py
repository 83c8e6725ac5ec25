"""A decision dossier of invented places as PDF and DOCX: how it looks, how long it takes, how much memory it needs.

    python -m benchmarks.documents [--places 10] [--folder FOLDER]

Places, photos and motivations are those of the demo, the photos as large as people send them. With a folder it writes
dossier.pdf, dossier.docx, map.svg, map.pdf and map.png to look at. Prints seconds (of the clock, and of the processor),
the highest memory of the process so far in MB, and the size of the files.
"""

import argparse
import io
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TypeVar

from config.language import number, percent, use_language
from config.vocabularies import proposal_stages
from dashboard.jobs.demo.areas import village_geometry
from dashboard.jobs.demo.intake import seeded
from dashboard.jobs.demo.pictures import scenes
from dashboard.jobs.demo.places import point_in, street_in
from dashboard.jobs.demo.programme.wishes import programme
from dashboard.jobs.demo.region import Village, region
from dashboard.reports import print_map
from dashboard.reports.document import (
    Beside,
    Block,
    Bullets,
    Column,
    Contents,
    Definitions,
    Document,
    Heading,
    Link,
    Mark,
    Note,
    PageBreak,
    Pairs,
    Paragraph,
    Picture,
    Quote,
    Sign,
    Strong,
    Table,
    Text,
    sign_of,
)
from dashboard.reports.docx import as_docx
from dashboard.reports.pdf import as_pdf
from dashboard.reports.plane import around

MADE_AT = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
SOURCE = "Grenzen: schematisch. Toestand op 22 november 2026."
BY = "Werkgroep Klimaat en groen, 12 november 2026"
PHOTO_SIZE = (1600, 1200)
REMOVED = (
    "De tekst en de foto's van de burger zijn verwijderd op 3 mei 2026, op vraag van de indiener. "
    "Aantallen en motivering blijven."
)
COMPARED = (
    "De werkgroep gaf elk criterium een gewicht en elke plaats een score van 0 tot 100. Het gewogen gemiddelde bepaalt "
    "de volgorde; de keuze zelf houdt ook rekening met het budget en met minstens één plaats per deelgemeente."
)
LIMITS: tuple[Text, ...] = (
    "Zij legt geen uitvoeringsdatum vast; die staat in het meerjarenplan.",
    ("Zij ", Strong("wijzigt geen"), " eerdere beslissing van het college."),
    "Zij zegt niets over plaatsen die na 9 november 2026 werden voorgesteld.",
)
TERMS = (
    ("Steun", "Het aantal stemmen voor een voorstel op het platform, op de dag van dit dossier."),
    ("Meldingen in de buurt", "Meldingen van de laatste 12 maanden binnen 100 meter van de plaats."),
    ("Score", "Gewogen gemiddelde van de criteria die bekend zijn; de gewichten zijn samen 100 procent."),
    ("Ontharding", "Oppervlakte in m² die vrijkomt van verharding, zoals geteld in het Energie- en Klimaatpact."),
    ("Raming", "Kost in euro, inclusief btw, zoals geraamd door de dienst op de dag van het dossier."),
)
CRITERIA = (("Steun", 30), ("Klimaatwinst", 30), ("Meldingen", 15), ("Haalbaarheid", 15), ("Spreiding", 10))
CHAPTERS = (
    ("selected", "Gekozen plaatsen"),
    ("deferred", "Uitgestelde plaatsen"),
    ("not_selected", "Niet gekozen plaatsen"),
)
_OUTCOMES = ("selected", "not_selected", "not_selected", "deferred", "selected", "not_selected")
_REASONS = {
    "selected": ("support", "potential", "need", "feasible", "spread", "cost"),
    "not_selected": ("low_support", "low_potential", "too_costly", "utilities"),
    "deferred": ("support", "later_round", "potential"),
}
T = TypeVar("T")


@dataclass(frozen=True)
class Sample:
    """An invented place."""

    number: str
    title: str
    village: Village
    lon: float
    lat: float
    outcome: str
    votes: int
    meldingen: int
    area: int
    trees: int
    scores: tuple[int, ...]
    motivation: str
    citizen: str

    @property
    def cost(self) -> int:
        return self.area * 118

    @property
    def score(self) -> float:
        """Its total by the weights."""
        return sum(one * weight for one, (_, weight) in zip(self.scores, CRITERIA, strict=True)) / 100

    @property
    def mark(self) -> Mark:
        return Mark(sign_of(self.outcome), proposal_stages()[self.outcome].label_nl)

    @property
    def on_map(self) -> print_map.Place:
        """As a place on a map; a chosen one with its final place."""
        final = None
        if self.outcome == "selected":
            steps = ((-1, -0.5), (1, -1), (1, 0.5), (-1, -0.5))
            ring = [[self.lon + x * 0.0012, self.lat + y * 0.0012] for x, y in steps]
            final = {"type": "Polygon", "coordinates": [ring]}
        return print_map.Place(self.lon, self.lat, self.number, self.outcome, final)


def samples(count: int) -> list[Sample]:
    """So many invented places, always the same."""
    rng, villages = seeded("documents"), region().town.villages
    return [_sample(place, villages[rng.randrange(len(villages))], rng) for place in range(1, count + 1)]


def _sample(place: int, village: Village, rng: Random) -> Sample:
    _, lon, lat = point_in(village, rng)
    theme = programme().themes["vergroening"]
    outcome = _OUTCOMES[place % len(_OUTCOMES)]
    title = rng.choice(theme.titles).format(street=street_in(village, rng), village=village.name)
    votes, area = rng.randrange(4, 1_600), rng.randrange(15, 320)
    return Sample(
        number=str(place),
        title=title,
        village=village,
        lon=lon or 0.0,
        lat=lat or 0.0,
        outcome=outcome,
        votes=votes,
        meldingen=rng.randrange(0, 40),
        area=area,
        trees=rng.randrange(0, 9),
        scores=tuple(rng.randrange(10, 100) for _ in CRITERIA),
        motivation=_motivation(outcome, rng, title=f"'{title}'", village=village.name, votes=votes, area=area),
        citizen=" ".join(rng.sample(theme.texts, k=3)),
    )


def _motivation(outcome: str, rng: Random, *, title: str, village: str, votes: int, area: int) -> str:
    """Two paragraphs: an opening with the first reasons, the others with how it goes on."""
    facts = programme()
    reasons = [rng.choice(facts.reason[code]) for code in _REASONS[outcome]]
    middle = len(reasons) // 2
    first = [rng.choice(facts.motivation[outcome]), *reasons[:middle]]
    second = [*reasons[middle:], rng.choice(facts.motivation[f"{outcome}_end"])]
    values = {"who": "De werkgroep", "title": title, "votes": number(votes), "village": village}
    values |= {"round": "3", "n": "48", "gain": f"{area}\N{NO-BREAK SPACE}m² groen"}
    return "\n\n".join(" ".join(one).format(**values) for one in (first, second))


def dossier(places: Sequence[Sample]) -> Document:
    """The decision dossier of these places."""
    with use_language("nl"):
        return Document(
            title="Beslissingsdossier: vergroening, ronde 3",
            organisation=region().town.name,
            made_at=MADE_AT,
            subtitle="Voorstel van de werkgroep Klimaat en groen aan het college van burgemeester en schepenen",
            facts=(
                ("Zitting", "College van 30 november 2026"),
                ("Voorgesteld door", "Werkgroep Klimaat en groen, vergadering 3"),
                ("Versie", "2, vervangt versie 1 van 9 november 2026"),
                ("Controle", "8f41-c2a9-77d0-13be"),
            ),
            running="Beslissingsdossier · vergroening, ronde 3",
            foot="Gegevens tot 22 november 2026. Definities: bijlage A.\nVersie 2, controle 8f41-c2a9-77d0-13be.",
            state="Onder embargo",
            blocks=tuple(_blocks(places)),
        )


def _blocks(places: Sequence[Sample]) -> Iterator[Block]:
    yield from _summary(places)
    yield from _compared(places)
    for outcome, title in CHAPTERS:
        found = sorted((one for one in places if one.outcome == outcome), key=lambda one: -one.score)
        yield Heading(title)
        yield Paragraph(f"{len(found)} van de {len(places)} plaatsen, in volgorde van score.", quiet=True)
        for one in found:
            yield from _place(one, places)
    yield from _spread(places)
    yield PageBreak()
    yield Heading("Bijlage A. Definities")
    yield Definitions(TERMS)


def _summary(places: Sequence[Sample]) -> Iterator[Block]:
    counts, chosen = Counter(one.outcome for one in places), [one for one in places if one.outcome == "selected"]
    gain = f"{number(sum(one.area for one in chosen))} m² vrij van verharding"
    trees, cost = number(sum(one.trees for one in chosen)), number(sum(one.cost for one in chosen))
    told = f" Samen maken zij {gain} en krijgen zij {trees} bomen, voor een geraamde kost van {cost} euro."
    yield Paragraph((Strong(f"{counts['selected']} van de {len(places)} plaatsen worden gekozen."), told), lead=True)
    groups = [[one for one in places if one.outcome == code] for code, _ in CHAPTERS]
    numeric = ("Plaatsen", "Stemmen", "Ontharding (m²)", "Raming (euro)")
    yield Table(
        (Column("Uitkomst"), *(Column(name, numeric=True) for name in numeric)),
        tuple(((group[0].mark,), *_sums(group)) for group in groups if group),
        "De keuze in cijfers",
        total=("Samen", *_sums(places)),
    )
    yield Contents("Inhoud", 1)
    drawn = print_map.town_map(_areas(), [one.on_map for one in places], source=SOURCE, tallest=165)
    alt = f"Kaart van de gemeente met {len(places)} genummerde plaatsen. De tabel met scores zegt hetzelfde."
    yield Picture(drawn.svg, alt, "Alle plaatsen van deze ronde, met het nummer van de tabel.")


def _sums(places: Sequence[Sample]) -> tuple[str, ...]:
    votes, area, cost = (sum(getattr(one, name) for one in places) for name in ("votes", "area", "cost"))
    return number(len(places)), number(votes), number(area), number(cost)


def _compared(places: Sequence[Sample]) -> Iterator[Block]:
    yield Heading("Hoe de plaatsen zijn vergeleken")
    yield Paragraph(COMPARED)
    rows: list[tuple[Text, ...]] = [
        (one.number, one.title, one.village.name, *map(str, one.scores), number(one.score, decimals=1), (one.mark,))
        for one in sorted(places, key=lambda one: -one.score)
    ]
    criteria = [Column(name, numeric=True) for name, _ in CRITERIA]
    yield Table(
        (Column("Nr.", True), Column("Plaats"), Column("Wijk"), *criteria, Column("Totaal", True), Column("Uitkomst")),
        tuple(rows),
        "Scores per criterium",
        total=("", "Gewicht", "", *(percent(weight / 100, decimals=0) for _, weight in CRITERIA), "", ""),
        groups=(("", 3), ("Score per criterium, 0 tot 100", len(CRITERIA)), ("", 2)),
        notes=("Een waarde die ontbreekt, wordt getoond als een streepje en telt niet mee.",),
    )


def _place(one: Sample, places: Sequence[Sample]) -> Iterator[Block]:
    yield Heading(f"{one.number}. {one.title}", 2)
    yield Pairs(
        (
            ("Uitkomst", (one.mark, f", score {number(one.score, decimals=1)} op 100")),
            ("Wijk", one.village.name),
            ("Steun", f"{number(one.votes)} stemmen"),
            ("Meldingen in de buurt", f"{number(one.meldingen)} in de laatste 12 maanden, binnen 100 meter"),
            ("Verwachte winst", f"{number(one.area)} m² ontharding, {number(one.trees)} bomen"),
            ("Raming", f"{number(one.cost)} euro"),
            ("Voorstel", (Link("kaart van de gemeente", f"https://example.org/kaart/{one.number}"),)),
        )
    )
    yield Heading("Motivering", 3)
    yield Quote(one.motivation, BY)
    if int(one.number) % 5 == 0:
        yield Note(REMOVED, "Verwijderd", Sign.PADLOCK)
        return
    yield Heading("Wat de indiener schreef", 3)
    yield Quote(one.citizen)
    photos = _photos(int(one.number) % len(scenes()["street"]))
    yield Beside((*photos, _surroundings(one, places)) if one.outcome == "selected" else photos)


def _surroundings(one: Sample, places: Sequence[Sample]) -> Picture:
    drawn = print_map.extract(
        _areas(),
        [other.on_map for other in places],
        one.on_map,
        around((one.lon, one.lat), 400),
        source=SOURCE,
        size=(57.0, 37.0),
    )
    return Picture(drawn.svg, f"Kaart van de omgeving van {one.title} in {one.village.name}", "Ligging, 400 m rondom")


@lru_cache(maxsize=20)
def _photos(place: int) -> tuple[Picture, ...]:
    from PIL import Image

    found = []
    for scene, caption in zip(scenes()["street"][place], ("Toestand nu", "Zoals voorgesteld"), strict=True):
        file = io.BytesIO()
        Image.open(io.BytesIO(scene.picture.content)).resize(PHOTO_SIZE).save(file, "JPEG", quality=82)
        found.append(Picture(file.getvalue(), scene.alt, caption))
    return tuple(found)


@lru_cache(maxsize=1)
def _areas() -> tuple[print_map.Area, ...]:
    villages = region().town.villages
    return tuple(print_map.Area(village.name, village_geometry(village.code)) for village in villages)


def _spread(places: Sequence[Sample]) -> Iterator[Block]:
    yield Heading("Spreiding over de deelgemeenten")
    rows = []
    for village in region().town.villages:
        found = [one for one in places if one.village == village]
        chosen = [one for one in found if one.outcome == "selected"]
        cost = number(sum(one.cost for one in chosen))
        rows.append((village.name, percent(village.share), number(len(found)), number(len(chosen)), cost))
    numeric = ("Deel van de inwoners", "Voorgesteld", "Gekozen", "Raming (euro)")
    columns = (Column("Deelgemeente"), *(Column(name, numeric=True) for name in numeric))
    yield Table(columns, tuple(rows), "Voorstellen en keuzes tegenover inwoners")
    yield Paragraph("Wat de keuze niet doet:")
    yield Bullets(LIMITS)


def main() -> None:
    """Make the dossier, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=10)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    places = samples(given.places)
    document = _timed(f"document of {given.places} places", lambda: dossier(places))
    drawn = print_map.town_map(_areas(), [one.on_map for one in places], source=SOURCE)
    files = {
        "dossier.pdf": _timed("dossier.pdf", lambda: as_pdf(document)),
        "dossier.docx": _timed("dossier.docx", lambda: as_docx(document)),
        "map.svg": drawn.svg.encode(),
        "map.png": _timed("map.png", lambda: print_map.png(drawn)),
        "map.pdf": _timed(
            "map.pdf", lambda: print_map.page(drawn, title="Kaart", alt="Kaart van de gemeente", made_at=MADE_AT)
        ),
    }
    print("MB:", {name: round(len(file) / 1e6, 2) for name, file in files.items()})
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        for name, file in files.items():
            (given.folder / name).write_bytes(file)


def _timed(what: str, make: Callable[[], T]) -> T:
    clock, processor = time.perf_counter(), time.process_time()
    made = make()
    taken = f"{time.perf_counter() - clock:.2f} s, processor {time.process_time() - processor:.2f} s"
    print(f"{what}: {taken}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")
    return made


if __name__ == "__main__":
    main()
