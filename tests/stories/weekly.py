"""What the stories of the weekly summary share: a Monday comes, and what was won or left open."""

from __future__ import annotations

from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity, Role, Workspace
from leadbot.playground.messages import Message
from leadbot.services.people import member_of
from leadbot.services.summary import reschedule
from tests.stories.space import Space, is_card

LONDON = ZoneInfo("Europe/London")


def monday_comes(space: Space, weeks: int = 1, clock: clock_time = clock_time(9, 0, 1)) -> None:
    """The next Monday at nine, or one of some weeks later."""
    local = space.time().astimezone(LONDON)
    monday = local.date() + timedelta(days=7 * weeks - local.weekday())
    at = datetime.combine(monday, clock, LONDON)
    space.time.passes(seconds=(at - space.time()).total_seconds())
    space.settles()


def summaries(space: Space) -> list[Message]:
    """The summaries on the leads channel, oldest first."""
    return [message for message in space.leads.messages if message.from_app and not is_card(message)]


def changes(space: Space, **columns: Any) -> None:
    """The workspace's settings are others from now on."""
    with space.leadbot.worker_database.transaction() as session:
        workspace = session.scalars(select(Workspace)).one()
        for name, value in columns.items():
            setattr(workspace, name, value)
        reschedule(workspace, space.time())


def tells(space: Space, partner: Any, **columns: Any) -> None:
    """What came of this partner's introduction was told now."""
    with space.leadbot.worker_database.transaction() as session:
        of_partner = select(Introduction).join(Member, Member.id == Introduction.partner_id)
        introduction = session.scalars(of_partner.where(Member.slack_user_id == partner.id)).one()
        for name, value in {"outcome_at": space.time(), **columns}.items():
            setattr(introduction, name, value)


def leaves_open(space: Space, poster: Any, number: int, *, title: str, budget: str = "") -> None:
    """So many leads of somebody are open, for everybody to see, and nobody was told of them yet."""
    with space.leadbot.worker_database.transaction() as session:
        scope = Scope(session, session.scalars(select(Workspace)).one(), space.time())
        member = member_of(scope, poster.id)
        for count in range(number):
            lead = scope.add(
                Opportunity,
                kind="lead",
                number=count + 1,
                poster_id=member.id,
                title=title,
                budget=budget,
                created_at=scope.now,
            )
            scope.add(Role, opportunity_id=lead.id, position=0, description=title, places=5)
        scope.workspace.last_number = number
    space.settles()  # Slack has told the poster's name
