"""Lists of meldingen, and of what the overview tells."""

from collections.abc import Iterator

import pandas as pd

from config.kinds import Permission
from config.language import N_, t
from dashboard.cards.figures import figures
from dashboard.cards.told import bar_told
from dashboard.charts.phrases import removed_words
from dashboard.charts.spec import Column, Kind
from dashboard.components.filter_parts import About
from dashboard.web.auth import current_user
from dashboard.web.listings.listing import PERSONAL, Asked, Listed, Listing, in_frames, kinds, labelled, of_scope, texts
from dashboard.web.overview import attention_told
from queries import overview
from queries.melding_rows import count_of_meldingen, meldingen_in_batches


def meldingen(asked: Asked) -> Listed:
    """The meldingen received in the period of the filters, one row each: the cases of measure 'received'.

    Titles are what citizens wrote: only in the file of who handles every melding in it.
    """
    texts_too, filters = _handles(asked), asked.filters
    rows = count_of_meldingen(asked.db, asked.scope, filters)
    found = asked.opened(meldingen_in_batches(asked.db, asked.scope, filters, texts=texts_too))
    words = bar_told(asked.db, asked.scope, filters, About.MELDINGEN)
    listed = in_frames(asked, words, rows, _columns(texts_too), map(_told, found), *_days(asked))
    return labelled(listed, PERSONAL) if texts_too else listed


def _handles(asked: Asked) -> bool:
    """Whether who asks handles all that the list reaches."""
    person = current_user()
    handled = person.scope(Permission.FOLLOW_UP).reaches if person.may(Permission.FOLLOW_UP) else ()
    return handled == asked.scope.reaches


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows in words, where these are not words yet."""
    open_, on_time = (
        frame[name].map({True: t(yes), False: t(no)})
        for name, yes, no in (("open", N_("open"), N_("closed")), ("on_time", N_("yes"), N_("no")))
    )
    told = frame.assign(open=open_, on_time=on_time)
    if "title" not in frame:
        return told
    gone = frame["text_removed_day"].map(removed_words, na_action="ignore")
    return told.assign(title=frame["title"].where(frame["title"].notna(), gone))


def _columns(texts_too: bool) -> tuple[Column, ...]:
    return (
        Column("number", t(N_("Melding"))),
        *([Column("title", t(N_("Title")))] if texts_too else []),
        Column("category", t(N_("Category"))),
        Column("service", t(N_("Service"))),
        Column("area", t(N_("Neighbourhood"))),
        Column("street", t(N_("Street"))),
        Column("channel", t(N_("Channel"))),
        Column("received_day", t(N_("Received")), Kind.DAY),
        Column("open", t(N_("State"))),
        Column("stage", t(N_("Stage")), Kind.STAGE),
        Column("stage_since", t(N_("In this stage since")), Kind.DAY),
        Column("deadline", t(N_("Deadline")), Kind.DAY),
        Column("on_time", t(N_("Handled on time"))),
        Column("first_closed_day", t(N_("First closed")), Kind.DAY),
        Column("last_closed_day", t(N_("Last closed")), Kind.DAY),
        Column("reopenings", t(N_("Times reopened")), Kind.COUNT),
    )


def _days(asked: Asked) -> tuple[str, str]:
    return asked.filters.first_day.isoformat(), asked.filters.last_day.isoformat()


def key_figures(asked: Asked) -> Listed:
    """The key figures of the overview beside those before them."""
    wanted = list(overview.PARTS.items())
    table = figures(asked.db, asked.scope, asked.filters, wanted).table
    return of_scope(asked, bar_told(asked.db, asked.scope, asked.filters, About.MELDINGEN), table, *_days(asked))


def attention(asked: Asked) -> Listed:
    """What asks for attention, or the own work, as on the overview."""
    _, lines = attention_told(asked.db, asked.filters)
    rows = [(line.count, line.sentence, line.detail, line.owner) for line in lines]
    table = kinds(texts((N_("Number"), N_("What"), N_("In particular"), N_("With whom")), rows), c0=Kind.COUNT)
    return of_scope(asked, bar_told(asked.db, asked.scope, asked.filters, About.MELDINGEN), table, *_days(asked))


def listings() -> Iterator[Listing]:
    """Those of this module."""
    yield Listing("/", "figures", N_("Key figures"), Permission.SEE_MELDINGEN, key_figures)
    yield Listing("/", "attention", N_("What asks for attention"), Permission.SEE_CASES, attention)
    yield Listing("/meldingen", "list", N_("All meldingen of these filters"), Permission.SEE_CASES, meldingen)
