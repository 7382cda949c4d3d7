"""Two other ways to put a team together, beside the search: a greedy cover, and an exhaustive one that leaves nobody out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from leadbot.domain.teams import ROLES_EACH

Worth = Mapping[int, int]  # person → what it is worth that they take a place of a role
Taken = list[tuple[int, int]]  # (role, person)
Cover = Callable[[Sequence[int], Sequence[Worth], Mapping[int, int], frozenset[int]], Taken]


@dataclass(frozen=True)
class Merit:
    """What a team is judged by."""

    places: int
    people: int
    worth: int


def merit(worth: Sequence[Worth], team: Taken) -> Merit:
    """The merit of a team."""
    return Merit(len(team), len({person for _, person in team}), sum(worth[role][person] for role, person in team))


def greedy(places: Sequence[int], worth: Sequence[Worth], room: Mapping[int, int], _: frozenset[int]) -> Taken:
    """Whoever covers most of what is open is taken next, of equals the one who suits best; until nobody covers any."""
    left = list(places)
    team: Taken = []
    free = {person for of_role in worth for person in of_role if room[person]}
    while True:
        takes = {
            person: sorted(
                (role for role, count in enumerate(left) if count and person in worth[role]),
                key=lambda role: -worth[role][person],
            )[: min(ROLES_EACH, room[person])]
            for person in free
        }
        best = max(
            (person for person in free if takes[person]),
            key=lambda person: (len(takes[person]), sum(worth[role][person] for role in takes[person]), -person),
            default=None,
        )
        if best is None:
            return sorted(team)
        free.remove(best)
        for role in takes[best]:
            left[role] -= 1
            team.append((role, best))


def exhaustive(
    places: Sequence[int], worth: Sequence[Worth], room: Mapping[int, int], present: frozenset[int]
) -> Taken:
    """Everybody who can take anything, with every set of roles that they can take, on top of every team before them.

    The best team is kept for each way in which the places can be filled: places, people and worth are compared as what
    they are, and nobody is left out beforehand.
    """
    best: dict[tuple[int, ...], tuple[int, int, Taken]] = {(0,) * len(places): (0, 0, [])}  # fewest people, most worth
    for person in sorted({person for of_role in worth for person in of_role}):
        can = [role for role, of_role in enumerate(worth) if person in of_role and places[role]]
        most = min(ROLES_EACH, room[person])
        sets = [takes for size in range(1, most + 1) for takes in combinations(can, size)]
        reached = dict(best)
        for (state, (people, value, team)), takes in product(best.items(), sets):
            filled = tuple(count + (role in takes) for role, count in enumerate(state))
            if all(count <= most for count, most in zip(filled, places, strict=True)):
                newcomer = people - (person not in present)
                more = value + sum(worth[role][person] for role in takes)
                known = reached.get(filled)
                if known is None or (newcomer, more) > known[:2]:
                    reached[filled] = (newcomer, more, [*team, *((role, person) for role in takes)])
        best = reached
    _, (_, _, team) = max(best.items(), key=lambda each: (sum(each[0]), *each[1][:2]))
    return sorted(team)
