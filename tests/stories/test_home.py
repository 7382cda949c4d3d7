"""The Home tab: what is one's own, what waits for an answer, and the buttons to begin with."""

from datetime import timedelta

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


def test_a_newcomer_finds_where_to_begin(space):
    dee = space.joins("Dee Abara")
    home = opens_home(space, dee)
    assert home.words.startswith("Hello")
    for said in (NOTHING_WAITS, "You have nothing open just now.", "You list no skills yet"):
        assert said in home.words
    assert labels(home) == ["Post a lead", "Post a contract", "Edit my skills", "My data"]
    space.settles()  # Slack has told who Dee is
    opens_home(space, dee, "Hello, Dee")


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

    asked = opens_home(space, bob, "Ada has a lead that looks like you: Logo for a bakery")
    assert "The buttons to answer with are under Messages." in asked.words
    assert "You list web design, logo design and WordPress." in asked.words
    assert "brewery" not in asked.words
    assert "0161" not in own.words + asked.words

    assert "bakery" not in opens_home(space, dan, "bookkeeping").words


def test_what_waits_is_gone_once_it_is_answered(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", introduce="ask_me")
    space.accepts(bob)
    opens_home(space, bob, NOTHING_WAITS)
    opens_home(space, ada, "Bob would like to help with your lead 1: Logo for a bakery")
    ada.press(space.waits_for(ada, "would like to help", button="Introduce us"), "Introduce us")
    space.settles()
    assert "would like to help" not in opens_home(space, ada, NOTHING_WAITS).words


def test_a_question_waits_for_whoever_was_asked_it(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.time.passes(days=2)
    space.settles()
    opens_home(space, bob, "Have you and Ada spoken yet? Logo for a bakery")
    opens_home(space, ada, NOTHING_WAITS)

    space.time.passes(days=7)
    space.settles()
    opens_home(space, ada, "Have you and Bob spoken yet?")
    bob.press(space.waits_for(bob, "spoken yet?", button="We've spoken"), "We've spoken")
    for one in (ada, bob):
        assert "spoken yet?" not in opens_home(space, one, NOTHING_WAITS).words


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
    opens_home(space, dan, "Was the bid sent? Brand for the market hall")
    opens_home(space, ada, NOTHING_WAITS)
    dan.press(space.waits_for(dan, "Was the bid sent?", button="It was sent"), "It was sent")
    opens_home(space, dan, NOTHING_WAITS)


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
    opens_home(space, bob, "WordPress").press("Edit my skills")
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


def test_much_is_counted_and_nothing_that_is_typed_spoils_it(space):
    ada, *_ = space.moves_in()
    for number in range(10):
        ada.types("/lead")
        title = f"{number} *cakes* <!channel> & {'x' * 90}"
        ada.wait_for_form(callback_id="lead_form").fill(title=title, reach="matched").submit()
    home = opens_home(space, ada, "And 2 more.")
    assert "9 ∗cakes∗ <!channel> &" in home.words
    assert "1 ∗cakes∗" not in home.words


def test_slack_losing_it_costs_nothing_more_than_opening_it_again(space):
    ada, *_ = space.moves_in()
    space.slack.fail("views.publish", status=500)
    ada.opens_home()
    assert labels(opens_home(space, ada, NOTHING_WAITS))
    assert len(space.slack.calls_to("views.publish")) == 2


def test_it_says_for_which_part_of_a_team_somebody_would_like_to_help(space):
    ada, _, _, dan, *_ = moves_in(space)
    posts(space, ada, PAIR)
    dan.press(space.card(), "I can help")
    space.settles()
    assert opens_home(
        space, ada, "Dan would like to help with your contract 1 as Copywriter: Brand for the market hall"
    )
