"""What a weekly summary tells, read at the moment when it is sent. What reaches its matches only is a number here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Bid
from leadbot.domain.honest_numbers import Count, Meeting, count
from leadbot.domain.statuses import IntroductionState, OpportunityState, Outcome
from leadbot.domain.weeks import WEEK, first_moment, iso_week
from leadbot.kinds import KINDS, Kind

SHOWN = 12  # open ones that are shown in full: at their longest they fit one message
WINS = 6
FOR_ALL = Opportunity.reach == "channel"


@dataclass(frozen=True)
class Need:
    """A role, and how much of it is taken."""

    description: str
    places: int
    taken: int


@dataclass(frozen=True)
class OpenOne:
    """Something open that everybody in the space may see."""

    id: UUID
    kind: Kind
    number: int
    title: str
    budget: str
    currency: str
    deadline: date | None
    poster_id: UUID
    poster: str
    bid_deadline: date | None
    roles: tuple[Need, ...]  # in their order

    @property
    def free(self) -> int:
        """How many places are free."""
        return sum(role.places - role.taken for role in self.roles)


@dataclass(frozen=True)
class Win:
    """Something that was won. Who did not agree to be named, or to the sum, is not in it."""

    title: str
    value: int | None  # in the currency's smallest unit
    currency: str
    thanks: str
    poster: str | None
    partners: tuple[str, ...]  # one, or of a team all who agreed
    is_team: bool = False


@dataclass(frozen=True)
class Numbers:
    """The numbers of the days since the summary before; they count what reaches its matches only, too."""

    first: date
    last: date
    open_by_kind: tuple[tuple[Kind, int], ...]  # of each kind, how many were open on any of these days
    count: Count

    @property
    def were_open(self) -> int:
        """How many were open on any of these days."""
        return sum(number for _, number in self.open_by_kind)


@dataclass(frozen=True)
class SummaryFacts:
    """All that a summary may tell."""

    is_due: bool  # its week is still the present one
    shown: tuple[OpenOne, ...]  # newest first
    more: int
    free: int  # places, in all that is open to everybody
    matched_only: int
    wins: tuple[Win, ...]  # newest first
    more_wins: int
    numbers: Numbers
    empty_week: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        is_open, numbers = self.shown or self.matched_only, self.numbers
        return not (is_open or self.wins or numbers.were_open or numbers.count.under_way)


def summary_facts(scope: Scope, message: Message) -> SummaryFacts:
    """What the summary of that message would tell now, and the numbers of the days since the one before it."""
    zone = scope.workspace.time_zone
    until = date.fromisoformat(message.details["until"])
    since = date.fromisoformat(message.details.get("since") or (until - WEEK).isoformat())
    start, end = (first_moment(day, time(), zone) for day in (since, until))
    open_ones, free = how_many_open(scope)
    wins = won(scope, start, end)
    return SummaryFacts(
        is_due=message.details["week"] == iso_week(scope.now, zone),
        shown=newest_open(scope, FOR_ALL, SHOWN),
        more=max(0, open_ones["channel"] - SHOWN),
        free=free,
        matched_only=open_ones["matched"],
        wins=tuple(wins[:WINS]),
        more_wins=max(0, len(wins) - WINS),
        numbers=Numbers(
            first=since,
            last=until - timedelta(days=1),
            open_by_kind=were_open(scope, start, end),
            count=count(meetings(scope, start, end), start, end),
        ),
        empty_week=scope.workspace.empty_week,
    )


def is_open(scope: Scope) -> ColumnElement[bool]:
    """Open, in this workspace."""
    return and_(Opportunity.workspace_id == scope.workspace.id, Opportunity.state == OpportunityState.OPEN)


def of_opportunity() -> ColumnElement[bool]:
    """The roles of an opportunity."""
    return and_(Role.workspace_id == Opportunity.workspace_id, Role.opportunity_id == Opportunity.id)


def newest_open(scope: Scope, seen: ColumnElement[bool], most: int) -> tuple[OpenOne, ...]:
    """The newest of what is open and seen, so many at most."""
    rows = scope.session.execute(
        select(Opportunity, Member.name)
        .join(Member, and_(Member.workspace_id == Opportunity.workspace_id, Member.id == Opportunity.poster_id))
        .where(is_open(scope), seen)
        .order_by(Opportunity.number.desc())
        .limit(most)
    ).all()
    needs = needs_of(scope, [row.id for row, _ in rows])
    return tuple(
        OpenOne(
            id=row.id,
            kind=KINDS[row.kind],
            number=row.number,
            title=row.title,
            budget=row.budget,
            currency=row.currency,
            deadline=row.deadline,
            poster_id=row.poster_id,
            poster=name,
            bid_deadline=row.bid_deadline,
            roles=tuple(needs[row.id]),
        )
        for row, name in rows
    )


def needs_of(scope: Scope, opportunities: Sequence[UUID]) -> dict[UUID, list[Need]]:
    """The roles of each of these opportunities."""
    needs: dict[UUID, list[Need]] = {opportunity_id: [] for opportunity_id in opportunities}
    roles = scope.select(Role).where(Role.opportunity_id.in_(opportunities), Role.places > 0)
    for role in scope.all(roles.order_by(Role.position)):
        needs[role.opportunity_id].append(Need(role.description, role.places, role.taken))
    return needs


def seen_by(scope: Scope, member: Member) -> ColumnElement[bool]:
    """What this member may see: what is for everybody, their own, and what was put to them."""
    put_to_them = (
        select(Role.opportunity_id)
        .join(Offer, and_(Offer.workspace_id == Role.workspace_id, Offer.role_id == Role.id))
        .where(Offer.workspace_id == scope.workspace.id, Offer.member_id == member.id)
    )
    return or_(FOR_ALL, Opportunity.poster_id == member.id, Opportunity.id.in_(put_to_them.scalar_subquery()))


def all_open(scope: Scope, member: Member, most: int) -> tuple[tuple[OpenOne, ...], int]:
    """The newest of all that is open and that this member may see, and how many more there are."""
    seen = seen_by(scope, member)
    number = scope.session.scalar(select(func.count()).select_from(Opportunity).where(is_open(scope), seen))
    return newest_open(scope, seen, most), max(0, (number or 0) - most)


def how_many_open(scope: Scope) -> tuple[Counter[str], int]:
    """How many are open, by whom they reach; and how many places are free in those that are for everybody."""
    reached = select(Opportunity.reach, func.count()).where(is_open(scope)).group_by(Opportunity.reach)
    free = select(func.sum(Role.places - Role.taken)).join(Opportunity, of_opportunity()).where(is_open(scope), FOR_ALL)
    by_reach = Counter(dict(scope.session.execute(reached).all()))
    return by_reach, int(scope.session.scalar(free) or 0)


def won(scope: Scope, start: datetime, end: datetime) -> list[Win]:
    """What was won between two moments, of what everybody may see; named are those who agreed."""
    poster, partner = aliased(Member), aliased(Member)
    rows = scope.session.execute(
        select(Introduction, Opportunity.title, poster.name, partner.name)
        .join(
            Opportunity,
            and_(Opportunity.workspace_id == Introduction.workspace_id, Opportunity.id == Introduction.opportunity_id),
        )
        .join(poster, and_(poster.workspace_id == Opportunity.workspace_id, poster.id == Opportunity.poster_id))
        .join(partner, and_(partner.workspace_id == Introduction.workspace_id, partner.id == Introduction.partner_id))
        .where(
            Introduction.workspace_id == scope.workspace.id,
            FOR_ALL,
            Introduction.outcome == Outcome.WON,
            Introduction.outcome_at >= start,
            Introduction.outcome_at < end,
        )
        .order_by(Introduction.outcome_at.desc(), Introduction.id)
    )
    wins: dict[UUID, Win] = {}
    bids = won_bids(scope, start, end)
    for row, title, poster_name, partner_name in rows:
        team = row.gathering_id is not None  # one tells it for all
        told = bids.get(row.opportunity_id, row) if team else row
        key = row.opportunity_id if team else row.id
        before = wins.get(key, Win(title, None, "", "", None, ()))
        named = partner_name if row.partner_named else None
        wins[key] = Win(
            title=title,
            value=told.value if told.value_shared else before.value,
            currency=told.currency or before.currency or scope.workspace.currency,
            thanks=told.thanks if told.thanks_shared else before.thanks,
            poster=poster_name if row.poster_named else before.poster,
            partners=tuple(dict.fromkeys(filter(None, [*before.partners, named]))),
            is_team=team,
        )
    return list(wins.values())


def won_bids(scope: Scope, start: datetime, end: datetime) -> dict[UUID, Bid]:
    """The bids that were won between two moments, by their contracts."""
    query = scope.select(Bid).where(Bid.outcome == Outcome.WON, Bid.outcome_at >= start, Bid.outcome_at < end)
    return {bid.opportunity_id: bid for bid in scope.all(query)}


def were_open(scope: Scope, start: datetime, end: datetime) -> tuple[tuple[Kind, int], ...]:
    """Of each kind, how many were open at some time between two moments, whomever they reach."""
    rows = scope.session.execute(
        select(Opportunity.kind, func.count())
        .where(
            Opportunity.workspace_id == scope.workspace.id,
            Opportunity.created_at < end,
            or_(Opportunity.ended_at.is_(None), Opportunity.ended_at >= start),
        )
        .group_by(Opportunity.kind)
        .order_by(Opportunity.kind)
    )
    return tuple((KINDS[kind], number) for kind, number in rows)


def meetings(scope: Scope, start: datetime, end: datetime, *whose: ColumnElement[bool]) -> list[Meeting]:
    """The introductions that may have been under way between two moments, all or some. A team counts once, however many
    are in it.
    """
    over_at = func.coalesce(Introduction.outcome_at, Introduction.ended_at)
    rows = scope.all(
        scope.select(Introduction).where(Introduction.opened_at < end, or_(over_at.is_(None), over_at >= start), *whose)
    )
    each_team: dict[UUID, list[Introduction]] = {}
    for row in sorted(rows, key=stands_for_it):
        each_team.setdefault((row.gathering_id and row.opportunity_id) or row.id, []).append(row)
    return [
        Meeting(
            introduced_at=min(each.opened_at for each in team if each.opened_at is not None),
            met_at=row.met_at,
            outcome=row.outcome,
            outcome_at=row.outcome_at,
            ended_at=row.ended_at,
            stepped_back=row.state is IntroductionState.STEPPED_BACK,
            is_team=row.gathering_id is not None,
        )
        for team in each_team.values()
        for row in team[-1:]
    ]


def stands_for_it(introduction: Introduction) -> tuple[Any, ...]:
    """In what order those of a team are counted as one: the last stands for it, and is one who stayed if anybody did."""
    return introduction.state is not IntroductionState.STEPPED_BACK, introduction.opened_at, introduction.id
