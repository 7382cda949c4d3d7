"""The card on the leads channel: back after a reopening, and only where the leads channel is."""

from tests.stories.space import on_one_engine


@on_one_engine
def test_a_card_that_could_not_be_posted_goes_up_when_the_lead_is_reopened(space):
    ada, *_ = space.moves_in()
    space.slack.archive(space.leads)
    posted = space.posts(ada, "Logo for a bakery")
    space.waits_for(ada, "card of your lead 1")
    space.settles()
    assert "It is on the leads channel" not in posted.words

    space.slack.unarchive(space.leads)
    ada.press(posted, "Close")
    space.settles()
    ada.press(posted, "Reopen")
    assert "Logo for a bakery" in space.card("Logo for a bakery").words
    space.settles()
    assert "It is on the leads channel" in posted.words


@on_one_engine
def test_an_old_card_that_changes_does_not_take_new_ones_to_its_channel(space):
    ada, *_ = space.moves_in()
    old = space.posts(ada, "Logo for a bakery")
    space.card("Logo for a bakery")
    space.settles()
    space.slack.rename(space.leads, "old-leads")
    leads = space.slack.add_channel("leads", members=[ada], app_in=True)
    space.edits(ada, old, details="On the corner")
    space.settles()

    space.posts(ada, "Logo for a brewery")
    space.settles()
    assert [message for message in leads.messages if "Logo for a brewery" in message.words]
