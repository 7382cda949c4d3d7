"""The facts behind a message, read from the database at the moment when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Gathering
from leadbot.domain.bids import last_day
from leadbot.domain.statuses import OpportunityState
from leadbot.kinds import KINDS, Kind
from leadbot.services.company import TELLS_COMPANY, Company, company_of
from leadbot.services.facts import OfferFacts, Person, known, offer_facts, person
from leadbot.services.introduction_facts import IntroductionFacts, introduction_facts
from leadbot.services.my_data import MyData, my_data
from leadbot.services.outbox import Purpose
from leadbot.services.people import names_of
from leadbot.services.progress import TELLS_PROGRESS, Progress, progress_of
from leadbot.services.refused import Refused, refused_facts
from leadbot.services.setup import SetupFacts, setup_facts
from leadbot.services.summary_facts import SummaryFacts, summary_facts
from leadbot.services.team_facts import (
    TELLS_BID,
    TELLS_TEAM,
    BidFacts,
    GatheringFacts,
    TeamFacts,
    bid_facts,
    gathering_facts,
    team_facts,
)
from leadbot.services.working_hours import working_time

ROLES = (
    select(Role)
    .where(Role.workspace_id == bindparam("workspace"), Role.opportunity_id == bindparam("opportunity"))
    .order_by(Role.position)
)


@dataclass(frozen=True)
class RoleFacts:
    """What is needed, and how much of it is still free."""

    id: UUID
    position: int
    description: str
    skills: tuple[str, ...]  # as people write them
    places: int
    taken: int
    by_poster: bool  # the poster takes a place of it too
    looking: bool  # somebody is about to be asked
    tomorrow: bool  # …but not today: as many were as are asked in one day


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
    currency: str  # in which a budget without one was meant
    deadline: date | None
    bid_deadline: date | None
    expires_on: date | None  # by the workspace's calendar
    client_knows: str
    reach: str
    more: dict[str, Any]
    poster: Person
    roles: tuple[RoleFacts, ...]

    @property
    def free(self) -> int:
        """How many places are free."""
        return sum(role.places - role.taken for role in self.roles)

    @property
    def last_day(self) -> date | None:
        """The day at whose end offering stops."""
        return last_day(self.deadline, self.bid_deadline)


@dataclass(frozen=True)
class Letter:
    """One message with all the facts that its words may need. Plain values: no database behind them."""

    workspace_id: UUID
    leads_channel: str | None
    command_prefix: str
    locale: str  # the reader's; in channels and group messages, the workspace's
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
    progress: Progress | None  # only where the words speak of it
    offer: OfferFacts | None
    introduction: IntroductionFacts | None
    strangers: tuple[UUID, ...]  # members in it of whom only the id is known
    items: tuple["Letter", ...] = ()  # of a bundle: what waited for the morning
    summary: SummaryFacts | None = None
    team: TeamFacts | None = None  # of what gathers one, where the words speak of it
    gathering: GatheringFacts | None = None
    bid: BidFacts | None = None
    refused: Refused | None = None
    setup: SetupFacts | None = None
    company: Company | None = None  # only where the words speak of it
    my_data: MyData | None = None


def read_letter(scope: Scope, message: Message, today: date) -> Letter:
    """Everything that a message's words may need, as it is now."""
    purpose = Purpose(message.purpose)
    to = person(scope, message.to_member_id)
    opportunity = scope.find(Opportunity, message.opportunity_id)
    offer = scope.find(Offer, message.offer_id)
    introduction = scope.find(Introduction, message.introduction_id)
    gathering = scope.find(Gathering, message.gathering_id)
    gathers = opportunity is not None and KINDS[opportunity.kind].gathers
    return Letter(
        workspace_id=scope.workspace.id,
        leads_channel=scope.workspace.leads_channel,
        command_prefix=scope.workspace.command_prefix,
        locale=to.locale if to else scope.workspace.locale,
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
        opportunity=opportunity_facts(scope, opportunity) if opportunity else None,
        progress=progress_of(scope, opportunity) if opportunity and purpose in TELLS_PROGRESS else None,
        offer=offer_facts(scope, offer) if offer else None,
        introduction=introduction_facts(scope, introduction, purpose) if introduction else None,
        strangers=strangers(scope, message.to_member_id, opportunity, offer, introduction),
        summary=summary_facts(scope, message) if purpose is Purpose.SUMMARY else None,
        team=team_facts(scope, opportunity) if opportunity and gathers and purpose in TELLS_TEAM else None,
        gathering=gathering_facts(scope, gathering, purpose) if gathering else None,
        bid=bid_facts(scope, opportunity) if opportunity and gathers and purpose in TELLS_BID else None,
        refused=refused_facts(scope) if purpose is Purpose.DEAD_LETTERS else None,
        setup=setup_facts(scope, message) if purpose is Purpose.SETUP else None,
        company=company_of(scope, scope.find(Member, message.to_member_id), opportunity, offer, introduction)
        if opportunity and purpose in TELLS_COMPANY
        else None,
        my_data=my_data(scope, scope.get(Member, message.to_member_id))
        if purpose is Purpose.MY_DATA and message.to_member_id
        else None,
    )


def strangers(
    scope: Scope,
    reader: UUID | None,
    opportunity: Opportunity | None,
    offer: Offer | None,
    introduction: Introduction | None,
) -> tuple[UUID, ...]:
    """The members whom a letter speaks to or of, and whom Slack was never asked about."""
    people = {
        reader,
        opportunity.poster_id if opportunity else None,
        offer.recommended_by if offer else None,
        introduction.partner_id if introduction else None,
    }
    members = [scope.find(Member, member_id) for member_id in people]
    return tuple(member.id for member in members if member is not None and member.looked_up_at is None)


def opportunity_facts(scope: Scope, opportunity: Opportunity) -> OpportunityFacts:
    """An opportunity with its roles."""
    asked = {"workspace": scope.workspace.id, "opportunity": opportunity.id}
    _, tomorrow = working_time(scope).day_of(scope.now)
    roles = [scope.keep(role) for role in scope.session.scalars(ROLES, asked)]
    return OpportunityFacts(
        id=opportunity.id,
        kind=KINDS[opportunity.kind],
        number=opportunity.number,
        state=opportunity.state,
        title=opportunity.title,
        details=opportunity.details,
        budget=opportunity.budget,
        currency=opportunity.currency,
        deadline=opportunity.deadline,
        bid_deadline=opportunity.bid_deadline,
        expires_on=opportunity.expires_at
        and opportunity.expires_at.astimezone(ZoneInfo(scope.workspace.time_zone)).date(),
        client_knows=opportunity.client_knows,
        reach=opportunity.reach,
        more=opportunity.more,
        poster=known(scope, opportunity.poster_id),
        roles=tuple(
            RoleFacts(
                id=role.id,
                position=role.position,
                description=role.description,
                skills=tuple(names_of(role.skills)),
                places=role.places,
                taken=role.taken,
                by_poster=role.by_poster,
                looking=role.wave_due_at is not None,
                tomorrow=role.wave_due_at is not None and role.wave_due_at >= tomorrow,
            )
            for role in roles
            if role.places or role.by_poster
        ),
    )
