"""What letters say of a team: who has which place, who is asked or proposed, who was gathered, and what came of the bid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Candidate, Gathering
from leadbot.domain.statuses import IN_THE_TEAM, IntroductionState, OfferState, OpportunityState, Outcome
from leadbot.services.bids import bid_of, has_place
from leadbot.services.facts import Person, day_of, known, person
from leadbot.services.gather import in_state
from leadbot.services.outbox import Purpose
from leadbot.services.teams import lineup_of, open_places

TELLS_BID = frozenset({Purpose.BID, Purpose.BID_TOLD, Purpose.EXPIRED})
HAS_A_PLACE = (*IN_THE_TEAM, IntroductionState.ENDED)  # or had one when the contract ended
TELLS_TEAM = frozenset({Purpose.POSTED, Purpose.UNFILLED, Purpose.EXPIRED})


@dataclass(frozen=True)
class Proposal:
    """Somebody who is proposed for a place, and why. The reasons are written to them."""

    person: Person
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class RoleInTeam:
    """One role, and who is to take its places."""

    description: str
    by_poster: bool
    taken: tuple[Person, ...]
    helping: tuple[Person, ...]  # would like to, and wait for the poster's answer; their places are kept
    asked: tuple[Person, ...]  # who have not answered yet
    reserve: tuple[Person, ...]  # said yes when no place was there for them
    proposed: tuple[Proposal, ...]
    left: int  # places for which nobody is asked or proposed
    nobody: bool  # and nobody here could be
    could: bool  # be put to somebody more, for one of these places
    was_put: bool  # to somebody, whatever they said

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to say of it: a role that was taken out of the form has neither places nor people."""
        return bool(self.by_poster or self.taken or self.helping or self.asked or self.proposed or self.left)


@dataclass(frozen=True)
class TeamFacts:
    """A team as its poster sees it."""

    roles: tuple[RoleInTeam, ...]
    waiting: int  # have joined, and are not gathered yet
    gathered: int

    @property
    def proposed(self) -> int:
        """How many places somebody is proposed for."""
        return sum(len(role.proposed) for role in self.roles)

    @property
    def has_candidates(self) -> bool:
        """Whether there is anybody from whom to choose, for any place."""
        return any(role.could for role in self.roles)

    @property
    def lacks_anybody(self) -> bool:
        """Whether there is a place that nobody here could take."""
        return any(role.left and role.nobody for role in self.roles)


@dataclass(frozen=True)
class Teammate:
    """One of a team, with what they do in it."""

    person: Person
    roles: tuple[str, ...]
    stepped_back: bool
    is_new: bool  # was in no earlier gathering


@dataclass(frozen=True)
class GatheringFacts:
    """A team in its group message."""

    id: UUID
    channel: str | None
    thread_ts: str | None
    completes: bool
    is_newest: bool
    is_replaced: bool  # there is the group message of a later one
    is_together: bool  # it has not come to an end with all of its team
    mates: tuple[Teammate, ...]
    gone: tuple[Person, ...]  # who were in an earlier one, and have stepped back
    first_gathered: date | None  # if there was an earlier one
    convener: Person
    confidential: str
    withheld: bool  # there is something confidential, and somebody reads here who has stepped back
    readers: tuple[str, ...]  # Slack ids of all in the group message
    waiting: tuple[Person, ...]  # have joined, and are in no group message

    @property
    def present(self) -> tuple[Teammate, ...]:
        """Those who have not stepped back since."""
        return tuple(mate for mate in self.mates if not mate.stepped_back)


@dataclass(frozen=True)
class BidFacts:
    """A bid, as it is asked about and told."""

    asked: int
    unanswered: int
    asks_on: date | None
    sent: bool
    outcome: Outcome | None
    told_by: Person | None
    worth: tuple[int, str] | None  # smallest units and currency, if whoever told it agreed to have it told
    split: str
    thanks: str


def team_facts(scope: Scope, opportunity: Opportunity) -> TeamFacts:
    """A team as its poster sees it: place by place."""
    lineup = lineup_of(scope, opportunity)
    free = open_places(lineup)
    is_open = opportunity.state is OpportunityState.OPEN
    roles = []
    for role in lineup.roles:
        mine = [place for place in free if place.role is role]
        chosen = [place.chosen for place in mine if place.chosen is not None]
        roles.append(
            RoleInTeam(
                description=role.description,
                by_poster=role.by_poster,
                taken=people(scope, partners_in(scope, role, opportunity, HAS_A_PLACE)),
                helping=people(scope, partners_in(scope, role, opportunity, (IntroductionState.PROPOSED,))),
                asked=people(scope, asked_for(scope, role)),
                reserve=people(scope, in_reserve(lineup.offers[role.id])) if is_open else (),
                proposed=tuple(proposal(scope, each) for each in chosen),
                left=len(mine) - len(chosen),
                nobody=any(place.chosen is None and not place.others for place in mine),
                could=any(place.others for place in mine),
                was_put=bool(lineup.put_to(role)),
            )
        )
    return TeamFacts(
        roles=tuple(role for role in roles if role.is_wanted),
        waiting=len(partners_that(scope, opportunity, IntroductionState.JOINED)),
        gathered=len(partners_that(scope, opportunity, IntroductionState.OPEN)),
    )


def proposal(scope: Scope, candidate: Candidate) -> Proposal:
    """Somebody who is proposed."""
    return Proposal(known(scope, candidate.member_id), tuple(candidate.reasons))


def people(scope: Scope, members: list[UUID]) -> tuple[Person, ...]:
    """Members, as a message speaks of them."""
    return tuple(known(scope, member_id) for member_id in members)


def partners_in(
    scope: Scope, role: Role, opportunity: Opportunity, states: Collection[IntroductionState]
) -> list[UUID]:
    """Who has a place in a role, in one of these states; whoever had one before the contract was reopened has none."""
    query = scope.select(Introduction).where(Introduction.role_id == role.id, Introduction.state.in_(states))
    found = scope.all(query.order_by(Introduction.created_at, Introduction.id))
    return list(dict.fromkeys(each.partner_id for each in found if has_place(each, opportunity)))


def asked_for(scope: Scope, role: Role) -> list[UUID]:
    """Who is asked for a role and has not answered."""
    query = scope.select(Offer).where(Offer.role_id == role.id, Offer.state == OfferState.SENT)
    return [each.member_id for each in scope.all(query.order_by(Offer.created_at, Offer.id))]


def in_reserve(offers: Sequence[Offer]) -> list[UUID]:
    """Who of those to whom a role was offered are in reserve, in their order."""
    waiting = [each for each in offers if each.state is OfferState.RESERVE and each.answered_at is not None]
    return [each.member_id for each in sorted(waiting, key=lambda each: (each.answered_at, each.id))]


def partners_that(scope: Scope, opportunity: Opportunity, state: IntroductionState) -> list[UUID]:
    """Those of a team whose introductions are in a state, each once."""
    return list(dict.fromkeys(each.partner_id for each in in_state(scope, opportunity, state)))


def gathering_facts(scope: Scope, gathering: Gathering, purpose: Purpose) -> GatheringFacts:
    """A team in its group message. Confidential details are read for its first message only, until a later one is there or
    somebody steps back: they can still read there, also what would change in it.
    """
    opportunity = scope.get(Opportunity, gathering.opportunity_id)
    all_of_them = scope.all(
        scope.select(Gathering).where(Gathering.opportunity_id == opportunity.id).order_by(Gathering.number)
    )
    came = introductions_of(scope, opportunity, until=gathering)
    mates = [each for each in came if was_in(each, gathering, opportunity)]
    zone = ZoneInfo(scope.workspace.time_zone)
    earlier = [each for each in all_of_them if each.number < gathering.number and each.channel is not None]
    replaced = any(each.channel is not None for each in all_of_them if each.number > gathering.number)
    bid = bid_of(scope, opportunity)
    team = teammates(scope, mates, gathering, {each.partner_id for each in came if came_before(each, gathering)})
    tells_all = not replaced and purpose is Purpose.TEAM
    overheard = any(mate.stepped_back and not mate.person.has_left for mate in team)
    return GatheringFacts(
        id=gathering.id,
        channel=gathering.channel,
        thread_ts=gathering.thread_ts,
        completes=gathering.completes,
        is_newest=all_of_them[-1].id == gathering.id,
        is_replaced=replaced,
        is_together=any(each.state in IN_THE_TEAM for each in mates),
        mates=team,
        gone=people(
            scope, list(dict.fromkeys(each.partner_id for each in came if gone_before(each, gathering, mates)))
        ),
        first_gathered=earlier[0].created_at.astimezone(zone).date() if earlier else None,
        convener=known(scope, bid.convener_id),
        confidential=opportunity.confidential if tells_all and not overheard else "",
        withheld=tells_all and overheard and bool(opportunity.confidential),
        readers=readers_of(scope, opportunity, mates),
        waiting=people(scope, partners_that(scope, opportunity, IntroductionState.JOINED)),
    )


def introductions_of(scope: Scope, opportunity: Opportunity, *, until: Gathering) -> list[Introduction]:
    """All who were ever gathered until then, in the order of their roles."""
    query = (
        scope.select(Introduction)
        .join(Role, (Role.workspace_id == Introduction.workspace_id) & (Role.id == Introduction.role_id))
        .where(Introduction.opportunity_id == opportunity.id, Introduction.opened_at <= until.created_at)
    )
    return scope.all(query.order_by(Role.position, Introduction.opened_at, Introduction.id))


def was_in(introduction: Introduction, gathering: Gathering, opportunity: Opportunity) -> bool:
    """Whether somebody was of the team when it was gathered; nobody is whose place was free again when it was reopened."""
    left = introduction.ended_at if introduction.state is IntroductionState.STEPPED_BACK else None
    return has_place(introduction, opportunity) and (left is None or left > gathering.created_at)


def came_before(introduction: Introduction, gathering: Gathering) -> bool:
    """Whether somebody was gathered earlier."""
    return introduction.opened_at is not None and introduction.opened_at < gathering.created_at


def gone_before(introduction: Introduction, gathering: Gathering, mates: list[Introduction]) -> bool:
    """Whether somebody had stepped back before the team was gathered, and has not come again."""
    left = introduction.ended_at if introduction.state is IntroductionState.STEPPED_BACK else None
    came_again = any(mate.partner_id == introduction.partner_id for mate in mates)
    return left is not None and left <= gathering.created_at and not came_again


def teammates(
    scope: Scope, mates: list[Introduction], gathering: Gathering, known_before: set[UUID]
) -> tuple[Teammate, ...]:
    """One for each person, with all that they do."""
    by_person: dict[UUID, list[Introduction]] = {}
    for each in mates:
        by_person.setdefault(each.partner_id, []).append(each)
    return tuple(
        Teammate(
            person=known(scope, member_id),
            roles=tuple(scope.get(Role, each.role_id).description for each in theirs),
            stepped_back=all(each.state is IntroductionState.STEPPED_BACK for each in theirs),
            is_new=gathering.number > 1 and member_id not in known_before,
        )
        for member_id, theirs in by_person.items()
    )


def readers_of(scope: Scope, opportunity: Opportunity, mates: list[Introduction]) -> tuple[str, ...]:
    """The Slack ids of all who are in the group message: the poster, and each of the team once; nobody who has left."""
    ids = dict.fromkeys([opportunity.poster_id, *(each.partner_id for each in mates)])
    readers = [scope.get(Member, member_id) for member_id in ids]
    return tuple(member.slack_user_id for member in readers if not member.has_left)


def bid_facts(scope: Scope, opportunity: Opportunity) -> BidFacts:
    """What is known of a bid."""
    bid = bid_of(scope, opportunity)
    return BidFacts(
        asked=bid.asked,
        unanswered=bid.unanswered,
        asks_on=day_of(scope, bid.due_at, bid.convener_id),
        sent=bid.sent_at is not None,
        outcome=bid.outcome,
        told_by=person(scope, bid.outcome_by),
        worth=(bid.value, bid.currency or "") if bid.value is not None and bid.value_shared else None,
        split=bid.split,
        thanks=bid.thanks,
    )
