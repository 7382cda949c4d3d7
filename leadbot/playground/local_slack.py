"""A local Slack: a stand-in that speaks the real Web API over HTTP, for the demo and for the tests.

It remembers everything, and refuses what Slack refuses. It shares no code with what it tests.
"""

import logging
import threading
from collections.abc import Sequence
from types import TracebackType

from flask import Flask
from werkzeug.http import http_date
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from leadbot.domain.clock import Clock, utc_now
from leadbot.playground.deliver import Courier
from leadbot.playground.payloads import event_envelope
from leadbot.playground.sockets import Sockets, links
from leadbot.playground.state import Workspace
from leadbot.playground.trouble import Troubles
from leadbot.playground.web_api import web_api
from leadbot.playground.world import World

RETRY_DELAYS = (1.0, 60.0, 300.0)  # nearly at once, after a minute, after five: docs.slack.dev/apis/events-api


class LocalSlack(World):
    """One workspace of the local Slack, with its server.

    `clock` stamps messages. `trigger_seconds` is how long a trigger_id lives, `patience` how long the app may take to
    answer, `retry_delays` how long Slack waits before it sends an event again; all in seconds of real time. An id is
    unique within one workspace only: with `ids_like` it has the same as another.
    """

    def __init__(
        self,
        clock: Clock = utc_now,
        team_name: str = "Union Yard",
        signing_secret: str = "s" * 32,
        port: int = 0,
        *,
        trigger_seconds: float = 3.0,
        patience: float = 3.0,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        echo: bool = False,
        ids_like: "LocalSlack | None" = None,
    ) -> None:
        self.signing_secret = signing_secret
        self.workspace = Workspace(
            team_name, clock, trigger_seconds=trigger_seconds, ids_like=ids_like.workspace if ids_like else None
        )
        self.courier = Courier(self.workspace, signing_secret, patience=patience, retry_delays=retry_delays)
        self.troubles = Troubles()
        self.sockets = Sockets(self.workspace)
        self.flask = Flask("leadbot.playground")
        self.flask.register_blueprint(links(self.sockets))
        self.flask.register_blueprint(web_api(self.workspace, self.troubles))
        self._port = port
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self.workspace.tell = lambda event: self.courier.event_later(event_envelope(self.workspace, event))
        self.workspace.echo = echo

    # ---- the server

    def start(self) -> "LocalSlack":
        """Listen on 127.0.0.1. Every request has a thread of its own, so a held answer holds up nothing else."""
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self._server = make_server(
            "127.0.0.1", self._port, self.flask, threaded=True, request_handler=_handler(self.workspace)
        )
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Let go what is held, send nothing more, and close the server."""
        self.troubles.stopped.set()
        self.troubles.clear()
        self.courier.stop()
        self.sockets.drop_all()
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> "LocalSlack":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        assert self._server is not None, "start() it first"
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        """The base of the Web API, as SLACK_API_URL takes it."""
        return f"{self.url}/api/"

    # ---- the app

    def deliver_to(self, url: str | None) -> None:
        """Where the app listens: all that people do is sent there."""
        self.courier.target = url

    def deliver_by_socket(self) -> None:
        """The app opens WebSockets: all that people do is sent over those."""
        self.courier.target = self.sockets

    @property
    def app_token(self) -> str:
        """The app's token for Socket Mode."""
        return self.workspace.app_token.value

    @property
    def bot_token(self) -> str:
        """The app's token."""
        return self.workspace.token.value

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.team_id

    @property
    def bot_user_id(self) -> str:
        """The app's user id."""
        return self.workspace.bot.id

    @property
    def bot_id(self) -> str:
        """The app's bot id."""
        return self.workspace.bot_id

    @property
    def app_id(self) -> str:
        """The app's id."""
        return self.workspace.app_id

    @property
    def scopes(self) -> set[str]:
        """What the token may do; may be changed."""
        return self.workspace.token.scopes

    @scopes.setter
    def scopes(self, scopes: set[str]) -> None:
        self.workspace.token.scopes = set(scopes)

    def deny(self, *scopes: str) -> None:
        """Let the token do less."""
        self.workspace.token.scopes -= set(scopes)

    def revoke_token(self, code: str = "token_revoked", *, tell: bool = False) -> None:
        """Refuse the token from now on (`account_inactive` when the app was removed); `tell` sends the event too."""
        self.workspace.token.gone = code
        if tell:
            self.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot_user_id]}})


def _handler(workspace: Workspace) -> type[WSGIRequestHandler]:
    """Answers with the time that it is in this Slack, and without writing a line for each request."""

    class Handler(WSGIRequestHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return http_date(timestamp or workspace.clock())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            pass

    return Handler
