"""What was won is told to the space once, as far as those agreed whose it is to tell; whatever the summary's day."""

from tests.stories.passing import SPOKEN, later, says, sets
from tests.stories.space import on_one_engine
from tests.stories.weekly import changes, monday_comes, summaries

pytestmark = on_one_engine


def introduced(space):
    """Ada and Bob, introduced on a Monday at ten over a logo."""
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    return ada, bob


def wins(space):
    """How often the summaries have told of the logo."""
    return sum("Won: Logo for a bakery" in summary.words for summary in summaries(space))


def test_a_win_that_is_corrected_later_is_not_told_again(space):
    _, bob = introduced(space)
    later(space, days=2, hours=1)
    question = space.waits_for(bob, SPOKEN)
    says(space, bob, question, "won", value="£1,500")
    monday_comes(space)
    assert "of 1 introduction: 1 won" in summaries(space)[-1].words
    later(space, days=1)
    says(space, bob, question, "won", value="£1,600")
    monday_comes(space)
    assert wins(space) == 1
    assert "1 won" not in summaries(space)[-1].words


def test_what_turned_out_to_be_a_win_is_told_when_it_did(space):
    _, bob = introduced(space)
    later(space, days=2, hours=1)
    question = space.waits_for(bob, SPOKEN)
    says(space, bob, question, "lost")
    monday_comes(space)
    says(space, bob, question, "won")
    monday_comes(space)
    assert "Won: Logo for a bakery" in summaries(space)[-1].words


def test_a_win_is_corrected_in_the_currency_in_which_it_was_told(space):
    _, bob = introduced(space)
    later(space, days=2, hours=1)
    question = space.waits_for(bob, SPOKEN)
    says(space, bob, question, "won", value="£1,500", share=["value"])
    sets(space, currency="EUR")
    says(space, bob, question, "won", thanks="Ada, you made my month")  # the amount stays as it stood in the form
    monday_comes(space)
    assert "Won: Logo for a bakery (£1,500)" in summaries(space)[-1].words


def test_the_amount_is_told_only_if_the_one_who_won_it_says_so(space):
    ada, _ = introduced(space)
    later(space, days=2, hours=1)
    later(space, days=7)
    question = space.waits_for(ada, "Have you and Bob")
    ada.press(question, "Say what came of it")
    form = ada.wait_for_form(callback_id="outcome_form")
    assert "how much" not in form.words
    assert "You may tell the amount" not in form.words
    assert form.fill(outcome="won").submit() is None
    monday_comes(space)
    assert wins(space) == 1


# ---- when the summary moves, or the machine sleeps


def set_by(hana, **changes):
    """The host sets something in `/leadbot settings`; gives what she is told."""
    hana.types("/leadbot settings")
    left = hana.wait_for_form(callback_id="settings_form").fill(**changes).submit()
    assert not left.errors, left.errors
    left.close()
    return left.words


def won_on_tuesday(space):
    """Monday had its summary; on Tuesday Bob tells of a win. Gives the host."""
    hana = space.joins("Hana Berg", "bookkeeping", is_admin=True)
    _, bob = introduced(space)
    monday_comes(space)
    later(space, days=1)
    says(space, bob, space.waits_for(bob, SPOKEN), "won")
    return hana


def test_a_win_between_an_early_day_of_the_summary_and_a_later_one_is_told(space):
    hana = won_on_tuesday(space)
    later(space, days=1)
    set_by(hana, summary_day="4")  # on Wednesday: Friday from now on
    later(space, days=9)
    assert len(summaries(space)) == 2
    assert wins(space) == 1


def test_a_win_before_nine_days_of_sleep_is_told(space):
    won_on_tuesday(space)
    later(space, days=4)
    with space.leadbot.courier.at_rest(seconds=30):
        space.time.passes(days=9)  # from Saturday, past a Monday, to another
    space.settles()
    monday_comes(space)
    assert wins(space) == 1
    assert "of 1 introduction: 1 won" in summaries(space)[1].words


def test_a_day_that_has_passed_this_week_holds_from_the_next_and_this_weeks_summary_comes_as_announced(space):
    hana = space.joins("Hana Berg", "bookkeeping", is_admin=True)
    changes(space, summary_day=4)
    _, bob = introduced(space)
    later(space, days=2, hours=1)
    says(space, bob, space.waits_for(bob, SPOKEN), "won")  # on Wednesday
    assert "The next summary comes on Fri " in set_by(hana, summary_day="0")
    later(space, days=2)
    assert len(summaries(space)) == 1
    assert wins(space) == 1
    monday_comes(space)
    assert len(summaries(space)) == 2
    assert wins(space) == 1


def test_what_is_open_to_its_matches_only_is_not_nothing(space):
    ada, *_ = space.moves_in()
    later(space, days=6, hours=22)  # Monday at eight
    space.posts(ada, "Logo for a spy", reach="matched")
    monday_comes(space, 0)
    [summary] = summaries(space)
    assert summary.text == "Nothing is open just now. `/lead` passes work on."
    assert "1 is open to those they suit best, and not shown here." in summary.words
