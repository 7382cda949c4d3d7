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
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role, Workspace
from leadbot.domain.errors import LeadbotError
from leadbot.domain.ids import new_id
from leadbot.domain.reactions import Delivered, Failed
from leadbot.domain.statuses import MessageState, OpportunityState, Outcome, Step
from leadbot.kinds import KINDS
from leadbot.services.answer import accept, help_with, pass_on
from leadbot.services.claim import Patience
from leadbot.services.due import do_all
from leadbot.services.expiry import extend
from leadbot.services.follow_up import have_reached, put_off
from leadbot.services.introduce import agree, decline, step_back
from leadbot.services.letter import Letter
from leadbot.services.manage import ask_another_wave, finish
from leadbot.services.offer_clock import snooze
from leadbot.services.outbox import Purpose
from leadbot.services.outcomes import tell_outcome
from leadbot.services.people import Identity, list_skills
from leadbot.services.post import post
from leadbot.services.summary import reschedule
from leadbot.slack.letters import write

BEGINS = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday; the clocks change four weeks on
WEEKS, MEMBERS, LEADS = 8, 40, 120
ZONES = ("Europe/London",) * 8 + ("America/New_York", "Asia/Kolkata", "Pacific/Auckland", "no/where")
TRADES = {
    "logo design": "Logo for a {}",
    "bookkeeping": "Books of a {} before the year's end",
    "web design": "Website for a {}",
    "copywriting": "Words for the menu of a {}",
    "photography": "Photographs of a {}",
    "joinery": "Counter and shelves for a {}",
    "translation": "Brochure of a {} into German, translation",
    "employment law": "Contracts of a {}, employment law",
}
PLACES = ("bakery", "brewery", "florist", "bike shop", "dentist", "gallery", "nursery", "café")

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
        )
    ),
    select(func.min(Message.due_at)).where(Message.state == MessageState.WAITING).scalar_subquery(),
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

    def admins(self, workspace_id: UUID) -> Mapping[str, Identity] | Failed:
        return {}


Act = Callable[[Scope, Member, random.Random], object]


class Space:
    """Forty neighbours, a hundred and twenty leads, and a clock that goes from one thing that happens to the next."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.chance = database, random.Random(seed)
        self.now = BEGINS
        self.notebook = Notebook(lambda: self.now, self.somebody_hears)
        self.plans: list[tuple[datetime, int, UUID, Act]] = []
        self.order = count()
        with database.transaction() as session:
            workspace = Workspace(id=new_id(self.now), slack_team_id=f"T{seed}", leads_channel="C1")
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
        """Goes from one thing that happens to the next, until nothing is left but Mondays."""
        ends = BEGINS + timedelta(weeks=WEEKS)
        while True:
            self.ticks()
            times = [when for when in (self.next_due(), self.plans[0][0] if self.plans else None) if when is not None]
            if not times or (min(times) > ends and self.only_mondays()):
                return
            self.now = max(self.now, min(times))
            while self.plans and self.plans[0][0] <= self.now:
                self.does()

    def does(self) -> None:
        """Somebody does what they planned; what is no longer possible is told to them, and they let it be."""
        _, _, member_id, act = heappop(self.plans)
        with suppress(LeadbotError), self.database.transaction() as session:
            scope = Scope(session, session.get_one(Workspace, self.workspace_id), self.now)
            act(scope, scope.get(Member, member_id), self.chance)

    def ticks(self) -> None:
        """Everything that is due is done."""
        do_all(self.database, self.notebook, lambda: self.now, Patience())

    def next_due(self) -> datetime | None:
        """When something is due next."""
        with self.database.reading() as session:
            return min((when for when in session.execute(NEXT_DUE).one() if when is not None), default=None)

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


def posts(scope: Scope, member: Member, chance: random.Random) -> object:
    """Somebody passes a lead on."""
    skill, title = chance.choice([*TRADES.items()])
    days = chance.choice((None, None, 2, 5, 10, 25))
    values = {
        "title": title.format(chance.choice(PLACES)),
        "skills": list_of(skill),
        "places": chance.choice("1112"),
        "introduce": chance.choice(("at_once", "at_once", "ask_me")),
        "reach": chance.choice(("channel", "channel", "matched")),
        "deadline": None if days is None else scope.now.date() + timedelta(days=days),
    }
    return post(scope, member, KINDS["lead"], values)


def list_of(skill: str) -> list[str]:
    """The skill as a form sends it."""
    return [skill.replace(" ", "-")]


def helps(letter: Letter) -> Act:
    """Somebody sees the card, and would like to help."""
    assert letter.opportunity is not None
    reference = str(letter.opportunity.id)
    return lambda scope, member, _: help_with(scope, member, reference)


def answer_to(letter: Letter, chance: random.Random) -> Act | None:
    """What the reader of a message will do about it; None if they let it be."""
    luck = chance.random()
    about = letter.opportunity and str(letter.opportunity.id)
    match letter.purpose:
        case Purpose.OFFER | Purpose.OFFER_REMINDER | Purpose.PLACE_FREE if letter.offer is not None:
            return answer_to_offer(str(letter.offer.id), luck)
        case Purpose.ASK_POSTER if letter.introduction is not None and luck < 0.8:
            says = agree if luck < 0.6 else decline
            return lambda scope, member, _: says(scope, member, str(letter.introduction.id))
        case Purpose.FOLLOW_UP if letter.introduction is not None:
            return answer_to_follow_up(str(letter.introduction.id), luck)
        case Purpose.NOBODY_LEFT if luck < 0.5:
            if luck < 0.3:
                return lambda scope, member, _: ask_another_wave(scope, member, about)
            return lambda scope, member, _: finish(scope, member, about, OpportunityState.CLOSED)
        case Purpose.EXPIRES_SOON if luck < 0.3:
            return lambda scope, member, _: extend(scope, member, about)
        case Purpose.POSTED if luck < 0.05:
            return lambda scope, member, _: finish(scope, member, about, OpportunityState.WITHDRAWN)
    return None


def answer_to_offer(reference: str, luck: float) -> Act | None:
    """Yes, no, later, or nothing."""
    if luck < 0.4:
        return lambda scope, member, _: accept(scope, member, reference)
    if luck < 0.65:
        return lambda scope, member, chance: pass_on(
            scope, member, reference, chance.choice(("busy", "not_my_skill", "busy"))
        )
    if luck < 0.75:
        return lambda scope, member, _: snooze(scope, member, reference)
    return None


def answer_to_follow_up(reference: str, luck: float) -> Act | None:
    """Spoken, met, not yet, an outcome, a step back, or nothing."""
    if luck < 0.15:
        return lambda scope, member, _: have_reached(scope, member, reference, Step.SPOKE)
    if luck < 0.3:
        return lambda scope, member, _: have_reached(scope, member, reference, Step.MET)
    if luck < 0.4:
        return lambda scope, member, chance: put_off(
            scope, member, reference, scope.now.date() + timedelta(days=chance.randint(2, 30))
        )
    if luck < 0.65:
        return lambda scope, member, chance: tell_outcome(
            scope, member, reference, {"outcome": chance.choice([*Outcome])}
        )
    if luck < 0.7:
        return lambda scope, member, _: step_back(scope, member, reference)
    return None
