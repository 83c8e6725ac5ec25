"""Free text of citizens as plain text: without markup, and with a sign where it told who somebody is."""

import re
from html import unescape

import numpy as np
import pandas as pd

from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.personal import masked, personal_values
from dashboard.store.sources.texts import LONGEST_TEXT

LONGEST = 20_000
"""Characters of a text that are kept."""
_MOST_MARKUP = 10 * LONGEST
_UNSEEN = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->")
_ITEM = re.compile(r"(?i)<li\b[^<>]*>")
_BREAK = re.compile(r"(?i)</?(?:p|div|br|ul|ol|tr|table|blockquote|h[1-6])\b[^<>]*>|</li\s*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLANKS = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
"""Any but a single space, so that a usual text has none."""
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")
_MASKED = N_("Column {column} holds personal data here (e-mail address, telephone or national number); masked.")
_CUT = N_("Column {column} has a text of more than {most} characters here; the rest of it is not kept.")


def plain_text(text: str) -> str:
    """Text without markup; paragraphs become lines, items of a list begin with a dash."""
    if "<" in text or "&" in text:
        text = _UNSEEN.sub("", text[:_MOST_MARKUP])
        text = _TAG.sub("", _BREAK.sub("\n", _ITEM.sub("\n- ", text)))
        text = unescape(text)
    text = _LINES.sub("\n", _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _GAPS.sub("\n\n", text).strip()


def free_text(field: str, cells: Cells, judge: Judge, *, keep: bool, lines: bool = False) -> np.ndarray:
    """The texts of a field, None where there is none; personal data is masked unless the mapping says to `keep` it.

    Without `lines` each becomes one short line.
    """
    numbers, distinct = pd.factorize(cells.get(field))
    plain = [plain_text(text) for text in distinct]
    if not lines:
        plain = [" ".join(text.split()) for text in plain]
    personal = frozenset() if keep else personal_values(plain)
    most = LONGEST if lines else LONGEST_TEXT
    told = {"column": cells.columns.get(field, field)}
    judge.suspect(_where([text in personal for text in plain], numbers), _MASKED, lambda _at: told)
    judge.suspect(_where([len(text) > most for text in plain], numbers), _CUT, lambda _at: told | {"most": most})
    kept = np.empty(len(plain), dtype=object)
    kept[:] = [(masked(text) if text in personal else text)[:most] or None for text in plain]
    return np.asarray(kept[numbers])


def _where(of_distinct: list[bool], numbers: np.ndarray) -> np.ndarray:
    return np.asarray(np.array(of_distinct, dtype=bool)[numbers])
