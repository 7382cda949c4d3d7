"""Delivery: claim, look, send, mark; row by row. Nothing true goes unsaid, and nothing is said twice."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.exc import NoResultFound, SQLAlchemyError

from leadbot.db.again import again
from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.outbox import Message
from leadbot.db.rows import RESTS
from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.db.types import UtcDateTime
from leadbot.domain.reactions import Delivered, Failed
from leadbot.domain.statuses import MessageState
from leadbot.services.about import read
from leadbot.services.adopt import ask_for_adoption
from leadbot.services.after_delivery import mark_delivered, mark_failed, mark_said, not_put
from leadbot.services.authority import held
from leadbot.services.bundle import end_items, hold, with_items
from leadbot.services.claim import Claim, Patience, claim_next
from leadbot.services.daily_cap import is_too_much, next_turn, starts, waits
from leadbot.services.dead_letters import tell_of_dead_letter
from leadbot.services.letter import Letter, read_letter
from leadbot.services.look_up import look_up
from leadbot.services.messenger import Messenger
from leadbot.services.missing import channel_unknown
from leadbot.services.outbox import Purpose
from leadbot.services.purposes import SENSE, Place
from leadbot.services.working_hours import working_time

log = structlog.get_logger()
REST = select(RESTS.c.lane, RESTS.c.until).where(
    RESTS.c.workspace_id == bindparam("workspace"), RESTS.c.until > bindparam("now", type_=UtcDateTime)
)


class Verdict(StrEnum):
    """What may come of a delivery, besides that it arrives or fails."""

    UNKNOWABLE = "unknowable"  # perhaps it is on the channel already, and nobody may look there
    NOT_THERE = "not there"  # whoever went on without us has not said it: from now on it is like any other message
    POINTLESS = "pointless"  # it was not said, and need not be any more
    LATE = "late"  # so much time has passed since the claim that another worker may take it over before we have said it


class Unreadable(Exception):
    """What a message tells of cannot be read: an error of ours, or a row that a later release has left."""

    def __init__(self, message: Message) -> None:
        self.key = (message.workspace_id, message.id)


def deliver_next(database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience) -> bool:
    """Delivers the message that has waited longest, if one is due; says whether there was one."""
    try:
        return deliver_first(database, messenger, clock, patience)
    except Unreadable as error:
        log.exception("message not read", message=str(error.key[1]))
        with database.transaction() as session:  # it would be the first again, and hold up all others
            scope = Scope.of(session, error.key[0], clock())
            message = scope.get(Message, error.key[1])
            message.state, message.error = MessageState.DEAD, type(error.__cause__).__name__
            not_put(scope, message)
            end_items(scope, message, MessageState.DEAD)
            tell_of_dead_letter(scope, message)
        return True


def deliver_first(database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience) -> bool:
    """Delivers the message that is due first, unless another worker is quicker.

    Raises:
        Unreadable: if its letter cannot be read.
    """
    ticks = time.monotonic()
    with database.transaction() as session:
        claimed = claim_next(session, clock(), patience)
        if claimed is None:
            return False
        scope, message = claimed
        claim = Claim(scope.now + patience.lease, scope.now, ticks)
        looking = message.ts is None and message.unresolved > 1 and patience.looks
        letter = prepare(scope, message, messenger, looking=looking)
    if letter is not None and letter.strangers:
        letter = know_everybody(database, messenger, clock, letter, looking=looking)
    if letter is None:
        return True
    outcome = carry(messenger, letter, lambda: claim.is_late(clock(), patience), looking=looking)

    def keep() -> None:
        with database.transaction() as session:
            now = clock()
            if not (isinstance(outcome, Delivered) and mark_said(session, letter, outcome, claim.until, now)):
                scope = Scope.of(session, letter.workspace_id, now)
                mark(scope, letter, outcome, claim, patience)

    again(keep, within=WORKER_PATIENCE)  # apart from the rest: what was said once is not said again
    return True


def mark(scope: Scope, letter: Letter, outcome: Delivered | Failed | Verdict, claim: Claim, patience: Patience) -> None:
    """Keeps what came of a delivery, before anything else is delivered.

    The row is locked: a new version that is written meanwhile must not be taken for said. The opportunity is locked
    before it, as whoever answers does, so that the two never wait for each other; a bundle has several. Whoever has
    lost their claim to another worker leaves the row to that one, unless they alone know that it was said.
    """
    for opportunity_id in sorted(
        {one.opportunity.id for one in (letter, *letter.items) if one.opportunity is not None}
    ):
        held(scope, opportunity_id)
    message = scope.find(Message, letter.message_id, locked=True)
    if message is None:  # its reader was forgotten meanwhile
        return
    if message.lease_until != claim.until and not (isinstance(outcome, Delivered) and message.ts is None):
        log.warning("another worker has taken over", purpose=letter.purpose, message=str(message.id))
        return
    match outcome:
        case Delivered():
            mark_delivered(scope, message, letter, outcome)
        case Failed():
            mark_failed(scope, message, letter, outcome, patience.timeout + patience.margin)
            if message.state is MessageState.DEAD:
                end_items(scope, message, MessageState.DEAD)
                tell_of_dead_letter(scope, message)
        case Verdict.UNKNOWABLE:
            channel_unknown(scope, message)
        case Verdict.NOT_THERE:
            hand_back(message, until=None)
            message.perhaps_since, message.unresolved = None, 0
        case Verdict.POINTLESS:
            drop(scope, message, letter)
        case Verdict.LATE:
            hand_back(message, until=None)


def prepare(scope: Scope, message: Message, messenger: Messenger, *, looking: bool) -> Letter | None:
    """The letter to be carried; None if it is not to be carried now, and then the row says why.

    Raises:
        Unreadable: if what it tells of cannot be read.
    """
    try:
        return read_and_weigh(scope, message, messenger, looking=looking)
    except SQLAlchemyError:
        raise
    except Exception as error:
        raise Unreadable(message) from error


def read_and_weigh(scope: Scope, message: Message, messenger: Messenger, *, looking: bool) -> Letter | None:
    """The letter, if now is the time to carry it."""
    if starts(message) and message.sent_at is None:
        scope.one_at_a_time(message.destination)  # so that no two find room for the last that fits into a day
    letter = read_letter(scope, message, scope.now.astimezone(ZoneInfo(scope.workspace.time_zone)).date())
    first = message.ts is None and not looking
    if letter.purpose is Purpose.BUNDLE:
        letter = with_items(scope, letter, first=first)
    pointless = first and ((letter.to is not None and letter.to.has_left) or not SENSE[letter.purpose].still(letter))
    if message.state is not MessageState.WAITING or pointless:
        drop(scope, message, letter)
        return None
    if first and letter.to is not None and letter.to.unreachable:
        hand_back(message, until=None)
        message.state = MessageState.STOPPED
        return None
    if waits(message) and message.ts is None and must_wait(scope, message, letter, looking=looking):
        hand_back(message, until=None)
        return None
    until = rest_of(scope, messenger.lanes(letter, looking=looking))
    if until is None and first:
        turn = messenger.turn(letter, message.destination, scope.now)
        until = turn if turn > scope.now else None
    if until is not None:
        hand_back(message, until)
        return None
    return letter


def must_wait(scope: Scope, message: Message, letter: Letter, *, looking: bool) -> bool:
    """Whether this cannot be said now: the reader is not at work, or had enough of what Leadbot starts today."""
    member = scope.find(Member, message.to_member_id)  # none reads a group message alone: the workspace's clock holds
    begins = working_time(scope, member).next_from(scope.now)
    if member is not None and begins <= scope.now and letter.purpose is Purpose.BUNDLE and not looking:
        begins = next_turn(scope, message, member)
    if begins > scope.now:
        message.due_at = begins  # and so it holds up nothing else that is said to the same person
    elif member is not None and not looking and is_too_much(scope, message, letter, member):
        hold(scope, message, member)
    else:
        return False
    return True


def hand_back(message: Message, until: datetime | None) -> None:
    """Gives up a claim under which nothing was said, as if it had never been; nobody takes it before `until`."""
    message.lease_until = until
    message.attempts -= 1
    message.unresolved -= 1


def know_everybody(
    database: Database, messenger: Messenger, clock: Callable[[], datetime], letter: Letter, *, looking: bool
) -> Letter | None:
    """Learns who the people in a letter are, so that it calls them by their names; then reads it again.

    It may be that one of them turns out to be nobody to write to, and the letter is no longer to be carried.
    """
    for member_id in letter.strangers:
        look_up(database, messenger, letter.workspace_id, member_id, clock(), when_gone=ask_for_adoption)
    with database.transaction() as session:
        try:
            scope, message = read(session, letter.workspace_id, letter.message_id, clock())
        except NoResultFound:  # its reader was forgotten meanwhile
            return None
        return prepare(scope, message, messenger, looking=looking)


def rest_of(scope: Scope, lanes: tuple[str, ...]) -> datetime | None:
    """Until when one of these lanes must rest; None if none does."""
    rests = scope.session.execute(REST, {"workspace": scope.workspace.id, "now": scope.now})
    return max((until for lane, until in rests if lane in lanes), default=None)


def drop(scope: Scope, message: Message, letter: Letter) -> None:
    """Falls silent: what was to be said no longer makes sense."""
    message.state = MessageState.DROPPED
    message.lease_until = None
    not_put(scope, message)
    end_items(scope, message, MessageState.DROPPED)
    log.info("message dropped", purpose=letter.purpose, message=str(message.id))


def carry(
    messenger: Messenger, letter: Letter, is_late: Callable[[], bool], *, looking: bool
) -> Delivered | Failed | Verdict:
    """Says it, after a look whether it was said already if nobody knows; but not when it may be another's turn."""
    if looking:
        if SENSE[letter.purpose].place is Place.CHANNEL:
            return Verdict.UNKNOWABLE
        seen = messenger.look(letter)
        if isinstance(seen, Failed):
            return replace(seen, in_doubt=True)
        if seen is not None:
            return seen
        if letter.perhaps_since is not None:
            return Verdict.NOT_THERE
        if not SENSE[letter.purpose].still(letter):
            return Verdict.POINTLESS
    return Verdict.LATE if is_late() else messenger.send(letter)
