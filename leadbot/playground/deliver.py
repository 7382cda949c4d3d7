"""Sends to the app what Slack sends: signed, in time, and events again when they were not taken."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlencode, urlsplit

from leadbot.domain.clock import utc_now
from leadbot.playground.records import Delivery, Json
from leadbot.playground.sockets import Sockets
from leadbot.playground.state import Workspace

Answered = tuple[int | None, str, str | None, dict[str, str]]  # status, answer, what failed, headers


class Courier:
    """Carries commands, interactions and events to the app, and remembers how each was answered.

    Commands and interactions go once: Slack never sends them again. An event goes up to four times
    (docs.slack.dev/apis/events-api, "Retries").
    """

    def __init__(
        self, workspace: Workspace, signing_secret: str, *, patience: float, retry_delays: Sequence[float]
    ) -> None:
        self.workspace = workspace
        self.target: str | Sockets | None = None  # a URL, or the WebSockets that the app has opened
        self.patience = patience
        self.retry_delays = retry_delays
        self.signing_secret = signing_secret
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def send(self, payload_type: str, body: Json) -> Delivery:
        """Send one request and wait for the answer, as long as Slack waits. An AssertionError when there is no app."""
        assert self.target, "there is no app: call deliver_to(url) first"
        return self._send(self.target, payload_type, body)

    def _send(
        self, target: str | Sockets, payload_type: str, body: Json, retry_num: int = 0, retry_reason: str | None = None
    ) -> Delivery:
        body = json.loads(json.dumps(body))  # as it is now: what it is made of goes on changing
        sent_at, start = self.workspace.clock(), time.monotonic()
        if isinstance(target, Sockets):
            status, answer, failure, back = self._exchange(target, payload_type, body, retry_num, retry_reason)
        else:
            content, data = encoded(payload_type, body)
            status, answer, failure, back = self._post(
                target, data, self._headers(content, data, retry_num, retry_reason)
            )
        seconds = time.monotonic() - start
        delivery = Delivery(
            payload_type, body, sent_at, status, answer, seconds, failure, back, retry_num, retry_reason
        )
        with self.workspace.change():
            self.workspace.deliveries.append(delivery)
        return delivery

    def _headers(self, content: str, data: str, retry_num: int, retry_reason: str | None) -> dict[str, str]:
        # The app compares this time with the machine's, so it is not the workspace's own clock.
        stamp = str(int(utc_now().timestamp()))
        headers = {
            "Content-Type": content,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self.signing_secret, stamp, data),
        }
        if retry_reason:
            headers |= {"X-Slack-Retry-Num": str(retry_num), "X-Slack-Retry-Reason": retry_reason}
        return headers

    def _exchange(
        self, sockets: Sockets, payload_type: str, body: Json, retry_num: int, retry_reason: str | None
    ) -> Answered:
        ack = sockets.exchange(payload_type, body, self.patience, retry_num, retry_reason)
        if ack is None:
            return None, "", "timeout", {}
        payload = ack.get("payload")
        return (
            200,
            json.dumps(payload) if payload else "",
            None,
            {"content-type": "application/json"} if payload else {},
        )

    def _post(self, target: str, data: str, headers: dict[str, str]) -> Answered:
        where = urlsplit(target)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=self.patience)
        try:
            connection.request("POST", where.path or "/", data.encode(), headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            back = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, text, None if 200 <= answer.status < 300 else "http_error", back
        except TimeoutError:
            return None, "", "http_timeout", {}
        except (OSError, http.client.HTTPException):
            return None, "", "connection_failed", {}
        finally:
            connection.close()

    # ---- events

    def event(self, body: Json) -> Delivery | None:
        """Send an event; if it is not taken, send it again later, in the background. None when there is no app."""
        target = self.target
        if target is None:
            return None
        first = self._send(target, "event", body)
        if not first.ok and "x-slack-no-retry" not in first.headers:
            self.background(lambda: self._again(body, first))
        return first

    def event_later(self, body: Json) -> None:
        """Send an event from the background, as is needed while the app waits for an answer."""
        if self.target is not None:
            self.background(lambda: self.event(body))

    def _again(self, body: Json, last: Delivery) -> None:
        for number, delay in enumerate(self.retry_delays, start=1):
            stopped, target = self._stopped.wait(delay), self.target
            if stopped or target is None:
                return
            last = self._send(target, "event", body, number, last.failure or "unknown_error")
            if last.ok or "x-slack-no-retry" in last.headers:
                return
        self.workspace.fault("an event was never taken", str(body.get("event", {}).get("type")))

    def background(self, work: Callable[[], object]) -> None:
        """Do something on a thread of its own, which `stop` waits for."""
        thread = threading.Thread(target=work, daemon=True)
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def stop(self) -> None:
        """Send nothing more."""
        self._stopped.set()
        self.target = None
        for thread in list(self._threads):
            thread.join(self.patience + 1)


def encoded(payload_type: str, body: Json) -> tuple[str, str]:
    """The content type and the text of a request: a form for a command, a form with one field `payload` for an
    interaction, JSON for an event (docs.slack.dev/interactivity/handling-user-interaction and …/apis/events-api)."""
    if payload_type == "event":
        return "application/json", json.dumps(body)
    form = body if payload_type == "command" else {"payload": json.dumps(body)}
    return "application/x-www-form-urlencoded", urlencode(form)


def signature(secret: str, stamp: str, data: str) -> str:
    """Slack's signature of a request (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:{data}".encode(), hashlib.sha256).hexdigest()
