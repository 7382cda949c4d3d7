"""When Slack is slow, down, full or forgetful: nothing is said twice, and nothing true goes unsaid."""

import pytest

from leadbot.db.scope import Scope
from leadbot.db.tables import Opportunity, Workspace
from leadbot.domain.statuses import OpportunityState
from leadbot.services.manage import finish
from leadbot.services.people import member_of
from tests.stories.space import labels, on_one_engine, open_space


def fills_in(person, title, **more):
    """Somebody has the form open and filled in."""
    person.types(f"/lead {title}")
    return person.wait_for_form(callback_id="lead_form").fill(**more)


def withdraws(space, poster, title):
    """Somebody takes back what they posted, though Slack has not shown them yet that it is there."""
    with space.leadbot.worker_database.transaction() as session:
        scope = Scope(session, session.query(Workspace).one(), space.time())
        [lead] = scope.all(scope.select(Opportunity).where(Opportunity.title == title))
        finish(scope, member_of(scope, poster.id), str(lead.id), OpportunityState.WITHDRAWN)


@on_one_engine
def test_a_form_that_came_too_late_gives_back_what_was_typed(migrated_database_url):
    with open_space(migrated_database_url, trigger_seconds=0.0) as space:
        ada = space.joins("Ada Okafor")
        ada.types("/lead Logo for a bakery, £2k")
        told = space.waits_for(ada, "That took too long. Please try again.")
        assert "/lead Logo for a bakery, £2k" in told.words
        assert ada.form is None
        space.slack.faults.clear()
        space.slack.workspace.triggers.lifetime = 3.0
        ada.types("/lead Logo for a bakery, £2k")
        assert ada.wait_for_form(callback_id="lead_form").values()["budget"] == "£2k"


@on_one_engine
def test_a_form_that_slack_does_not_open_is_said(space):
    ada = space.joins("Ada Okafor")
    space.slack.fail("views.open", status=503)
    ada.types("/lead Logo for a bakery")
    assert "Slack did not open the form. Please try again." in space.waits_for(ada, "/lead Logo for a bakery").words


@on_one_engine
def test_a_form_asked_for_on_the_home_tab_where_nothing_can_be_whispered_is_answered_in_the_direct_message(space):
    ada = space.joins("Ada Okafor")
    ada.opens_home()
    home = space.slack.wait_until(lambda: ada.home, what="Ada's Home tab")
    space.slack.fail("views.open", status=503)
    ada.press(home, "Edit skills")
    told = space.waits_for(ada, "Slack did not open the form. Please try again.")
    assert "Here is what you typed" not in told.words
    assert ada.form is None


@pytest.mark.case("SLACK-09")
def test_slack_is_down_for_six_hours_and_then_everything_arrives_once_and_in_order(space):
    ada, bob, cat, _ = space.moves_in()
    space.settles()
    form, other = fills_in(ada, "Logo for a bakery"), space.joins("Eve Sato")
    second = fills_in(other, "Logo for a brewery")
    space.slack.fail("*", status=503, times=10_000)
    assert form.submit() is second.submit() is None
    withdraws(space, other, "Logo for a brewery")
    for _ in range(6):
        space.settles()
        space.time.passes(hours=1)
    assert bob.types("/leads").text == "Open now: 1 Logo for a bakery"
    assert space.leads.messages == []
    assert space.heard(bob, "bakery", button="I'm interested") is None

    space.settles()  # whoever is still hearing that Slack is down is told when, and not 75 minutes later
    space.slack.recover()
    for _ in range(2):  # what waits for an answer about the channel comes after it
        space.time.passes(minutes=75)
        space.settles()  # whoever is at it when an hour passes has lost their claim, and must look first
    for person in (bob, cat):
        space.offered(person)
        assert len(space.all_heard(person, "bakery", button="I'm interested")) == 1
    space.card("bakery")
    assert len(space.leads.messages) == 1
    assert len(space.all_heard(ada, "Your lead 1 is out")) == 1
    space.accepts(bob)
    group = space.waits_for_group(ada, bob, "meet")
    assert len(group.messages) == 1
    assert not any(space.all_heard(person, "brewery", button="I'm interested") for person in (bob, cat))
    assert [message.ts for message in bob.inbox] == sorted(message.ts for message in bob.inbox)


@on_one_engine
def test_too_many_requests_hold_that_lane_only(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    posted = space.posts(ada, "Logo for a bakery")
    space.slack.fail("chat.postMessage", "ratelimited", retry_after=60)
    ada.press(posted, "Close")
    space.settles()
    assert "is closed" in posted.words  # chat.update goes on
    assert "Ada closed this lead." in space.card().words
    assert space.heard(bob, "Nothing more to do") is None

    calls = len(space.slack.calls_to("chat.postMessage"))
    fills_in(ada, "Logo for a brewery").submit()
    space.leadbot.tick()
    assert len(space.slack.calls_to("chat.postMessage")) == calls
    space.time.passes(seconds=61)
    space.leadbot.tick()
    space.offered(bob, "brewery")
    assert len(space.all_heard(bob, "Nothing more to do")) == 1


def test_a_card_whose_answer_is_lost_is_not_repeated_and_can_be_posted_again(space):
    ada, *_ = space.moves_in()
    form = fills_in(ada, "Logo for a bakery")
    lost = {"lose_answer": True, "when": lambda args: args["channel"] == space.leads.id}
    space.slack.fail("chat.postMessage", **lost)
    assert form.submit() is None
    told = space.waits_for(ada, "may or may not be on the leads channel", button="Post it again")
    assert "Slack's answer was lost. Please look before you post it again." in told.words
    space.time.passes(hours=1)
    space.settles()
    assert len(space.leads.messages) == 1

    ada.press(told, "Post it again")
    space.settles()
    assert len(space.leads.messages) == 2
    assert len(space.all_heard(ada, "may or may not be")) == 1
    space.edits(ada, space.waits_for(ada, "bakery", button="Edit"), budget="£700")
    space.card("£700")


def test_an_introduction_whose_answer_is_lost_is_said_once(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.slack.fail("chat.postMessage", lose_answer=True, when=lambda args: "meet" in args["text"])
    bob.press(space.offered(bob), "I'm interested")
    group = space.waits_for_group(ada, bob, "meet")
    space.settles()
    space.time.passes(minutes=5)
    space.settles()
    space.steps_back(bob, ada)
    replies = space.slack.wait_until(lambda: group.messages[0].replies, what="the step back is told in the thread")
    assert len(replies) == 1
    assert len(group.messages) == 1


def test_the_offer_of_somebody_who_left_goes_to_the_next_in_line(space):
    ada = space.joins("Ada Okafor")
    designers = space.designers()
    space.posts(ada, "Logo for a bakery")
    wave = [person for person in designers if space.heard(person, "bakery", button="I'm interested")]
    [next_in_line] = [person for person in designers if person not in wave]
    space.slack.deactivate(wave[0])
    space.offered(next_in_line)
    assert space.names(ada, wave[0]).errors == {"someone": f"{wave[0].name} knows of this already."}


@on_one_engine
def test_without_a_leads_channel_the_poster_hears_what_to_do(space):
    ada, *_ = space.moves_in()
    space.slack.remove(space.leads)
    form = fills_in(ada, "Logo for a bakery")
    assert form.submit() is None
    told = space.waits_for(ada, "make a channel called leads and invite Leadbot to it.")
    space.slack.join(space.leads)
    ada.press(told, "Post it again")
    assert "bakery" in space.card("bakery").words
    space.settles()
    assert "Post it again" not in labels(space.card())
