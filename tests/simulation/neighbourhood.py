"""A few neighbours who act when they are told to, and what must be true after each of their acts.

Beside the real space runs a model of what may change: whose places and which opportunity an act may touch; everything else
must stand as it stood.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine
from structlog.testing import capture_logs

from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity, Workspace
from leadbot.domain import ids
from leadbot.domain.errors import LeadbotError
from leadbot.domain.ids import new_id
from leadbot.services.adopt import ask_for_adoption
from leadbot.services.look_up import learn
from leadbot.services.manage import edit
from leadbot.services.people import list_skills
from leadbot.services.roles import values_of
from leadbot.services.summary import reschedule
from tests.databases import Databases
from tests.simulation.neighbours import Notebook, tick
from tests.simulation.standing import Standing, faults_of, left_undone, read_standing, without_reason

BEGINS = datetime.fromisoformat("2026-03-02T10:00:00+00:00")  # a Monday; the clocks change four weeks on
TRADES = ("logo-design", "web-design", "copywriting")
PEOPLE = ("Ada", "Bob", "Cat", "Dan", "Eve", "Fay")
HOST = "Ada"
Act = Callable[[Scope, Member], Any]
Touches = Callable[[Any], bool]  # whether an act may change an introduction, or an opportunity
ILLEGAL: list[str] = []  # the moves that the table does not allow, since the last look


def nothing(_: Any) -> bool:
    return False


class Neighbourhood(RuleBasedStateMachine):
    """A space of six, in which somebody does something; then all that must be true is looked at."""

    databases: Databases
    fixed: pytest.MonkeyPatch
    acted: list[str]  # what people have done, in all runs of one test

    def move_in(self) -> None:
        self.fixed.setattr(ids, "COUNTER", count())  # the same luck is the same story
        self.fixed.setattr("secrets.randbits", random.Random(0).getrandbits)
        self.opened = self.databases.migrated()
        self.database = Database(self.opened.__enter__(), patience=WORKER_PATIENCE)
        self.now = BEGINS
        self.notebook = Notebook(lambda: self.now, lambda _: None)
        self.heard = 0
        self.freed: set[UUID] = set()
        self.last: tuple[UUID, Act, Touches] | None = None
        with self.database.transaction() as session:
            workspace = Workspace(id=new_id(self.now), slack_team_id="T1", leads_channel="C1", region="GB-ENG")
            session.add(workspace)
            session.flush()
            reschedule(workspace, self.now)
            self.workspace_id = workspace.id
            scope = Scope(session, workspace, self.now)
            self.people = [self.neighbour(scope, number, name) for number, name in enumerate(PEOPLE)]
        self.standing = self.stands()

    def neighbour(self, scope: Scope, number: int, name: str) -> UUID:
        member = scope.add(
            Member,
            slack_user_id=f"U{number}",
            name=name,
            time_zone="Europe/London",
            created_at=self.now,
            looked_up_at=self.now,
            is_admin=name == HOST,
        )
        list_skills(scope, member, [TRADES[number % 3], TRADES[(number + 1) % 3]])
        return member.id

    # ---- how something is done, and what must be true afterwards

    def stands(self) -> Standing:
        with self.database.reading() as session:
            return read_standing(session)

    def does(self, member_id: UUID, act: Act, touches: Touches = nothing) -> Any:
        """Somebody does something; gives what came of it, None if they were told that it cannot be."""
        if self.standing.members[member_id].has_left:
            return None
        self.last = member_id, act, touches
        note(f"{self.now:%d.%m. %H:%M} {self.standing.members[member_id].name}: {act.__qualname__}")
        self.now += timedelta(seconds=20)
        before, came = self.standing, None
        with suppress(LeadbotError), self.database.transaction() as session:
            scope = Scope.of(session, self.workspace_id, self.now)
            came = act(scope, scope.get(Member, member_id)) or True
        self.standing = self.stands()
        changed = [
            each
            for each in (*self.standing.introductions.values(), *self.standing.opportunities.values())
            if changed_state(before, each) and not touches(each)
        ]
        assert not changed, f"changed, though it was not theirs to change: {changed}"
        self.holds()
        self.acted.extend([act.__qualname__] if came is not None else [])
        return came

    def ticks(self) -> None:
        """All that is due is done: what has ended has, and nobody has a place who did not say yes."""
        before = self.standing
        with capture_logs() as logs:
            tick(self.database, self.notebook, lambda: self.now)
        errors = [log for log in logs if log["log_level"] == "error"]
        assert not errors, errors  # what fails is put off, and all goes on
        self.standing = self.stands()
        for each in self.standing.introductions.values():
            if changed_state(before, each):
                assert each.state in ("released", "ended"), each.state
        for one in self.standing.opportunities.values():
            if changed_state(before, one):
                assert one.state in ("expired", "settled"), one.state
        self.nobody_is_asked_for_too_much(before)
        self.holds()
        undone = left_undone(self.standing, self.now)
        assert not undone, undone
        said, self.heard = self.notebook.said[self.heard :], len(self.notebook.said)
        odd = [(each.letter.purpose, each.letter.once) for each in said if without_reason(each.letter)]
        assert not odd, odd

    def nobody_is_asked_for_too_much(self, before: Standing) -> None:
        """Whom Leadbot asks of its own accord has room for it."""
        for offer in self.standing.offers.values():
            if offer.id not in before.offers and offer.origin == "matched":
                engaged = sum(member == offer.member_id for _, member in self.standing.places)
                assert engaged < self.standing.workspace.capacity, "asked beyond their capacity"

    def holds(self) -> None:
        faults = [*ILLEGAL, *faults_of(self.standing, self.freed)]
        assert not faults, faults

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.opened.__exit__(None, None, None)
        ILLEGAL.clear()

    def in_days(self, days: int | None) -> Any:
        return None if days is None else self.now.date() + timedelta(days=days)


def changed_state(before: Standing, each: Introduction | Opportunity) -> bool:
    """Whether something stands otherwise than before, or is new."""
    rows: Any = before.introductions if isinstance(each, Introduction) else before.opportunities
    return each.id not in rows or rows[each.id].state != each.state


def is_new(each: Any) -> bool:
    """What is posted is new."""
    return isinstance(each, Opportunity)


def of(column: str, identity: UUID) -> Touches:
    """Whether an introduction is this one, this person's, or of this opportunity."""
    return lambda each: isinstance(each, Introduction) and getattr(each, column) == identity


def all_of(opportunity_id: UUID) -> Touches:
    """Whether something is this opportunity, or an introduction of it."""
    return lambda each: opportunity_id in (each.id, getattr(each, "opportunity_id", None))


def nth(rows: dict[UUID, Any], number: int) -> Any:
    """One of these: a small number is a new one, which most happens to."""
    return [*rows.values()][-1 - number % len(rows)]


def is_gone(scope: Scope, member: Member) -> None:
    """Slack says that somebody has left."""
    learn(scope, member, None)
    ask_for_adoption(scope)


def edits(scope: Scope, member: Member, reference: str, places: str, trade: str, until: Any) -> Opportunity:
    """Somebody changes their own: other skills, other places, another deadline; of a contract, its first role."""
    opportunity = scope.get(Opportunity, UUID(reference))
    if opportunity.kind == "lead":
        changed: dict[str, Any] = {"places": places, "skills": [trade], "deadline": until}
    else:
        changed = {"role_1": f"Somebody for {trade}", "role_1_skills": [trade], "role_1_places": places}
        changed |= {"bid_deadline": until, "my_roles": []}
    return edit(scope, member, reference, values_of(scope, opportunity) | changed)
