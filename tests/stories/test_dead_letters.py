"""What Slack refuses for good is told to the hosts once a day, without its contents, and can be sent again."""

from tests.stories.space import labels, on_one_engine

REFUSED = "Slack refused some of what I wanted to say"


def refuses(space, person, times=1):
    """Slack takes none of what is said to this person next."""
    space.slack.fail(
        "chat.postMessage", "invalid_blocks", times=times, when=lambda args: args["channel"] == person.dm.id
    )


def with_two_hosts(space):
    hana, ida = (space.joins(name, is_admin=True) for name in ("Hana Berg", "Ida Berg"))
    for host in (hana, ida):
        host.types("/leads")
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    space.settles()
    return hana, ida, ada, bob


@on_one_engine
def test_the_hosts_hear_once_a_day_and_have_it_sent_again(space):
    hana, ida, ada, bob = with_two_hosts(space)
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    refuses(space, ada, times=2)
    space.steps_back(bob, ada)
    told = space.waits_for(hana, REFUSED, button="Send again")
    assert "1 notice" in told.words
    assert "invalid_blocks" in told.words
    assert "bakery" not in told.words
    assert "leadbot doctor" in told.words
    assert len(space.all_heard(ida, REFUSED)) == 1

    heard = len(ada.inbox)
    space.forges(ada, told, "message_send_again", told.buttons[0].value)
    assert "Only a host can do that." in space.whispered(ada, "host", told.conversation).words
    assert len(ada.inbox) == heard
    space.slack.recover()
    ida.press(space.heard(ida, REFUSED), "Send again")
    space.settles()
    assert len(ada.inbox) == heard + 1
    for host in (hana, ida):
        [told] = space.all_heard(host, "A host has asked me to send it again.")
        assert labels(told) == []
    space.time.passes(days=1)
    space.settles()
    assert not space.all_heard(hana, REFUSED)


@on_one_engine
def test_more_of_it_on_the_same_day_is_told_in_the_same_message_and_on_another_day_in_another(space):
    hana, _, ada, bob = with_two_hosts(space)
    for title in ("Logo for a bakery", "Logo for a brewery"):
        refuses(space, bob)
        space.posts(ada, title)
    [told] = space.all_heard(hana, REFUSED)
    assert "2 offers" in told.words
    space.time.passes(days=1)
    refuses(space, bob)
    space.posts(ada, "Logo for a butcher")
    assert len(space.all_heard(hana, REFUSED)) == 2


@on_one_engine
def test_what_makes_no_sense_any_more_stays_unsaid(space):
    hana, _, ada, bob = with_two_hosts(space)
    refuses(space, bob)
    posted = space.posts(ada, "Logo for a bakery")
    ada.press(posted, "Withdraw")
    space.settles()
    hana.press(space.waits_for(hana, REFUSED, button="Send again"), "Send again")
    space.settles()
    assert space.heard(bob, "bakery") is None


@on_one_engine
def test_a_host_who_cannot_be_told_is_not_told_of_that(space):
    hana, ida, ada, bob = with_two_hosts(space)
    refuses(space, bob)
    refuses(space, hana, times=99)
    space.posts(ada, "Logo for a bakery")
    space.time.passes(days=2)
    space.settles()
    told = [call for call in space.slack.calls_to("chat.postMessage") if call.args["channel"] == hana.dm.id]
    assert len([call for call in told if REFUSED in call.args["text"]]) == 1
    assert len(space.all_heard(ida, REFUSED)) == 1
