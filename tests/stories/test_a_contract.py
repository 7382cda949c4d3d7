"""A contract that needs a team: proposed, invited, gathered once, and followed to its outcome."""

from tests.stories.contracts import changes_team, group_of, in_days, invites, moves_in, posts
from tests.stories.space import Space
from tests.stories.weekly import monday_comes, summaries


def test_five_roles_from_the_post_to_the_win(space: Space):
    """With two swaps, a pass, a role that nobody can fill, a step back after acceptance and a hand-over."""
    ada, bob, cat, _, eve, fay, _ = moves_in(space)
    told = posts(space, ada, bid_deadline=in_days(space, 20), confidential="The client is the council")
    assert "This is the team that I'd propose. Nobody is asked until you invite them." in told.words
    assert "Project lead: you" in told.words
    assert "Web designer: Cat Morgan?" in told.words
    assert "Structural engineer: nobody here lists this yet" in told.words
    assert "Cat lists “web design”." in told.words
    assert space.heard(cat, "contract") is None, "nobody is asked before the poster invites them"

    assert "4 places to fill" in space.card().words
    for told_twice in ("Web designer (web design)", "Photographer (photography)"):
        assert told_twice not in space.card().words
    form = changes_team(ada, told)
    hints = [str(block.get("hint")) for block in form.blocks]
    assert "Cat lists “web design”." in hints[0], "it is the poster who reads it"
    form.close()
    assert invites(space, ada, told, place_1=bob.name, place_2=eve.name) is None
    assert "Web designer: Bob Lindqvist (asked)" in told.words
    offer = space.offered(bob, "has a place for you")
    assert offer.words.index("Your part: Web designer") < offer.words.index("Copywriter"), "first what is theirs"
    assert "council" not in offer.words
    assert space.heard(cat, "contract") is None

    space.accepts(eve, "contract")
    assert "You're in." in space.heard(eve, "contract").words
    space.passes(bob, "busy", words="contract")
    space.accepts(cat, "contract")  # the next best for that role alone; who accepted is not disturbed
    assert "Copywriter: Eve Sato" in told.words
    space.accepts(fay, "contract")
    assert "3 of 4 places taken: needs a structural engineer" in space.card().words
    assert "contract 1 · £40,000" in ada.types("/leads").words
    assert "3 of 4 places taken: needs a structural engineer" in ada.types("/leads").words

    ada.press(told, "Gather the team")
    space.settles()
    first = group_of(ada)
    assert {ada.id, cat.id, eve.id, fay.id} <= {member.id for member in first.members}
    start = first.messages[0]
    assert "The client is the council" in start.words
    assert "@Ada Okafor: Project lead, and convenes the team" in start.words
    assert "@Eve Sato: Copywriter" in start.words
    assert "Still needed: a structural engineer." in start.words
    assert "The team is complete" not in start.words

    cat.press(start, "Step back")
    space.settles()
    assert "Cat has to step back" in start.replies[-1].words
    bob.press(space.card(), "I can help")  # not so busy after all; of the roles that are free, one suits him
    space.settles()
    second = group_of(ada)
    assert second is not first
    again = second.messages[0]
    assert "Cat Morgan stepped back" in again.words
    assert "Bob Lindqvist joined now" in again.words
    assert "new group message for the new team" in start.words
    assert "council" not in start.words

    ada.press(again, "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=eve.name).submit() is None
    space.settles()
    assert "Eve convenes contract 1 from now on." in again.replies[-1].words

    for days in (11, 7):  # the bid is due on a Sunday: two Fridays before
        space.time.passes(days=days)
        space.settles()
    unfilled = space.all_heard(ada, "still needs a structural engineer, and the bid must be in by")
    assert len(unfilled) == 2
    space.time.passes(days=3)
    space.settles()
    question = space.waits_for(eve, "Was the bid sent?", button="It was sent")
    assert space.heard(ada, "Was the bid sent?") is None, "the convener is asked, and nobody else"
    eve.press(question, "It was sent")
    space.settles()
    assert "Good: it was sent." in question.words
    space.time.passes(days=14)
    space.settles()
    eve.press(space.waits_for(eve, "What came of the bid?", button="Say what came of it"), "Say what came of it")
    form = eve.wait_for_form(callback_id="outcome_form")
    form.fill(outcome="won", value="£38,000", split="Ada 40 %, the rest alike", thanks="Thank you, Fay")
    assert form.fill(share=["names", "value"]).submit() is None
    space.settles()
    said = again.replies[-1].words
    assert "Eve tells me about contract 1: it was won. It is worth £38,000." in said
    assert "Ada 40 %, the rest alike" in said
    assert "Thanks to all of you: Ada, Bob, Eve and Fay." in said
    fay.press(again.replies[-1], "You may name me")
    space.whispered(fay, "You may be thanked by name", second)
    monday_comes(space)
    summary = summaries(space)[-1].words
    assert "Won: Brand for the market hall (£38,000)." in summary
    assert "Eve Sato" in summary
    assert "Fay Mensah" in summary
    assert "Bob" not in summary, "whoever did not say so is not named"
    assert "Ada 40" not in summary
