"""Public holidays, whoever asks for them at the same time."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from leadbot.services.working_hours import holidays_of

WORKERS = 8


def test_no_thread_misses_a_holiday_while_another_fills_the_calendar():
    together, is_holiday = Barrier(WORKERS), holidays_of("GB-ENG")

    def all_know(_: int) -> bool:
        together.wait(timeout=10)
        return all(is_holiday(date(year, 12, 25)) for year in range(2031, 2071))

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that they do come between each other's steps
    try:
        with ThreadPoolExecutor(WORKERS) as pool:
            assert all(pool.map(all_know, range(WORKERS)))
    finally:
        sys.setswitchinterval(usual)


def test_no_day_is_a_holiday_until_a_region_is_chosen():
    assert not holidays_of("")(date(2026, 12, 25))
    assert holidays_of("GB-SCT")(date(2026, 11, 30))
    assert not holidays_of("GB-ENG")(date(2026, 11, 30))
