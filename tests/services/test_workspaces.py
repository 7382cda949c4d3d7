"""A workspace settles in once, however many processes are started at the same moment."""

import threading

import pytest
from sqlalchemy import select

from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.tables import Workspace
from leadbot.domain.clock import utc_now
from leadbot.domain.ids import new_id
from leadbot.services.workspaces import Home, settle

HOME = Home("T1", "Union Yard", "U1", "B1")


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)  # SQLite lets one writer in after the other
def test_a_web_and_a_worker_that_start_at_once_share_it(migrated_database_url: str) -> None:
    database = Database(migrated_database_url, patience=WORKER_PATIENCE)
    settled = []
    second = threading.Thread(target=lambda: settled.append(settle(database, HOME, utc_now())))
    with database.transaction() as session:  # the first one, which has not committed yet
        first = Workspace(id=new_id(utc_now()), slack_team_id=HOME.slack_team_id)
        session.add(first)
        session.flush()
        second.start()
        second.join(0.5)
        assert second.is_alive(), "it waits to see what becomes of the first"
    second.join(10)
    with database.reading() as session:
        assert session.scalars(select(Workspace.id)).all() == settled == [first.id]
        assert session.scalar(select(Workspace.name)) == "Union Yard"
    database.close()
