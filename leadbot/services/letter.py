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
from leadbot.domain.statuses import HOLDS_A_PLACE, IntroductionState, MessageState, OfferState, OpportunityState
from leadbot.kinds import KINDS, Kind
from leadbot.services.facts import OfferFacts, Person, known, offer_facts, person
from leadbot.services.introduction_facts import IntroductionFacts, introduction_facts
from leadbot.services.outbox import Purpose
from leadbot.services.people import names_of
from leadbot.services.summary_facts import SummaryFacts, summary_facts
from leadbot.services.working_hours import working_time


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
    expires_on: date | None  # by the workspace's calendar
    client_knows: str
    introduce: str
    reach: str
    more: dict[str, Any]
    poster: Person
    roles: tuple[RoleFacts, ...]
    asked: int
    unanswered: int
    coming: int  # of these, how many have not heard of it yet, though they work now
    later: int  # …and how many will when their working day begins
    waiting: tuple[Person, ...]  # who would like to help, and waits for the poster's answer
    partners: tuple[Person, ...]
    on_channel: bool  # its card is there, or on its way

    @property
    def free(self) -> int:
        """How many places are free."""
        return sum(role.places - role.taken for role in self.roles)


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
    once: str | None  # its name, which is the same wherever the same thing is to be said
    version: int
    details: dict[str, Any]
    channel: str | None  # where it was said already, or where it must go
    ts: str | None  # when it was said already
    due_at: datetime
    perhaps_since: datetime | None  # when a copy was made that believes it unsaid
    to: Person | None
    opportunity: OpportunityFacts | None
    offer: OfferFacts | None
    introduction: IntroductionFacts | None
    strangers: tuple[UUID, ...]  # members in it of whom only the id is known
    items: tuple["Letter", ...] = ()  # of a bundle: what waited for the morning
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
        once=message.once,
        version=message.version,
        details=message.details,
        channel=message.channel,
        ts=message.ts,
        due_at=message.due_at,
        perhaps_since=message.perhaps_since,
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
    coming, later = unheard(scope, [role.id for role in roles])
    partners = partners_of(scope, opportunity)
    return OpportunityFacts(
        id=opportunity.id,
        kind=KINDS[opportunity.kind],
        number=opportunity.number,
        state=opportunity.state,
        title=opportunity.title,
        details=opportunity.details,
        budget=opportunity.budget,
        deadline=opportunity.deadline,
        expires_on=opportunity.expires_at
        and opportunity.expires_at.astimezone(ZoneInfo(scope.workspace.time_zone)).date(),
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
        coming=coming,
        later=later,
        waiting=tuple(partners[IntroductionState.PROPOSED]),
        partners=tuple(partners[IntroductionState.OPEN]),
        on_channel=opportunity.reach == "channel" and has_card(scope, opportunity),
    )


def unheard(scope: Scope, roles: list[UUID]) -> tuple[int, int]:
    """How many offers are on their way to people who work now, and how many wait until people do."""
    members = scope.all(
        select(Member)
        .join(Offer, (Offer.workspace_id == Member.workspace_id) & (Offer.member_id == Member.id))
        .where(
            Offer.workspace_id == scope.workspace.id,
            Offer.role_id.in_(roles),
            Offer.state == OfferState.SENT,
            Offer.delivered_at.is_(None),
        )
    )
    coming = sum(working_time(scope, member).includes(scope.now) for member in members)
    return coming, len(members) - coming


def partners_of(scope: Scope, opportunity: Opportunity) -> dict[IntroductionState, list[Person]]:
    """Those who are, or may be, introduced, by the state of their introductions, in the order in which they came."""
    rows = scope.session.execute(
        select(Introduction.partner_id, Introduction.state)
        .where(
            Introduction.workspace_id == scope.workspace.id,
            Introduction.opportunity_id == opportunity.id,
            Introduction.state.in_(HOLDS_A_PLACE),
        )
        .order_by(Introduction.opened_at, Introduction.id)
    )
    partners: dict[IntroductionState, list[Person]] = {state: [] for state in HOLDS_A_PLACE}
    for member_id, state in rows:
        partners[state].append(known(scope, member_id))
    return partners


def has_card(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether the card is on the channel, or on its way there: not refused, not lost, not taken down."""
    state = scope.session.scalar(
        select(Message.state).where(
            Message.workspace_id == scope.workspace.id, Message.once == f"card:{opportunity.id}"
        )
    )
    return state in (MessageState.WAITING, MessageState.SENT)
