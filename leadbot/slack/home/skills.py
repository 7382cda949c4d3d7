"""On the Home tab: what one can do."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.people import names_of, skills_of
from leadbot.slack.blocks import Block
from leadbot.slack.home.lines import headed
from leadbot.slack.letters.phrases import several
from leadbot.slack.text import words

NONE = "You list no skills yet, so no work can find you."


def skills(scope: Scope, member: Member) -> list[Block]:
    """The skills, in one line."""
    listed = names_of(skills_of(scope, member))
    lines = [f"You list {several(words(skill, 80) for skill in listed)}."] if listed else []
    return headed("What you can do", lines, NONE)
