"""A document with every kind of block, and texts that no markup may take for its own."""

import io
from datetime import UTC, datetime

from PIL import Image

from dashboard.reports.document import (
    Beside,
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
)

MADE_AT = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
HOSTILE = (
    "#let x = 1 *sterk* _schuin_ $x^2$ @verwijzing <label> \\ [tekst] ] ) } {naam} `code` // weg /* ook */ = kop\n"
    '"aanhaling" \'enkel\' ~ -- --- ... & &amp; <b>vet</b> ${x} %s {{ x }} \\u{1F333} #read("main.typ")'
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><text x="1" y="7" font-size="5">kaart</text></svg>'
)


def photo(color: str = "#5B935B", size: tuple[int, int] = (640, 480), form: str = "JPEG") -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, form)
    return file.getvalue()


def table(count: int = 2) -> Table:
    """Groups above headers, so many rows, a total, a note."""
    rows = tuple(
        (f"Plaats {place}", f"{place}.203", "0,5 %", (Mark(Sign.SELECTED, "Gekozen"),)) for place in range(count)
    )
    return Table(
        (Column("Plaats"), Column("Stemmen", True), Column("Deel", True), Column("Uitkomst")),
        rows,
        "Plaatsen met hun steun",
        total=("Samen", "12.345", "100 %", ""),
        groups=(("", 1), ("Steun", 2), ("", 1)),
        notes=(("Bron: ", Strong("platform"), "."),),
    )


def document(*blocks: object, **changed: object) -> Document:
    """A small document, or one with the blocks given."""
    own = blocks or (
        Paragraph(("Van 48 plaatsen worden er ", Strong("3 gekozen"), "."), lead=True),
        Contents("Inhoud"),
        Heading("Plaatsen"),
        Paragraph("In volgorde van score."),
        Heading("12. Plein ontharden", 2),
        Pairs((("Steun", "1.203 stemmen"), ("Uitkomst", (Mark(Sign.SELECTED, "Gekozen"), ", score 81,5")))),
        Heading("Motivering", 3),
        Quote("Eerste alinea over 265 m².\n\nTweede alinea,\ntweede regel.", "College, 12 november 2026"),
        Bullets(("Eerste punt", ("Tweede ", Strong("punt")))),
        Beside(
            (Picture(photo(), "Een plein met klinkers", "Nu"), Picture(photo(size=(300, 400)), "Een boom", "Later"))
        ),
        Note("De tekst van de burger is verwijderd op 3 mei 2026.", "Verwijderd", Sign.PADLOCK),
        table(),
        Picture(DRAWING, "Kaart met 3 plaatsen", "Kaart", 0.5),
        Paragraph((HOSTILE, Link("de kaart", "https://example.org/kaart?a=1&b=2#c"))),
        PageBreak(),
        Heading("Bijlage"),
        Definitions((("Steun", "Aantal stemmen op 22 november 2026."), ("Raming", "Kost in euro."))),
        Paragraph("Een terzijde.", quiet=True),
    )
    values: dict[str, object] = {
        "title": "Dossier: ronde 3",
        "organisation": "Gemeente <Proef> & co",
        "made_at": MADE_AT,
        "subtitle": "Aan het college",
        "facts": (("Versie", "2"), ("Controle", "8f41-c2a9")),
        "running": "Dossier · 2026",
        "foot": "Gegevens tot 22 november 2026.\nVersie 2",
        "state": "Onder embargo",
        "logo": photo("#0A5A66", (60, 40), "PNG"),
        "blocks": own,
    }
    return Document(**(values | changed))  # type: ignore[arg-type]
