"""Number and title: free text of a file, kept only where it tells nothing about a person."""

from collections.abc import Sequence

import numpy as np

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.mapping_base import FileMapping
from dashboard.store.sources.personal import personal_values

LONGEST_TEXT = 300
_LEAST, _SHARE, _KEY_SHARE = 5, 0.01, 0.5
_PERSONAL = N_("Column {column} holds personal data here (e-mail address, telephone or national number); left empty.")
_PERSONAL_KEY = N_(
    "Column {column} is mapped as the key but holds e-mail addresses, telephone or national numbers. Map another "
    "column, or name it under keep if it does not."
)


class TextReader:
    """Reads short texts; a column of which the first chunk shows personal data is dropped as a whole."""

    def __init__(self, mapping: FileMapping, fields: Sequence[str] = ("number", "title")) -> None:
        self.fields = fields
        self.columns = mapping.columns.named()
        self.keep = mapping.file.keep
        self.dropped: set[str] = set()
        self._begun = False

    def check_key(self, keys: np.ndarray) -> None:
        """Raises ImportRefused when the keys of the first chunk look like personal data."""
        column = self.columns["source_key"]
        if self._begun or column in self.keep:
            return
        found = personal_values(keys.tolist())
        if len(found) >= _LEAST and len(found) > _KEY_SHARE * len(keys):
            raise ImportRefused(_PERSONAL_KEY, column=column)

    def read(self, cells: Cells, judge: Judge) -> dict[str, np.ndarray]:
        """The texts of each field, None where there is none."""
        found = {field: self._read(field, cells, judge) for field in self.fields if field in cells.texts}
        self._begun = True
        return found

    def _read(self, field: str, cells: Cells, judge: Judge) -> np.ndarray:
        texts, column = cells.texts[field], self.columns[field]
        if column not in self.keep:
            texts = self._without_personal(field, texts, column, judge)
        if max(map(len, texts), default=0) > LONGEST_TEXT or any("\n" in text for text in texts):
            texts = np.array([" ".join(text.split())[:LONGEST_TEXT] for text in texts], dtype=object)
        kept = texts.copy()
        kept[texts == ""] = None
        return kept

    def _without_personal(self, field: str, texts: np.ndarray, column: str, judge: Judge) -> np.ndarray:
        nothing = np.full(len(texts), "", dtype=object)
        if column in self.dropped:
            return nothing
        personal = personal_values(texts.tolist())
        if not personal:
            return texts
        rows = np.fromiter((text in personal for text in texts), dtype=bool, count=len(texts))
        share = _SHARE if field == "title" else _KEY_SHARE
        if not self._begun and rows.sum() >= _LEAST and rows.mean() > share:
            self.dropped.add(column)
            return nothing
        judge.suspect(rows, _PERSONAL, lambda at: {"column": column})
        return np.where(rows, "", texts)
