"""`/leadbot forget-me`: a member is forgotten, in every table. What is left is a row without a name, so that numbers stay true."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, delete, or_, select, update

from leadbot.db.check_ins import CheckIn
from leadbot.db.outbox import Message
from leadbot.db.rows import MEMBERS
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, MemberSkill, Offer, Opportunity, Role, SkillRefusal
from leadbot.db.teams import Bid, Candidate
from leadbot.domain.statuses import HOLDS_A_PLACE, MessageState, OfferState
from leadbot.services.adopt import ask_for_adoption
from leadbot.services.authority import held
from leadbot.services.erase import do, erase_details, erase_words, is_over
from leadbot.services.look_up import ask_others
from leadbot.services.outbox import Purpose, leave_work
from leadbot.services.people import FORGOTTEN

STAYS = {"workspace_id", "id", "slack_user_id", "created_at", "looked_up_at", "has_left"}  # of a member's own row
# Rows that are about them alone: a line for each table.
THEIRS_ALONE = (MemberSkill, SkillRefusal, Candidate, CheckIn)


def forget(scope: Scope, member: Member) -> None:
    """Forgets a member. What they have open goes the way of what somebody leaves behind who has left the space."""
    hold_what_is_theirs(scope, member)
    scope.workspace.hosts = [host for host in scope.workspace.hosts if host != member.slack_user_id]
    blank(scope, member)
    ask_others(scope, member)
    say_without_them(scope, member.id)
    take_back_what_they_told(scope, member.id)
    forget_what_they_posted(scope, member)
    ask_for_adoption(scope)
    scope.session.flush()
    erase_rows(scope, member.id)
    leave_work(scope.session)


def hold_what_is_theirs(scope: Scope, member: Member) -> None:
    """Holds all that changes with them, before they are changed: whoever asks or answers takes the two in this order."""
    here, me = scope.workspace.id, member.id
    asked = select(Role.opportunity_id).join(Offer, (Offer.workspace_id == here) & (Offer.role_id == Role.id))
    waiting = asked.where(
        Role.workspace_id == here, Offer.member_id == me, Offer.state.in_([OfferState.SENT, OfferState.RESERVE])
    )
    met = select(Introduction.opportunity_id).where(
        Introduction.workspace_id == here, Introduction.partner_id == me, Introduction.state.in_(HOLDS_A_PLACE)
    )
    own = select(Opportunity.id).where(Opportunity.workspace_id == here, Opportunity.poster_id == me)
    for opportunity_id in sorted({each for query in (waiting, met, own) for each in scope.session.scalars(query)}):
        held(scope, opportunity_id)


def blank(scope: Scope, member: Member) -> None:
    """Their own row says nothing of them any more: whatever it holds, now or in a later release, is as in a new one."""
    for column in MEMBERS.columns:
        if column.name not in STAYS:
            setattr(member, column.name, at_first(column))
    member.slack_user_id = f"{FORGOTTEN}{member.id}"
    member.has_left, member.looked_up_at = True, scope.now
    scope.session.flush()


def at_first(column: Column[Any]) -> Any:
    """What a column holds of somebody of whom nothing is known."""
    if column.nullable or column.default is None:
        return None
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


def say_without_them(scope: Scope, me: UUID) -> None:
    """Whatever Leadbot said that may name them is said anew in its place, without their name."""
    here = scope.workspace.id
    mine = (Offer.workspace_id == here) & ((Offer.member_id == me) | (Offer.recommended_by == me))
    offers = select(Offer.id).where(mine)
    introductions = select(Introduction.id).where(Introduction.workspace_id == here, Introduction.partner_id == me)
    own = select(Opportunity.id).where(Opportunity.workspace_id == here, Opportunity.poster_id == me)
    in_mind = select(Candidate.role_id).where(Candidate.workspace_id == here, Candidate.member_id == me)
    roles = or_(Role.id.in_(select(Offer.role_id).where(mine)), Role.id.in_(in_mind))
    others = select(Role.opportunity_id).where(Role.workspace_id == here, roles)
    of_their_role = or_(
        Message.offer_id.is_(None), Message.offer_id.in_(offers), Message.introduction_id.in_(introductions)
    )
    say_anew(scope, Message.opportunity_id.in_(own) | (Message.opportunity_id.in_(others) & of_their_role))


def say_anew(scope: Scope, which: ColumnElement[bool]) -> None:
    """Has these messages said anew where they stand; of an item of a bundle, the bundle. What is just being said, too."""
    here = Message.workspace_id == scope.workspace.id
    bundles = select(Message.bundle_id).where(here, which, Message.bundle_id.is_not(None))
    those = here & (which | Message.id.in_(bundles)) & Message.bundle_id.is_(None)
    those &= Message.purpose != Purpose.SUMMARY.value
    sent = update(Message).where(those, Message.state == MessageState.SENT)
    waiting = update(Message).where(those, Message.state == MessageState.WAITING)
    do(scope, waiting.values(version=Message.version + 1))
    do(scope, sent.values(version=Message.version + 1, state=MessageState.WAITING, due_at=scope.now, attempts=0))


def take_back_what_they_told(scope: Scope, me: UUID) -> None:
    """Their words of thanks and their shares go, and values that were told in private; that it was won stays counted."""
    here = scope.workspace.id
    silent = {"thanks": "", "thanks_shared": False}
    private = {"value": None, "currency": None}
    for table, words in ((Introduction, silent), (Bid, silent | {"split": ""})):
        theirs = (table.workspace_id == here) & (table.outcome_by == me)
        do(scope, update(table).where(theirs).values(**words))
        do(scope, update(table).where(theirs, ~table.value_shared).values(**private))
    own = select(Opportunity.id).where(Opportunity.workspace_id == here, Opportunity.poster_id == me)
    met = Introduction.workspace_id == here
    do(scope, update(Introduction).where(met, Introduction.partner_id == me).values(partner_named=False))
    do(scope, update(Introduction).where(met, Introduction.opportunity_id.in_(own)).values(poster_named=False))
    offers = Offer.workspace_id == here
    do(scope, update(Offer).where(offers, Offer.member_id == me).values(reasons=[]))
    do(scope, update(Offer).where(offers, Offer.recommended_by == me).values(recommended_by=None))


def forget_what_they_posted(scope: Scope, member: Member) -> None:
    """Confidential details go at once; all else too, where it is over. What goes on keeps its words until a host has
    taken it on or closed it.
    """
    own = scope.select(Opportunity).where(Opportunity.poster_id == member.id)
    over = {opportunity.id for opportunity in scope.all(own.where(is_over(scope)))}
    for opportunity in scope.all(own.order_by(Opportunity.number)):
        (erase_words if opportunity.id in over else erase_details)(scope, opportunity)


def erase_rows(scope: Scope, me: UUID) -> None:
    """What is about them alone goes: what they listed, and all that was said, or was to be said, to them."""
    here = scope.workspace.id
    to_them = (Message.workspace_id == here) & (Message.to_member_id == me)
    do(scope, update(Message).where(to_them).values(bundle_id=None))
    for table in THEIRS_ALONE:
        scope.session.execute(delete(table).where(table.workspace_id == here, table.member_id == me))
    scope.session.execute(delete(Message).where(to_them))
