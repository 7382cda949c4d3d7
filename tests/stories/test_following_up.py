"""From an introduction to its outcome: asked at growing intervals, answered with one press, and never ending in silence."""

from datetime import timedelta

import pytest

from tests.stories.space import Space, labels, on_an_old_phone
from tests.stories.weekly import monday_comes, summaries

SPOKEN = "Have you and Ada spoken yet?"


@pytest.fixture
def introduced(space: Space):
    """Ada and Bob, introduced on a Monday at ten over a logo."""
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.waits_for_group(ada, bob, "meet")
    return ada, bob


def goes_on(space: Space, **amount: float) -> None:
    """Time passes, and what is due is done."""
    space.time.passes(**amount)
    space.settles()


def tells(space: Space, person, message, outcome: str, **more):
    """Somebody says what came of it; gives the form if it has faults."""
    person.press(message, "Say what came of it")
    left = person.wait_for_form(callback_id="outcome_form").fill(outcome=outcome, **more).submit()
    space.settles()
    return left


def test_from_introduction_to_won(space, introduced):
    ada, bob = introduced
    goes_on(space, days=1, hours=23)
    assert space.heard(bob, "spoken yet") is None
    goes_on(space, hours=2)  # two working days after
    asked = space.waits_for(bob, SPOKEN, button="We've spoken")
    assert space.heard(ada, "spoken yet") is None, "the partner alone is asked the first question"
    bob.press(asked, "We've spoken")
    space.settles()
    assert "Good: you have spoken. I'll ask again on Wed" in space.heard(bob, SPOKEN).words

    goes_on(space, days=7)  # five working days later, both are asked
    space.waits_for(ada, "Have you and Bob met?", button="We've met")
    bob.press(space.waits_for(bob, "Have you and Ada met?", button="We've met"), "We've met")
    space.settles()
    assert "Lovely: you have met." in space.heard(ada, "Have you and Bob met?").words
    assert labels(space.heard(ada, "Have you and Bob met?")) == ["Say what came of it"], "for whoever knows sooner"

    goes_on(space, days=14)  # ten working days later
    asked = space.waits_for(bob, "What came of it with Ada?", button="Say what came of it")
    thanks = {"thanks": "Ada, you made my month", "share": ["names", "thanks"]}
    assert tells(space, bob, asked, "won", value="£1,500", **thanks) is None
    told = space.waits_for(ada, "Bob tells me about lead 1: it was won.")
    assert "Ada, you made my month" in told.words
    assert "1,500" not in told.words, "the amount is private unless they say otherwise"
    ada.press(told, "You may name me")
    space.settles()
    assert "You may be thanked by name" in space.heard(ada, "it was won").words
    assert "settled" in ada.types("/leads mine").words
    assert "You told me: it was won." in space.heard(bob, "What came of it with Ada?").words

    monday_comes(space)
    assert (
        "Won: Logo for a bakery. Thanks to Ada Okafor, who passed it on, and to Bob Lindqvist. “Ada, you made my month”"
    ) in summaries(space)[-1].words

    goes_on(space, days=60)
    assert space.heard(bob, "Ada", button="We've met") is None
    assert len(space.all_heard(bob, "What came of it")) == 1


def test_a_question_about_somebody_who_has_stepped_back_asks_no_more(space, introduced):
    ada, bob = introduced
    goes_on(space, days=2, hours=1)
    asked = on_an_old_phone(space.waits_for(bob, SPOKEN, button="We've spoken"))
    space.steps_back(bob, ada)
    assert "has stepped back" in space.heard(bob, SPOKEN).words
    assert labels(space.heard(bob, SPOKEN)) == []
    bob.press(asked, "We've spoken")
    assert "out of date" in space.whispered(bob, "out of date", bob.dm).words


def test_from_introduction_to_lost(space, introduced):
    ada, bob = introduced
    goes_on(space, days=2, hours=1)
    assert tells(space, bob, space.waits_for(bob, SPOKEN), "lost") is None
    assert "it was lost" in space.waits_for(ada, "Bob tells me about lead 1").words
    assert "settled" in ada.types("/leads mine").words


def test_nobody_made_contact_and_the_next_in_line_is_asked(space, introduced):
    ada, bob = introduced
    fay = space.joins("Fay Mensah", "logo design")
    [cat] = [person for person in space.slack.people if person.name == "Cat Morgan"]
    space.passes(cat, "busy")
    goes_on(space, days=2, hours=1)
    assert tells(space, bob, space.waits_for(bob, SPOKEN), "no_contact") is None
    assert "you two did not get in touch" in space.waits_for(ada, "Bob tells me about lead 1").words
    space.offered(fay, "bakery")
    assert "settled" not in ada.types("/leads mine").words


def test_whoever_was_let_down_is_asked_first(space, introduced):
    ada, bob = introduced
    for name in ("Eve Sato", "Fay Mensah", "Gil Novak"):
        space.joins(name, "logo design, branding")
    goes_on(space, days=2, hours=1)
    tells(space, bob, space.waits_for(bob, SPOKEN), "no_contact")
    space.posts(ada, "Logo and branding for a brewery")
    assert space.offered(bob, "brewery")


def test_not_yet_asks_when(space, introduced):
    _, bob = introduced
    goes_on(space, days=2, hours=1)
    bob.press(space.waits_for(bob, SPOKEN), "Not yet")
    form = bob.wait_for_form(callback_id="not_yet_form")
    today = space.time().date()
    left = form.fill(again=today).submit()
    assert left.errors == {"again": "Please choose a day after today."}
    assert left.fill(again=today + timedelta(days=20)).submit() is None
    space.settles()
    assert "Not yet, then. I'll ask again on" in space.heard(bob, SPOKEN).words
    goes_on(space, days=18)
    assert len(space.all_heard(bob, SPOKEN)) == 1
    goes_on(space, days=4)
    assert len(space.all_heard(bob, SPOKEN)) == 2


def test_four_questions_without_an_answer_and_it_is_closed_aloud(space, introduced):
    ada, bob = introduced
    for _ in range(7):
        goes_on(space, days=7)
    last, *earlier = space.all_heard(bob, SPOKEN)
    assert ["I have asked again since." in message.words for message in earlier] == [True] * 3
    assert labels(last) != []
    for _ in range(5):
        goes_on(space, days=7)
    assert len(space.all_heard(bob, SPOKEN)) == 4
    assert len(space.all_heard(ada, "Have you and Bob spoken yet?")) == 3
    group = bob.group_with(ada)
    closed = [
        reply
        for reply in group.messages[0].replies
        if "I haven't heard how it went with you two and lead 1" in reply.words
    ]
    assert len(closed) == 1
    assert "This is closed, as nobody told me" in space.heard(bob, SPOKEN).words

    assert tells(space, ada, closed[0], "won") is None
    space.waits_for(bob, "Ada tells me about lead 1: it was won.")
    assert "Now I know about lead 1: it was won." in group.messages[0].replies[-1].words


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("a lot", "Please write one amount in GBP, like £1,500"),
        ("£1k to £2k", "Please write one amount in GBP, like £1,500"),
    ],
)
def test_a_value_that_is_no_amount_is_said_under_the_field(space, introduced, value, fault):
    _, bob = introduced
    goes_on(space, days=2, hours=1)
    left = tells(space, bob, space.waits_for(bob, SPOKEN), "won", value=value, thanks="Ta")
    assert fault in left.errors["value"]
    assert left.values()["thanks"] == "Ta"
    assert left.fill(value="£1k").submit() is None


def test_nobody_else_answers_for_the_two(space, introduced):
    _, bob = introduced
    goes_on(space, days=2, hours=1)
    asked = space.waits_for(bob, SPOKEN)
    [reference] = [button.value for button in asked.buttons if button.label == "We've spoken"]
    cat = space.joins("Cass Young", "pottery")
    space.posts(cat, "Somebody to draw a logo")
    space.forges(cat, space.heard(cat, "Your"), "follow_up_spoke", reference)
    assert "Only the two who were introduced" in space.whispered(cat, "Only", cat.dm).words


def test_what_one_told_the_other_does_not_overwrite(space, introduced):
    ada, bob = introduced
    goes_on(space, days=2, hours=1)
    goes_on(space, days=7)
    kept = on_an_old_phone(space.waits_for(ada, "Have you and Bob"))
    tells(space, bob, space.waits_for(bob, SPOKEN), "won")
    ada.press(kept, "Say what came of it")
    assert "told already" in space.whispered(ada, "told already", ada.dm).words
