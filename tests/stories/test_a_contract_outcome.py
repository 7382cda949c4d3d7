"""What came of a contract's bid: who reads what of it, how it is corrected, and that it settles the contract."""

from tests.stories.contracts import (
    PAIR,
    TRIO,
    brings_together,
    ends_it,
    gathers,
    group_of,
    in_days,
    invites,
    moves_in,
    posts,
)
from tests.stories.passing import later, puts_off, says
from tests.stories.space import labels, on_one_engine
from tests.stories.weekly import monday_comes, summaries


def won_by_ada(space, **told):
    """The bid of Ada's team of three was due on Wednesday; on Thursday she says that it was won. Gives her and two more."""
    ada, *_ = moves_in(space)
    _, (one, other) = gathers(space, ada, bid_deadline=in_days(space, 2))
    later(space, days=3)
    question = space.waits_for(ada, "Was the bid sent?", button="It was sent")
    ada.press(question, "It was sent")
    space.settles()
    says(space, ada, question, "won", **told)
    return ada, one, other, question


def told_to(person):
    """What the team of this person heard last."""
    return group_of(person).messages[-1].replies[-1].words


@on_one_engine
def test_the_amount_is_told_to_nobody_unless_whoever_tells_it_says_so(space):
    ada, one, _, question = won_by_ada(space, value="£38,000", split="A third each")
    assert "it was won." in told_to(one)
    assert "£38,000" not in told_to(one)
    assert "A third each" in told_to(one)
    says(space, ada, question, "won", share=["value"])
    assert "It is worth £38,000." in told_to(one), "the form still holds the amount, and now she agrees"


@on_one_engine
def test_a_correction_takes_back_no_consent(space):
    ada, one, other, question = won_by_ada(space, value="£38,000", share=["names", "value"])
    says(space, ada, question, "won", value="£40,000")
    one.press(group_of(one).messages[-1].replies[-1], "You may name me")
    space.whispered(one, "You may be thanked by name", group_of(one))
    monday_comes(space)
    summary = summaries(space)[-1].words
    assert "Won: Brand for the market hall (£40,000)." in summary
    assert f"Thanks to Ada Okafor, who brought it in, and to {one.name}, who was in the team." in summary
    assert other.name not in summary


@on_one_engine
def test_whoever_has_stepped_back_is_not_thanked_for_the_bid(space):
    ada, *_ = moves_in(space)
    _, team = gathers(space, ada, TRIO, bid_deadline=in_days(space, 10))
    gone = team[-1]
    gone.press(group_of(gone).messages[0], "Step back")
    space.settles()
    later(space, days=11)
    ends_it(space, ada, "lost")
    thanks = told_to(ada).rpartition("Thanks to all of you")[2]
    assert gone.name.split()[0] not in thanks
    assert all(each.name.split()[0] in thanks for each in team[:-1])


@on_one_engine
def test_whatever_came_of_the_bid_the_contract_asks_for_nobody_more(space):
    ada, *_ = moves_in(space)
    told = posts(space, ada, PAIR)
    dan = space.slack.person("Dan Achterberg")
    invites(space, ada, told, place_1=dan.name, place_2="open")
    space.accepts(dan, "contract")
    brings_together(space, ada, told)
    assert "1 of 2 places taken: needs a photographer" in space.card().words
    later(space, days=2)
    ends_it(space, ada, "lost")
    assert "it was lost" in told_to(dan)
    assert "I can help" not in labels(space.card("All is settled for"))
    assert "Your contract 1 is settled" in told.words


@on_one_engine
def test_the_day_when_the_work_is_to_be_done_is_no_deadline_of_the_bid(space):
    ada, *_ = moves_in(space)
    told = posts(space, ada, PAIR, deadline=in_days(space, 30))
    dan = space.slack.person("Dan Achterberg")
    invites(space, ada, told, place_1=dan.name, place_2="open")
    space.accepts(dan, "contract")
    brings_together(space, ada, told)
    later(space, days=2)
    question = space.waits_for(ada, "Was the bid sent?", button="Not yet")
    assert puts_off(space, ada, question, in_days(space, 21)) is None
    space.edits(ada, told, deadline=in_days(space, 60))
    for _ in range(2):
        later(space, days=7)
    assert len(space.all_heard(ada, "Was the bid sent?")) == 1, "she is asked on the day that she chose"
    for _ in range(2):
        later(space, days=7)
    assert len(space.all_heard(ada, "Was the bid sent?")) == 2
    assert space.heard(ada, "the bid must be in by") is None
