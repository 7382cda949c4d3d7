"""A worker is killed in the middle of the weekly summary: there is one or none, and a loss is told to the hosts."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Week:
    """How the one summary stands, how often it was said, and the buttons of each message that told Hana of its loss."""

    state: MessageState
    said: int
    told: tuple[tuple[str, ...], ...] = ()


def week_of(yard: Yard) -> Week:
    """What has become of this week's summary."""
    summary = yard.row("summary")  # and no other
    told = [message for message in yard.slack.person("Hana").inbox if "This week's summary" in message.words]
    buttons = tuple(tuple(button.label for button in message.buttons) for message in told)
    return Week(summary.state, yard.copies()[str(summary.id)], buttons)


def week_after(point: str) -> Week:
    """What is to become of it when a worker dies at this point: unless all went well, Hana is told, with the button."""
    if point == "after the mark":
        return Week(MessageState.SENT, said=1)
    return Week(MessageState.UNKNOWN, said=0 if point == "after the claim" else 1, told=(("Post it again",),))


@pytest.mark.case("CRASH-01")
@pytest.mark.parametrize("point", POINTS)
def test_a_summary_is_never_doubled_and_its_loss_is_told_to_the_hosts(yard: Yard, point: str) -> None:
    monday_comes(yard)
    summarise_next(yard.leadbot.worker_database, yard.time())
    dies(yard, point, "summary")
    yard.recovers()
    assert yard.lost_and_doubled() == ([], [])
    assert week_of(yard) == week_after(point)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.parametrize("point", REACHED)
def test_of_two_workers_that_find_it_due_one_is_killed_and_there_is_one(yard: Yard, point: str) -> None:
    monday_comes(yard)
    workers = [yard.worker(point=point, purpose="summary") for _ in range(2)]
    assert sorted(worker.ends() for worker in workers) == [KILLED, 0]
    yard.recovers()
    assert yard.lost_and_doubled() == ([], [])
    assert week_of(yard) == week_after(point)
