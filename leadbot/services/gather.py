"""A team is brought together: one group message with who does what; whoever joins later gets a new one for the new team."""

from sqlalchemy import func, select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity, Role
from leadbot.db.teams import Gathering
from leadbot.domain.errors import OutOfDate, Refused
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import HOLDS_A_PLACE, INTRODUCTION_MOVES, IntroductionState, OpportunityState, move
from leadbot.services.authority import led_opportunity
from leadbot.services.bids import bid_of, plan, whole_team
from leadbot.services.outbox import KEPT_TRUE, SHOWS_OFFER, Purpose, keep_true, tell_gathering


def join(scope: Scope, introduction: Introduction) -> None:
    """Somebody has a place in a team. With the last place the team is gathered; so it is at once if it is together."""
    opportunity = scope.get(Opportunity, introduction.opportunity_id)
    introduction.state = move(INTRODUCTION_MOVES, introduction.state, IntroductionState.JOINED)
    introduction.hold_until = None
    scope.session.flush()
    if is_complete(scope, opportunity) or whole_team(scope, opportunity):
        bring_team_together(scope, opportunity)


def gather(scope: Scope, member: Member, reference: str) -> None:
    """The convener has the team gathered as it is, though places are free.

    Raises:
        Refused: if nobody has joined who was not gathered yet.
    """
    opportunity = led_opportunity(scope, member, reference)
    if opportunity.state is not OpportunityState.OPEN:
        raise OutOfDate("This has ended. Reopen it first.")
    if not in_state(scope, opportunity, IntroductionState.JOINED):
        gathered = bool(in_state(scope, opportunity, IntroductionState.OPEN))
        raise Refused("They are all together already." if gathered else "Nobody has joined yet.")
    bring_team_together(scope, opportunity)


def bring_team_together(scope: Scope, opportunity: Opportunity) -> None:
    """All who have a place meet in a new group message, those of an earlier one with them."""
    before = gatherings(scope, opportunity)
    complete = is_complete(scope, opportunity)
    gathering = scope.add(
        Gathering,
        id=id_within(opportunity.id, len(before)),
        opportunity_id=opportunity.id,
        number=len(before) + 1,
        completes=complete and not any(each.completes for each in before if is_of_now(each, opportunity)),
        created_at=scope.now,
    )
    for introduction in in_state(scope, opportunity, IntroductionState.JOINED):
        introduction.state = move(INTRODUCTION_MOVES, introduction.state, IntroductionState.OPEN)
        introduction.opened_at = scope.now
    scope.session.flush()
    for introduction in in_state(scope, opportunity, IntroductionState.OPEN):
        introduction.gathering_id = gathering.id
    plan(scope, bid_of(scope, opportunity), opportunity)
    scope.session.flush()
    for earlier in before:
        keep_true(scope, Purpose.TEAM, gathering=earlier)
    tell_gathering(scope, Purpose.TEAM, gathering, once=f"gather:{gathering.id}")
    keep_true(scope, *SHOWS_OFFER, *KEPT_TRUE, opportunity=opportunity)


def gatherings(scope: Scope, opportunity: Opportunity) -> list[Gathering]:
    """The group messages of a team, the first one first."""
    query = scope.select(Gathering).where(Gathering.opportunity_id == opportunity.id)
    return scope.all(query.order_by(Gathering.number))


def is_of_now(gathering: Gathering, opportunity: Opportunity) -> bool:
    """Whether a gathering was made since the contract was last opened: what is opened again has its team before it."""
    return opportunity.reopened_at is None or gathering.created_at >= opportunity.reopened_at


def is_complete(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether every place is taken, by somebody whom the poster need not be asked about any more."""
    wanted = scope.session.scalar(
        select(func.sum(Role.places)).where(
            Role.workspace_id == scope.workspace.id, Role.opportunity_id == opportunity.id
        )
    )
    return (wanted or 0) == len(in_state(scope, opportunity, *HOLDS_A_PLACE[1:]))


def in_state(scope: Scope, opportunity: Opportunity, *states: IntroductionState) -> list[Introduction]:
    """The introductions of an opportunity in these states, in the order in which they came."""
    query = scope.select(Introduction).where(
        Introduction.opportunity_id == opportunity.id, Introduction.state.in_(states)
    )
    return scope.all(query.order_by(Introduction.created_at, Introduction.id))
