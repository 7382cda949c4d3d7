"""What a member answers to an offer or a card, and what follows from it."""

from dataclasses import dataclass
from enum import StrEnum

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role, SkillRefusal
from leadbot.domain.errors import Faults, OutOfDate, Refused
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import (
    ENDINGS,
    HOLDS_A_PLACE,
    OFFER_MOVES,
    IntroductionState,
    OfferOrigin,
    OfferState,
    OpportunityState,
    PassReason,
    move,
)
from leadbot.domain.teams import ROLES_EACH
from leadbot.kinds import KINDS
from leadbot.services.authority import opportunity_for, own_offer
from leadbot.services.facts import Person, known
from leadbot.services.introduce import ask_if_short, bring_together, step_back, take_place
from leadbot.services.kept_true import keep_true
from leadbot.services.limits import ENOUGH_FOR_TODAY, offers_left
from leadbot.services.outbox import SHOWS_OFFER, TELLS_POSTER, Purpose, tell
from leadbot.services.people import may_be_asked, member_of
from leadbot.services.places import is_spoken_for, only_left_open
from leadbot.services.reserve import keep_reserves_true, place_in_reserve
from leadbot.services.suit import asked_skills, room_left, why
from leadbot.services.teams import roles_held
from leadbot.services.which_role import declined, role_for, roles_for
from leadbot.services.working_hours import working_time

BUSY = 5  # working days without offers
TWO_ROLES = "You have two roles in this already, which is as many as one person takes."
ANOTHER_WAY = "The one who posted it is going another way this time. Thanks for offering to help."


class Answered(StrEnum):
    """What came of an acceptance."""

    INTRODUCED = "introduced"
    JOINED = "joined"  # a team that is not gathered yet
    POSTER_ASKED = "poster_asked"
    RESERVE = "reserve"


@dataclass(frozen=True)
class Helped:
    """What came of an offer to help."""

    answered: Answered
    poster: Person
    part: str  # what they would do in a team
    reserve: int  # their place in the reserve
    is_gone: bool  # no place of it is free


STANDING = {
    IntroductionState.PROPOSED: Answered.POSTER_ASKED,
    IntroductionState.JOINED: Answered.JOINED,
    IntroductionState.OPEN: Answered.INTRODUCED,
}


def accept(scope: Scope, member: Member, reference: str) -> Answered:
    """A member takes up an offer: they are introduced, or the poster is asked, or they are next in line.

    Raises:
        OutOfDate: if the opportunity has ended, or the offer was withdrawn.
    """
    offer, role, opportunity = own_offer(scope, member, reference)
    refuse_too_late(opportunity)
    return take_up(scope, offer, role, opportunity, spoken_for=is_spoken_for(scope, member, role))


def take_up(scope: Scope, offer: Offer, role: Role, opportunity: Opportunity, *, spoken_for: bool) -> Answered:
    """The offer is accepted if there is a place that is not spoken for, else it waits in reserve. Whom nobody matched
    is put to the poster first.
    """
    if offer.state is OfferState.ACCEPTED:
        return standing(scope, offer)
    if declined(scope, scope.get(Member, offer.member_id), [role]):
        raise Refused(ANOTHER_WAY)
    if roles_held(scope, opportunity, scope.get(Member, offer.member_id), (OfferState.ACCEPTED,)) >= ROLES_EACH:
        raise Refused(TWO_ROLES)
    was_reserve = offer.state is OfferState.RESERVE
    ask_first = opportunity.introduce == "ask_me" or offer.origin == OfferOrigin.CARD
    if not spoken_for and take_place(scope, role):
        ask_first = ask_first or only_left_open(scope, offer, role)
        offer.state = move(OFFER_MOVES, offer.state, OfferState.ACCEPTED)
        offer.answered_at = scope.now
        bring_together(scope, offer, role, opportunity, ask_first=ask_first)
        answered = standing(scope, offer)
    else:
        if offer.state is not OfferState.RESERVE:
            offer.state = move(OFFER_MOVES, offer.state, OfferState.RESERVE)
            offer.answered_at = scope.now
        answered = Answered.RESERVE
        keep_true(scope, *TELLS_POSTER, opportunity=opportunity)
    scope.session.flush()
    keep_true(scope, *SHOWS_OFFER, offer=offer)
    if was_reserve:
        keep_reserves_true(scope, role)
    return answered


def standing(scope: Scope, offer: Offer) -> Answered:
    """What an acceptance has come to already: to press twice is to press once."""
    introduction = scope.session.scalar(
        scope.select(Introduction).where(Introduction.offer_id == offer.id, Introduction.state.in_(HOLDS_A_PLACE))
    )
    return STANDING[introduction.state] if introduction is not None else Answered.INTRODUCED


def could_help_with(scope: Scope, member: Member, reference: str) -> list[Role]:
    """The roles that somebody who presses "I can help" may mean: they are asked which, if there are several.

    Raises:
        Refused: if it is their own, or the poster went another way for all that they may mean.
        OutOfDate: if it has ended.
    """
    opportunity = opportunity_for(scope, member, reference)
    refuse_too_late(opportunity)
    if opportunity.poster_id == member.id:
        raise Refused("This is your own. Your neighbours can press that button.")
    roles = roles_for(scope, member, opportunity)
    if len(declined(scope, member, roles)) == len(roles):
        raise Refused(ANOTHER_WAY)
    return roles


def help_with(scope: Scope, member: Member, reference: str, position: int | None = None) -> Helped:
    """A member presses "I can help" on the card; says what came of it.

    Whoever was asked is treated as if they had accepted there; anybody else is put to the poster first.
    """
    could_help_with(scope, member, reference)
    opportunity = opportunity_for(scope, member, reference)
    role, offer = role_for(scope, member, opportunity, position)
    spoken_for = is_spoken_for(scope, member, role)
    if offer is None:
        if roles_held(scope, opportunity, member) >= ROLES_EACH:
            raise Refused(TWO_ROLES)
        if room_left(scope, member) <= 0:
            raise Refused(
                "You have as many open introductions as you asked for. Finish one first, or raise it in `/skills`."
            )
        offer = scope.add(
            Offer,
            id=id_within(role.id, member.id),
            role_id=role.id,
            member_id=member.id,
            state=OfferState.SENT,
            origin=OfferOrigin.CARD,
            reasons=why(scope, member, role, opportunity),
            created_at=scope.now,
            delivered_at=scope.now,
        )
    return Helped(
        answered=take_up(scope, offer, role, opportunity, spoken_for=spoken_for),
        poster=known(scope, opportunity.poster_id),
        part=role.description if KINDS[opportunity.kind].gathers else "",
        reserve=place_in_reserve(scope, offer),
        is_gone=role.taken >= role.places,
    )


def pass_on(scope: Scope, member: Member, reference: str, reason: str, someone: str | None = None) -> Member | None:
    """A member passes, and says why; returns whom they named instead, if they named someone.

    Raises:
        Faults: if the form lacks a reason, or the person to whom a reason points.
        OutOfDate: if they have accepted meanwhile, or it has ended.
    """
    offer, role, opportunity = own_offer(scope, member, reference)
    if reason not in tuple(PassReason):
        raise Faults({"reason": "Please choose one of these."})
    if reason == PassReason.SOMEONE_BETTER and not someone:
        raise Faults({"someone": "Please say whom you have in mind."})
    if offer.state is OfferState.ACCEPTED:
        step_back_early(scope, member, offer)
    named = recommend(scope, member, str(opportunity.id), someone) if someone else None
    was_reserve = offer.state is OfferState.RESERVE
    if offer.state is not OfferState.PASSED:
        offer.state = move(OFFER_MOVES, offer.state, OfferState.PASSED)
        offer.answered_at = scope.now
    offer.pass_reason = reason
    if reason == PassReason.BUSY:
        member.quiet_until = working_time(scope, member).days_later(scope.now, BUSY)
    if reason == PassReason.NOT_MY_SKILL:
        refuse_skills(scope, member, asked_skills(role, opportunity))
    scope.session.flush()
    keep_true(scope, *SHOWS_OFFER, offer=offer)
    keep_true(scope, *TELLS_POSTER, opportunity=opportunity)
    if was_reserve:
        keep_reserves_true(scope, role)
    ask_if_short(scope, role)
    return named


def step_back_early(scope: Scope, member: Member, offer: Offer) -> None:
    """Whoever still waits for the poster's answer, or for the team, may pass; whoever was introduced steps back there.

    Raises:
        OutOfDate: if they were introduced already.
    """
    early = (IntroductionState.PROPOSED, IntroductionState.JOINED)
    waiting = scope.session.scalar(
        scope.select(Introduction).where(Introduction.offer_id == offer.id, Introduction.state.in_(early))
    )
    if waiting is None:
        raise OutOfDate("You have taken this up already. You can step back in the group message.")
    step_back(scope, member, str(waiting.id))


def refuse_skills(scope: Scope, member: Member, skills: list[str]) -> None:
    """The member is not asked for these again; their profile stays as it is."""
    for skill in skills:
        key = (scope.workspace.id, member.id, skill)
        if scope.session.get(SkillRefusal, key) is None:
            scope.session.add(SkillRefusal(workspace_id=key[0], member_id=key[1], skill=skill, created_at=scope.now))


def recommend(scope: Scope, by: Member, reference: str, slack_user_id: str, position: int | None = None) -> Member:
    """A member names somebody for an opportunity, or for one of its roles: it is put to them, with credit to the member.

    Raises:
        Faults: at the field `someone`, if that person cannot be asked.
    """
    opportunity = opportunity_for(scope, by, reference)
    refuse_too_late(opportunity)
    someone = member_of(scope, slack_user_id)
    role, offer = role_for(scope, someone, opportunity, position)
    if fault := fault_of_naming(scope, by, someone, opportunity, offer):
        raise Faults({"someone": fault})
    if offers_left(scope, by.id) == 0:
        raise Faults({"someone": f"{ENOUGH_FOR_TODAY} You can name them tomorrow."})
    offer = scope.add(
        Offer,
        id=id_within(role.id, someone.id),
        role_id=role.id,
        member_id=someone.id,
        state=OfferState.SENT,
        origin=OfferOrigin.RECOMMENDED,
        reasons=why(scope, someone, role, opportunity),
        recommended_by=by.id,
        created_at=scope.now,
    )
    someone.last_offered_at = scope.now
    tell(scope, Purpose.OFFER, someone.id, opportunity=opportunity, offer=offer, once=f"offer:{role.id}:{someone.id}")
    keep_true(scope, Purpose.POSTED, Purpose.NOBODY_LEFT, opportunity=opportunity)
    return someone


def fault_of_naming(
    scope: Scope, by: Member, someone: Member, opportunity: Opportunity, offer: Offer | None
) -> str | None:
    """Why this person cannot be named, in one sentence; None if they can."""
    name = someone.name or "They"
    if someone.id == by.id:
        return "That is you. Please name somebody else."
    if someone.id == opportunity.poster_id:
        return f"{name} posted this. Please name somebody else."
    if offer is not None:
        return f"{name} knows of this already."
    if roles_held(scope, opportunity, someone) >= ROLES_EACH:
        return f"{name} has two roles in this already. Please name somebody else."
    if not may_be_asked(scope, someone) or room_left(scope, someone) <= 0:
        return f"{name} can't be asked at the moment. Please name somebody else."
    return None


def refuse_too_late(opportunity: Opportunity) -> None:
    """An opportunity that has ended takes no more answers.

    Raises:
        OutOfDate: if it has ended; the text says how.
    """
    if opportunity.state is not OpportunityState.OPEN:
        raise OutOfDate(ENDINGS[opportunity.state].too_late)
