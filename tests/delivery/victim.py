"""Workers that die where they are told to. The tests run this as a process of its own: it imports nothing of theirs.

It reads orders from standard input, a line of JSON each, and answers every one with a line. Leadbot is imported once,
and each worker is forked from here while nothing is open, so that a start costs milliseconds and 200 kills are over in a
minute. A worker is a whole process: what SIGKILL does to it, it would do to any other.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn
from uuid import UUID

from cheroot.wsgi import Server
from slack_sdk import WebClient
from sqlalchemy import event

from leadbot.bootstrap import Leadbot, build
from leadbot.config import Settings
from leadbot.domain.clock import Clock, utc_now
from leadbot.domain.reactions import Delivered, Failed
from leadbot.jobs.courier import Courier
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services import deliver
from leadbot.services.claim import Patience
from leadbot.services.due import do_next
from leadbot.services.letter import Letter
from leadbot.slack.messenger import SlackMessenger

LONGEST_LIFE = 60  # seconds: a worker that a failed test forgets does not live for ever

Order = dict[str, Any]


def main() -> None:
    """Starts workers, and says how each ended, until there are no more orders."""
    load_vocabulary()
    started: list[int] = []
    raised: dict[str, Leadbot] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if "wait_for" in order:
            started.remove(order["wait_for"])
            _, status = os.waitpid(order["wait_for"], 0)
            say({"ended": os.waitstatus_to_exitcode(status)})
        else:
            leadbot = raise_one(order, raised) if order["work"] == "courier" else None
            pid = os.fork()
            if pid == 0:
                live(order, leadbot)
            started.append(pid)
    for pid in started:
        os.kill(pid, signal.SIGKILL)


def raise_one(order: Order, raised: dict[str, Leadbot]) -> Leadbot:
    """A Leadbot that has worked a little, and closed all that it had opened: its children are quick from the first."""
    key = json.dumps([order["settings"], order["ahead"]])
    if key not in raised:
        raised[key] = leadbot = build(
            Settings.model_validate(order["settings"]),
            clock=clock_of(order),
            patience=Patience(**order["patience"]),
        )
        for _ in range(3):
            do_next(leadbot.worker_database, leadbot.messenger, leadbot.clock, leadbot.patience)
        for thread in set(threading.enumerate()) - {threading.main_thread()}:
            thread.join()
        leadbot.database.close()
        leadbot.worker_database.close()
    return raised[key]


def clock_of(order: Order) -> Clock:
    """The clock of whoever gave the order."""
    ahead = timedelta(seconds=order["ahead"])
    return lambda: utc_now() + ahead


def say(answer: dict[str, Any]) -> None:
    """One line to whoever gave the order."""
    os.write(1, (json.dumps(answer) + "\n").encode())


def die() -> NoReturn:
    """Ends this very process, as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody outlives SIGKILL")


def live(order: Order, leadbot: Leadbot | None) -> NoReturn:
    """The life of a worker, in a process of its own."""
    signal.alarm(LONGEST_LIFE)
    try:
        if leadbot is None:
            work(order)
        else:
            courier(leadbot)
        os._exit(0)
    finally:
        os._exit(1)


def courier(leadbot: Leadbot) -> None:
    """Delivers what is due in several threads, until it is killed."""
    leadbot.courier.start()
    say({"pid": os.getpid()})
    threading.Event().wait()


def work(order: Order) -> None:
    """Delivers what is due, once; or only answers what people press."""

    def messenger(client_for: Callable[[UUID], WebClient]) -> "Doomed":
        return Doomed(client_for, order["point"], order["purpose"])

    patience = Patience(**order["patience"])
    if order["point"] == "before the claim":
        Courier.wake = lambda _: die()  # type: ignore[method-assign]
    leadbot = build(
        Settings.model_validate(order["settings"]), clock=clock_of(order), patience=patience, messenger=messenger
    )
    if order["point"] == "before the commit":
        event.listen(leadbot.database.engine, "commit", lambda _: die())
    if order["point"] == "stopped after the claim":
        deliver.carry = stopping(deliver.carry, order["purpose"])
    match order["work"]:
        case "answer":
            answer_slack(leadbot)
        case "once":
            say({"pid": os.getpid()})
            deliver_all(leadbot, order)


def answer_slack(leadbot: Leadbot) -> None:
    """Serves what people type and press, and says on which port."""
    server = Server(("127.0.0.1", 0), leadbot.wsgi, numthreads=4)
    server.prepare()
    say({"pid": os.getpid(), "port": server.bind_addr[1]})
    server.serve()


def deliver_all(leadbot: Leadbot, order: Order) -> None:
    """Does all that is due, as `leadbot.tick` does; but dies right after the mark if that is the point."""
    while done := do_next(leadbot.worker_database, leadbot.messenger, leadbot.clock, leadbot.patience):
        said = isinstance(leadbot.messenger, Doomed) and leadbot.messenger.said
        if order["point"] == "after the mark" and done == "delivered" and said:
            die()


def stopping(carry: Callable[..., Any], purpose: str) -> Callable[..., Any]:
    """Stands still between the claim and the call, once, until somebody wakes the process."""
    stopped: list[Letter] = []

    def carry_later(messenger: Any, letter: Letter, *more: Any, **named: Any) -> Any:
        if letter.purpose == purpose and not stopped:
            stopped.append(letter)
            os.kill(os.getpid(), signal.SIGSTOP)
        return carry(messenger, letter, *more, **named)

    return carry_later


class Doomed(SlackMessenger):
    """The messenger in use, in a process that dies at a named point of one purpose's delivery."""

    def __init__(self, client_for: Callable[[UUID], WebClient], point: str, purpose: str) -> None:
        super().__init__(client_for)
        self.point, self.purpose, self.said = point, purpose, False

    def send(self, letter: Letter) -> Delivered | Failed:
        ours = letter.purpose == self.purpose
        if ours and self.point == "after the claim":
            die()
        outcome = super().send(letter)
        if ours and self.point == "after the answer":
            die()
        self.said = self.said or ours
        return outcome


if __name__ == "__main__":
    main()
