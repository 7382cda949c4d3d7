"""A transaction that met another one is done again, whole."""

import time
from collections.abc import Callable
from secrets import SystemRandom
from typing import TypeVar

from leadbot.db.engine import HANDLER_PATIENCE
from leadbot.domain.errors import GaveWay

T = TypeVar("T")
TRIES = 3
PAUSE = 0.05  # seconds at most before it is tried again; chance says how long, so that the two do not meet once more
CHANCE = SystemRandom()


def again(work: Callable[[], T], *, within: float = HANDLER_PATIENCE, also: tuple[type[Exception], ...] = ()) -> T:
    """Does this work, which is one transaction; and again if it gave way to another, three times at most.

    After so many seconds it is not begun again: somebody waits for an answer. `also` names what else is worth a try.
    """
    begun = time.monotonic()
    worth_a_try: tuple[type[Exception], ...] = (GaveWay, *also)
    for _ in range(TRIES - 1):
        try:
            return work()
        except worth_a_try:
            if time.monotonic() - begun > within:
                raise
        time.sleep(CHANCE.uniform(0, PAUSE))
    return work()
