"""What was said first arrives first; and each class of failure has its own consequence, and no other."""

from typing import Any

import pytest

from leadbot.db.outbox import Rest
from leadbot.domain.statuses import MessageState
from leadbot.playground.person import Person
from leadbot.services.outbox import Purpose
from leadbot.services.people import member_of
from leadbot.slack.errors import CODES
from tests.delivery.yard import Yard, member, to

# What follows a failure is the same on either engine.
ON_ONE_ENGINE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


# ---- order


@pytest.mark.case("SLACK-09")
def test_what_was_said_first_arrives_first_even_if_it_fails_for_a_while(yard: Yard, ada: Person, bob: Person) -> None:
    yard.posts(ada)
    yard.slack.fail("chat.postMessage", "service_unavailable", times=3, when=to(bob))
    yard.settles()
    yard.posts(ada)
    yard.settles()
    assert bob.inbox == []
    assert yard.purposes_in(ada.dm) == ["posted", "posted"]  # other conversations go on

    yard.recovers()
    assert yard.purposes_in(bob.dm) == ["offer", "offer"]
    first, second = yard.rows(purpose="offer")
    assert first.ts is not None
    assert second.ts is not None
    assert float(first.ts) < float(second.ts)


def test_words_in_a_thread_wait_for_the_message_that_begins_it(yard: Yard, ada: Person, bob: Person) -> None:
    yard.posts(ada)
    yard.settles()
    yard.accepts(bob)
    yard.slack.fail("conversations.open", "service_unavailable", times=2)
    yard.settles()
    assert ada.group_with(bob) is None

    yard.recovers()
    yard.steps_back(bob)
    yard.recovers()
    group = ada.group_with(bob)
    assert group is not None
    assert yard.purposes_in(group) == ["introduction", "group_stepped_back"]
    introduction, stepped_back = [message for message in yard.said() if message.conversation is group]
    assert stepped_back.thread_ts == introduction.ts


def test_too_fast_rests_that_method_alone(yard: Yard, ada: Person, bob: Person) -> None:
    yard.posts(ada)
    yard.settles()
    yard.slack.fail("chat.postMessage", "ratelimited", retry_after=30, times=1)
    yard.makes_true(Purpose.OFFER)
    yard.posts(ada)
    calls = len(yard.slack.calls_to("chat.postMessage"))
    yard.settles()

    assert len(yard.slack.calls_to("chat.postMessage")) == calls + 1  # one was refused, and no other was tried
    assert yard.slack.calls_to("chat.update")  # a lane of its own
    with yard.scope() as scope:
        assert [rest.lane for rest in scope.session.query(Rest)] == ["chat.postMessage"]

    yard.time.passes(seconds=29)
    yard.settles()
    assert len(yard.slack.calls_to("chat.postMessage")) == calls + 1
    yard.time.passes(seconds=2)
    yard.settles()
    yard.recovers()
    assert yard.lost_and_doubled() == ([], [])
    assert yard.purposes_in(bob.dm) == ["offer", "offer"]


def fifty_are_unknown(yard: Yard) -> None:
    """Fifty people whom Slack was never asked about, all of them due."""
    with yard.scope() as scope:
        for number in range(50):
            member_of(scope, yard.slack.add_person(f"Neighbour {number}").id)


@ON_ONE_ENGINE
def test_asked_too_fast_who_people_are_it_rests_and_asks_everybody_later(yard: Yard) -> None:
    yard.settles()
    yard.slack.calls.clear()
    fifty_are_unknown(yard)
    yard.slack.fail("users.info", "ratelimited", retry_after=30, times=1)
    yard.settles()
    assert len(yard.slack.calls_to("users.info")) == 1
    yard.time.passes(seconds=29)
    yard.settles()
    assert len(yard.slack.calls_to("users.info")) == 1
    yard.time.passes(minutes=6)
    yard.settles()
    assert len({call.args["user"] for call in yard.slack.calls_to("users.info") if call.ok}) == 50


@ON_ONE_ENGINE
def test_a_token_that_is_refused_when_people_are_asked_for_stops_the_workspace(yard: Yard) -> None:
    yard.settles()
    yard.slack.calls.clear()
    fifty_are_unknown(yard)
    yard.slack.fail("users.info", "token_revoked")
    yard.settles()
    yard.time.passes(hours=3)
    yard.settles()
    assert len(yard.slack.calls_to("users.info")) == 1
    with yard.scope() as scope:
        assert scope.workspace.stopped_for == "token_revoked"


# ---- consequences


@ON_ONE_ENGINE
@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "missing_scope"])
def test_a_stopped_workspace_is_silent_until_it_is_started_again(
    yard: Yard, ada: Person, bob: Person, code: str
) -> None:
    yard.slack.fail("chat.postMessage", code)
    yard.posts(ada)
    yard.settles()
    with yard.scope() as scope:
        assert scope.workspace.stopped_for == code
    calls = len(yard.slack.calls_to("chat.postMessage"))
    yard.time.passes(hours=3)
    yard.settles()
    assert len(yard.slack.calls_to("chat.postMessage")) == calls

    assert yard.worker(point="").ends() == 0  # a new start, with a token that works
    yard.recovers()
    assert yard.lost_and_doubled() == ([], [])
    assert yard.purposes_in(bob.dm) == ["offer"]


@ON_ONE_ENGINE
@pytest.mark.parametrize("code", ["cannot_dm_bot", "user_disabled", "user_not_found"])
def test_whoever_cannot_be_reached_is_asked_nothing_more_and_the_next_in_line_is(
    yard: Yard, ada: Person, bob: Person, code: str
) -> None:
    with yard.scope() as scope:
        scope.workspace.wave_size = 1
    cat = yard.joins("Cat Morgan", "logo-design")
    yard.slack.fail("conversations.open", code, when=lambda args: args.get("users") in (bob.id, cat.id))
    yard.posts(ada)
    yard.recovers()

    unreachable = [person for person in (bob, cat) if member(yard, person).unreachable]
    assert len(unreachable) == 1
    (reached,) = {bob, cat} - set(unreachable)
    assert yard.purposes_in(reached.dm) == ["offer"]
    assert {row.state for row in yard.rows(purpose="offer")} == {MessageState.STOPPED, MessageState.SENT}

    calls = len(yard.slack.calls)
    yard.posts(ada)
    yard.recovers()
    assert not [call for call in yard.slack.calls[calls:] if call.args.get("users") == unreachable[0].id]


@ON_ONE_ENGINE
@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "restricted_action"])
def test_a_channel_that_cannot_be_used_is_not_tried_again_and_the_poster_hears_of_it(
    yard: Yard, ada: Person, bob: Person, code: str
) -> None:
    yard.slack.fail("chat.postMessage", code, when=lambda args: args.get("channel") == yard.leads.id)
    yard.posts(ada, reach="channel")
    yard.recovers()

    card = yard.row("card")
    assert (card.state, card.error) == (MessageState.DEAD, code)
    assert yard.leads.messages == []
    assert yard.purposes_in(ada.dm) == ["posted", "card_not_posted"]
    assert yard.purposes_in(bob.dm) == ["offer"]


@ON_ONE_ENGINE
def test_a_group_that_cannot_be_opened_is_told_to_both(yard: Yard, ada: Person, bob: Person) -> None:
    yard.posts(ada)
    yard.settles()
    yard.accepts(bob)
    yard.slack.fail("conversations.open", "invalid_user_combination", when=lambda args: "," in str(args.get("users")))
    yard.recovers()

    assert yard.row("introduction").state is MessageState.DEAD
    assert yard.purposes_in(ada.dm) == ["posted", "not_introduced"]
    assert yard.purposes_in(bob.dm) == ["offer", "not_introduced"]


@ON_ONE_ENGINE
def test_what_was_to_be_changed_and_is_gone_is_said_afresh(yard: Yard, ada: Person, bob: Person) -> None:
    yard.posts(ada)
    yard.settles()
    old = yard.row("offer").ts
    with yard.slack.workspace.change():
        bob.dm.everything.clear()
    yard.makes_true(Purpose.OFFER)
    yard.recovers()

    offer = yard.row("offer")
    assert offer.state is MessageState.SENT
    assert offer.ts != old
    assert [message.ts for message in bob.inbox] == [offer.ts]


@ON_ONE_ENGINE
def test_a_card_that_somebody_took_down_stays_down(yard: Yard, ada: Person, bob: Person) -> None:
    yard.posts(ada, reach="channel")
    yard.settles()
    with yard.slack.workspace.change():
        yard.leads.everything.clear()
    yard.makes_true(Purpose.CARD)
    yard.recovers()

    assert yard.row("card").state is MessageState.DROPPED
    assert yard.leads.messages == []


@ON_ONE_ENGINE
def test_a_puzzle_is_tried_three_times_and_looked_for_in_between(yard: Yard, ada: Person, bob: Person) -> None:
    yard.slack.fail("chat.postMessage", "moon_in_the_wrong_quarter", times=9, when=to(bob))
    yard.posts(ada)
    yard.recovers()

    offer = yard.row("offer")
    assert (offer.state, offer.attempts) == (MessageState.DEAD, 3)
    assert len(yard.slack.calls_to("conversations.history")) == 2
    assert yard.purposes_in(ada.dm) == ["posted", "nobody_left"]


@ON_ONE_ENGINE
def test_a_puzzle_that_was_said_after_all_is_found(yard: Yard, ada: Person, bob: Person) -> None:
    yard.slack.fail("chat.postMessage", "moon_in_the_wrong_quarter", applied=True, when=to(bob))
    yard.posts(ada)
    yard.recovers()

    assert yard.row("offer").state is MessageState.SENT
    assert len(bob.inbox) == 1


@ON_ONE_ENGINE
@pytest.mark.parametrize("code", ["msg_too_long", "invalid_blocks"])
def test_our_own_fault_is_not_repeated(yard: Yard, ada: Person, bob: Person, code: str) -> None:
    yard.slack.fail("chat.postMessage", code, when=to(bob))
    yard.posts(ada)
    yard.recovers()
    yard.slack.faults.clear()

    offer = yard.row("offer")
    assert (offer.state, offer.attempts, offer.error) == (MessageState.DEAD, 1, code)


@ON_ONE_ENGINE
@pytest.mark.parametrize("reaction", list(CODES))
def test_no_failure_whatever_stops_the_others(yard: Yard, ada: Person, bob: Person, reaction: str) -> None:
    code = CODES[reaction].split()[0]  # type: ignore[index]
    yard.slack.fail("chat.postMessage", code, when=to(bob))
    cat = yard.joins("Cat Morgan", "logo-design")
    yard.posts(ada)
    if reaction == "stop_workspace":
        yard.settles()
        assert yard.worker(point="").ends() == 0
    yard.recovers(rounds=90)
    yard.slack.faults.clear()

    assert yard.purposes_in(cat.dm) == ["offer"]
    assert yard.purposes_in(ada.dm) == ["posted"]
    assert not any(count > 1 for count in yard.copies().values())


@ON_ONE_ENGINE
@pytest.mark.parametrize("code", ["invalid_blocks", "channel_not_found", "a_code_of_tomorrow"])
def test_an_offer_that_never_arrives_lapses_and_the_next_in_line_is_asked(
    yard: Yard, ada: Person, bob: Person, code: str
) -> None:
    with yard.scope() as scope:
        scope.workspace.wave_size = 1
    cat = yard.joins("Cat Morgan", "logo-design")
    first = []

    def is_said_to_whoever_comes_first(args: dict[str, Any]) -> bool:
        """Slack takes nothing that is said to whoever is asked first."""
        channel = args.get("channel")
        if not first and channel in (bob.dm.id, cat.dm.id):
            first.append(channel)
        return bool(first) and channel == first[0]

    yard.slack.fail("chat.postMessage", code, times=9, when=is_said_to_whoever_comes_first)
    yard.posts(ada)
    for _ in range(4):
        yard.recovers()
    (unlucky,) = [person for person in (bob, cat) if person.dm.id == first[0]]
    (lucky,) = {bob, cat} - {unlucky}
    assert yard.purposes_in(lucky.dm) == ["offer"]
    assert yard.purposes_in(unlucky.dm) == []


@ON_ONE_ENGINE
def test_a_conversation_that_is_gone_is_opened_anew_for_the_next_word(yard: Yard, ada: Person, bob: Person) -> None:
    yard.posts(ada)
    yard.recovers()
    assert member(yard, bob).direct_channel == bob.dm.id
    yard.slack.fail("chat.postMessage", "channel_not_found", when=lambda args: args["channel"] == bob.dm.id, times=1)
    yard.posts(ada)
    yard.recovers()
    assert yard.purposes_in(bob.dm) == ["offer"]
    assert member(yard, bob).direct_channel is None
    yard.posts(ada)
    yard.recovers()
    assert yard.purposes_in(bob.dm) == ["offer", "offer"]
