"""The top of the Home tab: a greeting, and the buttons with which something begins."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.kinds import KINDS
from leadbot.slack.blocks import Block, actions, button, section, title


def beginnings(_: Scope, member: Member) -> list[Block]:
    """Who is greeted, and what they can do here."""
    posts = [button(kind.words.post, kind.button, kind.name) for kind in KINDS.values()]
    posts[0]["style"] = "primary"
    return [
        title(f"Hello, {member.name.split()[0]}" if member.name else "Hello"),
        section("Pass on work that you heard of, and hear of work that suits you."),
        actions(*posts),
    ]
