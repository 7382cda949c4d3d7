"""Fair shares: among those who fit, the busy step back a little, and those who were let down step forward."""

from collections.abc import Collection, Sequence
from statistics import median

from leadbot.matching.profile import Profile
from leadbot.matching.vocabulary import Vocabulary

STEP_BACK = 0.08  # for each offer above the median…
MOST_BACK, MOST_FORWARD = 0.4, 0.1  # …within these bounds
LET_DOWN = 1.5
NEAR = 1.05  # less than one offer more or less: it decides between those who suit nearly as well
LEARNED, MOST_LEARNED = 0.08, 0.3  # for each win or pass with a skill that is wanted, and at most


def median_load(members: Sequence[Profile]) -> float:
    """The median number of offers that members had lately; 0 for nobody."""
    return median(member.load for member in members) if members else 0.0


def fair_factor(member: Profile, typical: float, wanted: Collection[str], vocabulary: Vocabulary) -> float:
    """What a member's score is multiplied by: always above 0, so that it makes nobody fit, and nobody unfit.

    A newcomer, who has had no offers yet, stands at the median: else whoever is new would get them all.
    """
    load = member.load or typical
    share = 1 - min(max(STEP_BACK * (load - typical), -MOST_FORWARD), MOST_BACK)
    learned = 0.0
    for value, count in member.evidence:
        skill = vocabulary.get(value) or vocabulary.find_spelt(vocabulary.name_of(value))
        if (skill.slug if skill else value) in wanted:
            learned += LEARNED * count
    share *= 1 + min(max(learned, -MOST_LEARNED), MOST_LEARNED)
    return share * (LET_DOWN if member.let_down else 1.0) * (NEAR if member.near else 1.0)
