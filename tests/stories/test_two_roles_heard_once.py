"""One person with two roles in a contract hears of it once, and is spoken of once."""

import pytest

from tests.stories.contracts import PAIR, group_of, invites, posts
from tests.stories.passing import later
from tests.stories.space import on_one_engine

pytestmark = on_one_engine


def two_roles(space, accepts=2, gathered=False, **more):
    """Hal is asked for two of the three roles in Ada's contract, and takes so many of them."""
    ada, hal = space.joins("Ada Okafor"), space.joins("Hal Ozturk", "copywriting, photography")
    told = posts(space, ada, PAIR | {"role_3": "Plasterer"}, **more)
    assert invites(space, ada, told, place_1=hal.name, place_2=hal.name) is None
    for _ in range(accepts):
        space.accepts(hal, "has a place for you")
    if gathered:
        ada.press(told, "Gather the team")
        space.settles()
    return ada, hal, told


def test_whoever_steps_back_from_two_roles_is_told_of_once(space):
    _, hal, told = two_roles(space, gathered=True)
    start = group_of(hal).messages[0]
    hal.press(start, "Step back")
    space.settles()
    [reply] = start.replies
    assert "Hal has to step back from this. Their places are free again" in reply.words
    assert "3 places to fill" in space.card().words
    assert "Copywriter: nobody else here lists this" in told.words
    assert "Plasterer: nobody here lists this yet" in told.words
    assert "Nobody else here lists what is needed for Copywriter, Photographer and Plasterer." in told.words


def test_whoever_left_a_team_with_two_roles_is_named_once_in_its_story(space):
    ada, hal, told = two_roles(space, gathered=True)
    hal.press(group_of(hal).messages[0], "Step back")
    space.settles()
    ivy = space.joins("Ivy Brand", "plastering")
    ivy.press(space.card(), "I can help")
    if ivy.form is not None:
        ivy.form.fill(role="3").submit()
    space.settles()
    ada.press(space.waits_for(ada, "Ivy Brand would like to help", button="Add to the team"), "Add to the team")
    space.settles()
    ada.press(told, "Gather the team")
    space.settles()
    assert "Hal Ozturk stepped back." in group_of(ivy).messages[0].words
    assert "Hal Ozturk and Hal Ozturk" not in group_of(ivy).messages[0].words


def test_a_change_is_told_once_to_whoever_is_asked_for_two_roles(space):
    ada, hal, told = two_roles(space, accepts=0)
    assert space.edits(ada, told, details="Three floors") is None
    later(space, days=1)
    [heard] = space.all_heard(hal, "Ada changed")
    assert "in the contract that I put to you." in heard.words


def test_a_change_is_told_once_to_whoever_has_joined_with_both(space):
    ada, hal, told = two_roles(space)
    assert space.edits(ada, told, details="Three floors") is None
    later(space, days=1)
    [heard] = space.all_heard(hal, "Ada changed")
    assert "in the contract that you have joined." in heard.words
    assert "Three floors" in heard.words
    assert "You're in." in heard.words


def test_a_change_is_told_in_the_group_alone_to_whoever_is_in_it(space):
    ada, hal, told = two_roles(space, accepts=1, gathered=True)
    assert space.edits(ada, told, details="Three floors") is None
    later(space, days=1)
    [reply] = group_of(hal).messages[0].replies
    assert "Ada changed" in reply.words
    assert space.heard(hal, "Ada changed") is None


@pytest.mark.parametrize("accepts", [0, 1, 2])
def test_an_end_is_told_once_to_whoever_has_or_is_asked_for_two_roles(space, accepts):
    ada, hal, told = two_roles(space, accepts)
    ada.press(told, "Close")
    space.settles()
    assert len(space.all_heard(hal, "Nothing more to do")) == 1


def test_an_end_is_told_in_the_group_alone_to_whoever_is_in_it(space):
    ada, hal, told = two_roles(space, accepts=1, gathered=True)
    ada.press(told, "Close")
    space.settles()
    [reply] = group_of(hal).messages[0].replies
    assert "What you have agreed stays between you." in reply.words
    assert space.heard(hal, "Nothing more to do") is None


@pytest.mark.parametrize("gathered", [False, True])
def test_whoever_leaves_the_space_with_two_roles_is_told_of_once(space, gathered):
    ada, hal, _ = two_roles(space, gathered=gathered)
    space.slack.deactivate(hal)
    space.settles()
    later(space, days=1)
    [heard] = space.all_heard(ada, "stepped back")
    assert "Hal has stepped back from your contract 1. I'm looking for the next in line." in heard.words
    assert "3 places to fill" in space.card().words


def test_whoever_has_two_roles_hears_once_that_the_poster_has_left(space):
    ada, hal, _ = two_roles(space)
    space.slack.deactivate(ada)
    space.settles()
    later(space, days=1)
    assert len(space.all_heard(hal, "Ada Okafor has left the space.")) == 1
