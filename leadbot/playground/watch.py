"""What a test asks of the local Slack: what was exchanged, to wait for something, to bring trouble."""

import time
from collections.abc import Callable
from typing import TypeVar

from leadbot.playground.deliver import Courier
from leadbot.playground.records import Call, Delivery, Fault
from leadbot.playground.state import Workspace
from leadbot.playground.trouble import Hold, Trouble, Troubles, When

T = TypeVar("T")


class Watch:
    """The records of one workspace, and the trouble ordered for it."""

    workspace: Workspace
    courier: Courier
    troubles: Troubles

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API, oldest first; a message to a response URL is a call of `response_url`."""
        return list(self.workspace.calls)

    def calls_to(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to the app, oldest first."""
        return list(self.workspace.deliveries)

    @property
    def faults(self) -> list[Fault]:
        """What the app did that Slack refuses or shows as an error. It may be cleared by a test that brings one about."""
        return self.workspace.faults

    @property
    def revision(self) -> int:
        """A number that grows with every change."""
        return self.workspace.revision

    def wait_until(self, predicate: Callable[[], T], timeout: float = 10.0, what: str = "") -> T:
        """Wait until the predicate holds, and give its value. It is asked again on each change, and not in between."""
        end = time.monotonic() + timeout
        while True:
            seen = self.workspace.revision
            if value := predicate():
                return value
            self.wait_for_change(seen, end - time.monotonic())
            if time.monotonic() >= end:
                if value := predicate():  # it may hang on something that is not Slack's
                    return value
                raise AssertionError(f"{what or 'it'} did not happen within {timeout:g} s. {self.story()}")

    def wait_for_change(self, since: int, timeout: float) -> int:
        """Wait until the revision is another than `since`, or the time is over; gives the revision."""
        with self.workspace.changed:
            self.workspace.changed.wait_for(lambda: self.workspace.revision != since, max(0.0, timeout))
            return self.workspace.revision

    def story(self, last: int = 12) -> str:
        """The latest calls, deliveries and faults, for people to read."""
        lines = [
            "Latest calls:",
            *map(str, self.calls[-last:]),
            "Latest deliveries:",
            *map(str, self.deliveries[-last:]),
        ]
        return "\n  ".join([*lines, "Faults:", *map(str, self.faults)])

    # ---- trouble

    def fail(
        self,
        method: str,
        error: str | None = None,
        *,
        times: int = 1,
        status: int | None = None,
        retry_after: float | str | None = None,
        delay: float = 0.0,
        lose_answer: bool = False,
        after: int = 0,
        when: When | None = None,
        applied: bool = False,
    ) -> Trouble:
        """Let the next calls of a method go wrong (see `Trouble`); `*` is any method, `response_url` a response URL.

        `ratelimited` comes with status 429 and Retry-After. The first `after` calls that fit go well.
        """
        assert error or status or delay or lose_answer, "say what is to go wrong"
        trouble = Trouble(method, error, times, status, retry_after, delay, lose_answer, after, when, applied)
        return self.troubles.order(trouble)

    def hold(self, method: str, *, applied: bool = False, times: int = 1, when: When | None = None) -> Hold:
        """Hold the next call of a method until `release()`: before it is applied, or (`applied`) before its answer."""
        hold = Hold()
        self.troubles.order(Trouble(method, times=times, when=when, applied=applied, hold=hold))
        return hold

    def recover(self) -> None:
        """No more trouble: forget what was ordered, let go what is held."""
        self.troubles.clear()
