"""What was told in confidence is erased some time after the end: in the database, and where Leadbot said it."""

import pytest
from sqlalchemy import select

from leadbot.db.tables import Opportunity
from tests.stories.contracts import gathers, in_days
from tests.stories.contracts import moves_in as move_in
from tests.stories.passing import later, sets
from tests.stories.space import on_one_engine

pytestmark = [on_one_engine, pytest.mark.case("PRIVACY-08")]

CANARY = "Mrs Canary, 0161 496 0000"


def kept(space):
    """What the database holds in confidence."""
    with space.leadbot.database.reading() as session:
        return list(session.scalars(select(Opportunity.confidential)))


def seen(space):
    """What people still find in Slack of what was told in confidence."""
    return [message for each in space.slack.conversations for message in each.everything if CANARY in message.words]


def test_confidential_details_of_a_lead_go_ninety_days_after_its_end(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", confidential=CANARY)
    space.accepts(bob)
    ada.press(posted, "Close")
    space.settles()
    group = space.waits_for_group(ada, bob, CANARY)
    assert len(seen(space)) == 1

    later(space, days=89)
    assert (kept(space), len(seen(space))) == ([CANARY], 1), "they are still needed while people may talk"
    said = len(group.everything)
    later(space, days=2)
    assert (kept(space), seen(space)) == ([""], [])
    assert "Logo for a bakery" in group.messages[0].words, "only what is confidential goes"
    assert len(group.everything) == said, "nobody is told anything new"


def test_what_is_open_keeps_them_and_a_host_says_for_how_long_after_the_end(space):
    ada, bob, *_ = space.moves_in()
    sets(space, retention_days=30)
    posted = space.posts(ada, "Logo for a bakery", confidential=CANARY, deadline=in_days(space, 80))
    space.accepts(bob)
    later(space, days=40)
    assert (kept(space), len(seen(space))) == ([CANARY], 1)
    ada.press(posted, "Close")
    later(space, days=31)
    assert (kept(space), seen(space)) == ([""], [])


def test_so_do_those_of_a_contract_in_the_message_of_its_team(space):
    ada, *_ = move_in(space)
    told, _ = gathers(space, ada, confidential=CANARY)
    assert len(seen(space)) == 1
    ada.press(told, "Close")
    later(space, days=91)
    assert (kept(space), seen(space)) == ([""], [])
