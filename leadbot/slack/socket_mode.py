"""Socket Mode: Leadbot opens the connections to Slack, so that Slack needs no address of ours.

Two lines, because Slack renews each every few hours, and what people do meanwhile goes over the other one. The SDK
reconnects by itself; where it does not (slack-sdk issue 1701, bolt-python issue 1529: alive, and deaf), the watch
notices, and the process ends for its supervisor to start it again.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient

from leadbot.db.engine import AT_ONCE
from leadbot.domain.errors import LeadbotError, SlackSilent
from leadbot.slack.errors import failure_of

log = structlog.get_logger()
LINES = 2
CHECKED_EVERY = 60.0  # seconds
PINGED_EVERY = 2.0  # seconds; the SDK believes in a line that broke off until five pings have failed
SILENT_AFTER = 60.0  # seconds without a pong
HEARS_WITHIN = 1.0  # seconds that a line which is given up may hold up the one that takes its place; the SDK has three
SILENT = "A connection to Slack stayed silent, so Leadbot has ended. Where nothing else does so, start it again."
TURNED_OFF = (
    "Socket Mode was turned off on your app's page at Slack, so Leadbot has ended. Turn it on there again; or take"
    " SLACK_APP_TOKEN out of the settings, to be reached over HTTP."
)
TOO_OFTEN = 2  # checks in a row: one may meet a line that is just being renewed
REFUSALS = {
    "not_allowed_token_type": "it is another kind of token",
    "invalid_auth": "it is not valid",
    "missing_scope": "it lacks the scope connections:write",
    "account_inactive": "the app was removed",
    "token_revoked": "it was revoked",
}


class Lines:
    """The connections over which Slack tells us what people do."""

    def __init__(self, app: App, app_token: str, client: WebClient) -> None:
        quiet = logging.getLogger("slack_sdk.socket_mode")
        self._clients: list[SocketModeClient] = [
            SocketModeHandler(
                app, app_token, logger=quiet, web_client=client, ping_interval=PINGED_EVERY, concurrency=AT_ONCE
            ).client
            for _ in range(LINES)
        ]
        for each in self._clients:
            each.on_message_listeners += [partial(hurry, each), self._heed]
        self._over = threading.Event()  # they are closed, or good for nothing any more
        self._turned_off = False

    def connect(self) -> None:
        """Opens those lines that are not open yet.

        Raises:
            LeadbotError: if Slack refuses the token.
            SlackSilent: if it does not answer.
        """
        for client in self._clients:
            if client.is_connected():
                continue
            try:
                client.connect()
            except SlackApiError as error:
                raise refused(error) from error
            except OSError as error:
                raise SlackSilent(f"Slack opened no connection ({type(error).__name__}).") from error

    def trouble(self) -> str | None:
        """What keeps us from hearing anything, in a sentence; None while one line is open."""
        if any(is_open(client) for client in self._clients):
            return None
        return "No connection to Slack is open: Leadbot tries again."

    def watch(self, give_up: Callable[[str], object], every: float) -> None:
        """Looks at the lines every so many seconds, in the background. Gives up, and says why in a sentence, when one
        stays silent, or when there is no Socket Mode any more."""
        threading.Thread(target=self._watch, args=(give_up, every), name="watchdog", daemon=True).start()

    def _watch(self, give_up: Callable[[str], object], every: float) -> None:
        silent = dict.fromkeys(self._clients, 0)
        while not self._over.wait(every):
            for client in self._clients:
                silent[client] = silent[client] + 1 if is_silent(client) else 0
            if max(silent.values()) >= TOO_OFTEN:
                log.error("a connection to Slack stays silent", lines=LINES)
                give_up(SILENT)
                return
        if self._turned_off:
            give_up(TURNED_OFF)

    def _heed(self, message: str) -> None:
        """Hears when somebody turns Socket Mode off: to open other lines, as the SDK tries to, cannot help."""
        if "link_disabled" in message and json.loads(message).get("reason") == "link_disabled":
            self._turned_off = True
            self._over.set()

    def close(self) -> None:
        """Lets what is being answered be answered, and closes all lines."""
        self._over.set()
        with ThreadPoolExecutor(max_workers=LINES) as side_by_side:
            list(side_by_side.map(hang_up, self._clients))


def hurry(client: SocketModeClient, _message: str) -> None:
    """Has a line look up from listening more often. The SDK closes the old line before it hears the new one, and waits
    for as long as a read may take: of Slack's three seconds for an answer, none would be left."""
    if client.current_session is not None and client.current_session.sock is not None:
        client.current_session.sock.settimeout(HEARS_WITHIN)


def is_open(client: SocketModeClient) -> bool:
    """Whether there is a connection, and whoever listens to it, answers and renews it is alive."""
    session = client.current_session
    threads = (client.message_processor, client.current_session_runner, client.current_app_monitor)
    return session is not None and session.is_active() and all(each.is_alive() for each in threads)


def is_silent(client: SocketModeClient) -> bool:
    """Whether nothing can be heard over a line: it is not open, or no pong comes back."""
    session = client.current_session
    pong = session.last_ping_pong_time if session is not None and is_open(client) else None
    return pong is None or time.time() - pong > SILENT_AFTER


def hang_up(client: SocketModeClient) -> None:
    """Closes one line. What arrives from now on is not acked, so Slack sends it to whoever comes next."""
    client.message_workers.shutdown(wait=True)
    client.closed = True
    client.enqueue_message("")  # wakes the thread that waits for one, which else would take a second to notice
    client.close()


def refused(error: SlackApiError) -> LeadbotError:
    """The sentence for a token that Slack does not take; SlackSilent for anything else."""
    code = failure_of(error, "apps.connections.open").error
    if code not in REFUSALS:
        return SlackSilent(f"Slack opened no connection ({code}).")
    return LeadbotError(
        f"Slack did not accept SLACK_APP_TOKEN: {REFUSALS[code]}. On your app's page at Slack, under Basic Information,"
        " App-Level Tokens, make one with the scope connections:write."
    )
