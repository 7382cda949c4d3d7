"""The database as it is opened."""

from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from leadbot.db.engine import Database
from leadbot.domain.errors import NotSaved


def test_an_error_of_the_database_does_not_show_what_people_wrote(migrated_database_url):
    database = Database(migrated_database_url)
    statement = text("INSERT INTO nowhere VALUES (:secret)")
    with pytest.raises((DBAPIError, NotSaved)) as caught, database.transaction() as session:
        session.execute(statement, {"secret": "Ring Jo on 0161"})
    database.close()
    assert "0161" not in f"{caught.value} {caught.value.__cause__}"
    assert "nowhere" in f"{caught.value} {caught.value.__cause__}"


def test_whoever_waits_too_long_for_another_writer_hears_so(migrated_database_url):
    with (
        closing(Database(migrated_database_url)) as worker,
        closing(Database(migrated_database_url, patience=0.1)) as hasty,
    ):
        with worker.transaction() as session:
            session.execute(text("DELETE FROM rests"))
            if session.get_bind().dialect.name == "sqlite":
                with pytest.raises(NotSaved), hasty.transaction():
                    pass
        with hasty.transaction() as session:
            session.execute(text("DELETE FROM rests"))
