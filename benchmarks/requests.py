"""Commands as Slack sends them, but one behind the other: signed over HTTP, on connections that are kept, or in envelopes."""

import hashlib
import hmac
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from leadbot.playground.local_slack import LocalSlack

SIGNING_SECRET = "benchmark-signing-secret"  # of nothing but this benchmark
TRADES = (
    "web design, logo design, WordPress",
    "copywriting, proofreading",
    "bookkeeping, VAT returns, payroll",
    "photography, video editing, drone filming",
    "joinery, signage",
    "illustration, branding, basket weaving",
    "SEO, Google Ads, social media",
)
numbers = itertools.count(time.time_ns())  # never the same twice, in this run or the next


def signed(form: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    """A body, and the headers that say that Slack sent it."""
    body, stamp = urlencode(form).encode(), str(int(time.time()))
    digest = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


@dataclass(frozen=True)
class Senders:
    """Who types: some people of one workspace."""

    team: str
    people: tuple[str, ...]

    def skills_command(self, number: int) -> dict[str, str]:
        """`/skills WORDS`, from one after another; each time other words than the last from the same person."""
        turn, person = divmod(number, len(self.people))
        return {
            "command": "/skills",
            "text": TRADES[(turn + person) % len(TRADES)],
            "team_id": self.team,
            "user_id": self.people[person],
            "user_name": "somebody",
            "channel_id": "D0BENCH",
            "trigger_id": f"{next(numbers)}.bench",
            "response_url": "http://127.0.0.1:9/none",
        }


@contextmanager
def connection_to(port: int) -> Iterator[HTTPConnection]:
    """One connection, kept, that sends small requests at once."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        yield connection
    finally:
        connection.close()


def acked(connection: HTTPConnection, form: dict[str, str]) -> float:
    """Sends a command; the seconds until its answer was read whole."""
    body, headers = signed(form)
    begun = time.perf_counter()
    connection.request("POST", "/slack/events", body, headers)
    answer = connection.getresponse()
    words = answer.read()
    took = time.perf_counter() - begun
    assert answer.status == 200, (answer.status, words)
    assert b"Saved." in words, words
    return took


def acks(port: int, senders: Senders, count: int, connections: int) -> list[float]:
    """The seconds that each of so many commands took, spread over so many connections at once."""
    start = next(numbers)

    def send(numbers: range) -> list[float]:
        with connection_to(port) as connection:
            return [acked(connection, senders.skills_command(start + number)) for number in numbers]

    return spread(send, count, connections)


def envelopes(slack: LocalSlack, senders: Senders, count: int, at_once: int) -> list[float]:
    """The same over Socket Mode: so many envelopes wait for their acks at once."""
    start = next(numbers)

    def exchanged(form: dict[str, str]) -> float:
        begun = time.perf_counter()
        ack = slack.sockets.exchange("command", form, 30.0, 0, None)
        took = time.perf_counter() - begun
        assert ack is not None, "an envelope was not acked"
        assert "Saved." in ack["payload"]["text"], ack
        return took

    return spread(
        lambda numbers: [exchanged(senders.skills_command(start + number)) for number in numbers], count, at_once
    )


def spread(send: Callable[[range], list[float]], count: int, connections: int) -> list[float]:
    """Has so many threads send each their share of the commands; the seconds that each command took."""
    took: list[float] = []

    def share(first: int) -> None:
        took.extend(send(range(first, count, connections)))

    threads = [threading.Thread(target=share, args=(first,)) for first in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == count, "some commands were not answered"
    return took
