"""What follows when a message has arrived, has failed, or has an outcome that nobody knows."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

import structlog
from sqlalchemy import CursorResult, bindparam, func, update
from sqlalchemy.orm import Session

from leadbot.db.outbox import Message
from leadbot.db.rows import MESSAGES
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity
from leadbot.db.teams import Gathering
from leadbot.db.types import UtcDateTime
from leadbot.domain.reactions import MOST_ATTEMPTS, MOST_PUZZLES, Delivered, Failed, Reaction, back_off
from leadbot.domain.statuses import MessageState, OfferState
from leadbot.services.gather import could_not_gather, has_gathered
from leadbot.services.lanes import heed
from leadbot.services.leads_channel import READ_OUTSIDE, SHARED_SINCE, leave_alone, look_for_channel, take_up_again
from leadbot.services.letter import Letter
from leadbot.services.look_up import ask_others
from leadbot.services.missing import channel_missing, channel_unknown
from leadbot.services.offer_clock import start_clock
from leadbot.services.outbox import Purpose, leave_work, tell
from leadbot.services.purposes import SENSE, Place

log = structlog.get_logger()
LATER = frozenset({Reaction.BACK_OFF, Reaction.LOOK_FIRST, Reaction.RELOAD, Reaction.PRESS_AGAIN})
BEGINS_SOMETHING = frozenset(
    {Purpose.OFFER, Purpose.PLACE_FREE, Purpose.INTRODUCTION, Purpose.TEAM, Purpose.FOLLOW_UP, Purpose.BUNDLE}
) | {Purpose.CARD, Purpose.SUMMARY}
SAID = (
    update(MESSAGES)
    .where(
        MESSAGES.c.workspace_id == bindparam("workspace"),
        MESSAGES.c.id == bindparam("message"),
        MESSAGES.c.lease_until == bindparam("lease", type_=UtcDateTime),
        MESSAGES.c.version == bindparam("told"),
    )
    .values(
        state=MessageState.SENT,
        channel=bindparam("in_channel"),
        ts=bindparam("at"),
        sent_at=func.coalesce(MESSAGES.c.sent_at, bindparam("now", type_=UtcDateTime)),
        lease_until=None,
        unresolved=0,
        error=None,
    )
)


def mark_said(session: Session, letter: Letter, delivered: Delivered, lease: datetime, now: datetime) -> bool:
    """Marks a message from whose arrival nothing else follows, which is most of them, in one statement.

    False, and nothing is changed, if something follows, or if the claim or the truth is another one by now.
    """
    first = letter.ts is None
    known = letter.to.direct_channel if letter.to is not None else letter.leads_channel
    moved = known != delivered.channel and SENSE[letter.purpose].place is not Place.GROUP
    begins = first and letter.purpose in BEGINS_SOMETHING
    if delivered.found or letter.items or moved or begins:
        return False
    values = {"workspace": letter.workspace_id, "message": letter.message_id, "lease": lease, "now": now}
    said = {"told": letter.version, "in_channel": delivered.channel, "at": delivered.ts}
    return cast("CursorResult[Any]", session.execute(SAID, values | said)).rowcount == 1


def mark_delivered(scope: Scope, message: Message, letter: Letter, delivered: Delivered) -> None:
    """The message has arrived. If the truth has changed since it was written, it is said anew in its place."""
    message.channel, message.ts = delivered.channel, delivered.ts
    message.lease_until, message.unresolved, message.error = None, 0, None
    message.sent_at = message.sent_at or scope.now
    told = message.first_tried if delivered.found else letter.version
    if message.version == told:
        message.state = MessageState.SENT
    else:
        leave_work(scope.session)
    match SENSE[letter.purpose].place:
        case Place.DIRECT:
            if member := scope.find(Member, message.to_member_id):
                member.direct_channel = delivered.channel
        case Place.CHANNEL if letter.ts is None:  # an old card may lie in a channel that is not the one any more
            scope.workspace.leads_channel = delivered.channel
            take_up_again(scope)
    has_arrived(scope, letter, delivered)
    for item in letter.items:
        item_delivered(scope, item, delivered)


def item_delivered(scope: Scope, letter: Letter, delivered: Delivered) -> None:
    """An item of a bundle has arrived with it. Whoever changes the truth raises the bundle's version, not its own."""
    item = scope.get(Message, letter.message_id)
    if item.state is MessageState.HELD:
        item.state, item.sent_at = MessageState.SENT, scope.now
        has_arrived(scope, letter, delivered)
    if item.state is MessageState.SENT:
        item.channel, item.ts = delivered.channel, delivered.ts


def has_arrived(scope: Scope, letter: Letter, delivered: Delivered) -> None:
    """What follows from it that the reader now knows."""
    if letter.purpose is Purpose.INTRODUCTION and letter.introduction is not None:
        introduction = scope.get(Introduction, letter.introduction.id)
        introduction.channel, introduction.thread_ts = delivered.channel, delivered.ts
    if letter.purpose is Purpose.TEAM and letter.gathering is not None:
        has_gathered(scope, scope.get(Gathering, letter.gathering.id), delivered.channel, delivered.ts)
    if letter.purpose in (Purpose.OFFER, Purpose.PLACE_FREE) and letter.offer is not None:
        offer = scope.get(Offer, letter.offer.id)
        offer.delivered_at = offer.delivered_at or scope.now
        if letter.ts is None and letter.opportunity is not None:
            start_clock(scope, offer, scope.get(Opportunity, letter.opportunity.id))
    if letter.purpose is Purpose.FOLLOW_UP and letter.introduction is not None and letter.ts is None:
        introduction = scope.get(Introduction, letter.introduction.id)
        if scope.get(Message, letter.message_id).to_member_id == introduction.partner_id:
            introduction.partner_silent += 1  # until they answer
        else:
            introduction.poster_silent += 1


def mark_failed(scope: Scope, message: Message, letter: Letter, failed: Failed, doubt: float) -> None:
    """The message has not arrived, or perhaps it has: each class of failure has its own consequence.

    `doubt` is how long, in seconds, a call that we gave up on may still be on its way.
    """
    message.error = failed.error
    log.warning(
        "message not delivered",
        purpose=letter.purpose,
        message=str(message.id),
        reaction=failed.reaction,
        error=failed.error,
    )
    heed(scope, failed)
    unknown = failed.reaction in (Reaction.LOOK_FIRST, Reaction.PUZZLE)
    if not unknown and not failed.in_doubt:
        message.unresolved = 0
    match failed.reaction:
        case Reaction.PUZZLE if message.attempts >= MOST_PUZZLES:
            give_up(scope, message, letter, failed.error)
        case later if later in LATER and message.attempts >= MOST_ATTEMPTS:
            give_up(scope, message, letter, failed.error)
        case Reaction.LOOK_FIRST | Reaction.PUZZLE if SENSE[letter.purpose].place is Place.CHANNEL:
            channel_unknown(scope, message)
        case Reaction.LOOK_FIRST | Reaction.PUZZLE:
            hold(scope, message, max(doubt, patience_with(message)))
        case Reaction.WAIT:
            hold(scope, message, failed.wait or 1.0)
        case Reaction.BACK_OFF | Reaction.RELOAD | Reaction.PRESS_AGAIN:
            hold(scope, message, failed.wait or patience_with(message))
        case Reaction.SAY_AFRESH:
            say_afresh(scope, message, letter)
        case Reaction.STOP_PERSON:
            stop_person(scope, message, letter)
        case Reaction.STOP_CHANNEL:
            stop_channel(scope, message, letter, failed.error)
        case Reaction.STOP_WORKSPACE:
            message.lease_until = None
        case _:
            give_up(scope, message, letter, failed.error)


def give_up(scope: Scope, message: Message, letter: Letter, error: str) -> None:
    """Slack will never take it as it is. What is there already stays as it was."""
    message.state = MessageState.DEAD
    if letter.ts is None:
        not_there(scope, message, letter, error)


def hold(scope: Scope, message: Message, seconds: float) -> None:
    """Tries this message again after so many seconds."""
    message.lease_until = scope.now + timedelta(seconds=seconds)


def patience_with(message: Message) -> float:
    """How long to leave a message alone after so many attempts: by its key, no two alike."""
    return back_off(message.attempts, Random(f"{message.id}{message.attempts}").random())  # noqa: S311 no secret


def not_put(scope: Scope, message: Message) -> None:
    """An offer that its member does not hear of is taken back at once, by whoever lets offers lapse: it is they who
    hold the opportunity before they change what hangs on it.
    """
    if message.purpose in (Purpose.OFFER, Purpose.PLACE_FREE) and message.offer_id is not None:
        offer = scope.get(Offer, message.offer_id)
        if offer.lapse_at is None and offer.state is OfferState.SENT:  # it may have been put to them before, and ended
            offer.lapse_at = scope.now
            leave_work(scope.session)


def say_afresh(scope: Scope, message: Message, letter: Letter) -> None:
    """What was to be changed is gone: said afresh if it makes sense, and was said of late. On the channel that was meant."""
    message.ts, message.lease_until = None, None
    is_old = message.sent_at is not None and message.sent_at < scope.now - timedelta(days=30)
    if is_old or SENSE[letter.purpose].place is Place.CHANNEL or not SENSE[letter.purpose].still(letter):
        message.state = MessageState.DROPPED


def stop_person(scope: Scope, message: Message, letter: Letter) -> None:
    """Somebody cannot be reached: they are asked nothing more, and the next in line is. What waits for them stands still."""
    member = scope.find(Member, message.to_member_id)
    if member is None:
        message.state = MessageState.DEAD
        not_introduced(scope, letter)
        return
    message.state, message.lease_until = MessageState.STOPPED, None
    member.unreachable = True
    ask_others(scope, member)


def not_introduced(scope: Scope, letter: Letter) -> None:
    """No group message could be opened: both hear so, and whom to write to; or all of a team."""
    if letter.purpose is Purpose.TEAM and letter.gathering is not None:
        could_not_gather(scope, scope.get(Gathering, letter.gathering.id))
        return
    if letter.purpose is not Purpose.INTRODUCTION or letter.introduction is None:
        return
    introduction = scope.get(Introduction, letter.introduction.id)
    opportunity = scope.get(Opportunity, introduction.opportunity_id)
    for member_id in (opportunity.poster_id, introduction.partner_id):
        tell(
            scope,
            Purpose.NOT_INTRODUCED,
            member_id,
            opportunity=opportunity,
            introduction=introduction,
            once=f"not_introduced:{introduction.id}:{member_id}",
        )


def stop_channel(scope: Scope, message: Message, letter: Letter, error: str) -> None:
    """A channel cannot be used: it is not tried again, and whoever counts on the message hears what would help."""
    message.state = MessageState.DEAD
    if letter.ts is not None and error in READ_OUTSIDE:  # the channel is looked at again with the next change
        message.state, message.lease_until = MessageState.SENT, None
        channel_missing(scope, message, SHARED_SINCE)
    if letter.ts is not None:  # an old card that is out of date: what is in use now may be another channel
        return
    if letter.purpose is Purpose.CARD:
        look_for_channel(scope)
    if letter.purpose is Purpose.SUMMARY:
        leave_alone(scope, error)
    if member := scope.find(Member, message.to_member_id):
        member.direct_channel = None  # the next word to them opens it anew
    not_there(scope, message, letter, error)


def not_there(scope: Scope, message: Message, letter: Letter, error: str) -> None:
    """What others count on is not there, and will not be: the poster, the hosts, or the two who were to meet hear so; of
    an offer, the next in line is asked.
    """
    match SENSE[letter.purpose].place:
        case Place.CHANNEL:
            channel_missing(scope, message, error)
        case Place.GROUP:
            not_introduced(scope, letter)
        case Place.DIRECT:
            not_put(scope, message)
