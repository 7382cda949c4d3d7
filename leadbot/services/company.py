"""Whether people who are to meet are in the space just now, or on which days they usually are: what letters say of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity
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
    }
)


@dataclass(frozen=True)
class Company:
    """When two people find each other in the space."""

    here: tuple[Presence, ...]  # both of them, if both are in now, but not whoever reads; else nobody
    days: tuple[int, ...]  # on which both usually are; Monday is 0


def company_of(
    scope: Scope, to: Member | None, opportunity: Opportunity, offer: Offer | None, introduction: Introduction | None
) -> Company:
    """The company of the poster and whoever the offer or the introduction is with, as it is now."""
    other = introduction.partner_id if introduction is not None else offer.member_id if offer is not None else None
    two = [scope.get(Member, each) for each in (opportunity.poster_id, other) if each is not None]
    if len(two) < 2 or any(member.has_left for member in two):
        return Company((), ())
    there = in_now(scope, [member.id for member in two])
    zone = working_time(scope, to).time_zone
    both = [presence(scope, member, there[member.id], zone) for member in two if len(there) == 2 and member is not to]
    return Company(tuple(both), tuple(sorted(set(two[0].usual_days) & set(two[1].usual_days))))


def both_until(scope: Scope, one: UUID, other: UUID) -> datetime | None:
    """Until when both are in; none, if one of them is not."""
    there = in_now(scope, [one, other])
    return min(row.until for row in there.values()) if len(there) == 2 else None
