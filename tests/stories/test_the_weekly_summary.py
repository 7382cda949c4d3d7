"""Every week the channel gets one message: what is open, what was won, and the week's honest numbers."""

from datetime import time as clock_time

import pytest

from leadbot.domain.statuses import Outcome
from tests.stories.space import labels, on_one_engine
from tests.stories.weekly import changes, leaves_open, monday_comes, summaries, tells


def test_a_summary_shows_what_is_open_and_anybody_can_help_from_it(space):
    ada, bob, _, dan = space.moves_in()
    space.posts(ada, "Logo for a bakery, £700", places="2")
    space.posts(ada, "Bookkeeping for a bookshop", skills=["bookkeeping"])
    space.accepts(bob)
    monday_comes(space)

    [summary] = summaries(space)
    assert "Open now: 2, with 2 places free" in summary.words
    assert summary.words.index("Bookkeeping for a bookshop") < summary.words.index("Logo for a bakery")
    assert "Lead 1 · £700 · from Ada Okafor · one place free" in summary.screen
    assert labels(summary) == ["I can help", "I can help"]
    assert (
        "0 of 1 introduction led to a meeting · 1 introduction from 2 leads that were open · of 1 introduction: 1 not known yet"
        in summary.words
    )

    dan.press(summary, summary.buttons[1])
    assert "I'm asking Ada" in space.whispered(dan, "Thank you").words


@pytest.mark.case("TIME-01")
def test_there_is_one_summary_a_week_whatever_is_awake(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    for week in range(1, 4):
        monday_comes(space)
        space.time.passes(hours=1)
        space.settles()
        assert len(summaries(space)) == week


def test_whoever_slept_for_nine_days_says_one_summary_of_the_present_week(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.leadbot.courier.stop(5)
    space.time.passes(days=9)
    space.leadbot.tick()
    assert len(summaries(space)) == 1


@on_one_engine
def test_what_was_slept_through_last_week_waits_for_this_weeks_own_time(space):
    ada, *_ = space.moves_in()
    changes(space, summary_day=3)
    space.posts(ada, "Logo for a bakery")
    space.leadbot.courier.stop(5)
    space.time.passes(days=8)  # from Monday past Thursday to Tuesday
    space.leadbot.tick()
    assert summaries(space) == []
    space.time.passes(days=2)
    space.leadbot.tick()
    assert len(summaries(space)) == 1


@on_one_engine
def test_a_new_day_or_time_holds_at_once_and_makes_no_second_summary_of_a_week(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    monday_comes(space)
    changes(space, summary_day=2, summary_time=clock_time(16))
    monday_comes(space, 1)  # past Wednesday of the week that had its summary already
    assert len(summaries(space)) == 1
    space.time.passes(days=2, hours=6, minutes=59)
    space.settles()
    assert len(summaries(space)) == 1
    space.time.passes(minutes=2)
    space.settles()
    assert len(summaries(space)) == 2


@on_one_engine
def test_a_holiday_monday_does_not_move_it(space):
    ada, *_ = space.moves_in()
    changes(space, region="GB-ENG", working_days=[2])
    space.posts(ada, "Logo for a bakery")
    monday_comes(space)
    assert len(summaries(space)) == 1


# ---- what it tells


def test_what_was_won_is_told_with_thanks_to_those_who_agreed(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada, "Logo for a bakery", places="2", budget="£900")
    space.accepts(bob)
    space.accepts(cat)
    agreed = {"value_shared": True, "poster_named": True, "partner_named": True, "thanks_shared": True}
    tells(space, bob, outcome=Outcome.WON, value=70000, currency="GBP", thanks="Ada *knew* <!channel>", **agreed)
    tells(space, cat, outcome=Outcome.WON, value=20000, currency="GBP", met_at=space.time())
    monday_comes(space)

    [summary] = summaries(space)
    assert (
        "Won: Logo for a bakery (£700). Thanks to Ada Okafor, who passed it on, and to Bob Lindqvist. "
        "“Ada ∗knew∗ <!channel>”"
    ) in summary.screen
    assert "£200" not in summary.words
    assert "Cat" not in summary.words
    assert summary.pings == []
    assert (
        "1 of 2 introductions led to a meeting · 2 introductions from 1 lead that was open · of 2 introductions: 2 won"
        in summary.words
    )

    monday_comes(space)
    assert "Won:" not in summaries(space)[-1].words


@on_one_engine
@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({}, "Won: Logo for a bakery."),
        ({"poster_named": True}, "Won: Logo for a bakery. Thanks to Ada Okafor, who passed it on."),
        ({"partner_named": True}, "Won: Logo for a bakery. Thanks to Bob Lindqvist, who took it on."),
    ],
)
def test_only_those_who_agreed_are_named(space, named, words):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    ada.press(posted, "Close")
    space.settles()
    tells(space, bob, outcome=Outcome.WON, value=70000, currency="GBP", **named)
    monday_comes(space)
    told = summaries(space)[-1].words
    assert words in told
    assert [name for name in ("Ada", "Bob") if name in told] == [name for name in ("Ada", "Bob") if name in words]
    assert "700" not in told


def test_what_reaches_its_matches_only_is_a_number_and_no_more(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a spy", reach="matched")
    space.accepts(bob)
    tells(space, bob, outcome=Outcome.WON, poster_named=True, partner_named=True)
    monday_comes(space)
    [summary] = summaries(space)
    assert "spy" not in summary.words
    assert "Bob" not in summary.words
    assert "1 is open to those they suit best, and not shown here." in summary.words
    assert "1 introduction from 1 lead that was open · of 1 introduction: 1 won" in summary.words


@on_one_engine
def test_the_workspaces_own_way_to_write_money_and_dates_is_used(space):
    ada, *_ = space.moves_in()
    changes(space, locale="de_DE", currency="EUR")
    space.posts(ada, "Logo for a bakery", budget="1500")
    monday_comes(space)
    assert "1.500\xa0€" in summaries(space)[-1].words


@on_one_engine
def test_an_empty_week_is_one_line_or_none(space):
    space.moves_in()
    monday_comes(space)
    [summary] = summaries(space)
    assert summary.text == summary.screen.replace("/lead", "`/lead`")
    assert summary.text == "Nothing is open just now, and nothing new came in. `/lead` passes work on."
    changes(space, empty_week="nothing")
    monday_comes(space)
    assert len(summaries(space)) == 1


# ---- however much is open

LONGEST_NAME = "Ada " + "<" * 76
LONGEST = {"title": "&" * 120, "budget": "&" * 80}


@on_one_engine
@pytest.mark.parametrize("number", [0, 1, 20, 500])
def test_however_much_is_open_it_is_one_message(space, number):
    leaves_open(space, space.joins(LONGEST_NAME), number, **LONGEST)
    monday_comes(space)
    [summary] = summaries(space)
    shown = min(number, 12)
    assert labels(summary) == ["I can help"] * shown + ["See all"] * (number > shown)
    assert not summary.text.endswith("…")
    if number > shown:
        assert f"And {number - shown} more." in summary.screen
    if number:
        assert "from Ada &lt;" not in summary.screen
        assert "from Ada <<<<" in summary.screen
        assert f"Lead {number} · " in summary.screen
        assert f"from {number} lead" in summary.screen


def test_see_all_lists_what_the_one_who_presses_may_see_and_lets_them_help(space):
    ada, _, cat, dan = space.moves_in()
    leaves_open(space, ada, 30, title="Logo for a bakery")
    space.posts(cat, "Shop sign for a spy", reach="matched", skills=["signage-design"])
    monday_comes(space)
    [summary] = summaries(space)

    dan.press(summary, "See all")
    form = dan.wait_for_form()
    assert len(form.buttons) == 30
    assert "spy" not in form.words
    dan.press(form, form.buttons[-1])
    told = space.slack.wait_until(lambda: dan.form if "Thank you" in dan.form.words else None, what="Dan is told")
    assert "I'm asking Ada" in told.words

    cat.press(summary, "See all")
    assert "spy" in cat.wait_for_form().words


@on_one_engine
def test_see_all_of_more_than_a_dialog_holds_says_how_many_there_are_besides(space):
    dan = space.joins("Dan Achterberg", "bookkeeping")
    leaves_open(space, space.joins(LONGEST_NAME), 500, **LONGEST)
    monday_comes(space)
    dan.press(summaries(space)[0], "See all")
    form = dan.wait_for_form()
    assert len(form.buttons) == 98
    assert "And 402 more. Words find them, like /leads logo." in form.words
