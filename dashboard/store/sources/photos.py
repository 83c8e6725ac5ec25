"""The photos that rows of proposals name: from a folder, else as their source told them before.

A photo is told under a name made of that of its file and of what the file holds. So the same file told again is the
same photo, also when another version of Pillow would draw it differently; and a list that comes without its photos, or
with a broken one, takes none back that it still names.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from urllib.parse import urlsplit

import numpy as np

from config.errors import InvalidInput
from config.language import N_
from config.topics import ProposalEvent
from dashboard.store.sources.album import Album
from dashboard.store.sources.findings import Findings
from dashboard.store.told_before import PHOTO

_LEFT = N_(
    "{count} proposals have {pictures} pictures, which are only taken over with --photos and the folder that holds "
    "them. The first is here."
)
_MISSING = N_("Photo {place} of this row is not in the folder of photos; the rest of the row is loaded.")
_UNFIT = N_("Photo {place} of this row was not taken over. {reason}")
_NAMES, _CONTENTS = 16, 32
"""Hexadecimal digits: names are told apart within one proposal, contents for good."""
Photo = tuple[str, str]
"""The name of its event within the proposal, and its key in `blob`."""


class PhotoReader:
    """Tells the photos of proposals; `before` holds those told before, by key of the proposal and name of event."""

    def __init__(self, album: Album | None, before: Mapping[str, Mapping[str, str]], findings: Findings) -> None:
        self.album, self.before, self.findings = album, before, findings
        self._left: dict[int, int] = {}

    def read(
        self, line: np.ndarray, key: np.ndarray, submitted: np.ndarray, named: np.ndarray
    ) -> dict[str, np.ndarray]:
        """The columns of the events of the photos of rows; `named` holds names or addresses of files, in order."""
        rows: list[int] = []
        told: list[Photo] = []
        later: list[int] = []
        for row in np.flatnonzero(named.astype(bool)).tolist():
            for place, photo in enumerate(self._of_row(int(line[row]), key[row], named[row])):
                rows.append(row)
                told.append(photo)
                later.append(place)
        chosen = np.array(rows, dtype=np.int64)
        keys = [f"{key[row]}/{name}" for row, (name, _) in zip(rows, told, strict=True)]
        return {
            "row_no": line[chosen],
            "source_key": key[chosen],
            "event_key": np.array(keys, dtype=object),
            "kind": np.full(len(rows), str(ProposalEvent.PHOTO_ADDED), dtype=object),
            "occurred_at": submitted[chosen] + np.array(later, dtype="timedelta64[s]"),  # they keep their order
            "actor_role": np.full(len(rows), "citizen", dtype=object),
            "extra": np.array([json.dumps({"photo": photo}) for _, photo in told], dtype=object),
        }

    def end(self) -> None:
        """After the last row: tell how many were left."""
        if self._left:
            count = sum(self._left.values())
            self.findings.suspect(min(self._left), _LEFT, count=len(self._left), pictures=count)

    def _of_row(self, line: int, key: str, named: Sequence[str]) -> Iterator[Photo]:
        before = self.before.get(key, {})
        names = [_file_name(one) for one in named]
        for name in dict.fromkeys(names):
            mark = _mark(name)
            same_name = [(event, photo) for event, photo in before.items() if event.startswith(mark)]
            if self.album is None:
                self._leave(line, not same_name)
                yield from same_name
            else:
                yield from self._from(self.album, (line, names.index(name) + 1), name, before) or same_name

    def _from(self, album: Album, at: tuple[int, int], name: str, before: Mapping[str, str]) -> list[Photo]:
        """The photo in the album, not looked at again when it was told before; none, with a remark, if unfit."""
        (line, place), mark, content = at, _mark(name), album.content(name)
        if content is None:
            if not any(event.startswith(mark) for event in before):
                self.findings.suspect(line, _MISSING, place=place)
            return []
        event = f"{mark}-{_digest(content, _CONTENTS)}"
        try:
            return [(event, before.get(event) or album.take(content))]
        except InvalidInput as error:
            reason = {"sentence": error.message} | error.params
            self.findings.suspect(line, _UNFIT, place=place, reason=reason)
            return []

    def _leave(self, line: int, left: bool) -> None:
        if left:
            self._left[line] = self._left.get(line, 0) + 1


def _file_name(named: str) -> str:
    """The last part of a path or address, without what may follow it."""
    path = urlsplit(named).path if "://" in named else named
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _mark(name: str) -> str:
    """With which the names of all events of photos of this name begin; the name itself may be somebody's."""
    return f"{PHOTO}-{_digest(name.encode(), _NAMES)}"


def _digest(content: bytes, digits: int) -> str:
    return sha256(content).hexdigest()[:digits]
