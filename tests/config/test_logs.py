import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from config import logs


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    before, handlers = logging.root.level, logging.root.handlers[:]
    yield
    structlog.reset_defaults()
    logging.root.setLevel(before)
    logging.root.handlers[:] = handlers


@pytest.mark.parametrize("field", sorted(logs.PERSONAL_FIELDS))
def test_no_personal_field_reaches_a_log(field: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True)
    structlog.get_logger().info("seen", **{field: "An Janssens"})
    assert "Janssens" not in capsys.readouterr().err


def test_a_line_for_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True)
    token = logs.request_id.set("r-1")
    try:
        structlog.get_logger().warning("slow", seconds=3, email="an@example.org")
    finally:
        logs.request_id.reset(token)
    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "slow", "seconds": 3, "level": "warning", "request_id": "r-1", "email": "[removed]"}


def test_a_line_for_a_person_and_the_level_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("WARNING")
    structlog.get_logger().info("not this")
    structlog.get_logger().error("but this", phone="0470")
    said = capsys.readouterr().err
    assert "not this" not in said
    assert "but this" in said
    assert "0470" not in said
