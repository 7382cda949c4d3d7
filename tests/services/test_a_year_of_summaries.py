"""A year of weeks through the database, in every time zone: one summary in each ISO week, at the time that was chosen."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

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


@pytest.mark.case("TIME-02")
def test_where_clocks_change_and_farthest_from_each_other(database):
    """Every zone there is goes through `next_summary` in domain/test_weeks.py; here a few go through the database."""
    ways = ways_of_the_clocks()
    farthest = [ways[min(ways)], ways[max(ways)]]
    zones = ["Europe/London", "Australia/Lord_Howe", *farthest]
    found = a_year(database, zones, 6, time(1, 30))
    assert found.keys() == set(zones)
    assert [fault for zone in zones for fault in amiss(zone, found[zone], 6, time(1, 30))] == []


def summaries(database: Database) -> list[str]:
    """The weeks of which there is one, by name."""
    with database.reading() as session:
        return [once or "" for once in session.scalars(select(Message.once).order_by(Message.id))]


def on_sunday_at_half_past_one(database: Database, zone: str, since: datetime) -> None:
    """A workspace whose summary is due then."""
    with database.transaction() as session:
        workspace = Workspace(id=new_id(since), slack_team_id="T1", time_zone=zone, summary_day=6)
        workspace.summary_time = time(1, 30)
        session.add(workspace)
        reschedule(workspace, since)


def is_due_at(database: Database, moment: datetime, **columns: object) -> None:
    """Whoever looks finds it due, for whatever reason."""
    with database.transaction() as session:
        session.execute(update(Workspace).values(summary_due_at=moment, **columns))
    assert summarise_next(database, moment)


@pytest.mark.case("TIME-01")
def test_a_time_that_comes_twice_in_one_night_brings_one_summary(database):
    """On 25 October 2026 it is half past one in London at 00:30 and at 01:30 UTC."""
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    on_sunday_at_half_past_one(database, "Europe/London", first - timedelta(days=2))
    assert not summarise_next(database, first - timedelta(minutes=1))
    assert summarise_next(database, first)
    assert not summarise_next(database, second)
    is_due_at(database, second)  # a schedule that fires twice, or a worker that comes late
    assert len(summaries(database)) == 1
    assert not summarise_next(database, first + timedelta(days=7))  # by then London has another hour
    assert summarise_next(database, second + timedelta(days=7))
    assert len(summaries(database)) == 2


@pytest.mark.case("TIME-02")
@pytest.mark.parametrize("becomes", ["Etc/GMT-3", "Etc/GMT+5"])
def test_a_zone_whose_clocks_are_changed_by_law_after_it_was_set_has_one_summary_a_week(database, becomes):
    due = datetime(2026, 11, 1, 1, 30, tzinfo=UTC)
    on_sunday_at_half_past_one(database, "Etc/GMT", due - timedelta(days=2))
    is_due_at(database, due, time_zone=becomes)
    for _ in range(2):
        with database.reading() as session:
            following = session.scalar(select(Workspace.summary_due_at))
        assert following is not None
        assert is_right(following, 6, time(1, 30), becomes)
        assert summarise_next(database, following)
    weeks = summaries(database)
    assert len(weeks) == len(set(weeks))
    assert iso_week(following, becomes) in weeks[-1]


@pytest.mark.case("TIME-02")
@pytest.mark.soak
@pytest.mark.parametrize(("day", "clock"), CHOICES)
def test_everywhere(database, day, clock):
    zones = list(ways_of_the_clocks().values())
    found = a_year(database, zones, day, clock)
    assert found.keys() == set(zones)
    assert [fault for zone in zones for fault in amiss(zone, found[zone], day, clock)] == []
