"""The courier at rest: what is under way is done first, and nothing begins meanwhile."""

import threading
from collections.abc import Iterator

import pytest

from leadbot.domain.errors import LeadbotError
from leadbot.jobs.courier import Courier

SOON = 10.0


class Work:
    """One thing at a time that takes until it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Semaphore(0), threading.Semaphore(0)
        self.done: list[str] = []

    def __call__(self) -> None:
        self.begun.release()
        self.let_go.acquire(timeout=SOON)
        self.done.append("work")


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def courier(work: Work) -> Iterator[Courier]:
    courier = Courier(work, threads=2)
    courier.start()
    assert work.begun.acquire(timeout=SOON)
    yield courier
    work.let_go.release(9)
    courier.stop(SOON)


def test_what_is_under_way_is_done_first(courier: Courier, work: Work) -> None:
    def rest() -> None:
        with courier.at_rest(SOON):
            work.done.append("rest")

    resting = threading.Thread(target=rest)
    resting.start()
    work.let_go.release()
    resting.join(SOON)
    assert work.done == ["work", "rest"]


def test_nothing_begins_until_the_rest_is_over(courier: Courier, work: Work) -> None:
    work.let_go.release()
    with courier.at_rest(SOON):
        courier.wake()
        assert not work.begun.acquire(timeout=0.05)
    assert work.begun.acquire(timeout=SOON)


def test_who_does_not_come_to_rest_in_time_goes_on(courier: Courier, work: Work) -> None:
    with pytest.raises(LeadbotError, match="in the middle of something"), courier.at_rest(0.01):
        pytest.fail("it is not at rest")
    courier.wake()
    assert work.begun.acquire(timeout=SOON)


def test_it_can_be_stopped_at_rest(courier: Courier, work: Work) -> None:
    work.let_go.release()
    with courier.at_rest(SOON):
        courier.wake()
        courier.stop(SOON)
    assert work.done == ["work"]
