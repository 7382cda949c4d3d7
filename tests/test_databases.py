"""The tests' own ground: each engine answers, and no test stands in another's footprints."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests.databases import Databases


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        yield connection


def test_each_engine_answers(empty_database_url: str) -> None:
    with connected(empty_database_url) as connection:
        assert connection.scalar(text("select 1")) == 1
        assert inspect(connection).get_table_names() == []


@pytest.mark.parametrize("visit", ["first", "second"])
def test_every_test_has_a_database_of_its_own(empty_database_url: str, visit: str) -> None:
    with connected(empty_database_url) as connection:
        connection.execute(text("create table visits (name text)"))  # refused if the other visit's table were here
        assert inspect(connection).get_table_names() == ["visits"]


def test_two_databases_at_once_do_not_meet(databases: Databases) -> None:
    with databases.empty() as one, databases.empty() as other:
        with connected(one) as connection:
            connection.execute(text("create table visits (name text)"))
        with connected(other) as connection:
            assert inspect(connection).get_table_names() == []


def test_a_migrated_database_is_a_copy_that_may_be_spoilt(databases: Databases) -> None:
    with databases.migrated() as url, connected(url) as connection:
        connection.execute(text("drop table alembic_version"))
    with databases.migrated() as url, connected(url) as connection:
        assert "alembic_version" in inspect(connection).get_table_names()
        assert len(inspect(connection).get_table_names()) > 1


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_postgresql_is_set_up_for_races(empty_database_url: str) -> None:
    with connected(empty_database_url) as connection:
        assert int(connection.scalar(text("show max_connections")) or 0) >= 200
