"""Eight weeks of a space, without anybody real: neighbours who answer what they hear at random, and a Slack that notes.

Slack is stood in for by `Notebook`, in memory, since a few thousand messages over HTTP would take minutes; the rules,
the database, the words and what is due are the real ones. All chance comes from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from leadbot.db.engine import Database
from leadbot.db.outbox import Message, is_waiting
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role, Workspace
from leadbot.db.teams import Bid
from leadbot.domain.errors import LeadbotError
from leadbot.domain.ids import new_id
from leadbot.domain.reactions import Delivered, Failed
from leadbot.services.claim import Patience
from leadbot.services.due import do_all
from leadbot.services.letter import Letter
from leadbot.services.outbox import Purpose
from leadbot.services.people import Identity, list_skills
from leadbot.services.summary import reschedule
from leadbot.slack.letters import write
from tests.simulation.habits import TRADES, Act, Told, answer_to, helps, posts

BEGINS = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday; the clocks change four weeks on
WEEKS, MEMBERS, LEADS = 8, 40, 120
ZONES = ("Europe/London",) * 8 + ("America/New_York", "Asia/Kolkata", "Pacific/Auckland", "no/where")
NEXT_DUE = select(
    *(
        select(func.min(due)).scalar_subquery()
        for due in (
            Role.wave_due_at,
            Offer.remind_at,
            Offer.lapse_at,
            Introduction.hold_until,
            Introduction.follow_up_at,
            Opportunity.warn_at,
            Opportunity.expires_at,
            Workspace.summary_due_at,
            Bid.due_at,
        )
    ),
    select(func.min(Message.due_at)).where(is_waiting(Message.state)).scalar_subquery(),
)


@dataclass(frozen=True)
class Said:
    """Something that was said for the first time: when, and with all that was true then."""

    at: datetime
    letter: Letter
    item_of: UUID | None = None  # the bundle in which it came


@dataclass
class Notebook:
    """A Slack that takes everything at once, and notes it."""

    clock: Callable[[], datetime]
    heard: Callable[[Letter], None]
    said: list[Said] = field(default_factory=list)
    numbers: Any = field(default_factory=count)

    def turn(self, letter: Letter, conversation: str, now: datetime) -> datetime:
        return now

    def lanes(self, letter: Letter, *, looking: bool) -> tuple[str, ...]:
        return ()

    def send(self, letter: Letter) -> Delivered | Failed:
        assert write(letter).text
        if letter.ts is None:
            self.said.append(Said(self.clock(), letter))
            self.said.extend(Said(self.clock(), item, letter.message_id) for item in letter.items)
            for heard in letter.items or (letter,):
                self.heard(heard)
        channel = letter.to.slack_user_id if letter.to else str(letter.message_id)
        return Delivered(letter.channel or channel, letter.ts or f"1.{next(self.numbers)}")

    def look(self, letter: Letter) -> Delivered | Failed | None:
        return None

    def who(self, workspace_id: UUID, slack_user_id: str) -> Identity | Failed | None:
        return None

    def everybody(self, workspace_id: UUID) -> Mapping[str, Identity] | Failed:
        return {}

    def found_channel(self, workspace_id: UUID) -> str | None:
        return None

    def is_usable(self, workspace_id: UUID, channel: str) -> bool | Failed:
        return True


class Space:
    """Forty neighbours, a hundred and twenty leads, and a clock that goes from one thing that happens to the next."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.chance = database, random.Random(seed)
        self.now = BEGINS
        self.notebook = Notebook(lambda: self.now, self.somebody_hears)
        self.plans: list[tuple[datetime, int, UUID, Act]] = []
        self.order = count()
        self.told: list[Told] = []  # what people answered to questions, and what was opened again
        with database.transaction() as session:
            workspace = Workspace(id=new_id(self.now), slack_team_id=f"T{seed}", leads_channel="C1", region="GB-ENG")
            session.add(workspace)
            session.flush()
            reschedule(workspace, self.now)
            scope = Scope(session, workspace, self.now)
            self.workspace_id = workspace.id
            self.ids = {f"U{number}": self.neighbour(scope, number).id for number in range(MEMBERS)}
            self.members = [*self.ids.values()]
        for _ in range(LEADS):
            self.plan(timedelta(days=self.chance.uniform(0, 7 * WEEKS)), self.chance.choice(self.members), posts)

    def neighbour(self, scope: Scope, number: int) -> Member:
        """Somebody with a trade or three, in some time zone."""
        member = scope.add(
            Member,
            slack_user_id=f"U{number}",
            name=f"Neighbour {number}",
            time_zone=self.chance.choice(ZONES),
            created_at=self.now,
            looked_up_at=self.now,
        )
        list_skills(scope, member, self.chance.sample([*TRADES], self.chance.randint(1, 3)))
        return member

    def plan(self, later: timedelta, member_id: UUID, act: Act) -> None:
        """Somebody will do something."""
        heappush(self.plans, (self.now + later, next(self.order), member_id, act))

    def somebody_hears(self, letter: Letter) -> None:
        """Whoever hears something may answer it, minutes or days later."""
        reader = self.ids.get(letter.to.slack_user_id) if letter.to else None
        if letter.purpose is Purpose.CARD and self.chance.random() < 0.2:
            self.plan(timedelta(hours=self.chance.expovariate(1 / 8)), self.chance.choice(self.members), helps(letter))
        if reader is not None and (act := answer_to(letter, self.chance)) is not None:
            self.plan(timedelta(hours=self.chance.expovariate(1 / 12)), reader, act)

    def lives(self) -> None:
        """Goes from one thing that happens to the next, for eight weeks."""
        ends = BEGINS + timedelta(weeks=WEEKS)
        while (when := self.next_time()) is not None and when <= ends:
            self.goes_on_at(when)

    def lives_on(self) -> None:
        """Goes on until nothing is left but Mondays."""
        while (when := self.next_time()) is not None and not self.only_mondays():
            self.goes_on_at(when)

    def next_time(self) -> datetime | None:
        """When something happens next, all that is due having been done."""
        self.ticks()
        times = next_due(self.database), self.plans[0][0] if self.plans else None
        return min((when for when in times if when is not None), default=None)

    def goes_on_at(self, when: datetime) -> None:
        """It is then, and people do what they have planned."""
        self.now = max(self.now, when)
        while self.plans and self.plans[0][0] <= self.now:
            self.does()

    def does(self) -> None:
        """Somebody does what they planned; what is no longer possible is told to them, and they let it be."""
        _, _, member_id, act = heappop(self.plans)
        with suppress(LeadbotError), self.database.transaction() as session:
            scope = Scope(session, session.get_one(Workspace, self.workspace_id), self.now)
            member = scope.get(Member, member_id)
            about = act(scope, member, self.chance)
            if isinstance(about, UUID):
                self.told.append(Told(self.now, member.slack_user_id, about))

    def ticks(self) -> None:
        """Everything that is due is done."""
        tick(self.database, self.notebook, lambda: self.now)

    def only_mondays(self) -> bool:
        """Whether nothing is left to happen but the weekly summary."""
        if self.plans:
            return False
        with self.database.reading() as session:
            open_ones = session.scalar(select(Opportunity.id).where(Opportunity.state == "open").limit(1))
            talking = session.scalar(
                select(Introduction.id).where(Introduction.state.in_(["open", "proposed"])).limit(1)
            )
            waiting = session.scalar(select(Message.id).where(Message.state.in_(["waiting", "held"])).limit(1))
        return open_ones is None and talking is None and waiting is None


def tick(database: Database, notebook: Notebook, clock: Callable[[], datetime]) -> None:
    """Everything that is due is done."""
    do_all(database, notebook, clock, Patience())


def next_due(database: Database) -> datetime | None:
    """When something is due next."""
    with database.reading() as session:
        return min((when for when in session.execute(NEXT_DUE).one() if when is not None), default=None)
