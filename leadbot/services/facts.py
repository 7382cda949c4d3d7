"""People and offers as messages speak of them: plain values, read from the database."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from leadbot.db.rows import INTRODUCTIONS
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity, Role, SkillRefusal
from leadbot.domain.statuses import IntroductionState, OfferState
from leadbot.services.people import is_forgotten, may_be_asked, names_of
from leadbot.services.reserve import place_in_reserve
from leadbot.services.suit import asked_skills, room_left
from leadbot.services.working_hours import working_time

NAMELESS = "A neighbour"  # whoever has no name, or none any more
KEEPS = select(INTRODUCTIONS.c.state, INTRODUCTIONS.c.id).where(
    INTRODUCTIONS.c.workspace_id == bindparam("workspace"), INTRODUCTIONS.c.offer_id == bindparam("offer")
)


@dataclass(frozen=True)
class Person:
    """A member, as a message speaks of them."""

    slack_user_id: str
    name: str
    locale: str
    direct_channel: str | None
    has_left: bool = False
    unreachable: bool = False
    is_forgotten: bool = False


@dataclass(frozen=True)
class Passed:
    """What followed when a member passed. Dates are by their own calendar."""

    reason: str | None  # none if they stepped back
    quiet_until: date | None  # they asked to be left alone until then
    refused: tuple[str, ...]  # what of this they asked not to be asked for again
    named: Person | None  # whom they named instead


@dataclass(frozen=True)
class OfferFacts:
    """An offer."""

    id: UUID
    state: OfferState
    origin: str
    reasons: tuple[str, ...]
    recommended_by: Person | None
    delivered: bool
    is_welcome: (
        bool  # its member would be asked now: they are not busy or away, and have room if they have not heard yet
    )
    member: Person  # whom it was made to
    role_id: UUID
    role: str  # what it asks for
    joined_as: UUID | None  # their introduction, while it waits for the team to be gathered
    held_by: UUID | None  # the introduction that waits for the poster's answer, and keeps the place
    snoozed: bool
    remind_on: date | None  # by the member's own calendar
    reserve: int  # their place in reserve; 0 if they are not in it
    passed: Passed | None


def person(scope: Scope, member_id: UUID | None) -> Person | None:
    """A member as a message speaks of them."""
    member = scope.find(Member, member_id)
    return None if member is None else person_of(member)


def person_of(member: Member) -> Person:
    """The same, of somebody who was read already."""
    return Person(
        member.slack_user_id,
        member.name or NAMELESS,
        member.locale,
        member.direct_channel,
        member.has_left,
        member.unreachable,
        is_forgotten(member),
    )


def known(scope: Scope, member_id: UUID) -> Person:
    """A member who must be there."""
    found = person(scope, member_id)
    assert found is not None
    return found


def day_of(scope: Scope, moment: datetime | None, member_id: UUID) -> date | None:
    """The day of a moment, by a member's own calendar."""
    zone = ZoneInfo(working_time(scope, scope.get(Member, member_id)).time_zone)
    return moment and moment.astimezone(zone).date()


def offer_facts(scope: Scope, offer: Offer) -> OfferFacts:
    """An offer, and whether the poster is thinking about it."""
    keeps = keeps_its_place(scope, offer)
    return OfferFacts(
        id=offer.id,
        state=offer.state,
        origin=offer.origin,
        reasons=tuple(offer.reasons),
        recommended_by=person(scope, offer.recommended_by),
        delivered=offer.delivered_at is not None,
        is_welcome=is_welcome(scope, offer),
        member=known(scope, offer.member_id),
        role_id=offer.role_id,
        role=scope.get(Role, offer.role_id).description,
        joined_as=keeps.get(IntroductionState.JOINED),
        held_by=keeps.get(IntroductionState.PROPOSED),
        snoozed=offer.snoozed,
        remind_on=day_of(scope, offer.remind_at, offer.member_id),
        reserve=place_in_reserve(scope, offer) if offer.state is OfferState.RESERVE else 0,
        passed=passed_facts(scope, offer) if offer.state is OfferState.PASSED else None,
    )


def keeps_its_place(scope: Scope, offer: Offer) -> dict[IntroductionState, UUID]:
    """The introduction that keeps the place of an offer that was accepted, by its state."""
    if offer.state is not OfferState.ACCEPTED:
        return {}
    asked = {"workspace": scope.workspace.id, "offer": offer.id}
    return dict(scope.session.execute(KEEPS, asked).all())


def is_welcome(scope: Scope, offer: Offer) -> bool:
    """Whether the member would be asked now. It is they who came, if it is not for them that others were asked first."""
    member = scope.get(Member, offer.member_id)
    has_room = offer.delivered_at is not None or offer.state is not OfferState.SENT or room_left(scope, member) > 0
    return may_be_asked(scope, member) and has_room


def passed_facts(scope: Scope, offer: Offer) -> Passed:
    """What followed when a member passed on an offer."""
    member, role = scope.get(Member, offer.member_id), scope.get(Role, offer.role_id)
    asked = asked_skills(role, scope.get(Opportunity, role.opportunity_id))
    refused = set(
        scope.session.scalars(
            select(SkillRefusal.skill).where(
                SkillRefusal.workspace_id == scope.workspace.id, SkillRefusal.member_id == member.id
            )
        )
    )
    named = scope.session.scalar(
        select(Offer.member_id)
        .where(
            Offer.workspace_id == scope.workspace.id, Offer.role_id == role.id, Offer.recommended_by == offer.member_id
        )
        .order_by(Offer.created_at.desc(), Offer.id)
        .limit(1)
    )
    quiet = member.quiet_until is not None and member.quiet_until > scope.now
    return Passed(
        reason=offer.pass_reason,
        quiet_until=day_of(scope, member.quiet_until, member.id) if quiet else None,
        refused=tuple(names_of([skill for skill in asked if skill in refused])),
        named=person(scope, named),
    )
