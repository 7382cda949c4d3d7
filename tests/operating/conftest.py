"""An operator, and the databases that they run Leadbot on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge import Forge, open_forge
from tests.operators import Operator, an_operator


@pytest.fixture(scope="session")
def forge() -> Iterator[Forge]:
    with open_forge() as forge:
        yield forge


@pytest.fixture
def operator(tmp_path: Path, forge: Forge) -> Iterator[Operator]:
    with an_operator(tmp_path, forge) as operator:
        yield operator


@pytest.fixture
def on_a_migrated_database(operator: Operator, migrated_database_url: str) -> Operator:
    operator.environment["DATABASE_URL"] = migrated_database_url
    return operator


@pytest.fixture
def on_an_empty_database(operator: Operator, empty_database_url: str) -> Operator:
    operator.environment["DATABASE_URL"] = empty_database_url
    return operator
