"""The database as it is opened."""

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
