"""Who suits: the vocabulary of skills, ranking, fair shares. Pure: no database, no Slack, no clock."""

from leadbot.matching.profile import Match, Profile
from leadbot.matching.ranking import Index, rank

__all__ = ["Index", "Match", "Profile", "rank"]
