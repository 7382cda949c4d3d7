"""*See all* under the weekly summary: everything open that the one who presses may see."""

from dataclasses import dataclass
from datetime import date

from leadbot.services.authority import Right
from leadbot.services.post import today
from leadbot.services.summary_facts import all_open
from leadbot.slack.blocks import Block, dialog, section
from leadbot.slack.letters.summaries import row
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry

MOST = 98  # a dialog holds 100 blocks; one more says how many there are besides


@dataclass(frozen=True)
class Reader:
    """How the one who pressed writes money and dates."""

    locale: str
    today: date


def register(registry: Registry) -> None:
    """The button."""
    registry.button("summary_see_all", Right.READER)(shows_all)


def shows_all(request: Request) -> Answer:
    """A list in a dialog, each with its button if it is not their own."""
    scope, member = request.scope, request.member
    shown, more = all_open(scope, member, MOST)
    if not shown:
        return Answer(text="Nothing is open just now. `/lead` passes work on.")
    reader = Reader(member.locale, today(scope))
    blocks: list[Block] = []
    for one in shown:
        made = row(one, reader)
        if one.poster_id == member.id:
            del made["accessory"]
        blocks.append(made)
    if more:
        blocks.append(section(f"And {more} more. Words find them, like `/leads logo`."))
    return Answer(form=lambda: dialog("Open now", blocks))
