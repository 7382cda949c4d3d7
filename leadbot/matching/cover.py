"""Who takes which place: the exact search behind a team. It knows numbers only, no skills and no words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations
from math import prod
from operator import mul

from leadbot.domain.teams import ROLES_EACH

Takes = tuple[int, ...]  # the roles of which one person takes a place each, in order
Worth = Mapping[int, int]  # person → what it is worth that they take a place of a role


# A team in the making: what it is worth, who was the last to join it and for which roles, and what it was before. Thousands
# are made for each search, and a class of its own would take twice as long.
Step = tuple[int, int, Takes, "Step | None"]


def cover(
    places: Sequence[int], worth: Sequence[Worth], room: Mapping[int, int], present: frozenset[int]
) -> list[tuple[int, int]]:
    """The best team there is, as (role, person) pairs in the order of roles.

    Given are for each role the places to fill, and the people who may take one, each with their worth: whole numbers
    from 0, because a sum of floats depends on its order. People are numbers too; who has the lower goes first where
    all else is equal. `room` is how many roles each may take, and `present` are those who are in the team anyway.

    Best is, in this order: the most places, the fewest people who are not present, the highest sum of worth, those who
    go first. It is exact. A state is how many places of each role are filled: of seven places there are 128 at most.
    People join one by one, and the best way to each state is kept; only those join who may matter.
    """
    takers = who_may_matter(places, worth, room, present)
    steps = steps_between_states(places, {takes for sets in takers.values() for takes in sets})
    bits = len(takers)
    newcomer = 1 + sum(max(of_role.values(), default=0) * count for of_role, count in zip(worth, places, strict=True))
    best: list[Step | None] = [None] * prod(count + 1 for count in places)
    best[0] = (0, -1, (), None)
    for turn, person in enumerate(sorted(takers), start=1):
        # One number for three aims: a person costs more than all worth, which outweighs who goes first. That is a bit
        # for each person, and the first of them counts for more than all who come after.
        joins = (1 << (bits - turn)) - (0 if person in present else newcomer << bits)
        reached = best[:]
        for takes in takers[person]:
            gain = joins + (sum(worth[role][person] for role in takes) << bits)
            for start, end in steps[takes]:
                if before := best[start]:
                    total, other = before[0] + gain, reached[end]
                    if other is None or total > other[0]:
                        reached[end] = (total, person, takes, before)
        best = reached
    return sorted(taken(max(filter(None, best), key=lambda step: (len(list(taken(step))), step[0]))))


def who_may_matter(
    places: Sequence[int], worth: Sequence[Worth], room: Mapping[int, int], present: frozenset[int]
) -> dict[int, list[Takes]]:
    """For each person who may be in the best team, the sets of roles that they may take in it.

    Of the people who can take a set, as many of the best as the team may have new people, and those who are present.
    Nobody else is needed: in the place of anybody further down, one of these is free, and is not worse.
    """
    takers: dict[int, list[Takes]] = {}
    wanted = [role for role, count in enumerate(places) if count]
    who = {role: {person for person in worth[role] if room[person]} for role in wanted}
    for size in range(1, ROLES_EACH + 1):
        most = sum(places) - size + 1
        for takes in combinations(wanted, size):
            able = [person for person in set.intersection(*map(who.__getitem__, takes)) if room[person] >= size]
            if len(able) > most:
                new = [(-merit, person) for person, merit in merits(takes, able, worth) if person not in present]
                able = [*(person for _, person in sorted(new)[:most]), *present.intersection(able)]
            for person in able:
                takers.setdefault(person, []).append(takes)
    return takers


def merits(takes: Takes, people: Iterable[int], worth: Sequence[Worth]) -> Iterator[tuple[int, int]]:
    """What it is worth, of each of these people, that they take all these roles."""
    if len(takes) == 1:
        of_role = worth[takes[0]]
        return ((person, of_role[person]) for person in people)
    return ((person, sum(worth[role][person] for role in takes)) for person in people)


def steps_between_states(places: Sequence[int], sets: Iterable[Takes]) -> dict[Takes, list[tuple[int, int]]]:
    """For each of the sets of roles that somebody may take, which state it leads to from each that has room for it.

    A state is a number of which each role has a digit: how many of its places are filled.
    """
    *unit, states = accumulate((count + 1 for count in places), mul, initial=1)
    free = [
        {state for state in range(states) if state // unit[role] % (count + 1) < count}
        for role, count in enumerate(places)
    ]
    return {
        takes: [
            (state, state + sum(unit[role] for role in takes))
            for state in set.intersection(*(free[role] for role in takes))
        ]
        for takes in sets
    }


def taken(step: Step) -> Iterator[tuple[int, int]]:
    """The places that are taken in a team, as (role, person) pairs."""
    last: Step | None = step
    while last:
        _, person, takes, last = last
        yield from ((role, person) for role in takes)
