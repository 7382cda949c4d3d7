"""What those of a contract read is true as it stands: who is asked, what was chosen and answered, and what can be pressed."""

from tests.stories.contracts import (
    PAIR,
    TRIO,
    a_pair,
    asks_for,
    brings_together,
    changes_team,
    gathers,
    group_of,
    groups_of,
    in_days,
    invites,
    invites_all,
    moves_in,
    posts,
)
from tests.stories.passing import later, says
from tests.stories.space import labels, on_one_engine
from tests.stories.weekly import monday_comes, summaries

pytestmark = on_one_engine
PROPOSED = "This is the team that I'd propose. Nobody is asked until you invite them."
PLACE = "has a place for you"


def busy_hal(space):
    """Hal writes and takes photographs, and has room for all that he is asked."""
    hal = space.joins("Hal Ozturk", "copywriting, photography")
    hal.types("/skills")
    hal.wait_for_form().fill(capacity="5").submit()
    return hal


def test_a_place_that_the_poster_left_open_stays_so_and_nobody_is_proposed_for_it(space):
    ada, _, _, dan, _, fay, _ = moves_in(space)
    told = posts(space, ada, PAIR)
    assert PROPOSED in told.words
    assert invites(space, ada, told, place_1=dan.name, place_2="open") is None
    assert "Photographer: left open" in told.words
    assert PROPOSED not in told.words
    assert "I have asked one neighbour, and wait to hear." in told.words
    assert not [label for label in labels(told) if label.startswith("Invite")]
    form = changes_team(ada, told)
    assert form.values()["place_1"] == "open", "what she chose is what the form holds"
    form.close()
    space.settles()
    assert "Photographer: left open" in told.words, "also when it is worked out anew"
    assert invites(space, ada, told, place_1=fay.name) is None
    assert "Photographer: Fay Mensah (asked)" in told.words


def test_what_is_proposed_later_is_told_apart_from_who_is_asked_and_each_person_counts_once(space):
    ada, hal = space.joins("Ada Okafor"), busy_hal(space)
    told = posts(space, ada, PAIR)
    invites_all(space, ada, told)
    assert "I have asked one neighbour, and wait to hear." in told.words, "for two roles, but it is one"
    bob = space.joins("Bob Lindqvist", "web design")
    ada.press(told, "Edit")
    ada.wait_for_form(callback_id="contract_form").press("Add a role")
    form = space.slack.wait_until(lambda: ada.form if "role_3" in ada.form.values() else None, what="a third role")
    assert form.fill(role_3="web designer", role_3_skills=["web-design"]).submit() is None
    space.settles()
    assert "Web designer: Bob Lindqvist?" in told.words
    assert PROPOSED not in told.words
    assert "Whoever has a question mark is only proposed, and is not asked until you invite them." in told.words
    assert "Web designer: Bob lists “web design”." in told.words, "each reason stands with its role"
    space.accepts(hal, PLACE)
    brings_together(space, ada, told)
    assert PROPOSED not in told.words
    assert space.heard(bob, PLACE) is None


def test_a_second_role_of_one_who_is_in_the_team_is_said_where_they_are(space):
    ada, hal = space.joins("Ada Okafor"), busy_hal(space)
    told = posts(space, ada, PAIR, confidential="The client is the council")
    invites_all(space, ada, told)
    space.accepts(hal, PLACE)
    brings_together(space, ada, told)
    [group] = groups_of(hal)
    start = group.messages[0]
    space.accepts(hal, PLACE)
    assert groups_of(hal) == [group]
    assert [message for message in group.messages if "new group message" in message.words] == []
    assert len(group.messages) == 1
    assert "The team is complete" in start.words
    assert "@Hal Ozturk: Copywriter and Photographer" in start.words
    assert "council" in start.words
    [also] = start.replies
    assert also.words.startswith("Hal also takes ")
    assert "the team is together" in space.heard(hal, "Your part").words
    hal.press(start, "Step back")
    space.settles()
    assert "Their places are free again" in start.replies[-1].words


def test_a_convener_who_steps_back_gives_the_team_back_aloud(space):
    ada, *_ = moves_in(space)
    _, team = gathers(space, ada, TRIO)
    one, other, *_ = team
    start = group_of(one).messages[0]
    other.press(start, "Step back")
    space.settles()
    assert "convenes the team again" not in start.replies[-1].words, "they did not convene it"
    ada.press(start, "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=one.name).submit() is None
    space.settles()
    one.press(start, "Step back")
    space.settles()
    assert "Ada convenes the team again." in start.replies[-1].words


def test_a_warning_of_free_places_keeps_its_title_when_it_is_over(space):
    ada, *_ = a_pair(space, "Dan", bid_deadline=in_days(space, 8))
    later(space, days=1)
    warned = space.waits_for(ada, "still needs a photographer, and the bid must be in by")
    later(space, days=9)
    assert "Your contract 1 has ended." in warned.words
    assert "Brand for the market hall" in warned.words


def test_a_bid_that_is_won_keeps_what_was_answered_and_leaves_nothing_dead_to_press(space):
    ada, dan, _, told = a_pair(space, "Dan", bid_deadline=in_days(space, 2))
    brings_together(space, ada, told)
    start = group_of(dan).messages[0]
    later(space, days=3)
    closed = space.waits_for(ada, "I have closed your contract 1", button="Extend")
    assert labels(start) == ["Step back", "Hand over"]
    sent = space.waits_for(ada, "Was the bid sent?", button="It was sent")
    ada.press(sent, "It was sent")
    later(space, days=14)
    question = space.waits_for(ada, "What came of the bid?", button="Say what came of it")
    assert "Good: it was sent." in sent.words
    assert "I have asked again" not in sent.words
    says(space, ada, question, "won")
    assert labels(start) == []
    assert "fix a time when all of you can meet" not in start.words
    assert labels(closed) == []
    dan.press(start.replies[-1], "You may name me")
    space.whispered(dan, "You may be thanked by name", group_of(dan))
    monday_comes(space)
    summary = summaries(space)[-1].words
    assert "Thanks to Dan Achterberg, who was in the team." in summary
    assert "took it on" not in summary


def test_a_role_is_called_by_its_words_wherever_it_stands(space):
    ada, _, _, dan, *_ = moves_in(space)
    ada.types("/contract Branding and photography for the market hall, £40k")
    form = ada.wait_for_form(callback_id="contract_form")
    assert [form.values()[f"role_{number}"] for number in (1, 2)] == ["Branding", "Photography"]
    assert [text for _, text in form.options("my_roles")] == ["1: Branding", "2: Photography"]
    form.press("Add a role")
    long = ("copywriter for halls and markets, by day and by night, who knows their people and " * 2)[:118].strip()
    form = asks_for(space, ada, 3).fill(role_1=long, role_3="Plasterer")
    form.press("Add a role")
    form = asks_for(space, ada, 4)
    mine = [text for _, text in form.options("my_roles")]
    assert mine[1:] == ["2: Photography", "3: Plasterer", "Role 4"]
    assert form.fill(role_1_skills=["copywriting"], role_4="SEO", my_roles=["3"]).submit() is None
    space.settles()
    called = f"C{long[1:]}"
    told = space.waits_for(ada, "Your contract", button="Edit")
    assert "branding" not in told.words.partition(called)[2], "no skill that nobody chose"
    assert f"{called}: still needed" in space.card().words
    dan.press(space.card(), "I can help")
    space.settles()
    ada.press(space.waits_for(ada, "Dan Achterberg would like to help", button="Add to the team"), "Add to the team")
    space.settles()
    assert "1 of 3 places taken: needs photography and SEO" in space.card().words
    brings_together(space, ada, told)
    start = group_of(dan).messages[0].words
    assert f"@Dan Achterberg: {called}" in start, "all of it: nowhere else does everybody read it"
    assert "@Ada Okafor: Plasterer, and convenes the team" in start
    assert "Still needed: photography and SEO." in start


def test_a_team_with_a_second_role_meets_whoever_takes_its_contract_on(space):
    ada, hope = space.joins("Ada Okafor"), space.joins("Hope Adeyemi", is_admin=True)
    hal = busy_hal(space)
    told = posts(space, ada, PAIR)
    invites_all(space, ada, told)
    space.accepts(hal, PLACE)
    brings_together(space, ada, told)
    space.slack.deactivate(ada)
    space.settles()
    hal.press(space.waits_for(hal, PLACE, button="I'm interested"), "I'm interested")
    space.settles()
    hope.press(space.waits_for(hope, "Will you take it on?", button="Take it on"), "Take it on")
    space.settles()
    group = group_of(hope)
    assert hal.id in {member.id for member in group.members}
    assert "@Hal Ozturk: Copywriter and Photographer" in group.messages[0].words
