"""The prefix of a manifest, which stands before our commands where another app has their names: `/coop-lead`.

Nobody tells Leadbot which manifest was pasted, so it learns the prefix from what people type, and names its commands
as they do. No name of ours has a hyphen: so what stands before the last one is the prefix.
"""

import copy
import re

from leadbot.slack.blocks import Block, Said, mrkdwn, texts_in

SLACKS_OWN = "invite"  # a command that we name, and that has no prefix


def prefix_of(typed: str) -> str:
    """What stands before the name in a command as somebody typed it; nothing if it has no prefix."""
    return typed.removeprefix("/").rpartition("-")[0]


def renamed(text: str, prefix: str) -> str:
    """A text of ours with the commands in it, which are those in backticks, as they are called here."""
    if not prefix:
        return text
    return re.sub(rf"`/(?!{SLACKS_OWN}\b|{re.escape(prefix)}-)(?=[a-z])", f"`/{prefix}-", text)


def renamed_in(part: Block, prefix: str) -> Block:
    """A block, or a form, with the commands in it as they are called here. In plain text are people's own words."""
    if not prefix:
        return part
    part = copy.deepcopy(part)
    for text in texts_in(part):
        if text["type"] == "mrkdwn":
            text |= mrkdwn(renamed(text["text"], prefix))
    return part


def renamed_said(said: Said, prefix: str) -> Said:
    """A message with the commands in it as they are called here."""
    if not prefix:
        return said
    return Said(renamed(said.text, prefix), [renamed_in(block, prefix) for block in said.blocks], said.files)
