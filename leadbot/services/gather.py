"""A team is brought together: one group message with who does what; whoever joins later gets a new one for the new team."""

from sqlalchemy import func, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Gathering
from leadbot.domain.errors import Refused
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import (
    IN_THE_TEAM,
    INTRODUCTION_MOVES,
    IntroductionState,
    MessageState,
    OpportunityState,
    move,
)
from leadbot.services.authority import led_opportunity, refuse_ended
from leadbot.services.bids import bid_of, plan, whole_team
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import KEPT_TRUE, SHOWS_OFFER, Purpose, tell, tell_gathering, tell_group


def join(scope: Scope, introduction: Introduction) -> None:
    """Somebody has a place in a team. With the last place the team is gathered; so it is at once if it is together."""
    opportunity = scope.get(Opportunity, introduction.opportunity_id)
    introduction.state = move(INTRODUCTION_MOVES, introduction.state, IntroductionState.JOINED)
    introduction.hold_until = None
    scope.session.flush()
    gather_if_due(scope, opportunity)
    if introduction.state is IntroductionState.JOINED:
        show_place(scope, introduction, opportunity)


def show_place(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """Whoever came by the card hears that they are in, and where to step back; who was asked reads so in their offer."""
    offer = scope.get(Offer, introduction.offer_id)
    shown = scope.select(Message).where(
        Message.offer_id == offer.id, Message.purpose.in_([each.value for each in SHOWS_OFFER])
    )
    if scope.session.scalar(shown.limit(1)) is None:
        once, to = f"joined:{introduction.id}", introduction.partner_id
        tell(scope, Purpose.JOINED, to, opportunity=opportunity, offer=offer, introduction=introduction, once=once)


def gather_if_due(scope: Scope, opportunity: Opportunity) -> None:
    """Gathers the team for those who have joined, if no place is free any more, or others of it are together."""
    waiting = in_state(scope, opportunity, IntroductionState.JOINED)
    if waiting and (is_complete(scope, opportunity) or whole_team(scope, opportunity)):
        bring_team_together(scope, opportunity)


def gather(scope: Scope, member: Member, reference: str) -> None:
    """The convener has the team gathered as it is, though places are free; or once more, where Slack would not.

    Raises:
        Refused: if nobody has joined who was not gathered yet, and nobody has stepped back.
    """
    opportunity = led_opportunity(scope, member, reference)
    refuse_ended(opportunity)
    if not in_state(scope, opportunity, IntroductionState.JOINED):
        if not in_state(scope, opportunity, IntroductionState.OPEN):
            raise Refused("Nobody has joined yet.")
        newest = gatherings(scope, opportunity)[-1]
        if newest.channel is not None and not is_overheard(scope, newest):
            raise Refused("They are all together already.")
        if newest.channel is None and is_coming(scope, newest):
            raise Refused("I'm gathering them already. Look for the group message in a moment.")
    bring_team_together(scope, opportunity)


def is_overheard(scope: Scope, gathering: Gathering) -> bool:
    """Whether somebody reads in its group message who has stepped back from the team."""
    of_it = scope.all(scope.select(Introduction).where(Introduction.gathering_id == gathering.id))
    gone = {each.partner_id for each in of_it if each.state is IntroductionState.STEPPED_BACK}
    stay = {each.partner_id for each in of_it if each.state is IntroductionState.OPEN}
    return any(not scope.get(Member, member_id).has_left for member_id in gone - stay)


def bring_team_together(scope: Scope, opportunity: Opportunity, *, anew: bool = False) -> None:
    """All who have a place meet in a new group message, those of an earlier one with them.

    Who are together already stay where they are, unless it is to be made anew, for another poster. Not while nobody is
    there who would hold them together: whoever takes that on has them meet.
    """
    if scope.get(Member, bid_of(scope, opportunity).convener_id).has_left:
        return
    before = gatherings(scope, opportunity)
    if before and not anew and has_them_all(scope, before[-1], opportunity):
        take_on_more(scope, before, opportunity)
        return
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
    tell_gathering(scope, Purpose.TEAM, gathering, once=f"gather:{gathering.id}")
    keep_true(scope, *SHOWS_OFFER, *KEPT_TRUE, opportunity=opportunity)


def has_them_all(scope: Scope, newest: Gathering, opportunity: Opportunity) -> bool:
    """Whether the team has its group message already: Slack would give the same people that one again.

    Whoever stepped back is in it too: then it is another team.
    """
    told = scope.select(Introduction).where(
        Introduction.gathering_id == newest.id, Introduction.state != IntroductionState.JOINED
    )
    together = scope.all(told)
    waiting = {each.partner_id for each in in_state(scope, opportunity, IntroductionState.JOINED)}
    return (
        newest.channel is not None
        and bool(waiting)
        and waiting <= {each.partner_id for each in together}
        and all(each.state is IntroductionState.OPEN for each in together)
    )


def take_on_more(scope: Scope, before: list[Gathering], opportunity: Opportunity) -> None:
    """Those who are together already have more roles: their first message says so, and a word in its thread."""
    newest = before[-1]
    more = in_state(scope, opportunity, IntroductionState.JOINED)
    for introduction in more:
        introduction.state = move(INTRODUCTION_MOVES, introduction.state, IntroductionState.OPEN)
        introduction.opened_at, introduction.gathering_id = newest.created_at, newest.id  # as the rest of this team
    if is_complete(scope, opportunity):
        newest.completes = not any(each.completes for each in before if is_of_now(each, opportunity))
    scope.session.flush()
    for introduction in more:
        tell_group(scope, Purpose.TEAM_NEWS, introduction, once=f"also:{introduction.id}")
    keep_true(scope, Purpose.TEAM, *SHOWS_OFFER, *KEPT_TRUE, opportunity=opportunity)


def has_gathered(scope: Scope, gathering: Gathering, channel: str, ts: str) -> None:
    """The team has its new group message: only now do the earlier ones say that there is one, and hold no secrets."""
    begins = gathering.channel is None
    gathering.channel, gathering.thread_ts = channel, ts
    if not begins:
        return
    scope.session.flush()
    opportunity = scope.get(Opportunity, gathering.opportunity_id)
    for earlier in gatherings(scope, opportunity)[: gathering.number - 1]:
        keep_true(scope, Purpose.TEAM, gathering=earlier)
    keep_true(scope, Purpose.NOT_GATHERED, opportunity=opportunity)


def could_not_gather(scope: Scope, gathering: Gathering) -> None:
    """Slack would not open the group message: all stand as before it was tried, and hear so; it can be tried again.

    It may be that one of them has left, so Slack is asked about each.
    """
    opportunity = scope.get(Opportunity, gathering.opportunity_id)
    gathering.completes = False
    team = in_state(scope, opportunity, *IN_THE_TEAM)
    if opportunity.state is OpportunityState.OPEN:
        came = [each for each in gatherings(scope, opportunity) if each.channel is not None]
        for introduction in team:
            if introduction.gathering_id == gathering.id:
                stand_as_before(introduction, came)
        scope.session.flush()
        for introduction in in_state(scope, opportunity, IntroductionState.JOINED):
            show_place(scope, introduction, opportunity)
        plan(scope, bid_of(scope, opportunity), opportunity)
    convener = bid_of(scope, opportunity).convener_id
    for member_id in dict.fromkeys([opportunity.poster_id, convener, *(each.partner_id for each in team)]):
        scope.get(Member, member_id).look_up_due_at = scope.now
        once = f"not_gathered:{gathering.id}:{member_id}"
        tell(scope, Purpose.NOT_GATHERED, member_id, opportunity=opportunity, gathering=gathering, once=once)
    keep_true(scope, *SHOWS_OFFER, *KEPT_TRUE, opportunity=opportunity)


def stand_as_before(introduction: Introduction, came: list[Gathering]) -> None:
    """One of a team is in the last group message that came to be with them in it; else they wait to be gathered."""
    theirs = [each for each in came if introduction.opened_at is not None and introduction.opened_at <= each.created_at]
    if theirs:
        introduction.gathering_id = theirs[-1].id
        return
    introduction.state = move(INTRODUCTION_MOVES, introduction.state, IntroductionState.JOINED)
    introduction.opened_at, introduction.gathering_id = None, None


def is_coming(scope: Scope, gathering: Gathering) -> bool:
    """Whether the group message of a gathering is on its way: not refused."""
    first = scope.session.scalar(scope.select(Message).where(Message.once == f"gather:{gathering.id}"))
    return first is not None and first.state is MessageState.WAITING


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
    return (wanted or 0) == len(in_state(scope, opportunity, *IN_THE_TEAM))


def in_state(scope: Scope, opportunity: Opportunity, *states: IntroductionState) -> list[Introduction]:
    """The introductions of an opportunity in these states, in the order in which they came."""
    query = scope.select(Introduction).where(
        Introduction.opportunity_id == opportunity.id, Introduction.state.in_(states)
    )
    return scope.all(query.order_by(Introduction.created_at, Introduction.id))
