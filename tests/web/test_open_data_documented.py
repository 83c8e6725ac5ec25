"""The columns of the open data are all told in the documentation, in both languages."""

from pathlib import Path

from config.vocabularies import indicators
from dashboard.web.public.rows import GAINS, OWN

DOCUMENT = Path(__file__).parents[2] / "docs" / "open-data.md"


def test_every_column_is_documented() -> None:
    told = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in (*OWN, *indicators()) if f"`{name}`" not in told] == []
    assert set(GAINS) == {f"{code}_{kind}" for code in indicators() for kind in ("estimated", "realised")}
