"""Amounts of a file: votes, costs, what a proposal is expected to yield."""

import numpy as np
import pandas as pd

from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.coordinates import numbers
from dashboard.store.sources.findings import Judge

_NO_AMOUNT = N_("{column}: {value} is not an amount of nought or more; loaded without it.")
_NO_COUNT = N_("{column}: {value} is not a whole number of nought or more; loaded without it.")
_MOST = 2**31 - 1


def amounts(field: str, cells: Cells, decimal: str, judge: Judge, *, whole: bool = False) -> np.ndarray:
    """The numbers of a field, NaN where there is none; a sign of euro and spaces do not count."""
    texts = cells.get(field)
    bare = pd.Series(texts, dtype=object).str.replace(r"[€\s]", "", regex=True).to_numpy(dtype=object)
    found = numbers(bare, decimal)
    fits = (found >= 0) & (found <= _MOST) & ((found == np.floor(found)) | np.bool_(not whole))
    judge.suspect((texts != "") & ~fits, _NO_COUNT if whole else _NO_AMOUNT, lambda at: cells.about(field, at))
    return np.where(fits, found, np.nan)
