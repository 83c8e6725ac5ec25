"""What a source system reads to pass on, and what it no longer has to."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner, Result

from config.clock import FixedClock
from config.kinds import Role
from config.topics import ProposalEvent as P
from dashboard.__main__ import cli
from dashboard.store.actions import proposals as acts
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.engine import Writer
from tests.deliveries import Town, step


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", database_url)

    def invoke(town: Town, *words: str, source: str = "csv") -> Result:
        told = ["proposals", "questions", "--organisation", town.code, "--source", source, "--language", "en", *words]
        return CliRunner().invoke(cli, told)

    return invoke


def test_what_was_decided_here_is_told_once_and_what_was_taken_back_is_told_to_be(
    writer: Writer, clock: FixedClock, run: Any
) -> None:
    town = Town(writer, clock)
    begun = [step(key, P.SUBMITTED, "2026-11-02 10:00", topic="proposal", title="Plein") for key in ("p1", "p2", "p3")]
    town.load([*begun, step("p3", P.PUBLISHED, "2026-11-03 10:00", topic="proposal")], snapshot=False)
    ids = dict(town.rows("SELECT source_key, subject_id FROM subject WHERE organisation_id = :o"))
    held: dict[str, Any] = {"writer": writer, "clock": clock}
    held["by"] = Acting(Actor(UUID(int=1), Role.MEDEWERKER), town.id)
    clock.advance(timedelta(hours=1))
    acts.ask(**held, seen=Seen(ids["p1"], 1), message="Waar juist?\nAan de hoek?")
    clock.advance(timedelta(hours=1))
    refused = acts.refuse(**held, seen=Seen(ids["p2"], 1), reason="off_topic", message="Dit past hier niet.")
    clock.advance(timedelta(hours=1))
    between = clock.now()
    clock.advance(timedelta(hours=1))
    acts.take_back(**held, events=refused.events)
    clock.advance(timedelta(hours=1))
    acts.approve(**held, seen=[Seen(ids["p1"], 2)])
    lines = [json.loads(line) for line in run(town).stdout.splitlines()]
    asked = {"id": f"{ids['p1']}/2", "kind": "question_asked", "source_key": "p1", "ref": "v2"}
    assert lines[0] | {"at": ""} == asked | {"message": "Waar juist?\nAan de hoek?", "at": ""}
    assert [(line["kind"], line["source_key"], line.get("of")) for line in lines[1:]] == [
        ("taken_back", "p2", f"{ids['p2']}/2"),
        ("proposal_published", "p1", None),
    ]
    later = run(town, "--since", between.isoformat(), "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(later)))
    assert [row["kind"] for row in rows] == ["taken_back", "proposal_published"]
    assert list(rows[0]) == ["id", "kind", "source_key", "ref", "reason", "message", "at", "of"]
    nothing = run(town, source="other")
    assert nothing.exit_code == 1
    assert "with a source other" in nothing.output
    assert run(town, "--since", "yesterday").exit_code == 1
