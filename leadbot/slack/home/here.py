"""Who is in the space today, on the Home tab, and the press that checks in."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.check_ins import all_in_now
from leadbot.slack.blocks import HOME, Block, actions, button, divider, section, title
from leadbot.slack.letters.company import stays
from leadbot.slack.text import words

MOST = 8  # who are named; more are counted
OFF = "off"


def in_the_space(scope: Scope, member: Member) -> list[Block]:
    """Everybody who is in, until when and where, oneself first; and one press to be in, or to be off.

    Nothing for somebody of whom Slack has not told yet who they are.
    """
    if member.looked_up_at is None:
        return []  # it may be a guest, who must not read who is in
    here = all_in_now(scope, member)
    here.sort(key=lambda each: each.who.slack_user_id != member.slack_user_id)
    is_in = bool(here) and here[0].who.slack_user_id == member.slack_user_id
    lines = [
        f"*{'You' if is_in and each is here[0] else words(each.who.name, 80)}*{stays(each, member.locale)}"
        for each in here[:MOST]
    ]
    if here[MOST:]:
        lines.append(f"And {len(here[MOST:])} more.")
    press = button("I'm off", "home_check_in", OFF) if is_in else button("I'm in today", "home_check_in", HOME)
    said = "\n".join(lines) or "Nobody has checked in yet today."
    return [divider(), title("In the space today"), section(said), actions(press)]
