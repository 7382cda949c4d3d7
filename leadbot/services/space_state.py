"""What a host sees of their space: what could not be said, the last seven days, what nobody has answered, who could be asked."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import exists, func, or_, select

from leadbot.db.outbox import Message, is_waiting
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.honest_numbers import count
from leadbot.domain.statuses import MessageState, OpportunityState
from leadbot.domain.weeks import first_moment
from leadbot.services.facts import day_of
from leadbot.services.leads_channel import is_left_alone
from leadbot.services.letter import OpportunityFacts, opportunity_facts
from leadbot.services.outbox import Purpose
from leadbot.services.people import may_be_asked, names_of
from leadbot.services.post import today
from leadbot.services.refused import LATELY, refused_lately
from leadbot.services.suit import skills_by_member
from leadbot.services.summary_facts import FOR_ALL, Numbers, meetings, were_open

WEEK = timedelta(days=7)
ANSWERED_WITHIN = timedelta(days=1)  # nobody need have answered what is newer
ASKED_WITHIN = timedelta(weeks=4)
LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Unsaid:
    """Something that Slack refused for good: for whom it was, and its code for why; nothing of what it said."""

    purpose: str
    whom: str  # nobody, if it was for a channel or a group
    since: date  # by the host's own calendar
    error: str


@dataclass(frozen=True)
class Health:
    """What a host should know of how Leadbot does here."""

    refused: int
    summary_error: str | None  # why the last summary is not on the channel, if it is not
    late: int  # due for a while, and not said yet
    has_channel: bool

    @property
    def is_well(self) -> bool:
        """Whether nothing is amiss."""
        return self.has_channel and not (self.refused or self.summary_error or self.late)


def health(scope: Scope) -> Health:
    """How it is now."""
    waits = (is_waiting(Message.state), Message.due_at < scope.now - LATE)
    late = select(func.count()).select_from(Message).where(Message.workspace_id == scope.workspace.id, *waits)
    return Health(
        refused=scope.session.scalar(select(func.count()).select_from(refused_lately(scope).subquery())) or 0,
        summary_error=summary_error(scope),
        late=scope.session.scalar(late) or 0,
        has_channel=scope.workspace.leads_channel is not None,
    )


def summary_error(scope: Scope) -> str | None:
    """Why the latest summary is not on the channel, or may not be; None if it is, or if none has come up for a week.

    While none is tried, since nobody has mended that, it is the one from before.
    """
    query = scope.select(Message).where(Message.purpose == Purpose.SUMMARY.value)
    if not is_left_alone(scope):
        query = query.where(Message.due_at >= scope.now - LATELY)
    last = scope.session.scalar(query.order_by(Message.due_at.desc()).limit(1))
    if last is None or last.state not in (MessageState.UNKNOWN, MessageState.DEAD):
        return None
    return "unknown" if last.state is MessageState.UNKNOWN else last.error or "unknown"


def unsaid(scope: Scope, host: Member, most: int) -> list[Unsaid]:
    """What Slack refused within a week, the latest first."""
    found = scope.all(refused_lately(scope).order_by(Message.due_at.desc(), Message.id).limit(most))
    rows = []
    for each in found:
        reader, since = scope.find(Member, each.to_member_id), day_of(scope, each.due_at, host.id)
        assert since is not None
        rows.append(Unsaid(each.purpose, reader.name if reader is not None else "", since, each.error or "no reason"))
    return rows


def this_week(scope: Scope) -> Numbers:
    """The numbers of the last seven days, today among them: as the summary counts them."""
    last = today(scope)
    first, zone = last - WEEK + timedelta(days=1), scope.workspace.time_zone
    start, end = (first_moment(day, time(), zone) for day in (first, last + timedelta(days=1)))
    counted = count(meetings(scope, start, end), start, end)
    return Numbers(first, last, were_open(scope, start, end), counted)


def unanswered(scope: Scope, most: int) -> tuple[list[OpportunityFacts], int, int]:
    """What has been open for a day and nobody has answered, the oldest first, so many at most; how many more; and how many
    there are besides that reach their matches only, of which nobody else is told more.
    """
    answered = exists().where(
        Role.workspace_id == Opportunity.workspace_id,
        Role.opportunity_id == Opportunity.id,
        Offer.workspace_id == Role.workspace_id,
        Offer.role_id == Role.id,
        Offer.answered_at.is_not(None),
    )
    introduced = exists().where(
        Introduction.workspace_id == Opportunity.workspace_id, Introduction.opportunity_id == Opportunity.id
    )
    silent = (
        Opportunity.state == OpportunityState.OPEN,
        Opportunity.created_at < scope.now - ANSWERED_WITHIN,
        ~answered,
        ~introduced,
    )
    shown = scope.all(scope.select(Opportunity).where(*silent, FOR_ALL).order_by(Opportunity.number).limit(most))
    query = select(func.count().filter(FOR_ALL), func.count().filter(~FOR_ALL)).select_from(Opportunity)
    all_of_them, others = scope.session.execute(
        query.where(Opportunity.workspace_id == scope.workspace.id, *silent)
    ).one()
    return [opportunity_facts(scope, row) for row in shown], all_of_them - len(shown), others


def not_asked_lately(scope: Scope) -> list[tuple[str, list[str]]]:
    """Who lists skills and could be asked, and was not for four weeks: by name, with what they do. No order of merit."""
    before = scope.now - ASKED_WITHIN
    quiet = (
        Member.has_left.is_(False),
        or_(Member.last_offered_at.is_(None), Member.last_offered_at < before),
        Member.created_at < before,
    )
    skills = skills_by_member(scope)
    members = scope.all(scope.select(Member).where(*quiet).order_by(Member.name, Member.id))
    return [
        (member.name or "A neighbour", names_of(skills[member.id]))
        for member in members
        if skills.get(member.id) and may_be_asked(scope, member)
    ]
