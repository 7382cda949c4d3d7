"""`leadbot web`: gunicorn with threads, one Leadbot in each of its processes."""

from typing import Any

from gunicorn.app.base import BaseApplication

from leadbot.bootstrap import Leadbot, build
from leadbot.config import Connected


class WebHalf(BaseApplication):  # type: ignore[misc]
    """Gunicorn's way of being configured by a program."""

    def __init__(self, settings: Connected) -> None:
        self.settings = settings
        self.leadbot: Leadbot | None = None
        super().__init__()

    def load_config(self) -> None:
        """One process with threads; SIGTERM lets open requests finish."""
        for name, value in {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "worker_class": "gthread",
            "threads": 8,
            "graceful_timeout": 20,
            "worker_exit": lambda _server, _worker: self.stop(),
            "accesslog": None,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Built in the worker process: threads do not survive a fork."""
        self.leadbot = build(self.settings)
        self.leadbot.courier.start()
        return self.leadbot.wsgi

    def stop(self) -> None:
        """Finishes what is under way."""
        if self.leadbot is not None:
            self.leadbot.stop()


def serve_gunicorn(settings: Connected) -> None:
    """Serves until a signal says stop."""
    WebHalf(settings).run()
