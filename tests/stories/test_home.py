"""The Home tab: what is one's own, what waits for an answer, and the buttons to begin with."""

from datetime import timedelta

import pytest

from tests.stories.contracts import PAIR, group_of, in_days, invites, moves_in, posts
from tests.stories.passing import later, puts_off, questions
from tests.stories.space import labels, on_one_engine

pytestmark = on_one_engine

NOTHING_WAITS = "Nothing waits for you just now."


def opens_home(space, person, words=""):
    """Somebody opens the Home tab; gives it once it says so."""
    person.opens_home()
    return shows(space, person, words)


def shows(space, person, words):
    """Somebody's Home tab, once it says so."""

    def there():
        return person.home if person.home is not None and words in person.home.words else None

    return space.slack.wait_until(there, what=f"{person.name}'s Home tab says “{words}”")


def flat(home):
    """What can be read there, in one line."""
    return " ".join(home.words.split())


def test_a_newcomer_finds_where_to_begin(space):
    dee = space.joins("Dee Abara")
    home = opens_home(space, dee)
    assert home.words.startswith("Hello")
    for said in (NOTHING_WAITS, "You have nothing open just now.", "You list no skills yet"):
        assert said in home.words
    assert labels(home) == ["Post a lead", "Post a contract", "Edit skills", "Pause", "My data"]
    space.settles()  # Slack has told who Dee is
    home = opens_home(space, dee, "Hello, Dee")
    assert labels(home) == ["Post a lead", "Post a contract", "I'm in today", "Edit skills", "Pause", "My data"]


def test_it_shows_ones_own_and_nobody_elses(space):
    ada, bob, _, dan = space.moves_in()
    space.posts(ada, "Logo for a bakery", budget="£2k", confidential="Mrs Baker, 0161 496 0000")
    closed = space.posts(ada, "Logo for a brewery")
    ada.press(closed, "Close")
    space.settles()

    own = opens_home(space, ada, "Logo for a bakery")
    assert "lead 1 · £2,000 · one place free" in own.words
    assert "brewery" not in own.words
    assert NOTHING_WAITS in own.words

    asked = opens_home(space, bob, "Ada has a lead that looks like you")
    assert "Logo for a bakery lead 1 · £2,000" in flat(asked)
    assert "You list web design, logo design and WordPress." in asked.words
    assert "brewery" not in asked.words
    assert "0161" not in own.words + asked.words

    assert "bakery" not in opens_home(space, dan, "bookkeeping").words


def test_an_offer_is_answered_on_it_and_so_is_the_poster_s_question(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", introduce="ask_me")
    opens_home(space, bob, "looks like you").press("I'm interested")
    shows(space, bob, NOTHING_WAITS)
    shows(space, bob, "Ada is thinking about it, since Mon")
    opens_home(space, ada, "Bob would like to help with your lead 1").press("Introduce us")
    assert "would like to help" not in shows(space, ada, NOTHING_WAITS).words
    shows(space, ada, "lead 1 · with Bob Lindqvist since Mon")
    opens_home(space, bob, "lead 1 · with Ada Okafor since Mon")
    space.waits_for_group(ada, bob, "Logo for a bakery")


def test_an_offer_that_is_passed_on_goes_from_it_once_the_form_is_sent_off(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    opens_home(space, bob, "looks like you").press("Not for me")
    assert bob.wait_for_form(callback_id="pass_form").fill(reason="busy").submit() is None
    assert "bakery" not in shows(space, bob, NOTHING_WAITS).words
    assert "You said that you're busy: nothing new is put to you until Mon" in bob.home.words
    bob.home.press("Resume")
    shows(space, bob, "You're asked when something fits.")


def test_why_one_was_asked_is_told_in_a_small_form(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    opens_home(space, bob, "looks like you").press("Why me?")
    assert "logo design" in bob.wait_for_form().words


def test_ones_own_is_edited_from_it_and_it_says_so_at_once(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    opens_home(space, ada, "Logo for a bakery").press("Edit")
    assert ada.wait_for_form(callback_id="lead_form").fill(title="Logo for a brewery").submit() is None
    assert "bakery" not in shows(space, ada, "Logo for a brewery").words


def test_the_switch_pauses_and_resumes_and_two_presses_do_it_once(space):
    ada, bob, *_ = space.moves_in()
    opens_home(space, bob, "You're asked when something fits.").press("Pause")
    paused = shows(space, bob, "You've paused: nothing new is put to you until you resume.")
    bob.types("/leadbot help")
    space.forges(bob, bob.inbox[-1], "home_pause", "pause")  # the second of two presses
    assert labels(opens_home(space, bob, "You've paused")) == labels(paused)
    space.posts(ada, "Logo for a bakery")
    assert space.heard(bob, "bakery") is None
    bob.home.press("Resume")
    assert "Pause" in labels(shows(space, bob, "You're asked when something fits."))
    bob.types("/leadbot pause until 11 December")
    opens_home(space, bob, "nothing new is put to you until Fri 11 Dec.")


def test_ones_numbers_say_what_they_are_out_of_and_what_is_not_known(space):
    ada, bob, *_ = space.moves_in()
    day = space.time().strftime("%a %-d %b")
    assert f"Your numbers since {day} Nothing to count yet." in flat(opens_home(space, bob, "Your numbers"))
    space.posts(ada, "Logo for a bakery")
    space.posts(ada, "Logo for a brewery")
    space.accepts(bob, "bakery")
    told = flat(opens_home(space, bob, "introduction to what"))
    assert "Asked twice: 1 yes, 1 waiting" in told
    assert "1 introduction to what others posted: 1 not known yet; 0 of 1 led to a meeting" in told
    told = flat(opens_home(space, ada, "introduction from"))
    assert "1 introduction from 2 leads that you posted: 1 not known yet; 0 of 1 led to a meeting" in told
    assert "Asked" not in told
    space.passes(bob, "not_my_skill", words="brewery")
    space.time.passes(days=2)
    space.settles()
    opens_home(space, bob, "spoken yet?").press("Say what came of it")
    bob.wait_for_form(callback_id="outcome_form").fill(outcome="won", value="£2,000").submit()
    told = flat(shows(space, bob, "1 won"))
    assert "Asked twice: 1 yes, 1 not for you" in told
    assert "1 introduction to what others posted: 1 won; 0 of 1 led to a meeting" in told
    assert "2,000" not in told


def test_a_question_waits_for_whoever_was_asked_it(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.time.passes(days=2)
    space.settles()
    opens_home(space, bob, "Have you and Ada spoken yet?")
    opens_home(space, ada, NOTHING_WAITS)

    space.time.passes(days=7)
    space.settles()
    opens_home(space, ada, "Have you and Bob spoken yet?")
    opens_home(space, bob, "spoken yet?").press("We've spoken")
    assert "spoken yet?" not in shows(space, bob, NOTHING_WAITS).words
    assert "spoken yet?" not in opens_home(space, ada, NOTHING_WAITS).words


def test_a_question_that_one_of_the_two_is_not_asked_any_more_does_not_wait_for_them(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", deadline=space.time().date() + timedelta(days=120))
    space.accepts(bob)
    for _ in range(9):
        later(space, days=7)
        for question in questions(bob):
            if "Not yet" in labels(question):
                puts_off(space, bob, question, space.time().date() + timedelta(days=6))
    later(space, days=7)
    opens_home(space, bob, "Have you and Ada spoken yet?")
    assert len(questions(ada)) == 4
    opens_home(space, ada, NOTHING_WAITS)


def test_a_question_about_a_bid_waits_for_the_convener(space):
    ada, _, _, dan, _, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR, bid_deadline=in_days(space, 4))
    assert invites(space, ada, told, place_1=dan.name, place_2=fay.name) is None
    for person in (dan, fay):
        space.accepts(person, "has a place for you")
    ada.press(group_of(ada).messages[0], "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=dan.name).submit() is None
    later(space, days=7)
    home = opens_home(space, dan, "Was the bid sent?")
    assert "contract 1 · with Ada Okafor and Fay" in flat(home)
    opens_home(space, ada, NOTHING_WAITS)
    home.press("It was sent")
    shows(space, dan, NOTHING_WAITS)


def test_what_has_not_arrived_yet_does_not_wait_for_an_answer(space):
    ada, bob, *_ = space.moves_in()
    space.time.passes(hours=10)
    space.posts(ada, "Logo for a bakery")
    assert space.heard(bob, "bakery") is None
    opens_home(space, bob, NOTHING_WAITS)


def test_a_lead_is_posted_from_it_and_it_says_so_at_once(space):
    ada, *_ = space.moves_in()
    opens_home(space, ada).press("Post a lead")
    ada.wait_for_form(callback_id="lead_form").fill(title="Logo for a bakery", skills=["logo-design"]).submit()
    assert ada.form is None
    shows(space, ada, "Logo for a bakery")
    space.waits_for(ada, "Your lead 1 is out", button="Edit")


def test_skills_are_edited_from_it_and_it_says_so_at_once(space):
    _, bob, *_ = space.moves_in()
    opens_home(space, bob, "WordPress").press("Edit skills")
    form = bob.wait_for_form(callback_id="skills_form")
    assert form.values()["skills"] == ["web-design", "logo-design", "wordpress"]
    form.fill(skills=["bookkeeping"]).submit()
    assert "WordPress" not in shows(space, bob, "bookkeeping.").words


def test_nothing_is_drawn_for_whoever_did_not_open_it(space):
    ada, *_ = space.moves_in()
    ada.opens_home("messages")
    space.posts(ada, "Logo for a bakery")
    ada.types("/skills")
    ada.wait_for_form(callback_id="skills_form").fill(skills=["bookkeeping"]).submit()
    space.settles()
    assert space.slack.calls_to("views.publish") == []


def test_a_guest_reads_that_leadbot_is_for_members(space):
    space.moves_in()
    gus = space.joins("Gus Guest", is_restricted=True)
    gus.types("/leadbot help")
    space.settles()
    home = opens_home(space, gus, "Leadbot is for the members of this workspace.")
    assert labels(home) == []


@pytest.mark.case("AUTHZ-04")
def test_a_guest_who_opens_it_before_anybody_knows_who_they_are_reads_nothing_of_others(space):
    _, bob, *_ = space.moves_in()
    bob.types("/here by the window")
    gus = space.joins("Gus Guest", is_restricted=True)
    home = opens_home(space, gus)
    assert "Bob" not in home.words
    assert "In the space" not in home.words


def test_much_is_counted_and_nothing_that_is_typed_spoils_it(space):
    ada, *_ = space.moves_in()
    for number in range(10):
        ada.types("/lead")
        title = f"{number} *cakes* <!channel> & {'x' * 90}"
        ada.wait_for_form(callback_id="lead_form").fill(title=title, reach="matched").submit()
    home = opens_home(space, ada, "And 2 more: /leads mine lists them.")
    assert "9 ∗cakes∗ <!channel> &" in home.words
    assert "1 ∗cakes∗" not in home.words


def test_slack_losing_it_costs_nothing_more_than_opening_it_again(space):
    ada, *_ = space.moves_in()
    space.slack.fail("views.publish", status=500)
    ada.opens_home()
    assert labels(opens_home(space, ada, NOTHING_WAITS))
    space.slack.wait_until(
        lambda: len(space.slack.calls_to("views.publish")) == 2, what="the tab is drawn a second time"
    )


def test_it_says_for_which_part_of_a_team_somebody_would_like_to_help(space):
    ada, _, _, dan, *_ = moves_in(space)
    posts(space, ada, PAIR)
    dan.press(space.card(), "I can help")
    space.settles()
    opens_home(space, ada, "Dan would like to help with your contract 1 as Copywriter").press("Add to the team")
    assert "would like to help" not in shows(space, ada, NOTHING_WAITS).words
    assert "in Ada's team since Mon" in opens_home(space, dan, "in Ada's team").words
