"""The card on the leads channel: back after a reopening, and only where the leads channel is."""

import pytest

from tests.stories.space import labels, on_one_engine


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


@on_one_engine
@pytest.mark.case("PRIVACY-03")
def test_no_card_goes_where_people_outside_read_and_the_poster_hears_once_what_mends_it(space):
    ada, bob, *_ = space.moves_in()
    for number, sharing in enumerate(("outside", "pending", "org"), 1):
        space.slack.share(space.leads, sharing)
        space.posts(ada, f"Logo for bakery {number}")
        space.settles()
        assert space.leads.messages == []
        [told] = space.all_heard(ada, f"The card of your lead {number} is not on the leads channel.")
        assert "Ask a host to choose another in /leadbot settings" in told.screen
        assert space.offered(bob, f"bakery {number}")  # matched members are neighbours
        ada.press(told, "Post it again")
        space.settles()
        assert space.leads.messages == []
    space.slack.share(space.leads, "")
    ada.press(told, "Post it again")
    assert "bakery 3" in space.card("bakery 3").words
    space.settles()
    space.slack.share(space.leads)  # with a channel that is known, as with one that is looked for
    space.posts(ada, "Logo for a brewery")
    space.settles()
    assert [message for message in space.leads.messages if "brewery" in message.words] == []


@on_one_engine
@pytest.mark.case("PRIVACY-03")
def test_nothing_new_goes_to_a_card_that_people_outside_read_by_now_and_the_poster_hears_so_once(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    before = space.card("bakery").words
    for sharing in ("outside", "pending", "org"):
        space.slack.share(space.leads, sharing)
        space.edits(ada, posted, details=f"On the corner, {sharing}")
        assert space.card().words == before
        assert f"On the corner, {sharing}" in space.offered(bob).words
    [told] = space.all_heard(ada, "The card of your lead 1 stays as it was on the leads channel.")
    assert labels(told) == []
    space.slack.share(space.leads, "")
    space.edits(ada, posted, details="On the square")
    assert "On the square" in space.card("On the square").words
