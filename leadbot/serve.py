"""Serving until a signal says stop: then what is open is finished, and nothing new begins."""

import os
import signal
import socket
import threading
from contextlib import suppress

import structlog
from cheroot.wsgi import Server

from leadbot.bootstrap import Leadbot, ask_home, build, client_for
from leadbot.config import Connected, Settings
from leadbot.db.engine import AT_ONCE
from leadbot.db.migrate import is_current
from leadbot.domain.errors import LeadbotError, SlackSilent
from leadbot.logs import set_up_logging
from leadbot.services.claim import Patience
from leadbot.slack import socket_mode
from leadbot.stopping import stop_signal, stopped
from leadbot.waiting import Front, WaitForStop, build_behind, patiently

log = structlog.get_logger()
FINISHES_WITHIN = 8  # seconds for requests that are open


def serve(settings: Connected) -> None:
    """Web and worker in one process; over Socket Mode if there is a token for that.

    Raises:
        LeadbotError: if Slack refuses a token, the port cannot be used, or nothing is to be heard from it any more.
    """
    set_up_logging(settings)
    wait_for_stop = stop_signal(hurries=True)
    front = Front()
    server = Server(
        (settings.host, settings.port),
        front,
        numthreads=AT_ONCE,
        shutdown_timeout=FINISHES_WITHIN,
        server_name="leadbot",
    )
    try:
        server.prepare()
    except OSError as error:
        raise port_trouble(settings, error) from error
    serving = threading.Thread(target=server.serve, name="web")
    serving.start()
    try:
        leadbot = build_behind(front, lambda: build(settings, socket_mode=bool(settings.app_token)), wait_for_stop)
        if leadbot is not None:
            run_until_stopped(leadbot, server, wait_for_stop)
    finally:
        server.stop()
        serving.join()
    log.info("stopped")
    stopped()


def run_until_stopped(leadbot: Leadbot, server: Server, wait_for_stop: WaitForStop) -> None:
    """Listens to Slack, and delivers.

    Raises:
        LeadbotError: if Slack refuses SLACK_APP_TOKEN, or nothing is to be heard from it any more.
    """
    deaf: list[str] = []  # why

    def give_up(why: str) -> None:
        deaf.append(why)
        os.kill(os.getpid(), signal.SIGTERM)  # as a supervisor would, so what is under way is finished

    try:
        if leadbot.lines is not None:
            patiently(leadbot.lines.connect, wait_for_stop)
            leadbot.lines.watch(give_up, every=socket_mode.CHECKED_EVERY)
        leadbot.start()
        log.info("ready", host=server.bind_addr[0], port=server.bind_addr[1])
        wait_for_stop(None)
        server.stop()
    finally:
        leadbot.stop()
    if deaf:
        raise LeadbotError(deaf[0])


def require_postgresql(settings: Connected) -> None:
    """The halves run beside each other, which an SQLite file is not made for.

    Raises:
        LeadbotError: on SQLite, or if the schema is another.
    """
    if settings.is_on_sqlite:
        raise LeadbotError("This needs PostgreSQL: set DATABASE_URL to one. On SQLite, `leadbot run` does everything.")
    require_schema(settings)


def require_schema(settings: Settings) -> None:
    """Nobody but `leadbot migrate` changes the schema of a database that others may be using.

    Raises:
        LeadbotError: if the schema is another.
    """
    if not is_current(settings.database_url):
        raise LeadbotError("The database has another schema. Run `leadbot migrate` first.")


def require_port(settings: Connected) -> None:
    """Asked before gunicorn is, which would try for five seconds, and whose processes end in tracebacks.

    Raises:
        LeadbotError: if the port cannot be used.
    """
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as error:
        raise port_trouble(settings, error) from error


def port_trouble(settings: Connected, error: OSError) -> LeadbotError:
    """What to say when nothing can listen there."""
    return LeadbotError(f"Port {settings.port} on {settings.host} cannot be used: {error}")


def serve_worker(settings: Connected) -> None:
    """Delivers what is due until a signal says stop."""
    require_postgresql(settings)
    set_up_logging(settings)
    wait_for_stop = stop_signal(hurries=True)
    leadbot = patiently(lambda: build(settings), wait_for_stop)
    if leadbot is not None:
        leadbot.start()
        log.info("worker ready")
        wait_for_stop(None)
        leadbot.stop()
    log.info("worker stopped")
    stopped()


def serve_web(settings: Connected) -> None:
    """Answers Slack under gunicorn, in threads; what an answer leaves to be said is said by the same process."""
    require_postgresql(settings)
    require_port(settings)
    with suppress(SlackSilent):  # asked here for the sake of a wrong token; gunicorn's processes ask again, patiently
        ask_home(client_for(settings, Patience().timeout, token=settings.bot_token))
    try:
        from leadbot.gunicorn_web import serve_gunicorn
    except ImportError:
        raise LeadbotError("`leadbot web` needs gunicorn: pip install 'leadbot[postgres]'") from None
    serve_gunicorn(settings)
