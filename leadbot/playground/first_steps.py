"""The three steps of the card for newcomers: which of them are done, from what has happened."""

from typing import NamedTuple

from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.page_view import Seen

YES = "I'm interested"


class Steps(NamedTuple):
    """What a newcomer has done."""

    posted: bool
    answered: bool
    introduced: bool


def steps_of(slack: LocalSlack, seen: Seen) -> Steps:
    """A card is on a channel, somebody said yes to an offer, and somebody has looked at the introduction."""
    rooms = slack.conversations
    cards = (line for room in rooms if room.kind == "channel" for line in room.messages if line.from_app)
    presses = (action for sent in slack.deliveries if sent.ok for action in sent.body.get("actions", []))
    groups = [room for room in rooms if room.kind == "mpim"]
    return Steps(
        posted=any(cards),
        answered=any(action.get("text", {}).get("text") == YES for action in presses),
        introduced=any(seen.has_read(person, room) for room in groups for person in slack.people),
    )
