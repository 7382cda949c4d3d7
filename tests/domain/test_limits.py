"""The limits that operators read of are those that hold."""

import re
from pathlib import Path

from leadbot.domain import limits

GUIDE = Path(__file__).parents[2] / "docs" / "install.md"


def test_the_guide_names_the_limits_that_hold():
    rows = re.findall(r"^\| (posts|offers|changes|requests) a .*?\| ([\d,]+) \| ([\d,]+) \|", GUIDE.read_text(), re.M)
    told = {what: limits.Most(*(int(number.replace(",", "")) for number in numbers)) for what, *numbers in rows}
    assert told == {name: getattr(limits, name.upper()) for name in ("posts", "offers", "changes", "requests")}
