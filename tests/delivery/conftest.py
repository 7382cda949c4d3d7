"""Deliveries, on SQLite and on PostgreSQL, by worker processes that are killed on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from leadbot.db.backup import back_up
from leadbot.playground.person import Person
from tests.delivery.nursery import Nursery, open_nursery
from tests.delivery.yard import Restores, Yard, open_yard


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as nursery:
        yield nursery


@pytest.fixture
def yard(migrated_database_url: str, nursery: Nursery) -> Iterator[Yard]:
    with open_yard(migrated_database_url, nursery) as yard:
        yield yard


@pytest.fixture
def ada(yard: Yard) -> Person:
    return yard.joins("Ada Okafor")


@pytest.fixture
def bob(yard: Yard) -> Person:
    return yard.joins("Bob Lindqvist", "logo-design")


@pytest.fixture
def restores(yard: Yard, tmp_path: Path) -> Restores:
    """Backs up, lets something happen, and goes on from the backup as if that had not been."""

    def restore(since: Callable[[], object]) -> None:
        copy = tmp_path / f"copy-{len(list(tmp_path.iterdir()))}.db"
        back_up(yard.settings["DATABASE_URL"], copy, yard.time())
        since()
        yard.moves_to(URL.create("sqlite", database=str(copy)).render_as_string())

    return restore
