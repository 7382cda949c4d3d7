"""The states that things pass through, and the moves between them that are allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from leadbot.domain.errors import OutOfDate


class OpportunityState(StrEnum):
    """Where an opportunity stands."""

    OPEN = "open"
    CLOSED = "closed"  # by its poster
    WITHDRAWN = "withdrawn"  # by its poster, as off or a mistake
    SETTLED = "settled"  # every place has come to an outcome, or was given up aloud
    EXPIRED = "expired"  # its deadline has passed, or 30 days


class OfferState(StrEnum):
    """Where an offer stands: a role put to one member."""

    SENT = "sent"
    ACCEPTED = "accepted"
    RESERVE = "reserve"  # accepted when the last place had just gone; asked again if one comes free
    PASSED = "passed"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class OfferOrigin(StrEnum):
    """How an offer came about."""

    MATCHED = "matched"
    RECOMMENDED = "recommended"  # somebody named them
    CARD = "card"  # they pressed "I can help" in the channel


class IntroductionState(StrEnum):
    """Where an introduction stands. While it is proposed or open it holds a place."""

    PROPOSED = "proposed"  # the poster is asked first
    JOINED = "joined"  # a place in a team that is not gathered yet
    OPEN = "open"
    DECLINED = "declined"
    RELEASED = "released"  # the poster did not answer within a working day
    STEPPED_BACK = "stepped_back"
    ENDED = "ended"


class BidStep(StrEnum):
    """What is due about a contract's bid next, in their order."""

    WEEK_LEFT = "week_left"
    DAYS_LEFT = "days_left"
    SENT = "sent"  # was it?
    OUTCOME = "outcome"


class Step(StrEnum):
    """What an introduction is asked about next."""

    SPOKE = "spoke"
    MET = "met"
    OUTCOME = "outcome"


class Outcome(StrEnum):
    """What came of an introduction. Where nobody said, there is none: it is not known."""

    WON = "won"
    LOST = "lost"
    FELL_THROUGH = "fell_through"
    NO_CONTACT = "no_contact"


class PassReason(StrEnum):
    """Why a member passed; each has its effect."""

    BUSY = "busy"
    NOT_MY_SKILL = "not_my_skill"
    SOMEONE_BETTER = "someone_better"


class MessageState(StrEnum):
    """Where a message stands on its way to Slack."""

    WAITING = "waiting"
    HELD = "held"  # the day was full: it comes in the morning's bundle
    SENT = "sent"
    DROPPED = "dropped"  # it no longer made sense when its turn came
    UNKNOWN = "unknown"  # in a channel, Slack's answer was lost: not repeated, its poster is told
    DEAD = "dead"  # Slack refused it for good
    STOPPED = "stopped"  # its reader cannot be reached: it goes on if they come back


OPPORTUNITY_MOVES: Mapping[OpportunityState, frozenset[OpportunityState]] = {
    OpportunityState.OPEN: frozenset(OpportunityState) - {OpportunityState.OPEN},
    OpportunityState.CLOSED: frozenset({OpportunityState.OPEN}),
    OpportunityState.WITHDRAWN: frozenset({OpportunityState.OPEN}),
    OpportunityState.SETTLED: frozenset({OpportunityState.OPEN}),
    OpportunityState.EXPIRED: frozenset({OpportunityState.OPEN}),
}

OFFER_MOVES: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.SENT: frozenset(OfferState) - {OfferState.SENT},
    OfferState.RESERVE: frozenset({OfferState.SENT, OfferState.ACCEPTED, OfferState.PASSED, OfferState.WITHDRAWN}),
    OfferState.ACCEPTED: frozenset({OfferState.WITHDRAWN, OfferState.PASSED}),
    # Minds change: whoever passed or let it lapse may still press "I can help".
    OfferState.PASSED: frozenset({OfferState.ACCEPTED, OfferState.RESERVE}),
    OfferState.LAPSED: frozenset({OfferState.ACCEPTED, OfferState.RESERVE, OfferState.PASSED}),
    OfferState.WITHDRAWN: frozenset({OfferState.SENT, OfferState.ACCEPTED, OfferState.RESERVE}),
}

INTRODUCTION_MOVES: Mapping[IntroductionState, frozenset[IntroductionState]] = {
    IntroductionState.PROPOSED: frozenset(
        {
            IntroductionState.OPEN,
            IntroductionState.JOINED,
            IntroductionState.DECLINED,
            IntroductionState.RELEASED,
            IntroductionState.STEPPED_BACK,
            IntroductionState.ENDED,
        }
    ),
    IntroductionState.JOINED: frozenset(
        {IntroductionState.OPEN, IntroductionState.STEPPED_BACK, IntroductionState.ENDED}
    ),
    # Back to joined where no group message could be opened for the team.
    IntroductionState.OPEN: frozenset(
        {IntroductionState.STEPPED_BACK, IntroductionState.ENDED, IntroductionState.JOINED}
    ),
    IntroductionState.DECLINED: frozenset(),
    IntroductionState.RELEASED: frozenset(),
    IntroductionState.STEPPED_BACK: frozenset(),
    IntroductionState.ENDED: frozenset({IntroductionState.OPEN}),
}

State = TypeVar("State", bound=StrEnum)

IN_THE_TEAM = (IntroductionState.JOINED, IntroductionState.OPEN)
HOLDS_A_PLACE = (IntroductionState.PROPOSED, *IN_THE_TEAM)


@dataclass(frozen=True)
class Ending:
    """How an opportunity has ended, as each of those concerned reads it."""

    stands: str  # in a list, and after "Your lead 17 is"
    told: str  # to everybody; {poster} and {it} are filled in
    too_late: str  # to whoever answers it
    own: str  # to its poster


ENDINGS: Mapping[OpportunityState, Ending] = {
    OpportunityState.CLOSED: Ending(
        "closed", "{poster} closed {it}.", "The one who posted this has closed it.", "You have closed this."
    ),
    OpportunityState.WITHDRAWN: Ending(
        "withdrawn", "{poster} withdrew {it}.", "The one who posted this has withdrawn it.", "You have withdrawn this."
    ),
    OpportunityState.SETTLED: Ending(
        "settled", "All is settled for {it}.", "This is settled already.", "This is settled."
    ),
    OpportunityState.EXPIRED: Ending(
        "over", "The time for {it} is over.", "The time for this is over.", "Its time is over."
    ),
}

# By class first: states of two classes may have one value, and would be one key.
STANDS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    OpportunityState: {OpportunityState.OPEN: "This is open."} | {state: end.own for state, end in ENDINGS.items()},
    OfferState: {
        OfferState.SENT: "This is waiting for an answer.",
        OfferState.ACCEPTED: "This was answered with yes.",
        OfferState.RESERVE: "This is in reserve.",
        OfferState.PASSED: "This was passed on.",
        OfferState.LAPSED: "The time for this one has passed.",
        OfferState.WITHDRAWN: "This is no longer on offer.",
    },
    IntroductionState: {
        IntroductionState.PROPOSED: "This is waiting for an answer.",
        IntroductionState.JOINED: "This was answered with yes.",
        IntroductionState.OPEN: "The introduction is made.",
        IntroductionState.DECLINED: "This was answered with: not this time.",
        IntroductionState.RELEASED: "There was no answer in time, so the place is free again.",
        IntroductionState.STEPPED_BACK: "The one who offered to help has stepped back.",
        IntroductionState.ENDED: "This has ended.",
    },
}


def stands(state: StrEnum) -> str:
    """How something in that state stands, in a sentence for whoever pressed too late."""
    return STANDS[type(state)][state]


def move(moves: Mapping[State, frozenset[State]], old: State, new: State) -> State:
    """The new state.

    Raises:
        OutOfDate: if the move from the old state is not allowed.
    """
    if new not in moves[old]:
        raise OutOfDate(stands(old))
    return new
