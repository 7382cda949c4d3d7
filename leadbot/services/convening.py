"""Who holds a team together: the poster, until they hand that over; and how one of a team steps back."""

from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity
from leadbot.domain.errors import Faults
from leadbot.domain.statuses import IN_THE_TEAM
from leadbot.services.authority import led_opportunity, note_stray, places_of
from leadbot.services.bids import bid_of
from leadbot.services.gather import gatherings, in_state
from leadbot.services.introduce import part
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose, tell_gathering


def could_convene(scope: Scope, opportunity: Opportunity) -> list[Member]:
    """The poster and those who have a place, but for whoever convenes now, and whoever has left."""
    convener = bid_of(scope, opportunity).convener_id
    team = in_state(scope, opportunity, *IN_THE_TEAM)
    ids = dict.fromkeys([opportunity.poster_id, *(each.partner_id for each in team)])
    members = [scope.get(Member, member_id) for member_id in ids if member_id != convener]
    return [member for member in members if not member.has_left]


def hand_over(scope: Scope, member: Member, reference: str, to: UUID) -> None:
    """Somebody else of the team convenes it from now on; the team hears so.

    Raises:
        Faults: if they are not of the team any more.
    """
    opportunity = led_opportunity(scope, member, reference)
    if scope.find(Member, to) is None:
        note_stray(scope, Member)
    if to not in [each.id for each in could_convene(scope, opportunity)]:
        raise Faults({"convener": "They are not in the team. Please choose somebody else."})
    bid = bid_of(scope, opportunity)
    bid.convener_id = to
    scope.session.flush()
    together = [each for each in gatherings(scope, opportunity) if each.channel is not None]
    if together:
        tell_gathering(scope, Purpose.TEAM_NEWS, together[-1], once=f"convener:{bid.id}:{to}:{scope.now.isoformat()}")
    keep_true(scope, Purpose.TEAM, Purpose.POSTED, opportunity=opportunity)


def step_back_from_team(scope: Scope, member: Member, reference: str) -> None:
    """One of a team steps back from all that they do in it."""
    places, opportunity = places_of(scope, member, reference)
    part(scope, places, opportunity)
