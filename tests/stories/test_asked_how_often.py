"""Nobody is asked more than four times without an answer, whatever the other one answers; and a day that is chosen holds."""

from datetime import timedelta

from tests.stories.contracts import in_days
from tests.stories.passing import SPOKEN, later, puts_off, questions
from tests.stories.space import labels, on_an_old_phone, on_one_engine

pytestmark = on_one_engine


def introduced(space):
    """Ada and Bob, introduced on a Monday at ten over a logo, and what she was told of her lead."""
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", deadline=space.time().date() + timedelta(days=120))
    space.accepts(bob)
    return ada, bob, posted


def test_whoever_never_answers_is_asked_four_times_though_the_other_answers_each_time(space):
    ada, bob, _ = introduced(space)
    for _ in range(9):
        later(space, days=7)
        for question in questions(bob):
            if "Not yet" in labels(question):
                puts_off(space, bob, question, in_days(space, 6))
    assert len(questions(ada)) == 4
    assert len(questions(bob)) >= 8


def test_whoever_answers_again_is_asked_again(space):
    ada, bob, _ = introduced(space)
    for _ in range(8):
        later(space, days=7)
        for person in (ada, bob) if len(questions(ada)) == 3 else (bob,):
            for question in questions(person):
                if "Not yet" in labels(question):
                    puts_off(space, person, question, in_days(space, 6))
    assert len(questions(ada)) > 4


def test_after_a_withdrawal_and_a_reopening_they_are_asked_anew(space):
    ada, bob, posted = introduced(space)
    for _ in range(7):
        later(space, days=7)
    assert len(questions(bob)) == 4
    ada.press(posted, "Withdraw")
    space.settles()
    ada.press(space.waits_for(ada, "Your lead 1", button="Reopen"), "Reopen")
    space.settles()
    for _ in range(3):
        later(space, days=7)
    assert len(questions(bob)) == 5
    replies = bob.group_with(ada).messages[0].replies
    assert not any("I haven't heard how it went" in reply.words for reply in replies)


def test_of_two_days_that_the_two_choose_the_later_holds(space):
    ada, bob, _ = introduced(space)
    later(space, days=2, hours=1)
    bob.press(space.waits_for(bob, SPOKEN), "We've spoken")
    later(space, days=7)
    hers = on_an_old_phone(space.waits_for(ada, "Have you and Bob met?"))
    puts_off(space, bob, space.waits_for(bob, "Have you and Ada met?"), in_days(space, 40))
    puts_off(space, ada, hers, in_days(space, 7))
    assert f"{in_days(space, 40).day} " in space.heard(ada, "Have you and Bob met?").words
    before = len(questions(bob))
    later(space, days=38)
    assert len(questions(bob)) == before
    later(space, days=5)
    assert len(questions(bob)) == before + 1


def test_tomorrow_is_a_day_of_their_own_calendar(space):
    ada = space.joins("Ada Okafor")
    bob = space.joins("Bob Lindqvist", "logo design", tz="Pacific/Honolulu")
    later(space, hours=11)
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    later(space, days=2, hours=1)
    question = space.waits_for(bob, SPOKEN)
    later(space, hours=3)  # Thursday at one in London: still Wednesday where he is
    bob.press(question, "Not yet")
    form = bob.wait_for_form(callback_id="not_yet_form")
    assert form.values()["again"] == (space.time().date() + timedelta(days=6)).isoformat(), "a week from his Wednesday"
    assert form.fill(again=space.time().date()).submit() is None
    later(space, hours=19)  # Thursday at ten in Honolulu
    assert len(questions(bob)) == 2


def test_two_without_a_group_message_each_hear_that_it_is_given_up(space):
    space.slack.fail("conversations.open", error="user_disabled", times=9, when=lambda args: "," in args["users"])
    ada, bob, _ = introduced(space)
    for _ in range(7):
        later(space, days=7)
    for _ in range(3):
        later(space, days=7)
    for person in (ada, bob):
        assert len(space.all_heard(person, "I haven't heard how it went")) == 1, person.name
