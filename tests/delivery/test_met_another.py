"""Two transactions meet, and the database ends one: it is done again, whole, three times at most; nobody sees half of it.

PostgreSQL itself says so here, by a trigger of the test's own: a sequence counts the meetings, which no rollback undoes.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from leadbot.db.again import again
from leadbot.db.engine import Database
from leadbot.domain.errors import GaveWay, LeadbotError, NotSaved
from leadbot.domain.statuses import MessageState
from leadbot.services.waves import ask_next_due
from tests.delivery.yard import Yard

on_postgresql = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
NOT_SAVED = "That was not saved. Please try again in a moment."
SECRET = "Ring Jo on 0161 496 0000"
TRIGGER = """
    CREATE SEQUENCE meetings;
    CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('meetings') <= {times} THEN
            RAISE EXCEPTION 'met another' USING ERRCODE = '{state}', DETAIL = '{secret}';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER meets BEFORE {doing} FOR EACH ROW EXECUTE FUNCTION meet();
"""


@contextmanager
def meets(url: str, doing: str, times: int, state: str = "40001") -> Iterator[None]:
    """Whoever does this meets another transaction, so many times in a row."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(TRIGGER.format(doing=doing, times=times, state=state, secret=SECRET).encode())
        yield
        server.execute("DROP FUNCTION meet CASCADE; DROP SEQUENCE meetings")


@on_postgresql
@pytest.mark.case("DB-06")
@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_what_is_due_and_what_came_of_saying_it_are_done_again(yard: Yard, state: str) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    with capture_logs() as logs:
        with meets(yard.settings["DATABASE_URL"], "INSERT ON offers", 2, state):
            yard.posts(ada, reach="channel")
            yard.settles()
        assert yard.purposes_in(bob.dm) == ["offer"]
        yard.accepts(bob)
        with meets(yard.settings["DATABASE_URL"], "UPDATE OF ts ON messages", 2, state):
            yard.settles()
    assert logs == [], "nothing failed"
    assert yard.row("introduction").state is MessageState.SENT
    assert yard.lost_and_doubled() == ([], [])


@on_postgresql
@pytest.mark.case("DB-06")
def test_what_meets_another_each_time_is_left_as_it_was_without_a_word_of_what_people_wrote(yard: Yard) -> None:
    ada, bob = yard.joins("Ada Okafor"), yard.joins("Bob Lindqvist", "logo-design")
    with meets(yard.settings["DATABASE_URL"], "INSERT ON offers", 3), capture_logs() as logs:
        yard.posts(ada)
        due = yard.leadbot.worker_database
        with pytest.raises(GaveWay, match="not saved") as caught:
            again(lambda: ask_next_due(due, yard.time()))
        assert not yard.rows(purpose="offer")
        assert SECRET not in whole(caught.value)
        assert "met another" in whole(caught.value)
        yard.settles()  # the fourth time
    assert logs == []
    assert yard.purposes_in(bob.dm) == ["offer"]


def whole(error: BaseException) -> str:
    """What a log would show of an error, and of what caused it."""
    formatter = logging.Formatter()
    return formatter.formatException((type(error), error, error.__traceback__))


@on_postgresql
@pytest.mark.case("DB-06")
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO seen_requests (workspace_id, key, seen_at) SELECT id, :secret, NULL FROM workspaces",
        "SELECT CAST(CAST(:secret AS text) AS integer)",
        "INSERT INTO seen_requests (workspace_id, key, seen_at) SELECT id, :secret, now() FROM workspaces, generate_series(1, 2)",
    ],
    ids=["a row that is refused", "a value that is none", "a key that is there"],
)
def test_what_the_database_says_of_a_row_shows_nothing_of_it(yard: Yard, statement: str) -> None:
    with pytest.raises((DBAPIError, NotSaved)) as caught, yard.leadbot.database.transaction() as session:
        session.execute(text(statement), {"secret": SECRET})
    assert SECRET not in whole(caught.value)


@pytest.mark.case("DB-06")
def test_a_file_that_is_busy_is_tried_again_and_then_it_is_said_so(tmp_path: Path) -> None:
    file, tries = tmp_path / "busy.db", 0
    database = Database(f"sqlite:///{file}", patience=0.0)
    with database.transaction() as session:
        session.execute(text("CREATE TABLE notes (words TEXT)"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def note(let_go_at: int) -> None:
            nonlocal tries
            tries += 1
            if tries == let_go_at:
                other.rollback()
            with database.transaction() as session:
                session.execute(text("INSERT INTO notes VALUES ('once')"))

        with pytest.raises(LeadbotError) as caught:
            again(lambda: note(let_go_at=99))
        assert (str(caught.value), tries) == (NOT_SAVED, 3)
        again(lambda: note(let_go_at=6))
        assert tries == 6
    with database.reading() as session:
        assert session.scalars(text("SELECT words FROM notes")).all() == ["once"]
    database.close()


@pytest.mark.case("DB-06")
def test_nobody_is_kept_waiting_longer_than_they_would_wait_and_nothing_else_is_tried_again() -> None:
    for error, within in ((GaveWay(), -1.0), (NotSaved(), 1.0)):
        tries: list[int] = []

        def fail(error: Exception = error, tries: list[int] = tries) -> None:
            tries.append(1)
            raise error

        with pytest.raises(NotSaved):
            again(fail, within=within)
        assert len(tries) == 1
