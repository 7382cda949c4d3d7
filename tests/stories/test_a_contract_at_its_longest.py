"""Ten roles, seven places, and the longest names and words that there are: Slack takes all of it, and nobody is left out."""

from tests.stories.contracts import begins, changes_team, group_of, in_days, invites_all
from tests.stories.space import on_one_engine
from tests.stories.weekly import monday_comes, summaries

CRAFTS = ("web design", "copywriting", "photography", "bookkeeping", "illustration", "translation", "proofreading")
SKILLS = [f"new:{'&' * 60} {number}" for number in range(9)]


def long_name(number):
    """A name of eighty characters, the first of which tells it from the others."""
    return f"{number} {'Wolfeschlegelsteinhausen <&> ' * 3}"[:80].strip()


@on_one_engine
def test_ten_roles_and_seven_places_with_the_longest_words(space):
    ada = space.joins(long_name(0))
    people = [space.joins(long_name(number), craft) for number, craft in enumerate(CRAFTS, start=1)]
    roles = {}
    for number in range(1, 11):
        craft = CRAFTS[number - 1] if number <= len(CRAFTS) else ""
        roles[f"role_{number}"] = f"{craft} {number} {'& <b>' * 30}"[:120].strip()
        roles[f"role_{number}_skills"] = [*([craft.replace(" ", "-")] if craft else []), *SKILLS]
    form = begins(
        space,
        ada,
        roles,
        details="<&>" * 600,
        confidential="<&>" * 600,
        budget="&" * 80,
        bid_deadline=in_days(space, 20),
        my_roles=["8", "9", "10"],
    ).fill(title="&" * 120, role_1_places="2")
    places = "That makes 8, and there are seven places to fill at most"
    assert places in form.submit().errors["role_1_places"], "all ten roles are shown again, with what is wrong"
    assert form.fill(role_1_places="1").submit() is None
    space.settles()
    told = space.waits_for(ada, "Your contract", button="Edit")
    assert all(f"{number} Wolfe" in told.words for number in range(1, 8))
    card = space.card("7 places to fill")
    for number in range(1, 11):
        assert f"{number} & <b>" in card.words, "every role is told, to the last"
    assert card.words.count("still needed") == 7
    assert card.words.count("covered") == 3
    assert "contract 1" in ada.types("/leads").words
    form = changes_team(ada, told)
    assert [name for name in form.values() if name.startswith("place_")] == [f"place_{n}" for n in range(1, 8)]
    form.close()
    ada.press(told, "Edit")
    edited = ada.wait_for_form(callback_id="contract_form")
    assert len([name for name in edited.values() if name.endswith("_skills")]) == 10
    edited.close()
    people[0].press(card, "Know someone?")
    people[0].wait_for_form(callback_id="recommend_form").close()
    stranger = space.joins("Zoë Quaye")
    stranger.press(card, "I can help")
    assert len(stranger.wait_for_form(callback_id="help_form").options("role")) == 7
    stranger.form.close()
    monday_comes(space)
    assert "needs " in summaries(space)[-1].words
    for person in (ada, *people):
        assert "You're in until 23:59, &amp;" in person.types(f"/here until 23:59, {'&' * 60}").text
    ada.opens_home()
    invites_all(space, ada, told)
    for person in people:
        offer = space.offered(person, "has a place for you")
        assert "Your part: " in offer.words
        space.accepts(person, "has a place for you")
    group = group_of(ada)
    assert len(group.members) == 8, "as many as a group message holds"
    start = group.messages[0]
    for person in (ada, *people):
        assert f"@{person.name[:20]}" in start.words
    assert start.words.count(" until 23:59, &") == 8, "all of the team are in"
    ada.press(start, "Hand over")
    assert len(ada.wait_for_form(callback_id="hand_over_form").options("convener")) == 7
    ada.form.close()
    monday_comes(space, weeks=3)
    ada.press(space.waits_for(ada, "Was the bid sent?", button="It was sent"), "It was sent")
    space.settles()
    question = space.waits_for(ada, "Good: it was sent", button="Say what came of it")
    ada.press(question, "Say what came of it")
    words = {"outcome": "won", "value": "£1,234,567", "split": "<&>" * 160, "thanks": "<&>" * 160}
    assert ada.wait_for_form(callback_id="outcome_form").fill(**words, share=["names"]).submit() is None
    space.settles()
    assert "Thanks to all of you: 0, 1, 2, 3, 4, 5, 6 and 7." in start.replies[-1].words
    assert "£1,234,567" not in start.replies[-1].words, "she did not agree to have it told"
    monday_comes(space)
    assert "Won:" in summaries(space)[-1].words
