"""`python -m dashboard demo`: make the demo, or bring it up to now."""

from collections.abc import Callable, Sequence

from rich.console import Console
from sqlalchemy import make_url

from config.clock import SystemClock
from config.language import N_, number, t
from config.settings import Settings
from dashboard.cli.common import spoken, writer_from
from dashboard.cli.serve import DemoAccount
from dashboard.jobs.demo.accounts import DEMO_ACCOUNTS
from dashboard.jobs.demo.making import DemoRefused, Step, Told, ensure_demo, extend_demo
from dashboard.store.engine import Writer

UP_TO_DATE = N_("The demo is up to date.")


def make_demo(settings: Settings, url: str) -> Sequence[DemoAccount]:
    """Make the first demo in the embedded database at the owner's `url`, or keep what is there; who may log in."""
    writer = Writer(settings.model_copy(update={"database_url": url}).url_for("writer"))
    try:
        ensure_demo(writer, SystemClock(), embedded=True, progress=_teller(Console()))
    finally:
        writer.close()
    return [DemoAccount(one.username, one.display_name) for one in DEMO_ACCOUNTS]


def demo_command(settings: Settings, yes_into: str | None = None) -> int:
    """Make the demo or extend it to now; a database that was not named is refused before anything touches it."""
    with spoken(settings) as console:
        embedded = settings.embedded or settings.database_url is None
        name = settings.database_url and make_url(settings.database_url).database
        if not embedded and yes_into != name:
            raise DemoRefused(name=name)
        with writer_from(settings) as writer:
            told = _make(writer, console, embedded=embedded, yes_into=yes_into)
        console.print(_summary(told) if told else t(UP_TO_DATE))
    return 0


def _make(writer: Writer, console: Console, *, embedded: bool, yes_into: str | None) -> Told | None:
    clock = SystemClock()
    told = ensure_demo(writer, clock, embedded=embedded, yes_into=yes_into, progress=_teller(console))
    return told or extend_demo(writer, clock)


def _teller(console: Console) -> Callable[[Step], None]:
    """Says of each municipality when it is there."""

    def tell(step: Step) -> None:
        sentence = N_("  {name}: {count} meldingen, proposals and contacts ({done} of {of})")
        counts = {"done": number(step.done), "of": number(step.of)}
        console.print(t(sentence, name=step.name, count=number(step.subjects), **counts), highlight=False)

    return tell


def _summary(told: Told) -> str:
    sentence = N_("{events} events were added: {new} new meldingen, proposals and contacts, {changed} that went on.")
    return t(sentence, events=number(told.events), new=number(told.loaded), changed=number(told.updated))
