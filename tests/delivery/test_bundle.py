"""A bundle is one message: whoever dies on the way, it is said once; and whoever hurries, a day holds no more than fits."""

import threading
from datetime import timedelta

import pytest

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Offer, Workspace
from leadbot.domain.statuses import MessageState
from leadbot.services.deliver import prepare
from leadbot.services.due import ask_next_due
from leadbot.services.outbox import Purpose
from leadbot.services.people import member_of
from tests.delivery.test_killed import POINTS, Words, dies
from tests.delivery.yard import Yard

ON_ONE_ENGINE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
FULL = 3


def a_full_monday(yard: Yard) -> None:
    """Bob's day is full, two more leads wait for him, and now it is Tuesday, nine o'clock."""
    ada, _ = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    for _ in range(FULL + 2):
        yard.posts(ada)
        yard.settles()
    assert len(yard.rows(MessageState.HELD)) == 2
    yard.time.passes(hours=23)


BUNDLE = Words("bundle", a_full_monday)


def offers_of(yard: Yard, items: list[Message]) -> list[Offer]:
    with yard.scope() as scope:
        return [scope.get(Offer, item.offer_id) for item in items if item.offer_id is not None]


@pytest.mark.case("CRASH-01")
@pytest.mark.parametrize("point", POINTS)
def test_whoever_dies_on_the_way_says_a_bundle_once_and_its_clocks_start_once(yard: Yard, point: str) -> None:
    BUNDLE.about_to_be_said(yard)

    dies(yard, point, BUNDLE.purpose)
    yard.recovers()

    assert yard.lost_and_doubled() == ([], [])
    bundle = yard.row("bundle")
    assert yard.copies()[str(bundle.id)] == 1
    items = [row for row in yard.rows() if row.bundle_id == bundle.id]
    assert {(row.state, row.ts, row.channel) for row in items} == {(MessageState.SENT, bundle.ts, bundle.channel)}
    before = offers_of(yard, items)
    assert len(before) == 2
    for offer in before:
        assert offer.delivered_at is not None
        assert offer.lapse_at == offer.delivered_at + timedelta(days=2)

    yard.time.passes(minutes=5)
    yard.makes_true(Purpose.OFFER)
    with yard.scope() as scope:
        scope.get(Message, bundle.id).version += 1
        scope.get(Message, bundle.id).state = MessageState.WAITING
    yard.recovers()
    assert [offer.lapse_at for offer in offers_of(yard, items)] == [offer.lapse_at for offer in before]
    assert yard.copies()[str(bundle.id)] == 1


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    ("code", "bundle", "item"),
    [
        ("user_disabled", MessageState.STOPPED, MessageState.STOPPED),
        ("invalid_blocks", MessageState.DEAD, MessageState.DEAD),
    ],
)
def test_what_waited_in_a_bundle_that_cannot_be_said_ends_with_it(
    yard: Yard, code: str, bundle: MessageState, item: MessageState
) -> None:
    BUNDLE.about_to_be_said(yard)
    held = [row.id for row in yard.rows(MessageState.HELD)]
    yard.slack.fail("chat.postMessage", code)
    yard.settles()
    yard.slack.faults.clear()

    assert yard.rows(purpose="bundle")[0].state is bundle
    assert {row.state for row in yard.rows() if row.id in held} == {item}


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_of_many_who_claim_at_one_moment_no_more_go_on_than_fit_into_the_day(yard: Yard) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    for person in (ada, bob):
        with yard.scope() as scope:
            member_of(scope, person.id).looked_up_at = scope.now
    for _ in range(9):
        yard.posts(ada)
    while ask_next_due(yard.leadbot.worker_database, yard.time()):
        pass
    waiting = yard.rows(MessageState.WAITING, purpose="offer")
    assert len(waiting) == 9
    together, carried = threading.Barrier(len(waiting)), []

    def claims(row: Message) -> None:
        with yard.leadbot.worker_database.transaction() as session:
            scope = Scope(session, session.query(Workspace).one(), yard.time())
            message = scope.get(Message, row.id)
            message.attempts, message.unresolved = 1, 1
            session.flush()
            together.wait(10)
            if prepare(scope, message, yard.leadbot.messenger, looking=False) is not None:
                carried.append(row.id)

    threads = [threading.Thread(target=claims, args=(row,)) for row in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(carried) == FULL
    assert len(yard.rows(MessageState.HELD)) == 9 - FULL
    (bundle,) = yard.rows(purpose="bundle")
    assert {row.bundle_id for row in yard.rows(MessageState.HELD)} == {bundle.id}


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_however_many_workers_there_are_nobody_hears_more_in_a_day(yard: Yard) -> None:
    ada = yard.joins("Ada Okafor")
    people = [yard.joins(f"Neighbour {number}", "logo-design") for number in range(4)]
    for _ in range(6):
        yard.posts(ada)

    workers = [yard.worker() for _ in range(4)]
    assert [worker.ends() for worker in workers] == [0] * 4
    yard.settles()

    assert [len(person.inbox) for person in people] == [FULL] * 4
    assert len(yard.rows(MessageState.HELD, purpose="offer")) == 4 * 3
    yard.time.passes(hours=23)
    yard.recovers()
    assert [len(person.inbox) for person in people] == [FULL + 1] * 4
    assert yard.lost_and_doubled() == ([], [])
