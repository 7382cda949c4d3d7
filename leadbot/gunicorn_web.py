"""`leadbot web`: gunicorn with threads, one Leadbot in each of its processes."""

import multiprocessing
import os
import signal
import threading
from typing import Any

import structlog
from gunicorn.app.base import BaseApplication

from leadbot.bootstrap import Leadbot, build
from leadbot.config import Connected
from leadbot.db.engine import AT_ONCE
from leadbot.domain.errors import LeadbotError
from leadbot.waiting import Front, build_behind

log = structlog.get_logger()
SOON = 3.0  # seconds in which Leadbot is mostly built: what arrives meanwhile waits, and is not turned away


class WebHalf(BaseApplication):  # type: ignore[misc]
    """Gunicorn's way of being configured by a program."""

    def __init__(self, settings: Connected) -> None:
        self.settings = settings
        self.leadbot: Leadbot | None = None
        self.building: threading.Thread | None = None
        self.stopping = threading.Event()
        self.hears, self.tells = multiprocessing.Pipe(duplex=False)  # from its processes to the one that started them
        super().__init__()

    def load_config(self) -> None:
        """One process with threads; SIGTERM lets open requests finish."""
        for name, value in {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "worker_class": "gthread",
            "threads": AT_ONCE,
            "graceful_timeout": 20,
            "worker_exit": lambda _server, _worker: self.stop(),
            "on_exit": lambda _server: self.say_why(),
            "accesslog": None,
            "control_socket_disable": True,  # gunicorn would open one below the home folder, which nobody asked for
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Built in the worker process: threads do not survive a fork."""
        front = Front()
        self.building = threading.Thread(target=self.begin, args=(front,), name="building")
        self.building.start()
        self.building.join(SOON)
        return front

    def begin(self, front: Front) -> None:
        """Builds Leadbot, once Slack answers; if that cannot be, whoever started us says why, and ends."""
        try:
            self.leadbot = build_behind(front, lambda: build(self.settings), self.stopping.wait)
            if self.leadbot is not None:
                self.leadbot.courier.start()
        except Exception as error:
            if not isinstance(error, LeadbotError):
                log.exception("not built")
            self.tells.send(str(error) if isinstance(error, LeadbotError) else "Leadbot could not start.")
            os.kill(os.getppid(), signal.SIGTERM)

    def stop(self) -> None:
        """Finishes what is under way."""
        self.stopping.set()
        if self.building is not None:
            self.building.join()
        if self.leadbot is not None:
            self.leadbot.stop()

    def say_why(self) -> None:
        """At the end of the process that has started the others.

        Raises:
            LeadbotError: if one of those could not go on.
        """
        if self.hears.poll():
            raise LeadbotError(self.hears.recv())


def serve_gunicorn(settings: Connected) -> None:
    """Serves until a signal says stop.

    Raises:
        LeadbotError: if Slack refuses the token, once it answers.
    """
    WebHalf(settings).run()
