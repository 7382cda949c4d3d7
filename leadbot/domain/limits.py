"""How much one person, and one space, may ask of the others and of Leadbot.

Far more than anybody means to in a day, and not without end: what costs others attention is theirs to give. The days
are those of the space's own calendar. docs/install.md tells operators of these numbers.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Most:
    """As much as one member may, and all members of a workspace together."""

    member: int
    workspace: int


POSTS = Most(member=10, workspace=200)  # a day
OFFERS = Most(member=60, workspace=3_000)  # a day: that a poster has sent out, or whoever names somebody
CHANGES = Most(
    member=100, workspace=3_000
)  # a day: how often others are told that something has changed, or is open again
REQUESTS = Most(member=100, workspace=10_000)  # a minute, in each process that answers
CHANGES_OF_MIND = 10  # how often somebody may say yes to one and the same role, having stepped back
