"""The facts behind a message, read from the database at the moment when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.statuses import IntroductionState, MessageState, OfferState, OpportunityState
from leadbot.kinds import KINDS, Kind
from leadbot.services.outbox import Purpose
from leadbot.services.people import names_of
from leadbot.services.summary_facts import SummaryFacts, summary_facts
from leadbot.services.working_hours import working_time


@dataclass(frozen=True)
class Person:
    """A member, as a message speaks of them."""

    slack_user_id: str
    name: str
    locale: str
    direct_channel: str | None


@dataclass(frozen=True)
class RoleFacts:
    """What is needed, and how much of it is still free."""

    description: str
    skills: tuple[str, ...]  # as people write them
    places: int
    taken: int
    looking: bool  # somebody is about to be asked
    waves: int


@dataclass(frozen=True)
class OpportunityFacts:
    """An opportunity, less what is confidential."""

    id: UUID
    kind: Kind
    number: int
    state: OpportunityState
    title: str
    details: str
    budget: str
    deadline: date | None
    client_knows: str
    introduce: str
    reach: str
    more: dict[str, Any]
    poster: Person
    roles: tuple[RoleFacts, ...]
    asked: int
    unanswered: int
    partners: tuple[Person, ...]
    on_channel: bool  # its card is there, or on its way

    @property
    def free(self) -> int:
        """How many places are free."""
        return sum(role.places - role.taken for role in self.roles)


@dataclass(frozen=True)
class OfferFacts:
    """An offer."""

    id: UUID
    state: OfferState
    origin: str
    reasons: tuple[str, ...]
    recommended_by: Person | None
    delivered: bool
    member: Person  # whom it was made to
    held_by: UUID | None  # the introduction that waits for the poster's answer, and keeps the place
    snoozed: bool
    remind_on: date | None  # by the member's own calendar


@dataclass(frozen=True)
class IntroductionFacts:
    """An introduction. `confidential` is filled in only where the two speak with each other, once they are introduced."""

    id: UUID
    state: IntroductionState
    partner: Person
    channel: str | None
    thread_ts: str | None
    confidential: str


@dataclass(frozen=True)
class Letter:
    """One message with all the facts that its words may need. Plain values: no database behind them."""

    workspace_id: UUID
    workspace_name: str
    leads_channel: str | None
    locale: str  # the reader's; in channels and group messages, the workspace's
    currency: str
    today: date
    message_id: UUID
    purpose: Purpose
    version: int
    details: dict[str, Any]
    channel: str | None  # where it was said already, or where it must go
    ts: str | None  # when it was said already
    due_at: datetime
    to: Person | None
    opportunity: OpportunityFacts | None
    offer: OfferFacts | None
    introduction: IntroductionFacts | None
    strangers: tuple[UUID, ...]  # members in it of whom only the id is known
    summary: SummaryFacts | None = None


def read_letter(scope: Scope, message: Message, today: date) -> Letter:
    """Everything that a message's words may need, as it is now."""
    purpose = Purpose(message.purpose)
    to = person(scope, message.to_member_id)
    offer = scope.find(Offer, message.offer_id)
    introduction = scope.find(Introduction, message.introduction_id)
    return Letter(
        workspace_id=scope.workspace.id,
        workspace_name=scope.workspace.name,
        leads_channel=scope.workspace.leads_channel,
        locale=to.locale if to else scope.workspace.locale,
        currency=scope.workspace.currency,
        today=today,
        message_id=message.id,
        purpose=purpose,
        version=message.version,
        details=message.details,
        channel=message.channel,
        ts=message.ts,
        due_at=message.due_at,
        to=to,
        opportunity=opportunity_facts(scope, message.opportunity_id),
        offer=offer_facts(scope, offer) if offer else None,
        introduction=introduction_facts(scope, introduction, purpose) if introduction else None,
        strangers=strangers(scope, message.to_member_id, offer, introduction, message.opportunity_id),
        summary=summary_facts(scope, message) if purpose is Purpose.SUMMARY else None,
    )


def strangers(
    scope: Scope,
    reader: UUID | None,
    offer: Offer | None,
    introduction: Introduction | None,
    opportunity_id: UUID | None,
) -> tuple[UUID, ...]:
    """The members whom a letter speaks to or of, and whom Slack was never asked about."""
    opportunity = scope.find(Opportunity, opportunity_id)
    people = {
        reader,
        opportunity.poster_id if opportunity else None,
        offer.recommended_by if offer else None,
        introduction.partner_id if introduction else None,
    }
    members = [scope.find(Member, member_id) for member_id in people]
    return tuple(member.id for member in members if member is not None and member.looked_up_at is None)


def person(scope: Scope, member_id: UUID | None) -> Person | None:
    """A member as a message speaks of them."""
    member = scope.find(Member, member_id)
    return (
        None
        if member is None
        else Person(member.slack_user_id, member.name or "A neighbour", member.locale, member.direct_channel)
    )


def known(scope: Scope, member_id: UUID) -> Person:
    """A member who must be there."""
    found = person(scope, member_id)
    assert found is not None
    return found


def opportunity_facts(scope: Scope, opportunity_id: UUID | None) -> OpportunityFacts | None:
    """An opportunity with its roles and what has come of them so far."""
    opportunity = scope.find(Opportunity, opportunity_id)
    if opportunity is None:
        return None
    roles = scope.all(scope.select(Role).where(Role.opportunity_id == opportunity.id).order_by(Role.position))
    asked: dict[OfferState, int] = {
        row[0]: row[1]
        for row in scope.session.execute(
            select(Offer.state, func.count())
            .where(Offer.workspace_id == scope.workspace.id, Offer.role_id.in_([role.id for role in roles]))
            .group_by(Offer.state)
        )
    }
    partners = scope.session.scalars(
        select(Introduction.partner_id)
        .where(
            Introduction.workspace_id == scope.workspace.id,
            Introduction.opportunity_id == opportunity.id,
            Introduction.state == IntroductionState.OPEN,
        )
        .order_by(Introduction.opened_at, Introduction.id)
    )
    return OpportunityFacts(
        id=opportunity.id,
        kind=KINDS[opportunity.kind],
        number=opportunity.number,
        state=opportunity.state,
        title=opportunity.title,
        details=opportunity.details,
        budget=opportunity.budget,
        deadline=opportunity.deadline,
        client_knows=opportunity.client_knows,
        introduce=opportunity.introduce,
        reach=opportunity.reach,
        more=opportunity.more,
        poster=known(scope, opportunity.poster_id),
        roles=tuple(
            RoleFacts(
                description=role.description,
                skills=tuple(names_of(role.skills)),
                places=role.places,
                taken=role.taken,
                looking=role.wave_due_at is not None,
                waves=role.waves,
            )
            for role in roles
        ),
        asked=sum(asked.values()),
        unanswered=asked.get(OfferState.SENT, 0),
        partners=tuple(known(scope, member_id) for member_id in partners),
        on_channel=opportunity.reach == "channel" and has_card(scope, opportunity),
    )


def has_card(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether the card is on the channel, or on its way there: not refused, not lost, not taken down."""
    state = scope.session.scalar(
        select(Message.state).where(
            Message.workspace_id == scope.workspace.id, Message.once == f"card:{opportunity.id}"
        )
    )
    return state in (MessageState.WAITING, MessageState.SENT)


def zone_of(scope: Scope, member_id: UUID) -> ZoneInfo:
    """By whose calendar a member lives."""
    return ZoneInfo(working_time(scope, scope.get(Member, member_id)).time_zone)


def offer_facts(scope: Scope, offer: Offer) -> OfferFacts:
    """An offer, and whether the poster is thinking about it."""
    held_by = scope.session.scalar(
        select(Introduction.id).where(
            Introduction.workspace_id == scope.workspace.id,
            Introduction.offer_id == offer.id,
            Introduction.state == IntroductionState.PROPOSED,
        )
    )
    return OfferFacts(
        id=offer.id,
        state=offer.state,
        origin=offer.origin,
        reasons=tuple(offer.reasons),
        recommended_by=person(scope, offer.recommended_by),
        delivered=offer.delivered_at is not None,
        member=known(scope, offer.member_id),
        held_by=held_by,
        snoozed=offer.snoozed,
        remind_on=offer.remind_at and offer.remind_at.astimezone(zone_of(scope, offer.member_id)).date(),
    )


def introduction_facts(scope: Scope, introduction: Introduction, purpose: Purpose) -> IntroductionFacts:
    """An introduction. Confidential details are read for its first message only, and only once the two have met there."""
    told = purpose is Purpose.INTRODUCTION and introduction.state is IntroductionState.OPEN
    return IntroductionFacts(
        id=introduction.id,
        state=introduction.state,
        partner=known(scope, introduction.partner_id),
        channel=introduction.channel,
        thread_ts=introduction.thread_ts,
        confidential=scope.get(Opportunity, introduction.opportunity_id).confidential if told else "",
    )
