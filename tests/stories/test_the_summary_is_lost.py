"""When the summary cannot be on the channel, or may not be: the hosts hear so once, with what mends it."""

from datetime import time as clock_time

import pytest

from tests.stories.passing import later
from tests.stories.space import labels, on_one_engine
from tests.stories.weekly import changes, leaves_open, monday_comes, summaries

NOT_THERE = "This week's summary is not on the leads channel."


def with_a_host(space):
    """Hana looks after the space; a lead of Ada's is open, so there is something to tell."""
    hana, ada = space.joins("Hana Berg", is_admin=True), space.joins("Ada Okafor", "copywriting")
    leaves_open(space, ada, 1, title="Logo for a bakery")
    changes(space, leads_channel=space.leads.id, hosts_due_at=space.time())
    return hana, ada


def is_archived(space):
    space.slack.archive(space.leads, tell=False)


def is_left(space):
    space.slack.remove(space.leads)


def is_gone(space):
    changes(space, leads_channel="C0GONE")


def is_shared(space):
    space.slack.share(space.leads)


def will_be_shared(space):
    space.slack.share(space.leads, "pending")


def is_of_the_organisation(space):
    space.slack.share(space.leads, "org")


@on_one_engine
@pytest.mark.parametrize(
    ("trouble", "mend"),
    [
        (is_archived, "is archived: bring it back"),
        (is_left, "type /invite @Leadbot there"),
        (is_gone, "make a channel called leads and invite Leadbot to it"),
        (is_shared, "Stop sharing it, or choose another in /leadbot settings"),
        (will_be_shared, "Stop sharing it"),
        (is_of_the_organisation, "Stop sharing it"),
    ],
)
def test_a_channel_that_is_not_fit_gets_nothing_and_the_hosts_hear_what_mends_it(space, trouble, mend):
    hana, ada = with_a_host(space)
    trouble(space)
    monday_comes(space)
    assert summaries(space) == []
    [told] = space.all_heard(hana, NOT_THERE)
    assert mend in told.screen
    assert labels(told) == ["Post it again"]
    space.time.passes(days=2)
    space.settles()
    assert len(space.all_heard(hana, NOT_THERE)) == 1
    assert space.heard(ada, NOT_THERE) is None


def test_once_it_is_mended_a_host_has_it_posted(space):
    hana, _ = with_a_host(space)
    ida = space.joins("Ida Berg")
    changes(space, hosts=[ida.id])
    space.slack.share(space.leads)
    monday_comes(space)
    told, other = (space.waits_for(host, NOT_THERE) for host in (hana, ida))
    space.slack.share(space.leads, "")
    ida.press(other, "Post it again")
    space.settles()
    assert len(summaries(space)) == 1
    assert "A host has asked me to post it again." in told.screen
    assert labels(told) == labels(other) == []


def test_a_second_failure_is_told_to_whoever_asked_for_it(space):
    hana, _ = with_a_host(space)
    space.slack.share(space.leads)
    monday_comes(space)
    hana.press(space.waits_for(hana, NOT_THERE), "Post it again")
    space.settles()
    assert summaries(space) == []
    assert labels(space.heard(hana, NOT_THERE)) == ["Post it again"]


def test_a_summary_whose_answer_is_lost_is_not_repeated_and_can_be_posted_again(space):
    hana, ada = with_a_host(space)
    space.slack.fail("chat.postMessage", lose_answer=True, when=lambda args: args["channel"] == space.leads.id)
    monday_comes(space)
    told = space.waits_for(hana, "This week's summary is not certain to be on the leads channel.")
    assert "Please look before you post it again." in told.words
    space.time.passes(hours=3)
    space.settles()
    assert len(summaries(space)) == 1

    space.forges(ada, told, "message_post_again", told.buttons[0].value)
    assert "Only a host can do that." in space.whispered(ada, "host", told.conversation).words
    assert len(summaries(space)) == 1
    hana.press(told, "Post it again")
    space.settles()
    assert len(summaries(space)) == 2


@on_one_engine
def test_when_the_week_is_over_it_is_not_posted_again(space):
    hana, _ = with_a_host(space)
    space.slack.share(space.leads)
    monday_comes(space)
    told = space.waits_for(hana, NOT_THERE)
    space.slack.share(space.leads, "")
    monday_comes(space)
    hana.press(told, "Post it again")
    assert "The next summary comes on Monday." in space.whispered(hana, "That week is over", told.conversation).words
    assert len(summaries(space)) == 1


@on_one_engine
def test_slack_is_down_past_the_week_and_only_the_present_one_is_told(space):
    with_a_host(space)
    space.slack.fail("*", status=503, times=100_000)
    monday_comes(space)
    space.slack.recover()
    monday_comes(space)
    assert len(summaries(space)) == 1


def test_hosts_whom_nobody_knows_yet_are_looked_up_and_told(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.card("Logo for a bakery")
    hana = space.slack.add_person("Hana Berg", is_owner=True)  # she has come since Slack was asked
    space.slack.share(space.leads)
    monday_comes(space)
    assert "Stop sharing it" in space.waits_for(hana, NOT_THERE).words


@on_one_engine
def test_what_waited_beside_the_notice_stays_in_the_mornings_message(space):
    hana = space.joins("Hana Berg", "logo design", is_admin=True)
    ada = space.joins("Ada Okafor")
    changes(space, leads_channel=space.leads.id, hosts_due_at=space.time(), summary_time=clock_time(16), daily_cap=1)
    space.posts(ada, "Logo for a bakery")
    space.posts(ada, "Logo for a brewery")  # one too many for her Monday
    space.slack.share(space.leads)
    later(space, hours=6, minutes=5)
    later(space, hours=17)
    morning = space.heard(hana, "waited for you", button="Post it again")
    assert "brewery" in morning.words
    space.slack.share(space.leads, "")
    hana.press(morning, "Post it again")
    space.settles()
    assert "Logo for a brewery" in morning.words
    assert "I'm interested" in labels(morning)
    assert "A host has asked me to post it again." in morning.words
    assert "Post it again" not in labels(morning)
    assert len(summaries(space)) == 1


def brought_back(space, hana):
    space.slack.unarchive(space.leads)


def invited_again(space, hana):
    space.slack.unarchive(space.leads, tell=False)
    space.slack.join(space.leads)


def chosen_again(space, hana):
    space.slack.unarchive(space.leads, tell=False)
    hana.types("/leadbot settings")
    assert not hana.wait_for_form(callback_id="settings_form").submit().errors


@pytest.mark.case("SLACK-03")
@on_one_engine
@pytest.mark.parametrize("trouble", [is_archived, is_left, is_gone])
def test_a_channel_that_nobody_mends_is_told_once_and_not_tried_the_next_week(space, trouble):
    hana, _ = with_a_host(space)
    trouble(space)
    monday_comes(space)
    monday_comes(space)
    monday_comes(space)
    assert len(space.all_heard(hana, NOT_THERE)) == 1
    assert summaries(space) == []
    monday_comes(space, weeks=3)  # a mend of which nobody told Leadbot is found now; else they hear of it again
    assert len(space.all_heard(hana, NOT_THERE)) == 1 + (not summaries(space))


@pytest.mark.case("SLACK-03")
@on_one_engine
@pytest.mark.parametrize("mend", [brought_back, invited_again, chosen_again])
def test_once_it_is_mended_the_next_summary_goes_there(space, mend):
    hana, _ = with_a_host(space)
    is_archived(space)
    monday_comes(space)
    monday_comes(space)
    assert len(space.all_heard(hana, NOT_THERE)) == 1
    mend(space, hana)
    monday_comes(space)
    assert len(summaries(space)) == 1
    assert len(space.all_heard(hana, NOT_THERE)) == 1
