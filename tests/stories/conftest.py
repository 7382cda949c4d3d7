"""Every story runs over real HTTP, on SQLite and on PostgreSQL, and over real WebSockets on SQLite."""

from collections.abc import Iterator

import pytest

from tests.stories.space import Space, open_space


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
    config.hook.pytest_deselected(items=left)
    items[:] = kept
