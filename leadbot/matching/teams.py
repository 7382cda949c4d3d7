"""A team: the fewest, best-suited people who together take every place of a contract that can be taken."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadbot.domain.teams import MOST_PLACES, MOST_ROLES, ROLES_EACH
from leadbot.matching.cover import cover
from leadbot.matching.fair_shares import fair_factor, median_load
from leadbot.matching.profile import Match, Profile
from leadbot.matching.ranking import Index, Ranking
from leadbot.matching.request import key_of
from leadbot.matching.vocabulary import NEW, load_vocabulary

# Whoever lists none of the skills that a role names is qualified for it from this score on, load aside. It is on the
# scale of `Index.ranking`, where 1 is a skill that the role's words name and the member lists, or all of its words; so
# it asks for nearly that. Measured, in docs/decisions/0017: measure it anew when the ranking changes.
QUALIFIED = 0.85
BENCH = 20  # members named for each role
EXACT = 1_000_000  # scores become whole numbers, so that the order in which they are added makes no difference

Able = list[tuple[Profile, float]]  # who can take a role and is free to, best first, with their scores


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """What a contract needs: in words, in skills that were chosen, and how many people, those who accepted included."""

    description: str
    skills: Sequence[str] = ()
    places: int = 1


@dataclass(frozen=True, slots=True)
class Team:
    """Who should take which place, and who else could."""

    places: tuple[tuple[int, str], ...]  # (role index, member id), in the order of roles; not those who were kept
    open: tuple[int, ...]  # the index of a role, once for each of its places that stays open
    bench: tuple[tuple[Match, ...], ...]  # for each role whom it can be put to, best first, the chosen among them

    @property
    def unfillable(self) -> tuple[int, ...]:
        """The roles with a place to fill that can be put to nobody, each once."""
        return tuple(role for role in dict.fromkeys(self.open) if not self.bench[role])

    def match(self, role: int, member_id: str) -> Match:
        """How well a member suits a role and why. LookupError for whoever is not on its bench."""
        for match in self.bench[role]:
            if match.member_id == member_id:
                return match
        raise LookupError(f"{member_id} is not on the bench of role {role}")


def propose_team(
    roles: Sequence[RoleNeed],
    members: Iterable[Profile],
    *,
    kept: Collection[tuple[int, str]] = (),
    barred: Collection[tuple[int, str]] = (),
) -> Team:
    """The best team for a contract: everybody in it is qualified for what they take.

    `kept` are the (role index, member id) pairs of those who accepted: they stay, and to give them another role brings
    no new person in. `barred` are the pairs that must not be proposed, because the member passed on that role.

    Best is, in this order: the most places, the fewest people, the best suited, those who wait longest, then the id.
    How well somebody suits is their score in the ranking of that role alone. Fair shares are in it, so "fit minus load"
    is that score, and load is not counted again. It is taken out of the score again to say who is qualified: the busy
    step back, but they can do what they can do.

    ValueError for more than ten roles or seven places to fill, and for somebody kept in a role that there is not.
    """
    places = places_to_fill(roles, kept)
    people = sorted(members, key=lambda member: (-member.waiting, member.id))
    number_of = {member.id: number for number, member in enumerate(people)}
    held = Counter(member_id for _, member_id in set(kept))
    taken_or_passed = {*kept, *barred}
    index, typical = Index(people), median_load(people)
    rankings = [index.ranking(role.description, skills=role.skills) for role in roles]
    able = [
        [
            (member, score)
            for member, score in qualified(role, ranking, typical)
            if room_of(member, held) > 0 and (at, member.id) not in taken_or_passed
        ]
        for at, (role, ranking) in enumerate(zip(roles, rankings, strict=True))
    ]
    chosen = cover(
        places,
        [{number_of[member.id]: round(score * EXACT) for member, score in of_role} for of_role in able],
        {number_of[member.id]: room_of(member, held) for of_role in able for member, _ in of_role},
        frozenset(number_of[member_id] for member_id in held.keys() & number_of.keys()),
    )
    team = tuple((role, people[number].id) for role, number in chosen)
    filled = Counter(role for role, _ in team)
    return Team(
        places=team,
        open=tuple(role for role, left in enumerate(places) for _ in range(left - filled[role])),
        bench=tuple(
            bench_of(ranking, of_role, {member_id for taken, member_id in team if taken == role})
            for role, (ranking, of_role) in enumerate(zip(rankings, able, strict=True))
        ),
    )


def places_to_fill(roles: Sequence[RoleNeed], kept: Iterable[tuple[int, str]]) -> list[int]:
    """How many places of each role nobody has yet. ValueError for more roles or places than a contract has."""
    filled = Counter(role for role, _ in set(kept))
    left = [max(0, role.places - filled[number]) for number, role in enumerate(roles)]
    if len(roles) > MOST_ROLES or sum(left) > MOST_PLACES:
        raise ValueError(
            f"at most {MOST_ROLES} roles with {MOST_PLACES} places to fill, not {len(roles)} with {sum(left)}"
        )
    if not filled.keys() <= set(range(len(roles))):
        raise ValueError(f"there is no role {max(filled, key=abs)} for anybody to keep")
    return left


def bench_of(ranking: Ranking, able: Able, chosen: Collection[str]) -> tuple[Match, ...]:
    """The first of those who can take a role, and whoever is chosen for it, with their reasons."""
    return tuple(
        ranking.match(member, score)
        for place, (member, score) in enumerate(able)
        if place < BENCH or member.id in chosen
    )


def room_of(member: Profile, held: Mapping[str, int]) -> int:
    """How many more roles a member may take."""
    most = ROLES_EACH - held.get(member.id, 0)
    return most if member.capacity is None else min(most, member.capacity)


def qualified(role: RoleNeed, ranking: Ranking, typical: float) -> Able:
    """Those in the ranking of a role who can do it, best first: they list a skill that it names, or suit well enough.

    `typical` is the members' median load, without which what load did to a score cannot be undone.
    """
    vocabulary = load_vocabulary()
    named = {key_of(value, vocabulary) for value in role.skills} - {NEW}
    return [
        (member, score)
        for member, score in ranking.best
        if score / fair_factor(member, typical, (), vocabulary) >= QUALIFIED
        or any(key_of(value, vocabulary) in named for value in member.skills)
    ]


def can_do(role: RoleNeed, member: Profile) -> bool:
    """Whether a member is qualified for a role, however busy they are."""
    return bool(qualified(role, Index([member]).ranking(role.description, skills=role.skills), member.load))
