"""The migrations, on both engines: one line from nothing to the newest schema and back, which is what the tables say."""

from collections.abc import Iterator

import pytest
from pytest_alembic.config import Config
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,  # noqa: F401
    test_single_head_revision,  # noqa: F401
    test_up_down_consistency,  # noqa: F401
    test_upgrade,  # noqa: F401
)
from sqlalchemy import Engine, inspect

from alembic import command
from leadbot.db.engine import WORKER_PATIENCE, open_engine
from leadbot.db.migrate import alembic_config, is_current, migrate


@pytest.fixture
def alembic_engine(empty_database_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_database_url, WORKER_PATIENCE)
    yield engine
    engine.dispose()


@pytest.fixture(name="alembic_config")
def the_config(empty_database_url: str) -> Config:
    return Config(alembic_config=alembic_config(empty_database_url))


def test_an_empty_database_is_not_current_and_a_migrated_one_is(empty_database_url: str) -> None:
    assert not is_current(empty_database_url)
    migrate(empty_database_url)
    assert is_current(empty_database_url)


def test_to_migrate_twice_is_to_migrate_once(migrated_database_url: str) -> None:
    migrate(migrated_database_url)
    assert is_current(migrated_database_url)


def test_a_database_goes_all_the_way_back(migrated_database_url: str) -> None:
    command.downgrade(alembic_config(migrated_database_url), "base")
    assert not is_current(migrated_database_url)
    engine = open_engine(migrated_database_url, WORKER_PATIENCE)
    try:
        assert inspect(engine).get_table_names() == ["alembic_version"]
    finally:
        engine.dispose()
