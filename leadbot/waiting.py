"""Until Slack answers for the first time: Leadbot tries again, and its pages say so."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog

from leadbot.bootstrap import Leadbot
from leadbot.domain.errors import SlackSilent
from leadbot.web.pages import build_pages

log = structlog.get_logger()
TRIES_EVERY = 5.0  # seconds, while Slack does not answer

T = TypeVar("T")
WaitForStop = Callable[[float | None], bool]  # for so many seconds or (None) for ever; says whether stop was said


class Front:
    """What answers over HTTP: pages that say what is waited for, and from some moment on Leadbot."""

    def __init__(self) -> None:
        self.wsgi: Callable[..., Any] = build_pages(lambda: "Slack has not answered yet: Leadbot tries again.").wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """WSGI."""
        return self.wsgi(environ, start_response)


def build_behind(front: Front, build: Callable[[], Leadbot], wait_for_stop: WaitForStop) -> Leadbot | None:
    """Builds Leadbot once Slack answers, and from then on it is what answers; None if a signal says stop first.

    Raises:
        LeadbotError: if Slack refuses a token.
    """
    leadbot = patiently(build, wait_for_stop)
    if leadbot is not None:
        front.wsgi = leadbot.wsgi
    return leadbot


def patiently(work: Callable[[], T], wait_for_stop: WaitForStop) -> T | None:
    """Tries again while Slack does not answer, and says so; None if a signal says stop first."""
    while True:
        try:
            return work()
        except SlackSilent as silence:
            log.warning(str(silence), tries_again_in=TRIES_EVERY)
            if wait_for_stop(TRIES_EVERY):
                return None
