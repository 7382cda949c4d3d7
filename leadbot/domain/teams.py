"""How large a contract and its team may be."""

MOST_ROLES = 10
MOST_PLACES = 7  # to fill: with the poster a team of eight, as many as a Slack group message holds
ROLES_EACH = 2  # that one person has in a team, at most
