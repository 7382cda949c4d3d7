"""Whoever could not be reached can be again, and what stood still goes on; and what may succeed later has its time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from leadbot.domain.statuses import MessageState
from leadbot.playground.person import Person
from leadbot.services.outbox import Purpose, tell
from leadbot.services.people import member_of
from leadbot.slack.events import look_up_again, open_home
from tests.delivery.yard import Yard, member, to

ON_ONE_ENGINE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


# ---- whoever could not be reached, and can be again


def cannot_be_reached(yard: Yard, ada: Person, bob: Person) -> None:
    """Bob is introduced to Ada, and then no message reaches him any more: a question is due, and help that he asked for."""
    yard.posts(ada)
    yard.settles()
    yard.accepts(bob)
    yard.settles()
    with yard.scope() as scope:
        first, second = (tell(scope, Purpose.HELP, member_of(scope, bob.id).id) for _ in range(2))
        assert first.id < second.id
    yard.slack.fail("chat.postMessage", "user_disabled", when=to(bob))
    yard.settles()
    assert [row.state for row in yard.rows(purpose="help")] == [MessageState.STOPPED] * 2
    assert member(yard, bob).unreachable


def acts(yard: Yard, bob: Person) -> None:
    """He opens his Home tab."""
    with yard.scope() as scope:
        open_home(scope, {"user": bob.id, "tab": "home"})


def is_told_of(yard: Yard, bob: Person) -> None:
    """Slack tells that something about him has changed; he is there."""
    with yard.scope() as scope:
        look_up_again(scope, {"user": {"id": bob.id}})


@ON_ONE_ENGINE
@pytest.mark.parametrize("sign", [acts, is_told_of])
def test_what_stood_still_for_somebody_goes_on_when_they_can_be_reached_again(
    yard: Yard, ada: Person, bob: Person, sign: Callable[[Yard, Person], None]
) -> None:
    cannot_be_reached(yard, ada, bob)
    with yard.scope() as scope:
        tell(scope, Purpose.HELP, member_of(scope, bob.id).id)
        tell(scope, Purpose.ASK_POSTER, member_of(scope, bob.id).id)  # about nobody: it makes no sense by now
    calls = len(yard.slack.calls)
    yard.settles()
    assert len(yard.slack.calls) == calls  # nobody tries what cannot arrive

    sign(yard, bob)
    yard.recovers()
    assert not member(yard, bob).unreachable
    assert yard.purposes_in(bob.dm) == ["offer", "help", "help", "help"]
    assert yard.rows(MessageState.STOPPED) == []
    assert yard.row_to(bob, "ask_poster").state is MessageState.DROPPED
    yard.posts(ada)
    yard.recovers()
    assert yard.purposes_in(bob.dm)[-1] == "offer"


@ON_ONE_ENGINE
def test_somebody_who_is_gone_is_not_taken_for_back(yard: Yard, ada: Person, bob: Person) -> None:
    cannot_be_reached(yard, ada, bob)
    yard.slack.deactivate(bob, tell=False)
    is_told_of(yard, bob)
    yard.recovers()
    assert member(yard, bob).unreachable
    assert yard.purposes_in(bob.dm) == ["offer"]


# ---- patience


@ON_ONE_ENGINE
@pytest.mark.parametrize("code", ["service_unavailable", "org_login_required", "fatal_error"])
def test_what_may_succeed_later_is_tried_for_a_day_and_then_no_more(
    yard: Yard, ada: Person, bob: Person, code: str
) -> None:
    yard.posts(ada)
    yard.settles()
    with yard.scope() as scope:
        tell(scope, Purpose.HELP, member_of(scope, bob.id).id)
    yard.slack.fail("chat.postMessage", code, times=1000, when=to(bob))
    began, waits = yard.time(), []
    while (row := yard.row("help")).state is MessageState.WAITING:
        waits.append(max(0.0, ((row.lease_until or yard.time()) - yard.time()).total_seconds()))
        yard.time.passes(seconds=waits[-1])
        yard.settles()
    assert (row.state, row.error) == (MessageState.DEAD, code)
    assert timedelta(hours=20) < yard.time() - began < timedelta(hours=30)
    assert len(waits) < 40
    assert len({round(wait) for wait in waits if wait > 2000}) > 5
