"""Who suits a request: by the skills that it names, and by the words that it shares with what members say."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from leadbot.matching.fair_shares import fair_factor, median_load
from leadbot.matching.members import LISTED, read_member
from leadbot.matching.profile import Match, Profile
from leadbot.matching.reasons import reasons_for
from leadbot.matching.related import lift, load_related, passed_on
from leadbot.matching.request import Wanted, read_request
from leadbot.matching.vocabulary import NEW, load_vocabulary, stem_key

# How much each kind of agreement counts. A skill that the poster chose says more than one that we read in their words.
CHOSEN, MENTIONED, WORDS = 1.5, 1.0, 1.0
RELATED = 0.5  # …or they list something that is asked for where it is wanted
SAME_GROUP = 0.08  # for those who fit anyway, and list something of the same group of trades
HINTS = 0.25  # words that the request does not say, but that go with what it wants
SLIP = 0.7  # a word that is one slip away
# Who has no skill in common fits by words: a good share of what the request says, or, of a long one, a few rare words.
ENOUGH_SHARE, ENOUGH_RARITY = 0.16, 4.0


def rank(request: str, members: Iterable[Profile], *, skills: Sequence[str] = (), limit: int = 5) -> list[Match]:
    """The members who fit, best first; nobody when nobody does. `skills` are those that the poster chose."""
    return Index(members).rank(request, skills=skills, limit=limit)


@dataclass(frozen=True, slots=True)
class Ranking:
    """All who fit a request, best first, each with a score; the reasons are put into words for those who are asked for.

    To word them takes longer than to rank, and a team looks at everybody who fits but names a few.
    """

    best: tuple[tuple[Profile, float], ...]
    _reasons: Callable[[Profile], tuple[str, ...]]

    def match(self, member: Profile, score: float) -> Match:
        """What is said of one of the best."""
        return Match(member.id, score, self._reasons(member))


class Index:
    """Members, made ready for many requests. Nothing in it changes once it is built."""

    def __init__(self, members: Iterable[Profile]) -> None:
        self._vocabulary = load_vocabulary()
        self._related = load_related()
        self._members = tuple(members)
        self._median = median_load(self._members)
        self._groups: list[frozenset[str]] = []
        members_with: dict[str, list[tuple[int, float]]] = defaultdict(list)  # by skill, and how surely they have it
        members_saying: dict[str, list[tuple[int, float]]] = defaultdict(list)  # by stem, and its weight with them
        for at, member in enumerate(self._members):
            read = read_member(tuple(member.skills), member.text)
            for key, strength in read.has.items():
                members_with[key].append((at, strength))
            for word, weight in read.says.items():
                members_saying[word].append((at, weight))
            self._groups.append(read.groups)
        self._has = dict(members_with)  # no more are added by asking for one that is not there
        self._says = dict(members_saying)
        self._stems_by_letter = by_first_letter(self._says)
        self._own_skills_by_letter = by_first_letter(key.removeprefix(NEW) for key in self._has if NEW in key)

    def rank(self, request: str, *, skills: Sequence[str] = (), limit: int = 5) -> list[Match]:
        """The members who fit this request, best first, at most `limit` of them."""
        ranking = self.ranking(request, skills=skills)
        return [ranking.match(member, score) for member, score in ranking.best[: max(limit, 0)]]

    def ranking(self, request: str, *, skills: Sequence[str] = ()) -> Ranking:
        """All the members who fit this request, best first, with their reasons yet to be worded."""
        wanted = read_request(request, skills, self._vocabulary)
        met = {same: word for word in wanted.words for same in self._spelt(word)}
        same_skill = {same: key for key in sorted(wanted.keys) for same in (*self._nearly(key), key)}
        total = self._total(wanted)
        having = self._having(same_skill)
        able = Counter(at for key in wanted.asked for at in having[key])
        nearly_able = self._nearly_able(wanted, having)
        by_skills = score_skills(wanted, having)
        by_relation = score_skills(wanted, nearly_able)
        by_words = self._score_words({same: self._weight(same, word, wanted) for same, word in met.items()}, wanted)
        hinted = self._score_words({word: HINTS * self._rarity(word) for word in wanted.hints}, wanted)
        scores, lifts = {}, {}
        for at in by_skills.keys() | by_words.keys() | by_relation.keys():
            member = self._members[at]
            said = by_words.get(at, 0.0)
            fits = at in able or at in by_relation or said >= ENOUGH_SHARE or said * total >= ENOUGH_RARITY
            if fits and (member.capacity is None or member.capacity > 0):
                suits = by_skills.get(at, 0.0) + WORDS * (said + hinted.get(at, 0.0))
                suits += SAME_GROUP if self._groups[at] & wanted.groups else 0.0
                share = fair_factor(member, self._median, wanted.keys, self._vocabulary)
                scores[at], lifts[at] = suits * share, by_relation.get(at, 0.0) * share
        scores = lift(scores, lifts, able, Counter(at for members in nearly_able.values() for at in members))
        best = sorted(scores, key=lambda at: (-scores[at], -self._members[at].waiting, self._members[at].id))
        return Ranking(
            tuple((self._members[at], scores[at]) for at in best),
            lambda member: reasons_for(wanted, same_skill, met, member, self._rarity, self._vocabulary),
        )

    def _having(self, same_skill: dict[str, str]) -> dict[str, dict[int, float]]:
        """For each skill that is wanted, the members who have it and how surely."""
        having: dict[str, dict[int, float]] = {}
        for same, key in same_skill.items():
            members = having.setdefault(key, {})
            for at, strength in self._has.get(same, ()):
                members[at] = max(members.get(at, 0.0), strength)
        return having

    def _nearly_able(self, wanted: Wanted, having: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
        """For each skill that is asked for, the members who lack it, list a related one, and never passed on it."""
        nearly: dict[str, dict[int, float]] = {key: {} for key in wanted.keys}
        for key in wanted.asked:
            for other in self._related.get(key, ()):
                for at, strength in self._has.get(other, ()):
                    lacks = strength == LISTED and at not in having[key]
                    if lacks and key not in passed_on(self._members[at]):
                        nearly[key][at] = RELATED
        return nearly

    def _score_words(self, weights: dict[str, float], wanted: Wanted) -> dict[int, float]:
        """For each member who says one of these stems, the share of the request's whole weight that they meet."""
        total = self._total(wanted)
        scores: dict[int, float] = {}
        for word, weight in sorted(weights.items()):
            for at, said in self._says.get(word, ()):
                scores[at] = scores.get(at, 0.0) + weight / total * said
        return scores

    def _total(self, wanted: Wanted) -> float:
        """The weight of all that a request says."""
        return sum(weight * self._rarity(word) for word, weight in wanted.words.items()) or 1.0

    def _weight(self, same: str, word: str, wanted: Wanted) -> float:
        """How much it counts that a member says `same` where the request says `word`."""
        return wanted.words[word] * self._rarity(same) * (1.0 if same == word else SLIP)

    def _rarity(self, word: str) -> float:
        """Inverse frequency among the members and the vocabulary's skills, so that it also works for three members."""
        everywhere = len(self._members) + len(self._vocabulary.skills)
        used = len(self._says.get(word, ())) + self._vocabulary.stem_counts[word]
        return math.log(1 + (everywhere - used + 0.5) / (used + 0.5))

    def _spelt(self, word: str) -> list[str]:
        """The stem itself if members say it; else a few of theirs that are one slip away."""
        if word in self._says or len(word) < 5:
            return [word]
        near = (known for known in self._stems_by_letter.get(word[0], ()) if abs(len(known) - len(word)) < 2)
        return [known for known in near if len(known) > 4 and OSA.distance(known, word, score_cutoff=1) == 1][:3]

    def _nearly(self, key: str) -> list[str]:
        """The skills in members' own words that are other spellings of this skill."""
        skill = self._vocabulary.get(key)
        names = [" ".join(stem_key(name)) for name in skill.names] if skill else [key.removeprefix(NEW)]
        return [
            NEW + own
            for name in names
            if len(name) > 4
            for own in self._own_skills_by_letter.get(name[0], ())
            if abs(len(own) - len(name)) < 3 and 0 < OSA.distance(own, name) <= (1 if len(name) < 9 else 2)
        ]


def score_skills(wanted: Wanted, having: dict[str, dict[int, float]]) -> dict[int, float]:
    """For each member with a skill that is wanted, the share of what is wanted that they have."""
    scores: dict[int, float] = {}
    for weight, keys in ((CHOSEN, dict.fromkeys(sorted(wanted.chosen), 1.0)), (MENTIONED, wanted.mentioned)):
        total = max(sum(keys.values()), 1.0)
        for key, importance in keys.items():
            for at, strength in having[key].items():
                scores[at] = scores.get(at, 0.0) + weight * strength * importance / total
    return scores


def by_first_letter(words: Iterable[str]) -> dict[str, list[str]]:
    """Words in order, under their first letters."""
    letters: dict[str, list[str]] = {}
    for word in sorted(words):
        letters.setdefault(word[:1], []).append(word)
    return letters
