"""What to do when a message could not be delivered, whatever the messenger's own words for it."""

from dataclasses import dataclass
from enum import StrEnum


class Reaction(StrEnum):
    """The classes into which every failure falls."""

    WAIT = "wait"  # too fast: nothing was said; wait as long as we are told, this lane only
    BACK_OFF = "back_off"  # nothing was said; try again later, and later
    LOOK_FIRST = "look_first"  # it may have been said: look before saying it again
    PUZZLE = "puzzle"  # an answer that nobody has described: as above, three times at most
    STOP_PERSON = "stop_person"  # this person cannot be reached
    STOP_CHANNEL = "stop_channel"  # this channel cannot be used
    STOP_WORKSPACE = "stop_workspace"  # nothing can be said in this workspace until it is installed again
    SAY_AFRESH = "say_afresh"  # the message that was to be changed is gone
    PRESS_AGAIN = "press_again"  # the form came too late; the person is asked to press again
    RELOAD = "reload"  # somebody changed it meanwhile: build it again, once
    GIVE_UP = "give_up"  # our own fault; repeating it unchanged cannot help

    @property
    def may_pass(self) -> bool:
        """Whether the same call may succeed later; after a stop, once Leadbot is installed again."""
        return self in (Reaction.WAIT, Reaction.BACK_OFF, Reaction.LOOK_FIRST, Reaction.STOP_WORKSPACE)


MOST_ATTEMPTS = 33  # at what may succeed later; the waits between so many take a day
MOST_PUZZLES = 3  # at what nobody has described


@dataclass(frozen=True)
class Delivered:
    """The message is there: in this channel, under this time stamp. `found`: it was there before we said it again."""

    channel: str
    ts: str
    found: bool = False


@dataclass(frozen=True)
class Failed:
    """The message is not there, or perhaps it is.

    `wait` is in seconds, when we were told how long; `lane` names what must rest that long. `in_doubt` says that it
    was the look that failed: whether the message is there is as unknown as before.
    """

    reaction: Reaction
    error: str
    wait: float | None = None
    lane: str | None = None
    in_doubt: bool = False


def back_off(attempts: int, chance: float) -> float:
    """Seconds to wait after this many attempts: about 5, 10, 20 … and about an hour at most.

    `chance`, from 0 to 1, spreads those that failed together, lest they all come back at the same instant.
    """
    return float(min(3600, 5 * 2 ** min(attempts - 1, 12))) * (0.8 + 0.4 * chance)
