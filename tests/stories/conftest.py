"""Every story runs over real HTTP, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.stories.space import Space, open_space


@pytest.fixture
def space(migrated_database_url: str) -> Iterator[Space]:
    with open_space(migrated_database_url) as space:
        yield space
