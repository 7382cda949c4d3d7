"""What costs others attention has its limits: far beyond a keen day, said kindly, and nothing that was typed is lost."""

import pytest
from sqlalchemy import select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Workspace
from leadbot.domain.limits import CHANGES, CHANGES_OF_MIND, OFFERS, POSTS, REQUESTS, Most
from leadbot.services.outbox import Purpose, tell_group
from leadbot.services.people import list_skills, member_of
from leadbot.slack.haste import Haste
from tests.stories.contracts import PAIR
from tests.stories.contracts import posts as posts_contract
from tests.stories.space import on_one_engine, open_space
from tests.stories.weekly import changes, leaves_open

pytestmark = on_one_engine
ENOUGH = "That is as many as I ask in one day."
TITLE = "Logo for a bakery"
NOTHING = "Nothing is open just now."


def scope_of(space, session):
    return Scope(session, session.scalars(select(Workspace)).one(), space.time())


def neighbours(space, number):
    """So many who draw logos, and have said so."""
    people = [space.slack.add_person(f"Neighbour {each}") for each in range(number)]
    with space.leadbot.worker_database.transaction() as session:
        scope = scope_of(space, session)
        for person in people:
            list_skills(scope, member_of(scope, person.id), ["logo-design"])
    space.settles()
    return people


def fills_in(poster, title=TITLE, **values):
    """A lead that is ready to be sent off."""
    poster.types("/lead")
    return poster.wait_for_form(callback_id="lead_form").fill(title=title, reach="matched", **values)


def tomorrow(space):
    space.time.passes(days=1)
    space.settles()


def asked(people, words):
    """How many were offered this."""
    return sum(any(words in message.words and message.metadata for message in person.inbox) for person in people)


@pytest.fixture
def ada(space):
    return space.joins("Ada Okafor")


def test_the_eleventh_post_of_a_day_waits_in_its_form_until_tomorrow(space, ada):
    bob = space.joins("Bob Lindqvist")
    for number in range(POSTS.member):
        assert fills_in(ada, f"Cake {number}").submit() is None
    form = fills_in(ada, "Cake for a wedding", details="Three tiers")
    left = form.submit()
    assert list(left.errors) == ["title"], "it stays open, with all that was typed"
    assert "You have posted 10 today, which is as many as I pass on in a day." in left.errors["title"]
    assert "From tomorrow I can take this too: what you typed stays in this form" in left.errors["title"]
    assert left.values()["details"] == "Three tiers"
    assert fills_in(bob).submit() is None, "it is her day that is full, not his"

    tomorrow(space)
    assert form.submit() is None
    space.settles()
    assert space.heard(ada, "Your lead 12 is out"), "no number was lost"


def test_a_space_in_which_two_hundred_were_posted_today_waits_too(space, ada):
    leaves_open(space, space.joins("Bob Lindqvist"), POSTS.workspace, title="Cake")
    form = fills_in(ada)
    assert "This space has posted 200 today" in form.submit().errors["title"]
    tomorrow(space)
    assert form.submit() is None


def test_beyond_sixty_neighbours_the_rest_is_asked_tomorrow_and_the_poster_hears_so(space, ada):
    people = neighbours(space, 32)
    cat, *_ = [space.joins("Cat Morgan", "copywriting"), space.joins("Fay Mensah", "photography")]
    changes(space, wave_size=10)
    space.posts(ada, places="5", skills=["logo-design"])
    told = space.posts(ada, "Sign for a pub", places="5", skills=["logo-design"])
    assert asked(people, "Sign for a pub") == OFFERS.member - 32
    assert f"{ENOUGH} I'll ask the next ones tomorrow." in told.words

    space.edits(ada, told, details="Gold on black")
    assert asked(people, "Sign for a pub") == OFFERS.member - 32, "to widen it changes nothing of that"
    assert space.names(ada, cat).errors == {"someone": f"{ENOUGH} You can name them tomorrow."}
    assert space.names(people[0], cat) is None, "who names somebody has a day of their own"

    contract = posts_contract(space, ada, PAIR)
    ada.press(contract, "Invite them")
    assert space.whispered(ada, f"{ENOUGH} Please invite them tomorrow", ada.dm)
    assert not space.heard(cat, "market hall")

    ada.press(told, "Withdraw")
    space.settles()
    ada.press(told, "Reopen")
    assert f"{ENOUGH} You can reopen it tomorrow." in space.whispered(ada, "reopen", ada.dm).words
    tomorrow(space)
    ada.press(told, "Reopen")
    space.settles()
    assert asked(people, "Sign for a pub") == 32, "and those for whom there was no room are asked"


def test_who_changes_theirs_all_day_is_heard_again_tomorrow(space, ada):
    bob = space.joins("Bob Lindqvist", "logo design")
    told = space.posts(ada, skills=["logo-design"])
    space.accepts(bob)
    with space.leadbot.worker_database.transaction() as session:
        scope = scope_of(space, session)
        [introduction] = scope.all(scope.select(Introduction))
        for number in range(CHANGES.member):
            tell_group(scope, Purpose.GROUP_CHANGED, introduction, once=f"changed:{number}", changed=["details"])
    form = space.edits(ada, told, details="Gold on black")
    assert "Your neighbours have heard of as many changes today" in " ".join(form.errors.values())
    assert form.values()["details"] == "Gold on black"
    tomorrow(space)
    assert form.submit() is None


def test_who_says_yes_and_steps_back_over_and_over_is_asked_to_write_instead(space, ada):
    bob = space.joins("Bob Lindqvist", "logo design")
    space.posts(ada, skills=["logo-design"])
    for _ in range(CHANGES_OF_MIND):
        bob.press(space.card(), "I can help")
        space.settles()
        space.steps_back(bob, ada)
    bob.press(space.card(), "I can help")
    assert "please write to the one who posted it" in space.whispered(bob, "many times").words


# ---- too fast


@pytest.fixture
def hurried(migrated_database_url):
    """A space in which nobody may ask more than four times a minute, and all together six times."""
    with open_space(migrated_database_url, haste=Haste(Most(member=4, workspace=6))) as space:
        yield space


def known(space, *names):
    """People of whom Leadbot knows who they are; and a new minute."""
    people = []
    for name in names:
        people.append(space.joins(name, "basket weaving"))
        space.time.passes(minutes=1)
    return people


def test_a_hundred_requests_in_a_minute_are_as_many_as_anybody_is_answered(migrated_database_url):
    with open_space(migrated_database_url, haste=Haste()) as space:
        ada, bob = known(space, "Ada Okafor", "Bob Lindqvist")
        space.time.passes(seconds=60 - space.time().timestamp() % 60)  # a minute begins
        assert all(ada.types("/leads").text.startswith(NOTHING) for _ in range(REQUESTS.member))
        assert ada.types("/leads").text.startswith("That was a lot at once.")
        assert bob.types("/leads").text.startswith(NOTHING)


def test_who_asks_too_fast_is_answered_and_loses_nothing_and_a_minute_later_it_works(hurried):
    ada, bob = known(hurried, "Ada Okafor", "Bob Lindqvist")
    form = fills_in(ada)
    for _ in range(3):
        assert ada.types("/leads").text.startswith(NOTHING)
    said = "That was a lot at once. In a minute it works again."
    assert (
        ada.types("/lead Café on Oldham Street").text == f"{said} Here is what you typed: /lead Café on Oldham Street"
    )
    assert form.submit().errors == {"title": said}
    assert form.values()["title"] == TITLE
    ada.opens_home()

    assert bob.types("/leads").text.startswith(NOTHING), "it is her pace, not his"
    hurried.time.passes(minutes=1)
    assert form.submit() is None


def test_a_press_that_is_too_fast_is_answered_too(hurried):
    ada, bob = hurried.joins("Ada Okafor"), hurried.slack.add_person("Bob Lindqvist")
    hurried.posts(ada, "Harpsichord tuning")
    hurried.time.passes(minutes=1)
    for _ in range(4):
        bob.types("/leads")
    bob.press(hurried.card(), "I can help")
    assert hurried.whispered(bob, "That was a lot at once.")
    with hurried.leadbot.database.reading() as session:
        assert session.scalars(select(Introduction)).all() == []


def test_a_whole_space_that_is_too_fast_is_answered_too(hurried):
    people = known(hurried, *(f"Neighbour {number}" for number in range(7)))
    assert all(person.types("/leads").text.startswith(NOTHING) for person in people[:6])
    assert people[6].types("/leads").text.startswith("Everybody here is busy at once. In a minute it works again.")
