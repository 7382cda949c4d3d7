"""Who offers to help with a contract: after whoever was chosen for a place, and for a part that both of them know."""

from typing import Any

from tests.stories.contracts import PAIR, invites, moves_in, posts
from tests.stories.passing import later
from tests.stories.space import Space, labels, on_an_old_phone, on_one_engine

pytestmark = on_one_engine
WRITER = {"role_1": "Copywriter", "role_1_skills": ["copywriting"]}
PLACE = "has a place for you"


def helps(space: Space, person: Any) -> None:
    """Somebody presses "I can help" on the card."""
    person.press(space.card(), "I can help")
    space.settles()


def dan_is_invited(space: Space) -> tuple[Any, Any, Any, Any]:
    """Ada has invited Dan for the only place of her contract; Eve could do it too."""
    ada, _, _, dan, eve, *_ = moves_in(space)
    told = posts(space, ada, WRITER)
    invites(space, ada, told, place_1=dan.name)
    return ada, dan, eve, told


def test_a_helper_does_not_take_the_place_of_whoever_was_invited_for_it(space):
    ada, dan, eve, told = dan_is_invited(space)
    helps(space, eve)
    space.whispered(eve, "has not answered yet. You're first reserve for Copywriter: if a place comes free")
    assert space.heard(ada, "would like to help") is None, "there is no place to give"
    assert "Copywriter: Dan Achterberg (asked), Eve Sato (said yes, in reserve)" in told.words
    helps(space, eve)
    assert space.heard(ada, "would like to help") is None, "however often she presses"
    for name in ("Bob Lindqvist", "Fay Mensah", "Gil Novak"):
        helps(space, space.slack.person(name))
    assert "Eve Sato (said yes, in reserve), Bob Lindqvist (said yes, in reserve), Fay Mensah" in told.words
    assert "Gil" not in told.words
    space.accepts(dan, PLACE)
    assert "and the team is together" in space.heard(dan, "contract").words
    assert "Copywriter: Dan Achterberg, Eve Sato (said yes, in reserve)" in told.words
    assert "Fay Mensah (said yes, in reserve), 1 more in reserve" in told.words


def test_but_has_it_once_they_have_said_no(space):
    ada, dan, eve, told = dan_is_invited(space)
    helps(space, eve)
    space.passes(dan, "busy", words=PLACE)
    assert "Copywriter: Eve Sato (asked)" in told.words
    space.accepts(eve, "A place has come free in Ada's contract, and you're next in line")
    assert "Eve Sato (would like to help)" in told.words
    space.waits_for(ada, "Eve Sato would like to help with your contract 1 as Copywriter", button="Add to the team")


def test_or_nothing_in_time(space):
    _, dan, eve, _ = dan_is_invited(space)
    helps(space, eve)
    later(space, days=2, minutes=10)
    assert "The time for this one has passed." in space.heard(dan, PLACE).words
    assert space.offered(eve, "A place has come free in Ada's contract")


def test_a_place_that_was_left_open_is_there_for_one_helper_and_not_for_two(space):
    ada, bob, _, dan, eve, *_ = moves_in(space)
    told = posts(space, ada, WRITER | {"role_1_places": "2"})
    invites(space, ada, told, place_1=dan.name, place_2="open")
    for helper in (eve, bob):
        helps(space, helper)
    space.waits_for(ada, "Eve Sato would like to help", button="Add to the team")
    space.whispered(bob, "has not answered yet. You're first reserve for Copywriter")
    space.accepts(dan, PLACE)
    assert "You're in." in space.heard(dan, "contract").words


def test_who_says_yes_when_it_is_gone_is_shown_to_the_poster(space):
    ada, _, _, dan, eve, *_ = moves_in(space)
    hal = space.joins("Hal Ozturk", "copywriting")
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1=dan.name, place_2="open")
    space.passes(dan, "busy", words=PLACE)
    for writer in (eve, hal):
        space.accepts(writer, PLACE)
    assert "Just gone. You're first reserve" in space.heard(hal, "contract").words
    assert "Copywriter: Eve Sato, Hal Ozturk (said yes, in reserve)" in told.words


def test_a_role_for_which_the_poster_went_another_way_is_not_offered_again(space):
    ada, *_ = moves_in(space)
    hal = space.joins("Hal Ozturk", "copywriting, photography")
    long = "Photographer of market halls at dawn, who knows their way around flour and fish"
    told = posts(space, ada, PAIR | {"role_2": long})
    fay = space.slack.person("Fay Mensah")
    invites(space, ada, told, place_1="open", place_2=fay.name)
    helps(space, hal)
    form = hal.wait_for_form(callback_id="help_form")
    labels = [text for _, text in form.options("role")]
    assert labels[0] == "Copywriter"
    assert labels[1].startswith("Photographer of market halls")
    assert labels[1].endswith("… (somebody is asked; in reserve)")
    form.fill(role="1").submit()
    space.settles()
    ada.press(space.waits_for(ada, "Hal Ozturk would like to help", button="Not this time"), "Not this time")
    space.settles()
    space.accepts(fay, "contract")
    helps(space, hal)
    space.whispered(hal, "Just gone. You're first reserve for Photographer of market halls")


def test_a_helper_turned_down_for_all_hears_so_at_once(space):
    ada, *_ = moves_in(space)
    hal = space.joins("Hal Ozturk", "copywriting, photography")
    posts(space, ada, PAIR)
    helps(space, hal)
    hal.wait_for_form(callback_id="help_form").fill(role="1").submit()
    space.settles()
    for _ in range(2):
        question = space.waits_for(ada, "Hal Ozturk would like to help", button="Not this time")
        ada.press(question, "Not this time")
        space.settles()
        helps(space, hal)
    space.whispered(hal, "The one who posted it is going another way this time.")
    assert hal.form is None or hal.form.callback_id != "help_form"


def test_a_team_for_which_nobody_is_left_has_somebody_named_and_is_no_dead_end(space):
    ada, _, _, dan, eve, *_ = moves_in(space)
    told = posts(space, ada, WRITER)
    before = on_an_old_phone(told)
    invites(space, ada, told, place_1=dan.name)
    for writer in (dan, eve):
        space.passes(writer, "busy", words=PLACE)
    assert "Copywriter: nobody else here lists this" in told.words
    question = space.waits_for(ada, "Everybody here who suits was asked", button="Widen the skills")
    for message in (told, question):
        assert "Name someone" in labels(message)
        assert "Change the team" not in labels(message)
    ada.press(before, "Change the team")
    assert "Name someone" in labels(space.whispered(ada, "Nobody else here lists what is free.", ada.dm))
    assert ada.form is None or ada.form.callback_id != "team_form"
