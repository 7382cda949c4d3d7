"""The rhythm of follow-ups, as product.md has it: after 2 working days, then 5 later, then 10, then every 10."""

INTERVALS = (2, 5, 10)  # working days before the first question, the second, the third and every one after
MOST_UNANSWERED = 4  # questions in a row, after which nobody is asked again…
GIVEN_UP_AFTER = 7  # …and so many working days later it is closed aloud


def days_until_next(asked: int, unanswered: int) -> int:
    """Working days until the next question, or until it is given up, after so many questions."""
    return GIVEN_UP_AFTER if unanswered >= MOST_UNANSWERED else INTERVALS[min(asked, len(INTERVALS) - 1)]
