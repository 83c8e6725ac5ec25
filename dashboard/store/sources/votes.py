"""Rows that are votes to staged events: one event for the votes for a proposal on a day."""

import json
from typing import Any

import numpy as np
import pandas as pd

from config.errors import ImportRefused
from config.language import N_
from config.topics import ProposalEvent, Topic
from dashboard.store.pseudonyms import Pseudonyms
from dashboard.store.sources.amounts import amounts
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.converter import Converter, Settled
from dashboard.store.sources.events import joined, nothing
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.keys import judge_keys
from dashboard.store.sources.mapping_votes import AGAINST, VoteMapping
from dashboard.store.sources.moments import Moments
from dashboard.store.sources.texts import TextReader

_NO_KEY = N_("The mapping names a column of who voted, but there is no key to make pseudonyms with.")
_OPINION = N_("{column}: {value} is neither for nor against; add it to values.opinion.")
_AGAINST = N_("{count} votes against are not counted: a proposal has votes for only. The first is here.")
_AGAIN = N_("{count} votes of somebody who had voted for the same proposal already are not counted. The first is here.")
_PSEUDONYMS = N_("Column {column} was made into pseudonyms; what stands in it is not kept.")
_COLUMNS = ["line", "key", "day", "at", "votes", "voter"]


class VoteConverter(Converter):
    """Reads all votes of a list, and tells them by proposal and day once all are known."""

    def __init__(self, mapping: VoteMapping, settled: Settled, pseudonyms: Pseudonyms | None) -> None:
        super().__init__(mapping, settled)
        if mapping.columns.voter and pseudonyms is None:
            raise ImportRefused(_NO_KEY)
        self.mapping, self.pseudonyms = mapping, pseudonyms
        self.texts = TextReader(mapping, ())
        self._opinions = {text.casefold(): meaning for text, meaning in mapping.values.opinion.items()}
        self._votes: list[pd.DataFrame] = []
        self._against = (0, 0)

    def _events(self, cells: Cells, judge: Judge) -> pd.DataFrame:
        self.texts.check_key(cells.get("source_key"))
        judge_keys(cells, judge)
        cast = self.dates.read("cast", cells, judge, needed=True)
        opinions = self._read_opinions(cells, judge)
        votes = self._count(cells, judge)
        self._note_against(opinions, judge)
        counted = judge.ok & (opinions != AGAINST) & (votes > 0)
        self._votes.append(self._kept(cells, cast, votes, judge)[counted])
        self._note_latest([cast.instant[judge.ok]])
        return nothing()

    def _kept(self, cells: Cells, cast: Moments, votes: np.ndarray, judge: Judge) -> pd.DataFrame:
        """The rows with the columns _COLUMNS; of who voted only the pseudonym."""
        columns = (judge.lines, cells.get("source_key"), cast.day, cast.instant, votes, self._voters(cells))
        return pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)))

    def _voters(self, cells: Cells) -> np.ndarray:
        people = cells.get("voter")
        if self.pseudonyms is None or "voter" not in cells.texts:
            return np.full(len(people), None, dtype=object)
        numbers, distinct = pd.factorize(people)
        found = np.array([self.pseudonyms.of(person) if person else None for person in distinct], dtype=object)
        return found[numbers]

    def _read_opinions(self, cells: Cells, judge: Judge) -> np.ndarray:
        if "opinion" not in cells.texts:
            return np.full(len(judge.ok), "", dtype=object)
        numbers, distinct = pd.factorize(cells.get("opinion"))
        found = np.array([self._opinions.get(text.casefold(), "?") for text in distinct], dtype=object)[numbers]
        judge.refuse(found == "?", _OPINION, lambda at: cells.about("opinion", at))
        return found

    def _count(self, cells: Cells, judge: Judge) -> np.ndarray:
        if "votes" not in cells.texts:
            return np.ones(len(judge.ok), dtype=np.int64)
        found = amounts("votes", cells, self.mapping.file.decimal, judge, whole=True)
        return np.where(np.isnan(found), 0, found).astype(np.int64)

    def _note_against(self, opinions: np.ndarray, judge: Judge) -> None:
        rows = np.flatnonzero(judge.ok & (opinions == AGAINST))
        if rows.size:
            count, line = self._against
            self._against = (count + rows.size, line or int(judge.lines[rows[0]]))

    def dropped(self) -> tuple[str, ...]:
        """Mapped columns that turned out to hold personal data: none, as no text is kept."""
        return ()

    def _last_events(self) -> pd.DataFrame:
        count, line = self._against
        if count:
            self.findings.suspect(line, _AGAINST, count=count)
        if self.mapping.columns.voter:
            self.findings.suspect(0, _PSEUDONYMS, column=self.mapping.columns.voter)
        votes = pd.concat(self._votes) if self._votes else pd.DataFrame(columns=_COLUMNS)
        votes = self._once(votes)
        return _by_day(votes) if len(votes) else nothing()

    def _once(self, votes: pd.DataFrame) -> pd.DataFrame:
        """Each person once for a proposal: the first vote counts."""
        votes = votes.sort_values("at", kind="stable")
        again = votes["voter"].notna() & votes.duplicated(["key", "voter"])
        if again.any():
            self.findings.suspect(int(votes["line"][again].min()), _AGAIN, count=int(again.sum()))
        return votes[~again]


def _by_day(votes: pd.DataFrame) -> pd.DataFrame:
    """One event a proposal and day, at the last vote of that day; columns of a batch of proposals."""
    groups = votes.groupby(["key", "day"], sort=False)
    days = groups.agg(line=("line", "min"), at=("at", "max"), votes=("votes", "sum"), voters=("voter", list))
    days = days.reset_index()
    keys, day = days["key"].to_numpy(dtype=object), days["day"].dt.strftime("%Y-%m-%d")
    columns = {
        "row_no": days["line"].to_numpy(dtype=np.int64),
        "source_key": keys,
        "event_key": np.array([f"{key}/cast/{on}" for key, on in zip(keys, day, strict=True)], dtype=object),
        "kind": np.full(len(days), str(ProposalEvent.VOTES_CAST), dtype=object),
        "occurred_at": days["at"].to_numpy(dtype="datetime64[s]"),
        "actor_role": np.full(len(days), "citizen", dtype=object),
        "extra": np.array([_details(n, v) for n, v in zip(days["votes"], days["voters"], strict=True)], dtype=object),
    }
    return joined([columns], Topic.PROPOSAL, inferred=False)


def _details(votes: int, voters: list[Any]) -> str:
    named = sorted(voter for voter in voters if isinstance(voter, str))
    return json.dumps({"votes": int(votes)} | ({"voters": named} if named else {}))
