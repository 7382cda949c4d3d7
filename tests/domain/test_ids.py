"""Ids sort by the time at which they were made."""

import itertools
from datetime import UTC, datetime, timedelta

from leadbot.domain.ids import made_at, new_id

NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)


def test_ids_are_time_ordered_uuids_of_version_7():
    early, late = new_id(NOON), new_id(NOON + timedelta(milliseconds=1))
    assert early < late
    assert early.version == 7
    assert made_at(early) == NOON.timestamp()


def test_ids_of_one_millisecond_keep_the_order_in_which_they_were_made():
    made = [new_id(NOON) for _ in range(2000)]
    falls = sum(one > next_one for one, next_one in itertools.pairwise(made))
    assert falls <= 1, "the counter begins anew at most once in 4,096"
    assert len(set(made)) == 2000
