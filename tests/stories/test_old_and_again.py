"""Old buttons answer that they are out of date and show the present state; what is sent twice is done once."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from leadbot.playground.deliver import encoded, signature
from leadbot.playground.payloads import event_envelope
from tests.stories.space import on_one_engine, open_space


def sends_twice(space, kind, body):
    """Sends the same signed bytes twice; gives the two answers."""
    content, data = encoded(kind, body)
    stamp = str(int((space.time() - space.time.ahead).timestamp()))
    headers = {
        "Content-Type": content,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(space.slack.signing_secret, stamp, data),
    }
    return [post(space, data, headers), post(space, data, headers)]


def post(space, data, headers):
    """One request, as Slack would send it."""
    connection = http.client.HTTPConnection(urlsplit(space.address).netloc, timeout=5)
    try:
        connection.request("POST", "/slack/events", data.encode(), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def again(space, person, kind, **changes):
    """What was delivered last, as a new request of that person."""
    last = next(each for each in reversed(space.slack.deliveries) if each.payload_type == kind)
    return last.body | {"trigger_id": space.slack.workspace.triggers.give(person.id)} | changes


@pytest.mark.case("REQ-04")
def test_a_command_that_is_sent_twice_is_done_once(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    first, second = sends_twice(space, "command", again(space, bob, "command", text="bookkeeping"))
    assert first[0] == second[0] == 200
    assert "Saved." in first[1]
    assert second[1] == ""

    old = next(each for each in space.slack.deliveries if each.payload_type == "command")
    assert bob.types("/skills web design").text.startswith("Saved.")
    assert space.slack.courier.send(old.payload_type, old.body).status == 200
    bob.types("/skills")
    assert bob.wait_for_form(callback_id="skills_form").values()["skills"] == ["web-design"]


@on_one_engine
@pytest.mark.case("RACE-05")
def test_of_two_requests_with_one_key_the_first_stands_and_the_other_is_logged_without_its_words(
    migrated_database_url, road
):
    with open_space(migrated_database_url, log_level="WARNING", road=road) as space:
        bob = space.joins("Bob Lindqvist", "logo design")
        sent = again(space, bob, "command", text="bookkeeping")
        with capture_logs() as logs:
            assert space.slack.courier.send("command", sent).status == 200
            assert space.slack.courier.send("command", sent).status == 200
        assert logs == [], "the same once more is nothing to speak of"
        with capture_logs() as logs:
            assert space.slack.courier.send("command", sent | {"text": "joinery for Jo"}).status == 200
        [told] = logs
        assert (told["log_level"], told["event"]) == ("warning", "a request came again, and said something else")
        assert not [word for word in ("joinery", "Jo", "bookkeeping", sent["trigger_id"]) if word in str(told)]
        bob.types("/skills")
        assert bob.wait_for_form(callback_id="skills_form").values()["skills"] == ["bookkeeping"]


def test_a_form_that_is_sent_twice_posts_one_lead(space):
    ada, bob, *_ = space.moves_in()
    ada.types("/lead Logo for a bakery")
    form = ada.wait_for_form(callback_id="lead_form")
    form.fill(title="")
    form._missing = dict  # a first try that is refused, to have a request to copy
    assert form.submit().errors
    body = again(space, ada, "interaction")
    body["view"]["state"]["values"]["title"]["value"]["value"] = "Logo for a brewery"
    assert [status for status, _ in sends_twice(space, "interaction", body)] == [200, 200]
    space.settles()
    assert ada.types("/leads mine").text == "Yours: 1 Logo for a brewery"
    assert len(space.leads.messages) == 1
    assert len(space.all_heard(bob, "brewery")) == 1


def test_a_press_that_is_sent_twice_counts_once(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.steps_back(bob, ada)
    bob.press(space.card(), "I can help")
    space.settles()
    old = again(space, bob, "interaction")
    space.steps_back(bob, ada)
    assert [status for status, _ in sends_twice(space, "interaction", old)] == [200, 200]
    space.settles()
    assert len(space.waits_for_group(ada, bob, "meet").messages) == 3
    space.steps_back(bob, ada)
    assert space.slack.courier.send("interaction", old).status == 200
    space.settles()
    assert len(space.waits_for_group(ada, bob, "meet").messages) == 3


def wrote_to_us(space, person, **envelope):
    """Somebody writes to Leadbot: the event, which has not reached it yet."""
    target, space.slack.courier.target = space.slack.courier.target, None
    said = person.says(None, "Hello")
    space.slack.courier.target = target
    event = said.payload() | {"channel": person.dm.id, "channel_type": "im", "event_ts": said.ts}
    return event_envelope(space.slack.workspace, event) | envelope


def helped(space, person):
    """How often somebody was shown what Leadbot can do, once all is said."""
    space.settles()
    return len(space.all_heard(person, "/leadbot help"))


@pytest.mark.case("REQ-06")
def test_an_event_that_slack_sends_four_times_at_once_and_again_has_one_effect(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    event = wrote_to_us(space, bob)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: space.slack.courier.send("event", event), range(4)))
    assert [answer.status for answer in answers] == [200] * 4
    assert helped(space, bob) == 1

    space.time.passes(days=1)  # help is given once a day: what comes again must not be taken for something new
    for number in (1, 2, 3):
        again = space.slack.courier._send(space.slack.courier.target, "event", event, number, "http_timeout")
        assert again.status == 200
    assert helped(space, bob) == 1


@pytest.mark.case("REQ-07")
def test_what_a_shared_channel_brings_in_two_envelopes_has_one_effect(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    ours = wrote_to_us(space, bob, is_ext_shared_channel=True)
    theirs = ours | {"event_id": space.slack.workspace.new_id("Ev"), "team_id": "T9999999999"}
    assert space.slack.courier.send("event", ours).status == 200
    assert helped(space, bob) == 1
    space.time.passes(days=1)  # so that only the event itself can tell that it is the same
    assert space.slack.courier.send("event", theirs).status == 200
    assert helped(space, bob) == 1

    elsewhere = theirs | {"authorizations": [theirs["authorizations"][0] | {"team_id": "T9999999999"}]}
    elsewhere["event"] = ours["event"] | {"ts": "1.000001", "event_ts": "1.000001"}
    assert space.slack.courier.send("event", elsewhere).status == 200  # for a workspace that has no Leadbot
    assert helped(space, bob) == 1
    assert space.slack.courier.send("event", wrote_to_us(space, bob)).status == 200  # and this is new
    assert helped(space, bob) == 2


@on_one_engine
def test_what_slack_did_not_sign_is_not_done(space):
    bob = space.joins("Bob Lindqvist", "logo design")
    content, data = encoded("command", again(space, bob, "command", text="bookkeeping"))
    stamp = str(int((space.time() - space.time.ahead).timestamp()))
    headers = {"Content-Type": content, "X-Slack-Request-Timestamp": stamp}
    headers["X-Slack-Signature"] = signature("n" * 32, stamp, data)
    assert post(space, data, headers)[0] == 401
    bob.types("/skills")
    assert bob.wait_for_form(callback_id="skills_form").values()["skills"] == ["logo-design"]


@on_one_engine
@pytest.mark.case("REQ-08")
def test_an_unknown_button_says_that_it_is_out_of_date_and_shows_how_it_stands(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    [reference] = {button.value for button in posted.buttons}
    offer = space.offered(bob)
    [of_bob] = {button.value for button in offer.buttons}
    for value in (reference, of_bob):
        space.forges(bob, offer, "button_of_1999", value)
        answer = space.whispered(bob, "That button is out of date. This is how it stands now.", bob.dm)
        assert "lead 1 · one place free" in answer.words
    space.accepts(cat)
    space.forges(bob, offer, "button_of_1999", of_bob)
    assert "no place free" in space.whispered(bob, "no place free", bob.dm).words
    ada.press(posted, "Close")
    space.forges(bob, offer, "button_of_1999", of_bob)
    assert "closed" in space.whispered(bob, "closed", bob.dm).words
    for nonsense in ("", "17", "0" * 32, "' OR 1=1 --"):
        space.forges(bob, offer, "button_of_1999", nonsense or "-")
        said = "That button is out of date. /leads shows what is open now."
        assert said in space.whispered(bob, "shows what is open now", bob.dm).words


@on_one_engine
@pytest.mark.case("REQ-08")
def test_an_unknown_form_says_that_it_is_out_of_date_and_keeps_what_was_typed(space):
    ada = space.joins("Ada Okafor")
    ada.types("/lead Logo for a bakery")
    form = ada.wait_for_form(callback_id="lead_form")
    form.view.content["callback_id"] = "form_of_1999"
    said = "This form is out of date. Please close it, and open it again."
    assert form.submit().errors == {"title": said}
    assert form.values()["title"] == "Logo for a bakery"

    form.view.content["blocks"] = [{"type": "section", "text": {"type": "plain_text", "text": "Nothing to fill in"}}]
    assert form.submit().words == said


@on_one_engine
def test_a_workspace_that_is_not_ours_gets_nothing(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    stranger = space.slack.add_person("Sam Stranger", team_id="T9999999999")
    space.slack.join(space.leads, stranger)
    stranger.press(space.card(), "I can help")
    assert "Leadbot is for the members of this workspace." in space.whispered(stranger, "members").words
    space.settles()
    assert space.heard(ada, "would like to help") is None


@on_one_engine
def test_a_command_or_a_shortcut_that_there_is_no_more_says_so(space):
    ada = space.joins("Ada Okafor")
    gone = "I don't know that one any more. `/leadbot help` shows what there is."
    assert ada.types("/tombola").text == gone
    ada.uses_shortcut("a_shortcut_of_yesterday")
    assert gone.replace("`", "") in ada.wait_for_form().words
