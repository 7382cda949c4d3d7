"""Deliveries, on SQLite and on PostgreSQL, by worker processes that are killed on the way."""

from collections.abc import Iterator

import pytest

from tests.delivery.nursery import Nursery, open_nursery
from tests.delivery.yard import Yard, open_yard


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as nursery:
        yield nursery


@pytest.fixture
def yard(migrated_database_url: str, nursery: Nursery) -> Iterator[Yard]:
    with open_yard(migrated_database_url, nursery) as yard:
        yield yard
