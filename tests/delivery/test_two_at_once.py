"""Two workers at once: everything is said once, whoever sleeps, and whatever becomes true meanwhile."""

import threading
from typing import Any

import pytest

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Workspace
from leadbot.domain.reactions import Delivered
from leadbot.domain.statuses import MessageState
from leadbot.playground.person import Person
from leadbot.services import deliver
from leadbot.services.after_delivery import mark_delivered
from leadbot.services.claim import Claim, claim_next
from leadbot.services.deliver import mark, read_letter
from leadbot.services.due import what_is_due
from leadbot.services.outbox import Purpose
from tests.delivery.yard import Yard


def test_what_another_worker_is_delivering_is_not_due(yard: Yard, ada: Person) -> None:
    yard.posts(ada, reach="matched")
    yard.settles()
    yard.makes_true(Purpose.POSTED)
    database, now = yard.leadbot.worker_database, yard.time()
    assert what_is_due(database, now) == {"delivered"}
    with database.transaction() as session:
        assert claim_next(session, now, yard.patience) is not None
    assert what_is_due(database, now) == set()


def test_what_becomes_true_while_it_is_marked_is_said_too(
    yard: Yard, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    yard.posts(ada)
    yard.settles()
    yard.makes_true(Purpose.OFFER)
    row = yard.row("offer")
    claim = Claim(yard.time(), yard.time(), 0.0)
    with yard.scope() as scope:
        scope.get(Message, row.id).lease_until = claim.until
        letter = read_letter(scope, row, yard.time().date())
    other = threading.Thread(target=yard.makes_true, args=(Purpose.OFFER,))

    def mark_meanwhile(*arguments: Any) -> None:
        other.start()
        other.join(0.5)  # it waits for us; without the lock it would be over now, and forgotten
        mark_delivered(*arguments)

    monkeypatch.setattr(deliver, "mark_delivered", mark_meanwhile)
    with yard.leadbot.worker_database.transaction() as session:
        scope = Scope(session, session.query(Workspace).one(), yard.time())
        assert row.channel is not None
        assert row.ts is not None
        mark(scope, letter, Delivered(row.channel, row.ts), claim, yard.patience)
    other.join(10)

    offer = yard.row("offer")
    assert (offer.state, offer.version) == (MessageState.WAITING, row.version + 1)


@pytest.mark.case("RACE-04")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_two_workers_say_everything_once(yard: Yard, ada: Person) -> None:
    for number in range(12):
        yard.joins(f"Neighbour {number}", "logo-design")
    with yard.scope() as scope:
        scope.workspace.wave_size, scope.workspace.daily_cap = 3, 4
    for _ in range(4):
        yard.posts(ada, reach="channel")

    workers = [yard.worker(), yard.worker()]
    assert [worker.ends() for worker in workers] == [0, 0]
    yard.recovers()

    assert yard.lost_and_doubled() == ([], [])
    assert len(yard.rows(MessageState.SENT, purpose="offer")) == 4 * 12


@pytest.mark.case("RACE-04")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_of_four_workers_one_sleeps_past_its_lease_and_each_word_is_said_once(yard: Yard, ada: Person) -> None:
    for number in range(9):
        yard.joins(f"Neighbour {number}", "logo-design")
    with yard.scope() as scope:
        scope.workspace.wave_size = 9
    for _ in range(2):
        yard.posts(ada)
    sleeper = yard.worker(point="stopped after the claim", purpose="offer")
    sleeper.falls_asleep()
    yard.time.passes(seconds=yard.patience.lease.total_seconds() + 1)
    others = [yard.worker() for _ in range(3)]
    assert [other.ends() for other in others] == [0, 0, 0]
    assert len(yard.rows(MessageState.SENT, purpose="offer")) == 2 * 9, "its own word too"

    threading.Event().wait(yard.patience.begins_within)  # really: its own clock is not the test's to move
    sleeper.goes_on()
    assert sleeper.ends() == 0
    assert yard.lost_and_doubled() == ([], [])


@pytest.mark.case("RACE-04")
def test_a_worker_that_slept_past_its_lease_leaves_the_word_to_another(yard: Yard, ada: Person, bob: Person) -> None:
    """It stood still between its claim and its call. What nobody can mend: to stand still within the call itself."""
    yard.posts(ada)
    sleeper = yard.worker(point="stopped after the claim", purpose="offer")
    sleeper.falls_asleep()
    yard.time.passes(seconds=yard.patience.lease.total_seconds() + 1)
    yard.settles()
    assert yard.purposes_in(bob.dm) == ["offer"]

    threading.Event().wait(yard.patience.begins_within)  # really: its own clock is not the test's to move
    sleeper.goes_on()
    assert sleeper.ends() == 0
    assert yard.lost_and_doubled() == ([], [])
    assert yard.row("offer").state is MessageState.SENT
