"""What makes events of the rows of a file, by what the mapping says that they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.pseudonyms import Pseudonyms
from dashboard.store.sources.album import Album
from dashboard.store.sources.chunks import MeldingConverter
from dashboard.store.sources.converter import Converter, Settled
from dashboard.store.sources.mapping import TableMapping
from dashboard.store.sources.mapping_base import FileMapping
from dashboard.store.sources.mapping_proposals import ProposalMapping
from dashboard.store.sources.mapping_votes import VoteMapping
from dashboard.store.sources.proposals import ProposalConverter
from dashboard.store.sources.votes import VoteConverter
from dashboard.store.told_before import NOTHING, Before

_NO_AS_OF = N_(
    "{file} tells how many votes there are, or a state: say when it was made, with --as-of 2024-12-31 or with "
    "dates.as_of in the mapping."
)
_NO_IMAGES = N_(
    "{file} has no column with names of photos: leave --photos out, or name the column of proposals as images in the "
    "mapping."
)


def _nothing(_until: datetime) -> Before:
    return NOTHING


@dataclass(frozen=True)
class Context:
    """What a file needs to know beside itself: what its source told before, how pseudonyms are made, and its photos."""

    before: Callable[[datetime], Before] = _nothing
    pseudonyms: Pseudonyms | None = None
    album: Album | None = None


def converter_of(mapping: FileMapping, settled: Settled, context: Context, file: str) -> Converter:
    """The converter for a mapping; `file` names the file in messages. Raises ImportRefused."""
    if context.album is not None and "images" not in mapping.columns_used():
        raise ImportRefused(_NO_IMAGES, file=file)
    if isinstance(mapping, TableMapping):
        return MeldingConverter(mapping, settled)
    if isinstance(mapping, VoteMapping):
        return VoteConverter(mapping, settled, context.pseudonyms)
    if not isinstance(mapping, ProposalMapping):
        raise TypeError(type(mapping))
    if settled.as_of is None and mapping.reads_a_moment:
        raise ImportRefused(_NO_AS_OF, file=file)
    made = min(settled.as_of or settled.now, settled.now)
    return ProposalConverter(mapping, settled, made, context.before(made), context.album)
