"""What a chart card is: a question, what is built of its answer, and who may see it; apart from any screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Permission
from config.language import N_
from dashboard.charts.beside import beside
from dashboard.charts.moments import with_moments
from dashboard.charts.spec import ChartSpec
from dashboard.components.card_parts import Group
from dashboard.components.filter_parts import About
from queries.annotations import annotations
from queries.filters import Filters, Scope
from queries.registry import compared
from queries.targets import target_of, targets

Query = Callable[[Connection, Scope, Filters], pd.DataFrame]
Builder = Callable[..., ChartSpec]
"""Makes the chart of the frame of `query`, the filters, and by their names the frames of `more`."""


def _all_of(filters: Filters) -> Filters:
    return filters


@dataclass(frozen=True)
class Card:
    """One chart of a page.

    `title` is a msgid, `measures` are ids of the registry that the chart shows. `span` counts twelfths of the width,
    `height` is the height of the chart in px while it loads. `permission` is needed to see it. `sensitivity` is the
    msgid of the label in its files. `more` are further questions, by the names under which `build` takes their frames.
    `against` is a measure and its part: what it was in the period before and a year before, and its target, stand below
    the chart. `rows` is how many rows of cards it is as high as. `nearest` finds the period to offer when there is
    nothing to show; at most one row with first_day, last_day and n. `reads` is what of the filters counts here, `words`
    how its files tell them where that is not as the filter bar does; `about` is whose filter bar that is, where the
    permission does not tell. `annotated` charts over weeks show what happened in them.
    """

    id: str
    title: str
    measures: tuple[str, ...]
    query: Query
    build: Builder
    group: Group = Group.ABOVE
    span: int = 6
    height: int = 232
    permission: Permission = Permission.SEE_MELDINGEN
    sensitivity: str = N_("internal")
    more: Mapping[str, Query] = field(default_factory=dict)
    against: tuple[str, str] | None = None
    rows: int = 1
    nearest: Query | None = None
    reads: Callable[[Filters], Filters] = _all_of
    words: Callable[[Filters], str] | None = None
    about: About | None = None
    annotated: bool = False


def spec_of(db: Connection, scope: Scope, card: Card, filters: Filters) -> ChartSpec:
    """What a card says of a scope; `filters` are those that the card reads."""
    more = {name: query(db, scope, filters) for name, query in card.more.items()}
    spec = card.build(card.query(db, scope, filters), filters, **more)
    if card.annotated:
        spec = with_moments(spec, annotations(db, scope, filters))
    return spec if card.against is None or spec.empty else compared_to(db, scope, filters, spec, card.against)


def compared_to(db: Connection, scope: Scope, filters: Filters, spec: ChartSpec, against: tuple[str, str]) -> ChartSpec:
    """A chart with what its number was before, and what it should be, as facts."""
    measure, part = against
    numbers = compared(db, scope, filters, only=[measure])
    target = target_of(targets(db, scope, filters), measure, part)
    return beside(spec, numbers[numbers["part"] == part], target)
