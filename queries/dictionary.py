"""The data dictionary as Markdown, made of what the code itself uses: registry, vocabularies, grid and schema.

`python -m scripts.document` writes it to `docs/data-dictionary.md`; a test fails when that file is out of date.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from sqlalchemy import Column, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from config.grid import DAY, HOUR, Grid, edges, version
from config.kinds import (
    PERMISSIONS,
    EventKind,
    MeldingKind,
    NormUnit,
    NotificationChannel,
    NotificationMoment,
    Organ,
    Permission,
    Role,
    stages,
)
from config.language import t
from config.retention import WORDS
from queries import dictionary_topics
from queries.registry import MEASURES, Measure
from queries.tables import DERIVED, metadata

CONCEPT = "https://data.vlaanderen.be/id/concept/MeldingStatuswaarde/"
PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "dct": "http://purl.org/dc/terms/",
    "locn": "http://www.w3.org/ns/locn#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
OTHER_KINDS = {
    EventKind.RECLASSIFIED: "Another category from here on (`category_id`); forwarding and intake keep the former one.",
    EventKind.RELOCATED: "Another place from here on (`lon`, `lat`, `area_id`).",
    EventKind.DEADLINE_SET: "The source promised another date (`deadline`).",
    EventKind.ADVICE_REQUESTED: "Advice asked beside the handling (`ref`, `partner_id`, `system`, `due`).",
    EventKind.ADVICE_RECEIVED: "That advice came (`ref`).",
    EventKind.TASK_CREATED: "A task was given (`ref`, `partner_id`, `system`, `due`).",
    EventKind.TASK_DONE: "That task was done (`ref`).",
    EventKind.CITIZEN_NOTIFIED: "The citizen was told (`moment`, `channel`).",
    EventKind.DECISION_READY: "A dossier is ready for the agenda (`ref`, `organ`).",
    EventKind.DECISION_ON_AGENDA: "It stands on the agenda (`ref`).",
    EventKind.DECISION_TAKEN: "The organ decided (`ref`, `result`, `number`, `uri`).",
    EventKind.DECISION_SIGNED: "The decision was signed (`ref`).",
    EventKind.DECISION_PUBLISHED: "The decision was published (`ref`, `uri`).",
    EventKind.EVALUATION_ASKED: "The citizen was asked for an evaluation (`ref`).",
    EventKind.EVALUATION_PROCESSED: "A handler read the evaluation (`ref`, `follow_up`).",
    EventKind.TEXT_REMOVED: "Texts were removed at the end of their retention; counts do not change.",
    EventKind.VOID: "The event `voids_seq` of the same subject no longer counts.",
}
"""What each kind means that is neither stage nor outcome, with the keys of its payload."""

_VOCABULARIES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("Kinds of melding, reported together and never mixed", MeldingKind),
    ("Moments at which a citizen is told", NotificationMoment),
    ("Channels by which a citizen is told", NotificationChannel),
    ("Organs that decide", Organ),
    ("Units of a norm", NormUnit),
)
_HEAD = """# Data dictionary

Generated from the code by `python -m scripts.document`; do not edit. What the numbers mean stands in the registry
(`queries/registry.py`), what the tables hold in the schema (`queries/tables/`).
"""


def markdown() -> str:
    """The whole dictionary; ends with a newline."""
    parts = [_HEAD, *_measures(), *_events(), *_topics(), *_vocabularies(), *_grid(), *_schema()]
    return "\n".join(parts).rstrip() + "\n"


def _erased() -> str:
    """The keys of payloads that hold words of citizens."""
    return ", ".join(f"`{key}`" for key in sorted({key for keys in WORDS.values() for key in keys}))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table, with a blank line after it."""
    names = list(head)
    cells = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(_cell(one) for one in row)} |" for row in cells) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# --- measures ----------------------------------------------------------------------------------------------------
def _measures() -> Iterator[str]:
    yield "## Measures\n"
    yield (
        "As-of belongs to the data: open, late and follow-up are judged at the moment up to which the source gave "
        "data. A share or percentile of fewer cases than the smallest n is withheld.\n"
    )
    for measure in MEASURES.values():
        yield f"### `{measure.id}`: {measure.name} ({t(measure.name, 'nl')})\n"
        yield f"{measure.sentence} _{t(measure.sentence, 'nl')}_\n"
        yield _table(("", ""), _facts(measure))


def _facts(measure: Measure) -> Iterator[tuple[str, str]]:
    follows = measure.follows.value if measure.follows else "period and cohort alike"
    yield "Formula", measure.formula
    yield "Population", f"{measure.population} Shown for: {follows}."
    yield "Censoring", measure.censoring
    yield "Calendar", measure.calendar
    yield "Unit", measure.unit
    yield "Good direction", measure.direction
    yield "Smallest n", str(measure.smallest_n) if measure.smallest_n else "none"


# --- events and other vocabularies -------------------------------------------------------------------------------
def _events() -> Iterator[str]:
    yield "## Stages and outcomes\n"
    yield (
        "With the codes of the OSLO list MeldingStatuswaarde; `decided` with result `refused` is 475, `reopened` by a "
        "service 496. An outcome on an open melding closes it; the clock stands still while waiting on the citizen. "
        "Events of the same instant follow the order of this table.\n"
    )
    head = ("event", "Dutch", "English", "group", "clock", "OSLO")
    rows = [
        (f"`{fact.code}`", fact.label_nl, fact.label_en, fact.group, fact.clock, f"[{fact.oslo}]({CONCEPT}{fact.oslo})")
        for fact in stages().values()
    ]
    yield _table(head, rows)
    yield "## Other events\n"
    others = [kind for kind in EventKind if kind not in stages()]
    yield _table(("event", "meaning (keys of its payload)"), [(f"`{kind}`", OTHER_KINDS[kind]) for kind in others])


def _topics() -> Iterator[str]:
    yield "## Proposals, participation, programme and contacts\n"
    yield (
        "Events of the same instant follow the order of these tables; one dated before the first kind counts at it. "
        "Bold details are required; those without a form are columns of the delivery. `text_removed` stands where "
        f"words of citizens ({_erased()}) were taken out of a melding or proposal, and changes no count; `void` takes "
        "back one event.\n"
    )
    for topic, rows in dictionary_topics.topics():
        yield f"### Events: {topic}\n"
        yield _table(("event", "meaning", "details"), rows)
    yield "### Stages of a proposal\n"
    yield (
        "An end goes before a refusal, that before the course, that before moderation; within a group the last event "
        "counts. What the public knows is `public_stage` of table `proposal`.\n"
    )
    yield _table(("stage", "Dutch", "English", "group", "event"), dictionary_topics.stages())
    yield "### Steps of a proposal\n"
    yield _table(("step", "Dutch", "English", "begins", "ends"), dictionary_topics.steps())
    yield "### Lists\n"
    yield _table(("list", "code", "Dutch", "English"), dictionary_topics.lists())


def _vocabularies() -> Iterator[str]:
    yield "## Other vocabularies\n"
    rows = [(title, ", ".join(f"`{one}`" for one in kind)) for title, kind in _VOCABULARIES]
    yield _table(("what", "values"), rows)
    yield "## Roles and what they may\n"
    head = ("role", *(f"`{permission}`" for permission in Permission))
    yield _table(
        head, [(f"`{role}`", *("yes" if one in PERMISSIONS[role] else "" for one in Permission)) for role in Role]
    )


# --- grid --------------------------------------------------------------------------------------------------------
def _grid() -> Iterator[str]:
    yield "## Duration grid\n"
    yield (
        "A duration takes the first edge not below it, so 0 means the same second. Percentile p is the edge of rank "
        "ceil(n * p / 100). After the regular part each edge is floor(previous * 1.02), to 200 years. All edges stand "
        f"in table `grid_edge`. Version of this grid: `{version()}`.\n"
    )
    rows = [
        (f"`{Grid.SECONDS}`", "0, then each whole hour to 72 hours", *_reach(Grid.SECONDS, HOUR, "hours")),
        (f"`{Grid.WORKING_DAYS}`", "each whole day from 0 to 72", *_reach(Grid.WORKING_DAYS, 1, "days")),
    ]
    yield _table(("grid", "regular part", "edges", "first edges after it", "last edge"), rows)


def _reach(grid: Grid, unit: int, name: str) -> tuple[str, str, str]:
    found = edges(grid)
    years = found[-1] // (366 * (DAY if grid is Grid.SECONDS else 1))
    return str(len(found)), ", ".join(f"{edge / unit:.4g}" for edge in found[73:77]) + f" {name}", f"{years} years"


# --- schema ------------------------------------------------------------------------------------------------------
def _schema() -> Iterator[str]:
    yield "## Tables\n"
    yield (
        "Instants are UTC, those of derived tables in whole seconds; days are local to the organisation. "
        "*distributed*: every key begins with the organisation, so that the table can be spread over machines; "
        "*reference*: small, the same on each machine; *local*: on one machine. Derived tables hold nothing but what "
        "the events say.\n"
    )
    yield "Prefixes of OSLO terms: " + ", ".join(f"`{name}` <{uri}>" for name, uri in PREFIXES.items()) + ".\n"
    for table in metadata.tables.values():
        kind = f"{table.info['distribution']}{', derived' if table in DERIVED else ''}"
        yield f"### `{table.name}`\n"
        yield f"{table.comment} ({kind})\n"
        yield _table(("column", "type", "empty", "meaning", "OSLO"), [_column(one) for one in table.columns])
        yield from _keys(table)


def _column(column: Column) -> tuple[str, ...]:
    kind = column.type.compile(dialect=postgresql.dialect()).lower()  # type: ignore[no-untyped-call]
    kind = kind.replace("timestamp with time zone", "timestamptz")
    oslo = column.info.get("oslo")
    return f"`{column.name}`", kind, "yes" if column.nullable else "", column.comment or "", f"`{oslo}`" if oslo else ""


def _keys(table: Table) -> Iterator[str]:
    keys = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    named = [("Key", list(table.primary_key.columns)), *(("Unique", list(key.columns)) for key in keys)]
    told = [f"{what}: {', '.join(f'`{one.name}`' for one in columns)}." for what, columns in named if columns]
    if told:
        yield " ".join(sorted(told)) + "\n"
