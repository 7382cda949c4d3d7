"""A contract that is opened again: its old team is asked first, its new team is a team like any, and so is its bid."""

from tests.stories.contracts import PAIR, brings_together, ends_it, extends, gathers, group_of, in_days, moves_in
from tests.stories.passing import later
from tests.stories.space import on_one_engine
from tests.stories.weekly import monday_comes, summaries

UNFILLED = "Your contract 1 still needs"


def given_more_time(space, days=20, **more):
    """The bid of Ada's team fell through, then its client gives more time. Gives her, the team, and what she is told."""
    ada, *_ = moves_in(space)
    told, team = gathers(space, ada, PAIR, bid_deadline=in_days(space, 2), **more)
    later(space, days=3)
    ends_it(space, ada, "fell_through")
    extends(space, ada, days)
    return ada, team, told


def test_those_of_the_old_team_are_asked_first_and_the_new_team_gathers_when_it_is_complete(space):
    ada, (dan, fay), told = given_more_time(space, confidential="The client is the council")
    gil = space.slack.person("Gil Novak")
    first = group_of(dan).messages[0]
    assert f"Copywriter: {dan.name} (asked)" in told.words
    assert f"Photographer: {fay.name} (asked)" in told.words
    assert dan.name not in first.words.partition("For this team only")[0], "nobody has a place as yet"

    dan.press(space.card(), "I can help")  # rather than in the offer
    space.settles()
    assert f"Copywriter: {dan.name}\n" in told.words
    assert "1 of 2 places taken: needs a photographer" in space.card().words
    assert group_of(dan).messages == [first], "there is no team yet to which he could come"
    space.passes(fay, "busy", words="has a place for you")
    space.accepts(gil, "contract")
    [start] = group_of(gil).messages
    assert {member.name for member in group_of(gil).members} >= {ada.name, dan.name, gil.name}
    assert fay not in group_of(gil).members
    assert "The team is complete" in start.words, "said once, of this team"
    assert "The client is the council" in start.words
    assert "first gathered on" in start.words
    assert "Gil Novak joined now" in start.words
    assert fay.name not in start.words

    later(space, days=21)
    assert "it fell through" in first.replies[-1].words
    ends_it(space, ada, "won", split="Half each")
    assert "it was won" in start.replies[-1].words
    assert "Thanks to all of you: Ada, Dan and Gil." in start.replies[-1].words
    assert "Half each" in start.replies[-1].words
    assert "it fell through" in first.replies[-1].words, "what came of the first bid stands"
    assert len(first.replies) == 1


@on_one_engine
def test_the_poster_is_warned_again_and_the_bid_is_asked_about_again(space):
    ada, (dan, _), _ = given_more_time(space)
    space.accepts(dan, "contract")
    for _ in range(18):
        later(space, days=1)
    assert len(space.all_heard(ada, UNFILLED)) == 2, "7 and 2 days before the new deadline"
    brings_together(space, ada, space.waits_for(ada, "Your contract", button="Gather the team"))
    later(space, days=3)
    assert len(space.all_heard(ada, "Was the bid sent?", button="It was sent")) == 1


@on_one_engine
def test_a_team_whose_contract_was_withdrawn_and_reopened_is_asked_about_its_bid_only(space):
    ada, *_ = moves_in(space)
    told, team = gathers(space, ada, bid_deadline=in_days(space, 10))
    ada.press(told, "Withdraw")
    space.settles()
    ada.press(told, "Reopen")
    space.settles()
    assert "has opened contract 1 again" in group_of(ada).messages[0].replies[-1].words
    later(space, days=8)
    assert all(space.heard(each, "spoken yet") is None for each in (ada, *team))
    later(space, days=3)
    space.waits_for(ada, "Was the bid sent?", button="It was sent")


@on_one_engine
def test_a_bid_that_fell_through_leaves_nobody_in_the_team_that_is_gathered_next(space):
    """Without a deadline the contract is settled by the outcome itself, at the same moment."""
    ada, *_ = moves_in(space)
    told, (dan, _) = gathers(space, ada)
    start = group_of(dan).messages[0]
    ada.press(start, "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=dan.name).submit() is None
    space.settles()
    later(space, days=2)
    ends_it(space, dan, "fell_through")
    ada.press(told, "Reopen")
    space.settles()
    assert f"Copywriter: {dan.name} (asked)" in told.words
    assert "2 places to fill" in space.card().words
    assert f"@{ada.name}: brought it in, and convenes the team" in start.words, "until there is a team once more"


@on_one_engine
def test_what_was_won_before_is_in_the_summary_once_with_its_amount(space):
    ada, *_ = moves_in(space)
    told, team = gathers(space, ada)
    later(space, days=2)
    ends_it(space, ada, "won", value="£38,000", share=["value"], thanks="Well done")
    for each in team:
        each.press(group_of(each).messages[0].replies[-1], "You may name me")
        space.settles()
    ada.press(told, "Reopen")
    space.settles()
    monday_comes(space)
    summary = summaries(space)[-1].words
    assert summary.count("£38,000") == 1
    assert "Won: Brand for the market hall (£38,000)." in summary
    assert all(each.name in summary for each in team)
    assert "Well done" not in summary


@on_one_engine
def test_what_came_of_a_bid_is_not_told_on_monday_if_it_was_opened_again_on_saturday(space):
    ada, *_ = moves_in(space)
    _, (dan, _) = gathers(space, ada, bid_deadline=in_days(space, 2))
    later(space, days=3)
    later(space, days=2)
    ends_it(space, ada, "fell_through")
    extends(space, ada, 20)
    later(space, days=2)
    assert group_of(dan).messages[0].replies == []
