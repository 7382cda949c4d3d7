"""Trouble that a test brings about: refused, slow, broken and lost answers of the Web API."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from leadbot.playground.records import Json

When = Callable[[Json], bool]
LONGEST_HOLD = 60.0


@dataclass
class Trouble:
    """What is to go wrong with the next calls of a method.

    With `error` or `status` alone the call is not applied; `applied` says that it is, and only its answer is wrong.
    `lose_answer` (the connection is cut) and `delay` (the answer is late) always apply it.
    """

    method: str
    error: str | None = None
    times: int = 1
    status: int | None = None
    retry_after: float | str | None = None  # a word is told as it is; an empty one means that nothing is told
    delay: float = 0.0
    lose_answer: bool = False
    after: int = 0
    when: When | None = None
    applied: bool = False
    hold: "Hold | None" = None

    @property
    def keeps_from_applying(self) -> bool:
        """True when Slack does nothing but refuse."""
        return (self.error is not None or self.status is not None) and not self.applied and not self.lose_answer


@dataclass
class Hold:
    """A call that is held up: `arrived` is set when it is there, and it goes on after `release()`."""

    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        """Let it go on."""
        self.released.set()

    def stand(self) -> None:
        """Stand still until released; never for ever, lest a failed test hang."""
        self.arrived.set()
        self.released.wait(LONGEST_HOLD)


class Troubles:
    """All the trouble that was ordered and has not come yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ordered: list[Trouble] = []
        self._holds: list[Hold] = []
        self.stopped = threading.Event()

    def order(self, trouble: Trouble) -> Trouble:
        """Order trouble for calls to come."""
        with self._lock:
            self._ordered.append(trouble)
            if trouble.hold:
                self._holds.append(trouble.hold)
        return trouble

    def for_call(self, method: str, args: Json) -> Trouble | None:
        """The trouble that this call meets, if any: the one that was ordered first."""
        with self._lock:
            for trouble in self._ordered:
                if trouble.method not in (method, "*") or (trouble.when and not trouble.when(args)):
                    continue
                if trouble.after > 0:
                    trouble.after -= 1
                    continue
                trouble.times -= 1
                if trouble.times <= 0:
                    self._ordered.remove(trouble)
                return trouble
        return None

    def clear(self) -> None:
        """Forget what was ordered, and let go what is held."""
        with self._lock:
            self._ordered.clear()
            for hold in self._holds:
                hold.release()
            self._holds.clear()

    def wait(self, seconds: float) -> None:
        """Be slow; but not once everything stops."""
        if seconds > 0:
            self.stopped.wait(seconds)
