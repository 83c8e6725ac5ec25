"""What came of an agenda item: from the words of a vote (besluit:gevolg) or its counts. Without a doubt, or unknown."""

import csv
import re
from collections.abc import Iterable
from functools import cache

from config.kinds import DATA
from dashboard.store.sources.lblod_told import Result

LONGEST = 200
"""Characters of a text that can be an outcome; longer ones are the decision itself."""
_UNCLEAR = "unclear"
_WORDS = re.compile(r"[^\W\d_]+")


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Words and what they mean, longest first."""
    with (DATA / "lblod_results.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        phrases = [(tuple(row["words"].split()), row["result"]) for row in rows]
    return tuple(sorted(phrases, key=lambda phrase: -len(phrase[0])))


def result_of(text: str) -> Result:
    """What a text says came of it; unknown when it says nothing, two things, or something with a condition."""
    if len(text) > LONGEST:
        return Result.UNKNOWN
    words = [word.casefold() for word in _WORDS.findall(text)]
    found: set[str] = set()
    while words:
        phrase, meaning = next((one for one in _phrases() if tuple(words[: len(one[0])]) == one[0]), ((words[0],), ""))
        found.add(meaning)
        words = words[len(phrase) :]
    found.discard("")
    return Result(found.pop()) if len(found) == 1 and _UNCLEAR not in found else Result.UNKNOWN


def agreed(results: Iterable[Result]) -> Result | None:
    """The one result of several texts, those that say nothing left aside; None when they contradict each other."""
    known = set(results) - {Result.UNKNOWN}
    if len(known) > 1:
        return None
    return known.pop() if known else Result.UNKNOWN


def result_of_counts(in_favour: Iterable[str], against: Iterable[str]) -> Result:
    """What the counts of one vote say: more in favour than against approves, an equal number refuses."""
    counts = [_count(told) for told in (in_favour, against)]
    yes, no = counts
    if yes is None or no is None or yes + no == 0:
        return Result.UNKNOWN
    return Result.APPROVED if yes > no else Result.REFUSED


def _count(told: Iterable[str]) -> int | None:
    """A count, when it is told once and is one."""
    texts = {text.strip() for text in told}
    text = texts.pop() if len(texts) == 1 else ""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None
