"""The rhythm of follow-ups, in the words of the product: after 2 working days, then 5, then 10; four in vain, and 7 more."""

import pytest

from leadbot.domain.follow_ups import days_until_next


@pytest.mark.parametrize(("asked", "days"), [(0, 2), (1, 5), (2, 10), (3, 10), (8, 10)])
def test_questions_come_at_growing_intervals(asked, days):
    assert days_until_next(asked, unanswered=min(asked, 3)) == days


@pytest.mark.parametrize("asked", [4, 5, 9])
def test_after_four_in_vain_it_is_closed_seven_working_days_later(asked):
    assert days_until_next(asked, unanswered=4) == 7
