"""Whether people who are to meet are in the space just now, or on which days they usually are: what letters say of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity
from leadbot.domain.statuses import IntroductionState
from leadbot.services.check_ins import Presence, in_now, presence
from leadbot.services.outbox import Purpose
from leadbot.services.working_hours import working_time

TELLS_COMPANY = frozenset(
    {
        Purpose.OFFER,
        Purpose.PLACE_FREE,
        Purpose.OFFER_REMINDER,
        Purpose.INTRODUCTION,
        Purpose.FOLLOW_UP,
        Purpose.BOTH_IN,
        Purpose.TEAM,
    }
)


@dataclass(frozen=True)
class Company:
    """When two people, or a team, find each other in the space."""

    here: tuple[Presence, ...]  # who are in now, but not whoever reads; nobody, if it is only one of them
    days: tuple[int, ...]  # on which all of them usually are; Monday is 0


def company_of(
    scope: Scope, to: Member | None, opportunity: Opportunity, offer: Offer | None, introduction: Introduction | None
) -> Company:
    """The company of the poster and whoever the offer or the introduction is with, or all of a team, as it is now."""
    if introduction is not None:
        others = [introduction.partner_id]
    else:
        others = [offer.member_id] if offer is not None else in_the_team(scope, opportunity)
    people = [scope.get(Member, each) for each in dict.fromkeys((opportunity.poster_id, *others))]
    people = [member for member in people if not member.has_left]
    if len(people) < 2:
        return Company((), ())
    there = in_now(scope, [member.id for member in people])
    zone = working_time(scope, to).time_zone
    here = [
        presence(scope, member, there[member.id], zone)
        for member in people
        if len(there) > 1 and member.id in there and member is not to
    ]
    days = set.intersection(*(set(member.usual_days) for member in people))
    return Company(tuple(here), tuple(sorted(days)))


def in_the_team(scope: Scope, opportunity: Opportunity) -> list[UUID]:
    """Those who were gathered, and have not stepped back."""
    query = scope.select(Introduction).where(
        Introduction.opportunity_id == opportunity.id, Introduction.state == IntroductionState.OPEN
    )
    return [each.partner_id for each in scope.all(query.order_by(Introduction.opened_at, Introduction.id))]


def both_until(scope: Scope, one: UUID, other: UUID) -> datetime | None:
    """Until when both are in; none, if one of them is not."""
    there = in_now(scope, [one, other])
    return min(row.until for row in there.values()) if len(there) == 2 else None
