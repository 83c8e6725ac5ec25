"""What differs between two versions of a report: numbers, sentences, definitions and remarks, as a reader sees them.

`frozen`: what a version keeps (`dashboard/jobs/reports/freezing.py`). Nothing is asked of a database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.charts.frozen import thaw
from dashboard.charts.spec import Table

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A cell of a table that reads otherwise; None: the row or column is not in that version."""

    section: str
    block: str
    row: str
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Reworded:
    """Words that are others; None: they are not in that version. `about`: the title of what they stand beside, '' for
    the whole report."""

    about: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Differences:
    """All that differs, in the order of the report."""

    numbers: tuple[Change, ...] = ()
    sentences: tuple[Reworded, ...] = ()
    definitions: tuple[Reworded, ...] = ()
    remarks: tuple[Reworded, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.numbers or self.sentences or self.definitions or self.remarks)


def differences(before: Json, after: Json) -> Differences:
    """What differs between two versions. Raises UnknownFormat for one that this program cannot read."""
    titles = titles_of(before) | titles_of(after)
    return Differences(
        tuple(_numbers(before, after)),
        tuple(_reworded(_sentences(before), _sentences(after), titles)),
        tuple(_reworded(_definitions(before), _definitions(after), {})),
        tuple(_reworded(_remarks(before), _remarks(after), titles)),
    )


def titles_of(frozen: Json) -> dict[str, str]:
    """What each part of a version is called, by its id."""
    found = {}
    for section in frozen["sections"]:
        found[section["id"]] = section["title"]
        found |= {block["id"]: block["title"] for block in section["blocks"]}
    return found


def _numbers(before: Json, after: Json) -> Iterator[Change]:
    olds, news = _blocks(before), _blocks(after)
    for name in dict.fromkeys([*olds, *news]):
        (section, block), old, new = (news.get(name) or olds[name])[0], olds.get(name), news.get(name)
        was, now = _cells(old[1]) if old else {}, _cells(new[1]) if new else {}
        for row, column in dict.fromkeys([*was, *now]):
            one, other = was.get((row, column)), now.get((row, column))
            if one != other:
                yield Change(section, block, row[0], column, one, other)


def _blocks(frozen: Json) -> dict[str, tuple[tuple[str, str], Table]]:
    """The tables by the id of their block, with the titles of section and block."""
    return {
        block["id"]: ((section["title"], block["title"]), thaw(block["chart"]).table)
        for section in frozen["sections"]
        for block in section["blocks"]
    }


def _cells(table: Table) -> dict[tuple[tuple[str, int], str], str]:
    """The cells as people read them, by row and column; rows of one name are told apart by their place among these."""
    found: dict[tuple[tuple[str, int], str], str] = {}
    seen: dict[str, int] = {}
    for name, *cells in table.rows() if table.columns else ():
        seen[name] = seen.get(name, 0) + 1
        for column, cell in zip(table.columns[1:], cells, strict=True):
            found[(name, seen[name]), column.header] = cell
    return found


def _sentences(frozen: Json) -> dict[str, str]:
    """What is computed and said above charts and parts, by their ids."""
    found = {}
    for section in frozen["sections"]:
        if section["lead"]:
            found[section["id"]] = f"{section['lead']['news']} {section['lead']['more'] or ''}".strip()
        found |= {one["id"]: one["chart"]["conclusion"] for one in section["blocks"] if one["chart"].get("conclusion")}
    return found


def _definitions(frozen: Json) -> dict[str, str]:
    """What each number means: its sentence and each of its terms, by their names."""
    found = {}
    for one in frozen["definitions"]:
        found[one["name"]] = one["sentence"]
        found |= {f"{one['name']}: {label}": words for label, words in one["terms"]}
    return found


def _remarks(frozen: Json) -> dict[str, str]:
    return {one["block"]: one["text"] for one in frozen["remarks"]}


def _reworded(was: Mapping[str, str], now: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[Reworded]:
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            yield Reworded(titles.get(name, name), was.get(name), now.get(name))
