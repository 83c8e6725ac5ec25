"""What the worker does by the clock. Each task may run twice or late without harm."""

import procrastinate
import structlog

from config.clock import Clock
from dashboard.jobs.demo.making import extend_demo
from dashboard.store.cleaning import remove_expired
from dashboard.store.engine import Writer
from dashboard.store.retention.runs import run_all

HOURLY = "0 * * * *"
_LATEST = 3_600.0
"""A worker that starts within this many seconds after a task's time still does it: always, for hourly ones."""
_KEEP_FAILED_HOURS = 30 * 24

log = structlog.get_logger()


def make_app(connector: procrastinate.BaseConnector, writer: Writer, clock: Clock) -> procrastinate.App:
    """The tasks on one database; `writer` is theirs to use, from one thread at a time."""
    app = procrastinate.App(connector=connector, periodic_defaults={"max_delay": _LATEST})

    @app.periodic(cron=HOURLY)
    @app.task(name="extend_demo")
    def extend(timestamp: int) -> None:
        report = extend_demo(writer, clock)
        if report is not None:
            log.info("demo_extended", new=report.loaded, changed=report.updated, events=report.events)

    @app.periodic(cron=HOURLY)
    @app.task(name="remove_expired")
    def clean(timestamp: int) -> None:
        log.info("expired_removed", rows=remove_expired(writer, clock))

    @app.periodic(cron=HOURLY)
    @app.task(name="retention")
    def erase(timestamp: int) -> None:
        """Hourly, for what has not had its run of today: so a worker that was off at night does it all the same."""
        log.info("texts_erased", n=run_all(writer, clock))

    @app.periodic(cron=HOURLY)
    @app.task(name="remove_old_jobs")
    async def forget(timestamp: int) -> None:
        await app.job_manager.delete_old_jobs(_KEEP_FAILED_HOURS, include_failed=True, include_aborted=True)

    return app
