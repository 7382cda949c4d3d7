"""Who suits: the vocabulary of skills, ranking, teams, fair shares. Pure: no database, no Slack, no clock."""

from leadbot.matching.profile import Match, Profile
from leadbot.matching.ranking import Index, rank
from leadbot.matching.teams import RoleNeed, Team, propose_team

__all__ = ["Index", "Match", "Profile", "RoleNeed", "Team", "propose_team", "rank"]
