"""Published decisions on /zitting: reading a file that somebody brings, showing what it fits, recording what is chosen.

The browser keeps what was read until it is recorded or closed; it is read back field by field, and nothing that it says
gives a right: each decision is recorded by the act of recording, with who acts and where from the grants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from config.clock import ZONE, local_day
from config.errors import Forbidden, HelikopterError, InvalidInput, Unauthenticated
from config.kinds import Permission, SittingResult
from config.language import N_
from config.logs import request_id
from config.plain import has_control
from dashboard.components.sittings.frame import ONE
from dashboard.components.sittings.published import TOGETHER, Found
from dashboard.components.sittings.words import RESULTS, overtaken_words
from dashboard.store.actions.sittings import recording
from dashboard.store.actions.sittings.published import (
    MOST,
    Item,
    Line,
    Meeting,
    Published,
    State,
    laid_beside,
    read,
    said_of,
)
from dashboard.store.actions.sittings.recording import Result
from dashboard.store.actions.subject_turn import Overtaken
from dashboard.web.auth import current_scope, require
from dashboard.web.context import services
from dashboard.web.manage.areas import uploaded
from dashboard.web.manage.values import Values
from dashboard.web.sittings import Own, Row, Rows, Shown, id_in, id_or_none, now, own, plain
from queries.sittings import agendas, sitting_of, sittings_on

LONGEST_FILE_NAME, MOST_REMARKS = 120, 50
_LARGE = N_("This file is larger than 3 MB; it is not read. Save the page of one sitting.")
_CHOOSE = N_("Choose an item for at least one decision.")
_NO_RESULT = N_("Choose the result.")
_GONE = N_("This item no longer stands there. Nothing was changed; read the file again.")


@dataclass(frozen=True)
class Told:
    """What the browser keeps of a file: its name, its decisions, the usual sitting, and what was refused so far."""

    file: str
    decisions: tuple[Published, ...]
    problems: tuple[str, ...] = ()
    usual: UUID | None = None
    refused: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    """By the place of a decision: the item and result that were chosen, and why that could not be."""

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it; no two are the same, so that what is shown is made anew."""
        return {
            "file": self.file,
            "decisions": [one.plain() for one in self.decisions],
            "problems": list(self.problems),
            "usual": str(self.usual) if self.usual else None,
            "refused": {str(n): list(told) for n, told in self.refused.items()},
            "turn": request_id.get(),
        }

    @classmethod
    def of_plain(cls, raw: Any) -> "Told | None":
        """What `plain` made; None for nothing. Raises InvalidInput for what it cannot have made."""
        if raw is None:
            return None
        told = raw if isinstance(raw, dict) else {}
        decisions, problems, refused = (told.get(name) for name in ("decisions", "problems", "refused"))
        if not isinstance(decisions, list) or len(decisions) > MOST:
            raise InvalidInput
        return cls(
            _file_name(told.get("file")),
            tuple(map(Published.of_plain, decisions)),
            tuple(one for one in problems if isinstance(one, str)) if isinstance(problems, list) else (),
            id_or_none(told.get("usual")),
            _refused(refused),
        )


def _refused(raw: Any) -> dict[int, tuple[str, str, str]]:
    told = raw.items() if isinstance(raw, dict) else ()
    found = {}
    for key, words in told:
        if str(key).isdigit() and isinstance(words, list) and len(words) == 3 and all(map(_is_text, words)):
            found[int(key)] = (words[0], words[1], words[2])
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _file_name(raw: Any) -> str:
    name = raw if isinstance(raw, str) else ""
    return "".join(sign for sign in name if not has_control(sign))[:LONGEST_FILE_NAME] or "-"


def bring(raw: Any, search: str | None) -> Told:
    """What the file holds that a browser brought: {"name", "contents" or "large"}. Raises InvalidInput, in words."""
    require(Permission.RECORD_DECISIONS)
    brought = raw if isinstance(raw, dict) else {}
    if brought.get("large"):
        raise InvalidInput(_LARGE)
    found = read(uploaded(brought.get("contents")))
    remarks = [problem.text() for problem in found.problems[:MOST_REMARKS]]
    return Told(_file_name(brought.get("name")), found.decisions, tuple(remarks), id_in(search, ONE))


@dataclass(frozen=True)
class _Laid:
    """Decisions beside the agendas as these stand: lines, the sittings and items by their id."""

    lines: tuple[Line, ...]
    meetings: Mapping[UUID, Row]
    items: Mapping[UUID, Row]


def _laid(told: Told, mine: Own) -> _Laid:
    scope, moment = current_scope(Permission.RECORD_DECISIONS), now()
    with services().db.read() as db:
        rows = plain(sittings_on(db, scope, {one.day for one in told.decisions if one.day}, moment))
        rows += _usual(db, told, scope, moment, {row["sitting_id"] for row in rows})
        rows = [row for row in rows if row["organisation_id"] == mine.by.organisation_id]
        items = plain(agendas(db, scope, [row["sitting_id"] for row in rows], moment)) if rows else []
    meetings = [Meeting(row["sitting_id"], row["organ"], row["day"]) for row in rows]
    lines = laid_beside(told.decisions, meetings, [_item(row) for row in items], told.usual)
    return _Laid(lines, {row["sitting_id"]: row for row in rows}, {row["item_id"]: row for row in items})


def _usual(db: Any, told: Told, scope: Any, moment: Any, known: set[UUID]) -> Rows:
    """The sitting that was chosen, for decisions of which no day is told."""
    if told.usual is None or told.usual in known or all(one.day for one in told.decisions):
        return []
    row = plain(sitting_of(db, scope, told.usual, moment).to_frame().T)[0]
    return [row] if row["begun"] and row["state"] != "cancelled" else []


def _item(row: Row) -> Item:
    ours = row["result"] is not None or row["told_result"] is None
    number, uri = row["number"] or row["told_number"], row["uri"] or row["told_uri"]
    return Item(row["item_id"], row["sitting_id"], number, uri, row["result"] or row["told_result"], ours)


def found_in(told: Told) -> tuple[list[Found], dict[str, Any]]:
    """What is shown of a file, and what of the agendas was seen: {item: [sitting, change, [[subject, seq], ...]]}."""
    laid = _laid(told, own())
    found = [_found(n, line, laid, told.refused) for n, line in enumerate(laid.lines)]
    seen = {
        str(key): [str(row["sitting_id"]), int(row["change_no"]), [[str(one), seq] for one, seq in row["seen"]]]
        for key, row in laid.items.items()
    }
    return found, seen


def _found(n: int, line: Line, laid: _Laid, refused: Mapping[int, tuple[str, str, str]]) -> Found:
    own_items = [laid.items[key] for key in line.items]
    by_hand = line.state in (State.NOTHING, State.DOUBT, State.FITS)
    offered = [row for row in laid.items.values() if by_hand and row["sitting_id"] in line.sittings and _is_open(row)]
    before = refused.get(n)
    item = TOGETHER.join(str(key) for key in line.items) if line.state is State.FITS else None
    known = next((row["result"] for row in own_items if row["result"]), None)
    result = known or (str(line.decision.result) if line.decision.result else None)
    item, result, problem = before or (item, result, "")
    by = str(line.by) if line.by else None
    return Found(n, line.decision, str(line.state), by, own_items, offered, item or None, result or None, problem)


def _is_open(row: Row) -> bool:
    return row["result"] is None and row["told_result"] is None


def record_chosen(told: Told, values: Values, seen: Any) -> tuple[int, Told]:
    """Record each decision for which an item was chosen, each an act of its own; returns how many were recorded, and
    what to show next: what was refused keeps what was chosen, with the reason. Raises InvalidInput for nothing."""
    mine = own()
    chosen = _chosen(told, values)
    values.done()
    if not chosen:
        raise InvalidInput(_CHOOSE)
    laid = _laid(told, mine)
    refused: dict[int, tuple[str, str, str]] = {}
    for n, (key, result) in chosen.items():
        try:
            _record(told, n, key, SittingResult(result), laid, seen, mine)
        except Overtaken as error:
            refused[n] = (key, result, overtaken_words(error.happened, ZONE))
        except (Unauthenticated, Forbidden):
            raise
        except HelikopterError as error:
            refused[n] = (key, result, error.text())
    return len(chosen) - len(refused), Told(told.file, told.decisions, told.problems, told.usual, refused)


def _chosen(told: Told, values: Values) -> dict[int, tuple[str, str]]:
    """The items and result that were chosen, by the place of the decision."""
    found = {}
    for n in range(len(told.decisions)):
        key = values.text(f"item-{n}", 40 * 200, optional=True)
        if not key:
            continue
        result = values.choice(f"result-{n}", list(RESULTS), optional=True)
        if not result:
            values.refuse(f"result-{n}", _NO_RESULT)
        found[n] = (key, result)
    return found


def _record(told: Told, n: int, key: str, result: SittingResult, laid: _Laid, seen: Any, mine: Own) -> None:
    """Record one decision for the items that were chosen. Raises as `recording.record`."""
    ids = [id_or_none(one) for one in key.split(TOGETHER)]
    rows = [laid.items[one] for one in ids if one is not None and one in laid.items]
    if len(rows) != len(ids) or len({row["sitting_id"] for row in rows}) != 1:
        raise InvalidInput(_GONE)
    sitting_id, there = rows[0]["sitting_id"], laid.meetings[rows[0]["sitting_id"]]
    marked = Shown({"agenda": _shown_of(seen)}).marked([str(row["item_id"]) for row in rows])
    days = there["day"], local_day(now(), mine.zone)
    said = said_of(told.decisions[n], result, _known(rows), *days)
    held: dict[str, Any] = {"writer": services().writer, "clock": services().clock, "by": mine.by}
    recording.record(**held, sitting_id=sitting_id, items=marked, told=said, read_from=told.file)


def _shown_of(seen: Any) -> dict[str, Any]:
    """What was seen of the items, as `Shown` reads it."""
    told = seen.items() if isinstance(seen, dict) else ()
    return {key: one[1:] for key, one in told if isinstance(one, list) and len(one) == 3}


def _known(rows: Sequence[Row]) -> Result | None:
    """What was recorded before of the first of these items of which something was."""
    row = next((one for one in rows if one["result"]), None)
    if row is None:
        return None
    days: list[date | None] = [row["signed_on"], row["published_on"]]
    return Result(SittingResult(row["result"]), row["number"] or "", row["uri"] or "", *days)
