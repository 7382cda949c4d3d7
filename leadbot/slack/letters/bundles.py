"""The words of a morning's message: what waited for a member, each with its own buttons."""

from collections.abc import Sequence

from leadbot.slack.blocks import TEXT, Block, Said, context, divider, passage, section
from leadbot.slack.text import cut, unescape

NUMBERS = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
WHY = "I write to you a few times a day at most, so these come together."


def bundle(items: Sequence[Said]) -> Said:
    """What waited, in short: the line of each that a phone would show, and its buttons. One alone is said as itself."""
    if len(items) == 1:
        return items[0]
    headline = f"{NUMBERS[len(items) - 2]} things waited for you"
    blocks: list[Block] = [section(f"*{headline}*"), context(WHY)]
    for item in items:
        blocks += [divider(), passage(unescape(item.text))]
        blocks += [block for block in item.blocks if block["type"] == "actions"]
    room = (TEXT - len(headline)) // len(items) - 2
    lines = [f"• {cut(' '.join(item.text.split()), room)}" for item in items]
    return Said("\n".join([f"{headline}:", *lines]), blocks)
