"""*See all* under the weekly summary: everything open that the one who presses may see."""

from leadbot.services.find import open_opportunities
from leadbot.slack.blocks import Block, dialog, section
from leadbot.slack.finding import row
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry

MOST = 98  # a dialog holds 100 blocks; one more says how many there are besides


def register(registry: Registry) -> None:
    """The button."""
    registry.button("summary_see_all")(shows_all)


def shows_all(request: Request) -> Answer:
    """A list in a dialog, each with its button if it may be helped with."""
    found = open_opportunities(request.scope, request.member, MOST)
    blocks: list[Block] = [row(request.scope, request.member, facts) for facts in found.shown]
    if not blocks:
        return Answer(text="Nothing is open just now. `/lead` passes work on.")
    if found.more:
        blocks.append(section(f"And {found.more} more. Words find them, like `/leads logo`."))
    return Answer(form=lambda: dialog("Open now", blocks))
