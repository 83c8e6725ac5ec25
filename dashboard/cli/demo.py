"""`python -m dashboard demo`: make the demo, or bring it up to now."""

from collections.abc import Sequence

from rich.console import Console
from sqlalchemy import make_url

from config.clock import SystemClock
from config.language import N_, current_language, t
from config.settings import Settings
from dashboard.cli.serve import DemoAccount
from dashboard.jobs.demo.accounts import DEMO_ACCOUNTS
from dashboard.jobs.demo.making import DemoRefused, ensure_demo, extend_demo
from dashboard.store.embedded import running_or_own
from dashboard.store.engine import Writer
from dashboard.store.loader import Report
from dashboard.store.migrate import upgrade

UP_TO_DATE = N_("The demo is up to date.")


def make_demo(settings: Settings, url: str) -> Sequence[DemoAccount]:
    """Make the first demo in the embedded database at the owner's `url`, or keep what is there; who may log in."""
    writer = Writer(_writer_url(settings, url))
    try:
        ensure_demo(writer, SystemClock(), embedded=True)
    finally:
        writer.close()
    return [DemoAccount(one.username, one.display_name) for one in DEMO_ACCOUNTS]


def demo_command(settings: Settings, yes_into: str | None = None) -> int:
    """Make the demo or extend it to now. Raises DemoRefused before touching a database that was not named."""
    if settings.database_url is None:
        with running_or_own(settings.data_dir) as server:
            return _make(settings, server.url(), embedded=True, yes_into=yes_into)
    name = make_url(settings.database_url).database
    if not settings.embedded and yes_into != name:
        raise DemoRefused(name=name)
    return _make(settings, settings.database_url, embedded=settings.embedded, yes_into=yes_into)


def _make(settings: Settings, url: str, *, embedded: bool, yes_into: str | None) -> int:
    upgrade(url)
    console = Console()
    writer = Writer(_writer_url(settings, url))
    try:
        with console.status("") as status:
            report: Report | None = ensure_demo(
                writer,
                SystemClock(),
                embedded=embedded,
                yes_into=yes_into,
                progress=lambda step, done: status.update(f"{t(step)} {done}"),
            )
        report = report or extend_demo(writer, SystemClock())
    finally:
        writer.close()
    console.print(report.text(current_language()) if report else t(UP_TO_DATE))
    return 0


def _writer_url(settings: Settings, url: str) -> str:
    return settings.model_copy(update={"database_url": url}).url_for("writer")
