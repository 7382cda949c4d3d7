"""Hundreds of messages at once, and Slack says no, or not so fast: no storm, nothing twice, and others go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from leadbot.bootstrap import client_for
from leadbot.config import Settings
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Workspace
from leadbot.domain.ids import new_id
from leadbot.domain.statuses import MessageState
from leadbot.playground.local_slack import LocalSlack
from leadbot.services.due import do_all
from leadbot.services.outbox import Purpose, tell
from leadbot.services.people import list_skills
from leadbot.slack.messenger import SlackMessenger
from tests.delivery.yard import Yard

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def waiting_for(scope: Scope, slack: LocalSlack, number: int) -> None:
    """So many neighbours are known, and there is something to say to each."""
    for count in range(number):
        person = slack.add_person(f"Neighbour {count}")
        known = {"looked_up_at": scope.now, "direct_channel": person.dm.id, "created_at": scope.now}
        member = scope.add(Member, slack_user_id=person.id, name=person.name, **known)
        tell(scope, Purpose.HELP, member.id)


@contextmanager
def here(yard: Yard) -> Iterator[Scope]:
    """One transaction in the yard's own workspace, of two."""
    with yard.leadbot.worker_database.transaction() as session:
        own = select(Workspace).where(Workspace.slack_team_id == yard.slack.team_id)
        yield Scope(session, session.scalars(own).one(), yard.time())


def heard(slack: LocalSlack) -> list[int]:
    """How many messages each neighbour has."""
    return [len(person.inbox) for person in slack.people if person.name.startswith("Neighbour")]


def said(yard: Yard) -> int:
    """How often Leadbot has tried to say something."""
    return len(yard.slack.calls_to("chat.postMessage"))


@contextmanager
def another_workspace(yard: Yard) -> Iterator[tuple[LocalSlack, SlackMessenger]]:
    """A second workspace in the same database, with a Slack of its own; and who carries messages to both."""
    with LocalSlack(clock=yard.time, team_name="Tib Street") as other:
        with yard.leadbot.worker_database.transaction() as session:
            new = Workspace(id=new_id(yard.time()), slack_team_id=other.team_id, bot_user_id=other.bot_user_id)
            session.add(new)
            session.flush()
            waiting_for(Scope(session, new, yard.time()), other, 5)
            there = new.id

        def client(workspace_id: Any) -> Any:
            slack = other if workspace_id == there else yard.slack
            given = yard.settings | {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.api_url}
            return client_for(Settings.model_validate(given), 1.0, token=slack.bot_token)

        yield other, SlackMessenger(client)


@pytest.mark.case("SLACK-02")
def test_of_500_messages_the_first_that_a_bad_token_refuses_stops_all_and_no_other_workspace(yard: Yard) -> None:
    with yard.scope() as scope:
        waiting_for(scope, yard.slack, 500)
    with another_workspace(yard) as (other, messenger):
        for code in ("token_revoked", "account_inactive", "invalid_auth"):
            yard.slack.fail("*", code, times=10_000)
            before = len(yard.slack.calls)
            for hours in (0, 6, 24):
                yard.time.passes(hours=hours)
                do_all(yard.leadbot.worker_database, messenger, yard.time, yard.patience, besides=["looked up hosts"])
            assert len(yard.slack.calls) == before + 1
            with here(yard) as scope:
                assert scope.workspace.stopped_for == code
                scope.workspace.stopped_for = None
            yard.slack.recover()
        assert heard(other) == [1] * 5
    with here(yard) as scope:
        assert len(scope.all(scope.select(Message).where(Message.state == MessageState.WAITING))) == 500


@pytest.mark.case("SLACK-05")
@pytest.mark.parametrize("number", [60, pytest.param(300, marks=pytest.mark.soak)])
def test_told_that_it_is_too_fast_it_waits_as_long_as_it_is_told_and_everybody_hears_once(
    yard: Yard, number: int
) -> None:
    goes_well = number // 6
    with yard.scope() as scope:
        waiting_for(scope, yard.slack, number)
    headers = {"30": 30, "": 30, "0": 1, "abc": 30, "3600": 3600}
    with another_workspace(yard) as (other, messenger):
        now = yard.time()

        def all_that_is_due(*, later: float = 0) -> None:
            nonlocal now
            now += timedelta(seconds=later)
            do_all(yard.leadbot.worker_database, messenger, lambda: now, yard.patience)

        for retry_after, seconds in headers.items():
            with here(yard) as scope:  # a word said before is changed: another method, which goes on
                first = scope.all(scope.select(Message).where(Message.state == MessageState.SENT).limit(1))
                for message in first:
                    message.state, message.version = MessageState.WAITING, message.version + 1
            before, changed = said(yard), len(yard.slack.calls_to("chat.update"))
            yard.slack.fail("chat.postMessage", "ratelimited", retry_after=retry_after, after=goes_well)
            all_that_is_due(later=1)
            assert said(yard) == before + goes_well + 1, retry_after
            assert len(yard.slack.calls_to("chat.update")) == changed + len(first)
            all_that_is_due(later=seconds - 0.1)
            assert said(yard) == before + goes_well + 1, retry_after
        assert heard(other) == [1] * 5
        for _ in range(3):
            all_that_is_due(later=60)
    assert heard(yard.slack) == [1] * number


@pytest.mark.case("SLACK-07")
@pytest.mark.parametrize("lost", [{"lose_answer": True}, {"status": 500, "applied": True}, {"delay": 1.6}])
def test_what_slack_took_and_did_not_say_so_is_not_said_again(yard: Yard, lost: dict[str, Any]) -> None:
    with yard.scope() as scope:
        waiting_for(scope, yard.slack, 2)
        [member, *_] = scope.all(scope.select(Member).where(Member.name == "Neighbour 0"))
    yard.slack.fail("chat.postMessage", when=lambda args: args["channel"] == member.direct_channel, **lost)
    yard.recovers()
    assert heard(yard.slack) == [1, 1]
    assert yard.lost_and_doubled() == ([], [])


TRADES = ("logo-design", "bookkeeping", "photography", "copywriting", "joinery")
EACH = 60  # neighbours that a poster's lead is put to: nobody has more than sixty asked in a day


def second_by_second(yard: Yard, seconds: int) -> list[int]:
    """How many messages are said in each second."""
    now, counts = yard.time(), []
    for _ in range(seconds):
        before = said(yard)
        do_all(yard.leadbot.worker_database, yard.leadbot.messenger, lambda now=now: now, yard.patience)
        counts.append(said(yard) - before)
        now += timedelta(seconds=1)
    return counts


@pytest.mark.case("SLACK-06")
@pytest.mark.parametrize("number", [120, pytest.param(300, marks=pytest.mark.soak)])
def test_offers_to_hundreds_at_once_are_paced_and_done_in_time(yard: Yard, number: int) -> None:
    posters = [yard.joins(f"Poster of {trade}") for trade in TRADES[: number // EACH]]
    with yard.scope() as scope:
        scope.workspace.wave_size = EACH
        for count in range(number):
            person = yard.slack.add_person(f"Neighbour {count}")
            known = {"looked_up_at": scope.now, "direct_channel": person.dm.id, "created_at": scope.now}
            list_skills(
                scope, scope.add(Member, slack_user_id=person.id, name=person.name, **known), [TRADES[count // EACH]]
            )
    yard.settles()
    for poster, trade in zip(posters, TRADES, strict=False):
        yard.posts(poster, skills=[trade])
    first, *later = second_by_second(yard, 2 + number // 4)
    assert 90 <= first <= 110
    assert max(later) <= 5
    assert heard(yard.slack) == [1] * number
    assert said(yard) == number + len(posters)  # and what each poster hears; nothing was tried too early


@pytest.mark.case("SLACK-06")
def test_in_one_conversation_there_is_one_message_a_second_after_a_burst(yard: Yard) -> None:
    with yard.scope() as scope:
        waiting_for(scope, yard.slack, 1)
        [member] = scope.all(scope.select(Member))
        for _ in range(30):
            tell(scope, Purpose.HELP, member.id)
    first, *later = second_by_second(yard, 15)
    assert 18 <= first <= 22
    assert max(later) == 1
    assert heard(yard.slack) == [31]
