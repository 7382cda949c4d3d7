"""Who writes first in one process: whoever answers a person, then the workers, one after another."""

import threading
from contextlib import closing

import pytest
from sqlalchemy import text

from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.precedence import Precedence

on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def beside(work):
    """Something that another thread does meanwhile."""
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_worker_waits_until_nobody_is_being_answered():
    precedence, order = Precedence(lets_first=30), []

    def works():
        with precedence.working():
            order.append("worked")

    with precedence.answering():
        worker = beside(works)
        with precedence.answering():
            order.append("answered")
    worker.join()
    assert order == ["answered", "worked"]


def test_a_worker_has_its_turn_even_if_somebody_is_always_being_answered():
    precedence, worked = Precedence(lets_first=0.01), threading.Event()

    def works():
        with precedence.working():
            worked.set()

    with precedence.answering():
        beside(works).join()
    assert worked.is_set()


def test_nobody_who_is_answered_waits_for_a_worker_here():
    precedence, answered = Precedence(lets_first=30), threading.Event()

    def answers():
        with precedence.answering():
            answered.set()

    with precedence.working():
        beside(answers).join()
    assert answered.is_set()


def test_workers_go_one_after_another():
    precedence, inside, most = Precedence(), [], []

    def works():
        for _ in range(50):
            with precedence.working():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    workers = [beside(works) for _ in range(4)]
    for worker in workers:
        worker.join()
    assert len(most) == 200
    assert set(most) == {1}


@on_sqlite
def test_an_answer_is_written_beside_a_row_of_workers_who_never_stop(migrated_database_url):
    precedence, stop, written = Precedence(), threading.Event(), []
    write = text("UPDATE workspaces SET name = name")
    workers = Database(migrated_database_url, patience=WORKER_PATIENCE, in_turn=precedence.working)
    # As little patience as one worker's turn: whoever had to look for a gap between four of them would not find it.
    handlers = Database(migrated_database_url, patience=0.5, in_turn=precedence.answering)

    def works():
        while not stop.is_set():
            with workers.transaction() as session:
                session.execute(write)
                stop.wait(0.05)

    with closing(workers), closing(handlers):
        row = [beside(works) for _ in range(4)]
        try:
            for answer in range(10):
                with handlers.transaction() as session:
                    session.execute(write)
                written.append(answer)
        finally:
            stop.set()
            for worker in row:
                worker.join()
    assert written == [*range(10)]
