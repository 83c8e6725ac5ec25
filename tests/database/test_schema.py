"""What must hold for every table, so that the schema is documented, can be spread over machines and never drifts."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, ForeignKeyConstraint, Table, create_engine, text

from queries.tables import DERIVED, DISTRIBUTED, LOCAL, REFERENCE, metadata

# A new table is added here, with how it is spread over machines: see docs/adr/0003.
KINDS = {
    "account": LOCAL,
    "account_grant": LOCAL,
    "account_visit": LOCAL,
    "activity": DISTRIBUTED,
    "advice": DISTRIBUTED,
    "appearance": DISTRIBUTED,
    "area": DISTRIBUTED,
    "area_version": DISTRIBUTED,
    "audit": DISTRIBUTED,
    "blob": DISTRIBUTED,
    "boundary_file": DISTRIBUTED,
    "calendar": DISTRIBUTED,
    "category": DISTRIBUTED,
    "category_version": DISTRIBUTED,
    "channel": DISTRIBUTED,
    "channel_version": DISTRIBUTED,
    "climate_reading": DISTRIBUTED,
    "closing": DISTRIBUTED,
    "closing_day": DISTRIBUTED,
    "communication": DISTRIBUTED,
    "contact": DISTRIBUTED,
    "data_version": DISTRIBUTED,
    "decision": DISTRIBUTED,
    "deliverable": DISTRIBUTED,
    "dossier": DISTRIBUTED,
    "dossier_file": DISTRIBUTED,
    "dossier_part": DISTRIBUTED,
    "evaluation": DISTRIBUTED,
    "event": DISTRIBUTED,
    "gain": DISTRIBUTED,
    "grid_edge": REFERENCE,
    "import_run": DISTRIBUTED,
    "login_attempt": LOCAL,
    "mail": DISTRIBUTED,
    "melding": DISTRIBUTED,
    "moment": DISTRIBUTED,
    "norm": DISTRIBUTED,
    "note": DISTRIBUTED,
    "notification": DISTRIBUTED,
    "one_time_link": LOCAL,
    "organisation": REFERENCE,
    "organisation_membership": REFERENCE,
    "organisation_successor": REFERENCE,
    "organisation_version": REFERENCE,
    "outbox": DISTRIBUTED,
    "participant": DISTRIBUTED,
    "participation": DISTRIBUTED,
    "partner": DISTRIBUTED,
    "partner_version": DISTRIBUTED,
    "photo": DISTRIBUTED,
    "proposal": DISTRIBUTED,
    "proposal_step": DISTRIBUTED,
    "publication_pack": DISTRIBUTED,
    "publication_plan": DISTRIBUTED,
    "reason": DISTRIBUTED,
    "report": DISTRIBUTED,
    "report_file": DISTRIBUTED,
    "report_remark": DISTRIBUTED,
    "report_step": DISTRIBUTED,
    "report_version": DISTRIBUTED,
    "retention_rule": DISTRIBUTED,
    "retention_run": DISTRIBUTED,
    "saved_view": LOCAL,
    "selection": DISTRIBUTED,
    "selection_draft": DISTRIBUTED,
    "selection_draft_text": DISTRIBUTED,
    "selection_round": DISTRIBUTED,
    "service": DISTRIBUTED,
    "service_version": DISTRIBUTED,
    "setting": REFERENCE,
    "annotation": DISTRIBUTED,
    "signal_answer": DISTRIBUTED,
    "sitting": DISTRIBUTED,
    "sitting_item": DISTRIBUTED,
    "source": DISTRIBUTED,
    "stay": DISTRIBUTED,
    "subject": DISTRIBUTED,
    "subscription": DISTRIBUTED,
    "target": DISTRIBUTED,
    "task": DISTRIBUTED,
    "theme": DISTRIBUTED,
    "theme_version": DISTRIBUTED,
    "vote": DISTRIBUTED,
    "work_request": DISTRIBUTED,
}
TABLES = list(metadata.tables.values())
EACH = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture
def owner(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_every_table_says_how_it_is_spread() -> None:
    assert {table.name: table.info.get("distribution") for table in TABLES} == KINDS


@EACH
def test_every_table_and_column_says_what_it_holds(table: Table) -> None:
    silent = [column.name for column in table.columns if not (column.comment or "").strip()]
    assert table.comment
    assert silent == []


@EACH
def test_no_foreign_key_crosses_organisations(table: Table) -> None:
    """To a reference table, or along the same organisation; a local table stays with its own kind."""
    for key in table.foreign_key_constraints:
        target = KINDS[key.referred_table.name]
        allowed = {DISTRIBUTED: {REFERENCE, DISTRIBUTED}, REFERENCE: {REFERENCE}, LOCAL: {REFERENCE, LOCAL}}
        assert target in allowed[KINDS[table.name]], key
        if target == DISTRIBUTED:
            assert _along_the_organisation(key), key


def _along_the_organisation(key: ForeignKeyConstraint) -> bool:
    return any(one.parent.name == one.column.name == "organisation_id" for one in key.elements)


def test_every_key_of_a_distributed_table_begins_with_the_organisation(owner: Connection) -> None:
    """Asked of the database: every unique index, whether it came from a constraint or not."""
    found = owner.execute(text(_UNIQUE)).all()
    keys = [(table, columns) for table, columns in found if KINDS.get(table) == DISTRIBUTED]
    assert {table for table, _ in keys} == {name for name, kind in KINDS.items() if kind == DISTRIBUTED} - {"outbox"}
    assert [key for key in keys if key[1][0] != "organisation_id"] == []


_UNIQUE = """
SELECT t.relname, array_agg(a.attname::text ORDER BY k.n)
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, n)
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
WHERE i.indisunique AND s.nspname = 'public' GROUP BY t.relname, i.indexrelid
"""


@pytest.mark.parametrize("table", DERIVED, ids=lambda table: table.name)
def test_derived_tables_can_be_emptied_and_filled_without_asking_others(table: Table) -> None:
    assert table.foreign_key_constraints == set()


def test_the_outbox_has_no_key(owner: Connection) -> None:
    indexes = owner.scalar(text("SELECT count(*) FROM pg_indexes WHERE tablename = 'outbox'"))
    assert indexes == 0


def test_there_are_no_triggers_and_nothing_but_our_tables(owner: Connection) -> None:
    triggers = owner.execute(text("SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal")).all()
    relations = owner.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    extensions = owner.scalars(text("SELECT extname FROM pg_extension")).all()
    assert triggers == []
    assert set(relations) == set(KINDS) | {"alembic_version"}
    assert extensions == ["plpgsql"]


def test_migrations_lead_to_the_schema_in_the_code(owner: Connection) -> None:
    """Also types, defaults and comments."""
    context = MigrationContext.configure(owner, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, metadata) == []
