"""A worker is killed in the middle of the weekly summary: there is one or none, and a loss is told to the hosts."""

import pytest

from leadbot.domain.statuses import MessageState
from leadbot.services.summary import summarise_next
from tests.delivery.test_killed import KILLED, POINTS, REACHED, a_card, dies
from tests.delivery.yard import Yard


def monday_comes(yard: Yard) -> None:
    """A lead is open, Hana is a host, and it is past the summary's time."""
    a_card(yard)
    yard.slack.add_person("Hana Berg", is_admin=True)
    yard.settles()
    with yard.scope() as scope:
        scope.workspace.summary_due_at = scope.now


def check_there_is_one(yard: Yard, point: str) -> None:
    """There is one summary, or none if it was never sent; unless all went well, Hana was told once, with the button."""
    assert yard.lost_and_doubled() == ([], [])
    summary = yard.row("summary")  # and no other
    assert yard.copies()[str(summary.id)] == (0 if point == "after the claim" else 1)
    well = point == "after the mark"
    assert summary.state is (MessageState.SENT if well else MessageState.UNKNOWN)
    told = [message for message in yard.slack.person("Hana").inbox if "This week's summary" in message.words]
    assert [[button.label for button in message.buttons] for message in told] == ([] if well else [["Post it again"]])


@pytest.mark.parametrize("point", POINTS)
def test_a_summary_is_never_doubled_and_its_loss_is_told_to_the_hosts(yard: Yard, point: str) -> None:
    monday_comes(yard)
    summarise_next(yard.leadbot.worker_database, yard.time())
    dies(yard, point, "summary")
    yard.recovers()
    check_there_is_one(yard, point)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.parametrize("point", REACHED)
def test_of_two_workers_that_find_it_due_one_is_killed_and_there_is_one(yard: Yard, point: str) -> None:
    monday_comes(yard)
    workers = [yard.worker(point=point, purpose="summary") for _ in range(2)]
    assert sorted(worker.ends() for worker in workers) == [KILLED, 0]
    yard.recovers()
    check_there_is_one(yard, point)
