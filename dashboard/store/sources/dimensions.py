"""Services, categories, areas, channels and themes of a file: its texts to codes, once per distinct text."""

import numpy as np
import pandas as pd

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.mapping_base import FileMapping
from dashboard.store.sources.names import Named, as_code, named
from dashboard.store.sources.personal import personal_values

MOST_VALUES = 5_000
_TOO_MANY = N_(
    "Column {column}, mapped to {field}, has more than {most} different values. Free text cannot be a {field}: is it "
    "the right column?"
)


class Dimensions:
    """Turns texts into codes and remembers the names of new codes over the chunks of one file."""

    def __init__(self, mapping: FileMapping) -> None:
        self.mapping = mapping
        self._names: dict[str, dict[str, str]] = {name: {} for name in mapping.dimensions}
        self._known: dict[str, dict[tuple[str, str], str | None]] = {name: {} for name in mapping.dimensions}
        self.alike: list[tuple[str, str, str]] = []
        """(dimension, name as first met, other name): two names that gave one code."""
        self.personal: list[str] = []
        """Dimensions in which a text held personal data and was left empty."""

    def codes(self, dimension: str, cells: dict[str, np.ndarray], size: int) -> np.ndarray:
        """Codes (None: none) of a dimension, from the columns of its name and its code."""
        texts, own = cells.get(dimension), cells.get(f"{dimension}_code")
        if texts is None and own is None:
            return np.full(size, self._code(dimension, "", ""), dtype=object)
        first = texts if texts is not None else np.full(size, "", dtype=object)
        pairs = first if own is None else np.fromiter(zip(own, first, strict=True), dtype=object, count=size)
        numbers, distinct = pd.factorize(pairs)
        found = [self._code(dimension, *((pair[0], pair[1]) if own is not None else ("", pair))) for pair in distinct]
        return np.array(found, dtype=object)[numbers]

    def _code(self, dimension: str, own: str, text: str) -> str | None:
        known = self._known[dimension]
        if (own, text) not in known:
            value = self._named(dimension, own, text)
            known[own, text] = self._remember(dimension, value) if value else None
            if len(known) > MOST_VALUES:
                column = self.mapping.columns_used().get(dimension, dimension)
                raise ImportRefused(_TOO_MANY, column=column, field=dimension, most=MOST_VALUES)
        return known[own, text]

    def _named(self, dimension: str, own: str, text: str) -> Named | None:
        values: dict[str, Named] = getattr(self.mapping.values, dimension)
        if text in values or own in values:
            return values.get(text) or values[own]
        if not (text or own):
            constant: Named | None = getattr(self.mapping.constants, dimension)
            return constant
        if personal_values([text, own]):
            self.personal.append(dimension)
            return None
        return Named(as_code(own), text or own) if own else named(text)

    def _remember(self, dimension: str, value: Named) -> str:
        first = self._names[dimension].setdefault(value.code, value.name)
        if first != value.name:
            self.alike.append((dimension, first, value.name))
        return value.code

    def names(self) -> dict[str, dict[str, str]]:
        """Names by code, per dimension, of all that was met so far."""
        return {name: dict(found) for name, found in self._names.items() if found}
