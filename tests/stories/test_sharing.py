"""Shortcuts: any message becomes a lead, and something is posted from anywhere."""

import pytest

from tests.stories.space import CAFE, on_one_engine
from tests.stories.weekly import monday_comes, summaries

CLOSED = (
    "It was not said in a public channel, so only the best matches hear of it unless you choose otherwise. "
    "Nobody is told where it comes from."
)


def shares(person, message):
    """The form that "Share as a lead" opens on a message."""
    assert person.shares(message, "share_as_lead").ok
    return person.wait_for_form(callback_id="lead_form")


def test_a_message_becomes_a_lead(space):
    ada, bob, cat, _ = space.moves_in()
    said = cat.says(space.leads, CAFE)
    form = shares(ada, said)
    assert "From a message by @Cat Morgan." in form.words
    values = form.values()
    assert values["title"] == "Café on Oldham Street needs a website and a logo"
    assert (values["budget"], values["reach"]) == ("£2k", "channel")
    assert form.submit() is None
    space.settles()
    space.offered(bob, "Ada has a lead that looks like you")
    assert "Café on Oldham Street" in space.card().words
    assert "Cat" not in space.card().words


@pytest.mark.case("PRIVACY-03")
@pytest.mark.parametrize("place", ["a private channel", "a direct message", "a group message"])
def test_what_was_not_said_in_public_starts_with_the_matches_only_and_its_source_stays_untold(space, place):
    ada, bob, cat, dan = space.moves_in()
    words = CAFE
    if place == "a private channel":
        where = space.slack.add_channel("committee", [ada, cat], app_in=False, is_private=True)
        words = f"For #committee: {CAFE}"
    else:
        where = space.slack.workspace.together([ada, cat] if place == "a group message" else [ada])
    form = shares(ada, (ada if place == "a direct message" else cat).says(where, words))
    assert CLOSED in form.words
    assert form.values()["reach"] == "matched"
    form.submit()
    space.settles()
    assert space.leads.messages == []
    offer = space.offered(bob)
    assert not any(name in offer.words for name in ("Cat", "committee", "mpdm"))
    assert space.heard(dan, "lead") is None


@on_one_engine
def test_the_poster_may_still_put_it_on_the_channel(space):
    ada, *_ = space.moves_in()
    form = shares(ada, ada.says(None, CAFE))
    assert "From your own message." in form.words
    form.fill(reach="channel").submit()
    space.settles()
    assert "Café on Oldham Street" in space.card().words


@on_one_engine
def test_mentions_links_and_signs_become_words(space):
    ada, _, cat, _ = space.moves_in()
    said = cat.says(
        space.leads, "@Bob knows <Tom & Sons>, see https://tom.example?a=1&b=2 in #leads. Mail tom@tom.example"
    )
    held = shares(ada, said).values()
    assert held["details"] == (
        "@bob.lindqvist knows <Tom & Sons>, see https://tom.example?a=1&b=2 in #leads. Mail tom@tom.example"
    )


@on_one_engine
def test_the_command_reads_mentions_the_same_way(space):
    ada, *_ = space.moves_in()
    ada.types("/lead Logo for a friend of @Bob")
    assert ada.wait_for_form().values()["title"] == "Logo for a friend of @bob.lindqvist"


@on_one_engine
def test_a_very_long_message_keeps_its_beginning(space):
    ada, _, cat, _ = space.moves_in()
    form = shares(ada, cat.says(space.leads, "Logo for a bakery. " + "So much to say about it. " * 400))
    assert "It is long: only its beginning fits here." in form.words
    assert form.values()["title"] == "Logo for a bakery."
    assert len(form.values()["details"]) <= 2000
    assert form.submit() is None


@on_one_engine
def test_a_message_without_words_opens_the_form_empty(space):
    ada, _, cat, _ = space.moves_in()
    form = shares(ada, cat.says(space.leads, ""))
    assert "From a message by @Cat Morgan. I found no words in it, so the form is empty." in form.words
    assert form.values()["title"] in ("", None)


@on_one_engine
def test_another_apps_message_is_read_from_its_blocks(space):
    ada, *_ = space.moves_in()
    enquiries = space.slack.add_person("Web Enquiries", is_bot=True)
    said = enquiries.says(space.leads, "")
    said.envelope["bot_id"] = "B0ENQUIRY"
    said.envelope["bot_profile"] = {"name": "Web Enquiries"}
    said.blocks = [
        {"type": "section", "block_id": "a", "text": {"type": "mrkdwn", "text": "Logo for a bakery"}},
        {
            "type": "actions",
            "block_id": "b",
            "elements": [{"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "Archive"}}],
        },
    ]
    form = shares(ada, said)
    assert "From a message by the app Web Enquiries." in form.words
    assert (form.values()["title"], form.values()["details"]) == ("Logo for a bakery", None)


@on_one_engine
def test_leadbots_own_messages_are_not_shared(space):
    ada, *_ = space.moves_in()
    space.posts(ada)
    assert ada.shares(space.card(), "share_as_lead").ok
    space.whispered(ada, "That is one of my own messages. Share a neighbour's, or type /lead and say what it is.")
    assert ada.form is None


@on_one_engine
def test_it_works_where_leadbot_is_not(space):
    ada, _, cat, _ = space.moves_in()
    kitchen = space.slack.add_channel("kitchen", [ada, cat], app_in=False)
    assert shares(ada, cat.says(kitchen, "Logo for a bakery")).values()["reach"] == "channel"


def test_something_is_posted_from_anywhere(space):
    ada, bob, *_ = space.moves_in()
    assert ada.uses_shortcut("post_opportunity").ok
    ada.wait_for_form(callback_id="notice").press("Pass on a lead")
    form = ada.wait_for_form(callback_id="lead_form")
    assert form.values()["title"] in ("", None)
    form.fill(title="Logo for a bakery").submit()
    space.settles()
    space.offered(bob, "bakery")


@on_one_engine
def test_whoever_takes_no_part_is_told_in_a_small_form(space):
    gus = space.joins("Gus Guest", is_restricted=True)
    gus.types("/leads")
    space.settles()
    gus.uses_shortcut("post_opportunity")
    assert "Leadbot is for the members of this workspace." in gus.wait_for_form(callback_id="notice").words


@on_one_engine
def test_if_slack_opens_no_form_it_is_said_in_a_direct_message(space):
    ada = space.joins("Ada Okafor")
    space.slack.fail("views.open", status=500, times=1)
    ada.uses_shortcut("post_opportunity")
    assert "Please try again." in space.waits_for(ada, "Slack did not open the form").words


@on_one_engine
def test_help_names_the_shortcuts(space):
    told = space.joins("Bob Lindqvist").types("/leadbot help").text
    assert "• *Share as a lead* – in the menu of any message: pass on work that you heard of, filled in" in told
    assert "• *Post an opportunity* – a shortcut: opens the form, from wherever you are." in told


@on_one_engine
@pytest.mark.case("PRIVACY-03")
def test_nothing_of_a_private_channel_is_on_the_channel_in_the_summary_or_in_what_others_find(space):
    ada, bob, cat, dan = space.moves_in()
    committee = space.slack.add_channel("canary-committee", [ada, cat], app_in=False, is_private=True)
    shares(ada, cat.says(committee, "Logo for the canary bakery")).submit()
    space.settles()
    space.posts(ada, "Bookkeeping for a brewery")
    assert "bakery" in space.offered(bob, "bakery").words
    monday_comes(space)
    [summary] = summaries(space)
    assert "Bookkeeping for a brewery" in summary.words
    dan.opens_home()
    space.slack.wait_until(lambda: dan.home, what="a Home tab")
    answers = [dan.types(typed).words for typed in ("/leads", "/leads bakery", "/leads why 1")]
    seen = [message.words for message in [*space.leads.messages, *dan.inbox]] + [dan.home.words, *answers]
    assert [words for words in seen if "canary" in words or "committee" in words] == []
