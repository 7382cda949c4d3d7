"""Until when a team can be found for a bid, and when it is spoken of: 7 and 2 days before its deadline if places are free, and after it until it is known."""

from collections.abc import Callable
from datetime import date, timedelta

from leadbot.domain.statuses import BidStep

BEFORE = ((BidStep.WEEK_LEFT, timedelta(days=7)), (BidStep.DAYS_LEFT, timedelta(days=2)))
DAY = timedelta(days=1)


def last_day(deadline: date | None, bid_deadline: date | None) -> date | None:
    """The day at whose end offering stops: a team is needed until its bid is in."""
    return bid_deadline or deadline


def next_step(
    deadline: date, today: date, works_on: Callable[[date], bool], after: BidStep | None = None
) -> tuple[BidStep, date]:
    """What comes next for a bid with that deadline, and on which day: a reminder, or the question whether it was sent.

    A reminder whose day nobody works on comes on the last working day before it. What comes `after` a step is later.
    """
    done = 0 if after is None else list(BidStep).index(after) + 1
    for step, days in BEFORE[done:]:
        day = deadline - days
        while not works_on(day):
            day -= DAY
        if day > today:
            return step, day
    return BidStep.SENT, deadline + DAY
