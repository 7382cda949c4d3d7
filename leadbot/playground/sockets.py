"""Socket Mode: the app opens WebSockets, and all that people do is sent over one of them, in envelopes.

The messages follow docs.slack.dev/apis/events-api/using-socket-mode.
"""

import itertools
import json
import random
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, request
from simple_websocket import ConnectionClosed, Server
from wsproto.events import Pong
from wsproto.utilities import LocalProtocolError

from leadbot.playground.records import Json
from leadbot.playground.state import Workspace

TYPES = {"command": "slash_commands", "interaction": "interactive", "event": "events_api"}


@dataclass(eq=False)
class Line:
    """One open WebSocket. `retired`: Slack has asked the app to leave it, and sends nothing more over it."""

    socket: Server
    number: int
    open: bool = True
    retired: bool = False
    _sending: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Json) -> None:
        """Send a message, if the app is still there."""
        with self._sending, suppress(ConnectionClosed, OSError, LocalProtocolError):
            self.socket.send(json.dumps(message))

    def withhold_pongs(self) -> None:
        """Answer no ping any more, though the line stays open."""
        sent = self.socket.ws.send
        self.socket.ws.send = lambda event: b"" if isinstance(event, Pong) else sent(event)

    def drop(self) -> None:
        """Break it off without a word, as a broken network does."""
        self.open = False
        with suppress(OSError):
            self.socket.sock.shutdown(2)


class Sockets:
    """All WebSockets of the app. An envelope whose line breaks before its ack goes over another one."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.chance = random.Random(1)  # noqa: S311 which line an envelope takes is no secret
        self.withholds_pongs = False  # on lines to come: they are open, and silent
        self.duplicates = 0  # how many envelopes to come are sent over two lines
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._lines: list[Line] = []
        self._acks: dict[str, Json | None] = {}  # by the ids of envelopes that wait for theirs

    @property
    def lines(self) -> list[Line]:
        """Those over which envelopes may go."""
        with self._changed:
            return [line for line in self._lines if line.open and not line.retired]

    def exchange(
        self, payload_type: str, body: Json, patience: float, retry_num: int, retry_reason: str | None
    ) -> Json | None:
        """Send an envelope, and wait for its ack, for `patience` seconds. Gives the ack; None when there was none."""
        envelope: Json = {
            "envelope_id": str(uuid4()),
            "type": TYPES[payload_type],
            "payload": body,
            "accepts_response_payload": payload_type != "event",
        }
        if payload_type == "event":
            envelope |= {"retry_attempt": retry_num, "retry_reason": retry_reason or ""}
        return self._acked(envelope, time.monotonic() + patience)

    def _acked(self, envelope: Json, end: float) -> Json | None:
        key, line = envelope["envelope_id"], None
        with self._changed:
            self._acks[key] = None
            while self._acks[key] is None and (left := end - time.monotonic()) > 0:
                if line is None or not line.open:
                    line = self._carry(envelope)
                self._changed.wait(left)
            return self._acks.pop(key)

    def _carry(self, envelope: Json) -> Line | None:
        """Over which line it goes, if any is open."""
        lines = self.chance.sample(self.lines, len(self.lines))
        twice = self.duplicates > 0 and len(lines) > 1
        self.duplicates -= twice
        for line in lines[: 1 + twice]:
            line.send(envelope)
        return lines[0] if lines else None

    def hold(self, socket: Server) -> None:
        """Greet the app on a new line, and listen until that ends."""
        with self._changed:
            line = Line(socket, next(self._numbers))
            if self.withholds_pongs:
                line.withhold_pongs()
            line.send(self._hello(len(self.lines) + 1))
            self._lines.append(line)
            self._changed.notify_all()
        try:
            while line.open:
                self._take(json.loads(socket.receive()))
        except ConnectionClosed:
            pass
        finally:
            with self._changed:
                line.open = False
                self._lines.remove(line)
                self._changed.notify_all()

    def _take(self, ack: Json) -> None:
        with self._changed:
            if ack.get("envelope_id") in self._acks:
                self._acks[ack["envelope_id"]] = ack
                self._changed.notify_all()

    def _hello(self, number: int) -> Json:
        return {
            "type": "hello",
            "num_connections": number,
            "connection_info": {"app_id": self.workspace.app_id},
            "debug_info": {"host": "applink-local", "approximate_connection_time": 18060},
        }

    # ---- what Slack does to lines

    def refresh(self, line: Line, reason: str = "refresh_requested") -> None:
        """Ask the app to open another line instead of this one; `warning` and `link_disabled` are the other reasons."""
        line.retired = True
        line.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}})

    def turn_off(self) -> None:
        """Somebody turns Socket Mode off on the app's page, and every line ends."""
        for line in self.lines:
            self.refresh(line, "link_disabled")
            self.close(line)

    def drop(self, line: Line) -> None:
        """Break a line off; what was not acked goes over another one."""
        with self._changed:
            line.drop()
            self._changed.notify_all()

    def close(self, line: Line) -> None:
        """Close a line as the protocol wants it, without having asked before."""
        line.open = False
        with suppress(ConnectionClosed, OSError, LocalProtocolError):
            line.socket.close()
        self.drop(line)

    def drop_all(self) -> None:
        """Break every line off."""
        for line in list(self._lines):
            self.drop(line)

    def wait_for(self, number: int, seconds: float = 10) -> None:
        """Wait until the app has this many lines open.

        Raises:
            AssertionError: if it has not in time.
        """
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.lines) >= number, seconds), f"{len(self.lines)} lines"


class _Over(Response):
    """After a WebSocket there is no answer over HTTP; werkzeug is told so as if the connection were gone."""

    def __call__(self, *_: Any) -> Any:
        raise ConnectionError


def links(sockets: Sockets) -> Blueprint:
    """Where the app's WebSockets arrive, with a ticket from apps.connections.open that is good once."""
    link = Blueprint("links", __name__)

    @link.route("/link", websocket=True)
    def open_line() -> Response:
        with sockets.workspace.change():
            if request.args.get("ticket") not in sockets.workspace.tickets:
                return Response("no such ticket", 404)
            sockets.workspace.tickets.remove(request.args["ticket"])
        sockets.hold(Server(request.environ))
        return _Over()

    return link
