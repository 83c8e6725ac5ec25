"""`python -m dashboard work`: the background worker."""

from config.clock import SystemClock
from config.settings import Settings
from dashboard.store.embedded import running_or_own


def work_command(settings: Settings) -> int:
    """Work until a signal; without a database's address on the embedded one, shared with whoever runs it."""
    from dashboard.jobs.worker import work

    if settings.database_url is not None:
        work(settings, SystemClock())
        return 0
    with running_or_own(settings.data_dir) as server:
        work(settings.model_copy(update={"database_url": server.url(), "embedded": True}), SystemClock())
    return 0
