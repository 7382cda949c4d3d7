"""One thing that cannot be done keeps nothing else waiting; and nobody's message is touched for nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from leadbot.db.outbox import Message
from leadbot.db.tables import Offer, Opportunity
from leadbot.domain.statuses import MessageState
from leadbot.services.outbox import Purpose
from tests.delivery.yard import Yard


def changed(yard: Yard) -> int:
    """How many messages were sent again in their place."""
    return len(yard.slack.calls_to("chat.update"))


def test_a_message_that_a_later_release_has_left_ends_dead_and_all_others_arrive(yard: Yard) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    yard.posts(ada)
    with yard.scope() as scope:
        posted = scope.all(scope.select(Message).where(Message.purpose == Purpose.POSTED.value))
        posted[0].purpose = "a purpose of tomorrow"
    yard.settles()
    [left] = yard.rows(MessageState.DEAD)
    assert (left.purpose, left.error) == ("a purpose of tomorrow", "ValueError")
    assert yard.purposes_in(bob.dm) == ["offer"]
    assert ada.inbox == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_an_offer_on_which_nothing_can_be_done_is_put_off_and_the_next_is_reminded(yard: Yard) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob", "logo-design")
    yard.posts(ada)
    yard.posts(ada)
    yard.settles()
    with yard.scope() as scope:
        first, second = scope.all(scope.select(Offer).order_by(Offer.remind_at, Offer.id))
        first.remind_at = yard.time() - timedelta(minutes=1)
        second.remind_at = yard.time()
        scope.session.execute(update(Offer).where(Offer.id == first.id).values(state="a state of tomorrow"))
        stuck = first.id
    yard.settles()
    assert yard.purposes_in(bob.dm) == ["offer", "offer", "offer_reminder"]
    with yard.scope() as scope:
        scope.session.execute(update(Offer).where(Offer.id == stuck).values(state="sent"))
    yard.time.passes(minutes=61)
    yard.settles()
    assert len(yard.rows(purpose="offer_reminder")) == 2


def test_what_the_poster_reads_is_changed_once_for_a_whole_wave(yard: Yard) -> None:
    ada = yard.joins("Ada Okafor")
    for name in ("Bob", "Cat", "Dan"):
        yard.joins(name, "logo-design")
    yard.posts(ada)
    yard.settles()
    assert changed(yard) == 1
    [posted] = ada.inbox
    assert "I have asked 3 neighbours who fit" in posted.words


def test_an_offer_that_lapses_does_not_touch_the_card(yard: Yard) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob", "logo-design")
    yard.posts(ada, reach="channel")
    yard.settles()
    before = yard.rows(purpose="card")[0].version
    yard.time.passes(days=4)
    yard.settles()
    assert yard.rows(purpose="card")[0].version == before
    assert "The time for this one has passed." in bob.inbox[0].words
    with yard.scope() as scope:
        assert scope.all(scope.select(Opportunity))[0].state == "open"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_card_that_slack_rejects_for_good_is_told_to_its_poster(yard: Yard) -> None:
    ada = yard.joins("Ada Okafor")
    yard.slack.fail("chat.postMessage", "invalid_blocks", times=1, when=lambda args: args["channel"] == yard.leads.id)
    yard.posts(ada, reach="channel")
    yard.settles()
    told = ada.inbox[-1]
    assert "The card of your lead 1 is not on the leads channel. Slack did not take it." in told.words
    assert [button.label for button in told.buttons] == ["Post it again"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_first_message_that_slack_rejects_for_good_leaves_nobody_waiting(yard: Yard) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    yard.posts(ada)
    yard.settles()
    yard.accepts(bob)
    to_both = {person.dm.id for person in (ada, bob)}
    yard.slack.fail("chat.postMessage", "invalid_blocks", times=1, when=lambda args: args["channel"] not in to_both)
    yard.settles()
    assert "I wanted to introduce you to Bob Lindqvist" in ada.inbox[-1].words
    assert "I wanted to introduce you to Ada Okafor" in bob.inbox[-1].words
