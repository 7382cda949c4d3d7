"""A contract's form and its team: what cannot be gets its sentence under its field, and nothing of the rest is lost."""

from uuid import uuid4

from sqlalchemy import select

from leadbot.db.tables import Member
from tests.stories.contracts import (
    PAIR,
    TRIO,
    asks_for,
    begins,
    changes_team,
    group_of,
    in_days,
    invites,
    invites_all,
    moves_in,
    posts,
)
from tests.stories.space import HOW_TO_POST, on_one_engine

pytestmark = on_one_engine
SEVEN = "seven places to fill at most: with you, a team of eight is all that a group message holds"


def option(value):
    """An option that no menu offers."""
    return {"text": {"type": "plain_text", "text": "Forged", "emoji": False}, "value": str(value)}


def enters(form, name, **held):
    """What a client sends that does not ask what the form allows."""
    form.view.values[name]["value"].update(held)


def test_each_fault_has_its_sentence_and_nothing_typed_is_lost(space):
    ada = space.joins("Ada Okafor")
    typed = {"details": "Three floors", "confidential": "The council", "budget": "£40k"}
    form = begins(space, ada, TRIO, role_1_places="4", role_2_places="3", **typed)
    yesterday = in_days(space, -1)
    for wrong, right, faults in (
        ({"bid_deadline": yesterday}, None, {"bid_deadline": "That day has passed. Please choose today or later."}),
        (
            {"bid_deadline": in_days(space, 20), "deadline": in_days(space, 10)},
            None,
            {"bid_deadline": "The bid must be in before the work is done. Please choose an earlier day."},
        ),
        (
            {"role_1_places": "4"},
            {"role_1_places": "2"},
            {"role_1_places": f"That makes 8, and there are {SEVEN}. Ask for fewer here, or take a role yourself."},
        ),
    ):
        form.fill(**wrong)
        assert form.submit().errors.items() >= faults.items()
        assert {name: form.values()[name] for name in typed} == typed
        assert form.values()["role_3"] == "Web designer"
        assert form.values()["role_3_skills"] == ["web-design"]
        form.fill(**(right or {"bid_deadline": None, "deadline": None}))
    form.fill(role_1_places="1", role_2_places="1", my_roles=["1", "2", "3"])
    assert form.submit().errors == {
        "my_roles": "You take every place yourself. Leave one at least for a neighbour.",
    }
    enters(form, "role_2", value="\u200b ")
    assert form.submit().errors["role_2"] == "Please fill this in."
    space.settles()
    assert space.leads.messages == []
    assert ada.types("/leads mine").text == f"You have nothing here yet. {HOW_TO_POST}"
    assert form.fill(role_2="Photographer", my_roles=["3"]).submit() is None
    space.settles()
    assert "2 places to fill" in space.card().words
    assert "Web designer: covered" in space.card().words


def test_roles_come_and_go_and_what_was_typed_into_the_others_stays(space):
    ada = space.joins("Ada Okafor")
    form = begins(space, ada, TRIO, details="Three floors", confidential="The council", my_roles=["2", "3"])
    form.fill(role_1_places="2", introduce="ask_me", bid_deadline=in_days(space, 20))
    before = form.values()
    form.press([button for button in form.buttons if button.label == "Remove"][1])
    form = space.slack.wait_until(
        lambda: ada.form if "role_2" not in ada.form.values() else None, what="role 2 is gone"
    )
    kept = {name for name in before if not name.startswith("role_2") and name != "my_roles"}
    assert {name: form.values()[name] for name in kept} == {name: before[name] for name in kept}
    form.press("Add a role")
    form = asks_for(space, ada, 4)
    assert {name: form.values()[name] for name in kept} == {name: before[name] for name in kept}
    assert "2" in before["my_roles"], "a tick that nobody can take back now, and that means nothing"
    assert form.fill(role_4="Photographer").submit() is None
    space.settles()
    assert "3 places to fill" in space.card().words
    assert "Web designer: covered" in space.card().words
    assert "Photographer: still needed" in space.card().words


def test_ten_roles_are_all_that_the_form_takes(space):
    ada = space.joins("Ada Okafor")
    ten = {f"role_{number}": f"Helper {number}" for number in range(1, 11)}
    form = begins(space, ada, ten, my_roles=["1", "2", "3"])
    assert "Add a role" not in [button.label for button in form.buttons]
    form.view.values["role_11"] = {"value": {"type": "plain_text_input", "value": "Helper 11"}}
    assert "Ten roles at most, please. These are 11." in form.submit().errors["title"]
    space.settles()
    assert space.leads.messages == []


def test_nobody_who_said_yes_is_dropped_by_an_edit(space):
    ada, *_, eve, fay, gil = moves_in(space)
    told = posts(space, ada, PAIR, role_2_places="2")
    invites(space, ada, told, place_1=eve.name, place_2=fay.name, place_3=gil.name)
    for person in (eve, fay, gil):
        space.accepts(person, "contract")
    ada.press(told, "Edit")
    form = ada.wait_for_form(callback_id="contract_form").fill(details="Three floors", role_2_places="1")
    kept = "Fay Mensah and Gil Novak said yes to “Photographer”, so it has to keep 2 for them."
    assert form.submit().errors == {"role_2_places": kept}
    assert form.values()["details"] == "Three floors"
    form.fill(role_2_places="2", my_roles=["1"])
    assert form.submit().errors == {"role_1_places": "Eve Sato said yes to “Copywriter”, so it has to keep 1 for them."}
    form.fill(my_roles=[])
    form.press([button for button in form.buttons if button.label == "Remove"][1])
    form = space.slack.wait_until(
        lambda: ada.form if "role_2" not in ada.form.values() else None, what="role 2 is gone"
    )
    assert form.submit().errors == {"role_1_places": kept}
    assert form.values()["details"] == "Three floors"
    form.close()
    space.settles()
    assert "All 3 places are taken" in space.card().words
    assert "Three floors" not in space.card().words


def test_a_role_that_nobody_has_can_go_and_whoever_was_asked_hears_so(space):
    ada, *_, eve, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1=eve.name, place_2=fay.name)
    ada.press(told, "Edit")
    form = ada.wait_for_form(callback_id="contract_form")
    form.press([button for button in form.buttons if button.label == "Remove"][1])
    form = space.slack.wait_until(
        lambda: ada.form if "role_2" not in ada.form.values() else None, what="role 2 is gone"
    )
    assert form.submit() is None
    space.settles()
    assert "Photographer" not in told.words
    assert space.heard(fay, "has a place for you", button="I'm interested") is None
    assert "This is no longer on offer." in space.all_heard(fay, "Your part: Photographer")[0].words
    assert "“Photographer” in Ada's contract 1 is not wanted any more." in space.heard(fay, "not wanted").words
    assert space.offered(eve, "has a place for you")


def test_who_cannot_have_a_place_is_said_under_it(space):
    ada, bob, _, _, eve, fay, gil = moves_in(space)
    hal = space.joins("Hal Ozturk", "photography")
    told = posts(space, ada, PAIR, role_2_places="2")
    form = changes_team(ada, told)
    free = next(each for each in (fay, gil, hal) if f"{each.name}?" not in told.words)
    chosen = {"place_1": eve.name, "place_2": free.name, "place_3": free.name}
    twice = f"{free.name} can take one place of a role. Please choose somebody else for the other."
    assert form.fill(**chosen).submit().errors == {"place_2": twice, "place_3": twice}
    assert form.values()["place_1"] != "open"
    other = form.options("place_3")[1][1]
    form.fill(place_3=other)
    one = "Please choose one of these."
    for forged in (uuid4(), member_id(space, ada)):
        enters(form, "place_2", selected_option=option(forged))
        assert form.submit().errors == {"place_2": one}
    enters(form, "place_2", selected_option=option(member_id(space, bob)))
    assert form.submit().errors == {
        "place_2": "Bob Lindqvist is not among those who suit this. Please choose somebody else."
    }
    form.fill(place_2=free.name)
    free.types("/leadbot pause")
    assert form.submit().errors == {
        "place_2": f"{free.name} has no room for this at the moment. Please choose somebody else."
    }
    space.settles()
    assert all(space.heard(person, "has a place for you") is None for person in (eve, fay, gil, hal))
    assert form.fill(place_2="open").submit() is None
    space.settles()
    assert space.offered(space.slack.person(other), "has a place for you")


def member_id(space, person):
    """The id under which Leadbot knows somebody."""
    with space.leadbot.database.transaction() as session:
        return session.scalars(select(Member.id).where(Member.slack_user_id == person.id)).one()


def test_a_place_that_is_taken_meanwhile_is_left_open(space):
    ada, bob, _, dan, eve, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    form = changes_team(ada, told).fill(place_1=eve.name, place_2=fay.name)
    space.names(bob, dan)
    space.accepts(dan, "contract")
    assert form.submit().errors == {"place_1": "This place has been taken meanwhile. Please leave it open."}
    assert form.fill(place_1="open").submit() is None
    space.settles()
    assert space.heard(eve, "has a place for you") is None
    assert space.offered(fay, "has a place for you")


def test_only_who_leads_a_team_can_press_what_changes_it(space):
    ada, *_, eve, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR, bid_deadline=in_days(space, 20))
    invites(space, ada, told, place_1=eve.name, place_2=fay.name)
    space.accepts(eve, "contract")
    space.accepts(fay, "contract")
    reference = next(button.value for button in told.buttons if button.label == "Edit")
    for action in ("team_invite", "team_propose", "team_gather", "team_hand_over", "bid_sent", "bid_outcome"):
        space.forges(eve, space.heard(eve, "contract"), action, reference)
        space.whispered(eve, "Only the person who posted it, or who convenes its team, can do that.", eve.dm)
        space.forges(eve, space.heard(eve, "contract"), action, uuid4())
        space.whispered(eve, "out of date", eve.dm)
    assert eve.form is None


def test_a_team_is_handed_to_nobody_who_is_not_in_it(space):
    ada, bob, *_ = moves_in(space)
    told = posts(space, ada, PAIR, bid_deadline=in_days(space, 20))
    invites_all(space, ada, told)
    for person in (person for person in space.slack.people if space.heard(person, "has a place for you")):
        space.accepts(person, "contract")
    ada.press(group_of(ada).messages[0], "Hand over")
    form = ada.wait_for_form(callback_id="hand_over_form")
    for forged in (uuid4(), member_id(space, bob)):
        enters(form, "convener", selected_option=option(forged))
        assert form.submit().errors == {"convener": "They are not in the team. Please choose somebody else."}
    enters(form, "convener", selected_option=option("nobody"))
    assert form.submit().errors == {"convener": "Please choose one of these."}
