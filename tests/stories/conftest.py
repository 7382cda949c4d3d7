"""Which stories `make test` tells how often; `make soak` tells the rest.

The road itself is travelled over real HTTP and over real WebSockets on SQLite, and a short set of it on PostgreSQL too.
Words and forms depend on none of these, so off the road they are told once, over HTTP.
"""

from collections.abc import Iterator

import pytest

from tests.stories.space import Space, on_one_engine, open_space

THE_ROAD = (
    "test_a_contract",
    "test_a_contract_choices",
    "test_a_contract_in_time",
    "test_a_contract_left_behind",
    "test_a_contract_reopened",
    "test_a_full_day",
    "test_a_lead",
    "test_asking_the_poster_first",
    "test_database_trouble",
    "test_ending",
    "test_following_up",
    "test_offers_in_time",
    "test_old_and_again",
    "test_pausing",
    "test_reserve",
    "test_the_weekly_summary",
    "test_time_runs_out",
)
# Files, and stories out of others: each way in which something ends, and whatever races.
ON_POSTGRESQL = (
    "test_a_contract",
    "test_a_lead",
    "test_asking_the_poster_first",
    "test_database_trouble",
    "test_ending",
    "test_following_up",
    "test_offers_in_time",
    "test_old_and_again",
    "test_reserve",
    "test_time_runs_out",
    "test_what_stays_incomplete_is_warned_of_twice_and_closed_aloud",
    "test_a_host_takes_on_a_team_and_those_who_were_not_gathered_yet",
    "test_who_has_paused_is_offered_nothing_until_that_day_begins",
    "test_the_fourth_and_fifth_come_in_the_morning_as_one_message_each_with_its_own_buttons",
    "test_two_who_come_in_at_the_same_moment_hear_of_each_other",
    "test_two_who_are_to_meet_hear_that_both_are_in_once_a_day_until_they_have_met",
    "test_there_is_one_summary_a_week_whatever_is_awake",
    "test_what_was_won_is_told_with_thanks_to_those_who_agreed",
)


@pytest.fixture(params=["http", "socket"])
def road(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def space(migrated_database_url: str, road: str) -> Iterator[Space]:
    with open_space(migrated_database_url, road=road) as space:
        yield space


def waits_for_soak(story: pytest.Function, road: str | None, engine: str | None) -> bool:
    """Whether this story, told like this, shows too little more to be told in `make test`."""
    if engine == "postgresql" and road is not None:
        return not {story.path.stem, story.originalname} & set(ON_POSTGRESQL)
    words_only = on_one_engine.mark in story.iter_markers("parametrize")
    return road == "socket" and words_only and story.path.stem not in THE_ROAD


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is said does not depend on road and database together: three pairs of the four are enough."""
    kept, left = [], []
    for item in items:
        given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        road, engine = given.get("road"), given.get("databases")
        (left if (road, engine) == ("socket", "postgresql") else kept).append(item)
        if isinstance(item, pytest.Function) and waits_for_soak(item, road, engine):
            item.add_marker(pytest.mark.soak)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
