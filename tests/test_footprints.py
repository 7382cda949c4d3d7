"""What a test has closed is gone: else the whole run slows down, until Slack's three seconds are over."""

import gc
import weakref

import pytest

from leadbot.playground.demo import open_demo
from tests.conftest import forget_servers
from tests.databases import Databases
from tests.stories.space import open_space


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_nothing_is_left_of_what_was_closed(databases: Databases) -> None:
    left = [opened_and_closed_space(databases), opened_and_closed_demo()]
    forget_servers()
    gc.collect()
    assert [each() for each in left] == [None, None]


def opened_and_closed_space(databases: Databases) -> weakref.ref[object]:
    with databases.migrated() as url, open_space(url) as space:
        return weakref.ref(space.leadbot.wsgi)


def opened_and_closed_demo() -> weakref.ref[object]:
    with open_demo() as slack:
        return weakref.ref(slack)
