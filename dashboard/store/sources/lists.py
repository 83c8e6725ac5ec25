"""Cells that hold a list: the first counts where one thing is asked, all where all are."""

import re

import numpy as np

_DESCRIBED = re.compile(r"^(\S+)\s+\(.*\)$", re.DOTALL)


def firsts(texts: np.ndarray, separator: str | None) -> tuple[np.ndarray, np.ndarray]:
    """The first of each list, and which lists hold more than one; without a separator the texts as they are."""
    more = np.zeros(len(texts), dtype=bool)
    if separator is None:
        return texts, more
    parts = [split(text, separator) for text in texts.tolist()]
    more[:] = [len(part) > 1 for part in parts]
    return np.array([part[0] if part else "" for part in parts], dtype=object), more


def split(text: str, separator: str | None) -> list[str]:
    """The parts of a list that are not empty."""
    parts = text.split(separator) if separator else [text]
    return [part.strip() for part in parts if part.strip()]


def pictures(text: str, separator: str | None) -> tuple[str, ...]:
    """Names or addresses of the pictures in a cell, without the description that may stand behind each."""
    lines = [line for part in split(text, separator) for line in split(part, "\n")]
    return tuple(_DESCRIBED.sub(r"\1", line) for line in lines)
