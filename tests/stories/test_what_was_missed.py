"""Slack leaves out events, or nobody was there to hear them: what was missed is asked for, and made good."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from leadbot.bootstrap import ask_home, client_for
from leadbot.db.outbox import SeenRequest
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Workspace
from leadbot.services.leads_channel import is_left_alone, leave_alone
from leadbot.services.workspaces import settle
from tests.stories.space import on_one_engine, settings_for


def too_many_events(space):
    """Slack says that it has left out events in this minute."""
    told = {
        "token": "gone",
        "type": "app_rate_limited",
        "team_id": space.slack.team_id,
        "minute_rate_limited": 1518467820,
    }
    assert space.slack.courier.send("event", told).status == 200


def starts_again(space, away):
    """Leadbot was away for so long, and starts again."""
    with space.leadbot.worker_database.transaction() as session:
        session.execute(update(SeenRequest).values(seen_at=space.time() - away))
    client = client_for(settings_for(space.slack, space.database_url, "ERROR"), 2.0, token=space.slack.bot_token)
    settle(space.leadbot.worker_database, ask_home(client), space.time())
    space.settles()


def happens_unheard(space, bob):
    """Bob leaves, and the leads channel, which no summary could go to, is brought back; Slack tells nobody."""
    with space.leadbot.worker_database.transaction() as session:
        leave_alone(Scope(session, session.query(Workspace).one(), space.time()), "is_archived")
    space.slack.deactivate(bob, tell=False)


def is_known(space, bob):
    """Whether Leadbot knows of both by now."""
    with space.leadbot.database.reading() as session:
        has_left = session.scalar(select(Member.has_left).where(Member.slack_user_id == bob.id))
        left_alone = is_left_alone(Scope(session, session.query(Workspace).one(), space.time()))
        assert has_left is not left_alone
        return has_left


@pytest.mark.case("SLACK-13")
@on_one_engine
@pytest.mark.parametrize("road", ["http"])
def test_what_happened_while_slack_left_out_events_is_asked_for_once_it_is_over(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    happens_unheard(space, bob)
    calls = len(space.slack.calls_to("users.list"))
    for _ in range(3):
        with capture_logs() as logged:
            too_many_events(space)
        assert [(each["log_level"], each["team"]) for each in logged] == [("error", space.slack.team_id)]
        space.time.passes(minutes=1)
        space.settles()
    assert len(space.slack.calls_to("users.list")) == calls
    assert not is_known(space, bob)
    space.time.passes(minutes=10)
    space.settles()
    assert is_known(space, bob)
    assert len(space.slack.calls_to("users.list")) == calls + 1


@pytest.mark.case("SLACK-13")
@on_one_engine
def test_after_more_than_an_hour_away_it_asks_for_what_it_did_not_hear(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    happens_unheard(space, bob)
    starts_again(space, timedelta(minutes=30))
    assert not is_known(space, bob)  # Slack sends again what happened meanwhile
    starts_again(space, timedelta(minutes=90))
    assert is_known(space, bob)
