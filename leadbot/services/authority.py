"""Who may do what. Slack ids and button values are routing, never permission: every use case asks here.

Whatever people can type, press or send off is registered with its `Right`. The functions here note which right was asked
for, and what was done without asking for its own is undone (`refuse_unasked`): nobody can forget to ask.
"""

from datetime import timedelta
from enum import Flag, auto
from uuid import UUID

import structlog
from sqlalchemy import select

from leadbot.db.scope import Row, Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Bid
from leadbot.domain.errors import NotKnown, OutOfDate, Refused
from leadbot.domain.statuses import ENDINGS, HOLDS_A_PLACE, OpportunityState
from leadbot.services.people import is_neighbour, is_stranger

log = structlog.get_logger()
BELIEVED = timedelta(minutes=5)  # for which an admin is one without asking Slack again
GONE = "That button is out of date: what it was about is no longer here."
FOR_MEMBERS = "Leadbot is for the members of this workspace. Ask your host to have you added."


class Right(Flag):
    """Whose something is to do, or to see."""

    MEMBER = auto()  # whomever Leadbot is for: what is their own, and nobody else's
    READER = auto()  # the same, once Slack has told who they are: what is open, and the forms
    POSTS = auto()  # something new
    SEES = auto()  # whoever may see this opportunity
    OFFERED = auto()  # the one to whom this was put
    POSTER = auto()
    LEADER = auto()  # the poster, or whoever convenes the team
    PARTNER = auto()
    INTRODUCED = auto()  # either of the two
    HOST = auto()


# Only for those whom Slack has told us of: a guest may neither see nor post anything.
KNOWN = Right.READER | Right.SEES | Right.POSTS


def enter(scope: Scope, member: Member, right: Right) -> None:
    """The gate before everything that is registered: nobody of whom we know nothing yet is shown, or posts, anything.

    Raises:
        NotKnown: if Slack has to be asked first who they are; also if it said that they had left, and here they are.
    """
    if member.has_left or (right & KNOWN and member.looked_up_at is None):
        raise NotKnown("I'm just finding out who you are. Please try again in a moment.")
    asked(scope, right & Right.READER)


def asked(scope: Scope, right: Right) -> None:
    """Notes that this right was asked for, in the transaction that hangs on it."""
    scope.session.info[Right] = rights_asked(scope) | right


def rights_asked(scope: Scope) -> Right:
    """The rights that were asked for in this transaction."""
    noted: Right = scope.session.info.get(Right, Right(0))
    return noted


def refuse_unasked(scope: Scope, right: Right) -> None:
    """Ends what did not ask for its right, or for one of several: a bug of ours, of which nothing is kept or told."""
    if not rights_asked(scope) & right:
        raise RuntimeError(f"{right} was not asked for")


def opportunity_for(scope: Scope, member: Member, reference: str) -> Opportunity:
    """An opportunity that a member may see on the channel, held until the transaction ends.

    Raises:
        Refused: if it went to its matches only, and the member is neither its poster nor one of them.
        OutOfDate: if there is no such opportunity in this workspace.
    """
    asked(scope, Right.SEES)
    opportunity = held(scope, reference)
    if not may_see(scope, member, opportunity):
        raise OutOfDate(GONE)
    return opportunity


def own_opportunity(scope: Scope, member: Member, reference: str) -> Opportunity:
    """An opportunity that this member posted, held until the transaction ends."""
    asked(scope, Right.POSTER)
    opportunity = held(scope, reference)
    if opportunity.poster_id != member.id:
        raise Refused("Only the person who posted it can do that.")
    return opportunity


def led_opportunity(scope: Scope, member: Member, reference: str) -> Opportunity:
    """A contract that this member posted, or whose team they convene, held until the transaction ends."""
    asked(scope, Right.LEADER)
    opportunity = held(scope, reference)
    bid = scope.session.scalar(scope.select(Bid).where(Bid.opportunity_id == opportunity.id))
    if bid is None or member.id not in (bid.convener_id, opportunity.poster_id):
        raise Refused("Only the person who posted it, or who convenes its team, can do that.")
    return opportunity


def own_offer(scope: Scope, member: Member, reference: str) -> tuple[Offer, Role, Opportunity]:
    """An offer made to this member, with its role and opportunity, held until the transaction ends."""
    asked(scope, Right.OFFERED)
    offer = found(scope, Offer, reference)
    if offer.member_id != member.id:
        raise Refused("This offer is for somebody else.")
    role = scope.get(Role, offer.role_id)
    opportunity = held(scope, role.opportunity_id)
    scope.session.refresh(offer)  # it may have changed while we waited
    return offer, role, opportunity


def introduction_for_poster(scope: Scope, member: Member, reference: str) -> tuple[Introduction, Opportunity]:
    """An introduction to something that this member posted."""
    asked(scope, Right.POSTER)
    introduction, opportunity = introduction_held(scope, reference)
    if opportunity.poster_id != member.id:
        raise Refused("Only the person who posted it can do that.")
    return introduction, opportunity


def introduction_for_partner(scope: Scope, member: Member, reference: str) -> tuple[Introduction, Opportunity]:
    """An introduction in which this member is the partner."""
    asked(scope, Right.PARTNER)
    introduction, opportunity = introduction_held(scope, reference)
    if introduction.partner_id != member.id:
        raise Refused("Only the one who was introduced can do that.")
    return introduction, opportunity


def introduction_between(scope: Scope, member: Member, reference: str | UUID) -> tuple[Introduction, Opportunity]:
    """An introduction of which this member is one of the two, held until the transaction ends."""
    asked(scope, Right.INTRODUCED)
    introduction, opportunity = introduction_held(scope, str(reference))
    if member.id not in (introduction.partner_id, opportunity.poster_id):
        raise Refused("Only the two who were introduced can answer that.")
    return introduction, opportunity


def places_of(scope: Scope, member: Member, reference: str) -> tuple[list[Introduction], Opportunity]:
    """The places that this member has in a team, held until the transaction ends.

    Raises:
        Refused: if they posted it: they can close it, or hand it over.
        OutOfDate: if they are not in it any more.
    """
    asked(scope, Right.PARTNER)
    opportunity = held(scope, reference)
    if opportunity.poster_id == member.id:
        raise Refused("This is your own. You can hand the team over, or close the contract.")
    mine = scope.select(Introduction).where(
        Introduction.opportunity_id == opportunity.id,
        Introduction.partner_id == member.id,
        Introduction.state.in_(HOLDS_A_PLACE),
    )
    places = scope.all(mine.order_by(Introduction.created_at, Introduction.id))
    if not places:
        raise OutOfDate("You are not in this team any more.")
    return places, opportunity


def introduction_held(scope: Scope, reference: str) -> tuple[Introduction, Opportunity]:
    """An introduction and its opportunity, held until the transaction ends."""
    introduction = found(scope, Introduction, reference)
    opportunity = held(scope, introduction.opportunity_id)
    scope.session.refresh(introduction)
    return introduction, opportunity


def held(scope: Scope, reference: UUID | str) -> Opportunity:
    """The opportunity, its row locked: whatever changes it, or what hangs on it, happens one after another."""
    return found(scope, Opportunity, reference, locked=True)


def found(scope: Scope, table: type[Row], reference: UUID | str, *, locked: bool = False) -> Row:
    """The row of this workspace that somebody has named.

    Raises:
        OutOfDate: if there is none, here.
    """
    row = scope.find(table, reference, locked=locked)
    if row is None:
        note_stray(scope, table)
        raise OutOfDate(GONE)
    return row


def note_stray(scope: Scope, table: type[Row]) -> None:
    """A security event: somebody named what is not in their workspace. It may be another's, which we do not look into."""
    member = scope.asker.id if scope.asker is not None else None
    log.warning(
        "security: a reference to nothing here",
        workspace=str(scope.workspace.id),
        member=str(member),
        about=table.__name__.lower(),
    )


def may_see(scope: Scope, member: Member, opportunity: Opportunity) -> bool:
    """What went to its matches only is seen by its poster and by those whom it was put to."""
    if opportunity.reach == "channel" or opportunity.poster_id == member.id:
        return True
    return was_asked(scope, member, opportunity)


def was_asked(scope: Scope, member: Member, opportunity: Opportunity) -> bool:
    """Whether the opportunity was ever put to this member."""
    return (
        scope.session.scalar(
            select(Offer.id)
            .join(Role, (Role.workspace_id == Offer.workspace_id) & (Role.id == Offer.role_id))
            .where(
                Offer.workspace_id == scope.workspace.id,
                Offer.member_id == member.id,
                Role.opportunity_id == opportunity.id,
            )
            .limit(1)
        )
        is not None
    )


def refuse_strangers(scope: Scope, member: Member) -> None:
    """Leadbot is for the members of the space. Asked once for every request, whatever it is about.

    Raises:
        Refused: if this is a bot, an outsider of a shared channel, or a guest where guests take no part.
    """
    asked(scope, Right.MEMBER)
    if is_stranger(scope, member):
        raise Refused(FOR_MEMBERS)


def may_post(scope: Scope, member: Member) -> None:
    """Whomever Leadbot is for may post.

    Raises:
        Refused: if this is none of them.
    """
    asked(scope, Right.POSTS)
    refuse_strangers(scope, member)


def acts_as_host(scope: Scope, member: Member) -> bool:
    """Whether this member, who asks for it, may do what hosts do."""
    asked(scope, Right.HOST)
    return is_host(scope, member)


def may_change_settings(scope: Scope, member: Member) -> bool:
    """Whether this member, who asks for it, is a host still: what they set may be who else is one.

    Raises:
        NotKnown: if it is some minutes ago that Slack called them an admin: they may be none any more, unheard.
    """
    may, named = acts_as_host(scope, member), member.slack_user_id in scope.workspace.hosts
    if may and not named and (member.looked_up_at is None or member.looked_up_at < scope.now - BELIEVED):
        raise NotKnown("I'm just finding out whether you are a host. Please try again in a moment.")
    return may


def is_host(scope: Scope, member: Member) -> bool:
    """Whether this is a host: one of Slack's admins and owners of the workspace, or somebody whom they named."""
    named = member.slack_user_id in scope.workspace.hosts
    return (member.is_admin or named) and is_neighbour(scope, member)


def refuse_ended(opportunity: Opportunity) -> None:
    """Only what is open can be changed.

    Raises:
        OutOfDate: if it has ended.
    """
    if opportunity.state is not OpportunityState.OPEN:
        raise OutOfDate(f"{ENDINGS[opportunity.state].own} Reopen it first.")
