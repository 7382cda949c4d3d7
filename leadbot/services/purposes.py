"""What is particular to each purpose: where it is said, what it is counted as, and when it no longer makes sense.

Data, not code paths. What is counted waits for its reader's working hours; what is an answer waits for nothing, unless
it is one that the calendar gave (`unbidden`, see `outbox.tell`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from leadbot.domain.statuses import IntroductionState, OfferState, OpportunityState, Step
from leadbot.services.letter import Letter, RoleFacts
from leadbot.services.outbox import Purpose
from leadbot.services.term import WARNING

A_DAY = timedelta(days=1)


class Place(StrEnum):
    """Where a message is said."""

    DIRECT = "direct"
    GROUP = "group"
    CHANNEL = "channel"


class Counted(StrEnum):
    """What a message is to the one who reads it: something that they set going, or something that Leadbot starts."""

    ANSWER = "answer"  # it follows at once from what a person did: an introduction, a withdrawal, a closing
    OFFER = "offer"
    REMINDER = "reminder"
    FOLLOW_UP = "follow-up"
    NOTICE = "notice"
    REQUEST = "request"  # somebody waits for the reader's answer, who wanted to be asked first
    CLOSING = "closing"  # somebody said how it ended, or the calendar did

    @property
    def waits(self) -> bool:
        """Whether it waits for the reader's working hours."""
        return self is not Counted.ANSWER

    @property
    def starts(self) -> bool:
        """Whether Leadbot starts a conversation with it: so many come in a day, and what is too much waits."""
        return self not in (Counted.ANSWER, Counted.REQUEST, Counted.CLOSING)


@dataclass(frozen=True)
class Sense:
    """Where a purpose is said, what it is counted as, and whether it still makes sense to say it for the first time."""

    place: Place
    still: Callable[[Letter], bool]
    counted: Counted = Counted.ANSWER


def always(_: Letter) -> bool:
    """It answers something that a person did, and stays true."""
    return True


def is_open(letter: Letter) -> bool:
    """The opportunity is open."""
    return letter.opportunity is not None and letter.opportunity.state is OpportunityState.OPEN


def roles_of(letter: Letter) -> tuple[RoleFacts, ...]:
    """The roles of the opportunity, if it is about one."""
    return letter.opportunity.roles if letter.opportunity is not None else ()


def offer_waits(letter: Letter) -> bool:
    """The offer waits for an answer, and the opportunity is open, and its poster there to meet whoever says yes."""
    poster_is_there = letter.opportunity is not None and not letter.opportunity.poster.has_left
    waits = letter.offer is not None and letter.offer.state is OfferState.SENT
    return is_open(letter) and poster_is_there and waits


def place_waits(letter: Letter) -> bool:
    """The offer waits for an answer, and its role has a place for whoever gives it."""
    return offer_waits(letter) and any(
        role.taken < role.places
        for role in roles_of(letter)
        if letter.offer is not None and role.id == letter.offer.role_id
    )


def offer_is_welcome(letter: Letter) -> bool:
    """The same, and it comes to somebody who would be asked now."""
    return place_waits(letter) and letter.offer is not None and letter.offer.is_welcome


def poster_is_asked(letter: Letter) -> bool:
    """The poster's answer is still wanted."""
    proposed = letter.introduction is not None and letter.introduction.state is IntroductionState.PROPOSED
    return is_open(letter) and proposed


def offer_unanswered(letter: Letter) -> bool:
    """The offer was put to the member, and they may still take it up."""
    states = (OfferState.SENT, OfferState.RESERVE)
    return is_open(letter) and letter.offer is not None and letter.offer.state in states


def offer_stands(letter: Letter) -> bool:
    """The same; or they have joined the team, which is not gathered yet."""
    return offer_unanswered(letter) or waits_for_team(letter)


def offer_withdrawn(letter: Letter) -> bool:
    """The offer was taken back, and not put to the member again since."""
    return letter.offer is not None and letter.offer.state is OfferState.WITHDRAWN


def waits_for_team(letter: Letter) -> bool:
    """The member has a place in a team that is not gathered yet."""
    return is_open(letter) and letter.offer is not None and letter.offer.joined_as is not None


def is_introduced(letter: Letter) -> bool:
    """The two are introduced, and neither has stepped back; or a team still has somebody in it."""
    if letter.gathering is not None:
        return bool(letter.gathering.present)
    return letter.introduction is not None and letter.introduction.state is IntroductionState.OPEN


def is_asked(letter: Letter) -> bool:
    """The question is the newest one about this introduction, and nobody has answered it."""
    met = letter.introduction
    newest = met is not None and met.asked == letter.details.get("number") and met.unanswered > 0
    return is_introduced(letter) and newest


def both_are_in(letter: Letter) -> bool:
    """The two are introduced and have yet to meet, and it is still the day on which both are in."""
    there = letter.company is not None and bool(letter.company.here)
    met = letter.introduction is None or letter.introduction.step is Step.OUTCOME
    return is_introduced(letter) and there and not met and letter.details["day"] == letter.today.isoformat()


def nothing_known(letter: Letter) -> bool:
    """Nobody has told what came of it."""
    return letter.introduction is not None and letter.introduction.outcome is None


def has_ended(letter: Letter) -> bool:
    """The opportunity has ended, and was not reopened meanwhile."""
    return not is_open(letter)


def card_belongs(letter: Letter) -> bool:
    """The opportunity is open, and for everybody."""
    return is_open(letter) and letter.opportunity is not None and letter.opportunity.reach == "channel"


def still_free(letter: Letter) -> bool:
    """A place of the role that it is about is free, and nobody is being asked for that one."""
    asked_for = letter.progress.asked_for if letter.progress is not None else frozenset()
    about = letter.details.get("role")  # none, in what an earlier release wrote
    roles = [role for role in roles_of(letter) if about is None or str(role.id) == about]
    free = any(role.taken < role.places for role in roles)
    return is_open(letter) and free and not any(role.id in asked_for for role in roles)


def about_to_close(letter: Letter) -> bool:
    """The opportunity is open, its time is nearly over, and no deadline of its own tells the poster."""
    ends = letter.opportunity.expires_on if letter.opportunity is not None else None
    soon = ends is not None and ends - letter.today <= WARNING + A_DAY  # by dates, where the clocks may change
    return is_open(letter) and soon and letter.opportunity is not None and letter.opportunity.last_day is None


def has_not_come_again(letter: Letter) -> bool:
    """Whoever the place was kept for has not come again since: they wait for no answer, and are not introduced."""
    progress, met = letter.progress, letter.introduction
    there = (*progress.waiting, *progress.partners) if progress is not None else ()
    return met is None or met.partner not in there


def place_was_released(letter: Letter) -> bool:
    """The same, and the opportunity is open."""
    return is_open(letter) and has_not_come_again(letter)


def an_item_is(letter: Letter) -> bool:
    """One of its items at least still makes sense."""
    return any(SENSE[item.purpose].still(item) for item in letter.items)


def summary_due(letter: Letter) -> bool:
    """Its week is still the present one, and there is something to tell, or the host wants a line all the same."""
    summary = letter.summary
    return summary is not None and summary.is_due and not (summary.is_empty and summary.empty_week == "nothing")


def not_asked_again(letter: Letter) -> bool:
    """No host has had it posted again meanwhile."""
    return not letter.details.get("again")


def something_refused(letter: Letter) -> bool:
    """There is still something that Slack has refused, and nobody had sent again."""
    return letter.refused is not None and bool(letter.refused.counts)


def has_room(letter: Letter) -> bool:
    """The opportunity is open, and a place in it is free."""
    return is_open(letter) and letter.opportunity is not None and letter.opportunity.free > 0


def bid_is_asked(letter: Letter) -> bool:
    """The question is the newest one about this bid, and nobody has answered it."""
    bid = letter.bid
    return bid is not None and bid.outcome is None and bid.asked == letter.details["number"] and bid.unanswered > 0


def bid_stands(letter: Letter) -> bool:
    """It is as it was to be told: what came of the bid is known, or nobody has said; it was not opened again since."""
    not_known = letter.bid is None or letter.bid.outcome is None
    return bool(letter.details.get("not_known", not_known)) is not_known


def is_newest_gathering(letter: Letter) -> bool:
    """Nobody has joined since, for whom the team was gathered anew."""
    return letter.gathering is not None and letter.gathering.is_newest


def nobody_adopted(letter: Letter) -> bool:
    """Whoever posted it has left, and nobody has taken it on."""
    return letter.opportunity is not None and letter.opportunity.poster.has_left


SENSE: Mapping[Purpose, Sense] = {
    Purpose.OFFER: Sense(Place.DIRECT, offer_is_welcome, Counted.OFFER),
    Purpose.PLACE_FREE: Sense(Place.DIRECT, place_waits, Counted.OFFER),
    Purpose.OFFER_REMINDER: Sense(Place.DIRECT, offer_is_welcome, Counted.REMINDER),
    Purpose.OFFER_CHANGED: Sense(Place.DIRECT, offer_stands, Counted.NOTICE),
    Purpose.OFFER_ENDED: Sense(Place.DIRECT, has_ended),
    Purpose.JOINED: Sense(Place.DIRECT, waits_for_team),
    Purpose.PART_GONE: Sense(Place.DIRECT, offer_withdrawn),
    Purpose.NOT_THIS_TIME: Sense(Place.DIRECT, has_not_come_again),
    Purpose.NAMED_IN_VAIN: Sense(Place.DIRECT, is_open),
    Purpose.BUNDLE: Sense(Place.DIRECT, an_item_is, Counted.NOTICE),
    Purpose.HELP: Sense(Place.DIRECT, always),
    Purpose.WELCOME: Sense(Place.DIRECT, always),  # it answers their coming…
    Purpose.MY_DATA: Sense(Place.DIRECT, always),
    Purpose.POSTED: Sense(Place.DIRECT, always),
    Purpose.ASK_POSTER: Sense(Place.DIRECT, poster_is_asked, Counted.REQUEST),
    Purpose.NOBODY_LEFT: Sense(Place.DIRECT, still_free, Counted.NOTICE),
    Purpose.STEPPED_BACK: Sense(Place.DIRECT, always),
    Purpose.HOLD_RELEASED: Sense(Place.DIRECT, place_was_released, Counted.NOTICE),
    Purpose.CARD_NOT_POSTED: Sense(Place.DIRECT, card_belongs),
    Purpose.NOT_INTRODUCED: Sense(Place.DIRECT, is_introduced),
    Purpose.EXPIRES_SOON: Sense(Place.DIRECT, about_to_close, Counted.NOTICE),
    Purpose.EXPIRED: Sense(Place.DIRECT, has_ended, Counted.CLOSING),
    Purpose.FOLLOW_UP: Sense(Place.DIRECT, is_asked, Counted.FOLLOW_UP),
    Purpose.OUTCOME_TOLD: Sense(Place.DIRECT, always, Counted.CLOSING),
    Purpose.UNFILLED: Sense(Place.DIRECT, has_room, Counted.NOTICE),
    Purpose.BID: Sense(Place.DIRECT, bid_is_asked, Counted.FOLLOW_UP),
    Purpose.NOT_GATHERED: Sense(Place.DIRECT, is_newest_gathering),
    Purpose.ORPHANED: Sense(Place.DIRECT, nobody_adopted, Counted.NOTICE),
    Purpose.POSTER_LEFT: Sense(Place.DIRECT, nobody_adopted, Counted.CLOSING),
    Purpose.TEAM: Sense(Place.GROUP, is_newest_gathering),
    Purpose.TEAM_NEWS: Sense(Place.GROUP, always),
    Purpose.BID_TOLD: Sense(Place.GROUP, bid_stands, Counted.CLOSING),
    Purpose.BOTH_IN: Sense(Place.DIRECT, both_are_in, Counted.NOTICE),
    Purpose.GIVEN_UP_ALONE: Sense(Place.DIRECT, nothing_known, Counted.NOTICE),
    Purpose.INTRODUCTION: Sense(Place.GROUP, is_introduced),
    Purpose.GROUP_STEPPED_BACK: Sense(Place.GROUP, always),
    Purpose.GROUP_CHANGED: Sense(Place.GROUP, is_introduced),
    Purpose.GROUP_ENDED: Sense(Place.GROUP, has_ended),
    Purpose.GROUP_REOPENED: Sense(Place.GROUP, is_open),
    Purpose.GIVEN_UP: Sense(Place.GROUP, nothing_known, Counted.CLOSING),
    Purpose.CARD: Sense(Place.CHANNEL, card_belongs),
    Purpose.SUMMARY: Sense(Place.CHANNEL, summary_due),
    Purpose.SUMMARY_NOT_POSTED: Sense(Place.DIRECT, not_asked_again, Counted.NOTICE),
    Purpose.DEAD_LETTERS: Sense(Place.DIRECT, something_refused, Counted.NOTICE),
    Purpose.SETUP: Sense(Place.DIRECT, always),  # …and this, that Leadbot was installed
}
