"""Every story runs over real HTTP and over real WebSockets on SQLite; the road itself on PostgreSQL too, and the rest of
the stories there in `make soak`.
"""

from collections.abc import Iterator

import pytest

from tests.stories.space import Space, open_space

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


@pytest.fixture(params=["http", "socket"])
def road(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def space(migrated_database_url: str, road: str) -> Iterator[Space]:
    with open_space(migrated_database_url, road=road) as space:
        yield space


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is said does not depend on road and database together: three pairs of the four are enough."""
    kept, left = [], []
    for item in items:
        given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        both = (given.get("road"), given.get("databases"))
        (left if both == ("socket", "postgresql") else kept).append(item)
        if both == ("http", "postgresql") and item.path.stem not in THE_ROAD:
            item.add_marker(pytest.mark.soak)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
