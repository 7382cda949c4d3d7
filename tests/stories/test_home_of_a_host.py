"""The Home tab of a host: the settings, how Leadbot does in words, the space's week, what nobody answers, who could be asked."""

import pytest

from tests.stories.passing import later
from tests.stories.space import labels, on_one_engine
from tests.stories.test_dead_letters import refuses
from tests.stories.test_home import flat, opens_home, shows

pytestmark = on_one_engine

WELL = "All is well: in the last week Slack took all that I had to say."


@pytest.fixture
def hope(space):
    """The space's host, whom Leadbot knows already."""
    hope = space.joins("Hope Adeyemi", "copywriting", is_admin=True)
    space.settles()
    return hope


def test_what_could_not_be_delivered_is_told_first_and_opened_and_sent_again(space, hope):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    assert WELL in opens_home(space, hope, "For hosts").words
    refuses(space, ada, times=2)
    space.steps_back(bob, ada)
    heard = len(ada.inbox)
    home = flat(opens_home(space, hope, "One message could not be delivered in the last week."))
    assert home.index("could not be delivered") < home.index("Waiting for your answer")
    assert WELL not in home
    hope.home.press("See why")
    why = hope.wait_for_form()
    day = space.time().strftime("%a %-d %b")
    assert f"Notice for Ada Okafor, {day}: Slack said invalid_blocks" in flat(why)
    assert "bakery" not in why.words
    space.slack.recover()
    why.press("Send again")
    space.slack.wait_until(lambda: "I'm sending it again." in hope.form.words, what="Hope is told")
    space.settles()
    assert len(ada.inbox) == heard + 1
    shows(space, hope, WELL)


def test_what_ails_the_summary_or_has_no_channel_is_told(space, hope):
    assert "I don't know the leads channel yet." in opens_home(space, hope, "Something needs a host").words
    ada = space.joins("Ada Okafor")
    space.posts(ada, "Logo for a bakery", skills=["logo-design"])
    opens_home(space, hope, WELL)
    space.slack.archive(space.leads)
    later(space, days=7)
    hope.types("/coop-leadbot help")  # another app has our commands' names here
    home = opens_home(space, hope, "This week's summary is not on the leads channel.")
    assert "bring it back if it is archived" in home.words
    assert "choose another in /coop-leadbot settings" in home.words


def test_the_week_says_what_it_is_out_of_and_what_nobody_answered_can_be_put_to_somebody(space, hope):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada, "Logo for a bakery", skills=["logo-design"])
    space.posts(ada, "Books for a choir", skills=["bookkeeping"])
    space.posts(ada, "Books for a secret", skills=["bookkeeping"], reach="matched")
    assert "Nobody has answered" not in opens_home(space, hope, "For hosts").words
    space.accepts(bob, "bakery")
    later(space, days=1, hours=1)
    home = flat(opens_home(space, hope, "Books for a choir"))
    assert "1 introduction from 3 leads that were open" in home
    assert "Of 1 introduction: 1 not known yet" in home
    assert "0 of 1 introduction led to a meeting" in home
    silent = home.partition("Nobody has answered yet")[2]
    assert "bakery" not in silent
    assert "secret" not in home
    assert "One reaches only those whom they suit best, so no more is shown of them." in silent
    hope.home.press("Know someone?")
    left = hope.wait_for_form(callback_id="recommend_form").fill(someone=cat).submit()
    left.close()
    space.settles()
    space.offered(cat, "choir")


def test_whom_nobody_asked_for_weeks_is_named_as_somebody_who_could_help_and_in_no_order_of_merit(space, hope):
    ada, bob, cat, dan = space.moves_in()
    assert "Could be asked" not in opens_home(space, hope, "For hosts").words
    later(space, days=29)
    space.posts(ada, "Logo for a bakery", skills=["logo-design"], reach="matched")
    space.slack.deactivate(dan)
    gil = space.joins("Gil New", "illustration")
    bob.types("/leadbot pause")
    space.settles()
    home = flat(opens_home(space, hope, "Could be asked"))
    named = home.partition("Could be asked")[2]
    assert named.startswith(" Nobody has asked them for four weeks, so they may have time: Hope Adeyemi (copywriting).")
    for person in (ada, bob, cat, dan, gil):
        assert person.name not in named


def test_settings_are_opened_from_it_by_hosts_alone_and_what_they_set_shows(space, hope):
    bob = space.joins("Bob Lindqvist", "logo design")
    assert "Settings" not in labels(opens_home(space, bob, "Hello"))
    assert "For hosts" not in bob.home.words
    space.settles()
    opens_home(space, hope, "and have room for 2 more just now").press("Settings")
    left = hope.wait_for_form(callback_id="settings_form").fill(hosts=[bob], capacity="1").submit()
    left.close()
    shows(space, hope, "You take on 1 introduction at a time")
    home = opens_home(space, bob, "For hosts")
    space.settles()
    hope_again = opens_home(space, hope, "For hosts")
    hope_again.press("Settings")
    assert hope.wait_for_form(callback_id="settings_form").fill(hosts=None).submit().close() is None
    home.press("Settings")
    refused = space.slack.wait_until(lambda: bob.form, what="Bob is told")
    assert refused.words == "Only a host can change settings. Please ask Hope Adeyemi."
