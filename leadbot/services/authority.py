"""Who may do what. Slack ids and button values are routing, never permission: every use case asks here."""

from uuid import UUID

from sqlalchemy import select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Bid
from leadbot.domain.errors import OutOfDate, Refused
from leadbot.domain.statuses import ENDINGS, OpportunityState
from leadbot.services.people import is_stranger

GONE = "That button is out of date: what it was about is no longer here."
FOR_MEMBERS = "Leadbot is for the members of this workspace. Ask your host to have you added."


def opportunity_for(scope: Scope, member: Member, reference: str) -> Opportunity:
    """An opportunity that a member may see on the channel, held until the transaction ends.

    Raises:
        Refused: if it went to its matches only, and the member is neither its poster nor one of them.
        OutOfDate: if there is no such opportunity in this workspace.
    """
    opportunity = held(scope, reference)
    if not may_see(scope, member, opportunity):
        raise OutOfDate(GONE)
    return opportunity


def own_opportunity(scope: Scope, member: Member, reference: str) -> Opportunity:
    """An opportunity that this member posted, held until the transaction ends."""
    opportunity = held(scope, reference)
    if opportunity.poster_id != member.id:
        raise Refused("Only the person who posted it can do that.")
    return opportunity


def led_opportunity(scope: Scope, member: Member, reference: str) -> Opportunity:
    """A contract that this member posted, or whose team they convene, held until the transaction ends."""
    opportunity = held(scope, reference)
    bid = scope.session.scalar(scope.select(Bid).where(Bid.opportunity_id == opportunity.id))
    if bid is None or member.id not in (bid.convener_id, opportunity.poster_id):
        raise Refused("Only the person who posted it, or who convenes its team, can do that.")
    return opportunity


def own_offer(scope: Scope, member: Member, reference: str) -> tuple[Offer, Role, Opportunity]:
    """An offer made to this member, with its role and opportunity, held until the transaction ends."""
    offer = scope.find(Offer, reference)
    if offer is None:
        raise OutOfDate(GONE)
    if offer.member_id != member.id:
        raise Refused("This offer is for somebody else.")
    role = scope.get(Role, offer.role_id)
    opportunity = held(scope, role.opportunity_id)
    scope.session.refresh(offer)  # it may have changed while we waited
    return offer, role, opportunity


def introduction_for_poster(scope: Scope, member: Member, reference: str) -> tuple[Introduction, Opportunity]:
    """An introduction to something that this member posted."""
    introduction, opportunity = introduction_held(scope, reference)
    if opportunity.poster_id != member.id:
        raise Refused("Only the person who posted it can do that.")
    return introduction, opportunity


def introduction_for_partner(scope: Scope, member: Member, reference: str) -> tuple[Introduction, Opportunity]:
    """An introduction in which this member is the partner."""
    introduction, opportunity = introduction_held(scope, reference)
    if introduction.partner_id != member.id:
        raise Refused("Only the one who was introduced can do that.")
    return introduction, opportunity


def introduction_held(scope: Scope, reference: str) -> tuple[Introduction, Opportunity]:
    """An introduction and its opportunity, held until the transaction ends."""
    introduction = scope.find(Introduction, reference)
    if introduction is None:
        raise OutOfDate(GONE)
    opportunity = held(scope, introduction.opportunity_id)
    scope.session.refresh(introduction)
    return introduction, opportunity


def held(scope: Scope, reference: UUID | str) -> Opportunity:
    """The opportunity, its row locked: whatever changes it, or what hangs on it, happens one after another."""
    opportunity = scope.find(Opportunity, reference, locked=True)
    if opportunity is None:
        raise OutOfDate(GONE)
    return opportunity


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
    if is_stranger(scope, member):
        raise Refused(FOR_MEMBERS)


def refuse_ended(opportunity: Opportunity) -> None:
    """Only what is open can be changed.

    Raises:
        OutOfDate: if it has ended.
    """
    if opportunity.state is not OpportunityState.OPEN:
        raise OutOfDate(f"{ENDINGS[opportunity.state].own} Reopen it first.")
