"""A document as one value: what a council reads, apart from PDF and DOCX, which `pdf.py` and `docx.py` make of it.

All texts are final: whoever builds a document translates, formats numbers and decides what may be said. Texts are
plain; '\\n' breaks a line. A value that cannot be a readable document (a picture without alternative text, a row that
is too short, a heading that skips a level) raises ValueError where it is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dashboard.charts.atlas import mark_of
from dashboard.charts.palette import ACCENT

_COLOR = re.compile("#[0-9A-Fa-f]{6}")
_LEADING = 4
"""So many short paragraphs between a heading and a picture stay with it."""
_SCHEMES = ("https://", "http://", "mailto:")


class Sign(StrEnum):
    """A mark that says by its shape what its colour says too; the value is the name of the file in `assets/icons`."""

    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    NEUTRAL = "clock"
    INFO = "info"
    PADLOCK = "padlock"
    MODERATION = "stage-moderation"
    PUBLISHED = "stage-published"
    SHORTLISTED = "stage-shortlisted"
    SELECTED = "stage-selected"
    DEFERRED = "stage-deferred"
    NOT_SELECTED = "stage-not-selected"
    PLANNED = "stage-planned"
    IN_EXECUTION = "stage-in-execution"
    REALISED = "stage-realised"
    ENDED = "stage-ended"


def sign_of(stage: str) -> Sign:
    """The mark of a stage of a proposal (`config/data/proposal_stages.csv`), as on maps and lists."""
    return Sign(f"stage-{mark_of(stage)}")


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead to an address: http, https or mailto."""

    text: str
    address: str

    def __post_init__(self) -> None:
        if not self.text or not self.address.startswith(_SCHEMES):
            raise ValueError(f"no link: {self.address!r}")


@dataclass(frozen=True)
class Mark:
    """A state: a sign and, always, the word."""

    sign: Sign
    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a sign needs its word")


@dataclass(frozen=True)
class Swatch:
    """An entry of a legend: the text of a small square SVG, and what it stands for."""

    drawing: str
    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a swatch needs its words")


Part = str | Strong | Link | Mark | Swatch
Text = str | tuple[Part, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; the title of the document stands above all of them."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text. `lead`: a little larger, for the summary. `quiet`: smaller and grey, for an aside."""

    text: Text
    lead: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Quote:
    """Words of somebody, such as an official motivation; `by` says whose."""

    text: str
    by: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Pairs:
    """Labels with their values."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its header with the unit, and whether it holds numbers (which stand right)."""

    header: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows below headers that come back on each page. `total` is a last row that stands out.

    `groups`: words above so many columns each ('' for none), from the left. `notes` stand small below.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: str = ""
    total: tuple[Text, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    notes: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        wide = len(self.columns)
        if not wide or any(len(row) != wide for row in (*self.rows, *([self.total] if self.total else []))):
            raise ValueError("a row has as many cells as there are columns")
        if self.groups and sum(width for _, width in self.groups) != wide:
            raise ValueError("groups lie above all columns")


@dataclass(frozen=True)
class Picture:
    """A picture with the text for whoever cannot see it. `content`: PNG, JPEG or WebP, or the text of an SVG.

    `share` is the part (0 to 1) of the width of the text that it takes at most; a tall one stays narrower.
    """

    content: bytes | str
    alt: str
    caption: str = ""
    share: float = 1.0

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture needs an alternative text")
        if not 0 < self.share <= 1:
            raise ValueError("the share of a picture lies between 0 and 1")


@dataclass(frozen=True)
class Beside:
    """Two to four pictures side by side, equally high; their shares do not count."""

    pictures: tuple[Picture, ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.pictures) <= 4:
            raise ValueError("two to four pictures stand side by side")


Narrow = Heading | Paragraph | Picture | Table
"""What fits in half the width."""


@dataclass(frozen=True)
class Columns:
    """Two halves of the width side by side, the left one read first: two charts, or a chart and a small table.

    Pictures and tables in them have no caption and no notes; paragraphs can say that.
    """

    left: tuple[Narrow, ...]
    right: tuple[Narrow, ...]

    def __post_init__(self) -> None:
        if not self.left or not self.right:
            raise ValueError("two columns, or none")
        for block in self.blocks:
            if (isinstance(block, Picture | Table) and block.caption) or (isinstance(block, Table) and block.notes):
                raise ValueError("a column holds no captions and notes")

    @property
    def blocks(self) -> tuple[Narrow, ...]:
        """Both, in the order of reading."""
        return (*self.left, *self.right)


@dataclass(frozen=True)
class Note:
    """What a reader must not miss, such as a tombstone for a removed text; a sign goes before its title."""

    text: Text
    title: str = ""
    sign: Sign = Sign.INFO


@dataclass(frozen=True)
class Definitions:
    """Terms and what they mean."""

    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Contents:
    """The headings up to a level; with the number of the page in a PDF."""

    title: str
    level: int = 2


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = (
    Heading
    | Paragraph
    | Quote
    | Bullets
    | Pairs
    | Table
    | Picture
    | Beside
    | Columns
    | Note
    | Definitions
    | Contents
    | PageBreak
)


@dataclass(frozen=True)
class Document:
    """What is printed. `made_at` (with a time zone) is the only date in the file: the same value gives the same bytes.

    `running` stands right in the head of each page, `foot` left in its foot, `state` ('Ontwerp', 'Onder embargo') above
    the number of the page. `facts` follow the title: organisation, version, hash. `logo` is a PNG, JPEG or WebP.
    `accent` must be readable on white (`dashboard.components.accent`).
    """

    title: str
    organisation: str
    made_at: datetime
    blocks: tuple[Block, ...]
    subtitle: str = ""
    language: str = "nl"
    facts: tuple[tuple[str, Text], ...] = ()
    running: str = ""
    foot: str = ""
    state: str = ""
    accent: str = ACCENT
    logo: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.title.strip() or self.made_at.tzinfo is None:
            raise ValueError("a document has a title, and a moment with a time zone")
        if self.language not in LANGUAGE_TAGS or not _COLOR.fullmatch(self.accent):
            raise ValueError(f"no language of ours, or no colour: {self.language!r}, {self.accent!r}")
        level = 0
        for heading in self.headings():
            if not 1 <= heading.level <= min(3, level + 1) or not heading.text.strip():
                raise ValueError(f"this heading is empty or skips a level: {heading.text!r}")
            level = heading.level

    def stays_above(self, place: int) -> bool:
        """Whether the block at that place is a few words below a heading, or above a quote, that must end no page."""
        before, after = self.blocks[max(0, place - 1)], self.blocks[min(place + 1, len(self.blocks) - 1)]
        leads = isinstance(after, Quote) or (isinstance(before, Heading) and isinstance(after, Heading | Table))
        return isinstance(self.blocks[place], Paragraph) and (leads or self._leads_to_picture(place))

    def _leads_to_picture(self, place: int) -> bool:
        """Whether a few words from a heading on lead to a picture, as they do above a chart."""
        first, last = place, place
        while first >= 0 and isinstance(self.blocks[first], Paragraph):
            first -= 1
        while last < len(self.blocks) and isinstance(self.blocks[last], Paragraph):
            last += 1
        if first < 0 or last == len(self.blocks) or last - first - 1 > _LEADING:
            return False
        return isinstance(self.blocks[first], Heading) and isinstance(self.blocks[last], Picture)

    def headings(self) -> Iterator[Heading]:
        """Its headings, in order."""
        for block in self.blocks:
            own = block.blocks if isinstance(block, Columns) else (block,)
            yield from (one for one in own if isinstance(one, Heading))


LANGUAGE_TAGS = {"nl": "nl-BE", "en": "en-GB"}
"""The language of a document as its file tells it."""


def parts_of(text: Text) -> tuple[Part, ...]:
    """A text as parts."""
    return (text,) if isinstance(text, str) else text


def plain_text(text: Text) -> str:
    """A text without what stands out, leads or is drawn."""
    return "".join(part if isinstance(part, str) else part.text for part in parts_of(text))
