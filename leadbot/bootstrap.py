"""Builds everything, once. Nothing happens at import."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from leadbot.config import Connected, Settings
from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.precedence import Precedence
from leadbot.domain.clock import Clock, utc_now
from leadbot.domain.errors import LeadbotError, SlackSilent
from leadbot.domain.reactions import Reaction
from leadbot.jobs.courier import Courier
from leadbot.jobs.ticker import start_ticker
from leadbot.logs import set_up_logging
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.claim import Patience
from leadbot.services.copies import go_on_from_copy
from leadbot.services.due import do_all, do_next
from leadbot.services.health import trouble_with
from leadbot.services.purge import purge
from leadbot.services.workspaces import Home, events_left_out, settle
from leadbot.slack.app import Installation, build_app, register_all
from leadbot.slack.checkup import refused
from leadbot.slack.errors import failure_of
from leadbot.slack.front import guarded
from leadbot.slack.haste import Haste
from leadbot.slack.listening import Deps
from leadbot.slack.messenger import SlackMessenger
from leadbot.slack.missed import heeding_loss
from leadbot.slack.registry import Registry
from leadbot.slack.socket_mode import Lines
from leadbot.web.pages import build_pages

log = structlog.get_logger()
A_DAY = timedelta(days=1)
STOPS_WITHIN = 15.0  # seconds for what is under way; with those for open requests, less than 25


@dataclass
class Leadbot:
    """Leadbot, built: what it answers with (`wsgi`), what it delivers with, and how it stops."""

    wsgi: Callable[..., Any]
    registry: Registry
    database: Database
    worker_database: Database
    messenger: SlackMessenger
    clock: Clock
    patience: Patience
    courier: Courier
    executor: ThreadPoolExecutor
    lines: Lines | None  # over Socket Mode
    ticker: BackgroundScheduler | None = field(default=None)
    purged_at: datetime | None = field(default=None)

    def start(self) -> None:
        """Begins to deliver, and to tick."""
        self.courier.start()
        self.ticker = start_ticker(self.courier.wake, self.purge)

    def tick(self) -> dict[str, int]:
        """Does all that is due, once; says how much of what. What is kept no longer goes first, once a day."""
        if self.purged_at is None or self.clock() - self.purged_at >= A_DAY:
            self.purge()
        return do_all(self.worker_database, self.messenger, self.clock, self.patience)

    def purge(self) -> None:
        """Erases what is kept no longer. What is not done now is done in an hour, and holds nothing up."""
        self.purged_at = self.clock()
        try:
            purge(self.worker_database, self.purged_at)
        except Exception:
            log.exception("what is kept no longer was not erased")

    def stop(self) -> None:
        """Finishes what is under way, and closes everything."""
        if self.ticker is not None:
            self.ticker.shutdown(wait=False)
        if self.lines is not None:
            self.lines.close()
        self.executor.shutdown(wait=False)  # it finishes beside the deliveries that are under way
        self.courier.stop(STOPS_WITHIN)
        self.executor.shutdown(wait=True)
        self.database.close()
        self.worker_database.close()


def build(
    settings: Connected,
    *,
    clock: Clock = utc_now,
    patience: Patience | None = None,
    messenger: Callable[[Callable[[UUID], WebClient]], SlackMessenger] = SlackMessenger,
    socket_mode: bool = False,
    haste: Haste | None = None,
) -> Leadbot:
    """Builds Leadbot for one workspace, on a database that has been migrated.

    With `socket_mode` it has lines, which whoever starts it connects.

    Raises:
        LeadbotError: if Slack refuses the token.
        SlackSilent: if it does not answer.
    """
    set_up_logging(settings)
    patience = patience or Patience()
    client = client_for(settings, patience.timeout, token=settings.bot_token)
    home = ask_home(client)
    precedence = Precedence()
    database = Database(settings.database_url, in_turn=precedence.answering)
    worker_database = Database(settings.database_url, patience=WORKER_PATIENCE, in_turn=precedence.working)
    installed = Installation(
        workspace_id=settle(worker_database, home, clock()),
        team_id=home.slack_team_id,
        bot_token=settings.bot_token,
        bot_user_id=home.bot_user_id,
        bot_id=home.bot_id,
    )
    carrier = messenger(lambda _workspace_id: client)
    go_on_from_copy(worker_database, carrier, clock, patience)
    courier = Courier(lambda: do_next(worker_database, carrier, clock, patience))
    executor = ThreadPoolExecutor(max_workers=8, thread_name_prefix="after-ack")
    registry = register_all()
    nobodys = client_for(settings, patience.timeout, token=None)  # each request brings its workspace's own token
    app = build_app(
        Deps(database, clock, courier.wake, executor, haste or Haste()),
        registry,
        lambda team_id: installed if team_id == installed.team_id else None,
        signing_secret=settings.signing_secret,
        client=nobodys,
        executor=executor,
    )
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    lines = Lines(app, settings.app_token, nobodys) if socket_mode else None
    pages = build_pages(lambda: (lines and lines.trouble()) or trouble_with(worker_database, clock()))

    def missed(team_id: str) -> None:
        events_left_out(database, team_id, clock())

    # Without a secret nobody could tell what Slack sent from what others did: then nothing is taken over HTTP.
    over_http = (
        {"/slack": whole_path(guarded(heeding_loss(SlackRequestHandler(app), missed), settings.signing_secret))}
        if settings.signing_secret
        else {}
    )
    wsgi = DispatcherMiddleware(pages.wsgi_app, over_http)
    return Leadbot(wsgi, registry, database, worker_database, carrier, clock, patience, courier, executor, lines)


def whole_path(bolt: Callable[..., Any]) -> Callable[..., Any]:
    """Bolt's adapter wants the whole path; the dispatcher has moved its beginning to SCRIPT_NAME."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        return bolt({**environ, "SCRIPT_NAME": "", "PATH_INFO": path}, start_response)

    return serve


def client_for(settings: Settings, timeout: float, *, token: str | None) -> WebClient:
    """Slack's client, without retries of its own: they post twice when only an answer is lost."""
    return WebClient(token=token, base_url=settings.api_url, timeout=int(max(1, timeout)), retry_handlers=[])


def ask_home(client: WebClient) -> Home:
    """Asks Slack whose token this is.

    Raises:
        LeadbotError: if Slack refuses it.
        SlackSilent: if it does not answer.
    """
    try:
        answer = client.auth_test()
    except Exception as error:
        failed = failure_of(error, "auth.test")
        if failed.reaction is Reaction.STOP_WORKSPACE:
            raise LeadbotError(refused(failed)) from error
        raise SlackSilent(
            f"Slack did not answer ({failed.error}). Can this machine reach it, and is SLACK_API_URL right, if it is set?"
        ) from error
    return Home(
        slack_team_id=str(answer["team_id"]),
        name=str(answer.get("team") or ""),
        bot_user_id=str(answer["user_id"]),
        bot_id=str(answer.get("bot_id") or ""),
    )


def warm_up() -> None:
    """Reads what the first lead would otherwise wait for, while nobody does."""
    load_vocabulary()
