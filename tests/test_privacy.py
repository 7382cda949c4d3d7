"""What is kept about people, column by column: in the page that tells it, and in the file that they may ask for."""

import pytest
from sqlalchemy import Uuid

from leadbot.db.base import Base
from leadbot.services.my_data import PARTS

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
