"""A year of weeks through the database, in every time zone: one summary in each ISO week, at the time that was chosen."""

from collections import defaultdict
from datetime import time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.outbox import Message
from leadbot.db.tables import Workspace
from leadbot.domain.ids import new_id
from leadbot.domain.weeks import iso_week
from leadbot.services.summary import reschedule, summarise_next
from tests.databases import Databases
from tests.domain.test_weeks import CHOICES, START, ZONES, is_right

WEEKS = 52


@cache
def ways_of_the_clocks() -> dict[tuple[timedelta, ...], str]:
    """One zone for each way in which clocks go through the year."""
    hours = [START + timedelta(hours=hour) for hour in range(0, 24 * 7 * (WEEKS + 1), 6)]
    return {tuple(hour.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for hour in hours): zone for zone in ZONES}


def a_year(database: Database, zones: list[str], day: int, clock: time) -> dict[str, list[Message]]:
    """What is put in the way of each zone's channel, by a worker that is there whenever something is due."""
    with database.transaction() as session:
        for zone in zones:
            workspace = Workspace(
                id=new_id(START), slack_team_id=zone, time_zone=zone, summary_day=day, summary_time=clock
            )
            session.add(workspace)
            reschedule(workspace, START)
    while True:
        with database.reading() as session:
            due = session.scalar(select(func.min(Workspace.summary_due_at)))
        assert due is not None
        if due >= START + timedelta(weeks=WEEKS):
            break
        assert summarise_next(database, due)
    found = defaultdict(list)
    with database.reading() as session:
        for message, zone in session.execute(
            select(Message, Workspace.time_zone).join(Workspace, Workspace.id == Message.workspace_id)
        ):
            found[zone].append(message)
    return found


def amiss(zone: str, messages: list[Message], day: int, clock: time) -> list[str]:
    """What is wrong with a zone's year: it has 52, each in a week of its own, each at its time."""
    times = sorted(message.due_at for message in messages)
    late = [f"{zone}: {each}" for each in times if not is_right(each, day, clock, zone)]
    weeks = {iso_week(each, zone) for each in times}
    return late + [f"{zone}: {len(times)} in {len(weeks)} weeks"] * ((len(times), len(weeks)) != (WEEKS, WEEKS))


@pytest.fixture
def database(sqlite_databases: Databases):
    with sqlite_databases.migrated() as url:
        database = Database(url, patience=WORKER_PATIENCE)
        yield database
        database.close()


def test_where_clocks_change_and_farthest_from_each_other(database):
    """Every zone there is goes through `next_summary` in domain/test_weeks.py; here a few go through the database."""
    ways = ways_of_the_clocks()
    farthest = [ways[min(ways)], ways[max(ways)]]
    zones = ["Europe/London", "Australia/Lord_Howe", *farthest]
    found = a_year(database, zones, 6, time(1, 30))
    assert found.keys() == set(zones)
    assert [fault for zone in zones for fault in amiss(zone, found[zone], 6, time(1, 30))] == []


@pytest.mark.soak
@pytest.mark.parametrize(("day", "clock"), CHOICES)
def test_everywhere(database, day, clock):
    zones = list(ways_of_the_clocks().values())
    found = a_year(database, zones, day, clock)
    assert found.keys() == set(zones)
    assert [fault for zone in zones for fault in amiss(zone, found[zone], day, clock)] == []
