"""Whether somebody has asked enough of the others for today. Counted from what is there, so that nothing has to be kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, func, or_, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity
from leadbot.domain.errors import Refused
from leadbot.domain.ids import first_id
from leadbot.domain.limits import CHANGES, OFFERS, POSTS, Most
from leadbot.domain.statuses import MessageState
from leadbot.services.outbox import Purpose
from leadbot.services.working_hours import working_time

OFFERED = (Purpose.OFFER, Purpose.PLACE_FREE)
CHANGED = (Purpose.OFFER_CHANGED, Purpose.PART_GONE, Purpose.GROUP_CHANGED, Purpose.GROUP_REOPENED)
ENOUGH_FOR_TODAY = "That is as many as I ask in one day."
# Messages are kept in the order in which they were made, so these are today's, and no others are read.
TODAYS = and_(
    Message.workspace_id == bindparam("workspace"),
    Message.id >= bindparam("begins", type_=Uuid()),
    Message.purpose.in_(bindparam("purposes", expanding=True)),
    or_(Message.state != MessageState.DROPPED, Message.ts.is_not(None)),  # else nobody heard of it
)
CAUSED = (
    select(
        func.count().filter(func.coalesce(Offer.recommended_by, Opportunity.poster_id) == bindparam("member")),
        func.count(),
    )
    .select_from(Message)
    .join(Opportunity, and_(Opportunity.workspace_id == Message.workspace_id, Opportunity.id == Message.opportunity_id))
    .outerjoin(Offer, and_(Offer.workspace_id == Message.workspace_id, Offer.id == Message.offer_id))
    .where(TODAYS)
)


def refuse_more_posts(scope: Scope, poster: Member, number: int) -> None:
    """Called once a new one has its number, so that of two at the same moment the second counts the first.

    Raises:
        Refused: if they, or all here together, have posted as many today as Leadbot passes on in a day.
    """
    begins, _ = working_time(scope).day_of(scope.now)
    theirs = select(func.count()).where(
        Opportunity.workspace_id == scope.workspace.id,
        Opportunity.poster_id == poster.id,
        Opportunity.created_at >= begins,
    )
    if (scope.session.scalar(theirs) or 0) >= POSTS.member:
        raise Refused(enough_posts(f"You have posted {POSTS.member}"))
    # Numbers have no gaps, so the one that had this number, so many ago, says how many there were since.
    before = scope.select(Opportunity).where(Opportunity.number == number - POSTS.workspace)
    as_many_ago = scope.session.scalar(before)
    if as_many_ago is not None and as_many_ago.created_at >= begins:
        raise Refused(enough_posts(f"This space has posted {POSTS.workspace}"))


def enough_posts(who: str) -> str:
    """Said in the form, which stays as it was filled in."""
    return (
        f"{who} today, which is as many as I pass on in a day. From tomorrow I can take this too: "
        "what you typed stays in this form, to send then or to copy."
    )


def offers_left(scope: Scope, by: UUID) -> int:
    """How many more offers this member may cause today. Two who ask for the same member do so one after the other."""
    scope.one_at_a_time(f"offers:{by}")
    return left(scope, by, OFFERED, OFFERS)


def refuse_more_offers(scope: Scope, by: Member, wanted: int, then: str) -> None:
    """For what cannot be done in part. `then` says what they can do tomorrow.

    Raises:
        Refused: if these would be more than this member may cause today; not if it is the first thing that they want.
    """
    still = offers_left(scope, by.id)
    if wanted > still and still < OFFERS.member:
        raise Refused(f"{ENOUGH_FOR_TODAY} {then}")


def refuse_more_changes(scope: Scope, by: UUID) -> None:
    """Called before others are told of a change.

    Raises:
        Refused: if others were told today as often as they should be of what this member has changed.
    """
    if left(scope, by, CHANGED, CHANGES) == 0:
        raise Refused(
            "Your neighbours have heard of as many changes today as I tell them in one day. From tomorrow I can take this "
            "one too: what you typed stays in this form. You can close or withdraw yours at any time."
        )


def left(scope: Scope, by: UUID, purposes: Sequence[Purpose], most: Most) -> int:
    """How many more messages of these purposes a member may cause today."""
    begins, _ = working_time(scope).day_of(scope.now)
    asked = {"workspace": scope.workspace.id, "member": by, "begins": first_id(begins)}
    named = {"purposes": [purpose.value for purpose in purposes]}
    theirs, everybodys = scope.session.execute(CAUSED, asked | named).one()
    return max(0, min(most.member - theirs, most.workspace - everybodys))
