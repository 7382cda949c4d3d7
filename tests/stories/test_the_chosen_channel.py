"""The leads channel is the one that a host chose, whatever becomes of it, or else the one that is called `leads`."""

import pytest

from tests.stories.space import on_one_engine
from tests.stories.weekly import monday_comes, summaries


@pytest.fixture
def hana(space):
    return space.joins("Hana Berg", "copywriting", is_admin=True)


@pytest.fixture
def ada(space):
    return space.joins("Ada Okafor")


@pytest.fixture
def work(space, hana, ada):
    """The channel that the host has chosen; Leadbot is not in any other."""
    channel = space.slack.add_channel("work", members=[hana, ada], app_in=True)
    space.settles()
    sets(space, hana, leads_channel=channel)
    space.slack.remove(space.leads)
    return channel


def sets(space, host, **settings):
    host.types("/leadbot settings")
    said = host.wait_for_form(callback_id="settings_form").fill(**settings).submit()
    space.settles()
    space.slack.wait_until(lambda: space.slack.calls_to("conversations.join"), what="Leadbot joins what was chosen")
    return said


def cards(channel):
    return [message for message in channel.messages if "posted by" in message.words]


@on_one_engine
def test_a_new_name_changes_nothing(space, ada, work):
    space.slack.rename(work, "work-here")
    space.settles()
    space.posts(ada, "Logo for a bakery")
    assert len(cards(work)) == 1


@on_one_engine
def test_once_leadbot_is_invited_back_the_card_is_posted_again(space, ada, work):
    space.slack.remove(work)
    space.posts(ada, "Logo for a bakery")
    missing = space.waits_for(ada, "The card of your lead 1 is not on the leads channel")
    assert "/invite @Leadbot" in missing.words
    space.slack.join(work)
    ada.press(missing, "Post it again")
    space.settles()
    assert len(cards(work)) == 1


@on_one_engine
def test_an_old_card_in_a_channel_that_was_archived_is_nobodys_trouble(space, ada, hana):
    old = space.posts(ada, "Logo for a bakery")
    work = space.slack.add_channel("work", members=[hana, ada], app_in=True)
    space.settles()
    sets(space, hana, leads_channel=work)
    space.slack.archive(space.leads)
    space.settles()
    space.edits(ada, old, details="Two colours")
    assert space.heard(ada, "The card of your lead") is None
    space.posts(ada, "Logo for a brewery")
    assert len(cards(work)) == 1


@on_one_engine
def test_a_new_day_for_the_summary_promises_no_second_one_in_a_week(space, ada, hana):
    space.posts(ada, "Logo for a bakery")
    monday_comes(space)
    before = len(summaries(space))
    hana.types("/leadbot settings")
    hana.wait_for_form(callback_id="settings_form").fill(summary_day="2").submit()
    space.settles()
    assert "The next summary comes on Wed 16 Dec" in hana.form.words
    space.time.passes(days=8)
    space.settles()
    assert len(summaries(space)) == before
    space.time.passes(days=1)
    space.settles()
    assert len(summaries(space)) == before + 1
