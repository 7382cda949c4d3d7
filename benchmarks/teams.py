"""How good the team is that the search finds, and how long it takes: beside a greedy cover and an exhaustive one, and
beside what comes before it, making the members ready and ranking one role.

The members are made up, from the vocabulary's own skills: three each, evenly spread, with a line of text. Ten roles name
two skills each; seven have a place to fill and three are the poster's, as in the largest contract that there can be.
"""

import gc
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.covers import Cover, exhaustive, greedy, merit
from leadbot.matching import Index, Profile, RoleNeed, propose_team
from leadbot.matching import teams as proposing
from leadbot.matching.cover import cover
from leadbot.matching.members import read_member
from leadbot.matching.vocabulary import load_vocabulary

CONTRACTS = {200: 50, 2_000: 20, 20_000: 5}  # by how many members there are
WAYS: dict[str, Cover] = {"the search": cover, "greedy": greedy, "exhaustive": exhaustive}
SEED = 5  # the same members and contracts every time


@dataclass(frozen=True)
class Way:
    """One way to put teams together: all that it filled in all the contracts, and its median in milliseconds."""

    name: str
    places: int
    people: int
    fit: float  # the sum of the scores
    took: float


@dataclass(frozen=True)
class Searched:
    """Medians, in milliseconds of processor time; and the teams, found in three ways."""

    members: int
    index: float
    one_role: float
    search: float  # where it stands, in the midst of a proposal
    first: float  # the whole, where nobody's words were read before
    whole: float
    ways: tuple[Way, ...]


def teams() -> Iterator[Searched]:
    """At each size."""
    for size, contracts in CONTRACTS.items():
        chance = random.Random(SEED)
        yield search_among([someone(number, chance) for number in range(size)], chance, contracts)


def search_among(members: list[Profile], chance: random.Random, contracts: int) -> Searched:
    """The four times, for contracts that have not been seen before."""
    rank_times: list[float] = []
    index_times: list[float] = []
    whole: list[float] = []
    search_times: list[float] = []
    asked: list[tuple[Any, ...]] = []

    def search(*given: Any) -> Any:
        asked.append(given)
        return timed(cover, search_times)(*given)

    with (
        patch.object(proposing, "Index", timed(Index, index_times)),
        patch.object(Index, "ranking", timed(Index.ranking, rank_times)),
        patch.object(proposing, "cover", search),
    ):
        read_member.cache_clear()
        for _ in range(contracts):
            timed(propose_team, whole)(a_contract(chance), members)
    ways = tuple(filled(name, way, asked) for name, way in WAYS.items())
    return Searched(
        len(members),
        median(index_times),
        median(rank_times),
        search=median(search_times),
        first=whole[0],
        whole=median(whole[1:]),
        ways=ways,
    )


def filled(name: str, way: Cover, asked: list[tuple[Any, ...]]) -> Way:
    """What one way makes of the same contracts. What came before it is over, and its garbage collected."""
    times: list[float] = []
    gc.collect()
    found = [merit(each[1], timed(way, times)(*each)) for each in asked]
    fit = sum(each.worth for each in found) / proposing.EXACT
    return Way(name, sum(each.places for each in found), sum(each.people for each in found), fit, median(times))


def timed(function: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    """The function, with the milliseconds of each call kept: of this thread, whatever else the machine does."""

    def call(*arguments: Any, **named: Any) -> Any:
        begun = time.thread_time()
        try:
            return function(*arguments, **named)
        finally:
            times.append(1000 * (time.thread_time() - begun))

    return call


def someone(number: int, chance: random.Random) -> Profile:
    """A member with three skills."""
    skills = chance.sample(load_vocabulary().skills, 3)
    return Profile(
        f"member {number}",
        tuple(skill.slug for skill in skills),
        f"Ten years of {skills[0].name} for small businesses, and some {chance.choice(skills[1:]).name}",
        load=float(chance.randrange(5)),
        capacity=chance.choice([1, 2, 2]),
        waiting=float(chance.randrange(30)),
    )


def a_contract(chance: random.Random) -> list[RoleNeed]:
    """Ten roles, of which seven have a place."""
    roles = []
    for number in range(10):
        skills = chance.sample(load_vocabulary().skills, 2)
        words = f"Somebody for {skills[0].name}, who knows about {skills[1].name} too"
        roles.append(RoleNeed(words, tuple(skill.slug for skill in skills), places=1 if number < 7 else 0))
    return roles
