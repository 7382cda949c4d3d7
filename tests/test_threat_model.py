"""The page on threats speaks of tests, scopes, tables and cases that there are, and whoever looks for it finds it."""

import ast
import re
from pathlib import Path

import pytest

from leadbot.db.base import Base
from leadbot.slack.events import EVENTS
from leadbot.slack.scopes import bot_scopes
from tests.cases import CASES, STILL_TO_COME

REPOSITORY = Path(__file__).parents[1]
PAGE = (REPOSITORY / "docs" / "threat-model.md").read_text(encoding="utf-8")


def section(title):
    """The rows of the table under a heading, each a list of its cells."""
    text = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"][2:]


THREATS = section("What others could try")


def names_in(file):
    """The names of the tests of a file, wherever they stand in it."""
    tree = ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat[0][:40])
def test_each_threat_has_a_test_that_is_there(threat):
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", threat[3])
    assert named
    assert threat[3].count("::") == len(named), "one is not spelt as a test is"
    assert [name for file, name in named if name not in names_in(file)] == []


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat[0][:40])
def test_each_case_is_one_that_leadbot_is_held_to(threat):
    assert set(threat[2].split()) <= CASES.keys() - STILL_TO_COME.keys()


@pytest.mark.case("OPS-06")
def test_each_scope_says_what_it_is_for_and_there_is_no_other():
    named = [scope.strip("`") for scope, reason in section("Why each scope") if reason]
    assert sorted(named) == sorted({*bot_scopes(EVENTS), "connections:write"})


def test_the_tables_that_it_names_are_there():
    named = {name for _, where, _ in section("What is kept") for name in re.findall(r"`([a-z_]+)(?:\.\w+)?`", where)}
    assert named
    assert named <= Base.metadata.tables.keys()


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md"])
def test_whoever_looks_for_it_finds_it(page):
    assert "](docs/threat-model.md)" in (REPOSITORY / page).read_text(encoding="utf-8")
