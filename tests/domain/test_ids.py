"""Ids sort by the time at which they were made."""

import itertools
from datetime import UTC, datetime, timedelta

from leadbot.domain.ids import id_within, made_at, new_id

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


def test_what_there_is_once_within_something_has_one_id_whoever_makes_it():
    role, bob, cat = new_id(NOON), new_id(NOON), new_id(NOON)
    assert id_within(role, bob) == id_within(role, bob)
    assert len({id_within(role, bob), id_within(role, cat), id_within(bob, role), role}) == 4


def test_such_an_id_sorts_by_the_time_of_the_whole_and_says_what_it_is():
    early, late = new_id(NOON), new_id(NOON + timedelta(milliseconds=1))
    assert id_within(early, 1) < id_within(late, 0)
    assert made_at(id_within(early, 0)) == NOON.timestamp()
    assert (id_within(early, 0).version, id_within(early, 0).variant) == (8, early.variant)
