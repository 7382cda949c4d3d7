"""How long people wait for the answer to `/skills WORDS`, against the least that could answer."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from benchmarks.processes import Running, bare_bolt, leadbot_run
from benchmarks.requests import Senders, acks
from leadbot.playground.local_slack import LocalSlack

ROUNDS = 5
CHUNKS = 20  # in each round: so many turns of either, so that whatever else the machine does meets both alike
COMMANDS = {1: 20, 8: 40}  # in each turn: connections → commands
PEOPLE = 50
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


@contextmanager
def both(new_database: NewDatabase) -> Iterator[tuple[Running, Running, Senders]]:
    """Leadbot and the bare listener, each with a migrated database of its own, both warm."""
    with ExitStack() as stack:
        slack = stack.enter_context(LocalSlack())
        senders = Senders(slack.team_id, tuple(slack.add_person(f"Person {n}").id for n in range(PEOPLE)))
        leadbot = stack.enter_context(leadbot_run(slack, stack.enter_context(new_database())))
        bare = stack.enter_context(bare_bolt(stack.enter_context(new_database())))
        for server in (leadbot, bare):
            acks(server.port, senders, WARM_UP, 2)
        yield leadbot, bare, senders


def compare(new_database: NewDatabase) -> list[Compared]:
    """One connection, then eight."""
    with both(new_database) as (leadbot, bare, senders):
        return [compare_with(connections, leadbot, bare, senders) for connections in COMMANDS]


def compare_with(connections: int, leadbot: Running, bare: Running, senders: Senders) -> Compared:
    """So many connections at once."""
    rounds = [one_round(connections, leadbot, bare, senders) for _ in range(ROUNDS)]
    ratios = tuple(ours.took / theirs.took for ours, theirs in rounds)
    return Compared(
        connections,
        median(ours.took for ours, _ in rounds),
        median(theirs.took for _, theirs in rounds),
        median(ratios),
        median(ours.cpu / theirs.cpu for ours, theirs in rounds),
        ratios,
    )


def one_round(connections: int, leadbot: Running, bare: Running, senders: Senders) -> tuple[Round, Round]:
    """Both, turn by turn."""
    took: dict[int, list[float]] = {leadbot.port: [], bare.port: []}
    before = leadbot.cpu(), bare.cpu()
    for _ in range(CHUNKS):
        for server in (leadbot, bare):
            took[server.port] += acks(server.port, senders, COMMANDS[connections], connections)
    after = leadbot.cpu(), bare.cpu()
    ours, theirs = (
        Round(1000 * median(took[server.port]), end - start)
        for server, start, end in zip((leadbot, bare), before, after, strict=True)
    )
    return ours, theirs
