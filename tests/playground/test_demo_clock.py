"""The demo's clock: when it begins, where it can be moved, and that all of the demo goes by it."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from leadbot.domain.errors import LeadbotError
from leadbot.playground.demo import open_demo
from leadbot.playground.demo_clock import MOVES, DemoClock, easter, first_moment, is_bank_holiday
from leadbot.playground.page import add_page
from leadbot.playground.space import move_in

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = datetime(2000, 1, 1), datetime(2120, 1, 1)  # noqa: DTZ001 Hypothesis adds the zone itself
moments = some.datetimes(FIRST, LAST, timezones=some.just(UTC))
moves = some.sampled_from(list(MOVES.values()))
# gov.uk/bank-holidays, as it stands there
MONDAYS_OFF = """
    2024-04-01 2024-05-06 2024-05-27 2024-08-26
    2025-04-21 2025-05-05 2025-05-26 2025-08-25
    2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-28
    2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27
    2028-01-03 2028-04-17 2028-05-01 2028-05-29 2028-08-28
"""


class Ticks:
    """The machine's ticks, in a test's hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def here(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def clock_at(outside: str) -> DemoClock:
    return DemoClock(datetime.fromisoformat(outside), Ticks())


# ---- where it begins


@given(moments)
def test_it_always_begins_on_a_working_monday_at_ten(outside: datetime) -> None:
    first = here(first_moment(outside))
    assert (first.weekday(), first.hour, first.minute, first.second) == (0, 10, 0, 0)
    assert not is_bank_holiday(first.date())


@given(moments)
def test_it_begins_in_this_week_unless_its_monday_is_a_holiday(outside: datetime) -> None:
    monday = here(outside).date() - timedelta(days=here(outside).weekday())
    weeks, days = divmod((here(first_moment(outside)).date() - monday).days, 7)
    assert days == 0
    assert all(is_bank_holiday(monday + timedelta(weeks=week)) for week in range(weeks))
    assert weeks <= 2  # Christmas on a Monday, and New Year's Day a week after it


def test_the_bank_holidays_are_those_of_england() -> None:
    first = date(2024, 1, 8)  # the first Monday after New Year's Day, which the list leaves out
    mondays = [first + timedelta(weeks=week) for week in range(51 + 4 * 52)]
    assert [each.isoformat() for each in mondays if is_bank_holiday(each)] == MONDAYS_OFF.split()


@pytest.mark.parametrize(
    ("outside", "begins"),
    [
        ("2026-11-25T15:30Z", "2026-11-23"),  # a Wednesday
        ("2026-11-29T23:59Z", "2026-11-23"),  # a Sunday night
        ("2026-06-07T23:30Z", "2026-06-08"),  # Monday already, in London
        ("2026-04-08T12:00Z", "2026-04-13"),  # the week of Easter Monday
        ("2023-12-27T12:00Z", "2024-01-08"),  # Christmas Day and New Year's Day, both on Mondays
    ],
)
def test_the_monday_at_which_it_begins(outside: str, begins: str) -> None:
    assert here(first_moment(datetime.fromisoformat(outside))).date().isoformat() == begins


@given(some.integers(1583, 9999))
def test_easter_is_a_sunday_in_its_month(year: int) -> None:
    found = easter(year)
    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


# ---- how it goes


def test_it_runs_on_at_the_usual_speed() -> None:
    ticks = Ticks()
    clock = DemoClock(datetime(2026, 11, 25, tzinfo=UTC), ticks)
    begin = clock()
    ticks.seconds += 61.5
    assert clock() - begin == timedelta(seconds=61.5)


@pytest.mark.parametrize(
    ("outside", "name", "then"),
    [
        ("2026-11-23T00:00Z", "hour", "2026-11-23T11:00"),
        ("2026-11-23T00:00Z", "tomorrow", "2026-11-24T09:00"),
        ("2026-11-23T00:00Z", "monday", "2026-11-30T09:00"),
        ("2026-10-19T00:00Z", "monday", "2026-10-26T09:00"),  # summer time has ended: still nine
        ("2026-03-23T00:00Z", "monday", "2026-03-30T09:00"),  # …and begun
    ],
)
def test_where_each_move_leads(outside: str, name: str, then: str) -> None:
    clock = clock_at(outside)
    clock.move(MOVES[name])
    assert here(clock()).isoformat(timespec="minutes")[:16] == then


@given(moments, some.lists(moves, min_size=1, max_size=20), some.floats(0, 1e6))
def test_it_moves_only_forward(outside: datetime, path: list, waited: float) -> None:
    ticks = Ticks()
    clock = DemoClock(outside, ticks)
    for move in path:
        before = clock()
        clock.move(move)
        assert clock() > before
        ticks.seconds += waited
        assert clock() >= before


def test_many_threads_may_move_and_ask() -> None:
    clock = clock_at("2026-11-25T00:00Z")
    seen: list[list[datetime]] = [[] for _ in range(8)]
    together = threading.Barrier(8)

    def use(mine: list[datetime]) -> None:
        together.wait()
        for _ in range(50):
            clock.move(MOVES["hour"])
            mine.append(clock())

    threads = [threading.Thread(target=use, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock() == first_moment(datetime(2026, 11, 25, tzinfo=UTC)) + timedelta(hours=8 * 50)
    assert all(mine == sorted(mine) for mine in seen)


# ---- on the page, in a demo that runs


@pytest.fixture
def demo():
    with open_demo() as slack:
        yield slack


class Window:
    """A browser before the demo, acting as Ada in #leads."""

    def __init__(self, slack) -> None:
        self.slack, self.ada = slack, slack.person("Ada")
        self.client = slack.flask.test_client()
        self.at = {"as": self.ada.id, "in": slack.conversation("leads").id}

    def does(self, what, **given):
        return self.client.post(f"/do/{what}", json=self.at | given).get_json()

    def moves(self, move):
        return self.does("move", move=move)


def test_the_page_shows_the_clock_and_where_it_can_go(demo) -> None:
    window = Window(demo)
    html = window.client.get("/", query_string=window.at).text
    day = here(demo.workspace.clock())
    assert f"Mon {day.day} {day:%b}, 10:0" in html
    for label in ("+1 hour", "Tomorrow morning", "Next Monday"):
        assert label in html


def test_a_move_moves_slack_and_leadbot_alike(demo) -> None:
    window, begin = Window(demo), here(demo.workspace.clock())
    revision = demo.revision
    parts = window.moves("monday")
    assert parts["notice"] == ""
    assert parts["revision"] > revision
    monday = begin.date() + timedelta(weeks=1)
    assert f"Mon {monday.day} {monday:%b}, 09:00" in parts["clock"]
    assert "Today" not in parts["main"]  # what was said before was said a week ago

    parts = window.does("send", text="A new week.")
    assert f'datetime="{monday}T09:0' in parts["main"]
    assert parts["main"].count("Today") == 1
    stamps = [message.ts for message in window.ada.sees("leads")]
    assert stamps == sorted(set(stamps))

    window.does("send", text="/lead A café needs a logo by tomorrow")
    deadline = window.ada.wait_for_form(10, "lead_form").values()["deadline"]
    assert deadline == str(monday + timedelta(days=1))
    assert demo.faults == []


def test_what_leadbot_says_after_a_move_bears_the_new_day(demo) -> None:
    window = Window(demo)
    tomorrow = here(demo.workspace.clock()).date() + timedelta(days=1)
    window.moves("tomorrow")
    window.does("send", text="/lead Website and logo for a café")
    window.ada.wait_for_form(10, "lead_form").submit()
    bob = demo.person("Bob")
    offer = demo.wait_until(lambda: [each for each in bob.inbox if "café" in each.screen], what="Bob is asked")[0]
    assert here(datetime.fromtimestamp(float(offer.ts), UTC)).date() == tomorrow
    assert demo.faults == []


def test_a_move_that_does_not_exist_is_refused(demo) -> None:
    before = demo.workspace.clock()
    assert Window(demo).moves("yesterday")["notice"] == "The clock cannot be moved like that."
    assert demo.workspace.clock() - before < timedelta(minutes=30)


# ---- on a page whose clock cannot be moved, or not now


def test_without_a_clock_to_move_there_is_none_on_the_page(slack) -> None:
    add_page(slack)
    move_in(slack)
    window = Window(slack)
    assert "Next Monday" not in window.client.get("/", query_string=window.at).text
    assert window.moves("hour")["notice"] == "The clock cannot be moved like that."


def test_a_leadbot_that_is_busy_says_so(slack) -> None:
    def not_now(_move) -> None:
        raise LeadbotError("Leadbot is in the middle of something.")

    add_page(slack).move = not_now
    move_in(slack)
    before = slack.revision
    assert Window(slack).moves("hour")["notice"] == "Leadbot is in the middle of something."
    assert slack.revision == before
