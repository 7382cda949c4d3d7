"""Bringing two people together: a place is taken, the poster is asked or not, and they meet in a group message."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from leadbot.db.engine import Database
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.errors import OutOfDate, Refused
from leadbot.domain.follow_ups import days_until_next
from leadbot.domain.ids import id_within
from leadbot.domain.limits import CHANGES_OF_MIND
from leadbot.domain.statuses import (
    HOLDS_A_PLACE,
    INTRODUCTION_MOVES,
    OFFER_MOVES,
    IntroductionState,
    OfferState,
    OpportunityState,
    move,
    stands,
)
from leadbot.kinds import KINDS
from leadbot.services.authority import introduction_for_partner, introduction_for_poster
from leadbot.services.bids import give_back
from leadbot.services.due_rows import act_on_next
from leadbot.services.gather import join
from leadbot.services.kept_true import keep_question_true, keep_true
from leadbot.services.outbox import KEPT_TRUE, SHOWS_OFFER, Purpose, leave_work, tell, tell_group
from leadbot.services.places import spend_left_open, to_fill, unanswered
from leadbot.services.working_hours import working_time

HOLD = 1  # working days for which a place is kept while the poster thinks


def take_place(scope: Scope, role: Role) -> bool:
    """Takes a place of a role, if one is free. One statement: to read first overbooked 150 of 150 tries."""
    taken = scope.session.execute(
        update(Role)
        .where(Role.workspace_id == scope.workspace.id, Role.id == role.id, Role.taken < Role.places)
        .values(taken=Role.taken + 1)
        .execution_options(synchronize_session=False)
    )
    scope.session.refresh(role)
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def free_place(scope: Scope, role: Role) -> None:
    """Gives a place back, and has the next in line asked."""
    scope.session.execute(
        update(Role)
        .where(Role.workspace_id == scope.workspace.id, Role.id == role.id)
        .values(taken=Role.taken - 1)
        .execution_options(synchronize_session=False)
    )
    scope.session.refresh(role)
    role.waves_wanted = max(role.waves_wanted, role.waves + 1)  # the next in line is asked, however many were before
    ask_soon(scope, role)


def ask_if_short(scope: Scope, role: Role) -> None:
    """Somebody has said no, or nothing: the next in line are asked once fewer are being asked than places are to be filled."""
    scope.session.flush()
    if unanswered(scope, role) < to_fill(role):
        ask_soon(scope, role)


def ask_soon(scope: Scope, role: Role) -> None:
    """Has the next in line asked as soon as this is committed."""
    role.wave_due_at = scope.now
    leave_work(scope.session)


def bring_together(
    scope: Scope, offer: Offer, role: Role, opportunity: Opportunity, *, ask_first: bool
) -> Introduction:
    """Makes an introduction of an accepted offer whose place is taken; the poster is asked first, or the two meet.

    Raises:
        Refused: if there were so many of this offer that others would only be kept busy.
    """
    before = select(func.count()).where(
        Introduction.workspace_id == scope.workspace.id, Introduction.offer_id == offer.id
    )
    times = scope.session.scalar(before) or 0
    if times >= CHANGES_OF_MIND:
        raise Refused(
            "You have said yes to this and stepped back many times, so please write to the one who posted it."
        )
    introduction = scope.add(
        Introduction,
        id=id_within(offer.id, times),
        opportunity_id=opportunity.id,
        role_id=role.id,
        offer_id=offer.id,
        partner_id=offer.member_id,
        state=IntroductionState.PROPOSED,
        created_at=scope.now,
    )
    if ask_first:
        ask_poster(scope, introduction, opportunity)
    else:
        welcome(scope, introduction, opportunity)
    keep_true(scope, *KEPT_TRUE, opportunity=opportunity)
    return introduction


def ask_poster(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """The poster is asked whether to introduce them, and the place is kept meanwhile."""
    introduction.hold_until = working_time(scope).days_later(scope.now, HOLD)
    tell(
        scope,
        Purpose.ASK_POSTER,
        opportunity.poster_id,
        opportunity=opportunity,
        offer=scope.get(Offer, introduction.offer_id),
        introduction=introduction,
        once=f"ask:{introduction.id}:{opportunity.poster_id}",
    )


def welcome(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """The two meet; or, where it is a team that is wanted, the partner joins it."""
    if not KINDS[opportunity.kind].gathers:
        open_introduction(scope, introduction)
        return
    join(scope, introduction)
    spend_left_open(scope, introduction)


def open_introduction(scope: Scope, introduction: Introduction) -> None:
    """The two meet: the first message in their group message."""
    introduction.state = move(INTRODUCTION_MOVES, introduction.state, IntroductionState.OPEN)
    introduction.opened_at = scope.now
    introduction.hold_until = None
    follow_from_now(scope, introduction)
    tell_group(scope, Purpose.INTRODUCTION, introduction, once=f"introduce:{introduction.id}")


def follow_from_now(scope: Scope, introduction: Introduction) -> None:
    """Sets when the partner is first asked how it goes, now or once more: nobody was silent yet."""
    introduction.unanswered, introduction.partner_silent, introduction.poster_silent = 0, 0, 0
    introduction.put_off_until = None
    works = working_time(scope, scope.get(Member, introduction.partner_id))
    introduction.follow_up_at = works.days_later(scope.now, days_until_next(introduction.asked, 0))


def agree(scope: Scope, poster: Member, reference: str) -> None:
    """The poster says: introduce us.

    Raises:
        OutOfDate: if the place was released, or the opportunity has ended meanwhile.
    """
    introduction, opportunity = introduction_for_poster(scope, poster, reference)
    if introduction.state in (IntroductionState.OPEN, IntroductionState.JOINED):
        return
    if introduction.state is not IntroductionState.PROPOSED or opportunity.state is not OpportunityState.OPEN:
        ended = opportunity.state is not OpportunityState.OPEN
        raise OutOfDate(stands(opportunity.state if ended else introduction.state))
    welcome(scope, introduction, opportunity)
    after_answer(scope, introduction, opportunity)


def decline(scope: Scope, poster: Member, reference: str) -> None:
    """The poster says: not this time. The one who offered to help hears it kindly, and the place is free."""
    introduction, opportunity = introduction_for_poster(scope, poster, reference)
    if introduction.state is IntroductionState.DECLINED:
        return
    if introduction.state is not IntroductionState.PROPOSED:
        ended = opportunity.state is not OpportunityState.OPEN
        raise OutOfDate(stands(opportunity.state if ended else introduction.state))
    end(scope, introduction, IntroductionState.DECLINED)
    offer = scope.get(Offer, introduction.offer_id)
    offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
    tell(
        scope,
        Purpose.NOT_THIS_TIME,
        introduction.partner_id,
        opportunity=opportunity,
        offer=offer,
        introduction=introduction,
        once=f"not_this_time:{introduction.id}",
    )
    after_answer(scope, introduction, opportunity)


def step_back(scope: Scope, partner: Member, reference: str) -> Opportunity:
    """The partner steps back: the poster is told, the place is free, and while it is open the next in line is asked."""
    introduction, opportunity = introduction_for_partner(scope, partner, reference)
    if introduction.state is IntroductionState.STEPPED_BACK:
        return opportunity
    part(scope, [introduction], opportunity)
    return opportunity


def part(scope: Scope, introductions: Sequence[Introduction], opportunity: Opportunity) -> None:
    """A partner has stepped back from all of these, or has left the space: the poster hears so once, and the places are
    free.
    """
    partner = scope.get(Member, introductions[0].partner_id)
    met = next((each for each in introductions if was_said(scope, each)), None)  # else there is no thread to say it in
    convened = give_back(scope, opportunity, partner)
    for introduction in introductions:
        end(scope, introduction, IntroductionState.STEPPED_BACK)
        offer = scope.get(Offer, introduction.offer_id)
        offer.state, offer.pass_reason = move(OFFER_MOVES, offer.state, OfferState.PASSED), None
    places = len(introductions)
    if met is not None and not partner.has_left:
        once = f"stepped_back:{met.id}"
        tell_group(scope, Purpose.GROUP_STEPPED_BACK, met, once=once, places=places, convened=convened)
    else:
        tell(
            scope,
            Purpose.STEPPED_BACK,
            opportunity.poster_id,
            opportunity=opportunity,
            introduction=introductions[0],
            once=f"stepped_back:{introductions[0].id}",
            unbidden=partner.has_left,
        )
    for introduction in introductions:
        after_answer(scope, introduction, opportunity)


def was_said(scope: Scope, introduction: Introduction) -> bool:
    """Whether they were brought together in their group message, or may have been: its answer may be lost."""
    team = introduction.gathering_id
    once = f"introduce:{introduction.id}" if team is None else f"gather:{team}"
    first = scope.session.scalar(scope.select(Message).where(Message.once == once))
    return first is not None and (first.ts is not None or first.unresolved > 0)


def release_next(database: Database, now: datetime) -> bool:
    """Frees one place that was kept for a poster who has not answered; says whether there was one."""
    return act_on_next(database, now, Introduction.hold_until, release)


def release(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """The poster did not answer in time: the place is free again, and both are told."""
    introduction.hold_until = None
    if introduction.state is not IntroductionState.PROPOSED:
        return
    offer = let_go(scope, introduction)
    for purpose, member_id in (
        (Purpose.NOT_THIS_TIME, introduction.partner_id),
        (Purpose.HOLD_RELEASED, opportunity.poster_id),
    ):
        tell(
            scope,
            purpose,
            member_id,
            opportunity=opportunity,
            offer=offer,
            introduction=introduction,
            once=f"{purpose}:{introduction.id}",
            unbidden=True,
        )
    after_answer(scope, introduction, opportunity)


def let_go(scope: Scope, introduction: Introduction) -> Offer:
    """A place that was kept is free again; returns the offer that it was kept for."""
    end(scope, introduction, IntroductionState.RELEASED)
    offer = scope.get(Offer, introduction.offer_id)
    offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
    return offer


def end(scope: Scope, introduction: Introduction, state: IntroductionState) -> None:
    """Ends an introduction in that state, and frees its place if it held one."""
    held = introduction.state in HOLDS_A_PLACE
    introduction.state = move(INTRODUCTION_MOVES, introduction.state, state)
    introduction.hold_until, introduction.follow_up_at = None, None
    introduction.ended_at = scope.now
    if held:
        free_place(scope, scope.get(Role, introduction.role_id))


def after_answer(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> None:
    """What was asked or told of this introduction says what is true now."""
    scope.session.flush()
    keep_true(scope, Purpose.ASK_POSTER, Purpose.INTRODUCTION, introduction=introduction)
    if introduction.gathering_id is not None:
        keep_true(scope, Purpose.TEAM, opportunity=opportunity)
    keep_question_true(scope, introduction)
    keep_true(scope, *SHOWS_OFFER, offer=scope.get(Offer, introduction.offer_id))
    keep_true(scope, *KEPT_TRUE, opportunity=opportunity)
