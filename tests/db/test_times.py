"""Times are UTC, and say so: in every column, on both databases, in any century; and nobody may write one that does not."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import DateTime, select
from sqlalchemy.exc import StatementError

from leadbot.db.base import Base
from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Workspace
from leadbot.db.types import UtcDateTime
from leadbot.domain.ids import made_at, new_id
from leadbot.services.working_hours import working_time

pytestmark = pytest.mark.case("TIME-06")
NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
MOMENTS = (
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),  # one second more than 31 bits hold
    datetime(2106, 2, 7, 6, 28, 16, 123456, tzinfo=UTC),  # and than 32 do
    datetime(2016, 12, 31, 23, 59, 59, 999999, tzinfo=UTC) + timedelta(microseconds=1),  # after a leap second
    datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1),  # the second of two
    datetime(2026, 11, 2, 23, 30, tzinfo=ZoneInfo("Pacific/Auckland")),
    datetime(2026, 11, 2, 23, 30, tzinfo=timezone(timedelta(hours=12, minutes=45))),
)


def test_a_moment_comes_back_as_it_went_in_and_says_that_it_is_utc(migrated_database_url):
    database = Database(migrated_database_url)
    with database.transaction() as session:
        workspace = Workspace(id=new_id(NOW), slack_team_id="T1")
        session.add(workspace)
        session.flush()
        for number, moment in enumerate(MOMENTS):
            member = {"slack_user_id": f"U{number}", "created_at": moment, "quiet_until": None}
            session.add(Member(workspace_id=workspace.id, id=new_id(moment), **member))
    with database.reading() as session:
        members = session.scalars(select(Member).order_by(Member.slack_user_id)).all()
        assert [member.created_at for member in members] == [moment.astimezone(UTC) for moment in MOMENTS]
        assert {member.created_at.tzinfo for member in members} == {UTC}
        assert {member.quiet_until for member in members} == {None}
        assert [round(made_at(member.id), 3) for member in members] == [
            int(moment.timestamp() * 1000) / 1000 for moment in MOMENTS
        ]
        scope = Scope.of(session, members[0].workspace_id, NOW)
        assert members[0].time_zone is None
        assert working_time(scope, members[0]).time_zone == "Europe/London"
    database.close()


def test_a_moment_that_does_not_say_when_it_was_is_not_kept(migrated_database_url):
    database = Database(migrated_database_url)
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="A moment needs a time zone"), database.transaction() as session:
        session.add(Workspace(id=new_id(NOW), slack_team_id="T1", summary_due_at=naive))
    with pytest.raises(StatementError, match="A moment needs a time zone"), database.reading() as session:
        session.execute(select(Workspace).where(Workspace.summary_due_at <= naive))
    with database.reading() as session:
        assert session.scalars(select(Workspace)).all() == []
    database.close()


def test_every_column_that_holds_a_moment_is_of_that_kind():
    kinds = {column.type.__class__ for table in Base.metadata.tables.values() for column in table.columns}
    assert UtcDateTime in kinds
    assert not [kind for kind in kinds if issubclass(kind, DateTime)]


@pytest.mark.parametrize("asks", ["datetime.now()", "datetime.utcnow()", "datetime.today()", "datetime(2026, 1, 1)"])
def test_code_that_makes_a_moment_without_a_zone_is_refused(asks):
    code = f"from datetime import datetime\n\nMOMENT = {asks}\n"
    lint = [sys.executable, "-m", "ruff", "check", "--stdin-filename", "leadbot/services/anew.py", "-"]
    found = subprocess.run(lint, input=code, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "DTZ0" in found.stdout
