"""The ticker: calls what is due, at intervals. What is due is a column of the database, never a job of its own."""

from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()
SECOND, HOUR = 1, 3600


def start_ticker(wake: Callable[[], None], tidy: Callable[[], None]) -> BackgroundScheduler:
    """Wakes whoever delivers every second, and tidies up every hour. Its jobs live in memory only."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(wake, "interval", seconds=SECOND, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.add_job(tidy, "interval", seconds=HOUR, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    return scheduler
