"""What is kept about people, column by column: in the page that tells it, and in the file that they may ask for."""

import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Uuid

from leadbot.db import outbox, teams  # noqa: F401  whose tables are tables too
from leadbot.db.base import Base
from leadbot.services.my_data import PARTS

PAGE = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text(encoding="utf-8")
NAMES = re.compile(r"`(\w+)`")
# Rows that tell nothing of one member: what a workspace is, what was asked once, and which lane rests.
NOBODYS = {"workspaces", "seen_requests", "rests"}


@pytest.mark.case("PRIVACY-06")
def test_every_table_but_those_that_tell_of_nobody_is_in_somebodys_file():
    tables = {table.name for table in Base.metadata.sorted_tables}
    assert {part.table.name for part in PARTS} == tables - NOBODYS
    for name in tables - NOBODYS - {"messages"}:
        columns = {each.name for each in Base.metadata.tables[name].columns if not isinstance(each.type, Uuid)}
        shown = {column.name for part in PARTS if part.table.name == name for column in part.shows}
        assert shown == columns, f"a column of {name} is in nobody's file"


def rows_of(text):
    """The rows of the tables in it, less their headings, each a list of its cells."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:3] == "| `"]


def sections():
    """What the page tells of each table: its rows."""
    kept = PAGE.partition("\n## What is kept\n")[2].partition("\n## ")[0]
    return {NAMES.findall(each)[0]: rows_of(each) for each in kept.split("\n### ")[1:]}


@pytest.mark.case("PRIVACY-07")
def test_every_column_is_told_of_with_its_purpose_its_time_and_who_sees_it_or_says_nothing_about_anybody():
    told = [(table, name) for table, rows in sections().items() for row in rows for name in NAMES.findall(row[0])]
    told += [
        (table, name)
        for tables, names in rows_of(PAGE.partition("\n## What says nothing about anybody\n")[2])
        for table in NAMES.findall(tables)
        for name in NAMES.findall(names)
    ]
    there = [(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns]
    assert Counter(told) == Counter(there), "docs/privacy.md tells of each column once, and of no other"


def test_what_is_told_of_a_column_is_all_told():
    assert sections()
    for table, rows in sections().items():
        assert rows, table
        assert all(len(row) == 4 and all(row) for row in rows), table


def test_a_key_of_a_member_is_told_of_as_such():
    for table in Base.metadata.sorted_tables:
        keys = {
            column.name
            for key in table.foreign_key_constraints
            if key.referred_table.name == "members"
            for column in key.columns
            if column.name != "workspace_id"
        }
        told = {name for row in sections().get(table.name, ()) for name in NAMES.findall(row[0])}
        assert keys <= told, table.name


@pytest.mark.case("PRIVACY-07")
def test_the_page_says_what_becomes_of_backups():
    assert "**Backups** hold what they held until the next takes their place" in PAGE
