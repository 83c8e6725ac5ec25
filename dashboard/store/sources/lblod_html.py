"""HTML as a stream of elements and words, nested as a browser nests them; time and memory grow with the page alone.

No tree is built. What the rules of HTML5 make of formatting elements that were never closed can be a thousand times as
large as the page itself, so these are not repeated here: docs/adr/0035-decisions-read-by-rules-of-our-own.md.
"""

from collections.abc import Iterator
from typing import NamedTuple

from config.errors import InvalidInput
from config.language import N_
from dashboard.store.sources.lblod_tags import Close, Tag, pieces

DEEPEST = 300
MOST_ELEMENTS = 500_000

_DEEP = N_("This page is nested deeper than any real one; it is not read.")
_MANY = N_("This page has more elements than any real decision list; it is not read.")


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
_BLOCKS = _names(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html li main menu nav ol p pre search "
    "section summary table tbody td tfoot th thead tr ul"
)
_BREAKS = _BLOCKS | {"br"}
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_CLOSE_PARAGRAPH = _BLOCKS - _names("body caption col colgroup head html tbody td tfoot th thead tr")
_ITEMS = {"li": _names("li"), "dd": _names("dd dt"), "dt": _names("dd dt")}
_ROWS = _names("tbody tfoot thead")
_IN_TABLE = {
    **dict.fromkeys(("td", "th"), _names("td th")),
    "tr": _names("td th tr"),
    **dict.fromkeys((*_ROWS, "caption", "colgroup"), _names("td th tr caption colgroup") | _ROWS),
}
_WALLS = _names("body button caption html object table td template th")
_TABLE_WALLS = _names("table template html")
_LIST_WALLS = (_BLOCKS | _WALLS) - _names("address div p")
_LISTS = _names("ol ul")
_NEVER_ENDED = _names("body html")


class Start(NamedTuple):
    """An element begins: its number, that of the element around it (0: none), and what is written in its tag."""

    number: int
    within: int
    name: str
    attributes: dict[str, str]


class End(NamedTuple):
    """The element of this number ends."""

    number: int


class Words(NamedTuple):
    """Words within whatever is open. Where a block begins or ends, or a line breaks, these are a line break."""

    words: str


Event = Start | End | Words


def events(page: str, *, xml: bool = False) -> Iterator[Event]:
    """The elements and words of a page in their order; every start has its end. Raises InvalidInput beyond the limits.

    With `xml`, a tag that ends in a slash has no content, whatever its name.
    """
    nesting = _Nesting(xml)
    for piece in pieces(page, xml=xml):
        if isinstance(piece, Tag):
            yield from nesting.begin(piece)
        elif isinstance(piece, Close):
            yield from nesting.end(piece.name)
        elif piece:
            yield Words(piece)
    yield from nesting.leave(0)


class _Nesting:
    """The open elements, outermost first, as pairs of name and number."""

    def __init__(self, xml: bool) -> None:
        self._open: list[tuple[str, int]] = []
        self._count = 0
        self._xml = xml

    def begin(self, tag: Tag) -> Iterator[Event]:
        yield from self._make_room(tag.name)
        if tag.name in _BREAKS:
            yield Words("\n")
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise InvalidInput(_MANY)
        yield Start(self._count, self._open[-1][1] if self._open else 0, tag.name, tag.attributes)
        if tag.name in _VOID or (tag.closed and self._xml):
            yield End(self._count)
            return
        if len(self._open) >= DEEPEST:
            raise InvalidInput(_DEEP)
        self._open.append((tag.name, self._count))

    def _make_room(self, name: str) -> Iterator[Event]:
        """Ends what cannot hold an element of this name."""
        if name in _CLOSE_PARAGRAPH:
            yield from self._leave_nearest(frozenset({"p"}), _WALLS)
        if name in _HEADINGS and self._open and self._open[-1][0] in _HEADINGS:
            yield from self.leave(len(self._open) - 1)
        if name in _ITEMS:
            yield from self._leave_nearest(_ITEMS[name], _LIST_WALLS)
        if name in _IN_TABLE:
            yield from self._leave_outermost(_IN_TABLE[name])
        if name == "option" and self._open and self._open[-1][0] == "option":
            yield from self.leave(len(self._open) - 1)
        if name == "a":
            yield from self.end("a")

    def _leave_nearest(self, names: frozenset[str], walls: frozenset[str]) -> Iterator[Event]:
        at = self._find(names, walls)
        if at is not None:
            yield from self.leave(at)

    def _leave_outermost(self, names: frozenset[str]) -> Iterator[Event]:
        """Ends all of these up to the table around."""
        outermost = None
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] in _TABLE_WALLS:
                break
            if self._open[at][0] in names:
                outermost = at
        if outermost is not None:
            yield from self.leave(outermost)

    def end(self, name: str) -> Iterator[Event]:
        """An end tag: what it ends, and what lies within that. One that ends nothing is passed over."""
        if name in _NEVER_ENDED:
            return
        if name in _FORMATTING:
            at = self._find(frozenset({name}), _WALLS)
            if at is not None:
                yield End(self._open.pop(at)[1])  # what lies within it stays open, as in a browser
            return
        names = _HEADINGS if name in _HEADINGS else frozenset({name})
        at = self._find(names, _walls_of(name))
        if at is not None:
            yield from self.leave(at)

    def _find(self, names: frozenset[str], walls: frozenset[str]) -> int | None:
        """The innermost open element of these names, unless a wall stands before it."""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] in names:
                return at
            if self._open[at][0] in walls:
                return None
        return None

    def leave(self, at: int) -> Iterator[Event]:
        """Ends all elements from this place in the list on, innermost first."""
        while len(self._open) > at:
            name, number = self._open.pop()
            yield End(number)
            if name in _BREAKS:
                yield Words("\n")


def _walls_of(name: str) -> frozenset[str]:
    """What an end tag of this name does not reach through."""
    if name in _IN_TABLE or name == "table":
        return _TABLE_WALLS
    if name == "li":
        return _WALLS | _LISTS
    return _WALLS if name in _BLOCKS else _WALLS | _BLOCKS
