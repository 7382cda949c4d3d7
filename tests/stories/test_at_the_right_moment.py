"""Nobody hears of what has passed them by, and what was told once can be told better."""

import pytest
from sqlalchemy import select

from leadbot.db.tables import Workspace
from tests.stories.space import labels, on_an_old_phone, on_one_engine
from tests.stories.weekly import monday_comes, summaries

SPOKEN = "spoken yet"


def later(space, **passes):
    space.time.passes(**passes)
    space.settles()


def tells(space, person, question, outcome, **more):
    person.press(question, "Say what came of it")
    person.wait_for_form(callback_id="outcome_form").fill(outcome=outcome, **more).submit()
    space.settles()


def one_wave_only(space):
    with space.leadbot.database.transaction() as session:
        session.scalars(select(Workspace)).one().waves = 1


@pytest.fixture
def people(space):
    ada, bob, cat, dan = space.moves_in()
    return ada, bob, cat, dan


@on_one_engine
def test_nobody_is_reminded_of_a_place_that_is_taken(space, people):
    ada, bob, cat, _ = people
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    later(space, days=1, hours=1)
    assert space.heard(cat, "is still open to you") is None


@on_one_engine
def test_who_is_busy_is_left_alone_from_now_on(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    for thing in ("bakery", "brewery", "florist", "gallery", "hotel"):
        space.posts(ada, f"Logo for a {thing}")
    bob.press(space.heard(bob, "florist"), "Not for me")
    bob.wait_for_form(callback_id="pass_form").fill(reason="busy").submit()
    space.settles()
    later(space, days=1, hours=2)
    assert space.heard(bob, "gallery") is None, "what waited for the morning is not for him any more"
    assert space.heard(bob, "is still open to you") is None
    assert (
        "Nobody who fits your lead 4 can be asked at the moment."
        in space.heard(ada, "gallery", button="Widen the skills").words
    )


@on_one_engine
def test_who_has_no_room_left_overnight_is_passed_over_and_the_next_is_asked(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    for thing in ("bakery", "brewery", "florist", "gallery"):
        space.posts(ada, f"Logo for a {thing}")
    eve = space.joins("Eve Sato", "logo design")
    space.accepts(bob, "bakery")
    space.accepts(bob, "brewery")
    later(space, days=1)
    assert space.heard(bob, "gallery") is None
    assert "Ada has a lead" in space.offered(eve, "gallery").words


@on_one_engine
def test_a_wider_search_asks_those_who_fit_now(space, people):
    ada, bob, cat, dan = people
    one_wave_only(space)
    space.posts(ada, "Logo for a bakery")
    space.passes(bob, "busy")
    space.passes(cat, "busy")
    ada.press(space.waits_for(ada, "was asked, and nobody could take it"), "Widen the skills")
    ada.wait_for_form().fill(skills=["bookkeeping"]).submit()
    space.settles()
    assert "bakery" in space.offered(dan, "bakery").words


@on_one_engine
def test_the_place_of_somebody_who_stepped_back_goes_to_the_next_however_many_were_asked(space, people):
    ada, bob, cat, _ = people
    one_wave_only(space)
    space.posts(ada, "Logo for a bakery", skills=["logo-design"])
    eve = space.joins("Eve Sato", "logo design")
    space.passes(cat, "busy")
    space.accepts(bob)
    space.steps_back(bob, ada)
    assert "bakery" in space.offered(eve, "bakery").words


@on_one_engine
def test_words_of_thanks_are_between_the_two_unless_they_say_otherwise(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    later(space, days=2, hours=1)
    tells(space, bob, space.waits_for(bob, SPOKEN), "won", value="£1,500", thanks="Ada, that was £1,500. Love, Bob")
    assert "Love, Bob" in space.heard(ada, "it was won").words
    monday_comes(space)
    assert "Won: Logo for a bakery." in summaries(space)[-1].words
    assert "Love, Bob" not in summaries(space)[-1].words


@on_one_engine
def test_whoever_told_it_finds_what_they_said_and_corrects_it(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    later(space, days=2, hours=1)
    question = space.waits_for(bob, SPOKEN)
    tells(space, bob, question, "won", value="£1,500", share=["names", "value"], thanks="Ta")
    bob.press(question, "Correct it")
    form = bob.wait_for_form(callback_id="outcome_form")
    said = {name: form.values()[name] for name in ("outcome", "value", "thanks", "share")}
    assert said == {"outcome": "won", "value": "£1,500", "thanks": "Ta", "share": ["names", "value"]}
    form.fill(value="£1,600").submit()
    space.settles()
    assert "It is worth £1,600." in space.heard(ada, "it was won").words
    assert labels(space.heard(ada, "it was won")) == ["You may name me"], "only who told it corrects it"


@on_one_engine
def test_when_one_has_won_it_the_other_hears_so_and_can_step_back(space, people):
    ada, bob, cat, _ = people
    space.posts(ada, "Logo for a bakery", places="2")
    space.accepts(bob)
    space.accepts(cat)
    later(space, days=2, hours=1)
    tells(space, bob, space.waits_for(bob, SPOKEN), "won")
    introduction = cat.group_with(ada).messages[0]
    assert any("What you two have agreed stays between you." in reply.words for reply in introduction.replies)
    cat.press(introduction, "Step back")
    space.settles()
    later(space, days=20)
    assert space.heard(cat, "have you and Ada met?") is None


@on_one_engine
def test_what_was_won_before_it_was_reopened_does_not_settle_it_again(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery", places="2")
    space.accepts(bob)
    later(space, days=2, hours=1)
    tells(space, bob, space.waits_for(bob, SPOKEN), "won")
    eve, fay = space.joins("Eve Sato", "logo design"), space.joins("Fay Sato", "logo design")
    ada.press(space.heard(ada, "Your lead 1", button="Reopen"), "Reopen")
    space.settles()
    space.accepts(eve)
    later(space, days=6)
    tells(space, eve, space.waits_for(eve, SPOKEN), "no_contact")
    assert "Your lead 1 is out" in space.heard(ada, "Your lead 1 is").words
    assert "settled" not in space.heard(fay, "bakery").words


@on_one_engine
def test_a_partner_who_has_left_is_asked_nothing_and_the_poster_hears_so(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.slack.deactivate(bob)
    space.settles()
    assert "Bob has stepped back from your lead 1" in space.heard(ada, "stepped back").words
    later(space, days=30)
    assert space.heard(bob, SPOKEN) is None
    assert space.heard(ada, "Have you and Bob") is None


@on_one_engine
def test_a_deadline_before_anybody_works_is_said_at_once(space, people):
    ada, *_ = people
    later(space, hours=9)  # the evening
    space.posts(ada, "Logo for a bakery", deadline=space.time().date())
    posted = space.heard(ada, "Your lead 1 is out")
    assert "work again only after its deadline, so I can't ask them. A later deadline would help." in posted.words
    assert "when their working day begins" not in posted.words


@on_one_engine
def test_tomorrow_is_too_late_for_a_deadline_today(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery", deadline=space.time().date())
    offer = space.offered(bob)
    bob.press(offer, "Remind me tomorrow")
    assert "please say yes or no now" in space.whispered(bob, "deadline", bob.dm).words
    assert "I'm interested" in labels(offer)


@on_one_engine
def test_an_old_warning_does_not_open_what_was_withdrawn(space, people):
    ada, *_ = people
    posted = space.posts(ada, "Logo for a bakery")
    later(space, days=28)
    warning = on_an_old_phone(space.heard(ada, "closes on", button="Extend"))
    ada.press(posted, "Withdraw")
    space.settles()
    ada.press(warning, "Extend")
    assert "You can reopen it first." in space.whispered(ada, "reopen it first", ada.dm).words
    assert "withdrawn" in ada.types("/leads mine").words


@on_one_engine
def test_a_day_that_one_of_the_two_chose_is_kept(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    later(space, days=2, hours=1)
    bob.press(space.waits_for(bob, SPOKEN), "We've spoken")
    later(space, days=7)
    hers = on_an_old_phone(space.waits_for(ada, "Have you and Bob met?"))
    bob.press(space.waits_for(bob, "Have you and Ada met?"), "Not yet")
    bob.wait_for_form(callback_id="not_yet_form").fill(
        again=str(space.time().date().replace(month=12, day=31))
    ).submit()
    ada.press(hers, "We've met")
    later(space, days=14)
    assert space.heard(bob, "What came of it") is None, "he asked to be asked at the year's end"
