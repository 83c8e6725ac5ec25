from config.kinds import EventKind, stages
from config.topics import Topic, kinds_of
from queries import dictionary
from queries.dictionary import OTHER_KINDS, PREFIXES, markdown
from queries.dictionary_topics import MEANINGS
from queries.registry import MEASURES
from queries.tables import metadata
from scripts.document import DICTIONARY

PROPOSALS = "## Proposals, participation, programme and contacts"


def test_the_dictionary_in_the_docs_is_what_the_code_says() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == markdown(), "run: python -m scripts.document"


def test_every_measure_kind_and_table_has_its_place() -> None:
    lines = markdown().splitlines()
    for name in MEASURES:
        assert sum(line.startswith(f"### `{name}`:") for line in lines) == 1
    for name in metadata.tables:
        assert lines.count(f"### `{name}`") == 1
    meldingen, others = (lines.index(head) for head in (PROPOSALS, "### Stages of a proposal"))
    for kind in EventKind:
        assert sum(line.startswith(f"| `{kind}` |") for line in lines[:meldingen]) == 1, kind
    for other in MEANINGS:
        assert sum(line.startswith(f"| `{other}` |") for line in lines[meldingen:others]) == 1, other


def test_every_kind_of_event_is_a_stage_or_has_a_meaning() -> None:
    assert set(stages()) | set(OTHER_KINDS) == set(EventKind)
    assert not set(stages()) & set(OTHER_KINDS)
    others = {kind for topic in Topic if topic is not Topic.MELDING for kind in kinds_of(topic)}
    assert {str(kind) for kind in MEANINGS} == others - {"text_removed"}


def test_every_prefix_of_an_oslo_term_is_known() -> None:
    used = {
        column.info["oslo"].split(":")[0]
        for table in metadata.tables.values()
        for column in table.columns
        if "oslo" in column.info
    }
    assert used == set(PREFIXES)


def test_a_bar_does_not_end_a_cell() -> None:
    assert dictionary._cell("a|b\nc") == "a\\|b c"
