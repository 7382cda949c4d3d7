"""How long people wait for the answer to `/skills WORDS`, against the least that could answer."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median

from benchmarks.processes import Running, bare_bolt, leadbot_run
from benchmarks.requests import Senders, acks, envelopes
from leadbot.playground.local_slack import LocalSlack

ROUNDS = 5
CHUNKS = 20  # in each round: so many turns of either, so that whatever else the machine does meets both alike
COMMANDS = {1: 20, 8: 40}  # in each turn: connections → commands
PEOPLE = 200  # so many that none of them asks faster than is allowed
WARM_UP = 4 * PEOPLE  # so that everybody is known, and has been looked up

NewDatabase = Callable[[], AbstractContextManager[str]]


@dataclass(frozen=True)
class Compared:
    """Medians over the rounds: milliseconds to the ack of either, their ratio, and the ratio of processor time."""

    connections: int
    leadbot: float
    bare: float
    ratio: float
    cpu_ratio: float
    ratios: tuple[float, ...]


@dataclass(frozen=True)
class Round:
    """What one round took: milliseconds to the median ack, and processor seconds."""

    took: float
    cpu: float


@dataclass(frozen=True)
class Side:
    """One of the two: its process, and how to send it so many commands over so many connections at once."""

    running: Running
    send: Callable[[int, int], list[float]]


@contextmanager
def both(new_database: NewDatabase) -> Iterator[tuple[Side, Side]]:
    """Leadbot and the bare listener over HTTP, each with a migrated database of its own, both warm."""
    with ExitStack() as stack:
        slack = stack.enter_context(LocalSlack())
        senders = Senders(slack.team_id, tuple(slack.add_person(f"Person {n}").id for n in range(PEOPLE)))
        leadbot = stack.enter_context(leadbot_run(slack, stack.enter_context(new_database())))
        bare = stack.enter_context(bare_bolt(stack.enter_context(new_database())))
        sides = [Side(server, partial(acks, server.port, senders)) for server in (leadbot, bare)]
        for side in sides:
            side.send(WARM_UP, 2)
        yield sides[0], sides[1]


@contextmanager
def both_by_socket(new_database: NewDatabase) -> Iterator[tuple[Side, Side]]:
    """The same over Socket Mode, each with a local Slack of its own: the app's lines belong to one Slack."""
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(LocalSlack()) for _ in range(2))
        senders = Senders(ours.team_id, tuple(ours.add_person(f"Person {n}").id for n in range(PEOPLE)))
        leadbot = stack.enter_context(leadbot_run(ours, stack.enter_context(new_database()), socket_mode=True))
        bare = stack.enter_context(bare_bolt(stack.enter_context(new_database()), theirs))
        sides = [Side(run, partial(envelopes, slack, senders)) for run, slack in ((leadbot, ours), (bare, theirs))]
        for side in sides:
            side.send(WARM_UP, 2)
        yield sides[0], sides[1]
        for slack in (ours, theirs):
            slack.sockets.drop_all()


def compare(new_database: NewDatabase, *, by_socket: bool = False) -> list[Compared]:
    """One connection, then eight."""
    with (both_by_socket if by_socket else both)(new_database) as (leadbot, bare):
        return [compare_with(connections, leadbot, bare) for connections in COMMANDS]


def compare_with(connections: int, leadbot: Side, bare: Side) -> Compared:
    """So many connections at once."""
    rounds = [one_round(connections, leadbot, bare) for _ in range(ROUNDS)]
    ratios = tuple(ours.took / theirs.took for ours, theirs in rounds)
    return Compared(
        connections,
        median(ours.took for ours, _ in rounds),
        median(theirs.took for _, theirs in rounds),
        median(ratios),
        median(ours.cpu / theirs.cpu for ours, theirs in rounds),
        ratios,
    )


def one_round(connections: int, leadbot: Side, bare: Side) -> tuple[Round, Round]:
    """Both, turn by turn."""
    sides = (leadbot, bare)
    took: tuple[list[float], list[float]] = ([], [])
    before = [side.running.cpu() for side in sides]
    for _ in range(CHUNKS):
        for side, times in zip(sides, took, strict=True):
            times += side.send(COMMANDS[connections], connections)
    after = [side.running.cpu() for side in sides]
    ours, theirs = (
        Round(1000 * median(times), end - start) for times, start, end in zip(took, before, after, strict=True)
    )
    return ours, theirs
