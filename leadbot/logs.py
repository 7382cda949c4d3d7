"""What Leadbot writes down about itself: one line each, as text or JSON, and no secret in any of them.

Leadbot logs no words of people, and no token. What others put into their errors is another matter: an address with a
password in it, a URL that answers in somebody's name. So every line goes through `hide`, ours and those of libraries.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from leadbot.config import Settings

LEVELS = {"DEBUG": logging.DEBUG, "INFO": logging.INFO, "WARNING": logging.WARNING, "ERROR": logging.ERROR}
# At DEBUG these write whole requests, headers and bodies: what somebody told in confidence looks like anything else.
TALKATIVE = ("slack_bolt", "slack_sdk", "apscheduler", "urllib3")
STATEMENTS = "sqlalchemy"  # at INFO, every statement with all that people wrote
HIDDEN = "[hidden]"
OURS = Path(__file__).parent
SHAPES = re.compile(
    r"\bxox[a-z](?:\.xox[a-z])?-[\w-]+"  # Slack's tokens
    r"|\bxapp-[\w-]+"
    r"|(?<=hooks\.slack\.com/)[^\s\"'<>]+"  # whoever knows a response URL can speak in its conversation
    r"|(?<=/respond/)[\w-]+"  # …the local Slack's
    r"|(?<=ticket=)[\w%-]+"  # with which a line of Socket Mode is opened
    r"|\bv0=[0-9a-f]{64}"  # signatures
    r"|\b\d{6,}\.\d{6,}\.[0-9a-f]{32}\b"  # trigger ids
    r"|(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"  # who and with which password, in an address
)
_known: set[str] = set()  # the secrets of this process, whatever they look like


def hide(line: str) -> str:
    """The line without what nobody may read in a log."""
    for secret in _known:
        line = line.replace(secret, HIDDEN)
    return SHAPES.sub(HIDDEN, line)


def in_one_line(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An error as what it is and where in our own code it came about: whoever sends nonsense fills no log with tracebacks.

    What an error says of a value is left out, as it may be somebody's words.
    """
    if not entry.pop("exc_info", None) or (error := sys.exc_info()[1]) is None:
        return entry
    quotes = isinstance(error, (ValueError, LookupError))
    said = "" if quotes else f": {error}".partition("\n")[0]
    frames = ((Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__))
    ours = [f"{file.relative_to(OURS)}:{line}" for file, line in frames if file.is_relative_to(OURS)]
    entry.update(error=f"{type(error).__name__}{said}", at=" > ".join(ours))
    return entry


class Discreet(logging.LogRecord):
    """A line of a library, without secrets, whoever writes it and wherever it goes."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.exc_info and self.exc_info[0] is not None:
            self.exc_text = hide("".join(traceback.format_exception(*self.exc_info)).rstrip())

    def getMessage(self) -> str:  # noqa: N802 so it is called
        return hide(super().getMessage())


def set_up_logging(settings: Settings) -> None:
    """Logs as text or JSON, at the level that the operator chose; libraries that print whole requests, if it is grave."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if settings.log == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            in_one_line,
            renderer,
            lambda _logger, _method, line: hide(str(line)),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[settings.log_level]),
    )
    _known.update(filter(None, (settings.bot_token, settings.app_token, settings.signing_secret)))
    logging.setLogRecordFactory(Discreet)
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL)
        logger.propagate = False  # Bolt gives some of its own the root's level, whatever we set
        logger.handlers = [logging.NullHandler()]
    logging.getLogger(STATEMENTS).setLevel(logging.WARNING)
