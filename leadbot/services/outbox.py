"""Putting words in the way of Slack: every message is a row, written with what it tells of."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Workspace
from leadbot.db.teams import Gathering
from leadbot.domain.ids import made_at
from leadbot.domain.statuses import MessageState

# How long after it went on from a copy Leadbot comes to things that were said already: in the days between the copy and
# its loss they went quicker, since people answered. Three waves of offers take six working days, questions up to ten each.
DOUBT = timedelta(days=30)
WORK = "leadbot_work"  # in a session's info, once it has left something for a worker to do


class Purpose(StrEnum):
    """Why a message is sent. What each needs to make sense is said in `purposes`; its words are in `slack/letters`."""

    # To one member
    OFFER = "offer"
    PLACE_FREE = "place_free"
    OFFER_REMINDER = "offer_reminder"
    OFFER_CHANGED = "offer_changed"
    OFFER_ENDED = "offer_ended"
    PART_GONE = "part_gone"
    JOINED = "joined"
    NOT_THIS_TIME = "not_this_time"
    NAMED_IN_VAIN = "named_in_vain"
    POSTER_LEFT = "poster_left"
    BUNDLE = "bundle"
    HELP = "help"
    WELCOME = "welcome"
    MY_DATA = "my_data"
    # To the poster
    POSTED = "posted"
    ASK_POSTER = "ask_poster"
    NOBODY_LEFT = "nobody_left"
    STEPPED_BACK = "stepped_back"
    HOLD_RELEASED = "hold_released"
    CARD_NOT_POSTED = "card_not_posted"
    NOT_INTRODUCED = "not_introduced"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    UNFILLED = "unfilled"
    NOT_GATHERED = "not_gathered"
    # To whoever convenes a team
    BID = "bid"
    # To either of the two who were introduced
    FOLLOW_UP = "follow_up"
    OUTCOME_TOLD = "outcome_told"
    GIVEN_UP_ALONE = "given_up_alone"
    BOTH_IN = "both_in"
    # In the group message of poster and partner
    INTRODUCTION = "introduction"
    GROUP_STEPPED_BACK = "group_stepped_back"
    GROUP_CHANGED = "group_changed"
    GROUP_ENDED = "group_ended"
    GROUP_REOPENED = "group_reopened"
    GIVEN_UP = "given_up"
    # In the group message of a team
    TEAM = "team"
    TEAM_NEWS = "team_news"
    BID_TOLD = "bid_told"
    # On the leads channel
    CARD = "card"
    SUMMARY = "summary"
    # To the hosts
    ORPHANED = "orphaned"
    SUMMARY_NOT_POSTED = "summary_not_posted"
    DEAD_LETTERS = "dead_letters"
    SETUP = "setup"


SHOWS_OFFER = (
    Purpose.OFFER,
    Purpose.PLACE_FREE,
    Purpose.OFFER_REMINDER,
    Purpose.OFFER_CHANGED,
    Purpose.JOINED,
)  # all that an offer's answer changes
TELLS_POSTER = (Purpose.POSTED, Purpose.NOBODY_LEFT)  # where the poster reads who was asked, and what they said
KEPT_TRUE = (Purpose.CARD, *TELLS_POSTER, Purpose.UNFILLED)  # all that a place taken, or free again, changes
ALWAYS_NEWS = (Purpose.OFFER_CHANGED, Purpose.GROUP_CHANGED)  # another change goes by the same name as one that is lost


CALLED = select(Message).where(Message.workspace_id == bindparam("workspace"), Message.once == bindparam("once"))


def left_work(session: Session) -> bool:
    """Whether this session has left something for a worker to do at once."""
    return bool(session.info.get(WORK))


def leave_work(session: Session) -> None:
    """Notes that a worker should look as soon as this is committed."""
    session.info[WORK] = True


def tell(
    scope: Scope,
    purpose: Purpose,
    member_id: UUID,
    *,
    opportunity: Opportunity | None = None,
    offer: Offer | None = None,
    introduction: Introduction | None = None,
    gathering: Gathering | None = None,
    once: str | None = None,
    **details: Any,
) -> Message:
    """A direct message to a member. `once` names what must be said once only, ever.

    Among the details, `unbidden` says that no person's act has caused it, but the calendar: then it waits for working
    hours, and is counted, though others with its purpose are not.
    """
    return put(
        scope,
        purpose,
        f"direct:{member_id}",
        to_member_id=member_id,
        opportunity_id=opportunity.id if opportunity else None,
        offer_id=offer.id if offer else None,
        introduction_id=introduction.id if introduction else None,
        gathering_id=gathering.id if gathering else None,
        once=once,
        details=details,
    )


def tell_group(
    scope: Scope, purpose: Purpose, introduction: Introduction, *, once: str | None = None, **details: Any
) -> Message:
    """A message in the thread of an introduction (the first one begins it), or of the team to which it belongs."""
    team = introduction.gathering_id
    return put(
        scope,
        purpose,
        f"group:{introduction.id}" if team is None else f"team:{team}",
        gathering_id=team,
        opportunity_id=introduction.opportunity_id,
        offer_id=introduction.offer_id,
        introduction_id=introduction.id,
        once=once,
        details=details,
    )


def tell_gathering(
    scope: Scope, purpose: Purpose, gathering: Gathering, *, once: str | None = None, **details: Any
) -> Message:
    """A message in the thread of a team (the first one begins it)."""
    return put(
        scope,
        purpose,
        f"team:{gathering.id}",
        opportunity_id=gathering.opportunity_id,
        gathering_id=gathering.id,
        once=once,
        details=details,
    )


def put_on_channel(scope: Scope, opportunity: Opportunity) -> Message:
    """The card on the leads channel. There is one for each opportunity, kept true."""
    return put(scope, Purpose.CARD, "channel", opportunity_id=opportunity.id, once=f"card:{opportunity.id}")


def put(scope: Scope, purpose: Purpose, destination: str, **columns: Any) -> Message:
    """A message for that destination, due now; the one that is there already if it must be said once only."""
    leave_work(scope.session)
    if (once := columns.get("once")) is not None:
        there = scope.session.scalar(CALLED, {"workspace": scope.workspace.id, "once": once})
        if there is not None:
            return there
    if once is not None and perhaps_said(scope, purpose, columns.get("opportunity_id")):
        columns |= {"perhaps_since": scope.workspace.doubt_since, "unresolved": 1}
    return scope.add(Message, purpose=purpose.value, destination=destination, due_at=scope.now, **columns)


def perhaps_said(scope: Scope, purpose: Purpose, opportunity_id: UUID | None) -> bool:
    """Whether another Leadbot may have said this: we go on from a copy, which knows what this tells of as that one did."""
    if purpose in ALWAYS_NEWS or opportunity_id is None or not is_in_doubt(scope.workspace, scope.now):
        return False
    assert scope.workspace.went_on_at is not None
    return made_at(opportunity_id) < scope.workspace.went_on_at.timestamp()


def is_in_doubt(workspace: Workspace, now: datetime) -> bool:
    """Whether it is not long ago that this went on from a copy."""
    return workspace.went_on_at is not None and now < workspace.went_on_at + DOUBT


def silence(scope: Scope, member: Member, *purposes: Purpose, offer: Offer | None = None) -> None:
    """Drops what still waits for a member who is gone, or wants none of it; for one who cannot be reached it stands still.

    All, or what has these purposes; or only what was never said of that offer.
    """
    for_later = member.unreachable and not member.has_left
    named: list[ColumnElement[bool]] = []
    if purposes:
        named.append(Message.purpose.in_([purpose.value for purpose in purposes]))
    named += [Message.offer_id == offer.id, Message.ts.is_(None)] if offer is not None else []
    scope.session.execute(
        update(Message)
        .where(
            Message.workspace_id == scope.workspace.id,
            Message.to_member_id == member.id,
            Message.state.in_([MessageState.WAITING, MessageState.HELD]),
            *named,
        )
        .values(state=MessageState.STOPPED if for_later else MessageState.DROPPED)
        .execution_options(synchronize_session=False)
    )
