"""`python -m dashboard work`: the background worker."""

from config.clock import SystemClock
from config.settings import Settings
from dashboard.cli.common import database_from, spoken


def work_command(settings: Settings) -> int:
    """Work until a signal, on DATABASE_URL or on the embedded server, shared with whoever runs it."""
    from config import logs
    from dashboard.jobs.worker import work

    with spoken(settings), database_from(settings) as found:
        logs.configure(settings.log_level, as_json=settings.log_json)
        work(found, SystemClock())
    return 0
