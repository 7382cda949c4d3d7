"""Which role somebody means, whom the poster is asked about, and what only the matches see."""

from leadbot.services.introduce import HOLD
from tests.stories.contracts import PAIR, TRIO, group_of, groups_of, invites, moves_in, posts
from tests.stories.passing import later
from tests.stories.space import labels, on_one_engine
from tests.stories.weekly import monday_comes, summaries

BOTH = "copywriting, photography"


def helps(space, person):
    """Somebody presses "I can help" on the card."""
    person.press(space.card(), "I can help")
    space.settles()


def test_whoever_suits_several_roles_is_asked_which_and_put_to_the_poster_first(space):
    ada, *_ = moves_in(space)
    hal = space.joins("Hal Ozturk", BOTH)
    told = posts(space, ada, TRIO)
    helps(space, hal)
    form = hal.wait_for_form(callback_id="help_form")
    assert [text for _, text in form.options("role")] == ["Copywriter", "Photographer"]
    thanks = "Thank you for offering to help as Photographer. I'm asking Ada, and keep the place for a working day."
    assert thanks in form.fill(role="2").submit().words
    space.settles()
    question = space.waits_for(ada, "Hal Ozturk would like to help with your contract 1", button="Add to the team")
    assert "Hal lists “photography”." in question.words
    assert "1 of 3 places taken: needs a copywriter and a web designer" in space.card().words
    assert "Photographer: Hal Ozturk" in told.words

    ada.press(question, "Add to the team")
    space.settles()
    assert "You said yes: Hal is in the team." in question.words
    assert groups_of(hal) == []
    helps(space, hal)
    space.whispered(hal, "Thank you for offering to help as Copywriter. I'm asking Ada")
    assert hal.form is None or hal.form.callback_id != "help_form", (
        "of the rest one suits him, so he is not asked which"
    )
    assert "Copywriter: Hal Ozturk" in told.words
    ada.press(space.waits_for(ada, "Hal Ozturk would like to help", button="Not this time"), "Not this time")
    space.settles()
    assert "Ada is going another way this time." in space.waits_for(hal, "another way").words
    assert "1 of 3 places taken: needs a copywriter and a web designer" in space.card().words


@on_one_engine
def test_a_place_that_was_held_in_vain_is_free_again_and_both_hear_so(space):
    ada, *_ = moves_in(space)
    told = posts(space, ada, PAIR)
    dan = space.slack.person("Dan Achterberg")
    helps(space, dan)
    assert "1 of 2 places taken: needs a photographer" in space.card().words
    later(space, days=HOLD, hours=1)
    assert "Ada has not answered yet" in space.waits_for(dan, "not holding the place").words
    assert "I held a place in your contract 1 for Dan" in space.waits_for(ada, "I held a place").words
    assert "2 places to fill" in space.card().words
    assert "Copywriter: Eve Sato?" in told.words
    assert all(space.heard(person, "has a place for you") is None for person in space.slack.people)


def test_for_a_role_that_is_full_there_is_a_reserve_who_is_asked_first(space):
    ada, *_, dan, eve, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    invites(space, ada, told, place_1=dan.name, place_2=fay.name)
    space.accepts(dan, "contract")
    helps(space, eve)
    form = eve.wait_for_form(callback_id="help_form")
    assert [text for _, text in form.options("role")] == [
        "Copywriter (taken; in reserve)",
        "Photographer (somebody is asked; in reserve)",
    ]
    said = form.fill(role="1").submit()
    assert "Just gone. You're first reserve" in said.words
    space.settles()
    dan.press(space.heard(dan, "You're in."), "Step back")
    space.settles()
    assert space.offered(eve, "A place has come free in Ada's contract")
    assert f"Copywriter: {eve.name} (asked)" in told.words


@on_one_engine
def test_who_chose_a_role_that_is_taken_meanwhile_is_in_reserve_for_that_one(space):
    ada, *_, fay, _ = moves_in(space)
    hal = space.joins("Hal Ozturk", BOTH)
    told = posts(space, ada, PAIR)
    helps(space, hal)
    form = hal.wait_for_form(callback_id="help_form").fill(role="2")
    invites(space, ada, told, place_1="open", place_2=fay.name)
    space.accepts(fay, "contract")
    assert "Just gone. You're first reserve" in form.submit().words
    space.settles()
    assert space.heard(ada, "Hal Ozturk would like to help") is None
    assert "1 of 2 places taken: needs a copywriter" in space.card().words


def test_nobody_takes_more_than_two_roles(space):
    ada = space.joins("Ada Okafor")
    hal = space.joins("Hal Ozturk", "copywriting, photography, web design")
    hal.types("/skills")
    form = hal.wait_for_form()
    form.fill(capacity="5").submit()
    told = posts(space, ada, TRIO)
    assert told.words.count("Hal Ozturk?") == 2, "the team that is proposed keeps to it"
    places = dict.fromkeys(("place_1", "place_2", "place_3"), "Hal Ozturk")
    left = invites(space, ada, told, **places)
    two = "Hal Ozturk can take two roles at most. Please choose somebody else."
    assert left.errors == dict.fromkeys(places, two)
    assert left.fill(place_3="open").submit() is None
    space.settles()
    for _ in range(2):
        space.accepts(hal, "has a place for you")
    helps(space, hal)
    space.whispered(hal, "You have two roles in this already, which is as many as one person takes.")
    zoe = space.joins("Zoë Quaye")
    assert space.names(zoe, hal).errors == {
        "someone": "Hal Ozturk has two roles in this already. Please name somebody else."
    }


@on_one_engine
def test_whoever_has_two_roles_by_now_is_passed_over_in_the_reserve_of_a_third(space):
    ada, dan = space.joins("Ada Okafor"), space.joins("Dan Achterberg", "copywriting")
    hal = space.joins("Hal Ozturk", "photography, web design, copywriting")
    hal.types("/skills")
    hal.wait_for_form().fill(capacity="5").submit()
    told = posts(space, ada, TRIO)
    helps(space, hal)
    form = hal.wait_for_form(callback_id="help_form").fill(role="1")
    invites(space, ada, told, place_1=dan.name, place_2="open", place_3="open")
    space.accepts(dan, "contract")
    assert "You're first reserve" in form.submit().words
    space.settles()
    assert invites(space, ada, told, place_1=hal.name, place_2=hal.name) is None
    for _ in range(2):
        space.accepts(hal, "has a place for you")
    dan.press(group_of(dan).messages[0], "Step back")
    space.settles()
    assert "2 of 3 places taken: needs a copywriter" in space.card().words
    assert space.heard(hal, "A place has come free") is None


@on_one_engine
def test_who_is_named_is_asked_for_the_role_that_suits_them(space):
    ada, *_ = moves_in(space)
    hal = space.joins("Hal Ozturk", "photography")
    zoe = space.joins("Zoë Quaye")
    posts(space, ada, PAIR)
    assert space.names(zoe, hal) is None
    offer = space.offered(hal, "Zoë thought of you for Ada's contract")
    assert "Your part: Photographer" in offer.words
    space.accepts(hal, "contract")
    assert "1 of 2 places taken: needs a copywriter" in space.card().words


@on_one_engine
def test_whoever_names_somebody_may_say_for_which_part(space):
    ada, *_ = moves_in(space)
    hal, zoe = space.joins("Hal Ozturk", "photography"), space.joins("Zoë Quaye")
    posts(space, ada, PAIR)
    zoe.press(space.card(), "Know someone?")
    form = zoe.wait_for_form(callback_id="recommend_form").fill(someone=hal)
    assert [text for _, text in form.options("role")] == ["Whatever suits them best", "Copywriter", "Photographer"]
    form.fill(role="1").submit()
    space.settles()
    assert "Your part: Copywriter" in space.offered(hal, "Zoë thought of you for Ada's contract").words


def test_what_goes_to_matches_only_is_seen_by_nobody_else(space):
    ada, bob, *_ = moves_in(space)
    told = posts(space, ada, PAIR, reach="matched")
    dan = space.slack.person("Dan Achterberg")
    fay = space.slack.person("Fay Mensah")
    for person in (bob, dan, fay):
        assert "Nothing is open" in person.types("/leads").text
    invites(space, ada, told, place_1=dan.name, place_2=fay.name)
    assert space.leads.messages == []
    assert "market hall" in dan.types("/leads").text
    assert "Nothing is open" in bob.types("/leads").text
    reference = next(button.value for button in told.buttons if button.label == "Edit")
    for action in ("card_interested", "card_recommend"):
        space.forges(bob, bob.inbox[-1], action, reference)
        assert "market hall" not in space.whispered(bob, "out of date", bob.dm).words
    monday_comes(space)
    assert "market hall" not in summaries(space)[-1].words
    assert "Only those" in told.words
    ada.press(told, "Put it on the channel")
    space.settles()
    assert "market hall" in space.card("2 places to fill").words
    assert "market hall" in bob.types("/leads").words


def test_asked_first_about_those_whom_she_invited_too(space):
    ada, *_, dan, _, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR, introduce="ask_me")
    invites(space, ada, told, place_1=dan.name, place_2=fay.name)
    for person in (dan, fay):
        space.accepts(person, "contract")
        first = person.name.split()[0]
        question = space.waits_for(ada, f"{person.name} would like to help", button="Add to the team")
        assert f"{first} lists" in question.words
        ada.press(question, "Add to the team")
        space.settles()
    assert "The team is complete" in group_of(ada).messages[0].words
    assert "Step back" not in labels(space.heard(dan, "contract"))
