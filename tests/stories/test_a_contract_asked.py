"""Who is asked for a place of a team, and when: whoever was chosen for it alone, and nobody before the poster says so."""

from typing import Any

from sqlalchemy import update

from leadbot.db.tables import Role
from tests.stories.contracts import PAIR, TRIO, asks_for, changes_team, in_days, invites, moves_in, posts
from tests.stories.passing import later
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
