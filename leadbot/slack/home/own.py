"""On the Home tab: what one has posted, and is open."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.home import own_open
from leadbot.slack.blocks import Block
from leadbot.slack.finding import summed_up
from leadbot.slack.home.lines import MOST, headed


def own(scope: Scope, member: Member) -> list[Block]:
    """The newest first."""
    found = own_open(scope, member, MOST)
    lines = [summed_up(scope, member, each) for each in found.shown]
    where = "`/leads mine` lists them"
    return headed("Yours, and open", lines, "You have nothing open just now.", more=found.more, where=where)
