"""What those of a team are told is true, each hears it once, and nobody is left without a word."""

import pytest

from tests.stories.contracts import PAIR, a_pair, group_of, groups_of, in_days, invites, moves_in, posts
from tests.stories.passing import later
from tests.stories.space import labels, on_an_old_phone, on_one_engine

pytestmark = on_one_engine
NO_GROUP = "but Slack would not open a group message"


def removes(space, poster, told, role):
    """The poster takes a role out of the contract."""
    poster.press(told, "Edit")
    form = poster.wait_for_form(callback_id="contract_form")
    form.press([button for button in form.buttons if button.label == "Remove"][role - 1])
    form = space.slack.wait_until(
        lambda: poster.form if f"role_{role}" not in poster.form.values() else None, what=f"role {role} is gone"
    )
    assert form.submit() is None
    space.settles()


def no_group(space, **more):
    """Slack opens no group message, once."""
    return space.slack.fail(
        "conversations.open", "user_not_visible", when=lambda args: "," in str(args.get("users")), **more
    )


# ---- a group message that does not come


def test_a_team_that_was_not_gathered_waits_as_before_and_can_be_gathered_again(space):
    ada, dan, fay, told = a_pair(space, "Dan", confidential="The client is the council")
    no_group(space)
    space.accepts(fay, "has a place for you")
    assert groups_of(ada) == []
    for person in (dan, fay):
        heard = space.waits_for(person, f"I wanted to gather the team of contract 1, {NO_GROUP}")
        assert "Ada knows, and can have me try again." in heard.words
        assert labels(heard) == []
        offer = space.heard(person, "Your part")
        assert "You're in." in offer.words
        assert labels(offer) == ["Step back"]
    refused = space.waits_for(ada, f"the team of your contract 1, {NO_GROUP}", button="Gather the team")
    assert "Gather the team" in labels(told)

    ada.press(refused, "Gather the team")
    space.settles()
    start = group_of(dan).messages[0]
    assert start.words.startswith("The team is complete")
    assert "The client is the council" in start.words
    for person in (ada, dan, fay):
        [heard] = space.all_heard(person, "contract 1 is in its group message after all.")
        assert labels(heard) == []
    assert "the team is together" in space.heard(dan, "Your part").words
    ada.press(start, "Hand over")
    assert [text for _, text in ada.wait_for_form(callback_id="hand_over_form").options("convener")] == [
        dan.name,
        fay.name,
    ]


def test_the_group_message_that_is_there_keeps_its_words_until_the_new_one_is_there_too(space):
    ada, dan, fay, told = a_pair(space, "Dan", confidential="The client is the council")
    ada.press(told, "Gather the team")
    space.settles()
    first = group_of(dan)
    start = first.messages[0]
    no_group(space)
    space.accepts(fay, "has a place for you")
    assert "The client is the council" in start.words
    assert labels(start)[:2] == ["Step back", "Hand over"]
    assert "Photographer: Fay Mensah" in told.words
    assert "You're in." in space.heard(fay, "Your part").words
    assert "the team is together" in space.heard(dan, "Your part").words
    ada.press(start, "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=dan.name).submit() is None
    space.settles()
    assert "Dan convenes contract 1 from now on." in start.replies[-1].words
    assert space.edits(ada, told, details="Three floors") is None
    assert "Ada changed" in start.replies[-1].words, "those who are together hear it where they are"

    again = group_of(fay)
    assert again is not first, "whoever changes it has the team gathered too"
    assert "There is a new group message for the new team of contract 1." in start.words
    assert "council" not in start.words
    assert "The client is the council" in again.messages[0].words
    assert "Fay Mensah joined now" in again.messages[0].words


def test_whoever_came_by_the_card_can_step_back_from_a_team_that_was_not_gathered(space):
    ada, _, _, dan, *_ = moves_in(space)
    posts(space, ada, {"role_1": "Copywriter", "role_1_skills": ["copywriting"]})
    dan.press(space.card(), "I can help")
    space.settles()
    no_group(space)
    ada.press(space.waits_for(ada, "Dan Achterberg would like to help", button="Add to the team"), "Add to the team")
    space.settles()
    assert space.waits_for(dan, "You're in.", button="Step back")


def test_one_of_a_team_who_has_left_makes_way_and_the_team_is_gathered_without_them(space):
    ada, dan, fay, _ = a_pair(space, "Dan")
    eve = space.slack.person("Eve Sato")
    space.slack.fail("users.info", "internal_error", times=1, when=lambda args: args["user"] == dan.id)
    dan.deleted = True  # and Slack's word of it is lost
    space.accepts(fay, "has a place for you")
    space.waits_for(ada, NO_GROUP, button="Gather the team")
    later(space, minutes=6)
    space.waits_for(ada, "Dan has stepped back from your contract 1.")
    space.accepts(eve, "has a place for you")
    start = group_of(fay).messages[0]
    assert start.words.startswith("The team is complete")
    assert "@Eve Sato: Copywriter" in start.words
    assert "Dan" not in start.words


def test_a_team_whose_poster_has_left_is_gathered_by_its_convener_or_by_nobody(space):
    hope = space.joins("Hope Adeyemi", "bookkeeping", is_admin=True)
    ada, dan, fay, _ = a_pair(space, "Dan")
    space.slack.deactivate(ada)
    space.settles()
    fay.press(space.all_heard(fay, "has a place for you")[0], "I'm interested")
    space.settles()
    assert groups_of(dan) == []
    assert space.heard(dan, NO_GROUP) is None
    assert "You're in. When the team is gathered, you all meet" in space.heard(fay, "Your part").words
    hope.press(space.waits_for(hope, "Will you take it on?", button="Take it on"), "Take it on")
    space.settles()
    assert group_of(dan).messages[0].words.startswith("The team is complete")
    assert {hope.id, dan.id, fay.id} <= {member.id for member in group_of(dan).members}


def test_a_convener_is_gathered_with_the_team_though_the_poster_has_left(space):
    ada, dan, fay, told = a_pair(space, "Dan")
    ada.press(told, "Gather the team")
    space.settles()
    ada.press(group_of(dan).messages[0], "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=dan.name).submit() is None
    space.settles()
    space.slack.deactivate(ada)
    space.settles()
    fay.press(space.all_heard(fay, "has a place for you")[0], "I'm interested")
    space.settles()
    start = group_of(fay).messages[0]
    assert "@Dan Achterberg: Copywriter, and convenes the team" in start.words
    assert "Ada" not in start.words.partition("Brand for the market hall")[2]
    assert ada.id not in {member.id for member in group_of(fay).members}


# ---- an edit that makes the team complete


@pytest.mark.parametrize("takes_it_herself", [False, True])
def test_a_team_that_an_edit_makes_complete_is_gathered(space, takes_it_herself):
    ada, _, _, dan, _, fay, _ = moves_in(space)
    engineer = {"role_3": "Structural engineer", "role_3_skills": ["structural-engineering"]}
    told = posts(space, ada, PAIR | engineer, bid_deadline=in_days(space, 20))
    assert invites(space, ada, told, place_1=dan.name, place_2=fay.name) is None
    for person in (dan, fay):
        space.accepts(person, "has a place for you")
    assert groups_of(ada) == []
    if takes_it_herself:
        assert space.edits(ada, told, my_roles=["3"]) is None
    else:
        removes(space, ada, told, 3)
    start = group_of(dan).messages[0]
    assert start.words.startswith("The team is complete")
    assert ("@Ada Okafor: Structural engineer" in start.words) is takes_it_herself
    assert "the team is together" in space.heard(fay, "Your part").words
    assert "The team is complete, and in its group message." in told.words


# ---- a part that is not wanted any more


NOT_WANTED = "in Ada's contract 1 is not wanted any more. Nothing more to do, and thanks for being there."


def test_whoever_was_asked_for_a_part_that_goes_hears_so_and_so_does_the_reserve(space):
    ada, dan, fay, told = a_pair(space, "Dan")
    hal, ivy = (space.joins(name, "copywriting") for name in ("Hal Ozturk", "Ivy Brand"))
    for person in (hal, ivy):
        person.press(space.card(), "I can help")
        person.wait_for_form(callback_id="help_form").fill(role="1").submit()
        space.settles()
    dan.press(space.heard(dan, "You're in."), "Step back")
    space.settles()
    asked = space.offered(hal, "A place has come free in Ada's contract")
    removes(space, ada, told, 1)
    for person in (hal, ivy):
        [heard] = space.all_heard(person, f"“Copywriter” {NOT_WANTED}")
        assert labels(heard) == []
    assert labels(asked) == []
    assert space.heard(dan, NOT_WANTED) is None, "who had stepped back was not waiting"
    assert space.heard(fay, NOT_WANTED) is None
    assert labels(space.heard(fay, "has a place for you"))[0] == "I'm interested"
    ada.press(told, "Close")
    space.settles()
    ada.press(told, "Reopen")
    space.settles()
    assert space.offered(fay, "has a place for you")
    assert not any(space.all_heard(person, "contract", button="I'm interested") for person in (hal, ivy))


def test_whoever_was_asked_for_what_the_poster_takes_hears_so_once(space):
    ada, dan = space.joins("Ada Okafor"), space.joins("Dan Achterberg", "copywriting, photography")
    told = posts(space, ada, PAIR | {"role_3": "Plasterer"})
    assert invites(space, ada, told, place_1=dan.name, place_2=dan.name) is None
    offers = space.all_heard(dan, "has a place for you", button="I'm interested")
    assert len(offers) == 2
    assert space.edits(ada, told, my_roles=["1", "2"]) is None
    [heard] = space.all_heard(dan, "not wanted any more")
    assert "The parts of Ada's contract 1 that I put to you are" in heard.words
    assert [labels(offer) for offer in offers] == [[], []]
    assert space.heard(dan, "changed") is None


# ---- who can do what, and where


def test_not_for_me_on_an_old_phone_steps_back_while_there_is_no_group_message(space):
    ada, dan, _, told = a_pair(space)
    old = on_an_old_phone(space.offered(dan, "has a place for you"))
    space.accepts(dan, "has a place for you")
    dan.press(old, "Not for me")
    assert dan.wait_for_form(callback_id="pass_form").fill(reason="busy").submit() is None
    space.settles()
    assert "You passed on this one. No offers until" in space.heard(dan, "Your part").words
    assert "Dan has stepped back from your contract 1." in space.waits_for(ada, "stepped back").words
    assert "Copywriter: Dan" not in told.words


def test_whoever_convenes_fills_the_places_from_the_group_message(space):
    ada, _, _, dan, _, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    assert invites(space, ada, told, place_1=dan.name, place_2="open") is None
    space.accepts(dan, "has a place for you")
    ada.press(told, "Gather the team")
    space.settles()
    start = group_of(dan).messages[0]
    ada.press(start, "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=dan.name).submit() is None
    space.settles()
    dan.press(start, "Change the team")
    assert dan.wait_for_form(callback_id="team_form").fill(place_1=fay.name).submit() is None
    space.settles()
    space.accepts(fay, "has a place for you")
    assert labels(group_of(fay).messages[0]) == ["Step back", "Hand over"]


def test_whoever_came_by_the_card_hears_that_they_are_in_and_can_step_back(space):
    ada, _, _, dan, *_ = moves_in(space)
    told = posts(space, ada, PAIR)
    dan.press(space.card(), "I can help")
    space.settles()
    ada.press(space.waits_for(ada, "Dan Achterberg would like to help", button="Add to the team"), "Add to the team")
    space.settles()
    [heard] = space.all_heard(dan, "Ada's contract that you offered to help with")
    assert "You're in. When the team is complete, or Ada gathers it" in heard.words
    assert "Your part: Copywriter" in heard.words
    dan.press(heard, "Step back")
    space.settles()
    assert "You stepped back. That's fine." in heard.words
    assert labels(heard) == []
    assert "2 places to fill" in space.card().words
    assert "Copywriter: Dan" not in told.words


def test_a_team_is_not_handed_to_a_poster_who_has_left(space):
    ada, dan, _, told = a_pair(space, "Dan")
    ada.press(told, "Gather the team")
    space.settles()
    start = group_of(dan).messages[0]
    ada.press(start, "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=dan.name).submit() is None
    space.settles()
    space.slack.deactivate(ada)
    space.settles()
    dan.press(start, "Hand over")
    space.whispered(dan, "There is nobody else in the team yet.", group_of(dan))
