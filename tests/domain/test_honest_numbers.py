"""Numbers that say what they are out of."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.honest_numbers import Meeting, count
from leadbot.domain.statuses import Outcome

MONDAY = datetime(2026, 12, 7, tzinfo=UTC)
NEXT = MONDAY + timedelta(days=7)


def day(number: float) -> datetime:
    return MONDAY + timedelta(days=number)


later = st.one_of(st.none(), st.floats(0, 40).map(timedelta))


@st.composite
def meetings(draw):
    introduced = day(draw(st.floats(-30, 20)))

    def after():
        span = draw(later)
        return introduced + span if span is not None else None

    outcome_at = after()
    return Meeting(
        introduced_at=introduced,
        met_at=after(),
        outcome=draw(st.sampled_from(Outcome)) if outcome_at else None,
        outcome_at=outcome_at,
        ended_at=after(),
        stepped_back=draw(st.booleans()),
        is_team=draw(st.booleans()),
    )


@given(st.lists(meetings(), max_size=20))
def test_every_number_is_out_of_those_under_way(told):
    counted = count(told, MONDAY, NEXT)
    assert sum(counted.outcomes.values()) + counted.stepped_back + counted.not_known == counted.under_way
    assert counted.not_known >= 0
    assert counted.introduced <= counted.under_way
    assert counted.met <= counted.pairs <= counted.under_way <= len(told)


@given(st.lists(meetings(), max_size=20))
def test_what_was_told_is_told_in_one_week_only(told):
    weeks = [count(told, day(7 * week), day(7 * week + 7)) for week in range(-6, 14)]
    assert sum(sum(week.outcomes.values()) for week in weeks) == sum(each.outcome is not None for each in told)
    assert sum(week.introduced for week in weeks) == len(told)


def test_what_nobody_told_is_not_known():
    under_way = Meeting(day(1))
    given_up = Meeting(day(-20), ended_at=day(3))
    told_later = Meeting(day(2), met_at=day(4), outcome=Outcome.WON, outcome_at=day(9))
    over_before = Meeting(day(-20), outcome=Outcome.LOST, outcome_at=day(-1))
    left = Meeting(day(-2), ended_at=day(2), stepped_back=True)
    counted = count([under_way, given_up, told_later, over_before, left], MONDAY, NEXT)
    assert (counted.under_way, counted.introduced, counted.met) == (4, 2, 1)
    assert (dict(counted.outcomes), counted.stepped_back, counted.not_known) == ({}, 1, 3)


def test_a_team_is_not_among_those_of_whom_we_ask_whether_they_met():
    counted = count([Meeting(day(1), met_at=day(2)), Meeting(day(1)), Meeting(day(1), is_team=True)], MONDAY, NEXT)
    assert (counted.met, counted.pairs, counted.under_way) == (1, 2, 3)


def test_who_had_met_before_these_days_is_not_counted_as_not_having_met():
    before, now = Meeting(day(-6), met_at=day(-2)), Meeting(day(-6), met_at=day(2))
    counted = count([before, now, Meeting(day(-6))], MONDAY, NEXT)
    assert (counted.met, counted.pairs, counted.met_before, counted.under_way) == (1, 2, 1, 3)
