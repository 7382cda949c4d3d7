"""The states that things pass through, and the moves between them that are allowed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

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
    OPEN = "open"
    DECLINED = "declined"
    RELEASED = "released"  # the poster did not answer within a working day
    STEPPED_BACK = "stepped_back"
    ENDED = "ended"


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
            IntroductionState.DECLINED,
            IntroductionState.RELEASED,
            IntroductionState.STEPPED_BACK,
            IntroductionState.ENDED,
        }
    ),
    IntroductionState.OPEN: frozenset({IntroductionState.STEPPED_BACK, IntroductionState.ENDED}),
    IntroductionState.DECLINED: frozenset(),
    IntroductionState.RELEASED: frozenset(),
    IntroductionState.STEPPED_BACK: frozenset(),
    IntroductionState.ENDED: frozenset({IntroductionState.OPEN}),
}

State = TypeVar("State", bound=StrEnum)

HOLDS_A_PLACE = (IntroductionState.PROPOSED, IntroductionState.OPEN)


def move(moves: Mapping[State, frozenset[State]], old: State, new: State) -> State:
    """The new state.

    Raises:
        OutOfDate: if the move from the old state is not allowed.
    """
    if new not in moves[old]:
        raise OutOfDate(f"That is already {old.replace('_', ' ')}.")
    return new
