"""A coworking space without doors: neighbours act through the services, and nothing is delivered until a test says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import select

from leadbot.bootstrap import build
from leadbot.config import Settings
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Workspace
from leadbot.domain.statuses import IntroductionState, MessageState, OfferState, PassReason
from leadbot.kinds import KINDS
from leadbot.playground import messages
from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.person import Person
from leadbot.services.answer import accept, pass_on
from leadbot.services.claim import Patience
from leadbot.services.introduce import step_back
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose
from leadbot.services.people import list_skills, member_of
from leadbot.services.post import post
from tests.delivery.nursery import Nursery, Worker
from tests.stories.space import Time

Restores = Callable[[Callable[[], object]], None]  # backs up, lets that happen, and goes on from the backup
SHORT = Patience(timeout=1.0, margin=0.5)
LEAD = {
    "title": "Logo for a café",
    "details": "",
    "skills": ["logo-design"],
    "budget": "",
    "deadline": None,
    "confidential": "",
    "client_knows": "",
    "places": "5",
    "introduce": "at_once",
    "reach": "matched",
}


class Yard:
    """Union Yard: a local Slack, a database, and a Leadbot of the test's own, which does what is due when it is told to."""

    def __init__(self, slack: LocalSlack, database_url: str, time: Time, patience: Patience, nursery: Nursery) -> None:
        self.slack, self.time, self.patience, self.nursery = slack, time, patience, nursery
        self.leads = slack.add_channel("leads")
        self.settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
            "LEADBOT_LOG_LEVEL": "ERROR",
        }
        self.leadbot = build(Settings.model_validate(self.settings), clock=time, patience=patience)

    # ---- what people do

    def joins(self, name: str, *skills: str) -> Person:
        """Somebody who joins, and lists these skills."""
        person = self.slack.add_person(name)
        with self.scope() as scope:
            member = member_of(scope, person.id)
            if skills:
                list_skills(scope, member, skills)
        return person

    def posts(self, poster: Person, **values: str) -> UUID:
        """Somebody posts a lead; gives its id."""
        with self.scope() as scope:
            return post(scope, member_of(scope, poster.id), KINDS["lead"], LEAD | values).id

    def accepts(self, person: Person) -> None:
        """Somebody is interested in the newest lead that they were asked for."""
        with self.scope() as scope:
            member = member_of(scope, person.id)
            accept(scope, member, newest_offer(scope, member))

    def has_no_time(self, person: Person) -> None:
        """Somebody is too busy for the newest lead that they were asked for."""
        with self.scope() as scope:
            member = member_of(scope, person.id)
            pass_on(scope, member, newest_offer(scope, member), PassReason.BUSY)

    def steps_back(self, person: Person) -> None:
        """Somebody steps back from their introduction."""
        with self.scope() as scope:
            member = member_of(scope, person.id)
            met = scope.select(Introduction).where(
                Introduction.partner_id == member.id, Introduction.state == IntroductionState.OPEN
            )
            step_back(scope, member, str(scope.all(met)[0].id))

    def makes_true(self, purpose: Purpose) -> None:
        """Something has changed about the first lead: all such messages are to say what is true now."""
        with self.scope() as scope:
            row = scope.all(scope.select(Message).where(Message.purpose == purpose.value).order_by(Message.id))[0]
            keep_true(scope, purpose, opportunity=scope.find(Opportunity, row.opportunity_id))

    # ---- what Leadbot does

    @contextmanager
    def scope(self) -> Iterator[Scope]:
        """One transaction in this workspace."""
        with self.leadbot.worker_database.transaction() as session:
            yield Scope(session, session.scalars(select(Workspace)).one(), self.time())

    def worker(self, **order: Any) -> Worker:
        """A worker process on the same database and the same Slack, at the same time."""
        return self.nursery.start(self.settings, self.patience, ahead=self.time.ahead.total_seconds(), **order)

    def settles(self) -> dict[str, int]:
        """All that is due is done."""
        return self.leadbot.tick()

    def recovers(self, rounds: int = 30) -> None:
        """Time passes, and workers run, until nothing waits any more."""
        for _ in range(rounds):
            self.settles()
            if not self.rows(MessageState.WAITING):
                return
            self.time.passes(seconds=max(self.patience.lease.total_seconds(), 60))
        raise AssertionError(f"still waiting: {[(row.purpose, row.error) for row in self.rows(MessageState.WAITING)]}")

    def moves_to(self, database_url: str) -> None:
        """The Leadbot that ran so far is gone, and another begins on this database."""
        self.leadbot.stop()
        self.settings["DATABASE_URL"] = database_url
        self.leadbot = build(Settings.model_validate(self.settings), clock=self.time, patience=self.patience)

    # ---- what came of it

    def rows(self, *states: MessageState, purpose: str | None = None) -> list[Message]:
        """The rows of what is to be said, oldest first."""
        with self.scope() as scope:
            query = scope.select(Message).where(Message.state.in_(states or tuple(MessageState)))
            if purpose is not None:
                query = query.where(Message.purpose == purpose)
            return scope.all(query.order_by(Message.id))

    def row(self, purpose: str) -> Message:
        """The one row of this purpose."""
        (row,) = self.rows(purpose=purpose)
        return row

    def row_to(self, person: Person, purpose: str) -> Message:
        """The one row of this purpose that goes to this person."""
        (row,) = (row for row in self.rows_to(person) if row.purpose == purpose)
        return row

    def rows_to(self, person: Person) -> list[Message]:
        """The rows of what is to be said to this person, oldest first."""
        with self.scope() as scope:
            to = member_of(scope, person.id).id
        return [row for row in self.rows() if row.to_member_id == to]

    def said(self) -> list[messages.Message]:
        """All that Leadbot has said in Slack, in the order in which it was said."""
        spoken = [
            message
            for conversation in self.slack.conversations
            for message in conversation.everything
            if message.from_app and message.metadata
        ]
        return sorted(spoken, key=lambda message: tuple(map(int, message.ts.split("."))))

    def copies(self) -> Counter[str]:
        """How often each message is in Slack, by its key."""
        return Counter(key_of(message) for message in self.said())

    def purposes_in(self, conversation: messages.Conversation) -> list[str]:
        """Why Leadbot said what it said in a conversation, oldest first."""
        purposes = {str(row.id): row.purpose for row in self.rows()}
        return [purposes[key_of(message)] for message in self.said() if message.conversation is conversation]

    def lost_and_doubled(self) -> tuple[list[str], list[str]]:
        """What was never said though it should have been, and what was said more than once."""
        copies = self.copies()
        told: Counter[tuple[Any, ...]] = Counter()
        lost = []
        for row in self.rows():
            count = copies[str(row.bundle_id or row.id)]  # an item of a bundle is said with it
            told[row.destination, row.purpose, row.opportunity_id, row.offer_id, row.introduction_id] += count
            if row.state is MessageState.SENT and not count:
                lost.append(row.purpose)
            if row.state in (MessageState.WAITING, MessageState.HELD, MessageState.DEAD):
                lost.append(f"{row.purpose} is {row.state}: {row.error}")
        repeated = ("card_not_posted", "group_stepped_back")  # each of these may be due more than once
        doubled = [key for key, count in copies.items() if count > 1]
        doubled += [str(what[1]) for what, count in told.items() if count > 1 and what[1] not in repeated]
        return lost, doubled


def newest_offer(scope: Scope, member: Member) -> str:
    """The newest lead that somebody was asked for, and has not answered."""
    waiting = scope.select(Offer).where(Offer.member_id == member.id, Offer.state == OfferState.SENT)
    return str(scope.all(waiting.order_by(Offer.created_at.desc()))[0].id)


def key_of(message: messages.Message) -> str:
    """The random key in the metadata of what Leadbot said."""
    assert message.metadata is not None
    return str(message.metadata["event_payload"]["key"])


@contextmanager
def open_yard(database_url: str, nursery: Nursery, patience: Patience = SHORT) -> Iterator[Yard]:
    """A yard. Whatever Slack would have refused fails the test."""
    time = Time()
    with LocalSlack(clock=time, retry_delays=(0.0,)) as slack:
        yard = Yard(slack, database_url, time, patience, nursery)
        try:
            yield yard
        finally:
            yard.leadbot.stop()
        assert not slack.faults, slack.faults


def to(person: Person) -> Any:
    """The calls that speak to this person alone."""
    return lambda args: args.get("channel") == person.dm.id


def member(yard: Yard, person: Person) -> Member:
    with yard.scope() as scope:
        return member_of(scope, person.id)
