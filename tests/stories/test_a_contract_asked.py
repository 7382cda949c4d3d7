"""Who is asked for a place of a team, and when: whoever was chosen for it alone, and nobody before the poster says so."""

from typing import Any

from sqlalchemy import update

from leadbot.db.tables import Role
from tests.stories.contracts import PAIR, TRIO, asks_for, changes_team, in_days, invites, invites_all, moves_in, posts
from tests.stories.passing import later, sets
from tests.stories.space import Space, on_one_engine

pytestmark = on_one_engine
PLACE = "has a place for you"


def asked(space: Space) -> set[str]:
    """The names of all who were ever asked for a place."""
    return {person.name for person in space.slack.people if space.heard(person, PLACE)}


def removes_role(space: Space, poster: Any, number: int) -> Any:
    """The poster takes a role out of the form."""
    headings = [name for name in poster.form.values() if name.removeprefix("role_").isdecimal()]
    buttons = [button for button in poster.form.buttons if button.label == "Remove"]
    poster.form.press(buttons[headings.index(f"role_{number}")])

    def gone() -> Any:
        return poster.form if f"role_{number}" not in poster.form.values() else None

    return space.slack.wait_until(gone, what=f"role {number} is gone")


def test_one_of_ten_roles_can_make_way_for_another(space):
    ada, *_ = moves_in(space)
    ten = {f"role_{number}": f"Helper {number}" for number in range(1, 11)}
    told = posts(space, ada, ten, my_roles=["1", "2", "3"], bid_deadline=in_days(space, 20))
    ada.press(told, "Edit")
    ada.wait_for_form(callback_id="contract_form")
    removes_role(space, ada, 9).press("Add a role")
    form = asks_for(space, ada, 11).fill(role_11="Copywriter", role_11_skills=["copywriting"])
    assert form.submit() is None
    space.settles()
    assert "Copywriter: Dan Achterberg?" in told.words or "Copywriter: Eve Sato?" in told.words
    assert "Helper 9" not in told.words


def test_what_cannot_be_asked_for_keeps_nobody_else_waiting(space):
    ada, *_ = moves_in(space)
    zoe = space.joins("Zoë Quaye")
    told = posts(space, ada, PAIR)
    with space.leadbot.database.transaction() as session:  # as a later release might leave it
        session.execute(update(Role).values(places=8))
    changes_team(ada, told).close()
    space.settles()
    later(space, minutes=1)
    other = posts(space, zoe, PAIR)
    assert "?" in other.words, "hers is worked out"
    later(space, hours=1)
    assert "?" in posts(space, space.joins("Ida Kern"), PAIR).words, "and when it is tried again, the next one is too"


def test_whoever_was_chosen_for_a_place_is_asked_alone(space):
    ada, *_, dan, _, fay, _ = moves_in(space)
    told = posts(space, ada, TRIO)
    invites(space, ada, told, place_1=dan.name, place_2=fay.name, place_3="open")
    changes_team(ada, told).close()
    space.settles()
    assert asked(space) == {dan.name, fay.name}, "she only looked"
    assert space.edits(ada, told, details="Three floors") is None
    assert asked(space) == {dan.name, fay.name}, "and what she changed is no answer of theirs"
    space.passes(dan, "busy", words=PLACE)
    assert asked(space) == {dan.name, fay.name, "Eve Sato"}


def helps(space: Space, person: Any) -> None:
    """Somebody presses "I can help" on the card."""
    person.press(space.card(), "I can help")
    space.settles()


def turns_down(space: Space, poster: Any, person: Any) -> None:
    """The poster does not take up somebody's help."""
    question = space.waits_for(poster, f"{person.name} would like to help", button="Not this time")
    poster.press(question, "Not this time")
    space.settles()


def test_nobody_is_asked_in_the_place_of_a_helper_whom_the_poster_turned_down(space):
    ada, *_, dan, eve, _, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    helps(space, dan)
    turns_down(space, ada, dan)
    assert asked(space) == set(), "nobody is asked until she invites them"
    assert "Copywriter: Eve Sato?" in told.words
    invites_all(space, ada, told)
    assert eve.name in asked(space)


def test_but_those_whom_she_had_invited_before_he_came_have_their_next_in_line(space):
    ada, *_, dan, eve, fay, _ = moves_in(space)
    hal = space.joins("Hal Ozturk", "copywriting")
    told = posts(space, ada, PAIR | {"role_1_places": "2"})
    invites(space, ada, told, place_1=eve.name, place_2="open", place_3=fay.name)
    helps(space, dan)
    turns_down(space, ada, dan)
    assert asked(space) == {eve.name, fay.name}
    space.passes(eve, "busy", words=PLACE)
    assert asked(space) == {eve.name, fay.name, hal.name}


def test_a_place_that_was_left_open_is_given_by_the_poster_and_not_by_a_wave(space):
    ada, *_, dan, eve, _, _ = moves_in(space)
    writers = [eve, *(space.joins(name, "copywriting") for name in ("Hal Ozturk", "Ida Kern"))]
    told = posts(space, ada, {"role_1": "Copywriter", "role_1_skills": ["copywriting"]}, role_1_places="2")
    invites(space, ada, told, place_1=dan.name, place_2="open")
    space.passes(dan, "busy", words=PLACE)
    assert asked(space) == {dan.name, *(writer.name for writer in writers)}, "a wave of three for one place"
    first, second, third = writers
    for writer in (first, second):
        space.accepts(writer, PLACE)
    assert "You're in." in space.heard(first, "contract").words
    assert "You said yes. I have asked Ada" in space.heard(second, "contract").words
    ada.press(space.waits_for(ada, f"{second.name} would like to help", button="Add to the team"), "Add to the team")
    space.settles()
    assert "All 2 places are taken" in space.card().words
    space.accepts(third, PLACE)
    assert "You're first reserve" in space.heard(third, "contract").words


def test_a_role_that_nobody_takes_is_told_though_another_one_waits(space):
    ada, *_, dan, eve, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1=dan.name, place_2=fay.name)
    for person in (dan, eve):
        space.passes(person, "busy", words=PLACE)
    space.waits_for(
        ada, "“Copywriter” in your contract 1: Everybody here who suits was asked", button="Widen the skills"
    )
    assert space.offered(fay, PLACE)


def test_nobody_is_reminded_of_a_role_that_is_taken(space):
    ada, *_, dan, eve, fay, _ = moves_in(space)
    hal = space.joins("Hal Ozturk", "copywriting")
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1=dan.name, place_2=fay.name)
    space.passes(dan, "busy", words=PLACE)
    space.accepts(eve, PLACE)
    later(space, days=1, hours=1)
    assert space.heard(fay, "is still open to you")
    assert space.heard(hal, PLACE)
    assert space.heard(hal, "is still open to you") is None


def test_more_are_asked_for_the_role_of_which_the_poster_was_told(space):
    sets(space, waves=1)
    ada, *_, dan, eve, fay, gil = moves_in(space)
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1=dan.name, place_2=fay.name)
    space.passes(dan, "busy", words=PLACE)
    question = space.waits_for(ada, "“Copywriter” in your contract 1: Those who suit best were asked")
    invites(space, ada, told, place_1="open")
    ada.press(question, "Ask more neighbours")
    space.whispered(ada, "I'm asking the next in line.", ada.dm)
    space.settles()
    assert "I'm asking again for “Copywriter” in your contract 1." in question.words
    assert space.offered(eve, PLACE)
    space.passes(fay, "busy", words=PLACE)
    space.waits_for(ada, "“Photographer” in your contract 1: Those who suit best were asked")
    assert space.heard(gil, PLACE) is None, "for his role nothing more was asked of me"


def test_who_is_invited_for_one_role_leaves_another_as_it_was(space):
    ada, _, cat, _, _, fay, gil = moves_in(space)
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1="open", place_2=fay.name)
    for person in (fay, gil):
        space.passes(person, "busy", words=PLACE)
    ada.press(told, "Edit")
    ada.wait_for_form(callback_id="contract_form").press("Add a role")
    form = asks_for(space, ada, 3).fill(role_3="Web designer", role_3_skills=["web-design"])
    assert form.submit() is None
    space.settles()
    invites_all(space, ada, told)
    wider = space.edits(ada, told, role_2_skills=["photography", "illustration"])
    assert wider is None
    assert space.offered(cat, PLACE), "she had invited for it"


def test_nobody_is_asked_for_more_than_two_roles_though_all_are_free_at_one_moment(space):
    ada, bob, _, dan, _, fay, _ = moves_in(space)
    hal = space.joins("Hal Ozturk", "copywriting, photography, web design")
    hal.types("/skills")
    hal.wait_for_form().fill(capacity="5").submit()
    told = posts(space, ada, TRIO)
    invites(space, ada, told, place_1=dan.name, place_2=fay.name, place_3=bob.name)
    assert space.heard(hal, PLACE) is None
    later(space, days=2, minutes=10)
    assert all("The time for this one has passed." in space.heard(each, PLACE).words for each in (dan, fay, bob))
    assert len(space.all_heard(hal, PLACE, button="I'm interested")) == 2
