"""A deadline that moves takes the clocks of the offers with it; and no offer is held until after its deadline."""

from tests.stories.contracts import in_days
from tests.stories.passing import later, sets
from tests.stories.space import on_one_engine

pytestmark = on_one_engine
STILL = "is still open to you"


def test_moved_near_it_makes_the_offers_that_wait_urgent(space):
    ada, people = space.joins("Ada Okafor"), space.designers()
    posted = space.posts(ada, "Logo for a bakery")
    later(space, minutes=5)
    space.edits(ada, posted, deadline=in_days(space, 1))
    later(space, hours=6)
    assert sum(space.heard(person, STILL) is not None for person in people) == 3, "four working hours later"
    later(space, hours=18)
    assert sum(space.heard(person, "bakery") is not None for person in people) == 4, "and they lapse after eight"


def test_moved_away_it_gives_them_their_days(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", deadline=in_days(space, 0))
    later(space, minutes=5)
    space.edits(ada, posted, deadline=in_days(space, 20))
    later(space, hours=23)
    assert "time for this one" not in space.heard(bob, "bakery").words
    assert space.heard(bob, STILL) is None
    later(space, hours=1, minutes=5)
    assert space.heard(bob, STILL)


def test_whoever_was_reminded_is_not_reminded_again(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    later(space, days=1, minutes=5)
    assert len(space.all_heard(bob, STILL)) == 1
    space.edits(ada, posted, deadline=in_days(space, 20))
    later(space, days=1, hours=1)
    assert len(space.all_heard(bob, STILL)) == 1
    assert space.offered(bob, "bakery"), "it has a day more"


def test_what_the_next_morning_is_too_late_for_comes_on_a_full_day_too(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    sets(space, working_days=[0], daily_cap=1, capacity=9)  # they work on Mondays only
    space.posts(ada, "Logo for a bakery")
    space.posts(ada, "Logo for a brewery", deadline=in_days(space, 8))
    assert space.heard(bob, "brewery") is None, "it can wait for the Monday after"
    space.posts(ada, "Logo for a gallery", deadline=in_days(space, 6))
    assert space.offered(bob, "gallery")


def test_more_time_where_there_is_no_deadline_gives_the_offers_that_wait_no_more(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    reference = next(button.value for button in posted.buttons if button.label == "Edit")
    later(space, days=1, hours=1)
    space.forges(ada, posted, "opportunity_extend", reference)  # the button comes with the warning, weeks later
    later(space, days=1)
    assert "time for this one" in space.heard(bob, "bakery").words
