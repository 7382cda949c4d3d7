"""Leadbot is for the members of the space: guests, bots and outsiders get that sentence, whatever they try."""

import pytest

from tests.stories.space import on_one_engine

FORMS = (
    lambda gus, said: gus.types("/lead Logo for a bakery"),
    lambda gus, said: gus.types("/contract"),
    lambda gus, said: gus.types("/skills"),
    lambda gus, said: gus.uses_shortcut("post_opportunity"),
    lambda gus, said: gus.shares(said, "share_as_lead"),
)
FINDING_OUT = "I'm just finding out who you are. Please try again in a moment."
FIRST_LOOKS = (
    lambda space, gus: gus.types("/leads"),
    lambda space, gus: gus.types("/leads logo"),
    lambda space, gus: gus.types("/leads why 1"),
    lambda space, gus: gus.press(space.card(), "I can help"),
    lambda space, gus: gus.press(space.card(), "Know someone?"),
)
REFUSED = "Leadbot is for the members of this workspace. Ask your host to have you added."


def only_for(space, person):
    """What only this person sees, wherever they look."""
    return [message for place in (None, space.leads) for message in person.sees(place) if message.only_for]


@on_one_engine
@pytest.mark.case("AUTHZ-04")
@pytest.mark.parametrize("about", [{"is_restricted": True}, {"is_bot": True}])
def test_a_stranger_can_neither_post_nor_list_skills_nor_look_around(space, about):
    ada, *_ = space.moves_in()
    gus = space.joins("Gus Guest", **about)
    gus.types("/leadbot help")  # so that Leadbot knows who they are
    space.settles()
    for typed in ("/lead Logo for a bakery", "/skills logo design", "/skills", "/leads", "/leads why 1", "/leadbot"):
        assert gus.types(typed).text == REFUSED
    assert gus.form is None

    space.posts(ada, "Logo for a brewery")
    assert space.heard(gus, "brewery") is None
    gus.press(space.card(), "Know someone?")
    assert space.whispered(gus, REFUSED).only_for == gus.id
    assert gus.form is None


@on_one_engine
@pytest.mark.case("AUTHZ-04")
def test_the_first_thing_that_a_guest_asks_shows_them_nothing(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a brewery")
    for number, ask in enumerate(FIRST_LOOKS):
        gus = space.joins(f"Gus {number} Guest", is_restricted=True)
        seen = ask(space, gus)
        [told] = space.slack.wait_until(lambda gus=gus: only_for(space, gus), what="the guest is answered")
        assert told.text == REFUSED
        assert "brewery" not in seen.words
        assert gus.form is None


@on_one_engine
@pytest.mark.case("AUTHZ-04")
def test_a_guest_of_whom_leadbot_knows_nothing_yet_is_shown_no_form(space):
    ada = space.joins("Ada Okafor")
    said = ada.says(space.leads, "Who draws logos?")
    for number, ask in enumerate(FORMS):
        gus = space.joins(f"Gus {number} Guest", is_restricted=True)
        ask(gus, said)
        told = space.slack.wait_until(lambda gus=gus: only_for(space, gus) or gus.form, what="the guest is answered")
        assert REFUSED in " ".join((told[0] if isinstance(told, list) else told).words.split())
        assert gus.form is None or gus.form.callback_id == "notice"


@on_one_engine
@pytest.mark.case("AUTHZ-04")
def test_what_somebody_sends_off_stays_in_its_form_until_slack_has_told_who_they_are(space):
    ada, kim, gus = space.joins("Ada Okafor"), space.joins("Kim Tane"), space.joins("Gus Guest", is_restricted=True)
    ada.types("/lead")
    content = ada.wait_for_form(callback_id="lead_form").view.content
    for person in (kim, gus):  # as if it had been opened for them before Leadbot asked who they are
        space.slack.workspace.open_view(person.id, content)
        held = space.slack.hold("users.info")
        form = person.form.fill(title="Logo for a bakery")
        assert list(form.submit().errors.values()) == [FINDING_OUT]
        held.release()
    space.slack.wait_until(lambda: kim.form.submit() is None, what="Slack has told who Kim is")
    space.slack.wait_until(lambda: REFUSED in gus.form.submit().errors.values(), what="and who Gus is")
    assert gus.form.values()["title"] == "Logo for a bakery"
    space.settles()
    assert ["Kim" in message.words for message in space.leads.messages] == [True]


@on_one_engine
def test_the_first_thing_that_a_member_asks_is_answered_once_slack_has_told_who_they_are(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a brewery")
    kim, lee = space.joins("Kim Tane"), space.joins("Lee Park")
    held = space.slack.hold("users.info")
    answer = kim.types("/leads")  # which is taken, though Slack has not said yet
    assert (answer.ok, answer.words, only_for(space, kim)) == (True, "", [])
    held.release()
    assert "Logo for a brewery" in space.waits_for(kim, "Open now").words
    space.slack.fail("users.info", error="internal_error")
    lee.types("/lead Logo for a bakery")
    told = space.waits_for(lee, "I could not find out who you are just now. Please try again in a moment.")
    assert told.words.endswith("Here is what you typed: /lead Logo for a bakery")
    lee.types("/leads")
    assert "Logo for a brewery" in space.waits_for(lee, "Open now").words


@on_one_engine
@pytest.mark.case("AUTHZ-04")
def test_whoever_has_left_and_is_back_is_answered_and_who_is_not_back_is_not(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "VAT return for a brewery", skills=["vat"])
    space.slack.deactivate(bob)
    space.settles()
    for typed in ("/leads", "/lead Logo for a bakery", "/skills welding"):
        before = len(only_for(space, bob))
        bob.types(typed)
        told = space.slack.wait_until(lambda n=before: only_for(space, bob)[n:], what="Bob is answered")
        assert [message.text for message in told] == [REFUSED]
        assert bob.form is None
    bob.deleted = False  # and Slack's event of it is lost
    bob.types("/leads")
    assert "VAT return for a brewery" in space.waits_for(bob, "Open now").words


@on_one_engine
def test_who_has_become_a_guest_can_send_off_no_form_that_was_still_open(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    ada.press(posted, "Edit")
    form = ada.wait_for_form(callback_id="lead_form").fill(details="On the corner")
    space.slack.user_changed(ada, is_restricted=True)
    space.slack.wait_until(lambda: ada.types("/leads").text == REFUSED, what="Leadbot knows that she is a guest")
    assert form.submit().errors == {"title": REFUSED}
    assert "On the corner" not in space.offered(bob).words
