"""What /beheer/gebieden shows: the areas with their inhabitants, which kind of them decides, and the files so far."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.kinds import AreaKind
from config.language import N_, day, moment, number, t
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.norms import SAVE, since_words
from dashboard.components.manage.outline import outline
from dashboard.components.rows import records, rows_table, way
from dashboard.components.status import State, status
from queries.manage.areas import STATES, TOPICS

PAGE, PATH = "beheer-gebieden", "/beheer/gebieden"
KINDS = {
    AreaKind.NEIGHBOURHOOD: N_("neighbourhoods"),
    AreaKind.DISTRICT: N_("districts"),
    AreaKind.STATISTICAL_SECTOR: N_("statistical sectors"),
    AreaKind.MUNICIPALITY: N_("municipalities"),
}
_LEFT = N_("{topic}: {n} in all, {outside} with a place in no area, {no_place} without a place.")
Search = Callable[..., str]


class Form(StrEnum):
    """The forms of this page."""

    DESCRIBE = "describe"
    USE = "use"
    BACK = "back"
    DECIDE = "decide"
    PEOPLE = "people"


def kind_words(kind: str) -> str:
    """The kind of areas, in the plural."""
    return t(KINDS[AreaKind(kind)]) if kind in set(AreaKind) else kind


def held(areas: pd.DataFrame) -> pd.DataFrame:
    """The versions that hold until further notice."""
    return areas[areas["valid_to"].isna()]


def lead(areas: pd.DataFrame, deciding: str, placeless: pd.DataFrame) -> str:
    """Whether there are boundaries that decide, and how much lies in no area."""
    now = held(areas)
    n = int((now["bounded"].astype(bool) & (now["kind"] == deciding)).sum())
    if not n:
        return t(N_("There are no boundaries yet: what the source calls the neighbourhood counts."))
    outside = int(placeless.loc[placeless["topic"] != "activity", "outside"].sum())
    said = t(N_("{n} {kind} decide where something lies."), n=number(n), kind=kind_words(deciding))
    return f"{said} {t(N_('With a place, but in none of them: {n}.'), n=number(outside))}"


def listed(areas: pd.DataFrame, outlines: pd.DataFrame, placeless: pd.DataFrame, search: Search) -> list[Component]:
    """The areas of today by kind, each kind with a picture of its boundaries."""
    now = held(areas)
    if now.empty:
        return [block(t(N_("Areas")), nothing(t(N_("There are none."))))]
    parts = [_of_kind(str(kind), own, outlines[outlines["kind"] == kind], search) for kind, own in now.groupby("kind")]
    return [*parts, block(t(N_("Without an area")), *left_words(_counts(placeless)))]


def _counts(placeless: pd.DataFrame) -> dict[str, dict[str, int]]:
    names = ("n", "no_place", "outside")
    return {str(row.topic): {name: int(getattr(row, name)) for name in names} for row in records(placeless)}


def left_words(placeless: Mapping[str, Mapping[str, int]]) -> list[Component]:
    """A sentence for each topic that there is something of."""
    told = [(words, placeless[topic]) for topic, words in TOPICS.items() if placeless.get(topic, {}).get("n")]
    names = ("n", "outside", "no_place")
    return [html.P(t(_LEFT, topic=t(words), **{name: number(row[name]) for name in names})) for words, row in told]


def _of_kind(kind: str, areas: pd.DataFrame, outlines: pd.DataFrame, search: Search) -> Component:
    heads = [N_("Name"), N_("Code"), N_("Inhabitants"), N_("Meldingen"), N_("Proposals"), N_("From"), N_("Source")]
    rows = [
        [
            way(row.name, PATH, search(area=row.code)),
            row.code,
            "" if pd.isna(row.population) else number(int(row.population)),
            number(row.n),
            number(row.n_proposals),
            since_words(row.valid_from),
            row.source if row.bounded else t(N_("without a boundary")),
        ]
        for row in records(areas.rename(columns={"name": "label"}).assign(name=areas["name"]))
    ]
    table = rows_table([t(head) for head in heads], rows, label=kind_words(kind))
    words = kind_words(kind)
    return block(words[:1].upper() + words[1:], *picture(outlines["geometry"].tolist(), words), table)


def picture(geometries: list[dict[str, Any]], words: str) -> list[Component]:
    """The boundaries drawn, where there are some."""
    alt = t(N_("Map with the boundaries of {n} {kind}, without a background."), n=number(len(geometries)), kind=words)
    return [outline(geometries, alt)] if geometries else []


def decide_form(deciding: str) -> Component:
    """The form to let another kind decide."""
    options = [Option(str(kind), t(words)) for kind, words in KINDS.items()]
    field = Field("kind", N_("What decides"), Kind.CHOICE, options=options, value=deciding)
    intro = t(
        N_(
            "Everything with a place counts with the area of this kind that it lies in. Where there are no boundaries "
            "of this kind, what the source calls the neighbourhood counts."
        )
    )
    buttons = [Button("ask", N_("Let this kind decide"), grave=True)]
    return form(PAGE, Form.DECIDE, title=t(N_("Which areas count")), intro=intro, fields=[field], buttons=buttons)


def history(files: pd.DataFrame, search: Search, zone: str) -> list[Component]:
    """The files that were in use, newest first."""
    used = files[files["used_at"].notna()]
    if used.empty:
        return []
    heads = [N_("File"), N_("Kind"), N_("From"), N_("Areas"), N_("Source"), N_("Taken into use"), N_("State")]
    rows = [
        [
            way(row.file_name, PATH, search(file=row.file_id)),
            kind_words(row.kind),
            day(row.valid_from),
            number(row.n),
            row.origin,
            moment(row.used_at, zone),
            state_words(row.state),
        ]
        for row in records(used)
    ]
    return [block(t(N_("Files so far")), rows_table([t(head) for head in heads], rows, label=t(N_("Files so far"))))]


def state_words(state: str) -> Component:
    """The state of a file."""
    marks = {"used": State.GOOD, "kept": State.ATTENTION, "judged": State.ATTENTION}
    return status(marks.get(state, State.NEUTRAL), t(STATES.get(state, state)))


def one(own: pd.DataFrame, search: Search, today: date) -> list[Component]:
    """One area with its versions, and the form for its inhabitants."""
    rows = records(own.rename(columns={"name": "label"}))
    now = rows[-1]
    heads = [N_("Name"), N_("Inhabitants"), N_("First day"), N_("Last day"), N_("Source")]
    told = [
        [
            row.label,
            "" if pd.isna(row.population) else number(int(row.population)),
            since_words(row.valid_from),
            "" if pd.isna(row.valid_to) else day(row.valid_to),
            row.source or t(N_("without a boundary")),
        ]
        for row in rows
    ]
    back = way(t(N_("All areas")), PATH, search())
    versions = rows_table([t(head) for head in heads], told, label=t(N_("Versions")))
    title = block(f"{now.label} ({now.code})", versions, side=back)
    return [title, *([_people_form(now)] if pd.isna(now.valid_to) else [])]


def _people_form(now: Any) -> Component:
    value = "" if pd.isna(now.population) else str(int(now.population))
    field = Field("population", N_("Inhabitants"), Kind.NUMBER, value=value, optional=True)
    intro = t(N_("Used where something is counted per 1,000 inhabitants. Empty: not known."))
    subject = str(now.code)
    title = t(N_("Inhabitants"))
    return form(PAGE, Form.PEOPLE, title=title, intro=intro, fields=[field], buttons=[SAVE], subject=subject)
