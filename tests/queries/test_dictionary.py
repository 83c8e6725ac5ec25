from config.kinds import EventKind, stages
from queries import dictionary
from queries.dictionary import OTHER_KINDS, PREFIXES, markdown
from queries.registry import MEASURES
from queries.tables import metadata
from scripts.document import DICTIONARY


def test_the_dictionary_in_the_docs_is_what_the_code_says() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == markdown(), "run: python -m scripts.document"


def test_every_measure_kind_and_table_has_its_place() -> None:
    lines = markdown().splitlines()
    for name in MEASURES:
        assert sum(line.startswith(f"### `{name}`:") for line in lines) == 1
    for name in metadata.tables:
        assert lines.count(f"### `{name}`") == 1
    lines = lines[: lines.index("## Tables")]
    for kind in EventKind:
        assert sum(line.startswith(f"| `{kind}` |") for line in lines) == 1, kind


def test_every_kind_of_event_is_a_stage_or_has_a_meaning() -> None:
    assert set(stages()) | set(OTHER_KINDS) == set(EventKind)
    assert not set(stages()) & set(OTHER_KINDS)


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
