"""A card's table as a file: the same question and frame as on the screen, below a block that says what it is."""

import io

import pandas as pd
from flask import Flask, request, send_file
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from config.kinds import Permission
from config.language import moment, t
from dashboard.charts.spec import NOTHING, Table
from dashboard.components.filter_parts import CODED, LABELS, NAMES, About, Name
from dashboard.components.filter_words import Options, active_names, chosen_codes, since_words, words
from dashboard.reports.tables import CSV_TYPE, XLSX_TYPE, Header, as_csv, as_xlsx, file_name
from dashboard.web import gate
from dashboard.web.address import ZONE, filters_of
from dashboard.web.auth import current_scope, require
from dashboard.web.cards import Card, card_spec, find
from dashboard.web.context import services
from dashboard.web.filtering import grouped
from dashboard.web.freshness import summary
from queries.filters import Filters, Scope
from queries.freshness import freshness
from queries.narrowing import allowed
from queries.options import CHOICES, MELDINGEN, PROPOSALS, options

ENDPOINT = "download"
_ALWAYS = frozenset({Name.PERIOD, Name.STAGE, Name.KIND, Name.DAYS, Name.POPULATION})
_COUNTED = {
    About.MELDINGEN: MELDINGEN,
    About.PROPOSALS: PROPOSALS,
    About.CHOICES: CHOICES,
    About.CLIMATE: PROPOSALS,
}
_KINDS = {"csv": (as_csv, CSV_TYPE), "xlsx": (as_xlsx, XLSX_TYPE)}


def install(server: Flask) -> None:
    """Add the route: GET /download/<page>/<card>.csv or .xlsx, with the filters of the page as its query."""
    server.add_url_rule("/download/<page>/<card>.<any(csv, xlsx):ending>", ENDPOINT, download)
    gate.declare(server, ENDPOINT, Permission.DOWNLOAD)


def download(page: str, card: str, ending: str) -> Response:
    """One card as a file. Raises NotFound, Forbidden or InvalidInput."""
    require(Permission.DOWNLOAD)
    asked = find(page, card)
    require(asked.permission)  # before the address is read: who may not see a card learns nothing of its filters
    filters = asked.reads(filters_of(request.query_string.decode()))
    with services().db.read() as db:
        table = card_spec(db, asked, filters).table
        above = header_of(db, asked, filters)
    return sent(above, table, file_name((page, card, *days_of(filters)), ending))


def days_of(filters: Filters) -> tuple[str, str]:
    """First and last day, as they stand in the name of a file."""
    return filters.first_day.isoformat(), filters.last_day.isoformat()


def sent(above: Header, table: Table, name: str) -> Response:
    """A table as the file of this name."""
    write, mimetype = _KINDS[name.rpartition(".")[2]]
    return send_file(io.BytesIO(write(above, table)), mimetype, as_attachment=True, download_name=name)


def header_of(db: Connection, card: Card, filters: Filters) -> Header:
    """What stands above the rows of a card's file."""
    scope = current_scope(card.permission)
    return header(db, scope, t(card.title), told(db, card, scope, filters), t(card.sensitivity))


def header(db: Connection, scope: Scope, title: str, filters: str, sensitivity: str) -> Header:
    """What stands above the rows of a file, in final words, with where the data comes from and up to when it goes."""
    sources = freshness(db, scope, services().clock.now())
    as_of = summary(sources).as_of
    until = moment(as_of, ZONE) if as_of else NOTHING
    return Header(title, filters, until, source_names(sources), sensitivity)


def told(db: Connection, card: Card, scope: Scope, filters: Filters) -> str:
    """The filters in words: those of the card where it has its own, else those of the filter bar."""
    if card.words:
        return card.words(filters)
    usual = About.PROPOSALS if card.permission is Permission.SEE_PROPOSALS else About.MELDINGEN
    return bar_told(db, scope, filters, card.about or usual)


def bar_told(db: Connection, scope: Scope, filters: Filters, about: About) -> str:
    """What the filter bar of a page about these says, in words: as far as it counts for the scope."""
    asked = filters if about is About.MELDINGEN else allowed(scope, filters)
    # the options give codes their names: where nothing is chosen they are not asked, for each of their counts is read
    coded = any(chosen_codes(asked).values())
    told = filters_in_words(asked, grouped(options(db, scope, asked, _COUNTED[about])) if coded else {}, about)
    return "; ".join(filter(None, (since_words(), told))) if about is About.CLIMATE else told


def source_names(sources: pd.DataFrame) -> str:
    """The names of the sources, each once."""
    return ", ".join(dict.fromkeys(sources["source"])) or NOTHING


def filters_in_words(filters: Filters, choices: Options, about: About = About.MELDINGEN) -> str:
    """Every filter that says something, with the full names of what was chosen."""
    texts = dict(words(filters, choices, 0, about).texts)
    for name, codes in chosen_codes(filters).items():
        if not codes:
            continue
        known = {option.code: option.name for option in choices.get(name, ())}
        texts[name] = ", ".join(known.get(code, code) for code in codes)
    said = (_ALWAYS & set(NAMES[about])) | (active_names(filters, about) & set(CODED))
    return "; ".join(f"{t(LABELS[name])}: {texts[name]}" for name in Name if name in said)
