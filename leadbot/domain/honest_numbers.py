"""Honest numbers of some days: each is counted out of something, and what nobody told stays not known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from leadbot.domain.statuses import Outcome


@dataclass(frozen=True)
class Meeting:
    """What is known of two people, or a team, who were introduced. Moments are aware; None is what nobody told."""

    introduced_at: datetime
    met_at: datetime | None = None
    outcome: Outcome | None = None
    outcome_at: datetime | None = None
    ended_at: datetime | None = None
    stepped_back: bool = False
    is_team: bool = False  # which is asked about its bid, and never whether it has met

    def was_under_way(self, since: datetime, until: datetime) -> bool:
        """Whether they were in touch at some time from `since` to before `until`."""
        over_at = self.outcome_at or self.ended_at
        return self.introduced_at < until and (over_at is None or over_at >= since)


@dataclass(frozen=True)
class Count:
    """What happened among the introductions under way: all of its numbers but one are out of `under_way`."""

    under_way: int
    introduced: int  # of them, in these very days
    pairs: int  # of them, those who are asked whether they have met, and had not before…
    met: int  # …and, of these, who have
    met_before: int  # who had met when these days began
    outcomes: Mapping[Outcome, int]
    stepped_back: int

    @property
    def not_known(self) -> int:
        """Of how many nobody knows yet what came of them."""
        return self.under_way - sum(self.outcomes.values()) - self.stepped_back


def count(meetings: Iterable[Meeting], since: datetime, until: datetime) -> Count:
    """What happened from `since` to before `until`. What became known later is not known here."""
    under_way = [meeting for meeting in meetings if meeting.was_under_way(since, until)]
    asked = [each for each in under_way if not each.is_team]
    pairs = [each for each in asked if not happened(each.met_at, since)]
    told = [each for each in under_way if each.outcome_at is not None and each.outcome_at < until]
    left = [each for each in under_way if each not in told and each.stepped_back and happened(each.ended_at, until)]
    return Count(
        under_way=len(under_way),
        introduced=sum(each.introduced_at >= since for each in under_way),
        pairs=len(pairs),
        met=sum(happened(each.met_at, until) for each in pairs),
        met_before=len(asked) - len(pairs),
        outcomes=Counter(each.outcome for each in told if each.outcome is not None),
        stepped_back=len(left),
    )


def happened(moment: datetime | None, until: datetime) -> bool:
    """Whether something happened before a moment."""
    return moment is not None and moment < until
