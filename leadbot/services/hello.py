"""You're both in: two who are introduced and have yet to meet hear that they can, each if they want to."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, or_

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity
from leadbot.domain.follow_ups import MOST_UNANSWERED
from leadbot.domain.statuses import IntroductionState, Step
from leadbot.services.authority import held
from leadbot.services.check_ins import check_in
from leadbot.services.company import both_until
from leadbot.services.follow_up import asked_next
from leadbot.services.outbox import Purpose, leave_work, tell
from leadbot.services.people import is_neighbour
from leadbot.services.working_hours import working_time


def arrive(scope: Scope, member: Member, words: str) -> None:
    """A member checks in; they, and those in whom they are to meet, hear of each other: once a day.

    Where a follow-up is nearly due it is that which comes, now: nobody is written to twice for one meeting. What they
    were introduced over is held first, so that of two who come in at the same moment the second sees the first.

    Raises:
        LeadbotError: if the time has passed or is none, or the place is a story.
    """
    for opportunity_id in sorted({row.opportunity_id for row in scope.all(under_way(scope, member))}):
        held(scope, opportunity_id)
    check_in(scope, member, words)
    for introduction, opportunity in to_meet(scope, member):
        two = the_two(scope, introduction, opportunity)
        asked = bring_forward(scope, introduction, opportunity) if two else []
        for one, other in two:
            if one.together and one.id not in asked:
                nudge(scope, introduction, opportunity, one, other)


def under_way(scope: Scope, member: Member) -> Select[Introduction]:
    """The introductions of this member whose two have yet to meet. A team has its own gathering."""
    its = and_(Opportunity.workspace_id == Introduction.workspace_id, Opportunity.id == Introduction.opportunity_id)
    query = scope.select(Introduction).join(Opportunity, its)
    return query.where(
        Introduction.state == IntroductionState.OPEN,
        Introduction.step != Step.OUTCOME,
        Introduction.gathering_id.is_(None),
        or_(Introduction.partner_id == member.id, Opportunity.poster_id == member.id),
    ).order_by(Introduction.id)


def to_meet(scope: Scope, member: Member) -> list[tuple[Introduction, Opportunity]]:
    """Those of them whose two are both in: read anew, since they may have changed while we waited."""
    rows = scope.all(under_way(scope, member).execution_options(populate_existing=True))
    return [
        (row, opportunity)
        for row in rows
        for opportunity in [scope.get(Opportunity, row.opportunity_id)]
        if both_until(scope, row.partner_id, opportunity.poster_id) is not None
    ]


def the_two(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> list[tuple[Member, Member]]:
    """Each of the two who can be written to, with the other."""
    partner, poster = (scope.get(Member, each) for each in (introduction.partner_id, opportunity.poster_id))
    both = is_neighbour(scope, partner) and is_neighbour(scope, poster)
    return [(partner, poster), (poster, partner)] if both else []


def nudge(scope: Scope, introduction: Introduction, opportunity: Opportunity, one: Member, other: Member) -> None:
    """Tells one of them, once a day, whatever else they were introduced over."""
    day = scope.now.astimezone(ZoneInfo(scope.workspace.time_zone)).date().isoformat()
    tell(
        scope,
        Purpose.BOTH_IN,
        one.id,
        opportunity=opportunity,
        introduction=introduction,
        once=f"both_in:{day}:{one.id}:{other.id}",
        day=day,
    )


def bring_forward(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> list[UUID]:
    """Has a follow-up that is nearly due come now, if all whom it asks want to hear; says whom it asks then."""
    asked = asked_next(introduction, opportunity)
    all_want_it = bool(asked) and all(scope.get(Member, each).together for each in asked)
    if not all_want_it or not is_nearly_due(scope, introduction, opportunity):
        return []
    introduction.follow_up_at = scope.now
    leave_work(scope.session)
    return asked


def is_nearly_due(scope: Scope, introduction: Introduction, opportunity: Opportunity) -> bool:
    """Whether the next question comes within a working day, and would reach them now while both are in.

    Not on a day other than the one that they chose themselves, and never the word that it is given up.
    """
    due, chosen = introduction.follow_up_at, introduction.put_off_until is not None
    if due is None or chosen or introduction.unanswered >= MOST_UNANSWERED:
        return False
    works = working_time(scope, scope.get(Member, introduction.partner_id))
    until = both_until(scope, introduction.partner_id, opportunity.poster_id)
    return due <= works.days_later(scope.now, 1) and until is not None and works.next_from(scope.now) < until
