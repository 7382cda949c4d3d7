"""A member's own numbers, each with what it is out of: what they were asked, and what came of what they posted or took on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity
from leadbot.domain.honest_numbers import Count, count
from leadbot.domain.statuses import OfferState
from leadbot.kinds import KINDS, Kind
from leadbot.services.facts import day_of
from leadbot.services.summary_facts import meetings

A_MOMENT = timedelta(microseconds=1)  # so that what has just been told is known


@dataclass(frozen=True)
class OwnNumbers:
    """All of them are of the days since Leadbot first knew this member."""

    since: date  # by their own calendar
    asked: Mapping[OfferState, int]  # what was put to them, by what came of it
    posted: tuple[tuple[Kind, int], ...]
    from_posted: Count  # the introductions to what they posted
    taken_on: Count  # those in which they are the partner


def own_numbers(scope: Scope, member: Member) -> OwnNumbers:
    """The numbers as they are now."""
    since = day_of(scope, member.created_at, member.id)
    assert since is not None
    put = (
        select(Offer.state, func.count())
        .where(Offer.workspace_id == scope.workspace.id, Offer.member_id == member.id, Offer.delivered_at.is_not(None))
        .group_by(Offer.state)
    )
    posted = (
        select(Opportunity.kind, func.count())
        .where(Opportunity.workspace_id == scope.workspace.id, Opportunity.poster_id == member.id)
        .group_by(Opportunity.kind)
        .order_by(Opportunity.kind)
    )
    own = select(Opportunity.id).where(
        Opportunity.workspace_id == scope.workspace.id, Opportunity.poster_id == member.id
    )
    to_own = Introduction.opportunity_id.in_(own.scalar_subquery())
    theirs = Introduction.partner_id == member.id
    begin, until = member.created_at, scope.now + A_MOMENT
    return OwnNumbers(
        since=since,
        asked=Counter(dict(scope.session.execute(put).all())),
        posted=tuple((KINDS[kind], number) for kind, number in scope.session.execute(posted)),
        from_posted=count(meetings(scope, begin, until, to_own), begin, until),
        taken_on=count(meetings(scope, begin, until, theirs), begin, until),
    )
