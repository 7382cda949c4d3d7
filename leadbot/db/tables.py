"""The tables of the road: who, what is wanted, who was asked, and who met."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from leadbot.db.base import Base, OfWorkspace, within
from leadbot.domain.bids import last_day
from leadbot.domain.statuses import IntroductionState, OfferState, OpportunityState, Outcome, Step


class Workspace(Base):
    """One Slack workspace with Leadbot in it: the tenant."""

    __tablename__ = "workspaces"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slack_team_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    bot_user_id: Mapped[str] = mapped_column(default="")
    leads_channel: Mapped[str | None]
    channel_chosen: Mapped[bool] = mapped_column(default=False)  # by a host; else it was found by its name
    command_prefix: Mapped[str] = mapped_column(default="")  # `coop` where people type /coop-lead, learned from that
    time_zone: Mapped[str] = mapped_column(default="Europe/London")
    locale: Mapped[str] = mapped_column(default="en_GB")
    currency: Mapped[str] = mapped_column(default="GBP")
    region: Mapped[str] = mapped_column(default="")  # whose public holidays are kept, such as GB-ENG; none until chosen
    wave_size: Mapped[int] = mapped_column(default=3)
    waves: Mapped[int] = mapped_column(default=3)  # before the poster is asked what to do
    working_days: Mapped[list[int]] = mapped_column(default=lambda: [0, 1, 2, 3, 4])  # Monday is 0
    working_start: Mapped[time] = mapped_column(default=time(9))
    working_end: Mapped[time] = mapped_column(default=time(17, 30))
    daily_cap: Mapped[int] = mapped_column(default=3)  # messages that Leadbot starts, for each member a day
    capacity: Mapped[int] = mapped_column(default=2)  # open introductions of a member who has not said otherwise
    guests: Mapped[bool] = mapped_column(default=False)  # whether they are matched, and may take part
    hosts: Mapped[list[str]] = mapped_column(default=list)  # Slack ids of those whom a host has named
    hosts_due_at: Mapped[datetime | None]  # when to ask Slack who its admins and owners are
    retention_days: Mapped[int] = mapped_column(default=90)  # for which confidential details stay after the end
    summary_day: Mapped[int] = mapped_column(default=0)  # Monday is 0
    summary_time: Mapped[time] = mapped_column(default=time(9))
    summary_due_at: Mapped[datetime | None]
    empty_week: Mapped[str] = mapped_column(default="line")  # or "nothing"
    last_number: Mapped[int] = mapped_column(default=0)  # of its opportunities: people see a short number
    copied_at: Mapped[datetime | None]  # in a copy that has not run yet: when it was made
    went_on_at: Mapped[datetime | None]  # when this went on from a copy…
    doubt_since: Mapped[datetime | None]  # …and since when another Leadbot may have said what this one believes unsaid
    stopped_for: Mapped[str | None]  # why nothing can be said here until it is installed again


class Member(OfWorkspace, Base):
    """Whoever has used Leadbot in a workspace, or was named in it."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_user_id"),
        Index("ix_members_look_up_due", "look_up_due_at", postgresql_where=text("look_up_due_at IS NOT NULL")),
    )

    slack_user_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="en_GB")
    time_zone: Mapped[str | None]
    profile: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]  # open introductions at a time; the workspace's, where they have not said
    quiet_until: Mapped[datetime | None]  # busy: no offers before then
    paused: Mapped[bool] = mapped_column(default=False)  # they asked for no offers…
    paused_until: Mapped[date | None]  # …before this day by their own calendar; none: until they resume
    usual_days: Mapped[list[int]] = mapped_column(default=list)  # on which they are in the space; Monday is 0
    together: Mapped[bool] = mapped_column(default=False)  # they want to hear when somebody they are to meet is in
    is_admin: Mapped[bool] = mapped_column(default=False)  # of the Slack workspace, or its owner: so a host
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_outsider: Mapped[bool] = mapped_column(default=False)  # of a shared channel
    has_left: Mapped[bool] = mapped_column(default=False)
    unreachable: Mapped[bool] = mapped_column(default=False)  # Slack refuses to deliver to them
    direct_channel: Mapped[str | None]
    looked_up_at: Mapped[datetime | None]  # when Slack last told who they are
    look_up_due_at: Mapped[datetime | None]  # when to ask it again
    last_offered_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class MemberSkill(Base):
    """A skill that a member lists: a slug of the vocabulary, or `new:` and what they typed."""

    __tablename__ = "member_skills"
    __table_args__ = (within("member_id", "members"),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class SkillRefusal(Base):
    """A skill that a member passed on as not theirs: they are not asked for it again. Their profile stays as it is."""

    __tablename__ = "skill_refusals"
    __table_args__ = (within("member_id", "members"),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class Opportunity(OfWorkspace, Base):
    """What gets posted, of whatever kind."""

    __tablename__ = "opportunities"
    __table_args__ = (
        within("poster_id", "members"),
        UniqueConstraint("workspace_id", "number"),
        Index(None, "workspace_id", "state"),
        Index(None, "workspace_id", "poster_id"),
        Index("ix_opportunities_expires_at", "expires_at", postgresql_where=text("expires_at IS NOT NULL")),
        Index("ix_opportunities_warn_at", "warn_at", postgresql_where=text("warn_at IS NOT NULL")),
    )

    kind: Mapped[str]
    number: Mapped[int]
    poster_id: Mapped[UUID]
    state: Mapped[OpportunityState] = mapped_column(default=OpportunityState.OPEN)
    title: Mapped[str]
    details: Mapped[str] = mapped_column(default="")
    confidential: Mapped[str] = mapped_column(default="")
    budget: Mapped[str] = mapped_column(default="")  # as it was typed…
    currency: Mapped[str] = mapped_column(default="GBP")  # …in the currency that the workspace had then
    deadline: Mapped[date | None]
    bid_deadline: Mapped[date | None]  # of a contract: before its work begins
    client_knows: Mapped[str] = mapped_column(default="")
    introduce: Mapped[str] = mapped_column(default="at_once")
    reach: Mapped[str] = mapped_column(default="channel")
    more: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what only its kind asks for
    revision: Mapped[int] = mapped_column(default=1)  # counts edits, so that each is told once
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]  # while it is open: the end of its deadline, or of 30 days
    warn_at: Mapped[datetime | None]  # when its poster hears that it is about to expire
    ended_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]  # the last time: what was won before then settles it no more

    @property
    def last_day(self) -> date | None:
        """The day at whose end offering stops."""
        return last_day(self.deadline, self.bid_deadline)


class Role(OfWorkspace, Base):
    """What an opportunity needs: a description, skills, and places."""

    __tablename__ = "roles"
    __table_args__ = (
        within("opportunity_id", "opportunities"),
        Index(None, "workspace_id", "opportunity_id"),
        Index("ix_roles_wave_due", "wave_due_at", postgresql_where=text("wave_due_at IS NOT NULL")),
    )

    opportunity_id: Mapped[UUID]
    position: Mapped[int]
    description: Mapped[str]
    skills: Mapped[list[str]] = mapped_column(default=list)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    by_poster: Mapped[bool] = mapped_column(default=False)  # the poster takes a place of it, besides these
    left_open: Mapped[int] = mapped_column(default=0)  # of these, for how many nobody is asked until the poster says so
    waves: Mapped[int] = mapped_column(default=0)  # asked so far
    waves_wanted: Mapped[int] = mapped_column(default=3)  # before the poster is asked what to do
    wave_due_at: Mapped[datetime | None]  # when to look for whom to ask next


class Offer(OfWorkspace, Base):
    """A role put to one member. Once for each pair, whatever becomes of it."""

    __tablename__ = "offers"
    __table_args__ = (
        within("role_id", "roles"),
        within("member_id", "members"),
        within("recommended_by", "members"),
        UniqueConstraint("workspace_id", "role_id", "member_id"),
        Index(None, "workspace_id", "member_id", "created_at"),
        Index("ix_offers_remind_at", "remind_at", postgresql_where=text("remind_at IS NOT NULL")),
        Index("ix_offers_lapse_at", "lapse_at", postgresql_where=text("lapse_at IS NOT NULL")),
    )

    role_id: Mapped[UUID]
    member_id: Mapped[UUID]
    state: Mapped[OfferState] = mapped_column(default=OfferState.SENT)
    origin: Mapped[str]
    wave: Mapped[int] = mapped_column(default=0)
    score: Mapped[float] = mapped_column(default=0.0)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    recommended_by: Mapped[UUID | None]
    pass_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]  # its clock starts then
    remind_at: Mapped[datetime | None]  # in the member's working hours, and never after it lapses
    lapse_at: Mapped[datetime | None]
    snoozed: Mapped[bool] = mapped_column(default=False)  # "remind me tomorrow", which is granted once
    answered_at: Mapped[datetime | None]


class Introduction(OfWorkspace, Base):
    """What an accepted offer becomes. While it is proposed or open it holds a place of its role."""

    __tablename__ = "introductions"
    __table_args__ = (
        within("opportunity_id", "opportunities"),
        within("role_id", "roles"),
        within("offer_id", "offers"),
        within("partner_id", "members"),
        within("outcome_by", "members"),
        within("gathering_id", "gatherings"),
        Index(None, "workspace_id", "opportunity_id"),
        Index(None, "workspace_id", "partner_id", "state"),
        Index("ix_introductions_hold_until", "hold_until", postgresql_where=text("hold_until IS NOT NULL")),
        Index("ix_introductions_follow_up_at", "follow_up_at", postgresql_where=text("follow_up_at IS NOT NULL")),
    )

    opportunity_id: Mapped[UUID]
    role_id: Mapped[UUID]
    offer_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    gathering_id: Mapped[UUID | None]  # in which it was made, or to which it came, if it is a team's
    state: Mapped[IntroductionState]
    hold_until: Mapped[datetime | None]  # a place kept for whoever waits for the poster's answer
    channel: Mapped[str | None]  # the group message…
    thread_ts: Mapped[str | None]  # …and the thread in it
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    step: Mapped[Step] = mapped_column(default=Step.SPOKE)  # what is asked about next
    asked: Mapped[int] = mapped_column(default=0)  # questions so far
    unanswered: Mapped[int] = mapped_column(default=0)  # of them, the latest in a row that neither answered
    partner_silent: Mapped[int] = mapped_column(default=0)  # how many in a row the partner heard and did not answer…
    poster_silent: Mapped[int] = mapped_column(default=0)  # …and the poster
    put_off_until: Mapped[datetime | None]  # "not yet": the later of the days that the two have chosen
    follow_up_at: Mapped[datetime | None]  # when to ask again, or to give it up aloud
    spoke_at: Mapped[datetime | None]  # when they said so
    met_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    outcome_at: Mapped[datetime | None]
    outcome_by: Mapped[UUID | None]  # who told it
    value: Mapped[int | None] = mapped_column(BigInteger)  # of what was won, in the smallest unit of its currency
    currency: Mapped[str | None]
    thanks: Mapped[str] = mapped_column(default="")  # a word to the one who gave the lead
    value_shared: Mapped[bool] = mapped_column(default=False)  # they agreed to have it told…
    thanks_shared: Mapped[bool] = mapped_column(default=False)  # …and this quoted
    partner_named: Mapped[bool] = mapped_column(default=False)  # they agreed to be named where it is told
    poster_named: Mapped[bool] = mapped_column(default=False)
