"""The databases that tests run on. A test that asks for one runs twice: on SQLite and on PostgreSQL.

A test about one engine alone says so: @pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
"""

import gc
import logging
from collections.abc import Generator, Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, settings

from tests import cases, leaks, statements
from tests.databases import Databases, PostgreSQL, SQLite, postgresql_server, quick_folder

# How long an example takes says how busy the machine is, and nothing about the rule.
settings.register_profile("rules", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rules")

statements.are_compiled_once()


def pytest_configure(config: pytest.Config) -> None:
    # pytest-alembic binds its own tests to this file in a way that pytest 9.2 ended; test_migrations imports them instead.
    config.option.pytest_alembic_tests_path = "nowhere"


def pytest_itemcollected(item: pytest.Item) -> None:
    cases.noted(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    leaks.judge(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    if any(name == cases.PROPERTY for report in reports for name, _ in report.user_properties):
        terminalreporter.section("what Leadbot is held to: id, tests that passed, what must hold, where")
        for line in cases.table(reports):
            terminalreporter.line(line)


def pytest_collection_finish(session: pytest.Session) -> None:
    # What was imported and collected stays to the end: nobody looks through it for garbage again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def migrate(url: str) -> None:
    # Imported late: a broken migration must fail the tests that need one, not the collecting of all of them.
    from leadbot.db.migrate import migrate as run

    run(url)


def forget_servers() -> None:
    """cheroot lists every server it ever made, with all that it serves: after a hundred, collecting took seconds."""
    getattr(logging, "statistics", {}).clear()


@pytest.fixture(autouse=True)
def servers_are_forgotten() -> Iterator[None]:
    yield
    forget_servers()


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[SQLite]:
    with quick_folder() as folder:
        yield SQLite(folder, migrate)


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgreSQL]:
    with postgresql_server() as server, closing(PostgreSQL(server, migrate)) as databases:
        yield databases


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Where more databases than one can be had: `with databases.migrated() as url`."""
    return request.getfixturevalue(f"{request.param}_databases")


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    with databases.empty() as url:
        yield url


@pytest.fixture
def migrated_database_url(databases: Databases) -> Iterator[str]:
    with databases.migrated() as url:
        yield url
